"""The command ``forms``: blank workbooks into a folder."""

from __future__ import annotations

from pathlib import Path

from tests.core.cli.conftest import Command


def test_forms_makes_one_workbook_for_each_unit(
    command: Command, office_data_dir: Path, tmp_path: Path
) -> None:
    """The named units get theirs, and the answer lists the files."""
    done = command(
        "--data-dir", office_data_dir, "forms", "doi_thoai", "--period", "H1/2020",
        "--unit", "TN-DMC-02", "--unit", "TN-DMC-03", "--out", tmp_path / "mau", "--json",
    )  # fmt: skip
    assert done.status == 0
    files = [Path(name) for name in done.json["files"]]
    assert [path.name for path in files] == [
        "Mẫu Đối thoại - xã Bàu Năng - 6 tháng đầu năm 2020.xlsx",
        "Mẫu Đối thoại - xã Bến Củi - 6 tháng đầu năm 2020.xlsx",
    ]
    assert all(path.exists() for path in files)


def test_common_form_is_taken_back_by_import(
    command: Command, office_data_dir: Path, tmp_path: Path
) -> None:
    """One form for all is recognised; empty as it is it brings nothing."""
    where = ("--data-dir", office_data_dir)
    made = command(*where, "forms", "dan_van_kheo", "--common", "--out", tmp_path, "--json")
    (path,) = made.json["files"]
    looked = command(*where, "import", path, "--dry-run", "--json")
    (sheet,) = looked.json["sheets"]
    assert (sheet["register"], sheet["accepted"]) == ("dan_van_kheo", 0)


def test_forms_of_an_unknown_register_or_unit_are_refused(
    command: Command, office_data_dir: Path, tmp_path: Path
) -> None:
    """The answer says what there is; nothing is written."""
    where = ("--data-dir", office_data_dir, "forms")
    done = command(*where, "so_la", "--out", tmp_path / "a", "--json")
    assert (done.status, done.json["error"]["code"]) == (1, "unknown_register")
    done = command(*where, "doi_thoai", "--unit", "X", "--out", tmp_path / "a", "--json")
    assert (done.status, done.json["error"]["code"]) == (1, "unknown_unit")
    assert not (tmp_path / "a").exists()
