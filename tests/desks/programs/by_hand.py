"""The tables a second time, as one reckons them by hand from the documents.

Written from the texts (63号 annexes 1 to 3, 115号, 2号), not from our files: chains of plain
comparisons over fractions. A firm is a mapping of columns to yuan, shares, counts, truths and
texts, with nothing missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

Firm = Mapping[str, Any]
WAN = 10_000


def ratio(firm: Firm, above: str, below: str) -> Fraction:
    return Fraction(firm[above]) / Fraction(firm[below])


def steps(value: Fraction, *bands: tuple[Any, int]) -> int:
    """The points of the first line that the value reaches, 以上 including it; else none."""
    return next((points for line, points in bands if value >= Fraction(str(line))), 0)


def within(value: Fraction, *bands: tuple[str, int]) -> int:
    """The points of the first ceiling that the value does not pass; else none."""
    return next((points for line, points in bands if value <= Fraction(line)), 0)


def clean(firm: Firm) -> bool:
    bad = ("banned_products", "major_accident", "abnormal_listing", "seriously_dishonest")
    return firm["kind"] == "enterprise" and not any(firm[name] for name in bad)


def small(firm: Firm) -> bool:
    return clean(firm) and firm["size"] != "large"


def tech_sme_2017(firm: Firm) -> tuple[dict[str, int], bool]:
    people = ratio(firm, "rd_staff__1", "staff__1")
    sales = ratio(firm, "rd_expense__1", "revenue__1")
    costs = ratio(firm, "rd_expense__1", "costs__1")
    points = {
        "rd_staff": steps(people, ("0.3", 20), ("0.25", 16), ("0.2", 12), ("0.15", 8), ("0.1", 4)),
        "rd": max(
            steps(sales, ("0.06", 50), ("0.05", 40), ("0.04", 30), ("0.03", 20), ("0.02", 10)),
            steps(costs, ("0.3", 50), ("0.25", 40), ("0.2", 30), ("0.15", 20), ("0.1", 10)),
        ),
        "ip": 30 if firm["patents_class1"] >= 1 else min(24, 6 * firm["patents_class2"]),
    }
    limits = (
        firm["staff__1"] <= 500
        and firm["revenue__1"] <= 20_000 * WAN
        and firm["total_assets__1"] <= 20_000 * WAN
    )
    straight = (
        firm["title__high_tech"]
        or firm["national_award_top3_5y"]
        or firm["rd_body_level"] in ("国家级", "省级")
        or firm["standards_led"] > 0
    )
    enough = sum(points.values()) >= 60 and points["rd_staff"] > 0
    return points, clean(firm) and limits and (enough or straight)


def innovative_sme_2022(firm: Firm) -> tuple[dict[str, int], bool]:
    growth = ratio(firm, "main_revenue__1", "main_revenue__2") - 1
    points = {
        "ip": 20 if firm["patents_high_value"] else 15 if firm["patents_class1_own"] else
        10 if firm["patents_class1"] else 5 if firm["patents_class2"] else 0,
        "rd": steps(ratio(firm, "rd_expense__1", "revenue__1"),
                    ("0.05", 20), ("0.03", 15), ("0.02", 10), ("0.01", 5)),
        "growth_rate": steps(growth, ("0.15", 20), ("0.10", 15), ("0.05", 10), ("0", 5)),
        "debt": within(ratio(firm, "liabilities__1", "total_assets__1"), ("0.55", 10), ("0.75", 5)),
        "field": 10 if firm["in_strategic_industry"] else 5,
        "main_share": steps(ratio(firm, "main_revenue__1", "revenue__1"),
                            ("0.7", 20), ("0.6", 15), ("0.55", 10), ("0.5", 5)),
    }  # fmt: skip
    enough = (
        sum(points.values()) >= 60
        and points["ip"] + points["rd"] >= 20
        and points["growth_rate"] + points["debt"] >= 15
        and points["field"] + points["main_share"] >= 15
    )
    titles = ("high_tech", "innovation_model", "ip_advantage", "ip_model")
    equity = sum(firm[f"equity_raised__{n}"] for n in (1, 2, 3))
    straight = (
        firm["science_award"] in ("国家级", "省级")
        or any(firm[f"title__{one}"] for one in titles)
        or firm["rd_body_level"] in ("国家级", "省级")
        or equity >= 500 * WAN
    )
    return points, small(firm) and (enough or straight)


def mean_growth(firm: Firm) -> Fraction:
    last, before = ((ratio(firm, f"main_revenue__{n}", f"main_revenue__{n + 1}") - 1)
                    for n in (1, 2))  # fmt: skip
    return (last + before) / 2


def specialized_sme_2022(firm: Firm) -> tuple[dict[str, int], bool]:
    spent, share = Fraction(firm["rd_expense__1"]), ratio(firm, "rd_expense__1", "revenue__1")
    quality = ("provincial_quality_award", "quality_certified", "own_brand")
    proofs = sum(bool(firm[name]) for name in quality) + (firm["standards_led"] >= 1)
    points = {
        "main_share": steps(ratio(firm, "main_revenue__1", "revenue__1"),
                            ("0.8", 5), ("0.7", 3), ("0.6", 1)),
        "growth": steps(mean_growth(firm),
                        ("0.1", 10), ("0.08", 8), ("0.06", 6), ("0.04", 4), ("0", 2)),
        "niche_years": min(5, firm["niche_years"] // 2),
        "field": 5 if firm["fills_gap"] else 3 if firm["in_six_basics"] else 0,
        "digital": steps(Fraction(firm["digital_level"]), ("3", 5), ("2", 3)),
        "quality": min(5, 3 * proofs),
        "margin": steps(ratio(firm, "net_profit__1", "revenue__1"),
                        ("0.1", 10), ("0.08", 8), ("0.06", 6), ("0.04", 4), ("0.02", 2)),
        "debt": within(ratio(firm, "liabilities__1", "total_assets__1"),
                       ("0.5", 5), ("0.6", 3), ("0.7", 1)),
        "province": firm["distinctive_score"],
        "ip": 10 if firm["patents_high_value"] else 8 if firm["patents_class1_own"] else
        6 if firm["patents_class1"] else 2 if firm["patents_class2"] else 0,
        "rd": max(
            steps(spent, *((n * 100 * WAN, 2 * n) for n in (5, 4, 3, 2, 1))),
            steps(share, ("0.1", 10), ("0.08", 8), ("0.06", 6), ("0.04", 4), ("0.03", 2)),
        ),
        "rd_staff": steps(ratio(firm, "rd_staff__1", "staff__1"),
                          ("0.2", 5), ("0.1", 3), ("0.05", 1)),
        "rd_body": {"国家级": 10, "省级": 8, "市级": 4, "市级以下": 2, "无": 0}[
            firm["rd_body_level"]
        ],
    }  # fmt: skip
    equity = firm["equity_raised__1"] + firm["equity_raised__2"]
    must = (
        firm["niche_years"] >= 2
        and spent >= 100 * WAN
        and share >= Fraction("0.03")
        and (firm["revenue__1"] >= 1000 * WAN or equity >= 2000 * WAN)
    )
    straight = (
        firm["provincial_award_top3_3y"]
        or firm["national_award_top5_3y"]
        or (spent + Fraction(firm["rd_expense__2"])) / 2 >= 1000 * WAN
        or equity >= 6000 * WAN
        or firm["maker_china_top500"]
    )
    return points, small(firm) and must and (sum(points.values()) >= 60 or straight)


def research_share(firm: Firm, least: str) -> bool:
    return all(ratio(firm, f"rd_expense__{n}", f"revenue__{n}") >= Fraction(least) for n in (1, 2))


def specialized_sme_2026(firm: Firm) -> tuple[dict[str, int], bool]:
    equity = firm["equity_raised__1"] + firm["equity_raised__2"]
    waived = firm["science_award"] in ("国家级", "省级") or firm["rd_body_level"] in (
        "国家级",
        "省级",
    )
    return {}, all((
        small(firm),
        firm["title__tech_sme"] or firm["title__innovative_sme"],
        firm["niche_years"] >= 3,
        firm["revenue__1"] >= 1500 * WAN or equity >= 2000 * WAN,
        ratio(firm, "main_revenue__1", "revenue__1") >= Fraction("0.8"),
        ratio(firm, "liabilities__1", "total_assets__1") <= Fraction("0.8"),
        firm["rd_expense__1"] >= 100 * WAN and firm["rd_expense__2"] >= 100 * WAN,
        research_share(firm, "0.03"),
        firm["patents_class1"] >= 1 or waived,
        firm["market_position"],
        firm["platform_score__1"] >= 50,
    ))  # fmt: skip


def little_giant_2022(firm: Firm) -> tuple[dict[str, int], bool]:
    if firm["revenue__1"] >= 10_000 * WAN:
        research = research_share(firm, "0.03")
    elif firm["revenue__1"] >= 5_000 * WAN:
        research = research_share(firm, "0.06")
    else:
        research = (
            firm["equity_raised__1"] + firm["equity_raised__2"] >= 8_000 * WAN
            and firm["rd_expense__1"] + firm["rd_expense__2"] >= 3_000 * WAN
            and ratio(firm, "rd_staff__1", "staff__1") >= Fraction("0.5")
        )
    return {}, all((
        small(firm),
        firm["title__specialized_sme"],
        firm["niche_years"] >= 3,
        ratio(firm, "main_revenue__1", "revenue__1") >= Fraction("0.7"),
        mean_growth(firm) >= Fraction("0.05"),
        ratio(firm, "liabilities__1", "total_assets__1") <= Fraction("0.7"),
        firm["market_share__1"] >= Fraction("0.1"),
        research,
        firm["patents_class1"] >= 2,
    ))  # fmt: skip


def little_giant_2026(firm: Firm) -> tuple[dict[str, int], bool]:
    growth = ratio(firm, "main_revenue__1", "main_revenue__3")
    return {}, all((
        small(firm),
        firm["title__specialized_sme"] and not firm["title__single_champion"],
        firm["niche_years"] >= 3,
        firm["revenue__1"] >= 5_000 * WAN,
        ratio(firm, "main_revenue__1", "revenue__1") >= Fraction("0.9"),
        growth >= Fraction("1.05") ** 2,
        ratio(firm, "liabilities__1", "total_assets__1") <= Fraction("0.75"),
        firm["rd_expense__1"] + firm["rd_expense__2"] >= 1_200 * WAN,
        research_share(firm, "0.03"),
        firm["patents_class1_own"] >= 4 or firm["national_award_top3_3y"],
        firm["market_share__1"] >= Fraction("0.1") or firm["market_rank"] <= 3,
        firm["in_six_basics"] or firm["fills_gap"],
        firm["platform_score__1"] >= 60,
    ))  # fmt: skip


TABLES = {
    "tech-sme-2017": tech_sme_2017,
    "innovative-sme-2022": innovative_sme_2022,
    "specialized-sme-2022": specialized_sme_2022,
    "specialized-sme-2026": specialized_sme_2026,
    "little-giant-2022": little_giant_2022,
    "little-giant-2026": little_giant_2026,
}
