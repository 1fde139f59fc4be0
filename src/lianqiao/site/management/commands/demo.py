"""`lianqiao demo`: a city with invented data, its year, and a table of what came of it."""

from __future__ import annotations

import subprocess
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lianqiao.core.ledger.sealing import seal_all
from lianqiao.core.parties.models import Organization
from lianqiao.core.terminal import progress_bar
from lianqiao.desks.exchange.services import indexing
from lianqiao.site.demo import (
    calls,
    centers,
    claims,
    collection,
    grants,
    history,
    holders,
    opinions,
    people,
    procedures,
    reviews,
    titles,
    yearly,
)
from lianqiao.site.demo.enterprises import COUNT
from lianqiao.site.demo.report import report
from lianqiao.site.management.commands.serve import LIANQIAO, STEPS

STORIES = (
    (procedures.is_there, procedures.publish),
    (titles.is_told, titles.tell),
    (holders.is_told, holders.tell),
    (reviews.is_told, reviews.tell),
    (centers.is_there, centers.tell),
    (calls.is_told, calls.tell),
)
"""What an officer and a lead tell, in this order: whether it is there, and telling it."""


class Command(BaseCommand):
    """Load the demo city once, print what came of it, and serve it."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say where the collection lies, and whether to serve."""
        parser.add_argument("--collection", dest="folder", type=Path, default=Path("collection"))
        parser.add_argument(
            "--enterprises",
            type=int,
            default=COUNT,
            help="how many to invent beyond those of the collection",
        )
        parser.add_argument("--no-serve", action="store_true", help="stop after printing")
        parser.add_argument("--port", type=int, default=8000)

    def handle(
        self, *, folder: Path, enterprises: int, no_serve: bool, port: int, **_options: Any
    ) -> None:
        """Prepare, load, print, serve."""
        for step in STEPS[:2]:
            if subprocess.run([*LIANQIAO, *step], check=False).returncode:  # noqa: S603
                raise CommandError(f"lianqiao {step[0]} failed; nothing was loaded.")
        if not Organization.objects.filter(name=people.BUREAU).exists():
            load(folder)
        if not grants.is_loaded():
            grants.load(enterprises=enterprises)
            seal_all()
        if not claims.is_told():
            with progress_bar("claims") as progress:
                claims.tell(people.acting("officer"), people.acting("lead"), progress=progress)
            seal_all()
        if not yearly.is_told():
            acting = map(people.acting, ("officer", "lead", "admin"))
            with progress_bar("year") as progress:
                yearly.tell(*acting, progress=progress)
            seal_all()
        if not opinions.is_told():
            opinions.tell(yearly.departments(), yearly.told().pk, actor=people.acting("admin"))
            seal_all()
        for is_told, tell in STORIES:
            if not is_told():
                tell(people.acting("officer"), people.acting("lead"))
                seal_all()
        for line in report():
            self.stdout.write(line)
        self.stdout.flush()
        if not no_serve:
            call_command("serve", port=port)


def load(folder: Path) -> None:
    """Load all of it or nothing."""
    if not folder.is_dir():
        raise CommandError(f"no collection in {folder}; run this from the project's own folder.")
    with indexing.pen(), transaction.atomic(), progress_bar("demo city") as progress:
        # An earlier attempt that broke off left its documents in the index, not in the database.
        indexing.rebuild()
        offered = collection.read(folder)
        history.tell(people.settle(offered), offered, progress)
    seal_all()
