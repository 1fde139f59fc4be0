"""`lianqiao ledger`: seal, verify, prove, publish."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianqiao.core.errors import Refusal
from lianqiao.core.ledger import queries, roots, sealing, wording
from lianqiao.core.terminal import progress_bar


class Command(BaseCommand):
    """`lianqiao ledger seal | verify [--roots FILE] | proof ENTRY [--all] | roots`."""

    help = "Seal the ledger, verify it against its seals, prove an entry, print the roots."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer what can be done."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("seal", help="seal what has been recorded since")
        verify = actions.add_parser("verify", help="compute all seals again; code 1 if any differs")
        verify.add_argument("--roots", type=Path, help="a copy of roots.txt kept elsewhere")
        proof = actions.add_parser("proof", help="print the proof of one entry as JSON")
        proof.add_argument("entry", type=int)
        proof.add_argument("--all", action="store_true", help="show the confidential fields too")
        actions.add_parser("roots", help="print the published roots")

    def handle(self, *, action: str, **options: Any) -> None:
        """Do it."""
        try:
            getattr(self, f"_{action}")(**options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _seal(self, **_options: Any) -> None:
        self.stdout.write(_("%(count)s entries sealed.") % {"count": f"{sealing.seal_all():,}"})

    def _verify(self, *, roots: Path | None, **_options: Any) -> None:
        if roots and not roots.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": roots})
        started = time.monotonic()
        with progress_bar("ledger") as progress:
            found = queries.verify(progress, copy=roots)
        self._tell(found, time.monotonic() - started)
        if found.difference:
            raise CommandError(wording.difference(found.difference))
        self.stdout.write(_("Nothing sealed was changed or lost."))

    def _tell(self, found: queries.Verification, seconds: float) -> None:
        self.stdout.write(
            _(
                "%(entries)s entries in %(seals)s seals, looked at in %(seconds).1f s "
                "(%(speed)s a second)."
            )
            % {
                "entries": f"{found.entries:,}",
                "seals": f"{found.seals:,}",
                "seconds": seconds,
                "speed": f"{found.entries / seconds:,.0f}",
            }
        )
        if found.unsealed:
            self.stdout.write(
                _("%(count)s entries are not sealed yet.") % {"count": f"{found.unsealed:,}"}
            )

    def _proof(self, entry: int, **options: Any) -> None:
        reveal = queries.ALL if options["all"] else queries.REVEALED
        self.stdout.write(json.dumps(queries.proof(entry, reveal), ensure_ascii=False, indent=2))

    def _roots(self, **_options: Any) -> None:
        file = roots.roots_file()
        self.stdout.write(file.read_text(encoding="ascii") if file.exists() else "", ending="")
