"""A short run of the kill test; ``tests/kill_test.py`` does the three hundred."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kill_test import prepare, torture


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set up the office of the victims once."""
    folder = tmp_path_factory.mktemp("kill") / "data"
    prepare(folder)
    return folder


@pytest.mark.parametrize("kind", ["entry", "import", "figures", "units"])
def test_kill_at_random_moments_loses_nothing(kind: str, made: Path) -> None:
    """Every acknowledged save is there after the process was killed (acceptance scenario 10)."""
    report = torture(2, seed=20, kinds=(kind,), made=made)
    assert report.faults == []
    assert report.acknowledged > 0
