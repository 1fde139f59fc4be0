"""Import facts from a spreadsheet."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianqiao.core.errors import Refusal
from lianqiao.core.facts.reading import Given
from lianqiao.core.facts.services.imports import Outcome, import_facts, plan_facts
from lianqiao.core.parties.models import FactSource
from lianqiao.core.parties.permissions import OPERATOR
from lianqiao.core.sheets import Action, lines_in
from lianqiao.core.terminal import progress_bar


class Command(BaseCommand):
    """`lianqiao import_facts FILE --source CODE [--known-on DATE] [--dry-run] [--without-bad]`."""

    help = "Take in what a source says of organizations (XLSX or CSV, a fact in a row or a column)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what is said of all of it."""
        parser.add_argument("file", type=Path, help="XLSX or CSV with Chinese or English headings")
        parser.add_argument("--source", default="", help="who says it: a code of the sources")
        parser.add_argument(
            "--known-on", type=date.fromisoformat, help="since when it is known (2026-03-31)"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would happen")
        parser.add_argument("--without-bad", action="store_true", help="leave bad rows out")

    def handle(
        self,
        *args: Any,
        file: Path,
        source: str,
        known_on: date | None,
        dry_run: bool,
        without_bad: bool,
        **options: Any,
    ) -> None:
        """Plan or import, and print the bad rows and the counts."""
        given = Given(_known(source), known_on)
        try:
            with file.open("rb") as opened, progress_bar("rows") as bar:
                total = lines_in(opened)
                how: dict[str, Any] = {"actor": OPERATOR, "given": given}
                how["progress"] = lambda done: bar(done, max(total, done))
                if dry_run:
                    outcome = plan_facts(opened, file.name, **how)
                else:
                    outcome = import_facts(opened, file.name, without_bad=without_bad, **how)
        except (OSError, Refusal) as error:
            raise CommandError(str(error)) from error
        self._show(outcome)
        self.stdout.write(_("Dry run: nothing was changed.") if dry_run else _("Imported."))

    def _show(self, outcome: Outcome) -> None:
        for row in outcome.rows:
            if row.action == Action.BAD:
                reasons = "; ".join(f"{one.column} {one.reason}".strip() for one in row.problems)
                self.stdout.write(f"{row.line:>9}  {row.label}  {reasons}")
        for action, count in outcome.counts.items():
            self.stdout.write(f"{count:>9,}  {action.label}")
        self.stdout.write(f"{outcome.facts:>9,}  {_('facts')}")
        if outcome.ignored:
            headings = ", ".join(outcome.ignored)
            self.stdout.write(_("Ignored columns: %(headings)s") % {"headings": headings})


def _known(source: str) -> str:
    if source and not FactSource.objects.filter(pk=source).exists():
        codes = ", ".join(FactSource.objects.values_list("pk", flat=True))
        raise CommandError(
            _("There is no source “%(source)s”; there are: %(codes)s.")
            % {"source": source, "codes": codes}
        )
    return source
