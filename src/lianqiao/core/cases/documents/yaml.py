"""YAML of documents: what an editor of text needs of it, and nothing that does harm.

No anchors, aliases or tags, no key twice, no more than one document, no deeper than `DEEPEST`.
Plain `true`, `false`, `null` and whole numbers are such; everything else is text (so `no` and
`2026-01-01` stay what they are), a number with places as well: it is read as a decimal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn

import yaml

DEEPEST = 40
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
MERGE = "<<"


class YamlError(ValueError):
    """A text that is not read: `line` from 1, and a code of what is wrong.

    Codes: `syntax`, `deep`, `alias`, `tag`, `twice`, `key`, `many`.
    """

    def __init__(self, code: str, line: int) -> None:
        super().__init__(f"line {line}: {code}")
        self.code, self.line = code, line


def load(text: str) -> Any:
    """Read one document; raise YamlError for anything that is left out of the language."""
    reader = _Reader()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError("syntax", mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise YamlError("syntax", text.count("\n", 0, getattr(error, "position", 0)) + 1) from error
    return reader.root


def dump(data: Mapping[str, Any]) -> str:
    """Write plain data as YAML that `load` reads back as it was."""
    return yaml.dump(
        data,
        Dumper=_Writer,
        allow_unicode=True,
        sort_keys=False,
        width=100,
        default_flow_style=None,
    )


class _Writer(yaml.CSafeDumper):
    """Without references between equal parts."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Reader:
    """Builds data from events on a stack of its own: depth costs no recursion."""

    def __init__(self) -> None:
        self.root: Any = None
        self.documents = 0
        self.open: list[tuple[Any, list[Any]]] = []

    def take(self, event: yaml.Event) -> None:
        """Take one event of the parser."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse("alias", event)
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._refuse("many", event)
            case yaml.ScalarEvent():
                self._put(_scalar(event), event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._enter(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.open.pop()

    def _enter(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.tag is not None:
            self._refuse("tag", event)
        if len(self.open) >= DEEPEST:
            self._refuse("deep", event)
        made: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(made, event)
        self.open.append((made, []))

    def _put(self, value: Any, event: yaml.Event) -> None:
        if not self.open:
            self.root = value
            return
        inside, key = self.open[-1]
        if isinstance(inside, list):
            inside.append(value)
        elif key:
            inside[key.pop()] = value
        elif not isinstance(value, str) or value == MERGE:
            self._refuse("key", event)
        elif value in inside:
            self._refuse("twice", event)
        else:
            key.append(value)

    def _refuse(self, code: str, event: yaml.Event) -> NoReturn:
        raise YamlError(code, _line(event))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: yaml.ScalarEvent) -> Any:
    if event.tag is not None:
        raise YamlError("tag", _line(event))
    is_plain = event.implicit[0]
    if not is_plain:
        return event.value
    if WHOLE.fullmatch(event.value):
        return int(event.value)
    return WORDS.get(event.value, event.value)
