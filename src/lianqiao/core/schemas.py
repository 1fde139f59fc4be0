"""What the HTTP APIs of the desks have in common: plain texts, numbers of rows, refusals."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Schema
from pydantic import AfterValidator, StringConstraints

Id = Annotated[int, Field(ge=1, lt=2**63)]


def _without_nul(value: str) -> str:
    if "\x00" in value:
        raise ValueError("text may not contain the character NUL")
    return value


def text(longest: int) -> object:
    """Return the type of a text of so many characters at most."""
    return Annotated[str, StringConstraints(max_length=longest), AfterValidator(_without_nul)]


class Refused(Schema):
    """Why something can't be done: a sentence, one for each field, and our reference number."""

    detail: str
    fields: dict[str, str]
    reference: str
