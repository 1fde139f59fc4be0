"""What a form begins with: facts on record, and what was filed the last time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lianqiao.core.cases import applicants
from lianqiao.core.cases.applicants import Applicant, Source, Value
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms.kept import dictionary_of
from lianqiao.core.cases.forms.naming import Values
from lianqiao.engines.rules import Fact, column

# A file belongs to the filing that it was attached to, a declaration to the day of signing, and a
# fact is taken from the record anew.
NEVER_AGAIN = ("file", "declaration", "fact", "calculated")
REGISTER = ("机构登记", "Register of organizations")


def on_record(form: f.Form, organization: int, on: date, year: int) -> dict[str, Any]:
    """Return the form's facts of an organization: {key: {"type", "value", "record"}}.

    `record` says what stands on record and where it comes from; the applicant may put another
    value in its place, and then both are kept.
    """
    asked = [field for field in form.fields.values() if isinstance(field, f.FactField)]
    if not asked:
        return {}
    facts, known = dictionary_of(form).facts, applicants.applicant(organization, on)
    found = {}
    for field in asked:
        if fact := facts.get(field.fact):
            lag = (field.lag or 0) + on.year - year if fact.yearly else None
            if record := _record(fact, column(fact.name, lag), known, on):
                found[field.key] = record
    return found


def taken_over(form: f.Form, earlier: f.Form, values: Values) -> dict[str, Any]:
    """Return what of an earlier filing can stand in a form: same key, same kind, not empty."""
    before = earlier.fields
    return {
        key: values[key]
        for key, field in form.fields.items()
        if key in values
        and field.kind not in NEVER_AGAIN
        and key in before
        and before[key].kind == field.kind
    }


def with_own_word(kept: Mapping[str, Any] | None, said: Mapping[str, Any] | None) -> Any:
    """Return a fact's value with the applicant's word in it; what is on record stays beside."""
    record = (kept or {}).get("record")
    if said is None:
        return record and {"type": record["type"], "value": record["value"], "record": record}
    return dict(said) | ({"record": record} if record else {})


def _record(fact: Fact, name: str, known: Applicant, on: date) -> dict[str, Any] | None:
    value = known.row.get(name)
    if value is None:
        return None
    source = known.sources.get(name) or Source(*REGISTER, on, on, on)
    said = {"type": fact.type.value, "value": _plain(fact, value)}
    told = {
        "zh": source.zh,
        "en": source.en,
        "known_on": source.known_on.isoformat(),
        "period_from": source.period_from.isoformat(),
        "period_to": source.period_to.isoformat(),
    }
    return said | {"record": said | told}


def _plain(fact: Fact, value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return format(Decimal(value).scaleb(-fact.scale), "f")
    return value
