"""The rules of a part of a draft, each by the name of its setting: `check0` is the first check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.cases.building.fields import ALWAYS
from lianqiao.engines.rules import Fact

SETTINGS = re.compile(r"eligible|condition|rule|visible|required|check\d")
CHECK = "check"
Part = Mapping[str, Any]


def kind_of(setting: str) -> str:
    """Return the setting without the number of a check, as it decides what may be named."""
    return CHECK if setting.startswith(CHECK) else setting


def rule_of(part: Part, setting: str) -> str:
    """Return a rule of a part, '' where there is none; what is always required has no rule."""
    if not setting.startswith(CHECK):
        rule = str(part.get(setting) or "")
        return "" if rule == ALWAYS else rule
    checks, number = part.get("checks") or (), int(setting.removeprefix(CHECK))
    return str(checks[number].get("rule", "")) if number < len(checks) else ""


def with_rule(part: Part, setting: str, text: str) -> dict[str, Any]:
    """Put a rule into a part; a check that is not there yet comes behind the others."""
    if not setting.startswith(CHECK):
        kept = {name: value for name, value in part.items() if name != setting}
        return kept | ({setting: text} if text else {})
    checks = [dict(one) for one in part.get("checks") or ()]
    number = int(setting.removeprefix(CHECK))
    if number < len(checks):
        checks[number]["rule"] = text
    else:
        checks.append({"rule": text, "message": {"zh": ""}})
    return {**part, "checks": checks}


def group_of(fact: Fact) -> str:
    """Return the group under which a name is offered: of reviews, or of what is filled in."""
    if fact.name.startswith("review."):
        return _("Reviews by experts")
    return _("Parts of tables and of choices") if "." in fact.name else _("What is filled in")
