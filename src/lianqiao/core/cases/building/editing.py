"""Drafts as plain data, changed at places: "forms/0/sections/1/fields/2", "steps/4".

Every function returns a draft of its own and leaves the one given as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from pypinyin import lazy_pinyin

Draft = Mapping[str, Any]
LISTS = re.compile(
    r"forms|states|steps|forms/\d{1,2}/sections|forms/\d{1,2}/sections/\d{1,2}/fields"
    r"|forms/\d{1,2}/sections/\d{1,2}/fields/\d{1,3}/columns"
    r"|reviews|reviews/\d/(?:items|points)"
)
OPTIONAL = frozenset({"reviews", "items", "points"})
"""Lists that a draft need not have."""
SHORT, LONG = 24, 40


class NoSuchPlaceError(LookupError):
    """The draft has no such part, or no more."""


def skeleton(code: str, zh: str) -> dict[str, Any]:
    """Return a procedure with nothing in it."""
    head = {"format": "lianqiao-procedure/1", "code": code, "label": {"zh": zh}}
    return {**head, "forms": [], "states": [], "steps": []}


def part(draft: Draft, place: str) -> dict[str, Any]:
    """Return a part; '' is the draft itself."""
    if not place:
        return dict(draft)
    name, _slash, number = place.rpartition("/")
    parts = parts_of(draft, name)
    if not number.isascii() or not number.isdigit() or int(number) >= len(parts):
        raise NoSuchPlaceError(place)
    return parts[int(number)]


def parts_of(draft: Draft, name: str) -> list[dict[str, Any]]:
    """Return a list of parts, as "forms/0/sections"; it is the draft's own."""
    if not LISTS.fullmatch(name):
        raise NoSuchPlaceError(name)
    above, _slash, last = name.rpartition("/")
    inside: Mapping[str, Any] = part(draft, above) if above else draft
    found = inside.get(last, [] if last in OPTIONAL else None)
    if not isinstance(found, list):
        raise NoSuchPlaceError(name)
    return found


def changed(draft: Draft, place: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Put a value in the place of a part; who names it by an old key names it by the new one."""
    if not place:
        return dict(value)
    made = deepcopy(dict(draft))
    name, _slash, number = place.rpartition("/")
    old = part(made, place).get("key")
    parts_of(made, name)[int(number)] = dict(value)
    if old != value.get("key"):
        _rename(made, name, old, value.get("key"))
    return made


def added(draft: Draft, name: str, value: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Add a part at the end of a list; return the draft and the part's place."""
    made = deepcopy(dict(draft))
    above, _slash, last = name.rpartition("/")
    inside = part(made, above) if above else made
    parts = inside[last] = parts_of(made, name)
    parts.append(dict(value))
    return made, f"{name}/{len(parts) - 1}"


def removed(draft: Draft, place: str) -> dict[str, Any]:
    """Take a part out. States no longer have a review that is gone; what else names a part that
    is gone is a flaw, for somebody to decide."""
    made = deepcopy(dict(draft))
    gone = part(made, place).get("key")
    name, _slash, number = place.rpartition("/")
    del parts_of(made, name)[int(number)]
    if name == "reviews":
        made["states"] = [_without_review(one, gone) for one in made.get("states", ())]
    return made


def _without_review(state: dict[str, Any], review: Any) -> dict[str, Any]:
    return {name: one for name, one in state.items() if (name, one) != ("review", review)}


def moved(draft: Draft, place: str, by: int) -> dict[str, Any]:
    """Move a part up (-1) or down (1) within its list, as far as there is room."""
    made = deepcopy(dict(draft))
    taken = part(made, place)
    name, _slash, number = place.rpartition("/")
    parts = parts_of(made, name)
    parts.remove(taken)
    parts.insert(max(0, int(number) + by), taken)
    return made


def placed(draft: Draft, place: str, to: str) -> tuple[dict[str, Any], str]:
    """Put a part before the one at another place, in its own or in another list of the same kind.

    Return the draft and the part's new place. NoSuchPlaceError where the lists differ in kind.

    >>> draft = skeleton("x", "x") | {"states": [{"key": "a"}, {"key": "b"}, {"key": "c"}]}
    >>> made, place = placed(draft, "states/0", "states/2")
    >>> [one["key"] for one in made["states"]], place
    (['b', 'a', 'c'], 'states/1')
    """
    made = deepcopy(dict(draft))
    taken = part(made, place)
    (name, _slash, number), (other, _slash, wanted) = place.rpartition("/"), to.rpartition("/")
    parts, target = parts_of(made, name), parts_of(made, other)
    is_number = wanted.isascii() and wanted.isdigit()
    if name.split("/")[::2] != other.split("/")[::2] or not is_number:
        raise NoSuchPlaceError(to)
    at = min(int(wanted), len(target)) - (parts is target and int(wanted) > int(number))
    del parts[int(number)]
    target.insert(at, taken)
    return made, f"{other}/{at}"


def key_for(text: str, taken: Iterable[str], longest: int = LONG) -> str:
    """Return a key that tells what a Chinese label says and is not taken yet.

    >>> key_for("研发人员数", []), key_for("研发人员数", ["yan_fa_ren_yuan_shu"])
    ('yan_fa_ren_yuan_shu', 'yan_fa_ren_yuan_shu_2')
    """
    spelled = "_".join(lazy_pinyin(text)).lower()
    base = re.sub(r"[^a-z0-9]+", "_", spelled).strip("_")
    base = base if base[:1].isalpha() else f"x_{base}".strip("_")
    known, number, key = set(taken), 1, base[:longest].strip("_")
    while key in known:
        number += 1
        key = f"{base[: longest - 4].strip('_')}_{number}"
    return key


def taken_keys(draft: Draft, name: str) -> set[str]:
    """Return the keys that a new part of a list may not have: fields are told apart in a form."""
    parts = parts_of(draft, name)
    if name.endswith("/fields"):
        sections = parts_of(draft, name.rsplit("/", 2)[0])
        parts = [one for section in sections for one in section.get("fields", ())]
    return {str(one.get("key", "")) for one in parts}


NAMED_BY = {
    "forms": (("states", "form"), ("reviews", "form")),
    "reviews": (("states", "review"),),
    "states": (("steps", "target"),),
}
"""Which settings of which other parts name a part by its key, and nothing beside."""


def _rename(draft: dict[str, Any], name: str, old: Any, new: Any) -> None:
    for others, setting in NAMED_BY.get(name, ()):
        for one in draft.get(others, ()):
            if one.get(setting) == old:
                one[setting] = new
    if name == "states":
        for step in draft["steps"]:
            step["sources"] = [new if one == old else one for one in step.get("sources", ())]
    if name == "steps":
        for state in draft["states"]:
            for part, setting in (("term", "leads_to"), ("correction", "missed")):
                named = state.get(part) or {}
                if named.get(setting) == old:
                    state[part] = {**named, setting: new}
