"""Looking into files for a marking: Word, Excel, PDF, old Office, and files that are no such."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from danvan_desktop.secrecy import MarkedFile, declared_in

WORD = "word/document.xml"


def archive(parts: Mapping[str, str]) -> bytes:
    """Make an Office file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def paragraphs(*texts: str) -> str:
    """Write paragraphs as Word does, each text in two runs."""
    runs = [
        "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (text[:2], text[2:])) for text in texts
    ]
    return "<w:body>" + "".join(f"<w:p>{run}</w:p>" for run in runs) + "</w:body>"


@pytest.mark.parametrize(
    "parts",
    [
        {WORD: paragraphs("TỈNH ỦY", "TUYỆT MẬT", "Báo cáo")},
        {WORD: paragraphs("Báo cáo"), "word/header1.xml": paragraphs("MẬT")},
        {"xl/sharedStrings.xml": "<si><t>Số</t></si><si><r><t>TỐI </t></r><r><t>MẬT</t></r></si>"},
        {"xl/drawings/drawing1.xml": "<a:p><a:r><a:t>MẬT</a:t></a:r></a:p>"},
        {"xl/worksheets/sheet1.xml": "<oddHeader>&amp;R&amp;&quot;Arial&quot;MẬT</oddHeader>"},
        {"xl/workbook.xml": '<sheet name="Tối mật" sheetId="1"/>'},
        {"docProps/core.xml": "<dc:title>Độ mật: Mật</dc:title>"},
    ],
)
def test_marking_inside_an_office_file_is_found(parts: dict[str, str]) -> None:
    """Text, page headers, text boxes, sheet names and properties are looked into."""
    assert declared_in("bao cao.docx", archive(parts)) is MarkedFile.CONTENT


def test_ordinary_office_file_passes() -> None:
    """A report about honey and the protection of secrets is taken."""
    text = paragraphs("Mô hình nuôi ong lấy mật", "Công tác bảo vệ bí mật nhà nước")
    assert declared_in("bao cao.docx", archive({WORD: text})) is MarkedFile.CLEAN


def test_marking_in_a_pdf_is_found_by_its_text() -> None:
    """The caller's reader gives the lines of a PDF."""
    found = declared_in("a.pdf", b"%PDF-1.4", pdf_lines=lambda _content: ["HUYỆN ỦY", "MẬT"])
    assert found is MarkedFile.CONTENT
    assert declared_in("a.pdf", b"%PDF-1.4", pdf_lines=lambda _c: ["mật ong"]) is MarkedFile.CLEAN


def test_marking_in_an_old_office_file_is_found() -> None:
    """Binary Word keeps Vietnamese as UTF-16."""
    head = b"\xd0\xcf\x11\xe0" + b"\0" * 512
    marked = head + "\rTỐI MẬT\rBáo cáo\r".encode("utf-16-le")
    assert declared_in("a.doc", marked) is MarkedFile.CONTENT
    assert declared_in("a.doc", head + "Mật ong".encode("utf-16-le")) is MarkedFile.CLEAN


def test_archive_that_cannot_be_read_is_said() -> None:
    """A damaged archive or one that unpacks without end is not called clean."""
    assert declared_in("a.docx", b"PK\x03\x04 broken") is MarkedFile.UNREADABLE
    bomb = archive({WORD: "0" * 50_000_000})
    assert declared_in("a.docx", bomb) is MarkedFile.UNREADABLE
