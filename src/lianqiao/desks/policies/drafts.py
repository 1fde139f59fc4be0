"""What a person or a file says of a policy and its measures, before it is a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from lianqiao.desks.policies import richtext
from lianqiao.desks.policies.models import Level, Measure, Period, Version


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """One thing that a policy grants. Money in fen; `code` '' takes the next free one.

    `documents` are `{"name": str, "required": bool}`.
    """

    title: str
    route: str
    code: str = ""
    summary: str = ""
    condition: str = ""
    payout: str = ""
    cap: int | None = None
    budget: int | None = None
    period: str = Period.YEAR
    stack: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    notice_days: int = 5
    documents: Sequence[Mapping[str, Any]] = ()
    office: str = ""
    address: str = ""
    telephone: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the measure's columns but for its code."""
        values = {name: getattr(self, name) for name in MEASURE_FIELDS}
        values = {
            name: value.strip() if isinstance(value, str) else value
            for name, value in values.items()
        }
        return values | {"documents": [dict(one) for one in self.documents]}


MEASURE_FIELDS = tuple(field.name for field in fields(MeasureDraft) if field.name != "code")


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """What a version of a policy says. `measures` None leaves those that are there.

    `text` is HTML or plain lines with `## ` headings; `replaces` the key of the policy whose
    place this one takes; `region` a code of GB/T 2260.
    """

    title: str
    issuer: str = ""
    document_number: str = ""
    level: str = Level.CITY
    region: str | None = None
    topics: Sequence[str] = ()
    audience: Sequence[str] = ()
    text: str = ""
    interpretation: str = ""
    published_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    replaces: int | None = None
    measures: Sequence[MeasureDraft] | None = None

    def columns(self) -> dict[str, Any]:
        """Return the version's own columns; the text is cleaned."""
        return {
            "title": self.title.strip(),
            "issuer": self.issuer.strip(),
            "document_number": self.document_number.strip(),
            "level": self.level,
            "region_id": self.region or None,
            "topics": list(self.topics),
            "audience": list(self.audience),
            "text": richtext.to_html(self.text),
            "interpretation": self.interpretation.strip(),
            "published_on": self.published_on,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "replaces_id": self.replaces,
        }


def draft_of(version: Version, *, with_measures: bool = True) -> PolicyDraft:
    """Return what a version says."""
    measures = [measure_draft_of(one) for one in version.measures.all()] if with_measures else None
    names = [field.name for field in fields(PolicyDraft) if field.name != "measures"]
    values = {name: getattr(version, f"{name}_id" if name in KEYS else name) for name in names}
    return PolicyDraft(**values, measures=measures)


KEYS = frozenset({"region", "replaces"})


def measure_draft_of(measure: Measure) -> MeasureDraft:
    """Return what a measure says."""
    values = {name: getattr(measure, name) for name in MEASURE_FIELDS}
    return MeasureDraft(code=measure.code, **values)
