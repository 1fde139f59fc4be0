"""The ledger's codes in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianqiao.core.ledger import kinds
from lianqiao.core.ledger.verification import Difference

YEAR = "year"


def kind(code: str) -> str:
    """Return a kind in words; its code where its desk is no longer installed."""
    try:
        return str(kinds.kind(code).label)
    except kinds.UnknownKindError:
        return code


def subject(code: str) -> str:
    """Return a type of subject in words."""
    known = kinds.subject(code)
    return str(known.label) if known else code


def department(code: str) -> str:
    """Return a department in words: a desk's own is called as the desk is."""
    app = apps.app_configs.get(code)
    return str(app.verbose_name) if app else code


def quantity(value: str, unit: str) -> str:
    """Return a quantity with its unit; a calendar year, of the unit `year`, is no amount.

    >>> quantity("1280500.00", "CNY"), quantity("0.93", "1"), quantity("5", "t")
    ('1,280,500.00 元', '0.93', '5 t')
    >>> quantity("2026", "year")
    '2026'
    """
    if unit == YEAR:
        return value
    number = f"{Decimal(value):,f}"
    return f"{number} {_unit(unit)}".rstrip()


def quantities(entry: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield (name, quantity with unit) of an entry's quantities, both in words."""
    for name, (value, unit) in entry.items():
        yield str(kinds.quantity_label(name)), quantity(value, unit)


def difference(found: Difference) -> str:
    """Say in words what differs first."""
    sentences = {
        "changed": _("Entry %(entry)s is not as it was sealed in seal %(seal)s."),
        "lost": _("Entry %(entry)s, sealed in seal %(seal)s, is gone."),
        "leaf": _("The leaf of entry %(entry)s in seal %(seal)s was changed; the entry was not."),
        "size": _("Seal %(seal)s does not hold the entries that it was made of."),
        "root": _("The root of seal %(seal)s is not that of its entries."),
        "chain": _("Seal %(seal)s does not follow from the seal before it."),
        "missing": _("Seal %(seal)s is missing."),
        "unpublished": _(
            "Seal %(seal)s is not among the published roots. If sealing was interrupted, "
            "“lianqiao ledger seal” publishes it."
        ),
        "republished": _("Seal %(seal)s is not the one whose root was published."),
        "skipped": _("Entry %(entry)s was added among sealed ones and is in no seal."),
    }
    return sentences[found.what] % {"entry": found.entry, "seal": found.seal}


def _unit(code: str) -> str:
    # A pure number has the unit 1, which nobody writes.
    words = {"1": "", "CNY": pgettext("unit", "yuan"), "h": pgettext("unit", "hours")}
    return words.get(code, code)
