"""Letters to experts: one a day for all that waits, naming nothing."""

from __future__ import annotations

from datetime import date

import pytest

from lianqiao.core.cases.services import drawing
from lianqiao.core.cases.services.inviting import invite
from lianqiao.core.parties.models import User
from tests.core.cases.reviews import procedure

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


@pytest.fixture
def drawn(version, enterprise_owner, officer):
    """Three experts, drawn for each of two cases; one of them has no address."""
    pool = list(procedure.experts(3).values())
    for number, one in enumerate(pool[:2]):
        User.objects.filter(pk=one.user.pk).update(email=f"expert{number}@example.org")

    def draw():
        snapshot = procedure.submitted(version, enterprise_owner)
        return drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)

    draw(), draw()
    return draw


def test_many_reviews_are_one_letter_that_names_nobody(drawn, mailoutbox, enterprise):
    assert invite(on=MONDAY) == 2
    assert sorted(to for mail in mailoutbox for to in mail.to) == [
        "expert0@example.org",
        "expert1@example.org",
    ]
    assert "2" in mailoutbox[0].subject
    assert enterprise.name not in mailoutbox[0].body


def test_nobody_is_told_twice_nor_twice_a_day(drawn, mailoutbox):
    invite(on=MONDAY)
    assert invite(on=TUESDAY) == 0
    drawn()
    assert invite(on=MONDAY) == 0
    assert invite(on=TUESDAY) == 2
    assert "3" in mailoutbox[-1].subject
