"""Messages on policies: one for a version however many reasons, told to whom it concerns, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Membership
from lianqiao.desks.policies.models import Message, Subscription, Version
from lianqiao.desks.policies.queries import messages as queries
from lianqiao.desks.policies.services import messages, publishing, runs, subscriptions
from lianqiao.desks.policies.tasks_messages import send_digest
from tests import cast
from tests.desks.policies.conftest import measure, published, with_facts, writer

WAN = 1_000_000
TODAY = timezone.localdate()


def told(organization):
    """What an organization has not read: {title: reasons}."""
    rows = Message.objects.filter(organization=organization, read_at=None)
    return {row.version.title: sorted(row.reasons) for row in rows.select_related("version")}


def next_version(version, *measures, **values):
    """Publish the next version of a policy, in force from tomorrow."""
    values = {"valid_from": TODAY + timedelta(days=1)} | values
    office = version.policy.office
    return published(*measures, office=office, policy=version.policy_id, **values)


def with_email(person):
    person.user.email = f"{person.user.username}@example.org"
    person.user.save()
    return person.user.email


def test_followers_of_a_policy_hear_of_its_next_version(version, enterprise_owner, other_owner):
    subscriptions.follow_policy(actor=enterprise_owner.actor, policy=version.policy_id)
    next_version(version, title="若干措施（修订）")
    assert told(enterprise_owner.organization) == {"若干措施（修订）": ["changed"]}
    assert told(other_owner.organization) == {}


def test_followers_of_a_topic_hear_of_new_policies_on_it(
    bureau, enterprise_owner, other_owner, institute
):
    subscriptions.follow_topic(actor=enterprise_owner.actor, topic="talent")
    subscriptions.follow_topic(actor=other_owner.actor, topic="care")
    subscriptions.follow_topic(actor=institute.actor, topic="")
    published(office=bureau, title="人才新政", topics=["talent", "premises"])
    assert told(enterprise_owner.organization) == {"人才新政": ["topic"]}
    assert told(other_owner.organization) == {}
    assert told(institute.organization) == {"人才新政": ["topic"]}


def test_one_message_of_a_policy_however_many_follow_it_for_whatever_reason(
    version, enterprise_owner, enterprise_member
):
    for person in (enterprise_owner, enterprise_member):
        subscriptions.follow_policy(actor=person.actor, policy=version.policy_id)
        subscriptions.follow_topic(actor=person.actor, topic="research")
    next_version(version, title="修订")
    assert told(enterprise_owner.organization) == {"修订": ["changed", "topic"]}
    assert queries.unread(enterprise_owner.actor) == 1


def test_who_follows_the_one_replaced_hears_of_the_one_in_its_place(
    version, enterprise_owner, bureau
):
    subscriptions.follow_policy(actor=enterprise_owner.actor, policy=version.policy_id)
    day = TODAY + timedelta(days=1)
    published(office=bureau, title="接替", replaces=version.policy_id, topics=[], valid_from=day)
    assert told(enterprise_owner.organization) == {"接替": ["replaces"]}


def test_followers_hear_that_a_policy_was_withdrawn(version, enterprise_owner, bureau):
    subscriptions.follow_policy(actor=enterprise_owner.actor, policy=version.policy_id)
    publishing.withdraw(actor=writer(bureau).actor, version=version.pk, reason="文号有误")
    assert told(enterprise_owner.organization) == {version.title: ["withdrawn"]}


def test_who_left_the_organization_follows_nothing_for_it(version, enterprise_owner):
    subscriptions.follow_policy(actor=enterprise_owner.actor, policy=version.policy_id)
    Membership.objects.filter(user=enterprise_owner.user).update(until=TODAY)
    next_version(version)
    assert told(enterprise_owner.organization) == {}


def test_a_reason_said_again_changes_nothing_and_a_new_one_makes_it_unread(version, enterprise):
    notify = messages.notify
    assert notify([(enterprise.pk, version.pk, "topic")] * 3) == 1
    assert notify([(enterprise.pk, version.pk, "topic")]) == 0
    assert notify([(enterprise.pk, version.pk, "qualifies")]) == 1
    assert told(enterprise) == {version.title: ["qualifies", "topic"]}
    Message.objects.update(read_at=timezone.now())
    assert notify([(enterprise.pk, version.pk, "qualifies")]) == 0
    assert told(enterprise) == {}
    assert notify([(enterprise.pk, version.pk, "no_longer")]) == 1
    assert told(enterprise) == {version.title: ["no_longer"]}
    # Nobody has read that it was lost: what counts is how things stand now.
    assert notify([(enterprise.pk, version.pk, "qualifies")]) == 1
    assert told(enterprise) == {version.title: ["qualifies"]}
    assert Message.objects.count() == 1


def test_an_unread_message_goes_on_in_the_one_of_the_next_version(version, enterprise):
    messages.notify([(enterprise.pk, version.pk, why) for why in ("qualifies", "topic")])
    after = next_version(version, title="修订")
    messages.notify([(enterprise.pk, after.pk, "changed")])
    assert told(enterprise) == {"修订": ["changed", "qualifies", "topic"]}


@pytest.fixture
def row(bureau):
    """10% of last year's R&D expense from 500,000 yuan on."""
    return published(measure(code="rd"), office=bureau, title="研发奖补").measures.get()


