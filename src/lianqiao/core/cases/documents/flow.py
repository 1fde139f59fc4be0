"""The way of a case: states, steps, who may take them, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field as Among

from lianqiao.core.cases.documents.words import Key, Label, Part, Rule, ShortKey

OPEN, REBASED, EXTENDED = "open", "rebased", "extended"
RESERVED = {
    OPEN: _("Case opened"),
    REBASED: _("Moved to another version"),
    EXTENDED: _("More time granted"),
}
"""What happens to a case outside the steps of its procedure; no step may have such a key."""


class By(StrEnum):
    """Who takes a step."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    LEAD = "lead"
    CLOCK = "clock"


class Term(Part):
    """A deadline in Chinese working days from entering a state.

    `leads_to` is the step that a missed deadline takes by itself, after `grace` more working days
    in which what comes late is still taken; without it, the officer is reminded. The term rests
    while the applicant has been asked for a correction.
    """

    working_days: Annotated[int, Among(ge=1, le=1000)]
    leads_to: ShortKey | None = None
    grace: Annotated[int, Among(ge=0, le=60)] = 0
    escalates: Annotated[int, Among(ge=1, le=250)] | None = None
    """Working days after the last one; a case still there then is told to the office's leads."""


class Asking(Part):
    """What becomes of a correction that was asked for in a state and did not come: the clock takes
    the step `missed`. Without it, the office is told and decides."""

    missed: ShortKey


class State(Part):
    """Where a case can be. `form` is what the applicant fills in there, `review` what runs."""

    key: ShortKey
    label: Label
    form: Key | None = None
    review: ShortKey | None = None
    term: Term | None = None
    correction: Asking | None = None
    is_first: bool = False
    is_final: bool = False

    @property
    def missed(self) -> Mapping[str, str]:
        """The clock's steps that this state names, by the setting that names them."""
        term = self.term.leads_to if self.term else None
        asked = self.correction.missed if self.correction else None
        named = {"term": term, "correction": asked}
        return {setting: key for setting, key in named.items() if key}


class Message(Part):
    """What the applicant is told when a step was taken; {number}, {procedure}, {due} and {reason}
    are filled in."""

    title: Label
    text: Label


class Grant(Part):
    """A title that a step grants, for years from the day of the step, with its certificate.

    0 years is until the end of the year of the step. `prefix` begins the certificate's number. In
    the last `renews_days` of a title the next one may be applied for; it begins when that one ends.
    Who lost it by deceit applies again after `bars_years`.
    """

    title: Annotated[str, Among(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
    years: Annotated[int, Among(ge=0, le=20)]
    prefix: Annotated[str, Among(pattern=r"^[A-Z0-9-]{0,20}$")] = ""
    renews_days: Annotated[int, Among(ge=0, le=1000)] = 0
    bars_years: Annotated[int, Among(ge=0, le=20)] = 0
    text: Label | None = None


class Step(Part):
    """A named step from some states to one. `files` tells that it files the form of its state,
    `revokes` that it takes back the title which the case was granted."""

    key: ShortKey
    label: Label
    sources: Annotated[tuple[ShortKey, ...], Among(min_length=1)]
    target: ShortKey
    by: By
    files: bool = False
    needs_reason: bool = False
    condition: Rule = ""
    message: Message | None = None
    grants: Grant | None = None
    revokes: bool = False
