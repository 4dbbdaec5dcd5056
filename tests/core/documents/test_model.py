"""The paper as plain data."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from danvan_desktop.documents.closing import with_ending
from danvan_desktop.documents.model import (
    Column,
    Heading,
    ListItem,
    Paragraph,
    Row,
    Run,
    Signature,
    TableBlock,
    figures,
    plain_text,
    runs,
    runs_text,
)
from tests.core.documents import samples


def test_plain_text_of_a_report_holds_every_part_in_reading_order() -> None:
    """Search and audit see header, title, body, signature, recipients and annex, top to bottom."""
    text = plain_text(samples.report())
    parts = (
        "HUYỆN ỦY DƯƠNG MINH CHÂU",
        "Số 15-BC/BDV",
        "BÁO CÁO",
        "đã công nhận 12 mô hình",
        "- Cấp huyện: 02 mô hình.",
        "K/T TRƯỞNG BAN",
        "Trần Thị B",
        "Lưu Ban Dân vận",
        "Phụ lục số liệu",
        "A. Các xã, thị trấn",
        "“-”: không phát sinh",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_plain_text_of_decomposed_input_is_nfc() -> None:
    """A text pasted from elsewhere with separate marks comes out composed."""
    paragraph = Paragraph(runs(unicodedata.normalize("NFD", "Nhiệm vụ trọng tâm")))
    text = plain_text(replace(samples.report(), blocks=(paragraph,)))
    assert "Nhiệm vụ trọng tâm" in text
    assert unicodedata.is_normalized("NFC", text)


def test_figures_of_a_report_are_listed_once_in_order() -> None:
    """The body's figures come before the annex's, a repeated one only once."""
    document = samples.report(rows=2)
    twice = replace(document, blocks=document.blocks + document.blocks)
    assert figures(twice) == (
        "dvk_cong_nhan@H1/2020",
        "dvk_tieu_bieu@H1/2020",
        "dvk_dang_ky@H1/2020?unit=1",
        "dvk_dang_ky@H1/2020?unit=2",
    )


def test_table_with_a_short_row_is_refused() -> None:
    """A row that lacks a cell is a mistake of the caller and named by its number."""
    with pytest.raises(ValueError, match="row 2"):
        TableBlock((Column("TT"), Column("Đơn vị")), (Row(("1", "Xã A")), Row(("2",))))


def test_heading_of_an_unknown_level_is_refused() -> None:
    """Formats know four levels."""
    with pytest.raises(ValueError, match="level 5"):
        Heading(5, runs("x"))


def test_more_signatures_than_a_page_holds_are_refused() -> None:
    """Joint papers have several, in rows of two; none may be dropped in silence."""
    signature = Signature(position="TRƯỞNG BAN", name="Nguyễn Văn A")
    with pytest.raises(ValueError, match="signatures"):
        replace(samples.report(), signatures=(signature,) * 9)


@pytest.mark.parametrize("written", ["Hết", "Hết.", "Hết./.", "Hết; ", "Hết ./. "])
def test_ending_of_a_text_follows_the_format(written: str) -> None:
    """Party papers end with a full stop and State papers with ``./.``, whatever was typed."""
    for ending in (".", "./."):
        (closed,) = with_ending((Paragraph(runs(written)),), ending)
        assert isinstance(closed, Paragraph)
        assert runs_text(closed.runs) == "Hết" + ending


def test_ending_after_a_figure_stays_outside_its_link() -> None:
    """The full stop is no part of the number."""
    (closed,) = with_ending((ListItem((Run("Cộng: "), Run("12", figure="x"))),), ".")
    assert isinstance(closed, ListItem)
    assert closed.runs == (Run("Cộng: "), Run("12", figure="x"), Run("."))


@pytest.mark.parametrize("blocks", [(), (Heading(1, runs("I- A")),), (Paragraph(runs("Vì sao?")),)])
def test_ending_of_what_is_no_statement_is_left_alone(blocks: tuple[Heading, ...]) -> None:
    """A heading, a question or nothing at all gets no stop."""
    assert with_ending(blocks, ".") == blocks