@pytest.fixture
def firms(row):
    """Two with members, of 300,000 and 3 million yuan of R&D; one with 3 million and nobody."""
    spent = [30 * WAN, 300 * WAN, 300 * WAN]
    found = [with_facts(cast.organization(), rd_expense__1=value) for value in spent]
    for firm in found[:2]:
        cast.person(Role.OWNER, firm)
    return found


def test_a_run_tells_who_newly_qualifies_and_who_no_longer_does(row, firms):
    poor, rich, _nobody = firms
    runs.decide()
    assert [told(one) for one in firms] == [{}, {"研发奖补": ["qualifies"]}, {}]
    Message.objects.update(read_at=timezone.now())
    with_facts(poor, rd_expense__1=60 * WAN)
    with_facts(rich, rd_expense__1=10 * WAN)
    assert messages.notify_run(runs.decide()) == 0  # told within the run already
    assert told(poor) == {"研发奖补": ["qualifies"]}
    assert told(rich) == {"研发奖补": ["no_longer"]}
    assert Message.objects.count() == 2


def test_another_amount_or_version_is_no_news_of_a_run(row, firms, bureau):
    rich = firms[1]
    runs.decide()
    Message.objects.update(read_at=timezone.now())
    with_facts(rich, rd_expense__1=400 * WAN)
    runs.decide()
    next_version(row.version, measure(code="rd", payout="1000"), title="研发奖补二")
    runs.decide(on=TODAY + timedelta(days=1))
    assert told(rich) == {}


def test_whoever_fell_out_with_a_new_version_is_told_of_that_version(row, firms):
    runs.decide()
    strict = "rd_expense(year - 1) >= 5000000"
    next_version(row.version, measure(code="rd", condition=strict), title="更严")
    runs.decide(on=TODAY + timedelta(days=1))
    assert told(firms[1]) == {"更严": ["no_longer"]}


def test_what_is_not_known_is_not_called_a_no(row, firms):
    runs.decide()
    next_version(row.version, measure(code="rd", condition="staff(year - 1) >= 9"), title="看人数")
    runs.decide(on=TODAY + timedelta(days=1))
    assert told(firms[1]) == {"看人数": ["unclear"]}


def test_telling_thousands_takes_one_statement(version, django_assert_num_queries):
    from lianqiao.core.parties.models import Organization

    many = Organization.objects.bulk_create(
        Organization(name=f"第{number}企业", kind="enterprise") for number in range(3_000)
    )
    with django_assert_num_queries(3):  # and a savepoint
        assert messages.notify((one.pk, version.pk, "topic") for one in many) == 3_000


