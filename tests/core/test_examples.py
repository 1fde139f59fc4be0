"""The examples in the docstrings of parties and sheets run as written."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest
from django.utils import translation

from lianqiao.core import parties, sheets

MODULES = [
    module.name
    for package in (parties, sheets)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if ".migrations" not in module.name and ".commands" not in module.name
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    with translation.override("en"):
        assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_examples_are_found():
    found = [doctest.DocTestFinder().find(importlib.import_module(name)) for name in MODULES]
    assert sum(bool(one.examples) for several in found for one in several) >= 8
