"""The DOCX as a file: styles, sections, tables, fields, properties, bytes."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from danvan_desktop.documents import profiles
from danvan_desktop.documents.docx import render_docx
from danvan_desktop.documents.docx_styles import NAMES
from danvan_desktop.documents.model import (
    Align,
    Annex,
    Bar,
    Chart,
    Document,
    Grounds,
    Heading,
    HeadingKind,
    Paragraph,
    Signature,
    TableBlock,
    plain_text,
    runs,
)
from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.errors import Cancelled, UserError
from tests.core.documents import samples
from tests.core.documents.docx_reading import W, all_text, bare, misplaced, opened, parts, written

PARTY, STATE = "DANG_HD36", "ND30"

CHART = Chart(
    bars=(
        Bar("Đăng ký", 24, "24", 16, "16", "+50%"),
        Bar("Công nhận", 12, "12", None, "…", ""),
    ),
    title="Từ đăng ký đến khen thưởng",
    unit="Đơn vị tính: mô hình",
    note="Nguồn: sổ Dân vận khéo",
    now_label="6 tháng đầu năm 2020",
    before_label="Cùng kỳ năm 2019",
)


def full(profile: str = STATE) -> Document:
    """Return a paper in which every field and every kind of block has text."""
    simple = samples.report(profile)
    blocks = (
        Grounds((runs("Căn cứ Nghị quyết số 25-NQ/TW;"), runs("Căn cứ Quy chế làm việc"))),
        Paragraph(runs("QUYẾT ĐỊNH:"), indent=False, align=Align.CENTER, keep_next=True),
        Heading(1, runs("Quy định chung"), HeadingKind.PART, label="Chương I"),
        Heading(2, runs("Phạm vi"), HeadingKind.SECTION, label="Mục 1"),
        Heading(3, runs("Điều 1. Công nhận mô hình"), HeadingKind.ARTICLE),
        *simple.blocks,
        CHART,
        replace(CHART, before_label="", title="Biểu đồ khác"),
        samples.matrix(rows=2),
        samples.matrix(rows=1),
        Paragraph(runs("Trên đây là báo cáo")),
    )
    signatures = (
        Signature("TRƯỞNG BAN", "Nguyễn Văn A"),
        Signature("PHÓ CHỦ TỊCH", "Trần Thị B", authority=("KT. CHỦ TỊCH",), note="(Chữ ký)"),
        Signature("TRƯỞNG PHÒNG", "Lê Văn C"),
    )
    second = Annex("Danh sách kèm theo", (samples.matrix(rows=1),), landscape=False)
    return replace(
        simple,
        header=replace(simple.header, urgency="HỎA TỐC", circulation="XEM XONG TRẢ LẠI"),
        blocks=blocks,
        signatures=signatures,
        certification=Signature("CHÁNH VĂN PHÒNG", "Phạm Văn D", authority=("TL. CHỦ TỊCH",)),
        to_lines=("Ban Dân vận Tỉnh ủy", "Thường trực Huyện ủy"),
        annexes=(*simple.annexes, second),
        draft_mark="Dự thảo lần 2",
        typist_mark="ABC-268",
        contact_lines=("Địa chỉ: khu phố 1", "Điện thoại: 0276 3877 000"),
    )


@pytest.mark.parametrize("profile", sorted(profiles.all_profiles()))
def test_every_block_and_field_is_written(profile: str) -> None:
    """Whatever the model can say stands in the file, composed."""
    document = full(profile)
    data = written(document)
    text = all_text(data)
    assert unicodedata.is_normalized("NFC", text)
    missing = [
        part
        for line in _lines(document)
        for part in line.split("\t")
        if bare(part.rstrip(" .;,")) not in bare(text)
    ]
    assert missing == []
    assert opened(data).core_properties.title == "Báo cáo 6 tháng đầu năm 2020"


def _lines(document: Document) -> Iterator[str]:
    """Give the lines of a paper; of a table's columns group and header come one by one."""
    headers = set()
    for block in (*document.blocks, *(b for a in document.annexes for b in a.blocks)):
        if isinstance(block, TableBlock):
            columns = block.columns
            headers.add("\t".join(" ".join(filter(None, (c.group, c.header))) for c in columns))
            yield from (c.group for c in columns)
            yield from (c.header for c in columns)
    yield from (line for line in plain_text(document).splitlines() if line not in headers)


