"""Units that stand behind a heading: 营业收入（万元）."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.dictionary import is_percent
from lianqiao.core.parties.models import FactDefinition
from lianqiao.core.parties.models.facts import FEN

MULTIPLES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
YUAN = ("元", "人民币元", "cny", "yuan")
REMARK = re.compile(r"\(([^()]*)\)[\s*]*$")
LABELS = re.compile(r"^(计量)?单位:?")


def factor_of(definition: FactDefinition, heading: str) -> int:
    """Return how many units as facts are kept (fen, percent, persons) one written unit is.

    Invalid for a remark in brackets that is no unit of this fact: it might have meant one.
    """
    written = written_factor(definition, heading)
    return kept_in(definition) if written is None else written


def written_factor(definition: FactDefinition, heading: str) -> int | None:
    """Return the factor of the unit in brackets; None where none stands there."""
    remark = _remark(definition, heading)
    return known_unit(definition, remark) if remark else None


def known_unit(definition: FactDefinition, written: str) -> int:
    """Return how many kept units this unit is. Invalid for one that does not fit the fact."""
    units = _units(definition)
    plain = LABELS.sub("", _plain(written))
    if plain not in units:
        shown = ", ".join(unit for unit in units if unit not in YUAN[1:])
        said = {"unit": written, "name": definition, "units": shown or "–"}
        raise Invalid(_("“%(unit)s” is no unit of “%(name)s”; write one of: %(units)s.") % said)
    return units[plain]


def kept_in(definition: FactDefinition) -> int:
    """Return the factor of the unit that the dictionary names: money is written in yuan."""
    return FEN if definition.type == FactDefinition.Type.MONEY else 1


def _units(definition: FactDefinition) -> Mapping[str, int]:
    if definition.type == FactDefinition.Type.MONEY:
        counted = {f"{word}元": FEN * times for word, times in MULTIPLES.items() if word != "百"}
        return counted | dict.fromkeys(YUAN, FEN)
    if definition.type != FactDefinition.Type.NUMBER:
        return {}
    if is_percent(definition):
        return {"%": 1}
    return {f"{word}{_plain(definition.unit)}": times for word, times in MULTIPLES.items()}


def _remark(definition: FactDefinition, heading: str) -> str:
    """Return what stands in brackets behind the label; the label may end in brackets itself."""
    plain = _plain(heading)
    if plain in {_plain(definition.label_zh), _plain(definition.label_en), definition.name}:
        return ""
    found = REMARK.search(plain)
    return found[1] if found else ""


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
