"""The demo city answers for its year: indicators, what departments report, a text held against it.

`yearly.csv` has a line for each figure of `yearly.md`, in its order: the indicator, and what the
records come to. Three figures differ on purpose: of 459 matches two were withdrawn before they were
signed, one clinic of 769 is not finished, and of 5885万元 some bills are still being checked.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from lianqiao.core.indicators.models import Aggregate, Indicator
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import value
from lianqiao.core.indicators.services import Definition, Figure, define, report_figures
from lianqiao.core.ledger.sealing import seal_all
from lianqiao.core.parties import services as parties
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.desks.exchange.services import indexing
from lianqiao.desks.reports.publishing import services as publishing
from lianqiao.desks.reports.publishing.models import Report, Stage
from lianqiao.desks.reports.publishing.services import Draft
from lianqiao.desks.reports.statements import services as statements
from lianqiao.desks.reports.statements.models import Outcome, Text
from lianqiao.desks.reports.statements.services import Given, Remark
from lianqiao.site.demo import commitments, earlier, evaluation, people

Progress = Callable[[int, int], None]

HERE = Path(__file__).parent
TITLE, TITLE_EN = "这一年，向市民报告（虚构）", "The year, reported to citizens (invented)"
NAMES = {
    "science": (people.BUREAU, "Science Bureau (invented)"),
    "zone": ("示范城市高新区管委会（虚构）", "High-tech Zone Committee (invented)"),
    "education": ("示范城市教育局（虚构）", "Education Bureau (invented)"),
    "private": ("示范城市民营经济局（虚构）", "Private Business Bureau (invented)"),
    "health": ("示范城市卫生健康委员会（虚构）", "Health Commission (invented)"),
}
TOTALS = {"results": 3217, "needs": 893, "signed": 457}
LAST_YEAR = {"results": 2840, "needs": 771, "signed": 388}
COUNTED = {
    "results": "exchange.results",
    "needs": "exchange.needs",
    "signed": "exchange.signed",
}
RATES = ("%", "岁")
GROWING = tuple(map(Decimal, ("0.9", "0.87", "0.93", "0.84")))
STEADY = Decimal("0.99")
"""What last year came to, as a part of this year's."""

SOURCE = "部门业务系统统计（虚构）"
CORRECTED, RIGHT = "health.saved", Decimal("52951200")
"""A figure of last year's report, and what it ought to have been."""

TO_TELL = timedelta(days=60)
"""A year is told once two months of it are over."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the text."""

    written: str
    code: str
    name: str
    name_en: str
    department: str
    unit: str
    kinds: str
    quantity: str
    value: str
    verdict: str
    reason: str

    @property
    def aggregate(self) -> Aggregate:
        """How the city comes to it."""
        if not self.kinds:
            return Aggregate.REPORTED
        return Aggregate.SUM if self.quantity else Aggregate.COUNT


