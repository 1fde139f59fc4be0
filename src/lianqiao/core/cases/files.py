"""A procedure as one file, YAML or JSON: for version control, and for other cities."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from lianqiao.core.cases.documents import yaml
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.problems import listed, shape_problems
from lianqiao.core.errors import Invalid, TooLarge

LARGEST = 1024 * 1024
EXAMPLES = Path(__file__).parent / "examples"
KINDS = {"yaml": "application/yaml", "json": "application/json"}
UNREAD: Mapping[str, Promise] = {
    "syntax": gettext_lazy("Line %(line)d cannot be read: check indents, quotes and brackets."),
    "deep": gettext_lazy("Line %(line)d lies too deep."),
    "alias": gettext_lazy("Line %(line)d: anchors and references (& and *) are not taken."),
    "tag": gettext_lazy("Line %(line)d: tags (!) are not taken."),
    "twice": gettext_lazy("Line %(line)d: this key stands here a second time."),
    "key": gettext_lazy("Line %(line)d: a key must be a text."),
    "many": gettext_lazy("Line %(line)d: a file holds one procedure."),
}


def read(content: bytes) -> Document:
    """Read a file of either kind.

    Raises:
        TooLarge: more than a megabyte.
        Invalid: it is no document; the sentence names each place, and why.
    """
    if len(content) > LARGEST:
        raise TooLarge(_("The file is larger than one megabyte."))
    data = _data(_text(content))
    try:
        return Document.model_validate(data)
    except ValidationError as error:
        found = listed(shape_problems(error))
        raise _refused(_("This is no procedure yet:") + "\n" + found) from error


def written(document: Document, kind: str = "yaml") -> str:
    """Write a document as `yaml` or `json`; `read` gives back the same document."""
    if kind == "json":
        return json.dumps(plain(document), ensure_ascii=False, indent=2) + "\n"
    return yaml.dump(plain(document))


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of documents."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | Document.model_json_schema()


def example(name: str = "open_lab") -> Document:
    """Return a procedure that ships with the house; all are invented."""
    return read((EXAMPLES / f"{name}.yaml").read_bytes())


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(_("The file is not in UTF-8.")) from error


def _data(text: str) -> Any:
    try:
        if text.lstrip().startswith("{"):
            return json.loads(text, parse_float=str, object_pairs_hook=_once)
        return yaml.load(text)
    except json.JSONDecodeError as error:
        raise _refused(str(UNREAD["syntax"]) % {"line": error.lineno}) from error
    except yaml.YamlError as error:
        raise _refused(str(UNREAD[error.code]) % {"line": error.line}) from error
    except (RecursionError, ValueError) as error:
        raise _refused(_("The file cannot be read: a key twice, or too deep.")) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refused(message: str) -> Invalid:
    return Invalid(message, {"file": message})
