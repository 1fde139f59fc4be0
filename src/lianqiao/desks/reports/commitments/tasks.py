"""Background work."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianqiao.desks.reports.commitments.services.withdrawing import remove


@app.task(name="commitments.remove_files")
def remove_files(names: list[str]) -> None:
    """Remove files that were withdrawn."""
    remove(names)
