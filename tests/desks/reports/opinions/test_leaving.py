"""Leaving an opinion: what is taken, what is held, what is kept out."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner, b62_encode
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, Refusal, TooLarge
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.queries import deadline
from lianqiao.desks.reports.opinions import guard, services
from lianqiao.desks.reports.opinions.masking import masked
from lianqiao.desks.reports.opinions.models import Arrival, Contact, Opinion, Spent
from lianqiao.desks.reports.opinions.services import Said
from lianqiao.desks.reports.opinions.subjects import About
from tests.desks.reports.opinions.conftest import TEXT, left, proof, solved

NEW = "opinions:new"


def test_goes_to_its_department_with_a_deadline_in_working_days(town):
    row, receipt = town.routed()
    assert (row.state, row.department) == ("routed", town.health)
    assert row.due_on == deadline(timezone.localdate(), 5)[0]
    assert hashlib.sha256(receipt.encode()).hexdigest() == row.receipt_sha256
    kinds = Entry.objects.filter(subject_type="opinions.opinion").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "opinions.opinion.received",
        "opinions.opinion.routed",
    ]


def test_who_said_it_stands_apart_and_not_in_the_ledger(town):
    row, _receipt = town.routed(name="王小明", phone="13800001234", email="wang@example.org")
    assert row.contact.name == "王小明"
    said = str(list(Entry.objects.values()))
    assert not any(part in said for part in ("王小明", "13800001234", "托育"))


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("加我微信 看 https://bad.example/x", "link"),
        ("这里有 违禁词 呢", "words"),
    ],
)
def test_what_is_striking_waits_for_an_officer(town, text, flag):
    services.change_rules(actor=town.admin.actor, words="违禁词\n别的")
    row, _receipt = town.routed(text)
    assert row.state == "received"
    assert flag in row.flags


def test_the_same_text_again_waits(town):
    assert town.routed()[0].state == "routed"
    assert town.routed()[0].flags == ["repeated"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678。", "电话***。"),
        ("座机0532-85912345", "座机***"),
        ("身份证37020219900101123X", "身份证***"),
        ("卡号6222021234567890123", "卡号***"),
        ("写给 a.b@example.com 吧", "写给 *** 吧"),
        ("电话１３８１２３４５６７８。", "电话***。"),
        ("电话138－1234－5678。", "电话***。"),
        ("电话138 \u200b1234 5678。", "电话***。"),
        ("身份证370202 19900101 123x", "身份证***"),
        ("身份证３７０２０２１９９００１０１１２３Ｘ", "身份证***"),
        ("卡号6222 0212 3456 7890 123", "卡号***"),
        ("写给 ａ@example．com 吧", "写给 *** 吧"),
        (
            "托位从2023年12345678个增到2024年12345679个",
            "托位从2023年12345678个增到2024年12345679个",
        ),
        ("2024 2025 2026 三年都在等", "2024 2025 2026 三年都在等"),
        ("2024年新增托位457个", "2024年新增托位457个"),
    ],
)
def test_numbers_of_persons_are_masked(text, shown):
    assert masked(text) == shown


def test_a_masked_number_is_not_found_by_search(town):
    town.answered("请打13812345678找我")
    found = Client().get(reverse("opinions:list"), {"q": "13812345678"})
    assert found.context["page"].paginator.count == 0


def test_a_name_where_it_is_required(town):
    services.change_rules(actor=town.admin.actor, real_name="required")
    with pytest.raises(Invalid) as refused:
        town.routed()
    assert "name" in refused.value.fields
    assert town.routed(name="王小明")[0].contact.name == "王小明"


def test_no_name_where_none_is_asked_for(town):
    services.change_rules(actor=town.admin.actor, real_name="none")
    row, _receipt = town.routed(name="王小明")
    assert not Contact.objects.filter(opinion=row).exists()


@pytest.mark.parametrize("text", ["", "  \n ", "a\0b"])
def test_nothing_is_no_opinion(db, text):
    with pytest.raises(Invalid):
        left(text)


def test_ten_megabytes_are_refused(db):
    with pytest.raises(TooLarge):
        left("长" * 10_000_000)
    answer = Client().post(reverse(NEW), {"text": "x" * 10_000_000})
    assert answer.status_code in {400, 413}
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    "about", ["", "ledger.entry:1", "publishing.report:x", "a" * 500, "department:" + "9" * 30]
)
def test_about_what_makes_no_sense_is_about_nothing(about):
    assert About.read(about) == About()


def test_about_a_report_leads_to_it(db):
    row, _receipt = left(about=About.read("publishing.report:7"))
    about = About(row.about_type, row.about_id)
    assert about.url == reverse("publishing:report", args=[7])


def test_a_challenge_counts_once(db):
    once = proof("10.1.1.1")
    services.leave(Said(TEXT), once)
    with pytest.raises(Conflict):
        services.leave(Said(TEXT), once)
    assert (Opinion.objects.count(), Spent.objects.count(), Arrival.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("challenge", ["", "forged", "a" * 10_000])
def test_a_forged_challenge_is_refused(db, challenge):
    with pytest.raises(Invalid):
        services.leave(Said(TEXT), guard.Proof(challenge, "1", "10.1.1.1"))


def test_a_wrong_counter_is_refused(db):
    challenge = guard.challenge(24)
    with pytest.raises(Invalid):
        services.leave(Said(TEXT), guard.Proof(challenge, "1", "10.1.1.1"))


def test_work_is_what_sha256_says():
    counter = solved("lianqiao", 12)
    found = hashlib.sha256(f"lianqiao:{counter}".encode()).digest()
    assert f"{int.from_bytes(found):0256b}".startswith("0" * 12)


def test_a_flood_from_one_address_ends(town):
    services.change_rules(actor=town.admin.actor, an_hour=2)
    for _time in range(2):
        services.leave(Said(TEXT), proof("10.2.2.2"))
    with pytest.raises(Refusal) as refused:
        services.leave(Said(TEXT), proof("10.2.2.2"))
    assert refused.value.status == 429
    services.leave(Said(TEXT), proof("10.2.2.3"))


def test_without_work_one_waits_and_leaves_three_an_hour(db, monkeypatch):
    slow = guard.Proof(guard.challenge(16), "", "10.3.3.3")
    with pytest.raises(Invalid):
        services.leave(Said(TEXT), slow)
    for _time in range(3):
        services.leave(Said(TEXT), guard.Proof(_old(monkeypatch), "", "10.3.3.3"))
    with pytest.raises(Refusal) as refused:
        services.leave(Said(TEXT), guard.Proof(_old(monkeypatch), "", "10.3.3.3"))
    assert refused.value.status == 429


def _old(monkeypatch) -> str:
    """A challenge of a minute ago."""
    with monkeypatch.context() as patch:
        past = timezone.now() - timedelta(minutes=1)
        patch.setattr(TimestampSigner, "timestamp", lambda self: b62_encode(int(past.timestamp())))
        return guard.challenge(16)


def test_the_page_takes_it_and_shows_the_receipt_once(town):
    services.change_rules(actor=town.admin.actor, difficulty=4)
    browser = Client()
    page = browser.get(reverse(NEW), {"about": f"department:{town.health.pk}"})
    challenge = page.context["form"]["challenge"].value()
    given = {
        "text": TEXT,
        "theme": "children",
        "department": town.health.pk,
        "may_publish": "on",
        "challenge": challenge,
        "counter": solved(challenge, 4),
    }
    answer = browser.post(reverse(NEW), given)
    assert answer.status_code == 201
    receipt = answer.context["receipt"]
    assert receipt in answer.text
    shown = browser.post(reverse("opinions:receipt"), {"receipt": receipt.lower()})
    assert TEXT in shown.text
    again = browser.post(reverse(NEW), given)
    assert again.status_code in {422, 409}
    assert again.context["form"]["challenge"].value() != challenge


def test_html_is_text(town):
    row, receipt = town.answered("<script>alert(1)</script><img src=x onerror=alert(1)>好")
    pages = [
        Client().get(reverse("opinions:list")),
        Client().get(reverse("opinions:opinion", args=[row.pk])),
        town.officer.client.get(reverse("opinions:opinion", args=[row.pk])),
        Client().post(reverse("opinions:receipt"), {"receipt": receipt}),
    ]
    for page in pages:
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_about_a_thing_goes_to_the_department_whose_entries_it_has(town):
    """A report's publisher answers for it: the ledger knows who that is."""
    with transaction.atomic():
        record("publishing.report.published", subject=41, organization=town.schools.pk)
    row, _receipt = left(about=About("publishing.report", 41))
    assert row.department == town.schools
    row, _receipt = left("另一条意见：请公布夜间门诊。", about=About("publishing.report", 42))
    assert row.department is None
