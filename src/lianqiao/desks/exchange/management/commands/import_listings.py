"""Import listings from a spreadsheet; a dry run unless told otherwise."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianqiao.core.errors import Refusal
from lianqiao.core.parties.permissions import OPERATOR
from lianqiao.core.sheets import Action, Plan
from lianqiao.core.terminal import progress_bar
from lianqiao.desks.exchange import imports
from lianqiao.desks.exchange.services.bulk import Brought

SHOWN = 40


class Command(BaseCommand):
    """`lianqiao import_listings FILE [--apply]`."""

    help = "Show what a list of listings (XLSX or CSV) would change; with --apply, do it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="XLSX or CSV with Chinese or English headings")
        parser.add_argument("--apply", action="store_true", help="import, all or nothing")

    def handle(self, *args: Any, file: Path, apply: bool, **options: Any) -> None:
        """Plan or import, and print the rows that matter and the counts."""
        try:
            with file.open("rb") as opened:
                sheet = imports.read_listings(opened, file.name, OPERATOR)
            if apply:
                with progress_bar("listings") as progress:
                    plan = imports.import_listings(sheet, actor=OPERATOR, progress=progress)
            else:
                plan = imports.plan_listings(sheet)
        except (OSError, Refusal) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._show(plan)
        self.stdout.write(_("Imported.") if apply else _("Dry run: nothing was changed."))

    def _show(self, plan: Plan[Brought]) -> None:
        for row in list(plan.having(Action.BAD))[:SHOWN]:
            reasons = "; ".join(f"{problem.column} {problem.reason}" for problem in row.problems)
            self.stdout.write(f"{row.line:>7}  {row.label}  {reasons}")
        for action, count in plan.counts.items():
            self.stdout.write(f"{count:>9,}  {action.label}")
