"""The demo's policies, its enterprises' figures, and the city run that brings them together.

`policies.json` has invented policies after kinds that cities really have. Days in it are counted
from today, money in units of 10,000 yuan.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.rules.models import Parameter, ScoreTable
from lianqiao.core.terminal import progress_bar
from lianqiao.desks.policies.drafts import MeasureDraft, PolicyDraft
from lianqiao.desks.policies.models import Level, Policy, Run, RunState
from lianqiao.desks.policies.services import publishing, runs, versions
from lianqiao.site.demo import figures, loading, texts
from lianqiao.site.demo.history import TEN_THOUSAND_YUAN
from lianqiao.site.demo.people import BUREAU, CITY, acting

FILE = Path(__file__).with_name("policies.json")
TABLES = Path(__file__).with_name("tables.json")
PARAMETERS = Path(__file__).with_name("parameters.csv")
IN_FORCE_SINCE = date(2020, 1, 1)
DAY = timedelta(days=1)
ISSUERS = {
    "finance": "示范城市财政局（虚构）",
    "talent": "示范城市人力资源和社会保障局（虚构）",
    "employment": "示范城市人力资源和社会保障局（虚构）",
    "equipment": "示范城市工业和信息化局（虚构）",
    "titles": "示范城市工业和信息化局（虚构）",
    "digital": "示范城市工业和信息化局（虚构）",
    "market": "示范城市商务局（虚构）",
    "trade": "示范城市商务局（虚构）",
    "rights": "示范城市市场监督管理局（虚构）",
    "green": "示范城市发展和改革委员会（虚构）",
    "care": "示范城市卫生健康委员会（虚构）",
}
CONTACT = {
    "office": "政策兑现处（虚构）",
    "address": "示范路1号（虚构）",
    "telephone": "0532-00000000",
}


def load(*, enterprises: int = 0) -> None:
    """Publish the policies, enter figures and titles, and decide for the whole city.

    `enterprises` are invented beyond those of the collection. What an earlier attempt brought in
    stays and is not brought in again.
    """
    publish()
    _record_figures()
    with progress_bar("enterprises") as progress:
        loading.load(actor=acting("officer"), count=enterprises, progress=progress)
    with progress_bar("city run") as progress:
        runs.decide(progress=progress)


@transaction.atomic
def publish() -> None:
    """Publish those policies that are not there yet."""
    _lay_down_parameters()
    _lay_down_tables()
    writer, second = acting("officer"), acting("lead")
    known = set(Policy.objects.values_list("code", flat=True))
    for number, (code, versions_of) in enumerate(drafts(), start=1):
        if code not in known:
            _publish(writer, second, code, versions_of, number)


@transaction.atomic
def _record_figures() -> None:
    """Enter figures and titles of the collection's enterprises, of which nothing is known yet."""
    figures.record(
        Organization.objects.filter(
            kind=Organization.Kind.ENTERPRISE, is_invented=True, facts__isnull=True
        ).order_by("pk")
    )


def _lay_down_parameters() -> None:
    with PARAMETERS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = Decimal(row.pop("number"))
            parameter, is_new = Parameter.objects.get_or_create(code=row.pop("code"), defaults=row)
            if is_new:
                parameter.values.create(valid_from=IN_FORCE_SINCE, number=number)


def _lay_down_tables() -> None:
    for row in json.loads(TABLES.read_text(encoding="utf-8")):
        rows = row.pop("rows")
        table, is_new = ScoreTable.objects.get_or_create(code=row.pop("code"), defaults=row)
        if is_new:
            table.versions.create(valid_from=IN_FORCE_SINCE, rows=rows)


def is_loaded() -> bool:
    """Tell whether all of it is there already."""
    codes = {code for code, _versions in drafts()}
    published = Policy.objects.filter(code__in=codes).count()
    decided = Run.objects.filter(state=RunState.DONE).exists()
    return published == len(codes) and decided and loading.is_loaded()


def drafts() -> Iterator[tuple[str, list[PolicyDraft]]]:
    """Yield the code of each policy of the file with what it says, a later version after it."""
    for row in json.loads(FILE.read_text(encoding="utf-8")):
        versions_of = [_draft(row)]
        if later := row.get("later"):
            versions_of[0] = replace(versions_of[0], valid_to=_day(later["begins"]) - DAY)
            versions_of.append(_draft(row | later))
        yield row["code"], versions_of


def _draft(row: Mapping[str, Any]) -> PolicyDraft:
    begins = _day(row["begins"])
    return PolicyDraft(
        title=row["title"],
        issuer=row.get("issuer") or ISSUERS.get(row["topics"][0], BUREAU),
        level=row.get("level", Level.CITY),
        region=row.get("region", CITY),
        topics=row["topics"],
        audience=[Organization.Kind.ENTERPRISE.value],
        text=texts.text(row["articles"], [one["route"] for one in row["measures"]]),
        interpretation=row["interpretation"],
        published_on=begins,
        valid_from=begins,
        measures=[_measure(one) for one in row["measures"]],
    )


def _measure(row: Mapping[str, Any]) -> MeasureDraft:
    counted = {
        "cap": row["cap"] * TEN_THOUSAND_YUAN,
        "budget": row["budget"] * TEN_THOUSAND_YUAN,
        "opens_on": None if row["opens"] is None else _day(row["opens"]),
        "closes_on": None if row["closes"] is None else _day(row["closes"]),
    }
    plain = {name: value for name, value in row.items() if name not in {"opens", "closes"}}
    return MeasureDraft(**{**plain, **counted, **CONTACT})


def _day(said: int | str) -> date:
    """Return a day: so many days from today, or the day itself."""
    if isinstance(said, str):
        return date.fromisoformat(said)
    return timezone.localdate() + timedelta(days=said)


def _publish(
    writer: Actor, second: Actor, code: str, versions_of: list[PolicyDraft], number: int
) -> None:
    policy = None
    for draft in versions_of:
        year = (draft.published_on or timezone.localdate()).year
        row = versions.save_draft(
            actor=writer,
            draft=replace(draft, document_number=f"示政规〔{year}〕{number}号（虚构）"),
            policy=policy,
            code=code,
            is_invented=True,
        )
        publishing.submit(actor=writer, version=row.pk)
        publishing.approve(actor=second, version=row.pk)
        policy = row.policy_id
