"""Saving field by field: by several people, and against what should not be written."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from lianqiao.core.cases.models import Correction, Filing
from lianqiao.core.cases.services import applying, saving
from lianqiao.core.errors import Conflict, Invalid, NotFound, TooLarge
from tests import cast
from tests.core.cases.filing import procedure


def test_what_is_saved_stands_with_its_revision_and_writer(save, enterprise_owner):
    done = save(title="智能产线", staff="80")
    assert done.fields == {"title", "staff"}
    filing = Filing.objects.get()
    assert filing.buffer == {"title": "智能产线", "staff": "80"}
    assert filing.marks["title"] == [filing.revision, enterprise_owner.user.pk, ""]
    assert filing.saved_at


def test_an_empty_value_takes_the_field_out(save):
    save(title="智能产线")
    assert "title" not in save(title=None).filing.buffer


def test_saving_the_same_again_is_no_new_revision(save):
    first = save(title="智能产线").filing.revision
    assert save(title="智能产线").filing.revision == first


def test_two_who_write_different_fields_are_merged(save, enterprise_member):
    save(seen=1, title="智能产线")
    done = save(enterprise_member, seen=1, staff="80")
    assert done.filing.buffer == {"title": "智能产线", "staff": "80"}


def test_two_who_write_one_field_are_both_heard(save, enterprise_owner, enterprise_member):
    save(seen=1, title="甲")
    done = save(enterprise_member, seen=1, title="乙", staff="80")
    clash = done.clashes["title"]
    assert (clash.mine, clash.theirs, clash.by) == ("乙", "甲", enterprise_owner.user.pk)
    assert done.filing.buffer == {"title": "甲", "staff": "80"}
    assert save(enterprise_member, seen=clash.revision, title="乙").filing.buffer["title"] == "乙"


def test_two_who_write_the_same_do_not_clash(save, enterprise_member):
    save(seen=1, title="甲")
    assert not save(enterprise_member, seen=1, title="甲").clashes


def test_a_page_never_clashes_with_its_own_lost_answer(save):
    save(seen=1, page="p1", title="智")
    assert not save(seen=1, page="p1", title="智能").clashes
    assert save(seen=1, page="p2", title="智慧").clashes


def test_two_at_once_in_two_transactions(committed_db):
    office = cast.organization(kind="bureau")
    procedure.published(office, procedure.document())
    owner = cast.person(cast.Role.OWNER)
    member = cast.person(cast.Role.MEMBER, owner.organization)
    filing = applying.start(actor=owner.actor, code=procedure.CODE).filings.get()
    barrier, found = Barrier(2), []

    def write(who, title, **more):
        barrier.wait()
        values = {"title": title} | more
        based_on = dict.fromkeys(values, filing.revision)
        found.append(
            saving.save(actor=who.actor, filing=filing.pk, values=values, based_on=based_on)
        )
        connection.close()

    threads = [
        Thread(target=write, args=(owner, "甲"), kwargs={"staff": "1"}),
        Thread(target=write, args=(member, "乙"), kwargs={"rent": "2.00"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    filing.refresh_from_db()
    lost = [clash for done in found for clash in done.clashes.values()]
    assert len(lost) == 1
    assert {lost[0].mine, filing.buffer["title"]} == {"甲", "乙"}
    assert (filing.buffer["staff"], filing.buffer["rent"]) == ("1", "2.00")


def test_a_strangers_filing_is_not_there(save, other_owner, officer, citizen, institute):
    for who in (other_owner, officer, citizen, institute):
        with pytest.raises(NotFound):
            save(who, title="他人")


def test_a_field_that_the_form_has_not_is_refused_and_nothing_is_saved(save, filing):
    with pytest.raises(Invalid):
        save(title="甲", state="done")
    filing.refresh_from_db()
    assert filing.buffer == {}


def test_more_than_can_be_kept_is_refused(save, filing):
    with pytest.raises(TooLarge):
        save(title="汉" * 1_000_000)
    filing.refresh_from_db()
    assert filing.buffer == {}


def test_what_was_submitted_is_closed(submitted, save):
    with pytest.raises(Conflict):
        save(title="改")


def test_while_a_correction_is_open_only_its_fields_change(submitted, save, filing, officer):
    Correction.objects.create(
        filing=filing, fields=["staff"], text="请核对", due_on="2026-12-10", asked_by=officer.user
    )
    assert save(staff="81").fields == {"staff"}
    with pytest.raises(Conflict):
        save(title="改")
