"""The pages that belong to no desk."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from lianqiao import __version__
from lianqiao.site import samples, welcome
from lianqiao.site.middleware import MEMBERSHIP_KEY


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, a search box, the figures of the day, and what to do next."""
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "figures": welcome.figures(),
        "newest": welcome.newest(actor),
        "steps": welcome.steps_for(actor),
    }
    return render(request, "home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How the house works and how it accounts for itself."""
    return render(request, "about.html")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer whether web server and database work, for a proxy or a supervisor."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database", "version": __version__}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})


@require_POST
def switch_membership(request: HttpRequest) -> HttpResponse:
    """Act in another of one's memberships from now on; a foreign one changes nothing."""
    chosen = request.POST.get("membership", "")
    if request.user.is_authenticated and chosen.isdecimal():
        request.session[MEMBERSHIP_KEY] = int(chosen)
    return redirect(_own_address(request, request.POST.get("next", "")))


def _own_address(request: HttpRequest, address: str) -> str:
    safe = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "home"


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component of the stylesheet on one page, for who builds pages."""
    return render(request, "style.html", {"charts": samples.charts()})
