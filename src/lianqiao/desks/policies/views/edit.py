"""Writing a policy: its form, the draft that keeps itself, its files, its next version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies import richtext
from lianqiao.desks.policies.fitness import fitness_of
from lianqiao.desks.policies.forms.policy import LONGEST_TEXT, PolicyForm, initial, saved_at
from lianqiao.desks.policies.models import Stage, Version
from lianqiao.desks.policies.queries import access
from lianqiao.desks.policies.services import documents, publishing, versions


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """Write a new policy."""
    require_bureau(request)
    return _edited(request, _draft_begun(request))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    return _edited(request, own_draft(request, pk))


@require_POST
@never_cache
def autosave(request: ActingRequest) -> HttpResponse:
    """Keep what is typed in a draft, and say when."""
    require_bureau(request)
    row = _draft_begun(request)
    form = PolicyForm(request.POST, actor=request.actor, version=row).lenient()
    if not form.is_valid():
        context = {"edition": row, "wrong": [form[name].label for name in form.errors]}
        return render(request, "policies/parts/draft_state.html", context)
    saved = _save(request, form, row)
    context = {"edition": saved, "is_saved": True}
    return render(request, "policies/parts/draft_state.html", context)


@require_POST
def preview(request: ActingRequest) -> HttpResponse:
    """Show the text as readers will see it."""
    require_bureau(request)
    html = richtext.to_html(request.POST.get("text", "")[:LONGEST_TEXT])
    return render(request, "policies/parts/preview.html", {"html": html})


@require_POST
def submit(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand a draft to the second person."""
    try:
        publishing.submit(actor=request.actor, version=pk)
    except Invalid as refusal:
        for sentence in dict.fromkeys(refusal.fields.values()) or [refusal]:
            messages.error(request, str(sentence))
        return redirect("policies:edit", pk)
    messages.success(request, _("Submitted. Another person of your office approves it now."))
    return redirect("policies:version", pk)


@require_POST
def new_version(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin the next version of a policy."""
    row = versions.new_version(actor=request.actor, policy=pk)
    messages.success(request, _("This is a copy of the version that counts. Set its days."))
    return redirect("policies:edit", row.pk)


@require_POST
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    versions.discard(actor=request.actor, version=pk)
    messages.success(request, _("The draft is gone."))
    return redirect("policies:approvals")


@require_POST
def attach(request: ActingRequest, pk: int) -> HttpResponse:
    """Add a file to a draft."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("Choose a file first."))
    documents.attach(actor=request.actor, version=pk, file=file)
    messages.success(request, _("The file is attached."))
    return redirect("policies:edit", pk)


@require_POST
def detach(request: ActingRequest, pk: int, attachment: int) -> HttpResponse:
    """Take a file off."""
    documents.detach(actor=request.actor, version=pk, attachment=attachment)
    messages.success(request, _("The file is taken off."))
    return redirect("policies:edit", pk)


def own_draft(request: ActingRequest, pk: int) -> Version:
    """Return a draft that the actor may write; NotAllowed or Conflict where he may not."""
    row = access.version(request.actor, pk)
    if not access.answers_for(request.actor, row.policy.office_id):
        raise NotAllowed(_("Only the office in charge changes this policy."))
    if row.stage != Stage.DRAFT:
        raise Conflict(
            _("This version is “%(stage)s” by now and can't be changed.")
            % {"stage": row.get_stage_display()}
        )
    return row


def require_bureau(request: ActingRequest) -> None:
    """Refuse who is no official."""
    if not request.actor.is_bureau:
        raise NotAllowed(_("Only a bureau publishes policies."))


def _edited(request: ActingRequest, row: Version | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = PolicyForm(data, actor=request.actor, version=row)
    theirs, status = None, 200
    if data is not None:
        status = Invalid.status
        if form.is_valid():
            try:
                return _saved(request, form, row)
            except Refusal as refusal:
                explain(form, refusal)
                status = refusal.status
                theirs = row if isinstance(refusal, Conflict) else None
    return render(request, "policies/edit.html", _context(form, row, theirs), status=status)


def _context(form: PolicyForm, row: Version | None, theirs: Version | None) -> dict[str, Any]:
    measures = list(row.measures.all()) if row else []
    return {
        "form": form,
        "edition": row,
        "theirs": initial(theirs) if theirs else None,
        "measures": [(measure, fitness_of(measure)) for measure in measures],
    }


def _saved(request: ActingRequest, form: PolicyForm, row: Version | None) -> HttpResponse:
    saved = _save(request, form, row)
    if request.POST.get("action") == "submit":
        return submit(request, saved.pk)
    messages.success(request, _("Saved."))
    return redirect("policies:edit", saved.pk)


def _save(request: ActingRequest, form: PolicyForm, row: Version | None) -> Version:
    return versions.save_draft(
        actor=request.actor,
        draft=form.draft(),
        version=row.pk if row else None,
        changed_at=saved_at(request.POST) if row else None,
    )


def _draft_begun(request: ActingRequest) -> Version | None:
    """Return the draft that autosave began under this form, if it did."""
    number = request.POST.get("version", "")
    return own_draft(request, int(number[:9])) if number.isascii() and number.isdigit() else None
