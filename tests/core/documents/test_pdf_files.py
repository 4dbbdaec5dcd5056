"""The file itself: text, fonts, metadata, bytes, and how it comes to lie on the disk."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from danvan_desktop.documents.model import (
    Annex,
    Cell,
    Column,
    Heading,
    ListItem,
    Paragraph,
    Row,
    Run,
    TableBlock,
    plain_text,
    runs,
)
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.errors import UserError
from tests.core.documents import samples
from tests.core.documents.reading import paper, resources

HOSTILE = (
    "A&B <abc> 1<2",
    "Gửi <nguyenvana@gmail.com> xin",
    "<b>chưa đóng",
    "<font color=white size=1>ẩn</font>",
    "<a href='http://x'>bấm</a>",
    "<img src='/etc/passwd'/>",
    "{{ 7*7 }} %s %(x)s \\ ) ( ]",
    "&amp; &#x41;",
    "\x00\x07tiếng\x1bViệt",
    "x" * 400,
)


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("profile", ["DANG_HD36", "ND30"])
def test_text_copies_out_as_nfc_and_complete(profile: str) -> None:
    """Every word of the paper can be copied from the PDF, composed."""
    document = samples.report(profile)
    made = paper(document)
    extracted = "\n".join(page.extract_text() for page in made.reader.pages)
    assert unicodedata.is_normalized("NFC", extracted)
    assert unicodedata.is_normalized("NFC", made.plain)
    seen = set(re.findall(r"\w+", made.plain))
    lost = set(re.findall(r"\w+", plain_text(document))) - seen
    capitals = {word for word in lost if word.upper() in seen}
    assert lost == capitals


def test_fonts_are_embedded_subsets_and_nothing_else() -> None:
    """No Helvetica, which would not be embedded and has no Vietnamese."""
    made = paper(samples.report())
    names = set()
    for page in made.reader.pages:
        for font in resources(page)["/Font"].values():
            names.add(str(font["/BaseFont"]))
            assert "/FontFile2" in font["/FontDescriptor"]
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in names)
    assert not any("Helvetica" in name for name in names)


def test_metadata_name_the_paper_and_its_own_date() -> None:
    """Language, title, author, and the paper's date instead of the clock's."""
    made = paper(samples.report())
    info = made.reader.metadata
    assert info is not None
    assert info.title == "Báo cáo 6 tháng đầu năm 2020"
    assert info.author == "Ban Dân vận Huyện ủy Dương Minh Châu"
    assert info.creator == "Dân Vận Desktop"
    assert info.subject == samples.SUBJECT
    assert str(info["/CreationDate"]).startswith("D:20200707")
    assert str(made.reader.root_object["/Lang"]) == "vi-VN"


def test_same_paper_gives_the_same_bytes() -> None:
    """Two renderings are equal; another date is not."""
    first, second = paper(samples.report()).data, paper(samples.report()).data
    assert first == second
    later = replace(samples.report(), date=samples.DAY.replace(day=8))
    assert paper(later).data != first


def test_figures_are_links_only_in_the_preview() -> None:
    """A click in the preview finds the figure; the final paper has no links."""
    made = paper(samples.report(rows=1), links=True)
    links = [link for page in made.pages for link in page.links]
    assert links == [
        "danvan:figure/dvk_cong_nhan@H1/2020",
        "danvan:figure/dvk_tieu_bieu@H1/2020",
        "danvan:figure/dvk_dang_ky@H1/2020%3Funit=1",
    ]
    final = paper(samples.report(rows=1))
    assert not any(page.links for page in final.pages)
    assert final.result.figure_places[0].figure == "dvk_cong_nhan@H1/2020"


def test_figure_place_covers_its_number() -> None:
    """The rectangle lies where the number is printed, to be marked in the preview."""
    made = paper(samples.report())
    place = made.result.figure_places[1]
    page = made.pages[place.spot.page - 1]
    number = next(t for t in page.texts if t.text.strip() == "04")
    mm = 72 / 25.4
    assert place.spot.left / mm == pytest.approx(number.left, abs=0.05)
    assert place.spot.bottom / mm < page.height - number.baseline < place.spot.top / mm


def test_letter_that_the_font_lacks_is_reported() -> None:
    """A replaced letter is named with its place; nothing vanishes in silence."""
    document = replace(samples.report(), blocks=(Paragraph(runs("Đã xong ☑ việc một.")),))
    made = paper(document)
    (issue,) = made.result.issues
    assert issue.code == "missing_glyph"
    assert "U+2611" in issue.message
    assert "Đã xong ☑ việc" in issue.remedy
    assert made.pages[0].has("Đã xong ? việc một.")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_as_it_is(text: str) -> None:
    """Whatever a clerk types is text, in every place where text can stand."""
    table = TableBlock(
        (Column(text), Column("b")), (Row((Cell(text), "x")),), title=text, note=text
    )
    document = replace(
        samples.report(),
        abstract=text,
        blocks=(Heading(1, runs(text)), Paragraph(runs(text)), ListItem(runs(text)), table),
        recipients=(text,),
        title=text,
        annexes=(Annex(text, (table,), note=text),),
    )
    made = paper(document)
    wanted = _letters("".join(c for c in text if unicodedata.category(c) != "Cc"))
    assert _letters(made.plain).count(wanted) >= 8
    assert not any(page.links for page in made.pages)
    assert not any("/XObject" in resources(page) for page in made.reader.pages)
    for page in made.pages:
        assert max(t.right for t in page.texts) <= page.width - 15 + 0.05


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200), st.text(max_size=60))
@example("\ud800", "\u0302")
@example("", "")
def test_any_text_at_all_renders_within_the_margins(text: str, short: str) -> None:
    """No input stops the page or leaves it; what can be drawn is there, the rest reported."""
    document = replace(
        samples.report(rows=1),
        abstract=short,
        blocks=(
            Heading(2, runs(short)),
            Paragraph((Run(text), Run(short, bold=True, figure=short))),
            TableBlock((Column(short), Column("b", group=short)), (Row((text, short)),)),
            Paragraph(runs(text)),
        ),
        to_lines=(short, text),
        recipients=(short,),
        draft_mark=short,
    )
    made = paper(document, links=True)
    for page in made.pages:
        assert all(t.right <= page.width - 15 + 0.05 for t in page.texts)
    asked = {c for c in plain_text(document) if "\u4e00" <= c <= "\u9fff"}
    assert len(made.result.issues) >= len(asked)


def test_path_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """The file appears under its name in one step."""
    target = tmp_path / "Báo cáo.pdf"
    target.write_bytes(b"old")
    result = render_pdf(samples.report(), target)
    assert result.pages == 3
    assert target.read_bytes().startswith(b"%PDF-")
    assert [p.name for p in tmp_path.iterdir()] == ["Báo cáo.pdf"]


def test_folder_that_is_missing_is_told_in_words(tmp_path: Path) -> None:
    """A path that cannot be written gives one sentence and leaves nothing behind."""
    with pytest.raises(UserError) as caught:
        render_pdf(samples.report(), tmp_path / "không có" / "a.pdf")
    assert "a.pdf" in caught.value.message
    assert caught.value.remedy


def test_target_that_is_a_folder_is_told_in_words(tmp_path: Path) -> None:
    """What cannot be replaced stays, and the temporary file goes."""
    (tmp_path / "a.pdf").mkdir()
    (tmp_path / "a.pdf" / "x").write_text("x")
    with pytest.raises(UserError):
        render_pdf(samples.report(), tmp_path / "a.pdf")
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
@pytest.mark.parametrize("links", [False, True])
def test_qpdf_finds_no_fault(tmp_path: Path, *, links: bool) -> None:
    """An independent reader accepts the structure."""
    render_pdf(samples.report(), tmp_path / "a.pdf", links=links)
    done = subprocess.run(["qpdf", "--check", tmp_path / "a.pdf"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_poppler_reads_the_same_words_at_the_same_places(tmp_path: Path) -> None:
    """Pdftotext -bbox agrees about text, the left margin and the place of the page number."""
    render_pdf(samples.report(), tmp_path / "a.pdf")
    done = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "a.pdf", "-"], capture_output=True, check=True
    )
    shown = done.stdout.decode("utf-8")
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)".*?>(.*?)</word>', shown)
    mm = 72 / 25.4
    assert min(float(x) for x, _y, _w in words) / mm == pytest.approx(30, abs=0.05)
    assert float(words[0][1]) / mm == pytest.approx(20, abs=0.5)
    second = shown.split("<page ")[2]
    number = re.search(r'yMin="([\d.]+)"[^>]*>2</word>', second)
    assert number is not None
    assert float(number.group(1)) / mm == pytest.approx(10, abs=0.5)
    assert {"HUYỆN", "ỦY", "DƯƠNG"} <= {word for _x, _y, word in words}


def test_bytes_go_to_an_open_file_too() -> None:
    """The preview renders into memory."""
    buffer = BytesIO()
    assert render_pdf(samples.minutes(), buffer).pages == 2
    assert buffer.getvalue().startswith(b"%PDF-")
