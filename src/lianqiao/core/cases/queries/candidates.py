"""Who can be drawn for a panel, and why others cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.reviews import Review
from lianqiao.core.cases.models import Affiliation, Assignment, Expert, Snapshot
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.parties.models import Membership, TechnicalField

OPEN = (Assignment.State.ASKED, Assignment.State.OPENED)
REASONS: Mapping[str, Promise] = {
    "away": gettext_lazy("takes no part at present"),
    "field": gettext_lazy("of another technical field"),
    "office": gettext_lazy("works for a bureau"),
    "applicant": gettext_lazy("of the applicant's organization"),
    "partner": gettext_lazy("of a partner's organization"),
    "seen": gettext_lazy("has been asked about this filing before"),
    "load": gettext_lazy("has enough reviews open"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert, the organizations to which he belongs, and why he cannot be drawn ('' he can)."""

    pk: int
    homes: frozenset[str]
    why_not: str


def candidates(snapshot: Snapshot, review: Review, *, appeal: bool = False) -> list[Candidate]:
    """Look at every expert of the pool; four queries, however many there are.

    On appeal whoever was ever asked in this review of the case is out, not only about the snapshot.
    """
    wanted = fields_wanted(snapshot, review)
    rows = list(_looked_at(snapshot, review, appeal=appeal))
    homes = _homes(rows)
    return [Candidate(row.pk, homes[row.pk], _why_not(row, wanted)) for row in rows]


def fields_wanted(snapshot: Snapshot, review: Review) -> frozenset[str]:
    """Return the codes of technical fields of which an expert must have one; empty asks nothing."""
    wanted = set(review.experts.fields)
    chosen = snapshot.values.get(review.experts.field_from or "")
    if chosen:
        label = _label_of(snapshot, review, str(chosen))
        wanted |= set(TechnicalField.objects.filter(name=label).values_list("code", flat=True))
    return frozenset(wanted)


def conflict(row: Assignment) -> str:
    """Return why an expert may not judge what he was drawn for, as things stand now; '' he may."""
    found = Expert.objects.filter(pk=row.expert_id).values_list(_conflict(row.snapshot_id))
    return str(found[0][0])


def left_out(found: Iterable[Candidate]) -> dict[str, int]:
    """Count why experts cannot be drawn."""
    return dict(Counter(one.why_not for one in found if one.why_not))


def in_sentence(counts: Mapping[str, int]) -> str:
    """Say why experts are out: "3 of another technical field, 1 …"."""
    return _(", ").join(f"{counts[key]} {REASONS[key]}" for key in REASONS if key in counts)


def _label_of(snapshot: Snapshot, review: Review, chosen: str) -> str:
    read = document(snapshot.procedure)
    field = read.form(review.form).fields.get(review.experts.field_from or "")
    options = field.options if isinstance(field, f.ChoiceField) else ()
    return next((one.label.zh for one in options if one.value == chosen), "")


def _looked_at(snapshot: Snapshot, review: Review, *, appeal: bool) -> QuerySet[Expert]:
    seen = Q(snapshot=snapshot)
    if appeal:
        case = snapshot.filing.case_id
        seen |= Q(panel__review=review.key, snapshot__filing__case=case)
    before = Assignment.objects.filter(seen, expert=OuterRef("pk"))
    lying = Q(assignments__state__in=OPEN, assignments__panel__closed_at__isnull=True)
    return Expert.objects.prefetch_related("fields", "affiliations").annotate(
        has_seen=Exists(before),
        lying=Count("assignments", filter=lying),
        conflict=_conflict(snapshot.pk),
    )


def _conflict(snapshot: int) -> Func:
    return Func(F("pk"), Value(snapshot), function="cases_conflict", output_field=TextField())


def _homes(rows: Collection[Expert]) -> dict[int, frozenset[str]]:
    """Organizations go by their number, others by their name."""
    homes = {
        row.pk: {_home(one) for one in row.affiliations.all() if not one.until} for row in rows
    }
    users = {row.user_id: row.pk for row in rows}
    members = Membership.objects.filter(user__in=users, until__isnull=True)
    for user, organization in members.values_list("user", "organization"):
        homes[users[user]].add(f"#{organization}")
    return {pk: frozenset(found) for pk, found in homes.items()}


def _home(one: Affiliation) -> str:
    return f"#{one.organization_id}" if one.organization_id else one.name


def _why_not(row: Expert, wanted: frozenset[str]) -> str:
    return next(_reasons(row, wanted), "")


def _reasons(row: Expert, wanted: frozenset[str]) -> Iterator[str]:
    if not row.is_active:
        yield "away"
    if wanted and wanted.isdisjoint(one.pk for one in row.fields.all()):
        yield "field"
    conflict: str = getattr(row, "conflict", "")
    if conflict:
        yield conflict
    if getattr(row, "has_seen", False):
        yield "seen"
    if getattr(row, "lying", 0) >= row.most:
        yield "load"
