"""Sending letters: one that the mail server refuses holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)


@contextmanager
def post() -> Iterator[Callable[[EmailMessage], int]]:
    """Open the way to the mail server; what it gives sends a letter and returns how many went.

    OSError where no mail server can be reached, before anything inside was done.
    """
    with get_connection() as connection:
        yield partial(_sent, connection)


def send_each(letters: Sequence[EmailMessage]) -> int:
    """Send letters and return how many went; 0 where no mail server can be reached."""
    try:
        with post() as send:
            return sum(map(send, letters))
    except OSError as failure:
        log.warning("No letter was sent: %s", type(failure).__name__)
        return 0


def _sent(connection: BaseEmailBackend, letter: EmailMessage) -> int:
    letter.connection = connection
    try:
        return letter.send()
    except SMTPException as refusal:
        # Not its words: they name the address.
        log.warning("A letter was refused: %s", type(refusal).__name__)
        return 0
