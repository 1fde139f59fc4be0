"""What the tests of the parties share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def national_codes() -> Path:
    """The checked transcriptions of the standards, beside the repository."""
    folder = Path(__file__).parents[4] / "shared" / "data" / "codes"
    if not folder.is_dir():
        pytest.skip("the checked code lists (../shared/data/codes) are not on this machine")
    return folder
