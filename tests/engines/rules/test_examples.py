"""The examples in the engine's docstrings hold, and the door is complete."""

import ast
import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

from lianqiao.engines import rules

MODULES = [name for _, name, _ in pkgutil.iter_modules(rules.__path__, rules.__name__ + ".")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_door_names_what_it_imports():
    tree = ast.parse(Path(rules.__file__).read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert imported == set(rules.__all__)
    assert len(rules.__all__) == len(imported)
    assert all(hasattr(rules, name) for name in rules.__all__)
