"""What an officer does with a center: one form after another, each with its day and reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lianqiao.core.errors import Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.centers.acts import act_named
from lianqiao.desks.programs.centers.queries import register as queries


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, pk: int, act: str) -> HttpResponse:
    """Show the form of an act, or do it."""
    row = queries.center(pk)
    found = act_named(act, request.actor, row)
    form, status = found.form(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            found.do(pk, request.actor, form.cleaned_data)
        except Refusal as refusal:
            explain(form, refusal)
            status = refusal.status
        else:
            messages.success(request, f"{row}: {found.label}")
            return redirect("centers:center", pk)
    elif request.method == "POST":
        status = 422
    context = {"one": row, "act": found, "form": form}
    return render(request, "centers/change.html", context, status=status)
