"""`lianqiao serve`: database, migrations, background worker, index and web server as one."""

from __future__ import annotations

import fcntl
import socket
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lianqiao.site.supervisor import Child, Supervisor

LIANQIAO = [sys.executable, "-m", "lianqiao"]
STEPS = (
    ["migrate", "--verbosity=0"],
    ["codes", "--only-empty", "--verbosity=0"],
    ["collectstatic", "--noinput", "--verbosity=0"],
)


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
        with only_one(Path(settings.DATA_DIR)):
            require_free(host, port)
            for step in STEPS:
                if subprocess.run([*LIANQIAO, *step], check=False).returncode:  # noqa: S603
                    raise CommandError(f"lianqiao {step[0]} failed; nothing was started.")
            self.stdout.write(f"Lianqiao: http://{host}:{port} (Ctrl-C stops)")
            self.stdout.flush()
            Supervisor(children(host, port, workers)).run()


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the data folder: two houses would write one index. A killed process lets go."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(f"Lianqiao is running already with the data in {folder}.") from error
        yield


def require_free(host: str, port: int) -> None:
    """Refuse a port that somebody listens on, before anything is started."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"cannot listen on {host}:{port}: {error.strerror}.") from error


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
