from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.spreadsheets.kit import Office


@pytest.fixture
def clerk(year_2020: Path) -> Office:
    """An office that knows the units of Dương Minh Châu and has imported nothing yet."""
    return Office(year_2020 / "units.csv")
