"""Directories that do not hold together are refused at set-up, in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from danvan_desktop.cli import main
from danvan_desktop.context import Context


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("TN,Tây Ninh,tỉnh,T,TN-DMC,2011-01-01,,,", "vòng tròn"),
        ("TN-Z,Xã Z,xã,X,TN-ZZ,2011-01-01,,,", "không có trong danh mục"),
        ("TN-DMC-10,Suối Đá,xã,X,TN-DMC,2019-01-01,,,", "chồng ngày"),
    ],
)
def test_init_refuses_units_that_do_not_hold_together(
    tmp_path: Path,
    empty_data_dir: Path,
    year_2020: Path,
    capsys: pytest.CaptureFixture[str],
    line: str,
    said: str,
) -> None:
    """A circle, an orphan and an overlap are named with what to do; nothing is set up."""
    rows = (year_2020 / "units.csv").read_text("utf-8").splitlines()
    code = line.partition(",")[0]
    kept = [row for row in rows if row.partition(",")[0] != code or said == "chồng ngày"]
    units = tmp_path / "units.csv"
    units.write_text("\n".join([*kept, line]), "utf-8")
    shutil.copytree(empty_data_dir, tmp_path / "data")
    assert run(tmp_path, year_2020 / "office.json", units) != 0
    assert said in capsys.readouterr().err


def test_init_refuses_an_office_whose_unit_is_unknown(
    tmp_path: Path, empty_data_dir: Path, year_2020: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The office must belong to a unit of its directory."""
    shutil.copytree(empty_data_dir, tmp_path / "data")
    office = json.loads((year_2020 / "office.json").read_text("utf-8"))
    office["office"]["unit"] = "TN-XYZ"
    path = tmp_path / "office.json"
    path.write_text(json.dumps(office), "utf-8")
    assert run(tmp_path, path, year_2020 / "units.csv") != 0
    assert "TN-XYZ" in capsys.readouterr().err


def run(folder: Path, office: Path, units: Path) -> int:
    """Set an office up by the command line; gives the exit code."""
    where = ["--data-dir", str(folder / "data")]
    return main([*where, "init", "--office", str(office), "--units", str(units)])


def test_form_of_a_unit_refuses_a_circle(office: Context) -> None:
    """The province cannot belong to its own commune, nor a unit to itself."""
    units = {record.values["ma"]: record for record in office.all_of("don_vi")}
    for code, parent in (("TN", "TN-X01"), ("TN-X01", "TN-X01")):
        result = office.save("don_vi", {"cha": parent}, id=units[code].id)
        assert not result.saved
        assert [issue.place.field for issue in result.issues] == ["cha"]