@pytest.mark.parametrize("profile", [PARTY, STATE])
def test_parts_are_sound_and_refer_to_nothing_outside(profile: str) -> None:
    """Each part is well-formed, in the schema's order, and no relationship leaves the file."""
    found = parts(written(full(profile)))
    assert {name: wrong for name, root in found.items() if (wrong := misplaced(root))} == {}
    links = [link for name, root in found.items() if name.endswith(".rels") for link in root]
    assert all(link.get("TargetMode") is None for link in links)
    targets = {link.get("Target") for link in found["word/_rels/document.xml.rels"]}
    assert {f"word/{target}" for target in targets} <= set(found)


@pytest.mark.parametrize("profile", sorted(profiles.all_profiles()))
def test_each_element_has_its_style(profile: str) -> None:
    """Sizes, weights, line heights and spaces of every named style are those of the profile."""
    rules = profile_for(profile)
    styles = {style.name: style for style in opened(written(samples.report(profile))).styles}
    for name, expected in rules.styles.items():
        style = styles[NAMES[name].replace("heading", "Heading")]
        assert style.font.size == Pt(expected.size)
        assert (style.font.bold, style.font.italic) == (expected.bold, expected.italic)
        assert style.font.name == "Times New Roman"
        if name not in ("addressee_label", "addressee", "signer"):
            assert style.paragraph_format.space_before == Pt(expected.before)
        if expected.leading:
            assert style.paragraph_format.line_spacing == Pt(expected.leading)
    body = styles["Nội dung"].paragraph_format
    assert round(body.first_line_indent / Mm(1), 1) == rules.body.indent_mm
    assert set(rules.styles) == set(NAMES)


def test_fonts_are_named_for_every_script() -> None:
    """Each style names Times New Roman in all four slots, so that no letter falls back."""
    root = parts(written(samples.report()))["word/styles.xml"]
    slots = [set(node.attrib.values()) for node in root.iter(f"{W}rFonts")]
    assert slots
    assert all(names == {"Times New Roman"} for names in slots)
    assert all(len(node.attrib) == 4 for node in root.iter(f"{W}rFonts"))


@pytest.mark.parametrize("profile", [PARTY, STATE])
def test_sections_have_the_prescribed_margins(profile: str) -> None:
    """20/20/30/15 mm, the number 10 mm below the edge; annexes turn and count from 1 again."""
    made = opened(written(full(profile)))
    body, landscape, portrait = made.sections
    for section in made.sections:
        sides = (section.top_margin, section.bottom_margin, section.left_margin)
        assert [round(side / Mm(1), 1) for side in sides] == [20.0, 20.0, 30.0]
        assert round(section.right_margin / Mm(1), 1) == 15.0
        assert round(section.header_distance / Mm(1), 1) == 10.0
        assert section.different_first_page_header_footer
    assert (body.orientation, portrait.orientation) == (WD_ORIENT.PORTRAIT,) * 2
    assert landscape.orientation == WD_ORIENT.LANDSCAPE
    assert [round(side / Mm(1)) for side in (landscape.page_width, body.page_width)] == [297, 210]
    root = parts(written(full(profile)))["word/document.xml"]
    starts = [node.get(f"{W}start") for node in root.iter(f"{W}pgNumType")]
    assert starts == ["1", "1", "1"]


