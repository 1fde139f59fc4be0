"""Who may be drawn: of age when sign-up ends, and at home here for a year."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from lianqiao.core.errors import Invalid
from lianqiao.desks.reports.evaluation.models import Round, Stratum

OF_AGE = 18
BANDS = ((18, "18-29"), (30, "30-39"), (40, "40-49"), (50, "50-59"), (60, "60+"))
PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}")
IDENTITY = re.compile(r"[1-9][0-9]{16}[0-9X]", re.ASCII)
LONGEST_NAME, LONGEST_EMPLOYER, TAIL = 80, 200, 4


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who signs up; the identity number is looked at and not kept."""

    stratum: int
    name: str
    phone: str
    identity: str
    is_registered: bool = True
    resident_since: date | None = None
    employer: str = ""


def fitting(row: Round, stratum: Stratum, given: Applicant) -> dict[str, Any]:
    """Return what is kept of an applicant. Invalid where he does not fulfil the conditions."""
    day = timezone.localdate(row.enrol_until)
    problems = {
        "name": _name_problem(given.name),
        "phone": "" if PHONE.fullmatch(given.phone.strip()) else _("This is no telephone."),
        "employer": _employer_problem(stratum, given.employer),
        "resident_since": _residence_problem(given, day),
        "identity": _identity_problem(given.identity, day),
    }
    wrong = {name: problem for name, problem in problems.items() if problem}
    if wrong:
        raise Invalid(_("This sign-up cannot be taken."), wrong)
    identity = ric.compact(given.identity)
    born = ric.get_birth_date(identity)
    return {
        "stratum": stratum,
        "name": given.name.strip(),
        "phone": given.phone.strip(),
        "employer": given.employer.strip(),
        "identity_hmac": keyed(row, identity),
        "identity_tail": identity[-TAIL:],
        "born_on": born,
        "age_band": band(age(born, day)),
        "is_registered": given.is_registered,
        "resident_since": None if given.is_registered else given.resident_since,
    }


def keyed(row: Round, identity: str) -> str:
    """Return by what a person is known in one round; two rounds have nothing in common."""
    said = f"lianqiao.evaluation/{row.pk}/{identity.upper()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, "sha256").hexdigest()


def age(born: date, on: date) -> int:
    """Return full years.

    >>> age(date(2008, 6, 1), date(2026, 5, 31)), age(date(2008, 6, 1), date(2026, 6, 1))
    (17, 18)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def band(years: int) -> str:
    """Return the band of an age from 18.

    >>> band(18), band(29), band(75)
    ('18-29', '18-29', '60+')
    """
    return [label for least, label in BANDS if years >= least][-1]


def a_year_before(day: date) -> date:
    """Return the same day of the year before; of a leap day the one that follows."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28) + timedelta(days=1)


def _identity_problem(identity: str, day: date) -> str:
    try:
        number = ric.compact(identity)
        born = ric.get_birth_date(number) if IDENTITY.fullmatch(number) else None
    except ValidationError:
        born = None
    # `ric.validate` also wants the county's code to have been in force in the year of birth; but
    # numbers have been given out since 1984, to whoever was born before as well.
    if born is None or number[-1] != ric.calc_check_digit(number):
        return _("This is no valid identity number; look at it digit by digit.")
    if age(born, day) < OF_AGE:
        said = _("Whoever judges is 18 or older on %(day)s.")
        return said % {"day": day.isoformat()}
    return ""


def _residence_problem(given: Applicant, day: date) -> str:
    if given.is_registered:
        return ""
    if given.resident_since is None:
        return _("Say since when you have lived here.")
    if given.resident_since > a_year_before(day):
        said = _("Newcomers have lived here for a year on %(day)s.")
        return said % {"day": day.isoformat()}
    return ""


def _name_problem(name: str) -> str:
    fits = 0 < len(name.strip()) <= LONGEST_NAME and name.strip().isprintable()
    return "" if fits else _("Write the name.")


def _employer_problem(stratum: Stratum, employer: str) -> str:
    if len(employer) > LONGEST_EMPLOYER or "\0" in employer:
        return _("This is too long.")
    if stratum.kind == Stratum.Kind.ENTERPRISES and not employer.strip():
        return _("Say for which enterprise.")
    return ""
