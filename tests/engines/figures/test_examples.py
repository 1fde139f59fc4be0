"""The examples in the docstrings run as written, and the door is complete."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from lianqiao.engines import figures

MODULES = [
    figures.__name__,
    *(one.name for one in pkgutil.walk_packages(figures.__path__, f"{figures.__name__}.")),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_door_names_what_it_opens():
    assert all(hasattr(figures, name) for name in figures.__all__)
