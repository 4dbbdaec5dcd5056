"""Format profiles as data."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.documents.profiles import (
    FOLDER,
    all_profiles,
    load_profile,
    profile_for,
    profile_valid_on,
    roman,
)
from danvan_desktop.errors import UserError


@pytest.mark.parametrize(
    ("family", "day", "code"),
    [
        ("DANG", date(2017, 5, 1), "DANG_HD36"),
        ("DANG", date(2020, 7, 7), "DANG_HD36"),
        ("DANG", date(2026, 5, 26), "DANG_HD36"),
        ("DANG", date(2026, 5, 27), "DANG_HD05"),
        ("ND30", date(2020, 7, 7), "ND30"),
        ("MTTQ", date(2026, 6, 1), "MTTQ"),
    ],
)
def test_profile_of_a_date_is_the_one_then_in_force(family: str, day: date, code: str) -> None:
    """A paper reprints as it was issued (acceptance scenario 1)."""
    assert profile_valid_on(family, day).code == code


def test_number_line_of_each_format_has_its_own_punctuation() -> None:
    """Party: no colon, hyphen then slash; State: colon, slash then hyphen; a leading zero."""
    party, state = profile_for("DANG_HD36"), profile_for("ND30")
    assert party.number_line(5, kind="KH", symbol="BDV") == "Số 05-KH/BDV"
    assert state.number_line(15, kind="BC", symbol="UBND") == "Số: 15/BC-UBND"
    assert state.number_line(12, kind="CV", symbol="UBND-VX") == "Số: 12/UBND-VX"
    assert party.number_line(12, kind="CV", symbol="BDV") == "Số 12-CV/BDV"
    assert party.number_line("…", kind="BC", symbol="BDV") == "Số …-BC/BDV"
    assert party.heading_number(4) == "IV- "
    assert state.heading_number(4) == "IV. "


def test_recipients_of_each_format_are_punctuated_as_prescribed() -> None:
    """HD 36 has commas, HD 05 semicolons; the last one ends with a full stop."""
    names = ("Ban Dân vận Tỉnh ủy (để báo cáo);", "Lưu Ban Dân vận")
    old, new = profile_for("DANG_HD36").recipients, profile_for("DANG_HD05").recipients
    assert old.lines(names) == ["- Ban Dân vận Tỉnh ủy (để báo cáo),", "- Lưu Ban Dân vận."]
    assert new.lines(names) == ["- Ban Dân vận Tỉnh ủy (để báo cáo);", "- Lưu Ban Dân vận."]
    assert profile_for("DANG_HD05").addressee.label_for("TTr") == "Kính trình:"
    assert profile_for("DANG_HD36").addressee.label_for("TTr") == "Kính gửi:"


def test_annex_label_is_numbered_only_when_there_are_several() -> None:
    """One annex is called by its name; more than one get Roman numerals."""
    annex = profile_for("ND30").annex
    assert annex.label_of(2, total=3, title="Số liệu") == "Phụ lục II"
    assert annex.label_of(1, total=1, title="Số liệu") == "Phụ lục"
    assert annex.label_of(1, total=1, title="PHỤ LỤC SỐ LIỆU") == ""
    assert [roman(n) for n in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]


@pytest.mark.parametrize("profile", all_profiles().values(), ids=lambda p: p.code)
def test_profile_prints_within_what_the_regulations_allow(profile: Any) -> None:
    """Line spacing 18-22 pt, letters 14 pt, gaps of 6 pt, 30/15/20/20 mm of margin."""
    body = profile.styles["body"]
    assert body.size == 14
    assert 18 <= body.line_height <= 22
    assert body.before >= 6
    box = profile.page
    assert (box.left_mm, box.right_mm, box.top_mm, box.bottom_mm) == (30, 15, 20, 20)
    assert box.text_width_mm == 165


def test_unknown_profile_is_refused_with_the_choices() -> None:
    """The sentence names the profiles that exist."""
    with pytest.raises(UserError) as caught:
        profile_for("DANG_HD99")
    assert "DANG_HD99" in caught.value.message
    assert "DANG_HD36" in caught.value.remedy


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("styles", "body", "size"), 400, "styles.body.size"),
        (("styles", "body", "size"), "14", "styles.body.size"),
        (("styles", "body", "bold"), 1, "styles.body.bold"),
        (("styles", "body", "colour"), "red", "styles.body.colour"),
        (("styles", "tựa"), {"size": 14}, "styles.tựa"),
        (("page", "left_mm"), None, "page.left_mm"),
        (("valid_from",), "07/7/2020", "valid_from"),
        (("valid_to",), "2001-01-01", "valid_to"),
        (("marks", "issuer", "kind"), "star", "marks.issuer.kind"),
        (("motto",), "ĐẢNG", "motto"),
        (("columns", "left_mm"), 120, "columns"),
        (("annex", "numbering"), "letters", "annex.numbering"),
        (("styles", "recipients", "size"), 13, "styles.recipients.size"),
        (("styles", "typist", "size"), 9, "styles.typist.size"),
        (("ranges", "tựa"), [14, 14], "ranges.tựa"),
        (("frames", "draft"), {"padding_mm": 2}, "frames.draft"),
        (
            ("frames", "urgency"),
            {"padding_mm": 2, "widths_mm": {"KHẨN": 300}},
            "frames.urgency.widths_mm.KHẨN",
        ),
        (("extra",), 1, "extra"),
    ],
)
def test_damaged_profile_is_refused_by_the_name_of_its_entry(
    tmp_path: Path, path: tuple[str, ...], value: object, named: str
) -> None:
    """Whoever edits a profile learns which entry is wrong."""
    data = json.loads((FOLDER / "DANG_HD36.json").read_text(encoding="utf-8"))
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    file = tmp_path / "DANG_HD36.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_profile(file)
    assert f"“{named}”" in caught.value.message
    assert "DANG_HD36.json" in caught.value.message


@pytest.mark.parametrize("missing", ["styles", "wording", "page"])
def test_profile_without_an_entry_is_refused(tmp_path: Path, missing: str) -> None:
    """Nothing is guessed for what is left out."""
    data = json.loads((FOLDER / "ND30.json").read_text(encoding="utf-8"))
    del data[missing]
    file = tmp_path / "ND30.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UserError, match=missing):
        load_profile(file)


def test_profile_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    """A truncated file gives one sentence, not a traceback."""
    file = tmp_path / "ND30.json"
    file.write_text('{"code": "ND', encoding="utf-8")
    with pytest.raises(UserError, match=r"ND30\.json"):
        load_profile(file)


@pytest.mark.parametrize(
    ("sizes", "allowed"),
    [((13, 14, 14), True), ((12, 13, 13), True), ((13, 13, 14), False), ((12, 13, 14), False)],
)
def test_sizes_of_a_state_paper_change_together(
    tmp_path: Path, sizes: tuple[int, int, int], *, allowed: bool
) -> None:
    """Quốc hiệu, tiêu ngữ and date are 13/14/14 or 12/13/13, never a mixture (NĐ 30/2020)."""
    data = json.loads((FOLDER / "ND30.json").read_text(encoding="utf-8"))
    data["motto"][0]["style"]["size"], data["motto"][1]["style"]["size"] = sizes[:2]
    data["styles"]["place_date"]["size"] = sizes[2]
    file = tmp_path / "ND30.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    if allowed:
        assert load_profile(file).motto[0].style.size == sizes[0]
    else:
        with pytest.raises(UserError, match="size"):
            load_profile(file)


def test_words_of_signing_authority_are_those_of_each_format() -> None:
    """1.5 and NĐ 30, II.7: T/M, K/T, T/L, Q.; TM., KT., TL., TUQ., Q. The Party has no T/UQ."""
    names = ("on_behalf", "for", "by_order", "authorised", "acting")
    party, state = profile_for("DANG_HD05").wording, profile_for("ND30").wording
    assert [party[name] for name in names] == ["T/M", "K/T", "T/L", "T/L", "Q."]
    assert [state[name] for name in names] == ["TM.", "KT.", "TL.", "TUQ.", "Q."]
