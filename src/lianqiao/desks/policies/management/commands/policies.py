"""`lianqiao policies decide`: every measure in force against every enterprise."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianqiao.core.errors import Refusal
from lianqiao.core.money import yuan
from lianqiao.core.terminal import progress_bar, table
from lianqiao.desks.policies.models import Run, Tally
from lianqiao.desks.policies.services import runs


class Command(BaseCommand):
    """`lianqiao policies decide [--on DATE] [--incremental]`."""

    help = "Decide all measures in force for all enterprises."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer what can be done."""
        actions = parser.add_subparsers(dest="action", required=True)
        decide = actions.add_parser("decide", help="who qualifies for what, and for how much")
        decide.add_argument(
            "--on", type=date.fromisoformat, help="reference date, as 2026-01-31; today, if none"
        )
        decide.add_argument(
            "--incremental",
            action="store_true",
            help="only what can have changed since the last run",
        )

    def handle(self, *, on: date | None, incremental: bool, **_options: Any) -> None:
        """Do it, and tell what was found of each measure."""
        try:
            with progress_bar("policies") as progress:
                run = runs.decide(on=on, is_incremental=incremental, progress=progress)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt as interrupt:
            said = _("Stopped; what was decided is kept. The same command goes on.")
            raise CommandError(said) from interrupt
        self._tell(run)

    def _tell(self, run: Run) -> None:
        said = {"measures": run.total, "enterprises": f"{run.subjects:,}", "seconds": run.seconds}
        self.stdout.write(
            _("%(measures)d measures for %(enterprises)s enterprises in %(seconds).1f s.") % said
        )
        heads = (_("Measure"), _("Qualifying"), _("Unknown"), _("Amount, yuan"))
        for line in table(heads, map(_row, run.tallies.select_related("measure").order_by(*ORDER))):
            self.stdout.write(line)


ORDER = ("-qualifying", "pk")


def _row(tally: Tally) -> tuple[str, ...]:
    amount = f"{yuan(tally.amount):,.2f}"
    return tally.measure.title, f"{tally.qualifying:,}", f"{tally.unknown:,}", amount
