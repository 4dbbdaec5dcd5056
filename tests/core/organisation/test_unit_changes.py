"""Merging, splitting, renaming, moving and abolishing units; taking in a units file; undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity, UserError
from danvan_desktop.organisation.unit_changes import (
    ChangeKind,
    UnitChange,
    apply,
    label_of,
    preview,
    preview_file,
)
from tests.core.organisation.kit import BASIS, MERGER

DAY = MERGER
OLD = tuple(f"TN-DMC-{number:02d}" for number in range(1, 12))


def change(kind: ChangeKind, *old: str, new: tuple[dict[str, Any], ...] = ()) -> UnitChange:
    """Ask for a change on the day and by the paper of the merger."""
    return UnitChange(kind=kind, day=DAY, basis=BASIS, old=old, new=new)


def test_file_of_the_merger_previews_and_applies_in_one_operation(
    district: Context, year_2020: Path
) -> None:
    """Eleven communes become three, the district ends; undo takes all of it back (scenario 10)."""
    saved = district.save("doi_thoai", dialogue("TN-DMC-10", "2025-08-12"))
    assert saved.saved
    effect = preview_file(district, year_2020 / "units.csv", BASIS)
    assert effect.can_apply
    assert [one.unit.code for one in effect.closed if one.unit.level == "X"] == list(OLD)
    became = {one.unit.code: [unit.code for unit in one.became] for one in effect.closed}
    assert (became["TN-DMC-10"], became["TN-DMC"]) == (["TN-X01"], [])
    assert [unit.code for unit in effect.opened] == ["TN-X01", "TN-X02", "TN-X03"]
    counts = {(c.level, c.day): (c.before, c.after) for c in effect.counts}
    assert counts == {("H", DAY): (1, 0), ("X", DAY): (11, 3)}
    assert [(one.register, one.records, one.late) for one in effect.held] == [("doi_thoai", 1, 1)]
    warned = [issue.message for issue in effect.issues]
    assert any("ghi sau ngày đơn vị cũ kết thúc" in text for text in warned)
    assert any("cơ quan mình" in text for text in warned)

    apply(district, effect, "Nhập danh mục đơn vị")
    assert len(district.directory("2025-06-30").communes()) == 11
    assert [u.code for u in district.directory(DAY).communes()] == ["TN-X01", "TN-X02", "TN-X03"]
    old = district.directory().versions("TN-DMC-10")[0]
    assert (old.last_day, old.merged_into, old.closed_by) == ("2025-06-30", "TN-X01", BASIS)
    assert not preview_file(district, year_2020 / "units.csv", BASIS).steps

    assert district.undo_label() == "Nhập danh mục đơn vị"
    district.undo()
    assert len(district.directory(DAY).communes()) == 11
    district.redo()
    assert len(district.directory(DAY).communes()) == 3


def test_merger_closes_the_old_and_maps_them(district: Context) -> None:
    """Old units end the day before and are found from the new one, and the other way round."""
    new = {"ma": "TN-X09", "ten": "Suối Đá", "loai": "xã", "cap": "X", "cha": "TN"}
    asked = change(ChangeKind.MERGE, "TN-DMC-10", "TN-DMC-07", new=(new,))
    effect = preview(district, asked)
    assert effect.can_apply
    assert [(c.before, c.after) for c in effect.counts] == [(11, 10)]
    apply(district, effect, label_of(asked))
    units = district.directory(DAY)
    assert units.successors("TN-DMC-07", DAY) == ("TN-X09",)
    assert set(units.predecessors("TN-X09", "2025-06-30")) == {"TN-DMC-07", "TN-DMC-10"}
    assert units.unit_name("TN-DMC-07") == "xã Phan"
    assert units.find_unit("Phan").reason == "unknown_unit"
    assert district.undo_label() == "Sáp nhập 02 đơn vị thành Suối Đá"


def test_merger_into_a_unit_that_goes_on(district: Context) -> None:
    """A commune that takes another one in keeps its code and is not begun anew."""
    asked = change(ChangeKind.MERGE, "TN-DMC-07", new=({"ma": "TN-DMC-10", "ten": "Suối Đá"},))
    apply(district, preview(district, asked), label_of(asked))
    units = district.directory(DAY)
    assert len(units.communes()) == 10
    assert units.predecessors("TN-DMC-10", "2025-06-30") == ("TN-DMC-10", "TN-DMC-07")
    assert len(units.versions("TN-DMC-10")) == 1


def test_split_keeps_level_and_parent(district: Context) -> None:
    """Two communes come from one, and both carry it on."""
    new = ({"ma": "N1", "ten": "Suối Đá Đông"}, {"ma": "N2", "ten": "Suối Đá Tây"})
    asked = change(ChangeKind.SPLIT, "TN-DMC-10", new=new)
    apply(district, preview(district, asked), label_of(asked))
    units = district.directory(DAY)
    assert units.successors("TN-DMC-10", DAY) == ("N1", "N2")
    assert [(units.unit_level(c), units.unit(c).parent) for c in ("N1", "N2")] == [  # type: ignore[union-attr]
        ("X", "TN-DMC"),
        ("X", "TN-DMC"),
    ]


def test_rename_keeps_the_code_and_both_names(district: Context) -> None:
    """Papers of before say the old name, papers of after the new one."""
    new = ({"ma": "TN-DMC-10", "ten": "Núi Bà", "loai": "phường"},)
    asked = change(ChangeKind.RENAME, "TN-DMC-10", new=new)
    effect = preview(district, asked)
    assert [(was.name, now.name) for was, now in effect.changed] == [("Suối Đá", "Núi Bà")]
    assert effect.counts == ()
    apply(district, effect, label_of(asked))
    assert district.directory("2025-06-30").unit_name("TN-DMC-10") == "xã Suối Đá"
    assert district.directory(DAY).unit_name("TN-DMC-10") == "phường Núi Bà"
    assert len(district.directory(DAY).communes()) == 11
    assert district.directory("2025-06-30").find_unit("phường Núi Bà").reason == "unknown_unit"


def test_abolish_leaves_nothing_after_it(district: Context) -> None:
    """An abolished district has no successor; what still belongs to it is warned of."""
    effect = preview(district, change(ChangeKind.ABOLISH, "TN-DMC"))
    assert effect.can_apply
    assert effect.closed[0].became == ()
    assert any("20 đơn vị còn thuộc" in issue.message for issue in effect.issues)


def test_incomplete_change_says_what_is_missing(district: Context) -> None:
    """Without day, paper, old and new units nothing can be applied."""
    effect = preview(district, UnitChange(kind=ChangeKind.MERGE, day="", basis=" "))
    assert not effect.can_apply
    assert [issue.code for issue in effect.issues] == ["incomplete"] * 4


def test_record_of_a_closed_unit_is_warned_of_with_the_remedy(office: Context) -> None:
    """A backfilled record of an old commune is saved, and the new commune is named."""
    result = office.save("doi_thoai", dialogue("TN-DMC-10", "2025-08-12"))
    assert result.saved
    warning = next(issue for issue in result.issues if issue.code == "unit_not_valid")
    assert warning.severity is Severity.WARNING
    assert "xã Suối Đá chỉ có đến 30/6/2025" in warning.message
    assert "xã Dương Minh Châu" in warning.remedy
    early = office.save("doi_thoai", dialogue("TN-X01", "2020-05-14"))
    assert [issue.code for issue in early.issues] == ["unit_not_valid"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("A,Một,xã,X,B\nB,Hai,xã,X,A", "circular_units"),
        ("A,Một,xã,X,A", "circular_units"),
        ("A,Một,xã,X,Z", "unknown_unit"),
        ("A,Một,xã,X,\nA,Một,xã,X,", "duplicate_unit"),
        ("A,Một,xã,X,\nB,Hai,huyện,H,A", "impossible_value"),
        ("A,Một,xã,Q,", "unknown_choice"),
        (",Một,xã,X,", "missing_required"),
    ],
)
def test_file_with_faults_is_refused_in_words(
    district: Context, tmp_path: Path, lines: str, code: str
) -> None:
    """Circles, orphans and nonsense are named; nothing can be applied."""
    path = tmp_path / "hostile.csv"
    path.write_text("code,name,kind,level,parent\n" + lines, encoding="utf-8")
    effect = preview_file(district, path)
    assert not effect.can_apply
    assert code in {issue.code for issue in effect.issues}
    assert all(issue.message and issue.remedy for issue in effect.issues)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\n1,2\n", b"", b'code,name\n"\n\x00'])
def test_file_that_is_no_units_file_is_refused(
    district: Context, tmp_path: Path, content: bytes
) -> None:
    """Whatever else lies under the name is refused in one sentence."""
    path = tmp_path / "units.csv"
    path.write_bytes(content)
    with pytest.raises(UserError):
        preview_file(district, path)


def dialogue(unit: str, day: str) -> dict[str, Any]:
    """Give a sound dialogue."""
    return {
        "don_vi": unit,
        "ngay": day,
        "hinh_thuc": "dinh_ky",
        "so_nguoi": 80,
        "y_kien": 6,
        "tra_loi": 6,
        "chuyen": 0,
    }


@pytest.mark.parametrize("mark", [";", "\t"])
def test_file_saved_by_excel_is_read(district: Context, tmp_path: Path, mark: str) -> None:
    """Semicolons, tabs and days as people write them; a day that is none is named."""
    path = tmp_path / "units.csv"
    lines = [
        ("code", "name", "kind", "level", "parent", "valid_from", "valid_to"),
        ("TN-DMC-10", "Suối Đá", "xã", "X", "TN-DMC", "", "30/06/2025"),
        ("TN-X01", "Núi Bà", "xã", "X", "TN", "1/7/2025", ""),
    ]
    path.write_text("\r\n".join(mark.join(line) for line in lines), encoding="utf-8-sig")
    effect = preview_file(district, path, BASIS)
    assert effect.can_apply, effect.issues
    assert [one.unit.last_day for one in effect.closed] == ["2025-06-30"]
    assert [unit.first_day for unit in effect.opened] == [MERGER]
    path.write_text(path.read_text("utf-8-sig").replace("1/7/2025", "31/6/2025"), "utf-8")
    refused = preview_file(district, path, BASIS)
    assert "bad_date" in {issue.code for issue in refused.issues}
