"""From what people write to a code: regions and industries by code, name or path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.models import Industry, Region

SHOWN = 4
# Steps of GB/T 2260 that nobody writes into an address.
UNNAMED = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})

Finder = Callable[[str], str]


def path_of(code: str, names: Mapping[str, tuple[str, str | None]]) -> list[str]:
    """Return a region's names from the province down, without steps that bear no name."""
    path: list[str] = []
    step: str | None = code
    while step is not None and step in names:
        name, step = names[step]
        if name not in UNNAMED:
            path.insert(0, name)
    return path


def region_paths() -> dict[str, list[str]]:
    """Return every region's path of names; one query. 市辖区 has the path of its city."""
    rows = Region.objects.order_by("code").values_list("code", "name", "parent_id")
    names = {code: (name, parent) for code, name, parent in rows}
    return {code: path_of(code, names) for code in names}


def region_finder() -> Finder:
    """Return a function from a code, name or path (“青岛市崂山区”) to a code; one query.

    It raises Invalid for what it doesn't know and for a name that several regions bear.
    """
    paths = region_paths()
    written: dict[str, list[str]] = defaultdict(list)
    # The first code of a path is the one meant: 110000 and 110100 both read 北京市.
    for path, code in {tuple(path): code for code, path in reversed(paths.items())}.items():
        for spelling in _spellings(path):
            written[spelling].append(code)

    def find(text: str) -> str:
        if text in paths:
            return text
        found = written.get("".join(text.split()), [])
        if not found:
            raise Invalid(_("There is no region “%(text)s”.") % {"text": text})
        if len(found) > 1:
            known = ["".join(paths[code]) + " " + code for code in sorted(found)[:SHOWN]]
            raise Invalid(
                _("Several regions are called “%(text)s”: %(paths)s. Give the code or the path.")
                % {"text": text, "paths": ", ".join(known)}
            )
        return found[0]

    return find


def stem(region: str) -> str:
    """Return what the codes of a region and all that belongs to it begin with.

    >>> stem("370200"), stem("370000"), stem("370212")
    ('3702', '37', '370212')
    """
    return region.removesuffix("0000") if region.endswith("0000") else region.removesuffix("00")


def _spellings(path: Sequence[str]) -> set[str]:
    """Return the ways of writing a path: with or without what stands above.

    >>> sorted(_spellings(["山东省", "青岛市", "崂山区"]))
    ['山东省崂山区', '山东省青岛市崂山区', '崂山区', '青岛市崂山区']
    """
    tails = {"".join(path[start:]) for start in range(len(path))}
    return tails | {path[0] + path[-1]} if len(path) > 1 else tails


def industry_finder() -> Finder:
    """Return a function from a code (“C39”, “396”) or name to an industry's code; one query."""
    rows = list(Industry.objects.order_by("code").values_list("code", "name"))
    codes = {code for code, _name in rows}
    # Divisions and groups often share a name: the wider one is meant, it comes first.
    by_name: dict[str, str] = {}
    for code, name in sorted(rows, key=lambda row: (len(row[0]), row[0])):
        by_name.setdefault(name, code)

    def find(text: str) -> str:
        code = text.upper()
        if code in codes:
            return code
        # Enterprises write the section before the code, and classes, which are not kept here.
        digits = code.lstrip("ABCDEFGHIJKLMNOPQRST")
        for length in (3, 2):
            if digits.isdigit() and digits[:length] in codes:
                return digits[:length]
        if text in by_name:
            return by_name[text]
        raise Invalid(_("There is no industry “%(text)s” in GB/T 4754-2017.") % {"text": text})

    return find
