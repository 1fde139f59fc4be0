"""Sending letters: one that the mail server refuses holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage

Letter = tuple[str, str, str, list[str]]
log = logging.getLogger(__name__)


def send_all(letters: Iterable[Letter], connection: Any) -> int:
    """Send letters (subject, text, from, to) over an open connection; return how many went."""
    return sum(_send(EmailMessage(*letter, connection=connection)) for letter in letters)


def _send(letter: EmailMessage) -> int:
    try:
        return letter.send()
    except SMTPException as refusal:
        # Not its words: they name the address.
        log.warning("A letter was refused: %s", type(refusal).__name__)
        return 0
