"""What can be applied for, and whether one has what it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from lianqiao.core.cases import applicants
from lianqiao.core.cases.applicants import Applicant, Source
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.models import Case, Definition, Version
from lianqiao.core.cases.queries.filing import BUILT, own_cases
from lianqiao.core.cases.queries.versions import documents
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.engines.rules import BOOL, Explained, RuleError, check, planned


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure that takes applications: its document, the office, and the drafts begun."""

    version: Version
    document: Document
    drafts: tuple[Case, ...] = ()
    fits: bool = True

    @property
    def code(self) -> str:
        """The procedure's code."""
        return self.document.code


@dataclass(frozen=True, slots=True)
class Eligible:
    """Whether an organization may apply: yes, no or unknown (None), with each condition."""

    verdict: bool | None
    explained: Explained


def offers(actor: Actor, day: date) -> list[Offer]:
    """Return all procedures that take applications on a day, by their labels.

    `drafts` are those of the actor's organization; `fits` whether its kind may apply (a visitor's
    would). A fixed number of queries.
    """
    versions = _in_force(day)
    read = documents(str(version) for version in versions)
    own = _drafts(actor, read)
    kind = _kind_of(actor)
    found = [
        Offer(
            version,
            document,
            tuple(own.get(document.code, ())),
            kind is None or kind in document.applicants,
        )
        for version in versions
        if (document := read.get(str(version)))
    ]
    return sorted(found, key=lambda one: (not one.fits, str(one.document.label)))


def eligible(document: Document, organization: int, day: date) -> Eligible | None:
    """Judge a procedure's condition on what is on record; None where it has none that holds."""
    words = applicants.vocabulary()
    if not document.eligible.strip():
        return None
    try:
        plan = planned(check(document.eligible, words, BOOL), None, day)
    except RuleError:
        # Checked when it was published: a fact that it names has gone since.
        return None
    known = applicants.applicant(organization, day)
    said = plan.judge(known.row)
    return Eligible(said.verdict, said.tree(lambda column: _told(known, column)))


def _told(known: Applicant, column: str) -> Source | None:
    return known.sources.get(column)


def _in_force(day: date) -> list[Version]:
    newest = Version.objects.filter(definition=OuterRef("pk"), valid_from__lte=day)
    chosen = Definition.objects.filter(is_open=True).annotate(
        now=Subquery(newest.order_by("-number").values("pk")[:1])
    )
    rows = Version.objects.filter(pk__in=chosen.values("now")).defer("document")
    return list(rows.select_related("definition__office"))


def _drafts(actor: Actor, read: dict[str, Document]) -> dict[str, list[Case]]:
    rows = own_cases(actor).filter(filings__snapshots__isnull=True).order_by("-pk").distinct()
    found: dict[str, list[Case]] = {}
    for row in _begun(rows, read):
        found.setdefault(row.procedure.partition(BUILT)[0], []).append(row)
    return found


def _begun(rows: Iterable[Case], read: dict[str, Document]) -> list[Case]:
    cases = list(rows)
    known = read | documents(case.procedure for case in cases if case.procedure not in read)
    return [case for case in cases if _is_begun(case, known.get(case.procedure))]


def _is_begun(case: Case, document: Document | None) -> bool:
    first = {state.key for state in document.states if state.is_first} if document else set()
    return case.state in first


def _kind_of(actor: Actor) -> str | None:
    if actor.organization is None:
        return None
    rows = Organization.objects.filter(pk=actor.organization)
    return rows.values_list("kind", flat=True).first()
