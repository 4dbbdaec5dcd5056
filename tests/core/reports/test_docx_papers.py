"""Papers of the half-year as DOCX, printed by LibreOffice: text, figures, places of the PDF."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from danvan_desktop.context import Context
from danvan_desktop.documents.model import Document, TableBlock, all_blocks, plain_text
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.indicators import reminders
from danvan_desktop.reports.building import content_of
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import paper_values
from danvan_desktop.reports.minutes import build_minutes
from danvan_desktop.reports.reminder import build_reminder, letter_for
from danvan_desktop.reports.service import build_report
from danvan_desktop.reports.sets import build_paper
from danvan_desktop.storage.values import ListQuery
from tests.core.documents.docx_reading import bare, converted, written

MM = 72 / 25.4
PAPERS = (
    "bao_cao_DANG_HD36",
    "bao_cao_ND30",
    "bien_ban_DANG_HD36",
    "bien_ban_ND30",
    "thong_bao",
    "don_doc",
    "quyet_dinh_cong_nhan",
    "danh_sach_tieu_bieu",
    "giay_moi",
)


@dataclass(frozen=True)
class Printed:
    """One paper: as data, as our PDF, and as LibreOffice prints our DOCX."""

    document: Document
    ours: Path
    theirs: Path


@pytest.fixture(scope="module")
def papers(
    reading: Context, meeting_id: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Printed]:
    """Write every paper in both formats; one start of LibreOffice prints them all."""
    folder = tmp_path_factory.mktemp("docx")
    documents = _documents(reading, meeting_id)
    theirs = converted({name: written(made) for name, made in documents.items()}, folder)
    found = {}
    for name, document in documents.items():
        ours = folder / f"{name}.ours.pdf"
        render_pdf(document, ours)
        found[name] = Printed(document, ours, theirs[name])
    return found


def _documents(reading: Context, meeting_id: str) -> dict[str, Document]:
    period = reading.period("H1/2020")
    query = ListQuery(register="doi_thoai", first_day="2020-01-01", last_day="2020-06-14")
    dialogue = reading.page(query, 0, 1)[0].id
    made = {
        "thong_bao": build_paper(reading, "thong_bao_ket_luan_doi_thoai", f"doi_thoai:{dialogue}")[
            0
        ],
        "don_doc": build_reminder(
            reading, period, reminders(reading, period), letter_for(reading, day="2020-07-10")
        ),
    }
    for style in ("DANG_HD36", "ND30"):
        made[f"bao_cao_{style}"] = build_report(reading, "H1/2020", style)[0]
        made[f"bien_ban_{style}"] = build_minutes(reading, meeting_id, style)[0]
    models = [one.id for one in reading.page(ListQuery(register="dan_van_kheo"), 0, 12)]
    for code, records, style in (
        ("quyet_dinh_cong_nhan", models, "DANG_HD05"),
        ("danh_sach_tieu_bieu", models, "DANG_HD36"),
        ("giay_moi", [meeting_id], "MTTQ"),
    ):
        content, _issues = content_of(
            reading, paper_values(reading, code, records=records, profile=style)
        )
        made[code] = to_document(content, style)
    return made


@pytest.mark.parametrize("name", PAPERS)
def test_words_are_those_of_the_pdf(papers: Mapping[str, Printed], name: str) -> None:
    """Both files print the same words, each as often, on as many pages."""
    paper = papers[name]
    assert len(PdfReader(paper.theirs).pages) == len(PdfReader(paper.ours).pages)
    ours, theirs = (Counter(_text(file).split()) for file in (paper.ours, paper.theirs))
    assert (theirs - ours, ours - theirs) == (Counter(), Counter())


@pytest.mark.parametrize("name", PAPERS)
def test_text_is_that_of_the_document(papers: Mapping[str, Printed], name: str) -> None:
    """Every line of the paper, every cell of its tables, can be copied from the page."""
    paper = papers[name]
    text = bare(_text(paper.theirs))
    lines = {part for line in _lines(paper.document) for part in line.split("\t")}
    # the format replaces what was typed at the end of a recipient or of the last paragraph
    assert [line for line in lines if bare(line.rstrip(" ./;,")) not in text] == []


@pytest.mark.parametrize("name", ["bao_cao_DANG_HD36", "bao_cao_ND30"])
def test_figures_are_those_of_the_key(
    papers: Mapping[str, Printed], key: dict[str, Any], name: str
) -> None:
    """The sentences of expected.json, with all their figures, stand in the printed DOCX."""
    text = bare(_text(papers[name].theirs))
    assert [s["text"] for s in key["sentences"][:4] if bare(s["text"]) not in text] == []


@pytest.mark.parametrize("name", PAPERS)
def test_letters_stand_where_the_pdf_has_them(papers: Mapping[str, Printed], name: str) -> None:
    """On page 1 every line starts within 0,5 mm of its place in the PDF, in the same size."""
    ours, theirs = _first_lines(papers[name].ours), _first_lines(papers[name].theirs)
    shared = set(ours) & set(theirs)
    assert len(shared) >= 0.8 * len(ours)
    sizes = {text: (theirs[text][2], ours[text][2]) for text in shared}
    assert {text: pair for text, pair in sizes.items() if pair[0] != pair[1]} == {}
    apart = {text: abs(theirs[text][0] - ours[text][0]) / MM for text in shared}
    assert {text: mm for text, mm in apart.items() if mm > 0.5} == {}
    down = {text: abs(theirs[text][1] - ours[text][1]) / MM for text in shared}
    assert {text: mm for text, mm in down.items() if mm > 2.5} == {}


@pytest.mark.parametrize("name", PAPERS)
def test_margins_are_those_of_the_regulation(papers: Mapping[str, Printed], name: str) -> None:
    """A4 with 20/20/30/15 mm (HD 36, NĐ 30), measured on what LibreOffice printed."""
    words = list(_words(papers[name].theirs))
    width, height = 595.3, 841.9
    assert abs(min(word[0] for word in words) / MM - 30) < 0.5
    assert max(word[2] for word in words) <= width - 15 * MM + 0.5 * MM
    assert min(word[1] for word in words) >= 20 * MM - 0.5 * MM
    assert max(word[3] for word in words) <= height - 20 * MM + 0.5 * MM


@pytest.mark.parametrize("name", ["bao_cao_DANG_HD36", "bien_ban_ND30"])
def test_page_number_stands_as_prescribed(papers: Mapping[str, Printed], name: str) -> None:
    """From page 2, 14 pt, centred on the text area, its line 10 mm below the edge (HD 36)."""
    (ours,), (theirs,) = (
        [line for line in _page_lines(file, 1).items() if line[0] == "2"]
        for file in (papers[name].ours, papers[name].theirs)
    )
    assert theirs[1][2] == 14
    assert abs(theirs[1][0] - ours[1][0]) < 0.5 * MM
    assert abs(theirs[1][1] - ours[1][1]) < 0.5 * MM
    assert "1" not in _first_lines(papers[name].theirs)


def _text(file: Path) -> str:
    """Return the text of a PDF in the order in which it was drawn."""
    made = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, encoding="utf-8"
    )
    return unicodedata.normalize("NFC", made.stdout)


def _lines(document: Document) -> Iterator[str]:
    """Give the lines of a paper; a column's group and its own header are printed apart."""
    headers = set()
    for block in all_blocks(document):
        if isinstance(block, TableBlock):
            columns = block.columns
            headers.add("\t".join(" ".join(filter(None, (c.group, c.header))) for c in columns))
            yield from (column.group for column in columns)
            yield from (column.header for column in columns)
    yield from (line for line in plain_text(document).splitlines() if line not in headers)


