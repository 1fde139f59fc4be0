"""`lianqiao index`: feed the search index, or write it anew."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from procrastinate.exceptions import AlreadyEnqueued

from lianqiao.core.terminal import progress_bar
from lianqiao.desks.exchange.meaning import why_off
from lianqiao.desks.exchange.services import indexing, meaning
from lianqiao.desks.exchange.tasks import find_matches

# What was there before gives way to what somebody publishes now.
LAST = -10


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
            if not once:
                self._catch_up()
            while True:
                while changed := indexing.apply_changes():
                    for listing in changed:
                        find_matches.defer(listing=listing)
                if once:
                    return
                # A note wakes us at once; the timeout covers one that was lost.
                next(own.notifies(timeout=5, stop_after=1), None)
                connection.close_if_unusable_or_obsolete()

    def _catch_up(self) -> None:
        """Say how the leg by meaning stands, and hand on what it has not encoded yet."""
        if missing := why_off():
            self.stdout.write(f"Matching goes by words alone: {missing}.")
            return
        listings = meaning.stale()
        self.stdout.write(f"Matching goes by words and meaning; to encode: {len(listings)}.")
        for listing in listings:
            # It may still wait from before an earlier stop.
            with suppress(AlreadyEnqueued), transaction.atomic():
                lock = f"exchange.encode.{listing}"
                later = find_matches.configure(queueing_lock=lock, priority=LAST)
                later.defer(listing=listing)
