"""Identity numbers of nobody: the serial part says so, the check digit is right."""

from __future__ import annotations

from itertools import count

from lianqiao.desks.reports.evaluation.services import Applicant

# GB 11643-1999: weights of the first seventeen digits, and what the remainder stands for.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_serials = count(1)


def identity(born: str = "19850307", serial: int = 0, place: str = "370202") -> str:
    """Return a valid number for a day of birth, a new one each time."""
    first = f"{place}{born}{(serial or next(_serials)) % 1000:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
    return first + CHECKS[total % 11]


def applicant(stratum: int, **values) -> Applicant:
    """Somebody who fulfils all conditions."""
    given = {"name": "陈志愿", "phone": "13900001111", "identity": ""} | values
    given["identity"] = given["identity"] or identity()
    return Applicant(stratum, **given)
