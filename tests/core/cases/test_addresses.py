"""Every address of cases, asked by everybody, with what nobody would type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lianqiao.core.cases import views
from lianqiao.core.cases.queries.deadlines import token_of
from lianqiao.core.cases.services import ask_correction, drawing, reviewing
from lianqiao.core.cases.services.attaching import attach
from lianqiao.core.cases.services.remarking import remark
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.services.calendar import load_working_days
from tests import cast
from tests.core.cases.reviews import procedure

NUL, HUGE, SECRET = "\x00", 10**30, "只给本局看的批注"
CONTROLS = {
    name
    for file in Path(views.__file__).parent.glob("*.py")
    for name in re.findall(r'(?:POST|GET)\.get(?:list)?\("(\w+)"', file.read_text("utf-8"))
}
"""What the pages read of what is sent."""
EVERYBODYS = {"apply", "start", "check", "version", "version_file", "compare", "schema"}
"""Addresses that answer a visitor."""
OF_A_KIND = {
    "filings": "filing",
    "reviews": "review",
    "versions": "version",
    "corrections": "correction",
}


@pytest.fixture
def keys(bureau, enterprise_owner, officer) -> dict[str, Any]:
    """One of everything, by the name of an address's argument."""
    load_working_days()
    version = procedure.published(bureau)
    pool = procedure.experts(5)
    filing = procedure.submitted(version, enterprise_owner).filing
    panel = drawing.draw(filing.case_id, "expert", actor=officer.actor)
    seat = panel.assignments.first()
    expert = pool[seat.expert_id]
    reviewing.open_papers(seat.pk, actor=expert.actor)
    asked = ask_correction(filing.pk, ["plan"], "缺页", working_days=5, actor=officer.actor)
    file = SimpleUploadedFile("方案.pdf", b"%PDF-1.7 plan")
    kept = attach(actor=enterprise_owner.actor, filing=filing.pk, field="plan", file=file)
    remark(actor=officer.actor, case=filing.case_id, text=SECRET, is_private=True)
    return {
        "code": "small",
        "kind": "yaml",
        "form": "csv",
        "key": "plan",
        "place": "forms/0",
        "step": "grant",
        "file": kept.pk,
        "panel": panel.pk,
        "seat": seat.pk,
        "other": version.pk,
        "token": token_of(officer.actor),
        "case": filing.case_id,
        "filing": filing.pk,
        "version": version.pk,
        "review": seat.pk,
        "correction": asked.pk,
        "expert": expert,
    }


def addresses(keys: Mapping[str, Any], number: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield (name, path) of each address of cases; `number` stands in for all numbers."""
    tops = get_resolver().url_patterns
    top = next(one for one in tops if getattr(one, "namespace", "") == "cases")
    for one in _patterns(top):
        path = str(one.pattern)
        own = OF_A_KIND.get(path.partition("/")[0], "case")
        given = {}
        for kind, key in re.findall(r"<(\w+):(\w+)>", path):
            known = keys.get(own if key == "pk" else key, 1)
            given[key] = number if number and kind == "int" else known
        yield str(one.name), reverse(f"cases:{one.name}", kwargs=given)


def _patterns(top: URLResolver) -> Iterator[URLPattern]:
    for one in top.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


def asked(browser: Client, method: str, url: str, value: str) -> tuple[int, bytes]:
    """Return the status of an address, and what it says."""
    browser.raise_request_exception = False
    answer = getattr(browser, method)(url, dict.fromkeys(CONTROLS, value))
    return answer.status_code, answer.getvalue()


@pytest.mark.parametrize("who", ["visitor", "owner", "expert", "lead"])
def test_nothing_that_is_sent_breaks_an_address(keys, who, enterprise_owner, team_lead):
    people = {"owner": enterprise_owner, "expert": keys["expert"], "lead": team_lead}
    browser = people[who].client if who in people else Client()
    broken = {
        (method, name)
        for number in (None, HUGE)
        for name, url in addresses(keys, number)
        for method in ("get", "post")
        if asked(browser, method, url, NUL)[0] >= 500
    }
    assert not broken


def test_a_stranger_finds_nothing_and_changes_nothing(keys, other_owner, citizen):
    office = cast.organization(kind=cast.Kind.BUREAU)
    strangers = [Client(), other_owner.client, citizen.client]
    strangers += [cast.person(role, office).client for role in (Role.OFFICER, Role.TEAM_LEAD)]
    wide = EVERYBODYS | {"calendar_file"}
    numbers = {str(keys[key]) for key in ("case", "filing", "review", "correction", "version")}
    open_ = {
        (method, name)
        for name, url in addresses(keys)
        if name not in wide and numbers.intersection(url.split("/"))
        for browser in strangers
        for method in ("get", "post")
        if asked(browser, method, url, "1")[0] not in {302, 401, 403, 404, 405}
    }
    assert not open_


def test_a_note_of_the_office_is_read_by_nobody_else(keys, enterprise_owner, other_owner):
    for browser in (Client(), enterprise_owner.client, other_owner.client, keys["expert"].client):
        for _name, url in addresses(keys):
            assert SECRET.encode() not in asked(browser, "get", url, "1")[1]
