"""The table of figures as an Excel file: numbers that add up, families as headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.table_book import GroupRow, TableColumn, TableValue, write_table
from danvan_desktop.vietnamese import nfc
from ui import messages, tasks
from ui.screens import figures_facts as words
from ui.screens.figures_facts import Facts, FigureRow

_MILLION = 1_000_000


def export_figures(
    facts: Facts,
    rows: Sequence[FigureRow],
    *,
    page: QWidget,
    owner: QObject,
    done: Callable[[str], None],
) -> None:
    """Ask for a file and write the shown indicators to it; ``done`` gets the words about it."""
    name = _("Số liệu {period}").format(period=facts.period.name)
    path = messages.choose_save(
        _("Xuất số liệu ra Excel"),
        suggested=nfc(re.sub(r'[\\/:*?"<>|]+', "-", name)) + ".xlsx",
        kinds=_("Bảng tính Excel (*.xlsx)"),
        parent=page,
    )
    if path is None:
        return
    path = path if path.suffix else path.with_suffix(".xlsx")
    tasks.run(
        write_figures,
        path,
        facts,
        tuple(rows),
        done=lambda made: done(_("Đã ghi {name}").format(name=made.name)),
        owner=owner,
    )


def write_figures(path: Path, facts: Facts, rows: Sequence[FigureRow]) -> Path:
    """Write indicators of a period beside the same period (for a worker)."""
    before = facts.before.name if facts.before is not None else _("Cùng kỳ")
    columns = (
        TableColumn(_("Chỉ tiêu"), 62),
        TableColumn(_("Đơn vị tính"), 14),
        TableColumn(facts.period.name, 15),
        TableColumn(before, 15),
        TableColumn(_("Chênh lệch"), 13),
        TableColumn(_("Tăng, giảm (%)"), 13, "0.0"),
    )
    write_table(path, _("Số liệu"), columns, _lines(rows), subtitle=facts.period.name)
    return path


def _lines(rows: Sequence[FigureRow]) -> Iterator[Sequence[TableValue] | GroupRow]:
    family = ""
    for row in rows:
        if row.indicator.register != family:
            family = row.indicator.register
            yield GroupRow(words.family_words(family))
        now = row.now.value if row.now.known else None
        change = row.change
        yield (
            row.indicator.label,
            words.unit_words(row),
            _number(row, now),
            _number(row, change.last),
            _number(row, change.difference if row.now.known else None),
            _percent(row),
        )


def _percent(row: FigureRow) -> Decimal | None:
    """Give the change in per cent; rates have none of their own."""
    percent = row.change.percent if row.now.known and row.indicator.unit != "%" else None
    return None if percent is None else Decimal(str(percent))


def _number(row: FigureRow, value: object) -> Decimal | None:
    """Give a value as the window shows it, money in millions; unknown stays an empty cell."""
    if value is None:
        return None
    number = Decimal(str(value)) / (_MILLION if row.indicator.unit == "đồng" else 1)
    return round(number, row.indicator.decimals) if row.indicator.unit == "%" else number
