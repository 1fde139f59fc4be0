"""An office's queue: the cases of its procedures that were handed in, what is due first on top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents.flow import By, State, Step
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.models import Case, Correction, Extension, Snapshot, Version
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.cases.procedures import family
from lianqiao.core.cases.queries.filing import BUILT
from lianqiao.core.cases.queries.versions import documents
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import BUREAU_ROLES, Actor
from lianqiao.core.parties.models import User

LONGEST = 100
GROUPS = ("", "late", "asked", "time", "mine", "free", "over")
Documents = Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a queue is narrowed to. `group` is one of its tabs: open ones (''), overdue, awaiting a
    correction, asking for more time, the actor's own, nobody's, and those that are over. `officer`
    is an id, 0 for all.
    """

    group: str = ""
    q: str = ""
    procedure: str = ""
    state: str = ""
    officer: int = 0

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> CaseFilter:
        """Read what a queue is narrowed to; what makes no sense counts as not given."""
        group, officer = parameters.get("group", ""), parameters.get("officer", "")[:18]
        return cls(
            group if group in GROUPS else "",
            parameters.get("q", "").replace("\x00", "").strip()[:LONGEST],
            parameters.get("procedure", "").replace("\x00", "")[:40],
            parameters.get("state", "").replace("\x00", "")[:24],
            int(officer) if officer.isascii() and officer.isdigit() else 0,
        )

    @property
    def query(self) -> str:
        """What stands in an address for it; `from_query` reads it again."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


def read(actor: Actor) -> Documents:
    """Return the documents of all versions that an office ever published, by code."""
    if not actor.is_bureau:
        raise NotFound(_("There is no such page."))
    rows = Version.objects.filter(definition__office=actor.organization)
    codes = rows.values_list("definition__code", "number").order_by("definition__code", "number")
    return documents(f"{code}{BUILT}{number}" for code, number in codes)


def handed_in(actor: Actor, found: Documents) -> QuerySet[Case]:
    """Return an office's cases without those that their applicant has only begun to fill in, and
    for which he has not asked for more time."""
    begun = at(found, lambda state: state.is_first and bool(state.form) and not state.is_final)
    filed = Exists(Snapshot.objects.filter(filing__case=OuterRef("pk")))
    rows = Case.objects.filter(office=actor.organization, procedure__in=list(found))
    return rows.filter(~begun | filed | Exists(_asks_time()))


def cases(actor: Actor, wanted: CaseFilter, found: Documents, today: date) -> QuerySet[Case]:
    """Return the cases of a queue, each with `asked_until` where a correction is awaited, and with
    the working days (`more_days`) where more time is asked for.

    A state that is asked for is shown whether it is open or final, unless a tab is asked for too.
    """
    asked = Correction.objects.filter(OPEN, filing__case=OuterRef("pk"))
    rows = _narrowed(actor, wanted, found)
    if wanted.group or not wanted.state:
        rows = _grouped(rows, actor, wanted.group, found, today)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    rows = rows.annotate(
        asked_until=asked.values("due_on")[:1], more_days=_asks_time().values("working_days")[:1]
    )
    related = rows.select_related("organization", "officer")
    return related.order_by(F("due_on").asc(nulls_last=True), "changed_at", "pk")


def counts(actor: Actor, wanted: CaseFilter, found: Documents, today: date) -> dict[str, int]:
    """Return how many cases each tab holds; one query."""
    over = closed(found)
    counted = {
        group or "open": Count("pk", filter=of_group(group, actor, over, today)) for group in GROUPS
    }
    return _narrowed(actor, wanted, found).order_by().aggregate(**counted)


def by_state(
    actor: Actor, wanted: CaseFilter, found: Documents, today: date
) -> list[tuple[str, str, int]]:
    """Return (key, label, how many) of the states of a tab, in the order of the procedures."""
    rows = _grouped(_narrowed(actor, wanted, found), actor, wanted.group, found, today)
    counted: dict[str, int] = defaultdict(int)
    for state, number in rows.order_by().values_list("state").annotate(Count("pk")):
        counted[state] += number
    labels = {one.key: str(one.label) for read_ in found.values() for one in read_.states}
    return [(key, label, counted[key]) for key, label in labels.items() if counted[key]]


def procedures(found: Documents) -> list[tuple[str, str]]:
    """Return (code, label) of an office's procedures, to choose from."""
    return list({family(code): str(read_.label) for code, read_ in found.items()}.items())


def officers(organization: int | None) -> list[User]:
    """Return who works in an office, by name."""
    rows = User.objects.filter(
        memberships__organization=organization,
        memberships__role__in=BUREAU_ROLES,
        memberships__until=None,
    )
    return list(rows.distinct().order_by("username"))


def steps_for_many(rows: Iterable[Case], found: Documents, parts: Iterable[By]) -> list[Step]:
    """Return the steps that some of these cases could take in these parts; by key, once each."""
    mine = set(parts)
    steps = {
        step.key: step
        for case in rows
        for step in found[case.procedure].steps
        if step.by in mine and case.state in step.sources
    }
    return list(steps.values())


def _narrowed(actor: Actor, wanted: CaseFilter, found: Documents) -> QuerySet[Case]:
    rows = handed_in(actor, found)
    if wanted.procedure:
        codes = [code for code in found if family(code) == wanted.procedure]
        rows = rows.filter(procedure__in=codes)
    if wanted.q:
        name = Q(organization__name__icontains=wanted.q) | Q(organization__uscc=wanted.q.upper())
        rows = rows.filter(Q(number__icontains=wanted.q) | name)
    return rows.filter(officer=wanted.officer) if wanted.officer else rows


def _grouped(
    rows: QuerySet[Case], actor: Actor, group: str, found: Documents, today: date
) -> QuerySet[Case]:
    return rows.filter(of_group(group, actor, closed(found), today))


def of_group(group: str, actor: Actor, closed: Q, today: date) -> Q:
    """Return which cases a tab holds; `closed` says which are over."""
    if group == "over":
        return closed
    asked = Correction.objects.filter(OPEN, filing__case=OuterRef("pk"))
    more = {
        "late": Q(due_on__lt=today) | Q(Exists(asked.filter(due_on__lt=today))),
        "asked": Q(Exists(asked)),
        "time": Q(Exists(_asks_time())),
        "mine": Q(officer=actor.user),
        "free": Q(officer__isnull=True),
    }
    return ~closed & more.get(group, Q())


def _asks_time() -> QuerySet[Extension]:
    return Extension.objects.filter(case=OuterRef("pk"), closed_at__isnull=True)


def closed(found: Documents) -> Q:
    """Return which cases are over."""
    return at(found, lambda state: state.is_final)


def at(found: Documents, fits: Callable[[State], bool]) -> Q:
    """Return where cases stand in states of some kind: versions alike are asked for together."""
    alike: dict[frozenset[str], list[str]] = defaultdict(list)
    for code, read_ in found.items():
        alike[frozenset(one.key for one in read_.states if fits(one))].append(code)
    where = Q(pk__in=())
    for states, codes in alike.items():
        if states:
            where |= Q(procedure__in=codes, state__in=sorted(states))
    return where
