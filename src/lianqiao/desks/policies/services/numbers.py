"""Numbers of claims, appeals, notices and batches: ZC2026-000123."""

from __future__ import annotations

from enum import StrEnum

from django.db import connection
from django.utils import timezone


class Paper(StrEnum):
    """What is numbered, by the initials of its Chinese name."""

    CLAIM = "ZC"
    APPEAL = "SS"
    NOTICE = "GS"
    BATCH = "FK"


def next_number(paper: Paper) -> str:
    """Return the next number of a kind of paper; a number is never given twice."""
    return next_numbers(paper, 1)[0]


def next_numbers(paper: Paper, count: int) -> list[str]:
    """Return several numbers in one statement, ascending."""
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            [f"policies_number_{paper.lower()}", count],
        )
        return [f"{paper}{year}-{row[0]:06}" for row in cursor.fetchall()]