def _first_lines(file: Path) -> dict[str, tuple[float, float, float]]:
    return _page_lines(file, 0)


def _page_lines(file: Path, page: int) -> dict[str, tuple[float, float, float]]:
    """Return left, baseline and size of every line of a page that occurs once, by its words."""
    found: dict[float, list[tuple[float, str, float]]] = {}

    def visit(text: str, _cm: Any, tm: list[float], _font: Any, size: float) -> None:
        if text.strip():
            found.setdefault(round(tm[5], 1), []).append((tm[4], text, size))

    PdfReader(file).pages[page].extract_text(visitor_text=visit)
    lines: dict[str, tuple[float, float, float]] = {}
    twice = set()
    for baseline, pieces in found.items():
        left, text, size = min(pieces)
        words = bare(text)[:12]
        twice |= {words} & set(lines)
        lines[words] = (left, baseline, size)
    return {words: place for words, place in lines.items() if words not in twice}


def _words(file: Path) -> Iterator[tuple[float, float, float, float]]:
    """Yield the box of each word of page 1: left, top, right, bottom in points."""
    made = subprocess.run(
        ["pdftotext", "-l", "1", "-bbox", str(file), "-"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">'
    for box in re.findall(pattern, made.stdout):
        left, top, right, bottom = map(float, box)
        yield left, top, right, bottom
