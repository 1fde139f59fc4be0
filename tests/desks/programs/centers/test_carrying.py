"""Publishing an evaluation moves the case behind each center; the two never disagree."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from lianqiao.core.cases.services import drawing, reviewing
from lianqiao.core.cases.services.deciding import take
from lianqiao.core.errors import Conflict
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.models import Center
from lianqiao.desks.programs.centers.queries.campaigns import ranking
from lianqiao.desks.programs.centers.queries.carrying import plan
from lianqiao.desks.programs.centers.services import evaluating, publishing
from lianqiao.desks.programs.centers.services.evaluating import CampaignData
from tests.core.cases.reviews.procedure import experts
from tests.desks.programs.centers import procedure
from tests.desks.programs.centers.conftest import data

LAST = 2025


@pytest.fixture
def judged(version, host, lead):
    """A case whose three years are over, in its comprehensive evaluation."""
    return procedure.judged(version, host, lead, last_year=LAST)


def opened(lead, kind="comprehensive", name="综合评估"):
    by = timezone.localdate() + timedelta(days=400)
    return evaluating.open_campaign(CampaignData(name, kind, LAST, by), actor=lead)


def settled(campaign, lead, outcome="scored", expert=None):
    reason = "" if outcome == "scored" else "按规定"
    for one in campaign.assessments.all():
        evaluating.settle(one.pk, outcome, actor=lead, reason=reason, expert=expert)
    return evaluating.freeze(campaign.pk, actor=lead)


def results(case):
    case.refresh_from_db()
    row = Center.objects.get(case=case)
    return case.state, row.stage, row.grade


@pytest.mark.parametrize(
    ("outcome", "expert", "stands"),
    [
        # Reports of ten each bring 6 + 8 + 4 + 12 + 4 of 60 points: staff, patents, standards, ...
        ("scored", Decimal(100), ("registered", "registered", "qualified")),
        ("scored", Decimal(0), ("rectifying", "rectifying", "unqualified")),
        ("exempt", None, ("registered", "registered", "qualified")),
        ("absent", None, ("rectifying", "rectifying", "unqualified")),
        ("deferred", None, ("deferred", "building", "")),
        ("withdrawn", None, ("removed", "removed", "")),
        ("renamed", None, ("judged", "building", "")),
    ],
)
def test_each_outcome_moves_register_and_case_alike(judged, lead, outcome, expert, stands):
    campaign = opened(lead)
    settled(campaign, lead, outcome, expert)
    publishing.publish(campaign.pk, actor=lead)
    assert results(judged) == stands
    row = Center.objects.get(case=judged)
    # One event for one result, although both the case and the register moved.
    assert row.events.count() == (1 if outcome in {"deferred", "renamed"} else 2)
    assert row.rectify_by == (judged.due_on if stands[0] == "rectifying" else None)


def test_two_failures_in_a_row_lead_to_the_notice_of_removal(judged, lead):
    for name, state in (("综合评估", "rectifying"), ("复评", "removing")):
        campaign = opened(lead, "comprehensive" if state == "rectifying" else "regular", name)
        settled(campaign, lead, "scored", Decimal(0))
        publishing.publish(campaign.pk, actor=lead)
        assert results(judged) == (state, "rectifying", "unqualified")
    row = Center.objects.get(case=judged)
    assert row.rectify_by == judged.due_on
    assert judged.messages.filter(title__contains="拟撤销告知").exists()


def test_a_scheme_may_have_more_patience(judged, lead, monkeypatch):
    raw = evaluating.schemes.raw
    monkeypatch.setattr(evaluating.schemes, "raw", lambda kind: raw(kind) | {"notice_after": 0})
    for kind in ("comprehensive", "regular"):
        campaign = opened(lead, kind, kind)
        settled(campaign, lead, "scored", Decimal(0))
        publishing.publish(campaign.pk, actor=lead)
    assert results(judged)[0] == "rectifying"


def test_a_case_that_cannot_follow_is_named_and_nothing_is_published(
    judged, version, host, lead, django_assert_num_queries
):
    late = procedure.approved(version, host, lead, name="迟到的中心", year=2023)
    campaign = opened(lead)
    settled(campaign, lead, "scored", Decimal(100))
    campaign.refresh_from_db()
    ranked = ranking(campaign)
    with django_assert_num_queries(3):
        found = {one.case.pk: one for one in plan(campaign, ranked, lead)}
    assert (found[judged.pk].step, found[judged.pk].hindrance) == ("qualify", "")
    assert "建设期第一年" in found[late.pk].hindrance
    with pytest.raises(Conflict, match=late.number):
        publishing.publish(campaign.pk, actor=lead)
    assert results(judged) == ("judged", "building", "")


def test_a_regular_evaluation_begins_in_the_cases(judged, lead):
    take(judged.pk, "qualify", actor=lead)
    campaign = opened(lead, "regular")
    assert results(judged)[0] == "evaluating"
    evaluating.sample(campaign.pk, 1, actor=lead)
    assert results(judged)[0] == "evidence_asked"


def test_what_a_panel_gives_is_taken_over_when_its_last_expert_files(judged, officer, lead):
    campaign = opened(lead)
    pool = experts(5)
    panel = drawing.draw(judged.pk, "whole", actor=officer)
    for number, seat in enumerate(panel.assignments.order_by("pk")):
        assert campaign.assessments.get().expert is None
        actor = pool[seat.expert_id].actor
        reviewing.open_papers(seat.pk, actor=actor)
        typed = {key: {"score": str(60 + 10 * number)} for key in ("tasks", "level", "local")}
        typed["tasks"]["comment"] = "完成"
        reviewing.file(seat.pk, actor=actor, typed=typed)
    # 60, 70, 80, 90, 100 without the highest and the lowest.
    assert campaign.assessments.get().expert == Decimal("80.00")


def test_what_is_frozen_hears_no_panel(judged, lead):
    campaign = opened(lead)
    settled(campaign, lead, "scored", Decimal(70))
    evaluating.hear_panel(judged, Decimal(99))
    assert campaign.assessments.get().expert == Decimal(70)


def test_who_has_a_case_is_not_moved_past_it(judged, lead):
    row = Center.objects.get(case=judged)
    by = timezone.localdate() + timedelta(days=30)
    for act in (
        lambda: services.grade(row.pk, "good", actor=lead),
        lambda: services.rectify(row.pk, by, actor=lead, reason="x"),
        lambda: services.remove(row.pk, actor=lead, reason="x"),
    ):
        with pytest.raises(Conflict, match=judged.number):
            act()
    take(judged.pk, "qualify", actor=lead)
    other = services.approve(data(judged.organization, name="另一中心"), actor=lead)
    services.merge(row.pk, other.pk, actor=lead, reason="方向相近")
    assert results(judged)[:2] == ("removed", "merged")


def test_a_step_that_was_taken_earlier_stands_on_its_day(version, host, lead):
    case = procedure.approved(version, host, lead, year=2023)
    row = Center.objects.get(case=case)
    assert (row.approved_on, row.build_until) == (date(2023, 6, 1), date(2026, 6, 1))


def test_another_host_goes_on_with_the_case(judged, lead, enterprise):
    row = Center.objects.get(case=judged)
    services.change_host(row.pk, enterprise.pk, actor=lead, reason="依托单位重组")
    judged.refresh_from_db()
    assert judged.organization == enterprise
