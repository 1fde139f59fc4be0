"""Import organizations from a spreadsheet; a dry run unless told otherwise."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianqiao.core.errors import Refusal
from lianqiao.core.parties import imports
from lianqiao.core.parties.permissions import OPERATOR
from lianqiao.core.parties.services import OrganizationData
from lianqiao.core.sheets import Action, Plan, PlannedRow

SHOWN = 40


class Command(BaseCommand):
    """`lianqiao import_organizations FILE [--apply]`."""

    help = "Show what a list of organizations (XLSX or CSV) would change; with --apply, do it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="XLSX or CSV with Chinese or English headings")
        parser.add_argument("--apply", action="store_true", help="import, all or nothing")

    def handle(self, *args: Any, file: Path, apply: bool, **options: Any) -> None:
        """Plan or import, and print the rows that matter and the counts."""
        try:
            with file.open("rb") as opened:
                sheet = imports.read_organizations(opened, file.name)
            plan = imports.plan_organizations(sheet)
            self._show(plan)
            if apply:
                imports.import_organizations(sheet, actor=OPERATOR)
        except OSError as error:
            raise CommandError(str(error)) from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("Imported.") if apply else _("Dry run: nothing was changed."))

    def _show(self, plan: Plan[OrganizationData]) -> None:
        rows = sorted(plan.rows, key=lambda row: row.action != Action.BAD)[:SHOWN]
        for row in rows:
            self.stdout.write(f"{row.line:>7}  {row.action.label:<6}  {row.label}  {_remark(row)}")
        if len(plan.rows) > SHOWN:
            more = len(plan.rows) - SHOWN
            self.stdout.write(" " * 9 + _("… and %(more)d more rows") % {"more": more})
        for action, count in plan.counts.items():
            self.stdout.write(f"{count:>7,}  {action.label}")
        if plan.ignored:
            headings = ", ".join(plan.ignored)
            self.stdout.write(_("Ignored columns: %(headings)s") % {"headings": headings})


def _remark(row: PlannedRow[OrganizationData]) -> str:
    problems = [f"{problem.column} {problem.reason}".strip() for problem in row.problems]
    return "; ".join([*problems, *row.changes, *row.warnings])
