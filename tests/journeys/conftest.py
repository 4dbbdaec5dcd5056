"""Journeys keep their pictures where DANVAN_PICTURES says, or beside the test's other files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def pictures(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Name the folder for the pictures of one journey."""
    wanted = os.environ.get("DANVAN_PICTURES")
    return Path(wanted) / request.node.name if wanted else tmp_path / "pictures"
