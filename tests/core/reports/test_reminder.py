"""The reminder letter: a công văn in the office's format, to one unit or to several."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.model import TableBlock, plain_text
from danvan_desktop.errors import UserError
from danvan_desktop.indicators import reminders
from danvan_desktop.reports.reminder import build_reminder, letter_for


def test_letter_to_all_names_each_unit_and_what_it_owes(reading: Context) -> None:
    """Bến Củi owes mediation, Chà Là dialogues: two lines of a table, two addressees."""
    period = reading.period("H1/2020")
    owing = reminders(reading, period)
    letter = letter_for(reading, day="2020-07-10")
    document = build_reminder(reading, period, owing, letter)
    assert (document.kind, document.type_name, document.profile) == ("CV", "", "DANG_HD36")
    assert document.to_lines == ("Đảng ủy xã Bến Củi", "Đảng ủy xã Chà Là")
    assert document.abstract == "Về việc đôn đốc gửi số liệu 6 tháng đầu năm 2020"
    [table] = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert [row.cells[1:] for row in table.rows] == [
        ("Xã Bến Củi", "Hòa giải ở cơ sở"),
        ("Xã Chà Là", "Đối thoại"),
    ]
    text = plain_text(document)
    assert "còn 02 đơn vị" in text
    assert "trước ngày 13/7/2020" in text
    assert document.signatures


def test_letter_to_one_unit_has_no_table(reading: Context) -> None:
    """A single unit reads its forms in the sentence."""
    period = reading.period("H1/2020")
    owing = [one for one in reminders(reading, period) if one.unit == "TN-DMC-05"]
    document = build_reminder(reading, period, owing, letter_for(reading, day="2020-07-10"))
    assert not any(isinstance(block, TableBlock) for block in document.blocks)
    assert "chưa nhận được số liệu của đơn vị về: đối thoại." in plain_text(document)
    assert document.to_lines == ("Đảng ủy xã Chà Là",)


def test_nobody_is_reminded_of_nothing(reading: Context) -> None:
    """Without anything owed there is no letter."""
    period = reading.period("H1/2020")
    with pytest.raises(UserError, match="đã gửi đủ"):
        build_reminder(reading, period, [], letter_for(reading))
