"""Why the house refuses something: one tree, raised by services and queries.

A refusal is the user's to mend, so it carries a sentence in the user's language and the HTTP
status that pages and the API answer with (`lianqiao.site.middleware.refusals`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError
from django.utils.functional import Promise

Text = str | Promise


class Refusal(Exception):  # noqa: N818 -- it is no mistake of the program
    """Something can't be done as asked; `str()` says why and what to do."""

    status = 400


class Invalid(Refusal):
    """The input is wrong: `fields` maps each field's name to what to mend."""

    status = 422

    def __init__(self, message: Text, fields: Mapping[str, Text] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class NotAllowed(Refusal):
    """The actor is known and may see this, but may not do it."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or the actor may not know that there is."""

    status = 404


class Conflict(Refusal):
    """Somebody else was faster; the sentence says how things stand now."""

    status = 409


class TooLarge(Refusal):
    """A file or text beyond the limit that the sentence names."""

    status = 413


class TooMany(Refusal):
    """Too much within a time; after `wait` seconds there is room again."""

    status = 429

    def __init__(self, message: Text, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


@contextmanager
def explained(refusals: Mapping[str, Refusal]) -> Iterator[None]:
    """Turn the violation of a named database constraint into its refusal; others rise.

    The database has the last word, the person reads why::

        with explained({"organization_uscc_unique": Conflict(_("..."))}):
            organization.save()
    """
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refusal = refusals.get(getattr(diagnosis, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise refusal from error
