"""Facts and titles of an organization."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.dictionary import decimals, engine_fact, engine_value
from lianqiao.core.parties.models import Fact, FactDefinition, FactSource, Title, TitleKind
from lianqiao.engines.rules import FactError

Value = Decimal | int | bool | date | str

COLUMN_OF = {
    FactDefinition.Type.NUMBER: ("number", (Decimal, int)),
    FactDefinition.Type.MONEY: ("number", (Decimal, int)),
    FactDefinition.Type.BOOL: ("truth", (bool,)),
    FactDefinition.Type.DATE: ("day", (date,)),
    FactDefinition.Type.TEXT: ("text", (str,)),
}


@transaction.atomic
def record_fact(
    organization: int,
    name: str,
    value: Value,
    *,
    period: tuple[date, date],
    source: str,
    evidence: str = "",
    known_at: datetime | None = None,
) -> Fact:
    """Note what a source says of a period (both days counted). Money in fen, shares in percent.

    An earlier value of the same period stays, as what was known before; so does what other
    sources say of it.
    """
    definition = FactDefinition.objects.filter(pk=name).first()
    if definition is None:
        raise NotFound(_("The fact dictionary has no “%(name)s”.") % {"name": name})
    if not FactSource.objects.filter(pk=source).exists():
        raise NotFound(_("There is no source “%(source)s” of facts.") % {"source": source})
    check_value(definition, value)
    column, _types = COLUMN_OF[FactDefinition.Type(definition.type)]
    backwards = Invalid(_("The period ends before it begins."))
    with explained({"fact_period_ordered": backwards}), transaction.atomic():
        return Fact.objects.create(
            organization_id=organization,
            definition=definition,
            period_from=period[0],
            period_to=period[1],
            source_id=source,
            evidence=evidence,
            known_at=known_at or timezone.now(),
            **{column: value},
        )


def check_value(definition: FactDefinition, value: Value) -> None:
    """Raise Invalid for a value of another type, out of bounds, or with too many decimals."""
    value_check(definition)(value)


def value_check(definition: FactDefinition) -> Callable[[Value], None]:
    """Return what `check_value` does, prepared for many values of one definition."""
    _column, types = COLUMN_OF[FactDefinition.Type(definition.type)]
    fact = engine_fact(definition)

    def check(value: Value) -> None:
        # bool is an int to Python, but not to the fact dictionary.
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise _refusal(definition, "type")
        try:
            fact.stored(engine_value(definition, value))
        except FactError as error:
            raise _refusal(definition, error.code) from error

    return check


def _refusal(definition: FactDefinition, code: str) -> Invalid:
    # Money is kept in fen, but written and read in yuan.
    is_money = definition.type == FactDefinition.Type.MONEY
    scale = definition.scale if is_money else decimals(definition)
    said = {"name": definition, "type": definition.get_type_display(), "scale": scale}
    return Invalid(REFUSALS[code] % said)


REFUSALS = {
    "type": gettext_lazy("“%(name)s” wants a value of the type “%(type)s”."),
    "bounds": gettext_lazy("“%(name)s” is beyond what can be: look at the unit and the sign."),
    "decimals": gettext_lazy("“%(name)s” is kept to %(scale)s decimals."),
    "nul": gettext_lazy("“%(name)s” holds a sign that no text may hold."),
}


@transaction.atomic
def grant_title(
    organization: int,
    kind: str,
    *,
    valid: tuple[date, date],
    granted_by: str,
    number: str = "",
) -> Title:
    """Note that an organization holds a title from a day to a day, both counted.

    The row alone: `core/titles` grants one with its ledger entry.
    """
    found = TitleKind.objects.filter(code=kind).first()
    if found is None:
        raise NotFound(_("There is no title “%(kind)s”.") % {"kind": kind})
    refusals = {
        "title_no_overlap": Conflict(_("The organization holds this title in these days already.")),
        "title_days_ordered": Invalid(_("The title ends before it begins.")),
    }
    with explained(refusals), transaction.atomic():
        return Title.objects.create(
            organization_id=organization,
            kind=found,
            valid_from=valid[0],
            valid_to=valid[1],
            granted_by=granted_by,
            number=number,
        )
