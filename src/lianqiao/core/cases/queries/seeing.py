"""A case as its page shows it: to its applicant, and to the office that decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianqiao.core.cases.documents.flow import RESERVED
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.forms.showing import ShownSection, as_filed, shown
from lianqiao.core.cases.models import Case, CaseStep, Filing, Snapshot
from lianqiao.core.cases.queries.filing import BUILT, Access, access, names_of
from lianqiao.core.cases.queries.versions import document, documents
from lianqiao.core.cases.rights import parts_of
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor


@dataclass(frozen=True, slots=True)
class Filed:
    """A filing on the page of its case: what was submitted last, and what may be done with it."""

    filing: Filing
    label: str
    snapshots: tuple[Snapshot, ...]
    access: Access | None

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be handed in; the report of a year that was is not asked again."""
        if self.access is None or not self.access.is_open:
            return False
        is_done = bool(self.snapshots) and self.filing.period is not None
        return not is_done or self.access.correction is not None


def case_for(actor: Actor, pk: int) -> Case:
    """Return a case to its applicant and to its office; NotFound for anybody else."""
    rows = Case.objects.select_related("organization", "office", "officer")
    row = rows.filter(pk=pk, procedure__contains=BUILT).first()
    if row is None or not actor.is_known or not parts_of(actor, row):
        raise NotFound(_("There is no such case."))
    return row


def filings_of(case: Case, today: date) -> list[Filed]:
    """Return a case's filings with their snapshots, the newest first of each."""
    rows = case.filings.prefetch_related("snapshots__by")
    found = document(case.procedure)
    labels = {form.key: str(form.label) for form in found.forms}
    filed = []
    for row in rows:
        row.case = case
        open_ = access(row, today) if row.form in labels else None
        label = " ".join(map(str, filter(None, (labels.get(row.form, row.form), row.period))))
        filed.append(Filed(row, label, tuple(row.snapshots.all()), open_))
    return filed


def in_words(snapshot: Snapshot) -> list[ShownSection]:
    """Return what was submitted, by the form of the version under which it was."""
    form = document(snapshot.procedure).form(snapshot.filing.form)
    names = names_of(form, snapshot.values, [snapshot.filing_id])
    return shown(form, as_filed(form, snapshot.values), names)


def way_of(case: Case) -> list[tuple[CaseStep, str, str]]:
    """Return the steps that a case took, each with its label and that of the state it reached."""
    found = document(case.procedure)
    return [
        (step, _step_label(found, step.name), _state_label(found, step.state))
        for step in case.steps.select_related("by")
    ]


def state_labels(cases: list[Case]) -> Mapping[int, str]:
    """Return the labels of the states of many cases; one query."""
    read = documents(case.procedure for case in cases)
    return {case.pk: _state_label(read[case.procedure], case.state) for case in cases}


def _step_label(found: Document, key: str) -> str:
    labels = RESERVED | {step.key: step.label for step in found.steps}
    return str(labels.get(key, key))


def _state_label(found: Document, key: str) -> str:
    return next((str(state.label) for state in found.states if state.key == key), key)
