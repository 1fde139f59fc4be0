"""Lianqiao 联桥: the open desk of a city that turns science into industry."""

__version__ = "0.1.0"
