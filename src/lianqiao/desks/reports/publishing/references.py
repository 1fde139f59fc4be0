"""What a report names instead of writing it: figures, charts, maps, and a year's promises.

    {{ figure "exchange.signed" period="2024" region="370212" }}
    {{ chart "exchange.signed" year="2024" }}
    {{ map "exchange.signed" period="2024" }}
    {{ commitments year="2024" department="市教育局" }}

A grammar of its own, and a small one: nothing of a text is ever run. Other braces stay text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import Asked, require_asked
from lianqiao.core.parties.models import Organization

COMMITMENTS = "commitments"
NAMED = {
    "figure": {"period", "region"},
    "chart": {"year", "region"},
    "map": {"period"},
    COMMITMENTS: {"year", "department"},
}
NEEDED = {"figure": "period", "chart": "year", "map": "period", COMMITMENTS: "year"}
BEGUN = re.compile(r"\{\{\s*(figure|chart|map|commitments)\b")
WHOLE = re.compile(
    r'\{\{\s*(?:(figure|chart|map)\s+"([a-z0-9_.]{1,64})"|(commitments))'
    r'((?:\s+[a-z]+="[^"{}]{0,40}")*)\s*\}\}'
)
MOST = 300
"""References of a text: each is a branch of the statement that counts them."""

SAID = 20
PAIR = re.compile(r'([a-z]+)="([^"{}]*)"')


@dataclass(frozen=True, slots=True)
class Reference:
    """What is named: a figure, chart or map of an indicator, or the promises of a year.

    Promises have no code; `department` is a name, '' for all of them.
    """

    kind: str
    code: str
    period: Period
    region: str = ""
    department: str = ""

    @property
    def key(self) -> str:
        """Return what a published report keeps it by."""
        parts = (self.kind, self.code, self.period.code, self.region, self.department)
        return " ".join(part for part in parts if part)

    @property
    def asked(self) -> Asked:
        """Return the figure that is asked for."""
        return Asked(self.code, self.period, self.region)


def read(match: re.Match[str]) -> Reference:
    """Return the reference that was written. Invalid for a part it does not have."""
    counted, code, promised, rest = match.groups()
    kind = counted or promised
    given = dict(PAIR.findall(rest))
    unknown = given.keys() - NAMED[kind]
    if unknown or NEEDED[kind] not in given:
        wanted = ", ".join(f'{name}="…"' for name in sorted(NAMED[kind]))
        message = _("“%(kind)s” takes %(wanted)s; %(needed)s is needed.")
        raise Invalid(message % {"kind": kind, "wanted": wanted, "needed": NEEDED[kind]})
    period, places = Period.read(given[NEEDED[kind]]), ("region", "department")
    return Reference(kind, code or "", period, *(given.get(name, "") for name in places))


def references(text: str) -> list[Reference]:
    """Return what a text names, each once, in its order. Invalid with all that cannot be read."""
    found: dict[Reference, None] = {}
    wrong: list[str] = []
    for begun in BEGUN.finditer(text):
        match = WHOLE.match(text, begun.start())
        try:
            if match is None:
                raise Invalid(_("this reference is not complete"))
            found[read(match)] = None
        except Invalid as refusal:
            wrong.append(_at(text, begun.start(), str(refusal)))
    if len(found) > MOST:
        wrong = [_("a text names at most %(most)d figures, charts and maps") % {"most": MOST}]
    if wrong:
        raise Invalid(_("Some references cannot be read."), {"body": "; ".join(wrong[:SAID])})
    return list(found)


def require_known(text: str, found: list[Reference], versions: Mapping[str, Version]) -> None:
    """Raise Invalid where a text names an indicator, period or place that there is not."""
    wrong = []
    for one in found:
        try:
            if one.kind == COMMITMENTS:
                department_of(one)
                continue
            if one.code not in versions:
                raise Invalid(_("There is no indicator “%(code)s”.") % {"code": one.code})
            require_asked(versions[one.code], one.period, one.region)
        except Invalid as refusal:
            named = f'"{one.code or one.department}"'
            wrong.append(_at(text, text.find(named), str(refusal)))
    if wrong:
        raise Invalid(_("Some references cannot be used."), {"body": "; ".join(wrong)})


def department_of(one: Reference) -> int | None:
    """Return the key of the department whose promises are named, None for all of them."""
    if not one.department:
        return None
    bureaus = Organization.objects.filter(kind=Organization.Kind.BUREAU)
    found = bureaus.filter(name=one.department).values_list("pk", flat=True).first()
    if found is None:
        raise Invalid(_("There is no department “%(name)s”.") % {"name": one.department})
    return found


def _at(text: str, place: int, what: str) -> str:
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return _("line %(line)d, column %(column)d: %(what)s") % {
        "line": line,
        "column": column,
        "what": what,
    }
