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

from lianqiao.core.parties import services
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization, User
from lianqiao.core.rules.models import Parameter
from lianqiao.core.terminal import progress_bar
from lianqiao.desks.policies.drafts import MeasureDraft, PolicyDraft
from lianqiao.desks.policies.models import Policy, Run, RunState
from lianqiao.desks.policies.services import publishing, runs, versions
from lianqiao.site.demo import figures, loading
from lianqiao.site.demo.history import TEN_THOUSAND_YUAN
from lianqiao.site.demo.people import BUREAU, CITY

FILE = Path(__file__).with_name("policies.json")
PARAMETERS = Path(__file__).with_name("parameters.csv")
IN_FORCE_SINCE = date(2020, 1, 1)
NUMERALS = "一二三四五六七八九"
LAST_ARTICLE = "本文件自发布之日起施行。本文件及其中数字均为虚构，仅供演示。"
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
        loading.load(actor=_acting("officer"), count=enterprises, progress=progress)
    with progress_bar("city run") as progress:
        runs.decide(progress=progress)


@transaction.atomic
def publish() -> None:
    """Publish those policies that are not there yet."""
    _lay_down_parameters()
    writer, second = _acting("officer"), _acting("lead")
    known = set(Policy.objects.values_list("code", flat=True))
    for number, (code, draft) in enumerate(drafts(), start=1):
        if code not in known:
            numbered = f"示科规〔{timezone.localdate().year}〕{number}号（虚构）"
            _publish(writer, second, code, draft, numbered)


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


def is_loaded() -> bool:
    """Tell whether all of it is there already."""
    codes = {code for code, _draft in drafts()}
    published = Policy.objects.filter(code__in=codes).count()
    decided = Run.objects.filter(state=RunState.DONE).exists()
    return published == len(codes) and decided and loading.is_loaded()


def drafts() -> Iterator[tuple[str, PolicyDraft]]:
    """Yield each policy of the file with its code."""
    for row in json.loads(FILE.read_text(encoding="utf-8")):
        begins = _day(row["begins"])
        yield (
            row["code"],
            PolicyDraft(
                title=row["title"],
                issuer=BUREAU,
                region=CITY,
                topics=row["topics"],
                audience=[Organization.Kind.ENTERPRISE.value],
                text="\n\n".join(_articles([*row["articles"], LAST_ARTICLE])),
                interpretation=row["interpretation"],
                published_on=begins,
                valid_from=begins,
                measures=[_measure(one) for one in row["measures"]],
            ),
        )


def _articles(texts: list[str]) -> Iterator[str]:
    for numeral, text in zip(NUMERALS, texts, strict=False):
        yield f"## 第{numeral}条"
        yield text


def _measure(row: Mapping[str, Any]) -> MeasureDraft:
    counted = {
        "cap": row["cap"] * TEN_THOUSAND_YUAN,
        "budget": row["budget"] * TEN_THOUSAND_YUAN,
        "opens_on": _day(row["opens"]),
        "closes_on": _day(row["closes"]),
    }
    plain = {name: value for name, value in row.items() if name not in {"opens", "closes"}}
    return MeasureDraft(**{**plain, **counted, **CONTACT})


def _day(days: int | None) -> date | None:
    return None if days is None else timezone.localdate() + timedelta(days=days)


def _publish(
    writer: Actor, second: Actor, code: str, draft: PolicyDraft, document_number: str
) -> None:
    draft = replace(draft, document_number=document_number)
    row = versions.save_draft(actor=writer, draft=draft, code=code, is_invented=True)
    publishing.submit(actor=writer, version=row.pk)
    publishing.approve(actor=second, version=row.pk)


def _acting(username: str) -> Actor:
    return services.actor_of(User.objects.get(username=username))
