"""One command that keeps several processes running: web, worker, index.

Each child dies with us even if we are killed (Linux' parent-death signal), so that a second
start never finds a stranger on the port.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger("lianqiao.serve")

PR_SET_PDEATHSIG = 1
# A child that falls over at once would otherwise be started in a tight loop.
RESTART_AFTER = 1.0
GRACE = 10.0


@dataclass
class Child:
    """A process to keep running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self) -> None:
        """Start the process, tied to our own life, at the head of a group of its own."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 -- our own commands, no shell
            self.command,
            env={**os.environ, **self.environment},
            process_group=0,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 -- this process has one thread
        )

    def clear_away(self) -> None:
        """End what a fallen process left of its group, such as a web worker without its master."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Keeps children running until it is told to stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.stopping = False

    def run(self) -> None:
        """Run until SIGINT or SIGTERM, then stop all children cleanly."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for child in self.children:
            child.start()
        try:
            while not self.stopping:
                self._restart_fallen()
                time.sleep(0.2)
        finally:
            self._end_all()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _restart_fallen(self) -> None:
        for child in self.children:
            if child.process is None or child.process.poll() is None:
                continue
            if time.monotonic() - child.started > RESTART_AFTER:
                logger.warning(
                    "%s ended with %s; starting it again", child.name, child.process.returncode
                )
                child.clear_away()
                child.start()

    def _end_all(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for child in self.children:
            child.clear_away()
