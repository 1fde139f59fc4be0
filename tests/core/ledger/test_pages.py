"""The ledger's pages: who sees which entries, seals for everybody, lists of any length."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lianqiao.core.ledger import sealing
from lianqiao.core.ledger.services import Line, record, record_many
from lianqiao.core.parties.actors import Role
from tests import cast

NEED, RESULT = "exchange.need.published", "exchange.result.published"


@pytest.fixture
def entry(enterprise):
    """A need of the enterprise, published with a budget."""
    with transaction.atomic():
        return record(
            NEED, subject=1, organization=enterprise.pk, region="370212",
            quantities={"budget": Decimal("1205000")},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("entries", (302, 403, 200, 200, 200)),
        ("entry", (302, 403, 200, 404, 200)),
        ("proof", (302, 403, 409, 404, 409)),
        ("seals", (200, 200, 200, 200, 200)),
        ("roots", (404, 404, 404, 404, 404)),
    ],
)
def test_who_sees_what(name, statuses, entry, client, request):
    arguments = [entry] if name in {"entry", "proof"} else []
    address = reverse(f"ledger:{name}", args=arguments)
    roles = (None, "citizen", "enterprise_owner", "other_owner", "officer")
    browsers = [request.getfixturevalue(role).client if role else client for role in roles]
    assert tuple(browser.get(address).status_code for browser in browsers) == statuses


def test_an_entry_in_words(codes, entry, officer):
    page = officer.client.get(reverse("ledger:entry", args=[entry])).content.decode()
    for words in ("发布需求", "1,205,000 元", "崂山区", "青岛海联智造有限公司", "尚未封存"):
        assert words in page


def test_the_list_is_narrowed_counted_and_exported_alike(codes, entry, officer, enterprise):
    with transaction.atomic():
        record_many([Line(RESULT, subject=n, region="370202") for n in range(5)])
    browser, address = officer.client, reverse("ledger:entries")
    for asked, count in (
        ({}, 6),
        ({"kind": NEED}, 1),
        ({"region": "崂山区"}, 1),
        ({"region": "青岛市"}, 6),
        ({"organization": enterprise.pk}, 1),
        ({"since": "2000-01-01", "until": "2000-12-31"}, 0),
        ({"department": "exchange"}, 6),
    ):
        assert browser.get(address, asked).context["page"].count == count, asked
        answer = browser.get(reverse("ledger:export", args=["csv"]), asked)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text)))) == count + 1


def test_what_cannot_be_read_is_said_and_left_out(codes, entry, officer):
    asked = {"region": "亚特兰蒂斯", "since": "x", "kind": "\x00", "before": "-1"}
    asked["organization"] = "9" * 30
    page = officer.client.get(reverse("ledger:entries"), asked)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"region", "since", "kind", "organization"}


def test_pages_are_turned_by_number_with_a_constant_number_of_queries(
    officer, django_assert_max_num_queries
):
    with transaction.atomic():
        record_many([Line(RESULT, subject=n) for n in range(120)])
    browser, address = officer.client, reverse("ledger:entries")
    seen, asked = [], {}
    for _page in range(3):
        with django_assert_max_num_queries(7):
            page = browser.get(address, asked).context["page"]
        seen += [entry.subject_id for entry in page.entries]
        asked = {"before": page.older}
    assert seen == list(reversed(range(120)))
    assert page.older is None
    back = browser.get(address, {"after": page.newer}).context["page"]
    assert [entry.subject_id for entry in back.entries] == seen[50:100]


def test_seals_and_proofs_are_handed_out(committed_db, data_dir):
    # Entries are sealed once their transaction is over, so the commit must be real.
    owner = cast.person(Role.OWNER)
    with transaction.atomic():
        entry = record(NEED, subject=1, organization=owner.actor.organization)
    sealing.seal_all()
    page = Client().get(reverse("ledger:seals"))
    assert bytes(page.context["page"].object_list[0].root).hex() in page.content.decode()
    roots = b"".join(Client().get(reverse("ledger:roots")).streaming_content)
    assert roots.startswith(b"1 ")
    answer = owner.client.get(reverse("ledger:proof", args=[entry]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    fields = {field["name"]: field for field in json.loads(answer.content)["fields"]}
    assert fields["kind"]["text"] == NEED
    assert "text" not in fields["organization_id"]
