"""Whatever stands in a record: a paper about it is made, or the paper has an Issue."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from danvan_desktop.context import Context
from danvan_desktop.documents.model import Block, Document, ListItem, Paragraph, plain_text
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.building import build_report, content_of
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import paper_values, start_paper
from danvan_desktop.reports.templates import all_templates
from danvan_desktop.schema import LongText, RegisterSpec, Text
from danvan_desktop.storage.values import ListQuery, Record
from danvan_desktop.vietnamese import clean, nfc

HOSTILE = "{{ 1 }}{% for %}"
ABOUT = sorted(
    code
    for code, one in all_templates().items()
    if one.register is not None and not code.startswith("bao_cao")
)
SIGNS = st.sampled_from(
    ("{{", "}}", "{% if", "{", "%}", "*", "**", "# ", "| a | b |", "|", "- ", "1. ", "a) ", "---")
)
LETTERS = st.text(alphabet="aâđủòXY 0123456789.;:()+–•/\\'\"<>&", max_size=8)
SIGNED = st.lists(st.one_of(SIGNS, LETTERS), min_size=1, max_size=8).map("".join)
TAGS = st.sampled_from(("{{", "}}", "{%", "%}", "{", "**", "*", "| a | b |", "\n- ", "1. ", "# "))
ANY_TEXT = st.lists(st.one_of(TAGS, st.text(max_size=12)), max_size=8).map("".join)


class Shelf:
    """Books whose records say something else; a record that they do not have says only that."""

    def __init__(self, books: Context, values: Mapping[str, Any]) -> None:
        self._books = books
        self._values = values

    def __getattr__(self, name: str) -> Any:
        return getattr(self._books, name)

    def record(self, register: str, record_id: str) -> Record | None:
        """Read a record and put the values over its own."""
        found = self._books.record(register, record_id)
        if register == "bao_cao":
            return found
        if found is None:
            return Record(register, record_id, 1, self._values, "2020-01-01")
        return replace(found, values={**found.values, **self._values})


def _record(context: Context, register: str) -> Record:
    if register == "phoi_hop":
        return Record("phoi_hop", "moi", 1, {})
    page = context.page(ListQuery(register=register), 0, 40)
    found = [one for row in page if (one := context.record(register, row.id)) is not None]
    return max(found, key=lambda one: len(str(one.values)))


def _everywhere(spec: RegisterSpec, text: str) -> dict[str, Any]:
    """Put a text into every text field of a record and of its lists."""
    kinds = (Text, LongText)
    values: dict[str, Any] = {f.name: text for f in spec.fields if isinstance(f.type, kinds)}
    for child in spec.children:
        row = {f.name: text if isinstance(f.type, kinds) else None for f in child.fields}
        values[child.key] = [row, row]
    return values


@pytest.mark.parametrize("code", ABOUT)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT)
def test_any_text_in_any_field_renders_or_gives_an_issue(
    reading: Context, code: str, text: str
) -> None:
    """No text ends in a traceback: neither when the draft is begun nor when it is built."""
    register = str(all_templates()[code].register)
    spec = REGISTERS[register]
    books = cast(Books, Shelf(reading, _everywhere(spec, text)))
    found = _record(reading, register)
    values = paper_values(books, code, records=[found.id], profile="ND30")
    content, issues = content_of(books, values)
    document = to_document(content, "ND30")
    assert plain_text(document) or issues


@pytest.mark.parametrize("code", ABOUT)
def test_record_named_like_a_tag_stays_a_name(reading: Context, code: str, tmp_path: Path) -> None:
    """What looks like the template language is printed as it stands, now and when built again."""
    register = str(all_templates()[code].register)
    found = _record(reading, register)
    books = cast(Books, Shelf(reading, _everywhere(REGISTERS[register], HOSTILE)))
    values = paper_values(books, code, records=[found.id], profile="DANG_HD36")
    content, issues = content_of(books, values)
    assert issues == []
    made = tmp_path / "van-ban.pdf"
    render_pdf(to_document(content, "DANG_HD36"), made)
    shown = subprocess.run(
        ["pdftotext", "-raw", str(made), "-"], capture_output=True, check=True, timeout=30
    ).stdout.decode("utf-8")
    assert HOSTILE.replace(" ", "") in "".join(shown.split())


def test_hostile_name_in_a_saved_draft_is_never_filled_in(reporting: Context) -> None:
    """A meeting is renamed to a tag; its saved invitation is built from the stored text."""
    [meeting] = reporting.page(ListQuery(register="hoi_nghi"), 0, 1)
    assert reporting.save(
        "hoi_nghi", {"ten": HOSTILE, "dia_diem": "Hội trường { {%"}, id=meeting.id
    )
    draft = start_paper(reporting, "giay_moi", records=[meeting.id])
    document, issues = build_report(reporting, draft)
    assert issues == []
    assert "dự" + HOSTILE.replace(" ", "") in document.abstract.replace(" ", "")
    assert "Tớidự:" + HOSTILE.replace(" ", "") in plain_text(document).replace(" ", "")


@pytest.mark.parametrize("code", ABOUT)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SIGNED.map(clean).filter(bool))
def test_any_line_of_a_record_is_printed_letter_for_letter(
    reading: Context, code: str, text: str
) -> None:
    """A record's signs make no heading, table, list or italics, and none of them is lost."""
    plain, signed = (_paper(reading, code, said) for said in ("x", text))
    assert _shape(signed.blocks) == _shape(plain.blocks)
    found = "".join(plain_text(_paper(reading, code, f"[[[{text}]]]")).split())
    assert found.count("[[[") == found.count(f"[[[{''.join(text.split())}]]]") > 0


def _paper(reading: Context, code: str, said: str) -> Document:
    """Make the paper about a record that says one thing everywhere."""
    register = str(all_templates()[code].register)
    books = cast(Books, Shelf(reading, _everywhere(REGISTERS[register], said)))
    values = paper_values(books, code, records=[_record(reading, register).id])
    content, issues = content_of(books, values)
    assert not [one for one in issues if one.code.startswith("template")]
    return to_document(content, "DANG_HD36")


def _shape(blocks: Sequence[Block]) -> list[str]:
    """Name what the blocks are apart from plain paragraphs, and which letters are italic."""
    found = [type(one).__name__ for one in blocks if not isinstance(one, Paragraph)]
    lines = [one.runs for one in blocks if isinstance(one, Paragraph | ListItem)]
    return found + [run.text for runs in lines for run in runs if run.italic]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=40))
def test_any_letters_come_to_the_pages(reading: Context, text: str) -> None:
    """Letters of any script are drawn, or named in an Issue."""
    spec = REGISTERS["hoi_nghi"]
    found = _record(reading, "hoi_nghi")
    books = cast(Books, Shelf(reading, _everywhere(spec, nfc(text))))
    values = paper_values(books, "thong_bao_ket_luan_hop", records=[found.id])
    content, _issues = content_of(books, values)
    out = io.BytesIO()
    assert render_pdf(to_document(content, "DANG_HD36"), out).pages >= 1
