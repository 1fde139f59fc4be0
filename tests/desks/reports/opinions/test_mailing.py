"""An answer is mailed to who left an address, once."""

from __future__ import annotations

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from lianqiao.desks.reports.opinions import services, tasks
from lianqiao.desks.reports.opinions.models import Contact

ADDRESS = "citizen@example.com"


def jobs() -> list[int]:
    rows = ProcrastinateJob.objects.filter(task_name="opinions.mail_answer").order_by("pk")
    return [row.args["pk"] for row in rows]


@pytest.mark.parametrize("in_public", [True, False])
def test_the_answer_comes_once(town, in_public):
    row, _receipt = town.answered(in_public=in_public, email=ADDRESS)
    assert jobs() == [row.pk]
    assert [tasks.mail_answer(pk=row.pk) for _time in range(2)] == [1, 0]
    [letter] = mail.outbox
    assert letter.to == [ADDRESS]
    row.refresh_from_db()
    assert row.answer in letter.body
    assert "/opinions/receipt/" in letter.body


def test_without_an_address_nothing_goes(town):
    row, _receipt = town.answered(phone="13800001234")
    assert jobs() == []
    assert tasks.mail_answer(pk=row.pk) == 0
    assert not mail.outbox


def test_what_was_hidden_or_forgotten_meanwhile_is_not_mailed(town):
    hidden, _receipt = town.answered(email=ADDRESS)
    services.hide(hidden.pk, actor=town.lead.actor, reason="误发")
    erased, _receipt = town.answered("另一件事情需要说明", email=ADDRESS)
    Contact.objects.filter(opinion=erased).delete()
    assert [tasks.mail_answer(pk=pk) for pk in jobs()] == [0, 0]
    assert not mail.outbox


def test_another_answer_after_reopening_is_told_as_well(town):
    row, _receipt = town.answered(email=ADDRESS)
    tasks.mail_answer(pk=row.pk)
    services.hide(row.pk, actor=town.lead.actor, reason="误发")
    services.reopen(row.pk, actor=town.officer.actor)
    services.route(row.pk, actor=town.officer.actor, department=town.health.pk)
    services.answer(row.pk, actor=town.officer.actor, text="更正后的答复", in_public=False)
    assert tasks.mail_answer(pk=row.pk) == 1
    assert [("更正后的答复" in one.body) for one in mail.outbox] == [False, True]
