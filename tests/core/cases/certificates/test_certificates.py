"""Certificates: printed, checked by everybody, taken back."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from lianqiao.core.cases.models import Certificate, Message
from lianqiao.core.cases.queries.certificates import checked
from lianqiao.core.cases.services import revoke, take
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry


@pytest.fixture
def certificate(small_case, team_lead) -> Certificate:
    take(small_case.pk, "grant", actor=team_lead.actor)
    return Certificate.objects.select_related("title").get()


def text_of(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_the_title_has_its_entry_in_the_ledger(certificate):
    assert (
        Entry.objects.filter(kind="parties.title_granted", subject_id=certificate.title_id).count()
        == 1
    )


def test_it_is_printed_for_its_holder_and_its_office_alone(
    certificate, enterprise_owner, officer, other_owner, client
):
    url = reverse("cases:certificate", args=[certificate.pk])
    for who in (enterprise_owner, officer):
        text = text_of(who.client.get(url))
        assert certificate.number in text
        assert reverse("cases:check", args=[certificate.code]) in text.replace("\n", "")
    for browser in (other_owner.client, client):
        assert browser.get(url).status_code == 404


def test_its_holder_finds_it_on_the_page_of_the_case(certificate, enterprise_owner):
    page = enterprise_owner.client.get(reverse("cases:case", args=[certificate.case_id]))
    assert reverse("cases:certificate", args=[certificate.pk]) in page.content.decode()


def test_it_is_seen_before_it_is_given_and_takes_no_number(small_case, team_lead, enterprise_owner):
    url = reverse("cases:certificate_preview", args=[small_case.pk, "grant"])
    text = text_of(team_lead.client.get(url))
    assert small_case.organization.name in text
    assert "00001" not in text
    assert not Certificate.objects.exists()
    assert enterprise_owner.client.get(url).status_code == 404
    other = reverse("cases:certificate_preview", args=[small_case.pk, "refuse"])
    assert team_lead.client.get(other).status_code == 404


def test_everybody_checks_it_by_its_code(certificate, client):
    with translation.override("en"):
        url = reverse("cases:check", args=[certificate.code])
    page = client.get(url, headers={"accept-language": "en"})
    assert page.context["found"].state == "valid"
    assert certificate.number in page.content.decode()
    assert client.get(reverse("cases:check", args=["x" * 16])).status_code == 404
    for code in ("x" * 400, "\x00", "证书"):
        assert client.get(reverse("cases:check", args=[code])).status_code == 404


def test_its_last_day_counts_and_the_day_after_does_not(certificate):
    last, first = certificate.title.valid_to, certificate.title.valid_from
    states = {
        first - timedelta(1): "early",
        first: "valid",
        last: "valid",
        last + timedelta(1): "expired",
    }
    for day, state in states.items():
        assert checked(certificate.code, day).state == state


def test_who_guesses_codes_is_stopped(certificate, client, settings):
    settings.SHARE_OF_A_MINUTE = 60
    url, where = reverse("cases:check", args=["y" * 16]), {"REMOTE_ADDR": "198.51.100.7"}
    answers = [client.get(url, **where).status_code for _n in range(5)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_it_is_taken_back_with_a_reason_that_its_holder_reads(certificate, team_lead):
    day = timezone.localdate() + timedelta(10)
    revoke(certificate.pk, actor=team_lead.actor, reason="材料造假", today=day)
    found = checked(certificate.code, day)
    assert (found.state, found.certificate.reason) == ("revoked", "材料造假")
    assert found.certificate.title.valid_to == day - timedelta(1)
    assert Message.objects.filter(case=certificate.case)[0].text == "材料造假"
    with pytest.raises(Conflict):
        revoke(certificate.pk, actor=team_lead.actor, reason="再次", today=day)


def test_only_a_lead_takes_it_back_and_says_why(
    certificate, team_lead, officer, enterprise_owner, other_owner
):
    day = timezone.localdate() + timedelta(10)
    for who, refusal in (
        (officer, NotAllowed),
        (enterprise_owner, NotAllowed),
        (other_owner, NotFound),
    ):
        with pytest.raises(refusal):
            revoke(certificate.pk, actor=who.actor, reason="不", today=day)
    with pytest.raises(Invalid):
        revoke(certificate.pk, actor=team_lead.actor, reason="  ", today=day)
    assert not Certificate.objects.filter(revoked_on__isnull=False).exists()