def test_many_who_tell_at_once_leave_one_message_for_each(committed_db, data_dir):
    row = published(office=cast.organization(kind="bureau"))
    firms = [cast.organization().pk for _ in range(40)]
    reasons = ["qualifies", "topic", "changed", "replaces"] * 3

    def tell(reason):
        try:
            shuffled = Random(reason).sample(firms, len(firms))
            messages.notify((firm, row.pk, reason) for firm in shuffled)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(reasons)) as pool:
        list(pool.map(tell, reasons))
    found = Message.objects.values_list("organization", "reasons")
    assert sorted(firm for firm, _reasons in found) == sorted(firms)
    assert {tuple(sorted(why)) for _firm, why in found} == {tuple(sorted(reasons[:4]))}


def test_who_tells_and_who_reads_all_never_wait_for_each_other(committed_db, data_dir):
    by = cast.organization(kind="bureau")
    owner = cast.person(Role.OWNER)
    rows = [published(office=by).pk for _ in range(6)]
    next_ones = [next_version(Version.objects.get(pk=one)).pk for one in rows]
    firms = [owner.organization.pk, *(cast.organization().pk for _ in range(20))]

    def work(number):
        chance = Random(number)
        try:
            for versions in [rows, next_ones] * 3:
                told = [(firm, one) for firm in firms for one in chance.sample(versions, 6)]
                why = chance.choice(["qualifies", "topic", "changed", "replaces"])
                messages.notify((firm, one, why) for firm, one in told)
                messages.mark_all_read(actor=owner.actor)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert Message.objects.count() == len(firms) * len(rows) * 2


def test_topics_are_followed_one_by_one_or_all(enterprise_owner):
    actor = enterprise_owner.actor

    def topics():
        return list(Subscription.objects.values_list("topics", flat=True))

    subscriptions.follow_topic(actor=actor, topic="care")
    subscriptions.follow_topic(actor=actor, topic="green")
    assert topics() == [["care", "green"]]
    subscriptions.leave_topic(actor=actor, topic="care")
    assert topics() == [["green"]]
    # The last one left must not mean all.
    subscriptions.leave_topic(actor=actor, topic="green")
    assert topics() == []
    subscriptions.follow_topic(actor=actor, topic="care")
    subscriptions.follow_topic(actor=actor, topic="")
    assert topics() == [[]]
    subscriptions.follow_topic(actor=actor, topic="care")
    subscriptions.leave_topic(actor=actor, topic="care")
    assert topics() == [[]]
    subscriptions.leave_topic(actor=actor, topic="")
    assert topics() == []


def test_what_cannot_be_followed(version, enterprise_owner, officer, citizen):
    with pytest.raises(NotFound):
        subscriptions.follow_policy(actor=enterprise_owner.actor, policy=version.policy_id + 1)
    with pytest.raises(Invalid):
        subscriptions.follow_topic(actor=enterprise_owner.actor, topic="alchemy")
    for person in (officer, citizen):
        with pytest.raises(NotAllowed):
            subscriptions.follow_policy(actor=person.actor, policy=version.policy_id)


def test_pressing_the_buttons(version, enterprise_owner):
    browser = enterprise_owner.client
    page = reverse("policies:policy", args=[version.policy_id])
    told_of = {"policy": version.policy_id}
    for _ in range(2):
        assert browser.post(reverse("policies:subscribe"), told_of).url == page
    assert Subscription.objects.count() == 1
    assert reverse("policies:unsubscribe") in browser.get(page).content.decode()
    browser.post(reverse("policies:unsubscribe"), told_of)
    assert not Subscription.objects.exists()
    topic = f"{reverse('policies:list')}?topic=research"
    assert reverse("policies:subscribe") in browser.get(topic).content.decode()
    assert browser.post(reverse("policies:subscribe"), {"topic": "research"}).url == topic
    assert reverse("policies:unsubscribe") in browser.get(topic).content.decode()


