"""Draws and recusals at the same moment: nobody is drawn beyond his load, none sits twice."""

from __future__ import annotations

from lianqiao.core.cases.models import Assignment, Panel
from lianqiao.core.cases.services import drawing, reviewing
from lianqiao.core.errors import Invalid
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.services.calendar import load_working_days
from tests.cast import organization, person
from tests.core.cases.deciding.test_at_once import at_once
from tests.core.cases.reviews import procedure


def laid_out(experts, most):
    load_working_days()
    office = organization(kind="bureau")
    version = procedure.published(office)
    pool = {
        one.user.expert.pk: one for one in (procedure.expert(most=most) for _n in range(experts))
    }
    return version, person(Role.OFFICER, office), person(Role.OWNER, organization()), pool


def refused(act):
    """Return the refusal instead of raising it."""
    try:
        return act()
    except Invalid as refusal:
        return refusal


def test_two_cases_drawn_at_once_share_no_expert_who_takes_one(committed_db):
    version, officer, owner, _pool = laid_out(experts=5, most=1)
    cases = [procedure.submitted(version, owner).filing.case_id for _n in range(2)]
    results = at_once(
        *[
            lambda case=case: refused(lambda: drawing.draw(case, "expert", actor=officer.actor))
            for case in cases
        ]
    )
    assert {type(one) for one in results} == {Panel, Invalid}
    assert Assignment.objects.count() == 3


def test_two_recusals_at_once_are_followed_by_two_others(committed_db):
    version, officer, owner, pool = laid_out(experts=5, most=5)
    case = procedure.submitted(version, owner).filing.case_id
    panel = drawing.draw(case, "expert", actor=officer.actor)
    first, second, third = panel.assignments.all()
    at_once(
        *[
            lambda seat=seat: reviewing.recuse(
                seat.pk, actor=pool[seat.expert_id].actor, reason="师生"
            )
            for seat in (first, second)
        ]
    )
    sitting = panel.assignments.filter(state=Assignment.State.ASKED)
    assert {seat.expert_id for seat in sitting} == {third.expert_id, *panel.pool[3:]}
