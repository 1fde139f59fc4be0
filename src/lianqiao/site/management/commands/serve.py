"""`lianqiao serve`: database, migrations, background worker, index and web server as one."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lianqiao.site.supervisor import Child, Supervisor

LIANQIAO = [sys.executable, "-m", "lianqiao"]


class Command(BaseCommand):
    """Run the whole house until Ctrl-C."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say where to listen and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes")

    def handle(self, *, host: str, port: int, workers: int, **_options: Any) -> None:
        """Prepare the database and the static files, then keep everything running."""
        for step in (
            ["migrate", "--verbosity", "0"],
            ["codes", "--only-empty"],
            ["collectstatic", "--noinput", "--verbosity", "0"],
        ):
            if subprocess.run([*LIANQIAO, *step], check=False).returncode:  # noqa: S603
                raise CommandError(f"lianqiao {step[0]} failed; nothing was started.")
        self.stdout.write(f"Lianqiao: http://{host}:{port} (Ctrl-C stops)")
        Supervisor(children(host, port, workers)).run()


def children(host: str, port: int, workers: int) -> list[Child]:
    """Return the processes of the house."""
    web = [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={workers}",
        "--blocking-threads=8",
        "--workers-kill-timeout=5",
        "--no-ws",
        "--log-level=warning",
        "lianqiao.site.wsgi:application",
    ]
    worker = [
        *LIANQIAO,
        "procrastinate",
        "worker",
        "--concurrency=2",
        "--shutdown-graceful-timeout=5",
    ]
    return [
        Child("web", web, {"LIANQIAO_POOL": "1"}),
        Child("worker", worker),
        Child("index", [*LIANQIAO, "index"]),
    ]
