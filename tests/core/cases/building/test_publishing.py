"""A version is whole, checked, by a second person, and never changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from lianqiao.core.cases.documents.plain import digest
from lianqiao.core.cases.models import AllowedStep, Version
from lianqiao.core.cases.procedures import procedure as machine
from lianqiao.core.cases.services import building, publishing
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from tests import cast


def test_what_is_published_is_numbered_sealed_recorded_and_laid_down(published, procedure):
    assert (published.number, published.valid_from) == (1, timezone.localdate())
    assert published.sha256 == digest(procedure.draft)
    assert Entry.objects.get(kind="cases.version.published").subject_id == published.pk
    steps = AllowedStep.objects.filter(procedure="open_lab/1")
    assert steps.filter(source="", target="draft").exists()
    assert steps.filter(source="returned", target="closed").exists()
    # A beginning, and the sources of each step: 2 + 3 + 1 + 1 + 1; lapse goes where withdraw does.
    assert steps.count() == 9
    assert machine("open_lab/1").terms["review"].working_days == 10


def test_the_one_who_saved_last_does_not_publish(procedure, draft, team_lead):
    building.save_draft(procedure.pk, draft, actor=team_lead.actor, expected=1)
    with pytest.raises(NotAllowed, match="second person"):
        publishing.publish(procedure.pk, actor=team_lead.actor, expected=2)


def test_who_may(procedure, officer, enterprise_owner, team_lead):
    colleague = cast.person(Role.OFFICER, officer.organization).actor
    with pytest.raises(NotAllowed, match="team lead"):
        publishing.publish(procedure.pk, actor=colleague, expected=1)
    elsewhere = cast.person(Role.TEAM_LEAD).actor
    for stranger in (enterprise_owner.actor, elsewhere):
        with pytest.raises(NotFound):
            publishing.publish(procedure.pk, actor=stranger, expected=1)


def test_what_was_saved_since_it_was_looked_at_is_not_published(
    procedure, draft, officer, team_lead
):
    building.save_draft(procedure.pk, draft, actor=officer.actor, expected=1)
    with pytest.raises(Conflict, match="saved again meanwhile"):
        publishing.publish(procedure.pk, actor=team_lead.actor, expected=1)


def test_flaws_are_named_and_block(procedure, draft, officer, team_lead):
    draft["steps"] = draft["steps"][1:]
    building.save_draft(procedure.pk, draft, actor=officer.actor, expected=1)
    with pytest.raises(Invalid, match=r"states\[1\]: No case can ever get here"):
        publishing.publish(procedure.pk, actor=team_lead.actor, expected=2)
    assert not Version.objects.exists()


def test_days_go_forward(published, procedure, draft, officer, team_lead):
    day = timezone.localdate()
    with pytest.raises(Conflict, match="Nothing has changed since version 1"):
        publishing.publish(procedure.pk, actor=team_lead.actor, expected=1)
    building.save_draft(procedure.pk, draft | {"basis": "新"}, actor=officer.actor, expected=1)
    with pytest.raises(Invalid, match="from today on"):
        publishing.publish(
            procedure.pk, actor=team_lead.actor, expected=2, valid_from=day - timedelta(1)
        )
    later = day + timedelta(30)
    publishing.publish(procedure.pk, actor=team_lead.actor, expected=2, valid_from=later)
    building.save_draft(procedure.pk, draft, actor=officer.actor, expected=2)
    with pytest.raises(Invalid, match="cannot begin before it"):
        publishing.publish(procedure.pk, actor=team_lead.actor, expected=3, valid_from=day)


def test_a_published_version_stays(published):
    rows = Version.objects.filter(pk=published.pk)
    for change in (lambda: rows.update(number=7), rows.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
