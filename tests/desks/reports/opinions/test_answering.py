"""Routing, answering, rating, moderation, contacts: by whom, and by two at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.services import load_codes
from lianqiao.desks.reports.opinions import queries, services
from lianqiao.desks.reports.opinions.models import Contact, Look, Opinion, Step
from tests.desks.reports.opinions.conftest import TEXT, Town, left


def test_answered_in_public_everybody_reads_it(town):
    row, _receipt = town.answered()
    page = Client().get(reverse("opinions:opinion", args=[row.pk]))
    assert "已列入明年计划" in page.text
    entry = Entry.objects.get(kind="opinions.opinion.answered")
    assert entry.quantities == {"on_time": ["1", "1"]}


def test_answered_in_private_only_the_receipt_reads_it(town):
    row, receipt = town.answered(in_public=False)
    assert Client().get(reverse("opinions:opinion", args=[row.pk])).status_code == 404
    assert "已列入" not in Client().get(reverse("opinions:list")).text
    assert "已列入" in Client().post(reverse("opinions:receipt"), {"receipt": receipt}).text


def test_not_published_against_the_citizens_will(town):
    row, _receipt = town.routed(may_publish=False)
    with pytest.raises(Invalid):
        services.answer(row.pk, actor=town.officer.actor, text="好", in_public=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.filter(pk=row.pk).update(is_public=True)


def test_an_answer_beyond_its_day_is_late(town):
    row, _receipt = town.routed()
    Opinion.objects.filter(pk=row.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert not services.answer(
        row.pk, actor=town.officer.actor, text="好", in_public=True
    ).is_on_time


def test_the_receipt_rates_once(town):
    row, receipt = town.answered()
    services.rate(receipt, 4)
    with pytest.raises(Conflict):
        services.rate(receipt, 1)
    assert Opinion.objects.get(pk=row.pk).rating == 4
    entry = Entry.objects.get(kind="opinions.opinion.rated")
    assert Decimal(entry.quantities["rating"][0]) == 4


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_ratings_are_one_to_five(town, rating):
    with pytest.raises(Invalid):
        services.rate(town.answered()[1], rating)


@pytest.mark.parametrize("guess", ["", "A" * 20, "x" * 10_000, "' OR 1=1 --", "é"])
def test_a_guessed_receipt_finds_nothing(town, guess):
    town.answered()
    answer = Client().post(reverse("opinions:receipt"), {"receipt": guess})
    assert answer.status_code == 404
    assert TEXT not in answer.text


def test_receipts_are_all_different(town):
    assert len({left(f"{TEXT}{n}")[1] for n in range(20)}) == 20


@pytest.mark.parametrize("who", ["elsewhere", "enterprise_owner", "bank", "other_owner"])
def test_others_neither_see_nor_handle_it(town, request, who):
    stranger = getattr(town, who, None) or request.getfixturevalue(who)
    row, _receipt = town.routed(name="王小明", phone="13800001234")
    browser = stranger.client
    assert browser.get(reverse("opinions:opinion", args=[row.pk])).status_code == 404
    posts = {
        "route": {"department": town.schools.pk},
        "answer": {"answer": "好"},
        "hide": {"reason": "没有"},
        "group": {},
        "contact": {},
    }
    for name, given in posts.items():
        assert browser.post(reverse(f"opinions:{name}", args=[row.pk]), given).status_code == 404
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("name", "officer", "admin"),
    [("desk", 200, 200), ("rules", 404, 200), ("statistics", 200, 200)],
)
def test_who_opens_which_page(town, enterprise_owner, name, officer, admin):
    stranger = 200 if name == "statistics" else 404
    url = reverse(f"opinions:{name}")
    seen = [one.client.get(url).status_code for one in (town.officer, town.admin, enterprise_owner)]
    assert [Client().get(url).status_code, *seen] == [stranger, officer, admin, stranger]


def test_passed_on_it_keeps_its_first_deadline(town):
    row, _receipt = town.routed()
    services.route(row.pk, actor=town.officer.actor, department=town.schools.pk, reason="职责")
    now = Opinion.objects.get(pk=row.pk)
    assert (now.department, now.due_on) == (town.schools, row.due_on)
    with pytest.raises(NotFound):
        services.answer(row.pk, actor=town.officer.actor, text="好", in_public=False)
    services.answer(row.pk, actor=town.elsewhere.actor, text="好", in_public=False)


def test_hidden_with_a_reason_that_the_citizen_reads(town):
    row, receipt = town.routed()
    with pytest.raises(Invalid):
        services.hide(row.pk, actor=town.officer.actor, reason=" ")
    services.hide(row.pk, actor=town.officer.actor, reason="与本市事务无关")
    step = Step.objects.get(opinion=row, state="hidden")
    assert (step.reason, step.made_by) == ("与本市事务无关", town.officer.user.pk)
    page = Client().post(reverse("opinions:receipt"), {"receipt": receipt})
    assert "与本市事务无关" in page.text
    services.reopen(row.pk, actor=town.officer.actor)
    assert Opinion.objects.get(pk=row.pk).state == "received"


def test_a_hidden_answer_is_no_longer_public(town):
    row, _receipt = town.answered()
    with pytest.raises(NotAllowed):
        services.hide(row.pk, actor=town.officer.actor, reason="误发")
    services.hide(row.pk, actor=town.lead.actor, reason="误发")
    assert Client().get(reverse("opinions:opinion", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("table", ["opinions_step", "opinions_look"])
def test_what_was_done_stays_on_record(town, table):
    row, _receipt = town.answered(phone="13800001234")
    services.look(row.pk, actor=town.officer.actor)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET opinion_id = opinion_id"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("change", [{"text": "别的"}, {"answer": "别的"}])
def test_what_was_said_and_answered_stays(town, change):
    row, _receipt = town.answered()
    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.filter(pk=row.pk).update(**change)


def test_who_did_not_want_it_is_not_published_later(town):
    row, _receipt = left(may_publish=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.filter(pk=row.pk).update(may_publish=True)


def test_hiding_and_reopening_gives_no_new_days(town):
    row, _receipt = town.routed()
    due = timezone.localdate() - timedelta(days=1)
    Opinion.objects.filter(pk=row.pk).update(due_on=due)
    given = {"actor": town.officer.actor}
    services.hide(row.pk, reason="误收", **given)
    services.reopen(row.pk, **given)
    services.route(row.pk, department=town.health.pk, **given)
    assert not services.answer(row.pk, text="好", in_public=True, **given).is_on_time


def test_a_contact_is_masked_and_each_look_is_kept(town):
    row, _receipt = town.routed(name="王小明", phone="13800001234")
    browser = town.officer.client
    page = browser.get(reverse("opinions:opinion", args=[row.pk]))
    assert "13800001234" not in page.text
    assert "王小明" not in page.text
    full = browser.post(reverse("opinions:contact", args=[row.pk]))
    assert "13800001234" in full.text
    assert list(Look.objects.values_list("opinion", "user")) == [(row.pk, town.officer.user.pk)]


def test_contacts_are_erased_after_their_term(town):
    row, _receipt = town.routed(phone="13800001234")
    assert services.erase_contacts() == 0
    Contact.objects.update(erase_on=timezone.localdate())
    assert services.erase_contacts() == 1
    assert Opinion.objects.filter(pk=row.pk).exists()


def test_of_two_officers_at_once_one_answers(committed_db):
    load_codes()
    town = Town()
    row, _receipt = town.routed()

    def answer(who):
        try:
            services.answer(row.pk, actor=who.actor, text=who.user.username, in_public=False)
        except Refusal as refusal:
            return refusal.status
        finally:
            connection.close()
        return 200

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, (town.officer, town.second))) == [200, 409]
    assert Step.objects.filter(opinion=row, state="answered").count() == 1


def test_alike_ones_are_grouped_and_answered_together(town):
    first, _one = town.routed()
    second, _two = town.routed(TEXT.replace("一年", "两年"))
    third, _three = town.routed("地铁站出口的路灯坏了，晚上很黑。")
    quiet, _four = town.routed(TEXT.replace("一年", "三年"), may_publish=False)
    groups = dict(Opinion.objects.values_list("pk", "group"))
    assert groups[first.pk] == groups[second.pk] == groups[quiet.pk] is not None
    assert groups[third.pk] is None
    found = queries.groups(town.officer.actor)
    assert [one["waiting"] for one in found] == [3]
    url = reverse("opinions:answer", args=[first.pk])
    given = {"answer": "一并答复", "in_public": "on", "group": "1"}
    assert town.officer.client.post(url, given).status_code == 302
    assert Opinion.objects.filter(answer="一并答复", is_public=True).count() == 2
    assert not Opinion.objects.get(pk=quiet.pk).is_public


def test_an_officer_has_the_last_word_on_groups(town):
    first, _one = town.routed()
    other, _two = town.routed("地铁站出口的路灯坏了，晚上很黑。")
    services.merge(first.pk, other.pk, actor=town.officer.actor)
    assert Opinion.objects.exclude(group=None).count() == 2
    services.split(other.pk, actor=town.officer.actor)
    assert Opinion.objects.get(pk=other.pk).group is None


def test_statistics_count_what_the_rows_say(town):
    first = town.answered()
    town.answered("另一件：地铁站出口的路灯坏了。")
    town.routed("第三件：公园里没有座椅。")
    late, _receipt = town.routed("第四件：学校门口总是堵车。")
    Opinion.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    services.rate(first[1], 5)
    (tally,) = queries.statistics(timezone.localdate())
    assert (tally.number, tally.answered, tally.on_time, tally.late) == (4, 2, 2, 1)
    assert (tally.rated, tally.satisfied, tally.satisfied_share) == (1, 1, 100)
    assert tally.on_time_share == pytest.approx(200 / 3)
    assert "66.7%" in Client().get(reverse("opinions:statistics")).text
