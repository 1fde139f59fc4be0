"""Who ranks best: ours and its peers on the same questions over the same documents."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bench.tables import Target, show
from lianqiao.engines.matching import Document

from . import corpora
from .corpora import Task
from .metrics import ndcg, recall, reciprocal_rank
from .ours import OurSearch
from .peers import Bm25s, Fts5, Peer, TantivyJieba, release
from .postgres import Postgres

DEPTH = 50
OURS = "lianqiao"
PEERS: list[Callable[[Sequence[str]], Peer]] = [Bm25s, TantivyJieba, Fts5, Postgres]
Build = Callable[[Sequence[Document]], Peer]


@dataclass(frozen=True)
class Measured:
    """What one system did in one task: means over its questions, times in milliseconds."""

    task: str
    system: str
    ndcg: float
    recall: float
    mrr: float
    p50: float
    p95: float
    speed: float  # documents indexed in a second


def main(quick: bool) -> list[Measured]:
    """Measure all sets that are on this machine; return what was found."""
    if not corpora.present():
        print("\nCSL, STARD and the mix are skipped: ../shared/data is not on this machine.")
        return []
    found = []
    for tasks, questions in _suites(quick):
        measured = [one for build in _builds() for one in _measure(build, tasks, questions)]
        for task in tasks:
            _report(task, questions, [one for one in measured if one.task == task.name])
        found += measured
    return found


def _suites(quick: bool) -> Iterator[tuple[list[Task], int]]:
    """Groups of tasks over the same documents, with the number of questions to ask of each."""
    questions = 100 if quick else 1000
    yield [corpora.known_items("CSL titles", "ts")], questions
    yield [corpora.known_items("CSL keywords", "kg")], questions
    yield [corpora.stard(2_000 if quick else 40_000)], questions
    if not quick:
        yield corpora.mix(), 300


def _builds() -> list[Build]:
    def over_texts(peer: Callable[[Sequence[str]], Peer]) -> Build:
        return lambda documents: peer([document.whole_text for document in documents])

    return [OurSearch, *map(over_texts, PEERS)]


def _measure(build: Build, tasks: Sequence[Task], questions: int) -> Iterator[Measured]:
    started = time.perf_counter()
    system = build(tasks[0].documents)
    speed = len(tasks[0].documents) / (time.perf_counter() - started)
    for task in tasks:
        yield asked(system, task.sample(questions), speed)
    release(system)


def asked(system: Peer, task: Task, speed: float = float("nan")) -> Measured:
    """Ask a system all questions of a task."""
    scores, times = [], []
    system.rank(task.questions[0][0], DEPTH)  # the first search loads what later ones have
    for question, grades in task.questions:
        started = time.perf_counter()
        ranking = system.rank(question, DEPTH)
        times.append((time.perf_counter() - started) * 1000)
        scores.append(judge(ranking, grades))
    p50, p95 = np.quantile(times, [0.5, 0.95])
    return Measured(task.name, system.name, *np.mean(scores, axis=0), p50, p95, speed)


def judge(ranking: Sequence[int], grades: corpora.Grades) -> tuple[float, float, float]:
    """nDCG@10, recall@50 and reciprocal rank of one ranking."""
    return ndcg(ranking, grades), recall(ranking, grades), reciprocal_rank(ranking, grades)


def targets(found: Sequence[Measured]) -> list[Target]:
    """Ours, measured first in each task, must be ahead of every peer in nDCG@10."""
    made = []
    for task in dict.fromkeys(one.task for one in found):
        ours, *others = (one for one in found if one.task == task)
        best = max((one for one in others if not _is_ours(one)), key=lambda one: one.ndcg)
        made.append(
            Target(
                f"{task}: nDCG@10 ahead of every peer",
                f"{ours.ndcg:.4f}",
                f"> {best.ndcg:.4f} ({best.system})",
                ours.ndcg > best.ndcg,
            )
        )
    return made


def _is_ours(one: Measured) -> bool:
    return one.system.startswith(OURS)


def _report(task: Task, questions: int, found: Sequence[Measured]) -> None:
    count = len(task.sample(questions).questions)
    report(f"{task.name}: {count} questions, {len(task.documents):,} documents", found)


def report(title: str, found: Sequence[Measured]) -> None:
    """Print what the systems did in one task, ours first."""
    head = ["system", "nDCG@10", "recall@50", "MRR", "p50 ms", "p95 ms", "indexed/s"]
    show(title, head, [_row(one) for one in found])


def _row(one: Measured) -> list[str]:
    numbers = [f"{value:.4f}" for value in (one.ndcg, one.recall, one.mrr)]
    speed = "" if np.isnan(one.speed) else f"{one.speed:,.0f}"
    return [one.system, *numbers, f"{one.p50:.2f}", f"{one.p95:.2f}", speed]
