"""Many enterprises against many measures at once, for the systems of offices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.rules.city import load_city, opened
from lianqiao.core.rules.registry import registry
from lianqiao.desks.policies.judging import capped, measures_in_force, plan_of
from lianqiao.desks.policies.models import Measure
from lianqiao.engines.rules import Plan, Vocabulary

MOST_DECISIONS = 50_000


@dataclass(frozen=True, slots=True)
class Decided:
    """What was found of an enterprise and a measure: yes, no or unknown (None); fen."""

    code: str
    measure: int
    verdict: bool | None
    amount: int | None
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided; codes that nobody has; measures without a rule to decide by."""

    decided: Sequence[Decided]
    unknown_codes: Sequence[str]
    unjudged: Sequence[int]


def decide(
    actor: Actor, *, codes: Sequence[str], measures: Sequence[int] | None, on: date
) -> Decisions:
    """Decide measures in force on a day (all, if none is named) for enterprises by their codes.

    Facts of all of them are read at once. NotAllowed for who is no bureau; Invalid for a measure
    that is not in force, and where more than `MOST_DECISIONS` are asked for.
    """
    if not actor.is_bureau:
        raise NotAllowed(_("Only a bureau decides for enterprises; your own stand in My policies."))
    found = _organizations(codes)
    chosen = _measures(measures, on)
    _require_bounded(len(found) * len(chosen))
    words = registry()
    plans = {row: plan_of(row, on, words) for row in chosen}
    ready = {row: plan for row, plan in plans.items() if plan}
    facts = _facts(list(found.values()), ready.values(), words.vocabulary, on)
    return Decisions(
        [
            _decided(code, row, plan, facts[pk])
            for code, pk in found.items()
            for row, plan in ready.items()
        ],
        [code for code in dict.fromkeys(codes) if code not in found],
        [row.pk for row, plan in plans.items() if plan is None],
    )


def _organizations(codes: Sequence[str]) -> Mapping[str, int]:
    """Return the enterprises among the codes, in the order of these."""
    rows = Organization.objects.filter(uscc__in=codes).exclude(kind=Organization.Kind.BUREAU)
    known = dict(rows.values_list("uscc", "pk"))
    return {code: known[code] for code in dict.fromkeys(codes) if code in known}


def _measures(wanted: Sequence[int] | None, on: date) -> list[Measure]:
    rows = measures_in_force(on).order_by("pk")
    if wanted is None:
        return list(rows)
    found = {row.pk: row for row in rows.filter(pk__in=wanted)}
    strange = [pk for pk in wanted if pk not in found]
    if strange:
        message = _("Measure %(measure)d is not in force on that day.") % {"measure": strange[0]}
        raise Invalid(message, {"measures": message})
    return list(found.values())


def _require_bounded(count: int) -> None:
    if count > MOST_DECISIONS:
        message = _(
            "At most %(most)d decisions at once: ask for fewer enterprises or measures."
        ) % {"most": MOST_DECISIONS}
        raise Invalid(message, {"codes": message})


def _facts(
    organizations: list[int], plans: Any, vocabulary: Vocabulary, on: date
) -> Mapping[int, Mapping[str, Any]]:
    if not organizations:
        return {}
    columns = {name for plan in plans for name in plan.columns}
    with opened() as city:
        load_city(city, columns, vocabulary, on, organizations=organizations)
        return {row.pop("id"): row for row in _rows(city)}


def _rows(city: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    found = city.execute("SELECT * FROM facts")
    names = [column[0] for column in found.description]
    for values in found.fetchall():
        pairs = zip(names, values, strict=True)
        yield {name: value for name, value in pairs if value is not None}


def _decided(code: str, measure: Measure, plan: Plan, row: Mapping[str, Any]) -> Decided:
    said = plan.judge(row)
    amount = capped(measure, said.amount) if said.verdict else None
    return Decided(code, measure.pk, said.verdict, amount, said.missing)
