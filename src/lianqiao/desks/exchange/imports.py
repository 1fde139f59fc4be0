"""Listings from a file: what would happen to each row, and doing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import IO, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization, TechnicalField
from lianqiao.core.parties.regions import industry_finder, region_finder
from lianqiao.core.sheets import Action, Plan, PlannedRow, Problem, Row, Sheet, read
from lianqiao.desks.exchange.columns import COLUMNS, HEADINGS
from lianqiao.desks.exchange.models import Listing, Status
from lianqiao.desks.exchange.services.bulk import Brought, Progress, save_listings
from lianqiao.desks.exchange.services.listings import Draft, draft_of

CHUNK = 5_000
NAMES = [field.name for field in fields(Draft)]

Planned = PlannedRow[Brought]
Key = tuple[int, str, str]
Finder = Callable[[str], Any]


def read_listings(file: IO[bytes], name: str, actor: Actor) -> Sheet:
    """Read a file of listings; fields, industries, regions and organizations become keys."""
    _require_importer(actor)
    sheet = read(file, name, COLUMNS)
    finders = {
        "field": _field_finder(),
        "industry": industry_finder(),
        "region": region_finder(),
        "owner": _owner_finder(actor, sheet.rows),
    }
    return replace(sheet, rows=[_resolved(row, finders, actor) for row in sheet.rows])


def plan_listings(sheet: Sheet, *, lock: bool = False) -> Plan[Brought]:
    """Tell what an import would do, row by row; a query for every five thousand rows.

    A row is known by its organization and number, without a number by organization, kind and
    title. Empty cells leave what is known as it is. `lock` holds the rows that would change.
    """
    known = _known(sheet.rows, lock=lock)
    return Plan(_without_twins([_planned(row, known) for row in sheet.rows]), sheet.ignored)


@transaction.atomic
def import_listings(
    sheet: Sheet, *, actor: Actor, progress: Progress | None = None
) -> Plan[Brought]:
    """Do what the plan says, all or nothing, and return it. Invalid if a row is bad."""
    _require_importer(actor)
    plan = plan_listings(sheet, lock=True)
    plan.require_clean()
    save_listings(
        actor=actor,
        new=[row.data for row in plan.having(Action.CREATE) if row.data],
        changed={
            row.target: row.data for row in plan.having(Action.UPDATE) if row.target and row.data
        },
        progress=progress,
    )
    return plan


def _require_importer(actor: Actor) -> None:
    if not (actor.is_known or actor.is_bureau):
        raise NotAllowed(_("Sign in as a member of an organization to publish."))


def _field_finder() -> Finder:
    rows = TechnicalField.objects.all()
    written = {spelling: row.pk for row in rows for spelling in (row.pk, row.name, row.name_en)}

    def find(text: str) -> str:
        if text not in written:
            raise Invalid(_("There is no technical field “%(text)s”.") % {"text": text})
        return written[text]

    return find


def _owner_finder(actor: Actor, rows: Iterable[Row]) -> Finder:
    """Find organizations by credit code or exact name: a bureau any, a party its own."""
    written = {row.values["owner"] for row in rows if "owner" in row.values}
    found: dict[str, list[int]] = defaultdict(list)
    for chunk in _chunks(sorted(written)):
        hits = Organization.objects.filter(Q(name__in=chunk) | Q(uscc__in=chunk))
        for pk, name, code in hits.values_list("pk", "name", "uscc"):
            found[name].append(pk)
            if code:
                found[code].append(pk)

    def find(text: str) -> int:
        hits = found.get(text, [])
        if not hits:
            raise Invalid(
                _("There is no organization “%(text)s”; enter it first.") % {"text": text}
            )
        if len(hits) > 1:
            raise Invalid(_("Several organizations bear this name; give the credit code."))
        if not actor.is_bureau and hits[0] != actor.organization:
            raise Invalid(_("You import for your own organization only."))
        return hits[0]

    return find


def _resolved(row: Row, finders: Mapping[str, Finder], actor: Actor) -> Row:
    values, problems = dict(row.values), list(row.problems)
    for name, find in finders.items():
        if name in values:
            try:
                values[name] = find(values[name])
            except Invalid as refusal:
                del values[name]
                problems.append(Problem(HEADINGS[name].heading, str(refusal)))
        elif name == "owner" and not actor.is_bureau:
            values[name] = actor.organization
    if "owner" not in values and not problems:
        problems.append(Problem(HEADINGS["owner"].heading, _("Say whose listing this is.")))
    return Row(row.line, values, problems)


def _known(rows: Sequence[Row], *, lock: bool) -> dict[Key, Listing]:
    """Return the listings that the rows may mean, by number and by title."""
    found: dict[Key, Listing] = {}
    for chunk in _chunks([row for row in rows if not row.problems]):
        owners = {row.values["owner"] for row in chunk}
        numbers = {row.values["reference"] for row in chunk if "reference" in row.values}
        titles = {row.values["title"] for row in chunk if "reference" not in row.values}
        listings = Listing.objects.filter(
            Q(reference__in=numbers) | Q(title__in=titles, reference=""), organization__in=owners
        ).order_by("pk")
        if lock:
            listings = listings.select_for_update(of=("self",))
        for row in listings.prefetch_related("rights"):
            found.setdefault(_key(row.organization_id, row.reference, row.kind, row.title), row)
    return found


def _key(owner: int, reference: str, kind: str, title: str) -> Key:
    return (owner, "number", reference) if reference else (owner, kind, title)


def _key_of(row: Row) -> Key:
    values = row.values
    return _key(values["owner"], values.get("reference", ""), values["kind"], values["title"])


def _planned(row: Row, known: Mapping[Key, Listing]) -> Planned:
    label = row.values.get("title", "")
    problems = list(row.problems) or list(_incomplete(row))
    if problems:
        return PlannedRow(row.line, label, Action.BAD, problems=problems)
    found = known.get(_key_of(row))
    values = {name: row.values[name] for name in NAMES if name in row.values}
    publish = row.values.get("status", Status.PUBLISHED) == Status.PUBLISHED
    if found is None:
        brought = Brought(row.values["owner"], Draft(**values), publish)
        if publish and not brought.draft.text.strip():
            problem = Problem(HEADINGS["text"].heading, _("A listing needs a description."))
            return PlannedRow(row.line, label, Action.BAD, problems=[problem])
        return PlannedRow(row.line, label, Action.CREATE, brought)
    before = draft_of(found)
    after = replace(before, **values)
    changes = [HEADINGS[name].heading for name in values if _differs(before, after, name)]
    shows = publish and found.status == Status.DRAFT and "status" in row.values
    if shows:
        changes.append(HEADINGS["status"].heading)
    brought = Brought(found.organization_id, after, shows)
    action = Action.UPDATE if changes else Action.UNCHANGED
    return PlannedRow(row.line, label, action, brought, found.pk, changes)


def _incomplete(row: Row) -> Iterable[Problem]:
    low, high = row.values.get("amount_low"), row.values.get("amount_high")
    if low is not None and high is not None and low > high:
        yield Problem(
            HEADINGS["amount_low"].heading, _("The lower amount is above the higher one.")
        )


def _differs(before: Draft, after: Draft, name: str) -> bool:
    one, other = getattr(before, name), getattr(after, name)
    return (list(one) != list(other)) if isinstance(one, list | tuple) else one != other


def _without_twins(rows: Sequence[Planned]) -> list[Planned]:
    """Mark rows that mean one listing as bad, each naming the others' lines."""
    lines: dict[Key, list[int]] = defaultdict(list)
    keys = {row.line: _key_of_planned(row) for row in rows if row.action != Action.BAD}
    for line, key in keys.items():
        lines[key].append(line)
    return [
        _twin(row, lines[keys[row.line]])
        if row.line in keys and len(lines[keys[row.line]]) > 1
        else row
        for row in rows
    ]


def _key_of_planned(row: Planned) -> Key:
    assert row.data is not None  # noqa: S101 -- a row that is not bad has data
    draft = row.data.draft
    return _key(row.data.organization, draft.reference, draft.kind, draft.title)


def _twin(row: Planned, lines: Sequence[int]) -> Planned:
    others = ", ".join(str(line) for line in lines if line != row.line)
    reason = _("The same listing stands in line %(lines)s as well.") % {"lines": others}
    return PlannedRow(row.line, row.label, Action.BAD, problems=[Problem("", reason)])


def _chunks(things: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (things[start : start + CHUNK] for start in range(0, len(things), CHUNK))
