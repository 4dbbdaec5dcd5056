"""All files of an import in one table: what each would bring in, and the sum of them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.screens.import_digest import Digest, Entry, Tally
from ui.widgets.badge import Mark
from ui.widgets.labels import label
from ui.widgets.plain_table import Cell, Column, PlainTable, Row


class OverviewTable(QWidget):
    """``opened`` gives the key of the file or table that the clerk wants to see."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns = (
            Column(_("Tệp")),
            Column(_("Sổ"), 150),
            Column(_("Kết quả"), 128, badge=True),
            Column(_("Nhận"), 70, right=True),
            Column(_("Trùng"), 74, right=True),
            Column(_("Đã có"), 60, right=True),
            Column(_("Từ chối"), 70, right=True),
        )
        self.words = label("", "base", wrap=True)
        self.words.setContentsMargins(10, 8, 10, 8)
        self.table = PlainTable(columns, _("Kết quả kiểm tra từng tệp"), row=22)
        self.table.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        hint = label(_("Enter hoặc nhấn đúp để xem từng dòng của tệp."), "help")
        hint.setContentsMargins(10, 4, 10, 6)
        column.addWidget(hint)

    def show_digest(self, digest: Digest) -> None:
        """Show every file and table of a plan, and what they come to."""
        rows = [_row(entry, digest) for entry in digest.entries]
        total = digest.tally
        cells = (_("Tất cả"), "", "", *_numbers(total))
        self.table.show_rows([*rows, Row(None, cells, bold=True)], select=self.table.key)
        told = (summary_words(digest.entries, digest), tally_words(total))
        self.words.setText("\n".join(part for part in told if part))
        self.table.setMinimumHeight(theme.px(120))

    def _open(self, key: object) -> None:
        if key is not None:
            self.opened.emit(key)


def summary_words(entries: Iterable[Entry], digest: Digest) -> str:
    """Say in one line how many files bring something, nothing new, nothing at all."""
    kinds: dict[str, set[str]] = {"new": set(), "known": set(), "none": set(), "refused": set()}
    for entry in entries:
        kinds[_kind(entry, digest)].add(entry.file.name)
    kinds["known"] -= kinds["new"]
    kinds["none"] -= kinds["new"] | kinds["known"]
    names = {
        "new": _("{n} tệp có dòng mới để nhập"),
        "known": _("{n} tệp không có gì mới"),
        "none": _("{n} tệp không nhập được dòng nào"),
        "refused": _("{n} tệp không đọc được"),
    }
    told = [
        words.format(n=format_number(len(kinds[kind])))
        for kind, words in names.items()
        if kinds[kind]
    ]
    return " · ".join(told)


def tally_words(tally: Tally) -> str:
    """Say in one line what becomes of the rows of all files."""
    counts = (
        (tally.accepted, _("nhận {n} dòng")),
        (tally.doubles, _("trong đó {n} dòng trùng")),
        (tally.known, _("{n} dòng đã có trong sổ")),
        (tally.rejected, _("{n} dòng bị từ chối")),
    )
    told = [words.format(n=format_number(number)) for number, words in counts if number]
    text = " · ".join(told)
    return text[:1].upper() + text[1:]


def _kind(entry: Entry, digest: Digest) -> str:
    if entry.file.refused is not None:
        return "refused"
    tally = _tally(entry, digest)
    if tally.accepted:
        return "new"
    return "known" if tally.known else "none"


def _tally(entry: Entry, digest: Digest) -> Tally:
    view = digest.views.get(entry.key)
    return view.tally if view is not None else Tally()


def _row(entry: Entry, digest: Digest) -> Row:
    name = entry.file.name
    if not entry.alone and entry.sheet is not None:
        name = f"{name} · {entry.sheet.name}"
    register = entry.sheet.register if entry.sheet is not None else None
    tally = _tally(entry, digest)
    book = _(import_target(register).label) if register else ""
    cells: tuple[Cell, ...] = (name, book, _mark(entry, tally), *_numbers(tally))
    return Row(entry.key, cells)


def _mark(entry: Entry, tally: Tally) -> Mark:
    if entry.file.refused is not None:
        return Mark(_("Không đọc được"), "error", "x")
    if not entry.usable:
        return Mark(_("Không thuộc sổ nào"), "neutral")
    if tally.rejected:
        return Mark(_("Có dòng lỗi"), "warning", "warning")
    if tally.accepted:
        return Mark(_("Nhận hết"), "success", "tick")
    return Mark(_("Đã nhập trước") if tally.known else _("Không có dòng"), "neutral", "check")


def _numbers(tally: Tally) -> tuple[str, ...]:
    numbers = (tally.accepted, tally.doubles, tally.known, tally.rejected)
    return tuple(format_number(number) if number else "" for number in numbers)
