"""What an enterprise does with a claim of its own before it is handed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.forms.claims import ClaimForm
from lianqiao.desks.policies.queries import claims as queries
from lianqiao.desks.policies.queries import starting
from lianqiao.desks.policies.services import claims
from lianqiao.desks.policies.views.cases import claim_page


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what a claim to a measure takes, and begin it; a claim begun before is gone on with."""
    measure = starting.claimable(request.actor, pk)
    begun = starting.begun(request.actor, measure)
    if begun is not None:
        return redirect("policies:case", begun)
    if request.method == "POST":
        claim = claims.start(actor=request.actor, measure=pk)
        return redirect("policies:case", claim.case_id)
    return render(request, "policies/claims/new.html", {"measure": measure})


@require_POST
def save(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep what was typed; `submit` hands it in. htmx asks after each pause in typing."""
    form, is_wrong = ClaimForm(request.POST), False
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            claim = claims.save(actor=request.actor, case=pk, filled=form.filled(), seen=seen)
            if request.htmx:
                return _state(request, queries.fingerprint(claim))
            if request.POST.get("action") == "submit":
                claims.submit(actor=request.actor, case=pk)
                messages.success(request, _("Handed in. You are told of every step."))
            return redirect("policies:case", pk)
        except (Invalid, Conflict) as refusal:
            if request.htmx:
                return _state(request, form.cleaned_data["seen"], str(refusal))
            explain(form, refusal)
            is_wrong = isinstance(refusal, Conflict)
    return claim_page(request, pk, form=_shown(form, request, pk), status=409 if is_wrong else 422)


@require_POST
def add_file(request: ActingRequest, pk: int) -> HttpResponse:
    """Add a file for one of the papers asked for."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("Choose a file first."))
    document = request.POST.get("document", "")
    claims.add_file(actor=request.actor, case=pk, document=document, file=file)
    messages.success(request, _("The file is attached."))
    return redirect("policies:case", pk)


@require_POST
def remove_file(request: ActingRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off."""
    claims.remove_file(actor=request.actor, case=pk, file=file)
    messages.success(request, _("The file is taken off."))
    return redirect("policies:case", pk)


@require_safe
def file(request: ActingRequest, pk: int, file: int) -> FileResponse:
    """Hand a file to the enterprise and the office in charge; never opened in our name."""
    row = queries.claim(request.actor, pk).files.filter(pk=file).first()
    if row is None:
        raise NotFound(_("There is no such file."))
    return FileResponse(row.file.open(), as_attachment=True, filename=row.name)


def _state(request: ActingRequest, seen: str, problem: str = "") -> HttpResponse:
    return render(request, "policies/claims/saved.html", {"seen": seen, "problem": problem})


def _shown(form: ClaimForm, request: ActingRequest, pk: int) -> ClaimForm:
    """Let a second try be saved: what is kept by now is what was seen."""
    if form.is_bound and form.errors:
        form.data = form.data.copy()
        form.data["seen"] = queries.fingerprint(queries.claim(request.actor, pk))
    return form
