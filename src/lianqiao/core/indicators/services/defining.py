"""Laying an indicator down, and changing what it means: each time a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, explained
from lianqiao.core.indicators import kinds
from lianqiao.core.indicators.conditions import checked, quantities_of
from lianqiao.core.indicators.models import Aggregate, Indicator, Scope, Version
from lianqiao.core.indicators.periods import PeriodKind
from lianqiao.core.indicators.permissions import is_administrator, may_define
from lianqiao.core.indicators.queries.definitions import period_shown, version_of
from lianqiao.core.indicators.queries.values import Asked, Value, known_versions, values_of
from lianqiao.core.ledger.kinds import kinds as ledger_kinds
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.core.parties.models import Organization

ALL_PERIODS = tuple(PeriodKind)
CITY_AND_DISTRICTS = (Scope.CITY, Scope.DISTRICT)


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator is to mean; the fields are those of `Version`."""

    name: str
    department: int
    aggregate: Aggregate
    name_en: str = ""
    unit: str = ""
    definition: str = ""
    definition_en: str = ""
    kinds: Sequence[str] = ()
    condition: str = ""
    quantity: str = ""
    ends: Sequence[str] = ()
    numerator: str | None = None
    denominator: str | None = None
    factor: Decimal = Decimal(1)
    periods: Sequence[str] = ALL_PERIODS
    scopes: Sequence[str] = field(default=CITY_AND_DISTRICTS)


@transaction.atomic
def begin(code: str, definition: Definition, *, actor: Actor) -> Version:
    """Make an indicator that is not there yet. Invalid where another one has its code."""
    if Indicator.objects.filter(pk=code).exists():
        taken = _("Another indicator has this code already.")
        raise Invalid(taken, {"code": taken})
    return define(code, definition, actor=actor)


@transaction.atomic
def define(code: str, definition: Definition, *, actor: Actor, expected: int = 0) -> Version:
    """Make an indicator, or a new version of it; return the version.

    `expected` is the number of the version that the change was made from: Conflict where somebody
    else was faster. Invalid with all fields that cannot be used. What is the same as now stays.
    """
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator lays down indicators."))
    require_usable(code, definition)
    _require_own(definition.department, actor)
    indicator, _made = Indicator.objects.get_or_create(code=code)
    Indicator.objects.select_for_update().get(pk=code)
    before = indicator.versions.order_by("-number").first()
    if before:
        _require_kept(before, definition, actor)
    if before and expected and before.number != expected:
        raise Conflict(_("Somebody else has changed this indicator meanwhile; look at it again."))
    version = _version(indicator, definition, before, actor)
    if before and _meaning(before) == _meaning(version):
        return before
    taken = Conflict(_("Somebody else has changed this indicator meanwhile; look at it again."))
    with explained({"indicator_version_once": taken}), transaction.atomic():
        version.save(force_insert=True)
    record(kinds.DEFINED, subject=version.pk, actor=actor, organization=version.department_id)
    return version


def preview(code: str, definition: Definition, day: date) -> Value:
    """Return what an indicator would come to for the city on a day; nothing is kept."""
    require_usable(code, definition)
    version = _version(Indicator(code=code), definition, None, ANYONE)
    version.pk = 0
    needed = {one for one in (definition.numerator, definition.denominator) if one}
    known = {**known_versions(needed), code: version}
    return values_of([Asked(code, period_shown(version, day, {}))], known)[0]


@transaction.atomic
def set_public(code: str, *, actor: Actor, is_public: bool) -> None:
    """Show an indicator to everybody, or to the bureau alone. NotFound for an unknown code."""
    version = version_of(code, actor)
    _require_own(version.department_id, actor)
    row = Indicator.objects.select_for_update().get(pk=code)
    if row.is_public == is_public:
        return
    row.is_public = is_public
    row.save(update_fields=["is_public"])
    kind = kinds.SHOWN if is_public else kinds.HIDDEN
    record(kind, subject=version.pk, actor=actor, organization=version.department_id)


