"""What an expert sees: his reviews, and of each the papers; never staff, outcomes or others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from django.urls import reverse
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.documents.reviews import Review, blinded, without
from lianqiao.core.cases.forms.showing import ShownSection, as_filed, shown
from lianqiao.core.cases.forms.wording import NamedFile
from lianqiao.core.cases.models import Assignment, Attachment, Expert
from lianqiao.core.cases.queries.candidates import OPEN
from lianqiao.core.cases.queries.filing import names_of
from lianqiao.core.cases.queries.versions import document, documents
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor

State = Assignment.State


@dataclass(frozen=True, slots=True)
class Task:
    """One of an expert's reviews. `number` and `applicant` are '' where the review is blind."""

    assignment: Assignment
    procedure: str
    review: Review
    form: str
    number: str
    applicant: str
    is_open: bool


def assignment_for(actor: Actor, pk: int) -> Assignment:
    """Return an assignment to its expert; NotFound for anybody else, officers too."""
    rows = Assignment.objects.select_related("panel", "snapshot__filing__case__organization")
    row = rows.filter(pk=pk, expert__user=actor.user).first() if actor.user else None
    if row is None:
        raise NotFound(_("There is no such review."))
    return row


def tasks_of(actor: Actor) -> list[Task]:
    """Return an expert's reviews, open ones first by their last day; the others newest first."""
    if actor.user is None:
        return []
    rows = list(
        Assignment.objects.filter(expert__user=actor.user)
        .select_related("panel", "snapshot__filing__case__organization", "opinion")
        .order_by("-pk")
    )
    read = documents({row.snapshot.procedure for row in rows})
    tasks = [task_of(row, read[row.snapshot.procedure]) for row in rows]
    waiting = [task for task in tasks if task.is_open]
    waiting.sort(key=lambda task: (task.assignment.panel.due_on, task.assignment.pk))
    return [*waiting, *(task for task in tasks if not task.is_open)]


def is_expert(user: int | None) -> bool:
    """Whether somebody reviews for the city, or did: who was drawn finds what he wrote."""
    return Expert.objects.filter(user=user).exists()


def task_of(row: Assignment, read: Document | None = None) -> Task:
    """Return what stands above a review, before its papers are opened as well."""
    found = read or document(row.snapshot.procedure)
    review = found.review(row.panel.review)
    case, blind = row.snapshot.filing.case, review.experts.blind
    return Task(
        assignment=row,
        procedure=str(found.label),
        review=review,
        form=str(found.form(review.form).label),
        number="" if blind else case.number,
        applicant="" if blind else str(case.organization),
        is_open=row.state in OPEN and row.panel.closed_at is None,
    )


def papers(row: Assignment) -> list[ShownSection]:
    """Return what is judged, without what a blind review hides: while the review is open, and to
    whoever has filed."""
    is_open = row.state == State.OPENED and row.panel.closed_at is None
    if not (is_open or row.state == State.FILED):
        return []
    form, blind = _form(row)
    values = without(form, row.snapshot.values)
    names = names_of(form, values, [row.snapshot.filing_id])
    files = _files(row, form, values, names.files, blind=blind)
    return shown(form, as_filed(form, values), replace(names, files=files))


def paper_for(actor: Actor, pk: int, file: int) -> tuple[Attachment, str]:
    """Return a file of the papers, and the name under which the expert gets it.

    NotFound before the papers are open, and for what a blind review hides.
    """
    row = assignment_for(actor, pk)
    shown_files = {
        one.pk: one.name for part in papers(row) for field in part.fields for one in field.files
    }
    found = Attachment.objects.filter(pk=file, filing=row.snapshot.filing_id).first()
    if found is None or file not in shown_files:
        raise NotFound(_("There is no such file."))
    return found, shown_files[file]


def _form(row: Assignment) -> tuple[f.Form, bool]:
    found = document(row.snapshot.procedure)
    review = found.review(row.panel.review)
    form = found.form(review.form)
    return (blinded(form), True) if review.experts.blind else (form, False)


def _files(
    row: Assignment,
    form: f.Form,
    values: Mapping[str, object],
    files: Mapping[int, NamedFile],
    *,
    blind: bool,
) -> dict[int, NamedFile]:
    """Lead to the expert's own address; where it is blind, no file bears the applicant's name."""
    wanted = [pk for key in form.fields if _has_files(form, key) for pk in _ids(values.get(key))]
    found = {}
    for number, pk in enumerate(wanted, 1):
        if pk in files:
            url = reverse("cases:review_file", args=[row.pk, pk])
            name = _neutral(files[pk].name, number) if blind else files[pk].name
            found[pk] = replace(files[pk], url=url, name=name)
    return found


def _has_files(form: f.Form, key: str) -> bool:
    return isinstance(form.fields[key], f.FileField)


def _ids(value: object) -> list[int]:
    return value if isinstance(value, list) else []


def _neutral(name: str, number: int) -> str:
    return _("attachment %(number)d%(ending)s") % {
        "number": number,
        "ending": PurePath(name).suffix.lower()[:8],
    }
