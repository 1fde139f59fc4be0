"""The main job on real input: papers, companies and products come in and answer needs."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse

from bench.real import sources
from lianqiao.core.parties.models import Organization
from lianqiao.desks.exchange.models import Listing, Match
from lianqiao.desks.exchange.services import proposals
from tests.desks.exchange.conftest import index_all, listing

PRODUCTS = 3_000


@pytest.fixture
def brought_in(codes, tmp_path):
    """All companies and papers, and some thousand products, through the importers."""
    if not sources.DATA.is_dir():
        pytest.skip("real data (../shared/data/matching) is not on this machine")
    call_command("import_organizations", sources.organizations(tmp_path, []), apply=True)
    for file in (sources.papers(tmp_path), sources.products(tmp_path, PRODUCTS)):
        call_command("import_listings", file, apply=True)
    index_all()


def test_papers_and_products_answer_a_need(brought_in, enterprise_owner, client):
    assert Organization.objects.count() > 4_654
    assert Listing.objects.filter(kind="result").count() == 2_000
    assert Listing.objects.filter(kind="capability").count() == PRODUCTS
    need = listing(
        enterprise_owner,
        title="活性染料一等品率上不去",
        text="活性艳蓝染料固色浴里凝聚、染花，匀染性差，一等品率低，想要吸尽率和固色率高的染料。",
    )
    index_all()
    proposals.propose_for(need.pk)
    best = Match.objects.filter(need=need).order_by("-score").select_related("result").first()
    # CSL's own abstract on the dye 'brilliant blue GN and RN'.
    assert "双官能团活性艳蓝" in best.result.title
    page = enterprise_owner.client.get(reverse("exchange:listing", args=[need.pk]))
    assert best.result.title in page.content.decode()
    found = client.get(reverse("exchange:search"), {"q": "活性艳蓝"})
    assert found.context["found"].listings[0] == best.result
