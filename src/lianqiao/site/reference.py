"""The number that ties an error page to the lines of the log.

Apart from the middleware, since logging is set up before Django's apps are.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

# Without 0/O and 1/I/L: people read these numbers out over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
current: ContextVar[str] = ContextVar("reference", default="-")


def new() -> str:
    """Return a number such as `7KQ2-M9XH`: 40 bits, so a day's requests never share one."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def stamp(record: logging.LogRecord) -> bool:
    """Logging filter: put the current request's number on the record; pass every record."""
    record.reference = current.get()
    return True


def log_filter() -> Callable[[logging.LogRecord], bool]:
    """Return the filter, for `LOGGING["filters"]["reference"]["()"]`."""
    return stamp
