"""Public data as the lists that a bureau would import. See ../shared/data/README.md for sources.

- CSL: abstracts of Chinese papers, as results of one collecting organization;
- ChainKnowledgeGraph: listed companies as organizations, product names as capabilities. The data
  does not say who makes which product, and nothing is made up: a register holds them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data" / "matching"
COLLECTION = Path(__file__).parents[2] / "collection"

PAPERS = "论文摘要汇集（公开数据集 CSL）"
REGISTER = "产品名录（公开数据集，未载明生产企业）"
STAGES = {"principle": "原理", "laboratory": "实验室", "pilot": "中试", "product": "产品",
          "mass_production": "量产"}  # fmt: skip
WAN = 10_000
TITLE = 200


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a list as a bureau keeps it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(head)
        lines.writerows(rows)
    return path


def organizations(folder: Path, needs: Sequence[dict]) -> Path:
    """Listed companies by their full names, those of the needs, and the two registers."""
    names = [row["fullname"].strip() for row in _lines("ckg_company.json")]
    owners = [need["organization"] for need in needs]
    unique = dict.fromkeys([*names, *owners])
    rows = [(name, "企业") for name in unique]
    return write(
        folder / "单位.csv", ("名称", "类型"), [*rows, (PAPERS, "科研院所"), (REGISTER, "园区")]
    )


def papers(folder: Path, most: int | None = None) -> Path:
    """2,000 paper abstracts with their titles as results."""
    head = ("类型", "编号", "标题", "内容", "单位", "状态")
    rows = (
        ("成果", f"CSL-{place}", title[:TITLE], text, PAPERS, "已发布")
        for place, (text, title) in enumerate(islice(_papers(), most), start=1)
    )
    return write(folder / "成果.csv", head, rows)


def _papers() -> Iterator[tuple[str, str]]:
    for half in ("dev", "test"):
        with (DATA / f"csl_ts_{half}.tsv").open(encoding="utf-8") as lines:
            for line in lines:
                _task, text, title = line.rstrip("\n").split("\t")
                yield text, title


def products(folder: Path, most: int | None = None) -> Path:
    """95,559 product names as capabilities."""
    head = ("类型", "编号", "标题", "内容", "单位", "状态")
    rows = (
        ("供给能力", f"CKG-{place}", name[:TITLE], name, REGISTER, "已发布")
        for place, name in enumerate(
            islice((row["name"] for row in _lines("ckg_product.json")), most), start=1
        )
    )
    return write(folder / "供给能力.csv", head, rows)


def needs() -> list[dict]:
    """The needs of our own test collection (invented)."""
    with (COLLECTION / "needs.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def needs_list(folder: Path, rows: Iterable[dict]) -> Path:
    """The needs as a list."""
    head = (
        *("类型", "编号", "标题", "内容", "单位", "关键词", "技术领域", "行业", "地区"),
        *("成熟阶段", "金额上限（万元）"),
    )
    lines = (
        (
            "需求", row["id"], row["title"], row["text"], row["organization"],
            "、".join(row["keywords"]), row["field"], row["industry"], row["region"],
            STAGES.get(row["stage"], ""), row["amount_high"] and row["amount_high"] / WAN,
        )
        for row in rows
    )  # fmt: skip
    return write(folder / "需求.csv", head, lines)


def _lines(name: str) -> Iterator[dict]:
    with (DATA / name).open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
