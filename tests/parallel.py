"""Who tests what, where several processes do (`pytest -n`): a house is built by one only."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

HOUSES = ("tests/journeys/", "tests/site/test_serve.py")


class ByHouse(LoadScopeScheduling):
    """Tests go one by one to whoever is idle; those that share a running house stay together.

    They go first, for they take longest. xdist's own mark `xdist_group` would do, but pytest 9.2
    no longer shows it to the scheduler.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((house for house in HOUSES if nodeid.startswith(house)), nodeid)
