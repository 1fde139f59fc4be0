"""The API's description knows a type by its name alone, so no two of one name may be in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args, get_type_hints

from ninja import Schema

from lianqiao.site.api import api


def types_in(annotation: Any, seen: set[type]) -> Iterator[type]:
    """Yield the schemas and enums that an annotation speaks of, and theirs."""
    for one in (annotation, *get_args(annotation)):
        if one is not annotation:
            yield from types_in(one, seen)
        elif isinstance(one, type) and issubclass(one, Schema | Enum) and one not in seen:
            seen.add(one)
            yield one
            fields = getattr(one, "model_fields", {})
            for field in fields.values():
                yield from types_in(field.annotation, seen)


def test_no_two_types_of_one_name():
    named: dict[str, set[str]] = defaultdict(set)
    seen: set[type] = set()
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                hints = get_type_hints(operation.view_func, include_extras=True)
                responses = [one for one in operation.response_models.values() if one]
                for annotation in (*hints.values(), *responses):
                    for one in types_in(annotation, seen):
                        if not one.__name__.startswith("NinjaResponseSchema"):
                            named[one.__name__].add(one.__module__)
    assert "CallStage" in named
    twice = {name: sorted(where) for name, where in named.items() if len(where) > 1}
    assert twice == {}, twice
