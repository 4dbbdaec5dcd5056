"""A level that nobody knows is refused at set-up in words, and no figure stumbles over one."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from danvan_desktop.context import open_context
from danvan_desktop.errors import UserError
from danvan_desktop.indicators import catalogue
from danvan_desktop.indicators.declarations import LEVEL_AXIS
from danvan_desktop.indicators.engine import _in_order
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.organisation.setup import read_setup
from danvan_desktop.organisation.unit_faults import unit_faults


def test_unknown_level_is_named_with_its_row() -> None:
    """The levels that there are stand in the remedy."""
    units = [
        {"ma": "TN", "ten": "Tây Ninh", "cap": "T", "tu_ngay": "2011-01-01"},
        {"ma": "TN-A", "ten": "Đoàn", "cap": "CS", "cha": "TN", "tu_ngay": "2011-01-01"},
    ]
    (fault,) = unit_faults(units)
    assert fault.message == "Đơn vị TN-A có cấp “CS”, không có cấp này."
    assert (fault.place.field, fault.place.row) == ("cap", 3)
    assert "T" in fault.remedy


def test_set_up_refuses_a_unit_of_no_level(
    empty_data_dir: Path, year_2020: Path, tmp_path: Path
) -> None:
    """Nothing is entered: not the office, not the units before that one."""
    setup = read_setup(year_2020 / "office.json", year_2020 / "units.csv")
    units = (*setup.units[:-1], {**setup.units[-1], "cap": "CS"})
    shutil.copytree(empty_data_dir, tmp_path / "data")
    context = open_context(tmp_path / "data")
    with pytest.raises(UserError, match="cấp “CS”"):
        context.set_up(replace(setup, units=units))
    assert context.office() is None
    assert not list(context.all_of("don_vi"))
    context.close()


def test_figures_of_an_unknown_level_stand_behind_the_others() -> None:
    """What another version of the program wrote is shown, not stumbled over."""
    one = next(one for one in catalogue().values() if LEVEL_AXIS in one.axes)
    parts: dict[str, Number] = {"CS": 1, "T": 2, "X": 3}
    assert list(_in_order(one, LEVEL_AXIS, parts)) == ["X", "T", "CS"]
