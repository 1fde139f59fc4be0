"""Write the pool of pairs to judge: what different systems find, what was hinted, and chance.

    python -m bench.matching.pool FOLDER
    python -m bench.matching.pool FOLDER --depth 10 --chance 3 --seed 1 --hints hints.tsv

Writes `FOLDER/pool-<field>.jsonl`, one line for each need: what a judge reads of it and of the
results in its pool. Results are shuffled; neither scores, ranks nor the system that found them
are told. Pairs that `collection/judgements.tsv` grades already are left out, so a second round
asks only for what is new. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from .judged import judged
from .needs import systems
from .peers import release
from .records import COLLECTION, Collection, Record, read_collection, rows

SHOWN = ("id", "kind", "title", "text", "keywords", "stage")


def main() -> None:
    options = _options()
    collection = read_collection(options.collection)
    if collection is None:
        raise SystemExit(f"{options.collection}: needs.jsonl and results.jsonl are not there yet.")
    wanted = ranked(collection, options.depth)
    for need, result, *_ in rows(options.hints) if options.hints else ():
        wanted[need].add(result)
    found = pool(collection, wanted, options.chance, options.seed)
    write(options.folder, collection, found)
    print(f"{sum(map(len, found.values()))} pairs of {len(found)} needs in {options.folder}")


def ranked(collection: Collection, depth: int) -> dict[str, set[str]]:
    """For each need what any of the systems ranks among its first."""
    everything = judged(collection)
    found: dict[str, set[str]] = {record["id"]: set() for record in collection.needs}
    for system in systems(everything):
        for need, record in zip(everything.needs, collection.needs, strict=True):
            places = system.rank(need.whole_text, depth)
            found[record["id"]] |= {collection.results[place]["id"] for place in places}
        release(system)
    return found


def pool(
    collection: Collection, wanted: Mapping[str, set[str]], chance: int, seed: int
) -> dict[str, list[Record]]:
    """For each need what is wanted and some results by chance, shuffled; without judged ones."""
    return {need: list(_chosen(collection, need, wanted[need], chance, seed)) for need in wanted}


def _chosen(
    collection: Collection, need: str, wanted: set[str], chance: int, seed: int
) -> Iterator[Record]:
    source = random.Random(f"{seed} {need}")
    others = [record["id"] for record in collection.results if record["id"] not in wanted]
    taken = wanted | set(source.sample(others, min(chance, len(others))))
    records = [record for record in collection.results if record["id"] in taken]
    source.shuffle(records)
    yield from (record for record in records if (need, record["id"]) not in collection.grades)


def write(folder: Path, collection: Collection, found: Mapping[str, Sequence[Record]]) -> None:
    """Write one file for each field."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: dict[str, list[str]] = defaultdict(list)
    for need in collection.needs:
        if results := found[need["id"]]:
            asked = {"need": _shown(need), "results": [_shown(one) for one in results]}
            lines[need["field"]].append(json.dumps(asked, ensure_ascii=False))
    for field, written in lines.items():
        (folder / f"pool-{field}.jsonl").write_text("\n".join(written) + "\n", encoding="utf-8")


def _shown(record: Record) -> Record:
    """What a judge may see: who owns it and what it costs must not sway him."""
    return {name: record.get(name) for name in SHOWN}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write the pool of pairs to judge.")
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--collection", type=Path, default=COLLECTION)
    parser.add_argument("--depth", type=int, default=10, help="best of each system (10)")
    parser.add_argument("--chance", type=int, default=3, help="pairs by chance per need (3)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hints", type=Path, help="TSV with a header: need, result, ...")
    return parser.parse_args()


if __name__ == "__main__":
    main()
