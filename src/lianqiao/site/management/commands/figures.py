"""`lianqiao figures`: read the figures of a report."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianqiao.core.errors import Refusal
from lianqiao.core.papers import read_text
from lianqiao.core.terminal import table
from lianqiao.engines.figures import Figure, read_figures


class Command(BaseCommand):
    """`lianqiao figures read FILE [--format json]`."""

    help = "Read the figures of a report: text, Markdown, DOCX, PDF or HTML."
    requires_system_checks: Sequence[str] = []  # no database is looked at

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer what can be done."""
        actions = parser.add_subparsers(dest="action", required=True)
        read = actions.add_parser("read", help="print each figure with what it is a figure of")
        read.add_argument("file", type=Path)
        read.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *, file: Path, **options: Any) -> None:
        """Read and print."""
        try:
            with file.open("rb") as opened:
                figures = read_figures(read_text(opened, file.name))
        except OSError as error:
            raise CommandError(_("There is no file %(file)s.") % {"file": file}) from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_json(figures) if options["format"] == "json" else _table(figures))


def _json(figures: Sequence[Figure]) -> str:
    rows = [_row(figure) for figure in figures]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _row(figure: Figure) -> dict[str, Any]:
    return {
        "value": str(figure.value),
        "unit": figure.unit,
        "currency": figure.currency,
        "subject": figure.subject,
        "qualifiers": list(figure.qualifiers),
        "period": figure.period,
        "department": figure.department,
        "place": figure.place,
        "text": figure.text,
        "start": figure.start,
        "end": figure.end,
    }


def _table(figures: Sequence[Figure]) -> str:
    heads = (_("Value"), _("Unit"), _("Of what"), _("Meant as"), _("Period"), _("Department"))
    rows = [
        (
            f"{one.value:,f}",
            one.unit,
            one.subject,
            ", ".join(one.qualifiers),
            one.period,
            one.department,
        )
        for one in figures
    ]
    return "\n".join(table(heads, rows))
