"""`lianqiao ledger`: seal, verify, prove, publish."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianqiao.core.errors import Refusal
from lianqiao.core.ledger import queries, sealing
from lianqiao.core.ledger.verification import Difference
from lianqiao.core.terminal import progress_bar


class Command(BaseCommand):
    """`lianqiao ledger seal | verify | proof ENTRY [--all] | roots`."""

    help = "Seal the ledger, verify it against its seals, prove an entry, print the roots."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer what can be done."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("seal", help="seal what has been recorded since")
        actions.add_parser("verify", help="compute all seals again; exit code 1 if any differs")
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
        self.stdout.write(_("%(count)d entries sealed.") % {"count": sealing.seal_all()})

    def _verify(self, **_options: Any) -> None:
        started = time.monotonic()
        with progress_bar("ledger") as progress:
            found = queries.verify(progress)
        seconds = time.monotonic() - started
        self.stdout.write(
            _("%(entries)s entries in %(seals)s seals, computed again in %(seconds).1f s.")
            % {"entries": f"{found.entries:,}", "seals": f"{found.seals:,}", "seconds": seconds}
        )
        if found.unsealed:
            self.stdout.write(
                _("%(count)d newer entries are not sealed yet.") % {"count": found.unsealed}
            )
        if found.difference:
            raise CommandError(sentence(found.difference))
        self.stdout.write(_("Nothing sealed was changed or lost."))

    def _proof(self, entry: int, **options: Any) -> None:
        reveal = queries.ALL if options["all"] else queries.REVEALED
        self.stdout.write(json.dumps(queries.proof(entry, reveal), ensure_ascii=False, indent=2))

    def _roots(self, **_options: Any) -> None:
        file = sealing.roots_file()
        self.stdout.write(file.read_text(encoding="ascii") if file.exists() else "", ending="")


def sentence(difference: Difference) -> str:
    """Say in words what differs first."""
    sentences = {
        "changed": _("Entry %(entry)s is not as it was sealed in seal %(seal)s."),
        "lost": _("Entry %(entry)s, sealed in seal %(seal)s, is gone."),
        "size": _("Seal %(seal)s does not hold the entries that it was made of."),
        "root": _("The root of seal %(seal)s is not that of its entries."),
        "chain": _("Seal %(seal)s does not follow from the seal before it."),
        "missing": _("Seal %(seal)s is missing."),
        "unpublished": _("Seal %(seal)s is not among the published roots."),
        "republished": _("Seal %(seal)s is not the one whose root was published."),
    }
    values = {"entry": difference.entry, "seal": difference.seal}
    return sentences[difference.what] % values
