"""The demo city's promises stand today as their file says."""

from __future__ import annotations

from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.commitments.models import Amendment, Attachment, Progress
from lianqiao.desks.reports.commitments.queries import Wanted, listed
from lianqiao.site.demo import commitments
from lianqiao.site.demo.yearly import year_told
from tests.cast import organization, person
from tests.desks.reports.commitments.conftest import TODAY, png


def test_each_promise_stands_as_its_line_says(codes, monkeypatch):
    monkeypatch.setattr(commitments, "picture", lambda *_drawn: png())
    bureau = Organization.Kind.BUREAU
    names = {line.department for line in commitments.lines()}
    departments = {name: organization(name=name, kind=bureau).pk for name in names}
    year = year_told(TODAY)
    officer, lead = person(Role.OFFICER).actor, person(Role.TEAM_LEAD).actor
    commitments.tell(departments, year, TODAY, officer, lead)
    found = {
        (one.row.department_id, one.row.year, one.row.number): one.standing
        for one in listed(Wanted(), TODAY)
    }
    for line in commitments.lines():
        department, back, number = line.key
        stands = found[departments[department], year - back, number]
        state = "done" if line.state == "late" else line.state
        assert (stands.state, stands.is_late) == (state, line.state == "late"), line.title
    assert len({stands.state for stands in found.values()}) == 5
    assert all("虚构" in note for note in Progress.objects.values_list("note", flat=True))
    assert Amendment.objects.count() == 1
    assert Attachment.objects.filter(media="application/pdf").exists()
    before = Entry.objects.count()
    commitments.tell(departments, year, TODAY, officer, lead)
    assert Entry.objects.count() == before


def test_a_picture_is_drawn():
    drawn = commitments.picture("夏庄站点　2026-03", 4, 0.7)
    assert drawn.startswith(b"\x89PNG")
