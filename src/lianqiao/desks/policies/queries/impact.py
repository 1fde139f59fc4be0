"""What a measure would do to the whole city, before it is published: who, how much, who may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from lianqiao.core.language import language
from lianqiao.core.money import spoken
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.rules.city import load_city, opened
from lianqiao.core.rules.registry import registry
from lianqiao.desks.policies.judging import capped, plan_of
from lianqiao.desks.policies.models import Measure, Stage
from lianqiao.desks.policies.queries import access
from lianqiao.desks.policies.queries.runs import require_bureau
from lianqiao.engines.rules import Explained, Plan, Vocabulary, Words, decide_city
from lianqiao.engines.rules import Measure as Decided

DIMENSIONS = ("region", "industry_section", "size")
NEW, BEFORE = 1, 0
LOOKED_AT = 400
"""Refused enterprises among which the nearest misses are looked for."""

QUALIFYING, MAYBE, NEAR = 4, 3, 3
EDGES = tuple(10_000_00 * step * 10**power for power in range(5) for step in (1, 2, 5))
"""Bounds of the classes of amounts in fen: 10,000 yuan, 20,000, 50,000, and so on."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """How many of a district, industry or size qualify, and their amount in fen."""

    code: str
    name: str
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class Sample:
    """An enterprise as an example: what it gets (fen), and why."""

    organization: Organization
    verdict: bool | None
    amount: int | None
    explained: Explained


@dataclass(frozen=True, slots=True)
class Compared:
    """Against the version that holds now: who would begin, end, and get more or less."""

    gain: int
    lose: int
    more: int
    less: int
    amount: int


@dataclass(frozen=True, slots=True)
class Impact:
    """Counts of enterprises and sums in fen on a reference date.

    `unpriced` qualify, but their amount is unknown. `missing` are facts with how many of the
    undecided lack them. `steps` are classes of amounts with their counts.
    """

    on: date
    subjects: int
    qualifying: int
    unknown: int
    unpriced: int
    amount: int
    missing: list[tuple[str, int]]
    groups: Mapping[str, list[Group]]
    steps: list[tuple[str, int]]
    samples: list[Sample]
    compared: Compared | None = None

    @property
    def refused(self) -> int:
        """Return how many do not qualify."""
        return self.subjects - self.qualifying - self.unknown


def impact(measure: Measure, on: date, *, asked: Iterable[int] = ()) -> Impact | None:
    """Decide a measure for the whole city; None where it has no rules that can be judged.

    `asked` are organizations to show among the samples. Queries: a fixed number.
    """
    words = registry()
    plan = plan_of(measure, on, words)
    if plan is None:
        return None
    current = held_now(measure)
    rules = [_Rules(NEW, plan, measure.cap)]
    if current and (before := plan_of(current, on, words)):
        rules.append(_Rules(BEFORE, before, current.cap))
    with opened() as city:
        _decide(city, rules, words.vocabulary)
        counted = _Counted(city, measure, plan, words.vocabulary)
        return counted.impact(list(asked), is_compared=len(rules) > 1)


@dataclass(frozen=True, slots=True)
class _Rules:
    number: int
    plan: Plan
    cap: int | None


def open_measure(actor: Actor, pk: int) -> Measure:
    """Return a measure whose impact a bureau may see, or NotFound: drafts of its own office."""
    require_bureau(actor)
    version = Measure.objects.filter(pk=pk).values_list("version_id", flat=True).first()
    return access.measure(actor, version or 0, pk)


def enterprises_called(looked_for: str) -> list[int]:
    """Return the organization of a credit code or (a part of) a name; none, or the first."""
    if not looked_for:
        return []
    rows = Organization.objects.exclude(kind=Organization.Kind.BUREAU).order_by("pk")
    exact = rows.filter(uscc=looked_for.upper())
    found = exact.first() or rows.filter(name__icontains=looked_for).first()
    return [found.pk] if found else []


def held_now(measure: Measure) -> Measure | None:
    """Return the measure of the published version that this one would take the place of."""
    if measure.version.stage == Stage.PUBLISHED:
        return None
    rows = Measure.objects.filter(
        version__policy=measure.version.policy_id, version__stage=Stage.PUBLISHED, code=measure.code
    )
    return rows.order_by("-version__valid_from").first()


def _decide(city: duckdb.DuckDBPyConnection, rules: list[_Rules], words: Vocabulary) -> None:
    """Make the tables `facts` and `told` (id, measure, verdict, amount)."""
    columns = {name for one in rules for name in one.plan.columns}
    load_city(city, columns | set(DIMENSIONS), words, rules[0].plan.on)
    plans = [(one.number, one.plan) for one in rules]
    decided = [Decided(n, plan.condition, plan.payout, plan.on) for n, plan in plans]
    decide_city(city, decided, unknown=True)
    city.execute("CREATE TABLE caps (number INTEGER, cap BIGINT)")
    city.executemany("INSERT INTO caps VALUES (?, ?)", [[one.number, one.cap] for one in rules])
    # `least` would turn an unknown amount into the cap.
    city.execute(
        "CREATE TABLE told AS SELECT id, measure, verdict, CASE WHEN payout < 0 THEN 0"
        " WHEN payout > cap THEN cap ELSE payout END AS amount"
        " FROM decisions JOIN caps ON number = measure"
    )


@dataclass
class _Counted:
    city: duckdb.DuckDBPyConnection
    measure: Measure
    plan: Plan
    words: Vocabulary
    language: str = field(default_factory=language)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.city.execute(query, values).fetchall()

    def impact(self, asked: list[int], *, is_compared: bool) -> Impact:
        qualifying, unknown, unpriced, amount = self.rows(
            "SELECT count(*) FILTER (verdict), count(*) FILTER (verdict IS NULL),"
            " count(*) FILTER (verdict AND amount IS NULL), coalesce(sum(amount), 0)::HUGEINT"
            " FROM told WHERE measure = 1"
        )[0]
        return Impact(
            on=self.plan.on,
            subjects=self.rows("SELECT count(*) FROM facts")[0][0],
            qualifying=qualifying,
            unknown=unknown,
            unpriced=unpriced if self.plan.payout else 0,
            amount=int(amount),
            missing=self.missing(),
            groups={name: self.groups(name) for name in DIMENSIONS},
            steps=self.steps(),
            samples=self.samples(asked),
            compared=self.compared() if is_compared else None,
        )

    def missing(self) -> list[tuple[str, int]]:
        """Count which facts of the condition the undecided lack."""
        refs = {ref.column: ref for ref in self.plan.condition.facts}
        counts = ", ".join(f"count(*) FILTER (f.{name} IS NULL)" for name in refs) or "0"
        found = self.rows(
            f"SELECT {counts} FROM told JOIN facts f USING (id)"  # noqa: S608 -- names of columns
            " WHERE measure = 1 AND verdict IS NULL"
        )[0]
        speaker = Words(self.language, self.plan.on)
        named = [
            (speaker.fact(ref), count) for ref, count in zip(refs.values(), found, strict=False)
        ]
        return sorted((one for one in named if one[1]), key=lambda one: -one[1])

    def groups(self, name: str) -> list[Group]:
        found = self.rows(
            f"SELECT coalesce({name}, ''), count(*), coalesce(sum(amount), 0)::HUGEINT"  # noqa: S608
            " FROM told JOIN facts USING (id) WHERE measure = 1 AND verdict"
            " GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        fact = self.words.facts[name]
        return [
            Group(code, fact.named(code, self.language), count, int(amount))
            for code, count, amount in found
        ]

    def steps(self) -> list[tuple[str, int]]:
        """Count the amounts in classes of 1, 2, 5, 10 … ten thousand yuan."""
        found = dict(
            self.rows(
                "SELECT len(list_filter(?::BIGINT[], lambda edge: edge <= amount)), count(*)"
                " FROM told WHERE measure = 1 AND verdict AND amount IS NOT NULL GROUP BY 1",
                list(EDGES),
            )
        )
        if not found:
            return []
        return [(_step(n), found.get(n, 0)) for n in range(min(found), max(found) + 1)]

    def samples(self, asked: list[int]) -> list[Sample]:
        ids = [*asked, *self.spread("verdict", QUALIFYING), *self.spread("verdict IS NULL", MAYBE)]
        rows = self.facts_of([*ids, *self.near_misses()])
        known = Organization.objects.in_bulk(list(rows))
        return [self.sample(known[pk], row) for pk, row in rows.items() if pk in known]

    def sample(self, organization: Organization, row: Row) -> Sample:
        said = self.plan.judge(row)
        return Sample(organization, said.verdict, capped(self.measure, said.amount), said.tree())

    def spread(self, which: str, wanted: int) -> list[int]:
        """Return some of those, from the smallest amount to the largest."""
        found = self.rows(
            "WITH parted AS (SELECT id, amount, ntile(?) OVER (ORDER BY amount, hash(id)) AS part"  # noqa: S608
            f" FROM told WHERE measure = 1 AND {which}) SELECT id FROM parted QUALIFY row_number()"
            " OVER (PARTITION BY part ORDER BY amount DESC, hash(id)) = 1 ORDER BY part DESC",
            wanted,
        )
        return [pk for (pk,) in found]

    def near_misses(self) -> list[int]:
        """Return refused enterprises with the fewest conditions that fail."""
        found = self.rows(
            "SELECT id FROM facts WHERE id NOT IN (SELECT id FROM told WHERE measure = 1)"
            " ORDER BY hash(id) LIMIT ?",
            LOOKED_AT,
        )
        rows = self.facts_of([pk for (pk,) in found])
        leaves = [leaf.place for leaf in self.plan.top.leaves()]

        def failing(pk: int) -> int:
            answers = self.plan.answer(rows[pk])
            return sum(answers[place] is not True for place in leaves)

        return sorted(rows, key=failing)[:NEAR]

    def facts_of(self, ids: list[int]) -> dict[int, Row]:
        """Return the facts of these organizations, in their order."""
        found = self.city.execute(
            "SELECT * FROM facts WHERE id IN (SELECT unnest(?::INTEGER[]))", [ids]
        )
        names = [column[0] for column in found.description or ()]
        rows = {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
        return {pk: rows[pk] for pk in dict.fromkeys(ids) if pk in rows}

    def compared(self) -> Compared:
        gain, lose, more, less, amount = self.rows(
            "WITH new AS (SELECT id, amount FROM told WHERE measure = 1 AND verdict),"
            " old AS (SELECT id, amount FROM told WHERE measure = 0 AND verdict)"
            " SELECT count(*) FILTER (old.id IS NULL), count(*) FILTER (new.id IS NULL),"
            " count(*) FILTER (new.amount > old.amount), count(*) FILTER (new.amount < old.amount),"
            " coalesce(sum(new.amount), 0)::HUGEINT - coalesce(sum(old.amount), 0)::HUGEINT"
            " FROM new FULL JOIN old USING (id)"
        )[0]
        return Compared(gain, lose, more, less, int(amount))


def _step(place: int) -> str:
    if place == 0:
        return f"< {spoken(EDGES[0])}"
    if place == len(EDGES):
        return f"≥ {spoken(EDGES[-1])}"
    return f"{spoken(EDGES[place - 1])} –"
