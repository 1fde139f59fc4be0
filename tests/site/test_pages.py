"""Every page that can be reached by links, as each kind of user."""

from __future__ import annotations

import re
from collections import deque
from html import unescape

import pytest

from lianqiao.desks.exchange.services import matches, proposals
from tests.desks.exchange.conftest import index_all, listing

LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:",
    re.I,
)
# Downloads, the administrator's lists (Django's own pages), signing out.
LEFT_OUT = ("/static/", "/admin/", "/accounts/logout", "/export", ".json", "template", "roots.txt")
LEFT_OUT_TOO = ("/records/xlsx", "/records/csv", "/files/", "/evidence/")
MOST = 200


@pytest.fixture
def city(codes, enterprise_owner, institute, officer, team_lead):
    """A little of everything: listings, proposals, one match under way."""
    from lianqiao.desks.exchange.services import teams

    members = [officer.actor.membership, team_lead.actor.membership]
    team = teams.create_team(actor=team_lead.actor, name="第一服务队", members=members)
    need = listing(enterprise_owner, field="NM", region="370212", industry="384")
    listing(enterprise_owner, published=False)
    listing(institute, kind="result", field="NM", region="370202")
    index_all()
    proposals.propose_for(need.pk)
    match = need.matches_as_need.get()
    matches.take_up(actor=officer.actor, match=match.pk, team=team.pk)


def reached(browser):
    """Yield every page that links lead to, each pattern of address once or twice."""
    waiting, seen, kinds = ["/"], {"/"}, {}
    while waiting:
        address = waiting.pop(0)
        answer = browser.get(address)
        yield address, answer
        if answer.streaming:
            deque(answer.streaming_content, maxlen=0)  # read to its end, a file is closed
        if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
            continue
        for link in map(unescape, LINK.findall(answer.content.decode())):
            shape = re.sub(r"\d+|=[^&]*", "", link)
            if link in seen or any(part in link for part in LEFT_OUT + LEFT_OUT_TOO):
                continue
            seen.add(link)
            kinds[shape] = kinds.get(shape, 0) + 1
            if kinds[shape] <= 2:
                waiting.append(link)


@pytest.mark.parametrize(
    "role",
    [None, "citizen", "enterprise_owner", "institute", "officer", "team_lead", "administrator"],
)
def test_every_page_answers_strictly_and_in_chinese(role, city, client, request):
    browser = request.getfixturevalue(role).client if role else client
    looked = 0
    for address, answer in reached(browser):
        looked += 1
        # Forms that only take POST are reached by their addresses, too.
        assert answer.status_code in {200, 302, 405}, (address, answer.status_code)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy, address
        assert "unsafe" not in policy, address
        html = answer.content.decode()
        assert not INLINE.search(html), (address, INLINE.search(html))
        assert html.count("<h1") == 1, address
        assert 'lang="zh-hans"' in html
        # Where reports are written, their references stand in such braces.
        assert "{{" not in html or address.startswith("/reports/new/"), address
        assert "{%" not in html, address
    assert 8 <= looked <= MOST


def test_chinese_is_complete():
    """No text of ours is left untranslated, and none is marked as doubtful."""
    from pathlib import Path

    import lianqiao.site

    folder = Path(lianqiao.site.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES"
    text = (folder / "django.po").read_text(encoding="utf-8")
    entries = text.split("\n\n")[1:]
    empty = [entry for entry in entries if re.search(r'msgstr(\[0\])? ""\s*$', entry)]
    assert len(entries) > 700
    assert not empty
    assert "fuzzy" not in text
