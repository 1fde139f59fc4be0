"""What is not accepted is counted apart; what was rated badly, its department cannot hide."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.parties.actors import Role
from lianqiao.desks.reports.opinions import queries, services
from lianqiao.desks.reports.opinions.models import Opinion
from tests.cast import person
from tests.desks.reports.opinions.conftest import left

WHY = "与本市事务无关"


def test_a_rated_answer_is_hidden_by_another_office_only(town):
    row, receipt = town.answered()
    services.rate(receipt, 1)
    for one in (town.lead, town.admin):
        with pytest.raises(NotAllowed):
            services.hide(row.pk, actor=one.actor, reason=WHY)
    assert Opinion.objects.get(pk=row.pk).rating == 1
    elsewhere = person(Role.ADMINISTRATOR, town.schools)
    services.hide(row.pk, actor=elsewhere.actor, reason=WHY)
    assert Opinion.objects.get(pk=row.pk).state == "hidden"


def test_what_is_not_accepted_is_counted_apart_with_its_cause(town):
    town.answered()
    routed, _receipt = town.routed("广告广告")
    unrouted, _receipt = left("骂人的话")
    services.hide(routed.pk, actor=town.officer.actor, reason=WHY, cause="advertising")
    services.hide(unrouted.pk, actor=town.officer.actor, reason=WHY, cause="abuse")
    (tally,) = queries.statistics(timezone.localdate())
    assert (tally.number, tally.hidden, tally.answered, tally.on_time) == (1, 1, 1, 1)
    year = timezone.localdate().year
    assert [count for _cause, count in queries.not_accepted(year)] == [1, 1]
    assert queries.not_accepted(year - 1) == []
    page = Client().get(reverse("opinions:statistics")).text
    for cause, _count in queries.not_accepted():
        assert cause in page
    assert WHY not in page  # in words its author reads it, and nobody else
    services.reopen(routed.pk, actor=town.officer.actor)
    assert [count for _cause, count in queries.not_accepted()] == [1]


def test_no_cause_no_hiding(town):
    row, _receipt = town.routed()
    with pytest.raises(Invalid):
        services.hide(row.pk, actor=town.officer.actor, reason=WHY, cause="mood")
    for change in ({"state": "hidden"}, {"hidden_for": "abuse"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Opinion.objects.filter(pk=row.pk).update(**change)


def test_a_public_answer_is_masked_like_what_was_said(town):
    row, receipt = town.routed()
    text = "请联系经办人13800001234。"
    services.answer(row.pk, actor=town.officer.actor, text=text, in_public=True)
    pages = [reverse("opinions:opinion", args=[row.pk]), reverse("opinions:list")]
    public = [Client().get(address).text for address in pages]
    public.append(str(Client().get("/api/opinions").json()))
    for said in public:
        assert "请联系经办人" in said
        assert "13800001234" not in said
    own = Client().post(reverse("opinions:receipt"), {"receipt": receipt}).text
    assert "13800001234" in own
