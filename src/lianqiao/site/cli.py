"""The `lianqiao` command: Django's management, with the settings and a database bound."""

import os
import sys
from pathlib import Path

# Commands that change the schema act as its owner; `makemigrations` only reads it.
OWNER_COMMANDS = {"migrate", "makemigrations", "sqlmigrate"}
# These need no database, and must answer where none can start.
BARE_COMMANDS = {
    "help",
    "version",
    "--help",
    "--version",
    "collectstatic",
    "compilemessages",
    "figures",
    "makemessages",
}


def main(argv: list[str] | None = None) -> None:
    """Run one management command."""
    argv = list(sys.argv if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqiao.site.settings")
    command = argv[1] if len(argv) > 1 else "help"
    if command not in BARE_COMMANDS:
        bind_database(as_owner=command in OWNER_COMMANDS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)


def bind_database(*, as_owner: bool) -> None:
    """Put the database's addresses into the environment, where settings and children read them."""
    from lianqiao.site import database

    urls = database.ensure(Path(os.environ.get("LIANQIAO_DATA", "var")).absolute())
    os.environ["DATABASE_OWNER_URL"] = urls.owner
    os.environ["DATABASE_URL"] = urls.owner if as_owner else urls.application
