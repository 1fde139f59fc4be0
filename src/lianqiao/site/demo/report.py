"""What `make demo` prints: the best matches, the city's policies, the day's figures, sign-ins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Sum

from lianqiao.core.terminal import table, width
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.models import Match, MatchStage
from lianqiao.desks.policies.models import Policy, Run, RunState
from lianqiao.engines.matching import Pairing
from lianqiao.site.demo import yearly
from lianqiao.site.demo.accounts import ACCOUNTS, PASSWORD
from lianqiao.site.demo.history import TEN_THOUSAND_YUAN

HEADS = ("匹配 fit", "需求 need", "成果或能力 answer", "共同的词 shared words")
CITY_HEADS = ("措施 measure", "符合 qualify", "待定 unknown", "金额 cost", "预算 budget", "")
OUTCOMES = (
    ("agrees", "一致", "agrees"),
    ("differs", "不一致", "differs"),
    ("reported", "仅上报", "only reported"),
    ("unknown", "无记录", "no records"),
)
BEST = 10
WORDS = 4
BANDS = {"likely": "很可能适合", "possible": "可能适合", "weak": "关联较弱"}


def report() -> Iterable[str]:
    """Yield the lines."""
    yield "最佳匹配 The best matches (all invented)"
    yield from table(HEADS, _best())
    yield ""
    yield from city()
    yield ""
    yield from held()
    yield ""
    yield "今日数字 The figures of the day"
    yield from table(("", ""), _figures())
    yield ""
    yield f"登录账号 Sign-ins (password {PASSWORD})"
    yield from table(("", ""), [(username, f"{zh} {en}") for username, zh, en in ACCOUNTS])


def held() -> Iterable[str]:
    """Yield what came of holding the year's text against the ledger."""
    counts, differing = yearly.verdicts()
    yield "向市民报告，与台账核对 The year's text held against the ledger (all invented)"
    yield from table(("", ""), [(f"{zh} {en}", str(counts[code])) for code, zh, en in OUTCOMES])
    yield from (f"  ✗ {one}" for one in differing)


def city() -> Iterable[str]:
    """Yield what the last city run found: how many qualify, what it costs, the dearest measures."""
    run = Run.objects.filter(state=RunState.DONE).order_by("-pk").first()
    if run is None:
        return
    yield "全城判定 The whole city decided (all invented)"
    yield from table(("", ""), _totals(run))
    yield ""
    yield from table(CITY_HEADS, _dearest(run))


def _totals(run: Run) -> list[Sequence[str]]:
    found = run.tallies.aggregate(q=Sum("qualifying"), u=Sum("unknown"), a=Sum("amount"))
    return [
        ("政策 policies", f"{Policy.objects.count():,}"),
        ("措施 measures in force", f"{run.total:,}"),
        ("机构 organizations", f"{run.subjects:,}"),
        ("符合 qualify", f"{found['q'] or 0:,}"),
        ("待定 unknown", f"{found['u'] or 0:,}"),
        ("金额 cost", _money(found["a"] or 0)),
        ("用时 seconds", f"{run.seconds:.1f}"),
    ]


def _dearest(run: Run) -> list[Sequence[str]]:
    rows = run.tallies.select_related("measure").order_by("-amount", "pk")
    return [
        (
            one.measure.title,
            f"{one.qualifying:,}",
            f"{one.unknown:,}",
            _money(one.amount),
            _money(one.measure.budget or 0),
            "超 over" if one.amount > (one.measure.budget or 0) else "",
        )
        for one in rows[:BEST]
    ]


def _money(fen: int) -> str:
    return f"{fen / TEN_THOUSAND_YUAN:,.0f}万元"


def _figures() -> list[Sequence[str]]:
    figures = queries.figures_of_the_day()
    return [(str(figure.label), f"{figure.value}{figure.unit}") for figure in figures]


def _best() -> list[Sequence[str]]:
    rows = (
        Match.objects.exclude(stage=MatchStage.LAPSED)
        .exclude(explanation="")
        .select_related("need", "result")
        .order_by("-score", "pk")[:BEST]
    )
    return [_line(row, Pairing.from_json(row.explanation)) for row in rows]


def _line(row: Match, pairing: Pairing) -> Sequence[str]:
    words = "、".join(term.term for term in pairing.terms[:WORDS])
    band = f"{BANDS[pairing.band]} {pairing.score:.2f}"
    return band, _cut(row.need.title, 32), _cut(row.result.title, 40), words


def _cut(text: str, most: int) -> str:
    taken = ""
    for character in text:
        if width(taken + character) > most - 1:
            return taken + "…"
        taken += character
    return taken
