"""Write the pool of pairs to judge: what several different systems find, and some by chance.

    .venv/bin/python -m bench.matching.pool pool.tsv
    .venv/bin/python -m bench.matching.pool pool.tsv --depth 10 --chance 3 --seed 1

Reads `collection/needs.jsonl` and `collection/results.jsonl` (another folder: `--collection`).
The columns are need_id, result_id, need title, result title. Pairs are shuffled within each
need, and neither scores nor the finding system are told, so that a judge sees only the texts.
Pairs that `judgements.tsv` already grades are left out (`--again` keeps them). The same seed
gives the same file.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from .peers import Meaning, Peer, bm25s_jieba, bm25s_ours
from .records import COLLECTION, Collection, Record, full_text, read_collection


def main() -> None:
    options = _options()
    collection = read_collection(options.collection)
    if collection is None:
        raise SystemExit(f"{options.collection}: needs.jsonl and results.jsonl are not there yet.")
    pairs = [
        pair
        for pair in pool(collection, options.depth, options.chance, options.seed)
        if options.again or pair not in collection.grades
    ]
    _write(options.target, collection, pairs)
    print(f"{len(pairs)} pairs of {len(collection.needs)} needs written to {options.target}")


def pool(collection: Collection, depth: int, chance: int, seed: int) -> Iterator[tuple[str, str]]:
    """For each need the union of what the systems rank highest, plus pairs by chance."""
    systems = _systems([full_text(record) for record in collection.results])
    for need in collection.needs:
        source = random.Random(f"{seed} {need['id']}")
        found = {place for system in systems for place in system.rank(full_text(need), depth)}
        others = sorted(set(range(len(collection.results))) - found)
        chosen = sorted(found) + source.sample(others, min(chance, len(others)))
        source.shuffle(chosen)
        yield from ((need["id"], collection.results[place]["id"]) for place in chosen)


def _systems(texts: Sequence[str]) -> list[Peer]:
    return [bm25s_jieba(texts), bm25s_ours(texts), Meaning(texts)]


def _write(target: Path, collection: Collection, pairs: Sequence[tuple[str, str]]) -> None:
    titles = {record["id"]: _one_line(record) for record in collection.needs + collection.results}
    rows = [f"{need}\t{result}\t{titles[need]}\t{titles[result]}" for need, result in pairs]
    header = "need_id\tresult_id\tneed\tresult"
    target.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def _one_line(record: Record) -> str:
    return " ".join(record["title"].split())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write the pool of pairs to judge.")
    parser.add_argument("target", type=Path, help="the TSV file to write")
    parser.add_argument("--collection", type=Path, default=COLLECTION)
    parser.add_argument("--depth", type=int, default=10, help="best of each system (10)")
    parser.add_argument("--chance", type=int, default=3, help="pairs by chance per need (3)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="judged pairs too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