def test_page_number_is_a_field_and_not_on_page_one() -> None:
    """The header of later pages holds PAGE, centred; that of page 1 is empty."""
    made = opened(written(samples.report()))
    section = made.sections[0]
    (number,) = section.header.paragraphs
    assert number.style.name == "Số trang"
    assert number._p.xpath("string(.//w:instrText)").strip() == "PAGE"
    assert not section.first_page_header.paragraphs[0].text
    every = parts(written(full())).values()
    assert sum(len(list(root.iter(f"{W}instrText"))) for root in every) == 1


def test_contact_stands_at_the_foot_of_page_one_only() -> None:
    """The contact lines are the first page's footer; no annex repeats them."""
    made = opened(written(full()))
    body, *annexes = made.sections
    assert "Điện thoại" in "\n".join(p.text for p in body.first_page_footer.paragraphs)
    assert not any(p.text for a in annexes for p in a.first_page_footer.paragraphs)


@pytest.mark.parametrize("duplex", [True, False])
def test_duplex_mirrors_the_margins(duplex: bool) -> None:
    """The back of a sheet has its wide margin on the right, where the paper is bound."""
    root = parts(written(samples.report(), duplex=duplex))["word/settings.xml"]
    assert (root.find(f"{W}mirrorMargins") is not None) is duplex


def test_headings_stand_in_the_navigation_pane() -> None:
    """Headings of a report are Word's own, with the number in their text."""
    made = opened(written(samples.report()))
    found = [(p.style.name, p.text) for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert found[0] == ("Heading 1", "I- TÌNH HÌNH CHUNG")
    assert {name for name, _text in found} == {"Heading 1", "Heading 2", "Heading 3"}


def test_annex_table_is_a_real_table() -> None:
    """Repeated header, whole rows, exact widths, merged groups, a bold total."""
    table = opened(written(samples.report())).tables[-1]
    rows = table._tbl.tr_lst
    assert len(rows) == 2 + 13
    assert [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows[:3]] == [True, True, False]
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)
    assert table.cell(0, 2).text == table.cell(0, 5).text == "Lĩnh vực đăng ký"
    assert table.cell(0, 1).text == table.cell(1, 1).text == "Đơn vị"
    assert table.cell(2, 0).text == "A. Các xã, thị trấn" == table.cell(2, 8).text
    total = table.rows[-1]
    assert [cell.text for cell in total.cells][1] == "Tổng cộng"
    assert all(run.bold for cell in total.cells for p in cell.paragraphs for run in p.runs)
    grid = [int(col.get(f"{W}w")) for col in table._tbl.tblGrid.gridCol_lst]
    assert abs(sum(grid) - (297 - 45) * 1440 / 25.4) < 2


def test_foot_keeps_together_with_the_text() -> None:
    """Nothing of the foot may be torn, and two lines of text go with it."""
    made = opened(written(samples.minutes()))
    foot = made.tables[-1]
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in foot._tbl.tr_lst)
    rows = foot._tbl.tr_lst[:-1]
    assert all(p.xpath("./w:pPr/w:keepNext") for row in rows for p in row.xpath(".//w:p"))
    last = [p for p in made.paragraphs if p.text][-1]
    assert last._p.xpath("./w:pPr/w:keepNext")


def test_name_under_fewer_captions_keeps_more_room() -> None:
    """So that both names stand on one line: what one has above, the other has as empty room."""
    pair = (
        Signature("TRƯỞNG BAN", "Nguyễn Văn A"),
        Signature("PHÓ CHỦ TỊCH", "Trần Thị B", ("KT. CHỦ TỊCH",), note="(Chữ ký, dấu)"),
    )
    file = opened(written(replace(samples.minutes(), signatures=pair)))
    cells = [cell for table in file.tables for row in table.rows for cell in row.cells]
    names = {
        p.text: p for cell in cells for p in cell.paragraphs if p.style.name == NAMES["signer"]
    }
    profile = profile_for(samples.minutes().profile)
    lacking = sum(profile.styles[one].line_height for one in ("authority", "signature_note"))
    room = names["Nguyễn Văn A"].paragraph_format.space_before
    assert room == pytest.approx(Pt(profile.signing_room + lacking), abs=Pt(0.1))
    assert names["Trần Thị B"].paragraph_format.space_before is None  # that of the style


