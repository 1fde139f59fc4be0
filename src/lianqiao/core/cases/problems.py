"""What is wrong with a document, in plain words and each at its place.

A place is a path in the document as it is kept: "forms/0/sections/1/fields/2"; '' is the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError
from pydantic_core import ErrorDetails


class Problem(NamedTuple):
    """One thing to mend."""

    place: str
    sentence: str


SHAPES: Mapping[str, Promise] = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no such setting here."),
    "string_pattern_mismatch": gettext_lazy("This has not the form that is asked for."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters."),
    "string_type": gettext_lazy("This must be a text."),
    "bool_type": gettext_lazy("This must be true or false."),
    "bool_parsing": gettext_lazy("This must be true or false."),
    "too_long": gettext_lazy("At most %(max_length)s of these."),
    "too_short": gettext_lazy("At least %(min_length)s of these."),
    "greater_than": gettext_lazy("This must be more than %(gt)s."),
    "greater_than_equal": gettext_lazy("This must be at least %(ge)s."),
    "less_than_equal": gettext_lazy("This must be at most %(le)s."),
    "union_tag_not_found": gettext_lazy("The kind of this field is missing."),
    "union_tag_invalid": gettext_lazy("There is no field of the kind “%(tag)s” here."),
    "literal_error": gettext_lazy("Only this is possible: %(expected)s"),
    "enum": gettext_lazy("Only this is possible: %(expected)s"),
    "value_error": gettext_lazy("This may not contain the character NUL."),
}
NUMBERS = ("int", "decimal", "float", "finite")
KEYS: Mapping[str, Promise] = {
    "code": gettext_lazy(
        "A code begins with a small letter and has small letters, digits and _ only, at most 32."
    ),
    "title": gettext_lazy("The title's code has small letters, digits and - only."),
    "prefix": gettext_lazy("A prefix has capital letters, digits and - only, at most 20."),
}
KEY = gettext_lazy(
    "A key begins with a small letter and has small letters, digits and _ only; at most 24 of them "
    "for states and steps, 40 elsewhere."
)


def shape_problems(error: ValidationError, under: str = "") -> list[Problem]:
    """Return what pydantic found, in words; `under` is the place of what was read."""
    found = (
        Problem("/".join(filter(None, (under, _path(one)))), _sentence(one))
        for one in error.errors(include_url=False, include_input=False)
    )
    return list(dict.fromkeys(found))


def listed(problems: Iterable[Problem], most: int = 30) -> str:
    """Return problems as lines of text, as a file's author reads them."""
    lines = [
        f"{dotted(one.place)}: {one.sentence}" if one.place else one.sentence for one in problems
    ]
    more = len(lines) - most
    rest = [_("… and %(more)d more") % {"more": more}] if more > 0 else []
    return "\n".join([*lines[:most], *rest])


def dotted(place: str) -> str:
    """Return a place as an author of files knows it.

    >>> dotted("forms/0/sections/1/key")
    'forms[0].sections[1].key'
    """
    return re.sub(r"/(\d+)", r"[\1]", place).replace("/", ".")


def within(problems: Iterable[Problem], place: str) -> Iterator[Problem]:
    """Yield the problems of a place and of what lies in it."""
    return (one for one in problems if one.place == place or one.place.startswith(f"{place}/"))


def _path(one: ErrorDetails) -> str:
    """The place of an error; pydantic names the kind of a field as a step of the way."""
    steps: Sequence[Any] = one["loc"]
    kept = [
        str(step)
        for number, step in enumerate(steps)
        if not (number > 1 and isinstance(step, str) and steps[number - 2] in ("fields", "columns"))
    ]
    return "/".join(kept)


def _sentence(one: ErrorDetails) -> str:
    last = next((step for step in reversed(one["loc"]) if isinstance(step, str)), "")
    if one["type"] == "string_pattern_mismatch":
        return str(KEYS.get(last, KEY))
    if one["type"].startswith(NUMBERS):
        return _("This must be a number.")
    known = SHAPES.get(one["type"])
    return str(known) % one.get("ctx", {}) if known else _("This cannot be read.")
