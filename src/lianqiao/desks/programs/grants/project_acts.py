"""What one does with a project from its page: form, service, and to whom it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.cases.rights import works_on
from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants import project_forms as forms
from lianqiao.desks.programs.grants.models import (
    Installment,
    Milestone,
    Output,
    Payback,
    Project,
)
from lianqiao.desks.programs.grants.queries.outputs import known_to, subject_at
from lianqiao.desks.programs.grants.services import closing, outputs, paying

Given = Mapping[str, Any]
Part = Milestone | Installment | Payback | Output | Project
Make = Callable[[Project, Given | None], django_forms.Form]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do with a part of a project: its label, its form, what does it, and who may."""

    label: Promise
    of: type[Part]
    make: Make
    do: Callable[[int, Project, Actor, Given], object]
    for_host: bool = False
    is_grave: bool = False


def _plain(form: type[django_forms.Form]) -> Make:
    return lambda row, given: form(given)


def _link_form(row: Project, given: Given | None) -> django_forms.Form:
    return forms.Link(given, known=known_to(row))


def _meet(pk: int, row: Project, actor: Actor, given: Given) -> object:
    return paying.meet(pk, actor=actor, on=given["on"])


def _pay(pk: int, row: Project, actor: Actor, given: Given) -> object:
    return paying.pay(pk, actor=actor, reference=given["reference"], on=given["on"])


def _paid_back(pk: int, row: Project, actor: Actor, given: Given) -> object:
    return closing.paid_back(pk, actor=actor, reference=given["reference"], on=given["on"])


def _demand(pk: int, row: Project, actor: Actor, given: Given) -> object:
    fen = int(given["amount"] * 100)
    return closing.demand(pk, fen, reason=given["reason"], actor=actor, due_on=given["due_on"])


def _link(pk: int, row: Project, actor: Actor, given: Given) -> object:
    subject = subject_at(row, given["known"] or given["address"])
    if subject is None:
        message = _("The ledger knows nothing of this that the host or a partner had a part in.")
        raise Invalid(message, {"address": message})
    return outputs.link(pk, subject, given["title"], actor=actor)


def _unlink(pk: int, row: Project, actor: Actor, given: Given) -> object:
    return outputs.unlink(pk, actor=actor)


ACTS: Mapping[str, Act] = {
    "meet": Act(gettext_lazy("Milestone met"), Milestone, _plain(forms.Day), _meet),
    "pay": Act(gettext_lazy("Enter the payment"), Installment, _plain(forms.Paid), _pay),
    "paid-back": Act(gettext_lazy("Money came back"), Payback, _plain(forms.Paid), _paid_back),
    "demand": Act(
        gettext_lazy("Ask money back"), Project, _plain(forms.Demand), _demand, is_grave=True
    ),
    "link": Act(gettext_lazy("Link an output"), Project, _link_form, _link, for_host=True),
    "unlink": Act(
        gettext_lazy("Take the link away"),
        Output,
        _plain(django_forms.Form),
        _unlink,
        for_host=True,
        is_grave=True,
    ),
}


def part_named(code: str, pk: int, actor: Actor) -> tuple[Act, Project, Part]:
    """Return an act, its project, and the part that it is about. NotFound where it is not open."""
    act = ACTS.get(code)
    part: Part | None = act.of.objects.filter(pk=pk).first() if act else None
    if act is not None and part is not None:
        row = part if isinstance(part, Project) else part.project
        if _is_open(act, row, actor):
            return act, row, part
    raise NotFound(_("There is no such page."))


def _is_open(act: Act, row: Project, actor: Actor) -> bool:
    return actor.acts_for(row.host_id) if act.for_host else works_on(actor, row.case)
