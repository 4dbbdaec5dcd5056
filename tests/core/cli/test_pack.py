"""``pack make|show|apply|undo|list``: the province makes, the office takes and gives back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from danvan_desktop.context import open_context
from tests.conftest import FixedClock
from tests.core.cli.conftest import Command
from tests.core.packs.kit import ANNEX, INDICATORS, believe, write_json
from tests.core.sync.province_kit import make_province


@pytest.fixture
def folders(empty_data_dir: Path, office_data_dir: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Make a province and an office that believes it; returns their folders."""
    province, office = tmp_path / "p", tmp_path / "o"
    shutil.copytree(office_data_dir, office)
    sender = make_province(empty_data_dir, province, FixedClock())
    receiver = open_context(office, clock=FixedClock())
    believe(receiver, sender)
    sender.close()
    receiver.close()
    return province, office


def test_pack_goes_there_and_back(
    command: Command, folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """Made of files and periods; shown, applied once, listed, taken back."""
    province, office = folders
    one = write_json(tmp_path / "tinh.json", INDICATORS)
    two = write_json(tmp_path / "bieu.json", ANNEX)
    made = command(
        "--json", "--data-dir", province, "pack", "make", "--out", tmp_path / "usb",
        "--indicators", one, "--annexes", two, "--periods", "H1/2020", "--units", "TN",
        "--for", "TN-DMC-BDV", "--note", "Dùng từ kỳ này",
    ).json  # fmt: skip
    assert made["counts"] == {"units": 1, "periods": 1, "indicators": 1, "annexes": 1}
    shown = command("--json", "--data-dir", office, "pack", "show", made["file"]).json
    assert (shown["number"], shown["standing"], shown["issues"]) == (1, "new", [])
    assert {one["key"]: one["what"] for one in shown["items"]} == {
        "units:TN@2011-01-01": "same",
        "periods:H1/2020": "same",
        "indicators:tinh.json": "add",
        "annexes:bieu.json": "add",
    }
    said = command("--data-dir", office, "pack", "show", made["file"])
    assert "Cuộc đối thoại" in said.out
    without = command(
        "--data-dir", office, "pack", "apply", made["file"], "--leave", "indicators:tinh.json"
    )
    assert (without.status, "tinh_cuoc" in without.err) == (1, True)
    applied = command("--json", "--data-dir", office, "pack", "apply", made["file"])
    assert applied.json == {"number": 1, "from": "TN-BDVTU", "applied": 2, "left": []}
    assert (office / "chi_tieu" / "tinh.json").exists()
    again = command("--json", "--data-dir", office, "pack", "apply", made["file"])
    assert (again.status, again.json["error"]["code"]) == (1, "pack_held")
    back = command("--json", "--data-dir", office, "pack", "undo", "--number", "1")
    assert back.json == {"number": 1, "kept": []}
    assert not (office / "chi_tieu" / "tinh.json").exists()
    [listed] = command("--json", "--data-dir", office, "pack", "list").json["packs"]
    assert (listed["number"], listed["in_force"]) == (1, False)
    [sent] = command("--json", "--data-dir", province, "pack", "list").json["made"]
    assert sent["number"] == 1
    assert command("--data-dir", office, "pack", "undo").status == 1


def test_pack_of_nothing_is_refused(command: Command, folders: tuple[Path, Path]) -> None:
    """An item that is not there, or no item at all."""
    province, _office = folders
    for more in ([], ["--units", "XX"]):
        done = command("--data-dir", province, "pack", "make", "--out", province / "usb", *more)
        assert done.status == 1
