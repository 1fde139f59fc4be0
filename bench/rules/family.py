"""What this process and all that it has started have used: a cluster is many processes.

Processor time says more than the clock where others use the machine too.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path


def processor_seconds() -> float:
    """Add up the processor time of the family, of those who live."""
    ticks = 0
    for pid in _family():
        # What stands in brackets is a name, and may hold spaces.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def peak() -> int:
    """Add up the most bytes of memory that each of the family has held."""
    statuses = (Path(f"/proc/{pid}/status").read_text() for pid in _family())
    return sum(int(one.split("VmHWM:")[1].split()[0]) * 1024 for one in statuses if "VmHWM:" in one)


def _family() -> list[int]:
    children = defaultdict(list)
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            parent = status.read_text().split("PPid:")[1].split()[0]
        except OSError:
            continue  # it has just ended
        children[int(parent)].append(int(status.parent.name))
    found = [os.getpid()]
    for pid in found:
        found += children[pid]
    return found
