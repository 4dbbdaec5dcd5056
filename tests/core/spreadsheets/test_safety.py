"""Files that are not what they claim, or made to hurt, are refused in one sentence and cheaply."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from danvan_desktop.errors import UserError
from danvan_desktop.spreadsheets import safety
from danvan_desktop.spreadsheets.importer import expand, inspect
from danvan_desktop.spreadsheets.reader import read_workbook
from danvan_desktop.spreadsheets.safety import check_file
from tests.core.spreadsheets.kit import Office, look, make_book, only_sheet

HEADER = ["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", "Ngày đăng ký"]
ROW = [1, "Tổ tự quản", "xã Phan", "KT", "TT", "14/01/2020"]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A small workbook with nothing wrong."""
    return make_book(tmp_path / "tốt.xlsx", [HEADER, ROW])


def _rewritten(source: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Copy a workbook, changing its parts by name."""
    target = source.with_name("sửa.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(entry.filename, content)
    return target


def _sheet(change: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    return lambda name, content: change(content) if "worksheets/" in name else content


def _code(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_workbook(path, check_file(path))
    assert path.name in caught.value.message
    assert caught.value.safe
    return caught.value.code


def _outcome(path: Path) -> str:
    try:
        read_workbook(path, check_file(path))
    except UserError as error:
        return error.code
    return "read"


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        (b"", "empty_file", "0 byte"),
        (b"STT,Ten mo hinh,Don vi\n1,A,Phan\n", "wrong_format", "CSV"),
        ("STT;Tên\n".encode("utf-16"), "wrong_format", "CSV"),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "wrong_format", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "wrong_format", "XML"),
        (b"%PDF-1.7\n", "wrong_format", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "wrong_format", ".xls"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "mật khẩu",
        ),
        (b"\x00\x01\x02\x03" * 50, "damaged", "hỏng"),
        (b"PK\x03\x04" + bytes(100), "damaged", "hỏng"),
    ],
)
def test_check_names_what_the_file_really_is(
    tmp_path: Path, content: bytes, code: str, word: str
) -> None:
    """The refusal carries a stable code and says in words what the file is."""
    path = tmp_path / "Báo cáo.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        check_file(path)
    assert caught.value.code == code
    assert word in str(caught.value)


def test_check_missing_file(tmp_path: Path) -> None:
    """A file that vanished is named, not a crash."""
    with pytest.raises(UserError, match="Không thấy") as caught:
        check_file(tmp_path / "mất.xlsx")
    assert caught.value.code == "not_found"


@pytest.mark.parametrize("name", ["word/document.xml", "ppt/presentation.xml", "xl/workbook.bin"])
def test_check_other_office_archives(tmp_path: Path, name: str) -> None:
    """Documents of other programs under an .xlsx name are told apart."""
    path = tmp_path / "lạ.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"<x/>")
    assert _code(path) == "wrong_format"


def test_check_every_truncation_of_a_workbook(sound: Path, tmp_path: Path) -> None:
    """A copy that was cut off anywhere is refused as damaged; none is half read."""
    content = sound.read_bytes()
    path = tmp_path / "cụt.xlsx"
    for length in range(1, len(content), 211):
        path.write_bytes(content[:length])
        assert _code(path) in ("damaged", "wrong_format")


def test_read_sheet_cut_in_half(sound: Path) -> None:
    """XML that ends in the middle is damage, not a shorter table."""
    assert _code(_rewritten(sound, _sheet(lambda xml: xml[: len(xml) // 2]))) == "damaged"


def test_check_entity_bomb(sound: Path) -> None:
    """A document type is refused before any entity is looked at."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    assert _code(_rewritten(sound, _sheet(lambda xml: bomb + xml))) == "damaged"


def test_check_outside_entity(sound: Path) -> None:
    """No file or address is ever fetched for a workbook."""
    attack = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert _code(_rewritten(sound, _sheet(lambda xml: attack + xml))) == "damaged"


def test_check_archive_bomb(tmp_path: Path) -> None:
    """A part that unpacks to a multiple of any real sheet is refused from its sizes alone."""
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(200):
                part.write(b" " * 1_000_000)
    started = time.process_time()  # of this process alone: a busy machine is no failure
    assert _code(path) == "too_big"
    assert time.process_time() - started < 1


def test_strict_workbook_is_read(sound: Path) -> None:
    """The Strict variant of .xlsx has other namespaces and ISO dates, and reads the same."""
    known = read_workbook(sound, check_file(sound))

    def strict(name: str, content: bytes) -> bytes:
        pattern = rb"http://schemas\.openxmlformats\.org/(\w+)/2006/([\w-]+)"
        if name == "[Content_Types].xml" or "package/2006" in name:
            return content
        return re.sub(pattern, _strict_name, content)

    path = _rewritten(sound, strict)
    facts = check_file(path)
    assert facts.strict
    assert read_workbook(path, facts) == known


def _strict_name(found: re.Match[bytes]) -> bytes:
    """The Strict namespace of a usual one; those of the package itself are the same in both."""
    family, name = found.groups()
    if family == b"package":
        return found[0]
    name = {b"extended-properties": b"extendedProperties"}.get(name, name)
    return b"http://purl.oclc.org/ooxml/" + family + b"/" + name


def test_check_many_entries(tmp_path: Path) -> None:
    """An archive of thousands of entries is no workbook."""
    path = tmp_path / "nhiều.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        for number in range(safety.MAX_ENTRIES + 1):
            archive.writestr(f"xl/media/{number}", b"")
    assert _code(path) == "too_big"


def test_check_too_many_cells(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells are counted before they are parsed."""
    monkeypatch.setattr(safety, "MAX_CELLS", 5)
    assert _code(sound) == "too_big"


def test_read_false_dimensions_quickly(sound: Path, clerk: Office) -> None:
    """A sheet of two rows that claims all of Excel's cells is read as two rows."""
    wide = _rewritten(sound, _sheet(lambda xml: xml.replace(b"A1:F2", b"A1:XFD1048576")))
    started = time.process_time()
    sheet = only_sheet(wide, clerk)
    assert len(sheet.accepted) == 1
    assert time.process_time() - started < 2


def test_read_giant_merged_range(sound: Path, clerk: Office) -> None:
    """A merged range over the whole sheet does not multiply its cell."""
    merge = b"</sheetData><mergeCells><mergeCell ref='B2:XFD1048576'/></mergeCells>"
    path = _rewritten(sound, _sheet(lambda xml: xml.replace(b"</sheetData>", merge)))
    started = time.process_time()
    look(path, clerk)
    assert time.process_time() - started < 2


def test_read_bad_shared_string(sound: Path) -> None:
    """A cell that points at a string that is not there is damage."""
    cell = b'<row r="9"><c r="A9" t="s"><v>99999</v></c></row></sheetData>'
    path = _rewritten(sound, _sheet(lambda xml: xml.replace(b"</sheetData>", cell)))
    assert _code(path) == "damaged"


@pytest.mark.parametrize(
    "missing", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_read_missing_part(sound: Path, missing: str, clerk: Office) -> None:
    """A missing part ends in a plain refusal or in a workbook without that part, never a crash."""
    path = _rewritten(sound, lambda name, content: None if name == missing else content)
    plan = inspect([path], clerk)
    assert all(file.refused or file.sheets for file in plan.files)


@settings(max_examples=60)
@given(data=st.data())
def test_read_any_flipped_bytes(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever bytes are wrong, a file is read or refused; nothing else happens."""
    path = make_book(tmp_path_factory.mktemp("flip") / "a.xlsx", [HEADER, ROW])
    content = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=8)):
        content[place % len(content)] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    assert _outcome(path) in ("read", "damaged", "wrong_format", "encrypted", "too_big")


@settings(max_examples=60)
@given(data=st.data())
def test_read_any_changed_sheet_text(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A sheet whose XML was tampered with inside a sound archive is read or refused."""
    path = make_book(tmp_path_factory.mktemp("xml") / "a.xlsx", [HEADER, ROW])
    junk = data.draw(
        st.sampled_from([b"<v>x</v>", b'r="ZZZZ9"', b't="s"', b"", b'r="-1"', b"<c/>"])
    )
    place = data.draw(
        st.sampled_from([b"<v>1</v>", b'r="A2"', b't="n"', b'r="2"', b"<row", b"</c>"])
    )
    changed = _rewritten(path, _sheet(lambda xml: xml.replace(place, junk, 1)))
    assert _outcome(changed) in ("read", "damaged")


def test_read_contradicting_parts_is_damaged(sound: Path) -> None:
    """An archive whose list of contents names no workbook, or is no namespace, is refused."""

    def changed(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
        return lambda name, xml: xml.replace(old, new) if "Content_Types" in name else xml

    assert _outcome(_rewritten(sound, changed(b"sheet.main+xml", b"sheet.maim+xml"))) == "damaged"
    assert _outcome(_rewritten(sound, changed(b"http://", b"http ://"))) == "damaged"


def test_check_macros_are_left_alone(sound: Path, clerk: Office) -> None:
    """A workbook with macros is read without them, and that is said."""
    path = sound.with_suffix(".xlsm")
    path.write_bytes(sound.read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
    (file,) = look(path, clerk).files
    assert file.macros
    assert file.refused is None


def test_expand_lists_workbooks_only(tmp_path: Path, sound: Path) -> None:
    """A folder gives its workbooks in order, without Excel's lock files and other things."""
    for name in ("10. Hai.xlsx", "~$mở.xlsx", "đọc.txt", "2. Một.XLSX"):
        (tmp_path / name).write_bytes(b"")
    names = [path.name for path in expand([tmp_path])]
    assert sorted(names) == sorted(["10. Hai.xlsx", "2. Một.XLSX", sound.name])


def test_inspect_goes_on_after_a_bad_file(tmp_path: Path, sound: Path, clerk: Office) -> None:
    """One unusable file does not keep the others out."""
    bad = tmp_path / "hỏng.xlsx"
    bad.write_bytes(io.BytesIO(b"PK\x03\x04oops").getvalue())
    plan = inspect([bad, sound], clerk)
    assert [file.refused.code if file.refused else None for file in plan.files] == ["damaged", None]
    assert len(plan.new_rows) == 1
