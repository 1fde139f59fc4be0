"""Who reaches which page; figures of a report are open to the host and to bureaus alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.operating import operating
from lianqiao.desks.programs.centers.services import Reported
from tests.cast import person

PAGES = {
    "register": (200, 200, 200),
    "city": (200, 200, 200),
    "campaigns": (404, 404, 200),
    "import": (404, 404, 200),
    "import_template": (404, 404, 200),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_to_visitor_host_and_officer(name, host, bureau):
    arguments = ["reports"] if name.startswith("import") else []
    url = reverse(f"centers:{name}", args=arguments)
    clients = (Client(), person(Role.OWNER, host).client, person(Role.OFFICER, bureau).client)
    answers = [client.get(url) for client in clients]
    assert tuple(one.status_code for one in answers) == PAGES[name]
    for one in answers:
        if one.streaming:
            one.getvalue()


def test_figures_of_a_report_are_open_to_host_and_office_alone(
    registered, host, bureau, officer, enterprise_owner
):
    figures = dict.fromkeys(operating().figures, Decimal(10))
    year = timezone.localdate().year - 1
    services.report_many([Reported(registered.pk, year, figures)], actor=officer)
    url = reverse("centers:center", args=[registered.pk])
    sees = {
        "visitor": Client(),
        "another": enterprise_owner.client,
        "host": person(Role.MEMBER, host).client,
        "officer": person(Role.OFFICER, bureau).client,
    }
    found = {who: len(client.get(url).context["reports"]) for who, client in sees.items()}
    assert found == {"visitor": 0, "another": 0, "host": 1, "officer": 1}
