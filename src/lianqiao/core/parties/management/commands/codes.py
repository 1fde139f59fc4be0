"""Load the code lists."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.services import load_codes


class Command(BaseCommand):
    """`lianqiao codes [--from FOLDER] [--only-empty]`."""

    help = "Load or update regions, industries, fields, zones, facts, titles and working days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a city's own files, or say that what is there stays."""
        parser.add_argument(
            "--from", type=Path, dest="folder", help="folder with files that replace ours"
        )
        parser.add_argument(
            "--only-empty", action="store_true", help="leave lists alone that hold anything"
        )

    def handle(
        self, *args: Any, folder: Path | None, only_empty: bool = False, **options: Any
    ) -> None:
        """Load, and print the count of each list."""
        if folder is not None and not folder.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": folder})
        try:
            counts = load_codes(folder, only_empty=only_empty)
        except Invalid as refusal:
            raise CommandError(str(refusal)) from refusal
        for name, count in counts.items() if options["verbosity"] else ():
            self.stdout.write(f"{count:>8,}  {name}")
