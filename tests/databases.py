"""Databases for tests: one template, migrated once as its owner, and clones of it.

The cluster is the embedded one, or the server at TEST_DATABASE_URL (a superuser's address, in
which `{worker}` stands for the process's name where each has a server of its own).
Tests act as the application's role, as the running product does.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dj_database_url
import psycopg
from psycopg import sql

from lianqiao.site import database

# Processes that test side by side on one server have databases of their own.
NAME = "_".join(
    [
        "test",
        os.environ.get("LIANQIAO_TEST_NAME", str(os.getpid())),
        os.environ.get("PYTEST_XDIST_WORKER", "alone"),
    ]
)


@dataclass(frozen=True)
class Cluster:
    """A server with its superuser's address."""

    superuser: str

    def url(self, role: str, name: str) -> str:
        """Address of a database for a role, as DATABASE_URL wants it."""
        parts = psycopg.conninfo.conninfo_to_dict(self.superuser)
        host = str(parts["host"])
        if host.startswith("/"):
            return database.url(host, role, name)
        return f"postgresql://{role}@{host}:{parts.get('port', 5432)}/{name}"

    def create(self, name: str) -> None:
        """Make an empty database with the two roles' rights."""
        self.drop(name)
        database.provision(self.superuser, name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    @contextmanager
    def clone(self, template: str, name: str) -> Iterator[str]:
        """Give a copy of the template, with real commits, and drop it afterwards."""
        self.drop(name)
        self._execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(database.OWNER), sql.Identifier(template)
            )
        )
        try:
            yield name
        finally:
            self.drop(name)

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start (or find) the server that this test run uses."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Cluster(given.format(worker=os.environ.get("PYTEST_XDIST_WORKER", "gw0")))
        return
    with tempfile.TemporaryDirectory(prefix="lianqiao-test-", ignore_cleanup_errors=True) as folder:
        # The embedded server drops root's rights and must still reach its folder.
        Path(folder).chmod(0o755)
        server = database.start_server(Path(folder) / "postgres")
        # Nothing here outlives the run, so nothing need reach the disk.
        for setting in ("fsync=off", "synchronous_commit=off", "full_page_writes=off"):
            server.psql(f"ALTER SYSTEM SET {setting}")
        server.psql("SELECT pg_reload_conf()")
        try:
            yield Cluster(server.get_uri())
        finally:
            server.cleanup()


def point_django_at(url: str) -> None:
    """Let Django's default connection use another database from now on."""
    from django.db import connections

    connection = connections["default"]
    connection.close()
    settings = dj_database_url.parse(url)
    for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT"):
        connection.settings_dict[key] = settings[key]
