"""What is written into the ledger when a title begins or ends.

An entry happens at the title's first day (or the first without it), not when it was typed in, so
that 'new this year' and 'valid on a day' are right whenever they are counted. Which title it is
stands as a quantity of its name, `little_giant == 1`, as conditions of indicators can ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, quantity, source, subject_type
from lianqiao.core.ledger.kinds import kind as known
from lianqiao.core.parties.models import TitleKind

DEPARTMENT = "titles"
TITLE = "parties.title"
GRANTED, REVOKED = "parties.title_granted", "parties.title_revoked"

subject_type(TITLE, lambda pk: reverse("titles:title", args=[pk]), _("title of an organization"))

quantity("days", _("Days"))
quantity("first", _("Held for the first time"))


def flag(code: str) -> str:
    """Return the quantity that says which title it is.

    >>> flag("little-giant")
    'little_giant'
    """
    return code.replace("-", "_")


def kept() -> Mapping[str, Kind]:
    """Return both kinds, with a quantity for each title that there is by now."""
    titles = list(TitleKind.objects.all())
    for title in titles:
        quantity(flag(title.code), title.name)
    flags = {flag(title.code): "1" for title in titles}
    granted = Kind(
        GRANTED, _("Title granted"), TITLE, DEPARTMENT, {"days": "d", "first": "1", **flags}
    )
    revoked = Kind(REVOKED, _("Title revoked"), TITLE, DEPARTMENT, {"days": "d", **flags})
    return {GRANTED: granted, REVOKED: revoked}


def is_known(code: str) -> bool:
    """Tell whether a title that was added since can be named in an entry already."""
    return flag(code) in known(GRANTED).quantities


source(kept)
