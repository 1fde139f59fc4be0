"""What the parts of a procedure's document have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from lianqiao.core.parties.models.codes import named

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A stable key: what was filed is kept under it, so it outlives every label."""
ShortKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
"""The key of a state or a step, as it stands in rows of cases and in kinds of entry."""
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A procedure's code: its cases bear "<code>/<number of the version>"."""


def _without_nul(value: str) -> str:
    if "\x00" in value:
        raise ValueError("text may not contain the character NUL")
    return value


Line = Annotated[str, StringConstraints(max_length=300), AfterValidator(_without_nul)]
Paragraph = Annotated[str, StringConstraints(max_length=5000), AfterValidator(_without_nul)]
Rule = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_without_nul)]
"""A condition in the language of docs/rules.md over the fields of the form; '' asks nothing."""


class Part(BaseModel):
    """A part of a document: fixed once read, and a word it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Part):
    """A text in Chinese and, where there is one, in English."""

    zh: Paragraph
    en: Paragraph = ""

    def __str__(self) -> str:
        """Return the text in the reader's language."""
        return named(self.zh, self.en)
