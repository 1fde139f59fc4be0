"""Certificates: seen before they are given, printed, taken back, and checked by everybody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.cases import certificates as papers
from lianqiao.core.cases import services
from lianqiao.core.cases.queries import certificates as queries
from lianqiao.core.cases.queries.seeing import case_for
from lianqiao.core.cases.rights import works_on
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.visitors import spend

MISS = 20
"""What a code that nobody gave costs of a visitor's share: guessing ends soon."""


@require_safe
@never_cache
def certificate(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out a certificate as PDF."""
    row = queries.certificate_for(request.actor, pk)
    url = request.build_absolute_uri(reverse("cases:check", args=[row.code]))
    return _pdf(queries.paper(row, url), row.number)


@require_safe
@never_cache
def preview(request: ActingRequest, pk: int, step: str) -> HttpResponse:
    """Show an officer the certificate that a step would give."""
    case = case_for(request.actor, pk)
    if not works_on(request.actor, case):
        raise NotFound(_("There is no such case."))
    return _pdf(queries.preview(case, step, timezone.localdate()), f"{case.number}-preview")


@require_POST
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a title back with its certificate."""
    reason, bars = request.POST.get("reason", ""), "bars" in request.POST
    row = services.revoke(pk, actor=request.actor, reason=reason, bars=bars)
    said = _("Certificate %(number)s is revoked; its public page says so now.")
    messages.success(request, said % {"number": row.number})
    return redirect("cases:case", row.case_id)


@require_safe
@never_cache
def check(request: ActingRequest, code: str) -> HttpResponse:
    """Say to everybody whether a certificate counts."""
    try:
        found = queries.checked(code, timezone.localdate())
    except NotFound:
        spend(request, MISS)
        raise
    context = {"found": found, "certificate": found.certificate, "title": found.certificate.title}
    return render(request, "cases/certificate/check.html", context)


def _pdf(paper: papers.Paper, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{_ascii(name)}.pdf"'}
    return HttpResponse(papers.pdf(paper), content_type="application/pdf", headers=headers)


def _ascii(name: str) -> str:
    plain = "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in "-_"))
    return plain or "certificate"
