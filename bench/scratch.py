"""Folders that a measurement fills, gone when it ends."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path


def folder() -> Path:
    """Make an empty folder that is removed when the process ends."""
    path = Path(tempfile.mkdtemp(prefix="lianqiao-bench-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path
