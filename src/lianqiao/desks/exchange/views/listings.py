"""Listings: reading, writing, publishing and closing them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import Invalid, NotAllowed, NotFound, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.queries import contact_of
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.forms import ListingForm, RightFormSet, explain
from lianqiao.desks.exchange.models import Listing, ListingKind, Status
from lianqiao.desks.exchange.services import listings as services

ON_A_PAGE = 20
MATCHES_SHOWN = 20
SAVED = {"draft", "publish"}


@require_safe
def listing(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a listing; to its owner and the bureau also what answers it."""
    row = queries.listing(request.actor, pk)
    is_own = request.actor.acts_for(row.organization_id)
    sees_matches = is_own or request.actor.is_bureau
    context = {
        "listing": row,
        "is_own": is_own,
        "sees_matches": sees_matches,
        "contact": contact_of(request.actor, row.organization_id),
        "matches": list(queries.matches_of(request.actor, row)[:MATCHES_SHOWN])
        if sees_matches
        else [],
    }
    return render(request, "exchange/listing.html", context)


@require_safe
def choose(request: ActingRequest) -> HttpResponse:
    """Ask what is to be published."""
    _require_party(request)
    return render(request, "exchange/choose.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: ActingRequest, kind: str) -> HttpResponse:
    """Write a new listing."""
    if kind not in ListingKind.values:
        raise NotFound(_("There is no such kind of listing."))
    _require_party(request)
    return _edited(request, kind, _draft_begun(request))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Change a listing of one's own."""
    row = _own(request, pk)
    return _edited(request, row.kind, row)


@require_POST
@never_cache
def autosave(request: ActingRequest) -> HttpResponse:
    """Keep what is typed in a draft, and say when."""
    _require_party(request)
    row = _draft_begun(request)
    kind = row.kind if row else request.POST.get("kind", "")
    if kind not in ListingKind.values:
        raise NotFound(_("There is no such kind of listing."))
    if row is not None and row.status != Status.DRAFT:
        # What readers see is changed on purpose only.
        return render(request, "exchange/parts/draft_state.html", {"listing": row})
    form, rights = ListingForm(request.POST, kind=kind).lenient(), _rights(request, row)
    if not form.is_valid() or not rights.is_valid():
        context = {
            "listing": row,
            "kind": kind,
            "wrong": [form[name].label for name in form.errors],
        }
        return render(request, "exchange/parts/draft_state.html", context)
    saved = services.write(
        actor=request.actor,
        draft=form.draft(rights.rights()),
        listing=row.pk if row else None,
        version=_version(request),
    )
    return render(request, "exchange/parts/draft_state.html", {"listing": saved, "is_saved": True})


@require_POST
def publish(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a draft or paused listing to its readers."""
    try:
        row = services.publish(actor=request.actor, listing=pk)
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect("exchange:edit", pk)
    messages.success(request, _("Published. Matches appear within a minute."))
    return redirect("exchange:listing", row.pk)


@require_POST
def pause(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a listing out of search for a while."""
    services.pause(actor=request.actor, listing=pk)
    messages.success(request, _("Paused: nobody finds it until you publish it again."))
    return redirect("exchange:listing", pk)


@require_POST
def close(request: ActingRequest, pk: int) -> HttpResponse:
    """End a listing."""
    services.close(actor=request.actor, listing=pk)
    messages.success(request, _("Closed. What was recorded of it stays."))
    return redirect("exchange:listing", pk)


@require_POST
def copy(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin a new draft with a listing's content."""
    row = services.copy(actor=request.actor, listing=pk)
    messages.success(request, _("This is a copy: change what has changed, then publish it."))
    return redirect("exchange:edit", row.pk)


@require_safe
def mine(request: ActingRequest) -> HttpResponse:
    """Show the listings of the own organization, by status."""
    _require_party(request)
    status = request.GET.get("status", "")
    rows = queries.own_with_matches(request.actor)
    found = rows.filter(status=status) if status in Status.values else rows
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(request, status),
        "status": status,
    }
    return render(request, "exchange/mine.html", context)


def _tabs(request: ActingRequest, chosen: str) -> list[tuple[str, object, int, bool]]:
    counts = queries.own_by_status(request.actor)
    tabs = [(code, label, counts.get(code, 0), code == chosen) for code, label in Status.choices]
    return [("", _("All"), sum(counts.values()), chosen not in Status.values), *tabs]


def _edited(request: ActingRequest, kind: str, row: Listing | None) -> HttpResponse:
    """Show the form, or take it in: a draft is saved as it is, what is published must be whole."""
    data = request.POST if request.method == "POST" else None
    form, rights = ListingForm(data, kind=kind, row=row), _rights(request, row)
    if data is not None:
        is_draft = data.get("action") != "publish" and (row is None or row.status == Status.DRAFT)
        if is_draft:
            form.lenient()
        if form.is_valid() and rights.is_valid():
            try:
                return _saved(request, form, rights.rights(), row)
            except Refusal as refusal:
                explain(form, refusal)
    status = Invalid.status if form.errors else 200
    context = {"form": form, "rights": rights, "kind": kind, "listing": row}
    context["kind_label"] = ListingKind(kind).label
    return render(request, "exchange/edit.html", context, status=status)


def _saved(
    request: ActingRequest, form: ListingForm, rights: list[services.Right], row: Listing | None
) -> HttpResponse:
    saved = services.write(
        actor=request.actor,
        draft=form.draft(rights),
        listing=row.pk if row else None,
        version=_version(request),
    )
    if request.POST.get("action") == "publish":
        services.publish(actor=request.actor, listing=saved.pk)
        messages.success(request, _("Published. Matches appear within a minute."))
        return redirect("exchange:listing", saved.pk)
    messages.success(request, _("Saved."))
    return redirect("exchange:edit", saved.pk)


def _rights(request: ActingRequest, row: Listing | None) -> RightFormSet:
    known = list(row.rights.values("kind", "title", "number")) if row else []
    if request.method == "POST" and "rights-TOTAL_FORMS" in request.POST:
        return RightFormSet(request.POST, prefix="rights", initial=known)
    return RightFormSet(prefix="rights", initial=known)


def _draft_begun(request: ActingRequest) -> Listing | None:
    """Return the draft that autosave began under this form, if it did."""
    number = request.POST.get("listing", "")
    return _own(request, int(number)) if number.isascii() and number.isdigit() else None


def _own(request: ActingRequest, pk: int) -> Listing:
    row = queries.own(request.actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such listing of your organization."))
    return row


def _version(request: ActingRequest) -> int | None:
    number = request.POST.get("version", "")
    return int(number) if number.isascii() and number.isdigit() else None


def _require_party(request: ActingRequest) -> None:
    if not request.actor.is_known:
        raise NotAllowed(_("Sign in as a member of an organization to publish."))