def test_signature_after_a_table_takes_rows_along() -> None:
    """Where a list is the whole text, its last two rows go with the signature."""
    listed = replace(samples.matrix(), note="")
    made = opened(written(replace(samples.report(), blocks=(listed,), annexes=())))
    rows = made.tables[1]._tbl.tr_lst
    kept = [bool(row.xpath(".//w:p/w:pPr/w:keepNext")) for row in rows]
    assert kept[-3:] == [False, True, True]


def test_rule_is_as_long_as_the_text_above() -> None:
    """The rule under ĐẢNG CỘNG SẢN VIỆT NAM is 72,9 mm long (REFERENCE §1.9)."""
    head = opened(written(samples.report())).tables[0]
    cell = head.rows[0].cells[-1]
    rule = cell.paragraphs[-1]
    assert rule._p.xpath("./w:pPr/w:pBdr/w:top")
    free = rule.paragraph_format.left_indent + rule.paragraph_format.right_indent
    assert abs((cell.width - free) / Mm(1) - 72.9) < 0.2


def test_pictures_are_kept_in_the_file(tmp_path: Path) -> None:
    """A signature's and a seal's picture lie in the file; what is no picture is refused."""
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGBA", (90, 40), (0, 0, 200, 255)).save(buffer, "PNG")
    (signature,) = samples.report().signatures
    signed = replace(signature, image=buffer.getvalue(), seal=buffer.getvalue())
    data = written(replace(samples.report(), signatures=(signed,)))
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert file.read("word/media/picture1.png") == buffer.getvalue()
    assert len(opened(data).element.xpath("//wp:anchor")) == 2
    bad = replace(samples.report(), signatures=(replace(signature, image=b"GIF89a"),))
    with pytest.raises(UserError):
        render_docx(bad, tmp_path / "x.docx")
    assert not (tmp_path / "x.docx").exists()


def test_bars_of_a_chart_are_as_long_as_their_values() -> None:
    """The largest value reaches farthest, the others in proportion; no value, no bar."""
    made = opened(written(replace(samples.report(), blocks=(CHART,), annexes=())))
    chart = made.tables[1]
    stops = [int(node.get(f"{W}pos")) for node in chart._tbl.xpath(".//w:tab[@w:pos]")]
    assert len(stops) == 3
    assert [round(stop / stops[0], 2) for stop in stops] == [1.0, 0.67, 0.5]
    grounds = {node.get(f"{W}val") for node in chart._tbl.xpath(".//w:shd")}
    assert grounds == {"clear", "diagStripe"}


def test_properties_say_what_the_file_is() -> None:
    """Title, author, language, the paper's own day, and what the caller notes."""
    data = written(samples.report(), note="Bản gốc là PDF", status="Đã ban hành")
    core = opened(data).core_properties
    assert core.author == "Ban Dân vận Huyện ủy Dương Minh Châu"
    assert core.created == core.modified
    assert core.created is not None
    assert core.created.date() == samples.DAY
    assert (core.language, core.comments) == ("vi-VN", "Bản gốc là PDF")
    assert core.content_status == "Đã ban hành"
    assert core.subject == samples.SUBJECT


def test_same_paper_gives_the_same_bytes() -> None:
    """Nothing in the file depends on when or where it was made, not even for very old papers."""
    assert written(full()) == written(full())
    old = replace(samples.report(), date=date(1975, 4, 30))
    with zipfile.ZipFile(BytesIO(written(old))) as file:
        assert {entry.date_time[:3] for entry in file.infolist()} == {(1980, 4, 30)}


def test_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    """A cancelled render leaves the file that was there before."""
    target = tmp_path / "bao-cao.docx"
    render_docx(samples.report(), target)
    before = target.read_bytes()

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        render_docx(full(), target, progress=stop)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["bao-cao.docx"]
