"""A photo that was published by mistake goes; its fingerprint, the reason and the entries stay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.desks.reports.commitments import kinds, services, tasks
from lianqiao.desks.reports.commitments.models import Attachment, Takedown
from lianqiao.desks.reports.commitments.services import Reached
from tests.cast import person
from tests.desks.reports.commitments.conftest import photo, png

WHY = "照片中可见儿童面部。"


@pytest.fixture
def entry(town):
    return town.reach(town.published(), 3, files=[photo()])


def withdrawn(town, entry):
    return services.withdraw_file(entry.files.get().pk, actor=town.lead.actor, reason=WHY)


def jobs() -> list[list[str]]:
    rows = ProcrastinateJob.objects.filter(task_name="commitments.remove_files")
    return [row.args["names"] for row in rows]


def test_the_file_goes_and_what_proves_it_stays(town, entry):
    file = entry.files.get()
    path = Path(file.file.path)
    assert path.exists()
    made = withdrawn(town, entry)
    [names] = jobs()
    tasks.remove_files(names=names)
    assert not path.exists()
    tasks.remove_files(names=names)  # a second run finds nothing to do
    assert Attachment.objects.get(pk=file.pk).sha256 == file.sha256 == made.sha256
    told = Entry.objects.get(pk=made.entry)
    assert (told.kind, told.subject_id) == (kinds.FILE_WITHDRAWN, entry.commitment_id)
    assert told.evidence == [[kinds.PROGRESS, entry.pk, file.sha256]]
    assert Entry.objects.filter(pk=entry.entry).exists()


def test_everybody_reads_when_and_why(town, entry, client):
    address = reverse("commitments:file", args=[entry.files.get().pk])
    assert b"".join(client.get(address)).startswith(b"\x89PNG")
    withdrawn(town, entry)
    assert client.get(address).status_code == 404
    page = client.get(reverse("commitments:commitment", args=[entry.commitment_id]))
    said = page.content.decode()
    assert WHY in said
    assert entry.files.get().sha256 in said
    assert f'src="{address}"' not in said


def test_a_second_person_or_a_lead_withdraws(town, entry):
    file = entry.files.get().pk
    colleague = person(Role.OFFICER, town.health)
    with pytest.raises(NotAllowed):
        services.withdraw_file(file, actor=town.officer.actor, reason=WHY)
    with pytest.raises(NotFound):
        services.withdraw_file(file, actor=town.elsewhere.actor, reason=WHY)
    with pytest.raises(Invalid):
        services.withdraw_file(file, actor=colleague.actor, reason=" ")
    assert not Takedown.objects.exists()
    services.withdraw_file(file, actor=colleague.actor, reason=WHY)
    with pytest.raises(Conflict):
        services.withdraw_file(file, actor=town.lead.actor, reason=WHY)


def test_it_goes_from_all_entries_and_does_not_come_back(town, entry):
    restated = services.correct(
        entry.pk,
        Reached(Decimal(4), date(entry.commitment.year, 3, 1)),
        actor=town.officer.actor,
        reason="多计一个",
    )
    withdrawn(town, restated)
    again = services.correct(
        restated.pk,
        Reached(Decimal(5), date(entry.commitment.year, 3, 1)),
        actor=town.officer.actor,
        reason="少计一个",
    )
    assert not again.files.exists()
    with pytest.raises(Invalid):
        town.reach(entry.commitment, 1, files=[photo("另一张.png")])
    town.reach(entry.commitment, 1, files=[photo("别的.png", png((b"sRGB", b"\0")))])


def test_the_database_keeps_it(town, entry):
    made = withdrawn(town, entry)
    kept = {"progress": entry, "file": "x.png", "name": "x.png", "size": 1}
    for act in (
        lambda: Takedown.objects.filter(pk=made.pk).update(reason="别的"),
        lambda: Takedown.objects.filter(pk=made.pk).delete(),
        lambda: Attachment.objects.create(sha256=made.sha256, **kept),
        lambda: Takedown.objects.create(
            commitment=entry.commitment, sha256="0" * 64, reason=WHY, made_by=1, entry=0
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_page_of_a_withdrawal(town, entry):
    address = reverse("commitments:withdraw_file", args=[entry.files.get().pk])
    there = reverse("commitments:commitment", args=[entry.commitment_id])
    assert address in town.lead.client.get(there).content.decode()
    assert address not in town.officer.client.get(there).content.decode()
    assert town.lead.client.post(address, {"reason": WHY}).status_code == 302
    assert WHY in town.lead.client.get(there).content.decode()


def test_an_entry_is_found_on_its_page(town, client):
    row = town.published()
    first = town.reach(row, 1, on=(1, 2))
    for day in range(3, 24):
        town.reach(row, 1, on=(1, day))
    answer = client.get(reverse("commitments:entry", args=[first.pk]))
    assert answer.headers["Location"].endswith(f"?page=2#entry-{first.pk}")
    assert f'id="entry-{first.pk}"' in client.get(answer.headers["Location"]).content.decode()
    first_page = client.get(reverse("commitments:commitment", args=[row.pk])).content.decode()
    assert f'id="entry-{first.pk}"' not in first_page
