"""The working calendar of a new year, put in force with all terms that rest on it."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianqiao.core.cases.services.reckoning import reckon_anew
from lianqiao.core.errors import Invalid
from lianqiao.core.parties.services import load_working_days


class Command(BaseCommand):
    """`lianqiao calendar [FILE]`."""

    help = "Put the working days of an announced year in force and reckon open terms anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the notice of a year as a file, where the package does not know it yet."""
        parser.add_argument(
            "file",
            type=Path,
            nargs="?",
            help="CSV with the columns date and working (0: off, 1: worked): the days of a notice",
        )

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """Change, and print how much."""
        load_working_days()
        try:
            found = reckon_anew(_read(file) if file else None)
        except Invalid as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{found.days:>8,}  days changed\n{found.terms:>8,}  terms reckoned anew\n"
            f"{found.moved:>8,}  of them moved"
        )


def _read(path: Path) -> dict[date, bool]:
    days: dict[date, bool] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                days[date.fromisoformat(row["date"].strip())] = {"0": False, "1": True}[
                    row["working"].strip()
                ]
            except (KeyError, ValueError, AttributeError):
                message = _("%(file)s, line %(line)d: give a date as 2027-02-05, and 0 or 1.")
                raise Invalid(message % {"file": path.name, "line": number}) from None
    if not days:
        raise Invalid(_("%(file)s names no day.") % {"file": path.name})
    return days
