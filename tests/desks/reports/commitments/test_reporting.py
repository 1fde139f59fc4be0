"""How far a promise has come, entry by entry; what was wrong is restated."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import current
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.models import Attachment, Progress
from lianqiao.desks.reports.commitments.queries import follow
from lianqiao.desks.reports.commitments.services import Reached
from tests.desks.reports.commitments.conftest import LAOSHAN, TODAY, YEAR, photo


def reached(row):
    return follow(row, TODAY).standing.reached


def done_entries():
    return [
        (one.happened_at.astimezone().date(), one.quantities["on_time"][0])
        for one in current().filter(kind="commitments.done")
    ]


def test_an_entry_counts_with_place_photo_and_ledger(town):
    row = town.published()
    place = row.places.first()
    where = {"longitude": Decimal("120.458"), "latitude": Decimal("36.1")}
    made = town.reach(row, 7, place=place.pk, note="首批", files=[photo()], **where)
    assert reached(row) == 7
    entry = Entry.objects.get(pk=made.entry)
    assert (entry.kind, entry.subject_id, entry.region) == (
        "commitments.progressed",
        row.pk,
        LAOSHAN,
    )
    assert Decimal(entry.quantities["progress"][0]) == 7
    kept = made.files.get()
    assert entry.evidence == [["commitments.progress", made.pk, kept.sha256]]
    assert (kept.media, kept.name) == ("image/png", "现场.png")
    assert entry.happened_at.astimezone().date() == date(YEAR, 3, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("0.00001")}, "amount"),
        ({"on": date(YEAR - 1, 12, 31)}, "on"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"longitude": Decimal(120)}, "longitude"),
        ({"longitude": Decimal(36), "latitude": Decimal(120)}, "longitude"),
        ({"longitude": Decimal("120.1234567"), "latitude": Decimal(36)}, "longitude"),
        ({"place": 10**9}, "place"),
        ({"note": "x" * 2001}, "note"),
        ({"location": "a\0"}, "location"),
        ({"files": [photo() for _one in range(7)]}, "photo"),
        ({"files": [photo(), photo("又.png")]}, "photo"),
        ({"files": [photo("页.html")]}, "file"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(town, values, field):
    row = town.published()
    given = {"amount": Decimal(1), "on": date(YEAR, 3, 1)} | values
    with pytest.raises(Invalid) as refusal:
        services.report(row.pk, Reached(**given), actor=town.officer.actor)
    assert list(refusal.value.fields) == [field]
    assert not Progress.objects.exists()


def test_a_draft_takes_no_progress_and_another_department_none(town):
    row = town.draft()
    with pytest.raises(Conflict):
        town.reach(row, 1)
    published = town.published(number=2)
    entry = Reached(Decimal(1), date(YEAR, 3, 1))
    with pytest.raises(NotFound):
        services.report(published.pk, entry, actor=town.elsewhere.actor)
    with pytest.raises(Invalid):
        town.reach(published, 1, place=row.places.first().pk)


def test_a_wrong_entry_is_restated_and_stays(town):
    row = town.published()
    wrong = town.reach(row, 20, files=[photo()])
    right = services.correct(
        wrong.pk, Reached(Decimal(12), date(YEAR, 4, 1)), actor=town.officer.actor, reason="多报"
    )
    assert reached(row) == 12
    assert right.corrects == wrong
    assert right.files.get().sha256 == wrong.files.get().sha256
    entry = Entry.objects.get(pk=right.entry)
    assert entry.corrects_id == wrong.entry
    assert entry.evidence == [["commitments.progress", right.pk, right.files.get().sha256]]
    with pytest.raises(Conflict):
        services.correct(
            wrong.pk, Reached(Decimal(1), date(YEAR, 4, 1)), actor=town.officer.actor, reason="又"
        )


def test_an_entry_is_withdrawn_with_the_reason(town):
    row = town.published()
    wrong = town.reach(row, 20)
    with pytest.raises(Invalid):
        services.withdraw(wrong.pk, actor=town.officer.actor, reason="")
    with pytest.raises(NotFound):
        services.withdraw(wrong.pk, actor=town.elsewhere.actor, reason="不是我们的")
    services.withdraw(wrong.pk, actor=town.officer.actor, reason="不是本项目")
    assert reached(row) == 0
    assert not current().filter(kind="commitments.progressed").exists()
    with pytest.raises(Conflict):
        services.withdraw(wrong.pk, actor=town.officer.actor, reason="又")


def test_being_fulfilled_is_an_entry_that_follows_corrections(town):
    row = town.published()
    town.reach(row, 20, (3, 1))
    last = town.reach(row, 10, (6, 1))
    assert done_entries() == [(date(YEAR, 6, 1), "1")]
    late = services.correct(
        last.pk,
        Reached(Decimal(10), date(YEAR + 1, 1, 1)),
        actor=town.officer.actor,
        reason="次年才完成",
    )
    assert done_entries() == [(date(YEAR + 1, 1, 1), "0")]
    services.withdraw(late.pk, actor=town.officer.actor, reason="没有完成")
    assert done_entries() == []
    town.reach(row, 10, (7, 1))
    assert done_entries() == [(date(YEAR, 7, 1), "1")]


def test_entries_and_files_are_only_added(town):
    row = town.published()
    made = town.reach(row, 1, files=[photo()])
    town.reach(row, 2)
    for change in (
        lambda: Progress.objects.filter(files=None).delete(),
        lambda: Progress.objects.update(amount=5),
        lambda: Attachment.objects.all().delete(),
        lambda: Attachment.objects.update(name="x"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    values = {"amount": 1, "on": TODAY, "entry": 10**9, "author": 1}
    other = town.published(number=2)
    for wrong, said in (
        ({"commitment": town.draft(number=3)}, "not published"),
        ({"commitment": other, "place": row.places.first()}, "not of commitment"),
        ({"commitment": other, "corrects": made}, "cannot be corrected"),
    ):
        with pytest.raises(DatabaseError, match=said), transaction.atomic():
            Progress.objects.create(**values, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Progress.objects.create(commitment=row, **values | {"amount": -1})


def test_many_are_taken_in_or_none(town):
    row = town.published()
    good = Reached(Decimal(1), date(YEAR, 3, 1))
    bad = Reached(Decimal(-1), date(YEAR, 3, 1))
    with pytest.raises(Invalid):
        services.report_many([(row.pk, good), (row.pk, bad)], actor=town.officer.actor)
    assert reached(row) == 0
    assert services.report_many([(row.pk, good)], actor=town.officer.actor) == 1
