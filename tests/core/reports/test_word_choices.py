"""The words that an editor offers: every one of them can be filled in."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.drafts import paper_values
from danvan_desktop.reports.names import names_of, office_words
from danvan_desktop.reports.sections import render_section
from danvan_desktop.reports.subjects import Subject, subject_words, word_of
from danvan_desktop.reports.word_choices import ROW, word_choices
from danvan_desktop.storage.values import Record
from tests.core.reports.helpers import FixedFigures

BOOKS = [key for key, spec in REGISTERS.items() if spec.group == "register"]


@pytest.mark.parametrize("register", BOOKS)
def test_every_word_that_is_offered_can_be_filled_in(reading: Context, register: str) -> None:
    """An empty record of any register has a word, maybe without content, for every piece."""
    empty = Record(register, "moi", 1, REGISTERS[register].complete({}), "2020-07-07")
    own = {"van_ban": {"ngay": "07/7/2020", "nam": "2020"}, **office_words(reading, "2020-07-07")}
    for several in (False, True):
        subject = Subject(register, ("moi",), (empty,))
        names = {**own, **subject_words(reading, subject, several=several)}
        rows = [names["danh_sach"][0]] if several else []
        for choice in word_choices(register + "*" * several):
            if f"{{{{ {ROW}." in choice.text and "{%" not in choice.text:
                continue
            made = render_section(choice.text, FixedFigures(), names)
            assert [fault.message for fault in made.faults] == [], choice
        assert not several or rows


def test_no_record_hides_a_word_of_every_paper(reading: Context) -> None:
    """The word of a register is none of those that period, office and paper have."""
    values = paper_values(reading, "cong_van_don_doc", period="H1/2020")
    common = set(names_of(reading, values)) | {"danh_sach", "so_luong", "dem", ROW}
    words = [word_of(register) for register in BOOKS]
    assert [word for word in words if word in common] == []
    assert len(set(words)) == len(words)


def test_personal_fields_are_not_offered() -> None:
    """Who raised an opinion is no word of a template."""
    found = word_choices("doi_thoai")
    assert not any("nguoi_neu" in choice.text for choice in found)
    assert any(choice.text == "{{ doi_thoai.so_nguoi }}" for choice in found)
