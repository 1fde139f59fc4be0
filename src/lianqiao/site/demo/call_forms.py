"""What stands in an invented application for a research project."""

from __future__ import annotations

from typing import Any

LEADERS = ("林听澜", "周砚秋", "何以宁", "秦望川", "叶知微", "白景行", "唐远舟", "宋怀谷")
SHARES = {"equipment": 38, "operations": 30, "labour": 20, "indirect": 12}
"""Of the grant, in per cent; indirect costs stay below what the rules allow."""
WAN = 10_000


def application(title: str, wan: int, number: int) -> dict[str, Any]:
    """Return the form of a project that asks some 万元; `number` chooses its leader."""
    name = LEADERS[(number + wan) % len(LEADERS)]
    return {
        "title": title,
        "months": "24",
        "leader": {"name": name, "phone": "0532-00000000"},
        "goals": f"完成{title}，形成样机一台（套）并在本市企业应用，申请发明专利两件。",
        "approach": "先完成关键部件设计与仿真，再试制样机并开展台架试验，最后在企业产线示范应用。",
        "basis": "承担单位已有试验条件，核心团队从事相关研究五年以上。",
        "milestones": [
            {"title": "完成样机试制", "target": "样机通过台架试验", "month": "9"},
            {"title": "完成示范应用", "target": "在一家企业应用", "month": "20"},
        ],
        "budget": _budget(wan),
        "all_true": True,
    }


def _budget(wan: int) -> list[dict[str, str]]:
    """Divide the grant by kind of cost; own funds are four fifths of it, for operations."""
    rows = [
        {"cost": cost, "granted": f"{wan * WAN * share // 100}.00"}
        for cost, share in SHARES.items()
    ]
    rows[1]["own"] = f"{wan * WAN * 4 // 5}.00"
    return rows
