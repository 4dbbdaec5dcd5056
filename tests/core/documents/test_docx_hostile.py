"""Any text in any field: the file opens again with the text in it, and nothing becomes markup."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from danvan_desktop.documents.docx_xml import clean
from danvan_desktop.documents.model import (
    Annex,
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Grounds,
    Heading,
    HeadingKind,
    ListItem,
    Paragraph,
    Row,
    RowKind,
    Run,
    Signature,
    TableBlock,
    runs,
)
from danvan_desktop.errors import UserError
from tests.core.documents import samples
from tests.core.documents.docx_reading import W, all_text, bare, misplaced, opened, parts, written
from tests.core.documents.samples import RECIPIENTS
from tests.core.documents.test_docx import full

HOSTILE = (
    "A&B <abc> 1<2 ]]> &amp; &#x41;",
    "<w:t>chèn</w:t><w:fldSimple w:instr='DATE'/>",
    '{ HYPERLINK "http://x" } \\* MERGEFORMAT',
    "=1+1 +SUM(A1) @x -2",
    "\x00\x07tiếng\x1bViệt\x0b\ufffe\uffff\ud800",
    "\u202eđảo\u2066 ẩn\u200b\u00adnối",
    "x" * 400,
    "\t \n\r \x85\u2028",
    "😀 漢字 ☐ e\u0323\u0302",
    "\"trích\" 'dẫn' %s {0} \\n",
)


def everywhere(text: str) -> Document:
    """Return a paper with ``text`` in every field that holds words."""
    bits = runs(text, Run(text, bold=True), Run(text, italic=True))
    signature = Signature(text, text, authority=(text,), note=text)
    table = TableBlock(
        (Column(text, group=text), Column(text, group=text), Column(text)),
        (
            Row((text,), RowKind.SECTION),
            Row((text, Cell(text, bold=True), Cell(text, italic=True))),
            Row((text, text, text), RowKind.TOTAL),
        ),
        title=text,
        unit=text,
        note=text,
    )
    bars = (Bar(text, 3, text, 1, text, text), Bar(text, None, text))
    chart = Chart(bars, title=text, unit=text, note=text, now_label=text, before_label=text)
    return Document(
        profile="ND30",
        kind="CV",
        header=replace(
            samples.STATE_HEADER,
            superior_lines=(text,),
            issuer_lines=(text,),
            number_line=text,
            place_date_line=text,
            urgency=text,
            circulation=text,
        ),
        type_name=text,
        abstract=text,
        blocks=(
            Grounds((bits, bits)),
            Heading(1, bits, HeadingKind.PART, label=text),
            Heading(2, bits, HeadingKind.ARTICLE),
            Heading(3, bits),
            Paragraph(bits),
            ListItem(bits, marker=text),
            table,
            chart,
        ),
        date=samples.DAY,
        signatures=(signature, signature, signature),
        certification=signature,
        recipients=(text, text),
        to_lines=(text, text),
        annexes=(Annex(text, (table, Paragraph(bits)), note=text),),
        draft_mark=text,
        typist_mark=text,
        contact_lines=(text,),
        title=text,
        author=text,
        subject=text,
    )


def check(text: str) -> None:
    """Write a paper full of ``text`` and read it back."""
    document = everywhere(text)
    try:
        data = written(document)
    except UserError:
        return
    found = parts(data)
    assert {name: wrong for name, root in found.items() if (wrong := misplaced(root))} == {}
    instructions = [node.text for root in found.values() for node in root.iter(f"{W}instrText")]
    assert instructions == [" PAGE "]
    assert not any(list(root.iter(f"{W}hyperlink")) for root in found.values())
    seen = all_text(data)
    assert unicodedata.is_normalized("NFC", seen)
    words = bare(clean(text)).rstrip(".;,")
    # 24 cells and runs of the body, those of the annex, and each field of head and foot
    assert not words or bare(seen).count(words) >= 60
    assert opened(data).core_properties.title.split() == clean(text).split()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """Markup, field codes, control characters and strange scripts are only words."""
    check(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
@example("ß\u1e9e")
@example(".")
def test_any_text_is_found_again(text: str) -> None:
    """Every text that Unicode allows is written and read back, or refused in words."""
    check(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(full().blocks), max_size=5),
    st.integers(0, 3),
    st.sampled_from([(), RECIPIENTS]),
)
def test_any_order_of_blocks_gives_a_sound_file(
    blocks: list[Block], signatures: int, recipients: tuple[str, ...]
) -> None:
    """Tables never touch, each row fills its grid, each cell ends in a paragraph."""
    made = full()
    document = replace(
        made,
        blocks=tuple(blocks),
        signatures=made.signatures[:signatures],
        certification=None,
        recipients=recipients,
        annexes=(Annex("Phụ lục", tuple(blocks)),),
    )
    found = parts(written(document))
    assert {name: wrong for name, root in found.items() if (wrong := misplaced(root))} == {}
    body = list(found["word/document.xml"][0])
    assert [node.tag for node in body[-2:]] == [f"{W}p", f"{W}sectPr"]
    for before, node in pairwise(body):
        if node.tag == f"{W}tbl":
            assert before.tag == f"{W}p"
            _check_grid(node)


def _check_grid(table: Element) -> None:
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    for row in table.findall(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in cells]
        assert sum(1 if span is None else int(span.get(f"{W}val", 0)) for span in spans) == columns
        assert all(cell[-1].tag == f"{W}p" for cell in cells)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("e\u0323\u0302", "ệ"),
        ("a\x00b\x07", "ab"),
        ("a\tb\nc", "a b c"),
        ("15\u202f000", "15\xa0000"),
        ("a\u2011b", "a-b"),
        ("\ud800\ufffe\u200b", ""),
    ],
)
def test_text_is_cleaned_like_the_pdf(given: str, kept: str) -> None:
    """NFC, one line, no control characters; a letter that our font lacks is kept."""
    assert clean(given) == kept
    assert clean("漢") == "漢"
