"""`lianqiao index`: feed the search index, or write it anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from lianqiao.core.terminal import progress_bar
from lianqiao.desks.exchange.services import indexing
from lianqiao.desks.exchange.tasks import find_matches


class Command(BaseCommand):
    """Feed the search index from the outbox, for as long as the process lives."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer one pass, and writing anew."""
        parser.add_argument("--once", action="store_true", help="empty the outbox and stop")
        parser.add_argument("--rebuild", action="store_true", help="write the index anew and stop")

    def handle(self, *, once: bool, rebuild: bool, **_options: Any) -> None:
        """Hold the pen and write."""
        with indexing.pen() as own:
            if rebuild:
                with progress_bar("index") as report:
                    indexing.rebuild(report)
                return
            while True:
                while changed := indexing.apply_changes():
                    for listing in changed:
                        find_matches.defer(listing=listing)
                if once:
                    return
                # A note wakes us at once; the timeout covers one that was lost.
                next(own.notifies(timeout=5, stop_after=1), None)
                connection.close_if_unusable_or_obsolete()