def _require_own(department: int, actor: Actor) -> None:
    if not may_define(department, actor):
        raise NotAllowed(
            _("Only a team lead of its department, or an administrator, decides on an indicator.")
        )


def _require_kept(before: Version, given: Definition, actor: Actor) -> None:
    _require_own(before.department_id, actor)
    if given.department != before.department_id and not is_administrator(actor):
        said = _("Only an administrator gives an indicator to another department.")
        raise NotAllowed(said)


def require_usable(code: str, definition: Definition) -> None:
    """Raise Invalid with every field of a definition that cannot be used."""
    fields = {**_unusable_code(code), **_unusable(definition)}
    if fields:
        raise Invalid(_("The indicator cannot be laid down like this."), fields)
    if definition.condition.strip():
        checked(definition.kinds, definition.condition)


def _unusable_code(code: str) -> dict[str, str]:
    try:
        Indicator._meta.get_field("code").clean(code, None)
    except ValidationError:
        return {"code": _("Small letters, digits and _, parted by points, as in exchange.signed.")}
    return {}


def _unusable(given: Definition) -> dict[str, str]:
    aggregate, wrong = Aggregate(given.aggregate), {}
    bureau = Organization.Kind.BUREAU
    if not given.name.strip():
        wrong["name"] = _("Give it a name.")
    if not Organization.objects.filter(pk=given.department, kind=bureau).exists():
        wrong["department"] = _("Choose a department of the city.")
    if not given.periods or set(given.periods) - set(PeriodKind):
        wrong["periods"] = _("Choose at least one kind of period.")
    if not given.scopes or set(given.scopes) - set(Scope):
        wrong["scopes"] = _("Choose at least one kind of place.")
    if aggregate == Aggregate.RATIO:
        return wrong | _unusable_parts(given)
    return wrong | _unusable_entries(given, aggregate)


def _unusable_entries(given: Definition, aggregate: Aggregate) -> dict[str, str]:
    wrong = {}
    known = {kind.code for kind in ledger_kinds()}
    chosen = [*given.kinds, *given.ends]
    if aggregate.is_counted and (not given.kinds or set(chosen) - known):
        return {"kinds": _("Choose the entries that count.")}
    if not aggregate.is_counted and (chosen or given.condition.strip()):
        wrong["kinds"] = _("A reported figure counts no entries.")
    named = given.quantity or aggregate.needs_quantity
    if named and given.quantity not in quantities_of(given.kinds):
        wrong["quantity"] = _("Choose a quantity that these entries have.")
    return wrong


def _unusable_parts(given: Definition) -> dict[str, str]:
    found = dict(
        Version.objects.filter(indicator__in=[given.numerator, given.denominator])
        .order_by("number")
        .values_list("indicator", "aggregate")
    )
    message = _("Choose an indicator that is no ratio itself.")
    wrong = {
        name: message
        for name in ("numerator", "denominator")
        if found.get(getattr(given, name), Aggregate.RATIO) == Aggregate.RATIO
    }
    return wrong | ({"factor": _("The factor is not 0.")} if not given.factor else {})


def _version(
    indicator: Indicator, given: Definition, before: Version | None, actor: Actor
) -> Version:
    values = asdict(given) | {
        "department_id": given.department,
        "numerator_id": given.numerator,
        "denominator_id": given.denominator,
        "condition": given.condition.strip(),
    }
    for name in ("department", "numerator", "denominator"):
        del values[name]
    for name in ("kinds", "ends", "periods", "scopes"):
        values[name] = [str(one) for one in values[name]]
    number = before.number + 1 if before else 1
    return Version(indicator=indicator, number=number, recorded_by=actor.user, **values)


def _meaning(version: Version) -> dict[str, object]:
    left_out = {"id", "number", "recorded_at", "recorded_by"}
    names = [one.attname for one in Version._meta.concrete_fields if one.attname not in left_out]
    return {name: getattr(version, name) for name in names}