def test_the_page_lists_messages_and_reading_one_marks_it(version, enterprise_owner):
    messages.notify([(enterprise_owner.organization.pk, version.pk, "topic")])
    browser, inbox = enterprise_owner.client, reverse("policies:messages")
    assert version.title in browser.get(inbox).content.decode()
    home = browser.get(reverse("home"))
    assert home.context["unread"] == 1
    one = browser.get(reverse("policies:message", args=[Message.objects.get().pk]))
    assert one.url == reverse("policies:version", args=[version.pk])
    assert queries.unread(enterprise_owner.actor) == 0
    Message.objects.update(read_at=None)
    browser.post(reverse("policies:messages_read"))
    assert queries.unread(enterprise_owner.actor) == 0


def test_messages_are_their_organizations(version, enterprise_owner, other_owner, officer, client):
    messages.notify([(enterprise_owner.organization.pk, version.pk, "topic")])
    address = reverse("policies:message", args=[Message.objects.get().pk])
    for browser in (other_owner.client, officer.client, client):
        assert browser.get(address).status_code == 404
    other_owner.client.post(reverse("policies:messages_read"))
    assert queries.unread(enterprise_owner.actor) == 1
    assert officer.client.get(reverse("policies:messages")).status_code == 403
    assert client.get(reverse("policies:messages")).status_code == 302


def test_the_page_takes_a_constant_number_of_queries(
    bureau, enterprise_owner, django_assert_num_queries
):
    from django.test.utils import CaptureQueriesContext

    subscriptions.follow_topic(actor=enterprise_owner.actor, topic="")
    browser, address = enterprise_owner.client, reverse("policies:messages")
    for count in (1, 6):
        for _ in range(count):
            row = published(office=bureau)
            subscriptions.follow_policy(actor=enterprise_owner.actor, policy=row.policy_id)
        if count == 1:
            with CaptureQueriesContext(connection) as few:
                browser.get(address)
    with django_assert_num_queries(len(few)):
        page = browser.get(address)
    assert page.context["page"].paginator.count == 7


def test_a_letter_a_day_with_all_that_is_unread(bureau, enterprise_owner, enterprise_member):
    addresses = [with_email(person) for person in (enterprise_owner, enterprise_member)]
    subscriptions.follow_topic(actor=enterprise_owner.actor, topic="")
    published(office=bureau, title="第一项")
    published(office=bureau, title="第二项")
    assert send_digest(0) == 1
    (letter,) = mail.outbox
    assert letter.to == [addresses[0]]
    assert "第一项" in letter.body
    assert "第二项" in letter.body
    # What comes on the same day waits for the next; what was in a letter is in no other.
    published(office=bureau, title="第三项")
    assert send_digest(0) == 0
    Message.objects.exclude(mailed_at=None).update(mailed_at=timezone.now() - timedelta(days=1))
    subscriptions.follow_topic(actor=enterprise_member.actor, topic="care")
    assert send_digest(0) == 2
    assert [one.to for one in mail.outbox[1:]] == [[one] for one in addresses]
    assert "第一项" not in mail.outbox[1].body
    assert "第三项" in mail.outbox[1].body


def test_who_read_it_already_gets_no_letter(version, enterprise_owner):
    with_email(enterprise_owner)
    messages.notify([(enterprise_owner.organization.pk, version.pk, "topic")])
    messages.mark_all_read(actor=enterprise_owner.actor)
    assert send_digest(0) == 0


class Picky(EmailBackend):
    """A mail server that refuses whom it does not know."""

    def send_messages(self, messages):
        if any("nobody@" in to for one in messages for to in one.to):
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


class Away(EmailBackend):
    """A mail server that cannot be reached."""

    def open(self):
        raise ConnectionRefusedError


def test_an_address_that_is_refused_holds_up_no_other(settings, version):
    owners = [cast.person(Role.OWNER) for _ in range(3)]
    addresses = [with_email(owner) for owner in owners]
    owners[1].user.email = "nobody@example.org"
    owners[1].user.save()
    messages.notify((one.organization.pk, version.pk, "topic") for one in owners)
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    with pytest.raises(ConnectionRefusedError):
        send_digest(0)
    assert not Message.objects.exclude(mailed_at=None).exists()
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    assert send_digest(0) == 2
    assert {to for letter in mail.outbox for to in letter.to} == {addresses[0], addresses[2]}
