"""What an opinion can be about: a department, or something that another desk shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from lianqiao.core.ledger import kinds

DEPARTMENT = "department"
TYPES = ("publishing.report", "commitments.commitment")


@dataclass(frozen=True, slots=True)
class About:
    """A thing that an opinion is about: `type` is DEPARTMENT, one of TYPES, or ''."""

    type: str = ""
    id: int | None = None

    @classmethod
    def read(cls, text: str) -> About:
        """Read "publishing.report:5"; what makes no sense is about nothing."""
        type_, _colon, number = text.partition(":")
        if type_ not in (DEPARTMENT, *TYPES) or not (number.isascii() and number.isdigit()):
            return cls()
        return cls(type_, int(number)) if len(number) < len(str(2**63)) else cls()

    def __str__(self) -> str:
        """Return it as it stands in an address."""
        return f"{self.type}:{self.id}" if self.type else ""

    @property
    def label(self) -> str | Promise:
        """What it is, in words; '' for a department and where its desk is gone."""
        known = kinds.subject(self.type) if self.type in TYPES else None
        return known.label if known else ""

    @property
    def url(self) -> str:
        """Where it can be seen."""
        known = kinds.subject(self.type) if self.type in TYPES else None
        return known.url(self.id) if known and self.id is not None else ""
