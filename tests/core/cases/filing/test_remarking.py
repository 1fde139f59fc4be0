"""Remarks on fields: by both sides, the private ones by the office alone."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.services.remarking import LONGEST, remark
from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.actors import ANYONE


def test_members_and_the_office_remark(filing, enterprise_member, officer):
    said = remark(
        actor=enterprise_member.actor,
        case=filing.case_id,
        filing=filing.pk,
        field="title",
        text=" 要不要写全称？ ",
        is_private=True,
    )
    assert (said.text, said.field, said.is_private) == ("要不要写全称？", "title", False)
    assert remark(actor=officer.actor, case=filing.case_id, text="已核", is_private=True).is_private


def test_strangers_do_not(filing, other_owner, citizen):
    for actor in (other_owner.actor, citizen.actor, ANYONE):
        with pytest.raises(NotFound):
            remark(actor=actor, case=filing.case_id, text="你好")


def test_words_are_needed_and_a_field_that_there_is(filing, enterprise_owner):
    given = {"actor": enterprise_owner.actor, "case": filing.case_id}
    for text in ("", "  ", "\x00", "长" * (LONGEST + 1)):
        with pytest.raises(Invalid):
            remark(**given, text=text)
    with pytest.raises(Invalid):
        remark(**given, text="哪里？", filing=filing.pk, field="nothing")
    with pytest.raises(Invalid):
        remark(**given, text="哪里？", field="title")
    with pytest.raises(NotFound):
        remark(**given, text="哪里？", filing=filing.pk + 1, field="title")
