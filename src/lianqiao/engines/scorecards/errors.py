"""Why a card cannot be used."""

from __future__ import annotations


class CardError(ValueError):
    """A file that is no score table; the text says where and why."""
