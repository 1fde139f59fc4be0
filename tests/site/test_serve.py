"""`lianqiao serve` as a process: it starts, ends, survives being killed, and loses nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from lianqiao.site import database
from tests.journeys.conftest import LIANQIAO, ROOT, House, new_house


@pytest.fixture(scope="module")
def house():
    """An empty installation, running."""
    with tempfile.TemporaryDirectory(prefix="lianqiao-") as folder:
        found = new_house(Path(folder))
        found.start()
        yield found
        if found.process and found.process.poll() is None:
            found.stop()


def children(house: House) -> list[int]:
    """The processes that the supervisor started."""
    assert house.process is not None
    listed = Path(f"/proc/{house.process.pid}/task/{house.process.pid}/children").read_text()
    return [int(number) for number in listed.split()]


def gone(numbers: list[int]) -> bool:
    """Whether none of these processes lives any more."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if not any(_lives(number) for number in numbers):
            return True
        time.sleep(0.2)
    return False


def _lives(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(holds: Callable[[], bool]) -> None:
    """Wait for a house that is being put right."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def rows(house: House) -> int:
    """How many regions the database holds."""
    host = database.embedded_server(house.folder)
    with psycopg.connect(database.url(host, "postgres", "lianqiao")) as connection:
        return connection.execute("SELECT count(*) FROM parties_region").fetchone()[0]


def test_a_second_one_in_the_same_folder_is_refused(house):
    second = subprocess.run(
        [*LIANQIAO, "serve", "--port", "0"],
        env=house.environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert "running already" in second.stderr
    assert house.answers()


def test_a_port_in_use_is_said_before_anything_starts():
    with tempfile.TemporaryDirectory(prefix="lianqiao-") as folder, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        other = new_house(Path(folder))
        refused = other.run("serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "cannot listen" in refused.stderr


def test_a_fallen_process_is_started_again(house):
    before = children(house)
    assert len(before) == 3
    os.kill(before[0], signal.SIGKILL)
    assert gone(before[:1])
    until(lambda: len(children(house)) == 3 and before[0] not in children(house))
    until(house.answers)


def test_killed_outright_it_takes_its_children_along_and_starts_again_with_everything(house):
    held, processes = rows(house), children(house)
    assert held > 3_000
    house.process.kill()
    house.process.wait()
    assert gone(processes)
    house.start()
    assert rows(house) == held


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_cleanly(house, how):
    if not house.answers():
        house.start()
    processes = children(house)
    assert house.stop(how) == 0
    assert gone(processes)
    assert not house.answers()