@lru_cache
def lines() -> tuple[Line, ...]:
    """Return the lines of the file, in the order of the text."""
    with (HERE / "yearly.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Line(**row) for row in csv.DictReader(file))


def year_told(today: date) -> int:
    """Return which year the city answers for."""
    return (today - TO_TELL).year


def is_told() -> bool:
    """Tell whether the year has been told."""
    return Text.objects.filter(title=TITLE).exists()


def tell(
    officer: Actor,
    lead: Actor,
    administrator: Actor,
    *,
    progress: Progress = lambda done, total: None,
) -> None:
    """Lay indicators down, bring the year's records in, publish the reports, hold the text."""
    today = timezone.localdate()
    year = year_told(today)
    steps: list[Callable[[], object]] = [
        lambda: _enter(year, today, lead, administrator),
        lambda: evaluation.begin(departments(), year, officer, lead),
        lambda: commitments.tell(departments(), year, today, officer, lead),
        seal_all,
        lambda: _publish(year - 1, officer, lead),
        lambda: _publish(year, officer, lead),
        lambda: _put_right(year - 1, lead, administrator),
        lambda: _hold(year, today, officer, lead),
        lambda: evaluation.finish(lead),
    ]
    for done, step in enumerate(steps):
        progress(done, len(steps))
        step()
    progress(len(steps), len(steps))


@transaction.atomic
def _enter(year: int, today: date, lead: Actor, administrator: Actor) -> None:
    _found_departments()
    _indicators(departments(), administrator)
    _records(year, lead)
    _reported(year, today, administrator)


def departments() -> dict[str, int]:
    """Return the keys of those who answer for the year, by their code in the file."""
    found = dict(Organization.objects.values_list("name", "pk").filter(name__in=_names()))
    return {code: found[name] for code, (name, _english) in NAMES.items()}


def told() -> Report:
    """Return the year's own report."""
    year = year_told(timezone.localdate())
    return Report.objects.get(year=year, title=_titled(TITLE, year), stage=Stage.PUBLISHED)


def verdicts() -> tuple[Counter[str], list[str]]:
    """Return how many figures of the text have each verdict, and those that differ, in words."""
    claims = list(Text.objects.get(title=TITLE).claims.select_related("indicator"))
    differing = [
        f"{one.subject} {one.written} ≠ {one.found:,.0f}" for one in claims if one.agrees is False
    ]
    return Counter(one.outcome or Outcome.UNKNOWN.value for one in claims), differing


def _found_departments() -> None:
    for name, name_en in NAMES.values():
        if not Organization.objects.filter(name=name).exists():
            bureau = Organization.Kind.BUREAU
            parties.create_organization(
                parties.OrganizationData(
                    name=name, name_en=name_en, kind=bureau, region=people.CITY, is_invented=True
                )
            )


def _names() -> list[str]:
    return [name for name, _english in NAMES.values()]


def _indicators(known: Mapping[str, int], administrator: Actor) -> None:
    for line in lines():
        if line.code and not Indicator.objects.filter(pk=line.code).exists():
            define(line.code, _definition(line, known), actor=administrator)


def _definition(line: Line, known: Mapping[str, int]) -> Definition:
    return Definition(
        line.name,
        known[line.department],
        line.aggregate,
        name_en=line.name_en,
        unit=line.unit,
        definition=f"{line.name}（演示，虚构）",
        definition_en=f"{line.name_en} (demo, invented)",
        kinds=[line.kinds] if line.kinds else [],
        quantity=line.quantity,
    )


def _records(year: int, lead: Actor) -> None:
    """Bring in what is missing of the totals; the story of the exchange has some of it already."""
    now = timezone.now()
    for period, totals in ((Period.year(year - 1), LAST_YEAR), (Period.year(year), TOTALS)):
        there = {name: int(value(code, period).value or 0) for name, code in COUNTED.items()}
        wanted = {name: total - there[name] for name, total in totals.items()}
        earlier.bring_in(period, now, wanted, actor=lead)
    # Closed listings are in no index: taken off the list here, they keep no worker busy later.
    with indexing.pen():
        while indexing.apply_changes():
            pass


def _reported(year: int, today: date, administrator: Actor) -> None:
    this, last = _period(year, today), Period.year(year - 1)
    figures = []
    for place, line in enumerate(lines()):
        if line.value:
            number = Decimal(line.value)
            share = STEADY if line.unit in RATES else GROWING[place % len(GROWING)]
            before = (number * share).quantize(_places(line.value))
            figures += [
                Figure(line.code, this, number, source=SOURCE),
                Figure(line.code, last, before, source=SOURCE),
            ]
    report_figures(figures, actor=administrator)


def _places(written: str) -> Decimal:
    """Return the last place that a number is written to."""
    return Decimal(1).scaleb(-len(written.partition(".")[2]))


def _period(year: int, today: date) -> Period:
    """Return the year as far as it has come."""
    return Period.year(year) if today.year > year else Period.to_month(year, today.month)


def _publish(year: int, officer: Actor, lead: Actor) -> None:
    published = Report.objects.filter(year=year, stage=Stage.PUBLISHED)
    if published.filter(title=_titled(TITLE, year)).exists():
        return
    period = _period(year, timezone.localdate())
    texts = {
        name: (HERE / f"report_{name}.md").read_text(encoding="utf-8") for name in ("zh", "en")
    }
    body, body_en = (
        text.replace("PERIOD", period.code).replace("YEAR", str(year)) for text in texts.values()
    )
    draft = Draft(_titled(TITLE, year), body, year, f"{year}: {TITLE_EN}", body_en, True)
    report = publishing.save(draft, actor=officer)
    publishing.submit(report.pk, actor=officer)
    publishing.verify(publishing.publish(report.pk, actor=lead), at_once=True)


def _put_right(year: int, lead: Actor, administrator: Actor) -> None:
    """Correct a figure of a published report: it stays, with the right one beside it."""
    report = Report.objects.get(year=year, title=_titled(TITLE, year), stage=Stage.PUBLISHED)
    figure = report.figures.get(frozen__version__indicator=CORRECTED)
    if figure.errata.exists():
        return
    right = Figure(CORRECTED, Period.year(year), RIGHT, source=SOURCE)
    report_figures([right], actor=administrator)
    reason = "两家医院的账单报送有误，核对后更正（虚构）。"
    publishing.add_erratum(figure.pk, actor=lead, reason=reason)
    publishing.verify(report, at_once=True)


def _titled(title: str, year: int) -> str:
    return f"{year}：{title}"


def _why(line: Line) -> Remark | None:
    return Remark(line.reason, is_public=True) if line.reason else None


@transaction.atomic
def _hold(year: int, today: date, officer: Actor, lead: Actor) -> None:
    """Enter the text, say what each of its figures speaks of, judge it, open it to everybody."""
    spoken = min(today, date(year, 12, 31))
    body = (HERE / "yearly.md").read_text(encoding="utf-8")
    given = Given(TITLE, body, year, spoken, source="示范日报（虚构）", is_invented=True)
    text = statements.enter(given, actor=officer)
    for claim, line in zip(text.claims.order_by("start"), lines(), strict=True):
        if line.code:
            statements.confirm(claim.pk, line.code, actor=officer, remark=_why(line))
        elif claim.indicator_id:
            statements.dismiss(claim.pk, actor=officer)
    statements.judge(text.pk, actor=officer)
    statements.publish(text.pk, actor=lead, is_public=True)
