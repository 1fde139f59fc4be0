"""What is written into the ledger when a title begins or ends.

An entry happens at the title's first day (or the first without it), not when it was typed in, so
that 'new this year' and 'valid on a day' are right whenever they are counted. Which title it is
stands as a quantity of its name, `little_giant == 1`, as conditions of indicators can ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Model
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type
from lianqiao.core.parties.lists import LISTS
from lianqiao.core.parties.models import TitleKind
from lianqiao.core.parties.services.codes import OWN_FOLDER

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


class Quantities(Mapping[str, str]):
    """Fixed quantities, and one for each title that there is.

    Titles are read when all are listed, and when one is asked for that was not there before: a
    city adds titles while the house runs.
    """

    def __init__(self, fixed: Mapping[str, str]) -> None:
        self.known = dict(fixed)

    def __getitem__(self, name: str) -> str:
        if name not in self.known:
            self._read()
        return self.known[name]

    def __iter__(self) -> Iterator[str]:
        self._read()
        return iter(dict(self.known))

    def __len__(self) -> int:
        return len(list(self))

    def _read(self) -> None:
        titles = list(TitleKind.objects.all())
        _name(titles)
        self.known |= {flag(title.code): "1" for title in titles}


def _name(titles: Iterable[Model]) -> None:
    for title in titles:
        if isinstance(title, TitleKind):
            quantity(flag(title.code), format_lazy("{}", title))


TITLES = next(one for one in LISTS if one.model is TitleKind)
_name(TITLES.read(OWN_FOLDER / TITLES.file))

declare(
    Kind(GRANTED, _("Title granted"), TITLE, DEPARTMENT, Quantities({"days": "d", "first": "1"})),
    Kind(REVOKED, _("Title revoked"), TITLE, DEPARTMENT, Quantities({"days": "d"})),
)
