"""A database of the bench's own on the embedded server, gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL")


@contextmanager
def database() -> Iterator[str]:
    """Let Django work in an empty ledger as the application; give the superuser's address."""
    from lianqiao.site import database

    with tempfile.TemporaryDirectory(prefix="lianqiao-bench-", ignore_cleanup_errors=True) as path:
        folder = Path(path)
        # The embedded server drops root's rights and must still reach its folder.
        folder.chmod(0o755)
        for name in ADDRESSES:
            os.environ.pop(name, None)
        os.environ["LIANQIAO_DATA"] = path
        os.environ["DATABASE_URL"] = database.ensure(folder).application
        server = database.start_server(folder / "postgres")
        try:
            _migrate()
            _set_up()
            yield server.get_uri().replace("/postgres?", "/lianqiao?")
        finally:
            _leave()
            server.cleanup()


def _migrate() -> None:
    """As the owner, so in a process of its own."""
    environment = {name: text for name, text in os.environ.items() if name not in ADDRESSES}
    command = [sys.executable, "-m", "lianqiao", "migrate", "--verbosity=0"]
    subprocess.run(command, env=environment, check=True)


def _set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "lianqiao.site.settings"
    import django

    django.setup()


def _leave() -> None:
    from django.db import connections

    connections.close_all()
