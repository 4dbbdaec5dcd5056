"""A short run of the kill test; ``tests/kill_test.py`` does the three hundred."""

from __future__ import annotations

import pytest

from tests.kill_test import torture


@pytest.mark.parametrize("kind", ["entry", "import", "figures", "units"])
def test_kill_at_random_moments_loses_nothing(kind: str) -> None:
    """Every acknowledged save is there after the process was killed (acceptance scenario 10)."""
    report = torture(2, seed=20, kinds=(kind,))
    assert report.faults == []
    assert report.acknowledged > 0
