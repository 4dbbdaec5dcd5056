"""The last step of an import: what was stored, what was there before, what still waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.importer import Written
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.farewell import delete_later
from ui.screens.import_session import Session
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, label

ALL_BOOKS = "registers"
"""The page of all registers."""

FEW, OPENED, LISTED = 3, 2, 4
"""So many registers have a button each; of more only the fullest, and these are named."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did; ``registers`` counts the stored rows of each register."""

    written: Written
    registers: dict[str, int]
    known: int
    doubles: int
    outside: int
    late: int
    rejected: int
    unread: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The stored records; of very many only the first."""
        changes = self.written.changes
        return changes.ids if changes is not None else ()

    @property
    def all_named(self) -> bool:
        """Tell whether ``ids`` names every stored record."""
        return self.written.changes is not None and self.written.changes.all_named

    def is_gone_with(self, changes: Changes) -> bool:
        """Tell whether a later operation took the import back, or touched all that it brought."""
        mine = self.written.changes
        if mine is None:
            return False
        return changes.undoes == mine.operation or (
            bool(mine.ids) and mine.all_named and set(mine.ids) <= set(changes.ids)
        )


def outcome_of(session: Session, written: Written, outside: int) -> Outcome:
    """Sum up the plan of a session after it was written."""
    plan, tally = session.plan, session.digest.tally
    stored: Counter[str] = Counter()
    for _file, sheet, rows in plan.new_rows.tables:
        if rows:
            stored[str(sheet.register)] += len(rows)
    return Outcome(
        written=written,
        registers=dict(stored),
        known=session.digest.known,
        doubles=tally.doubles,
        outside=outside,
        late=sum(session.digest.late.values()),
        rejected=len(plan.rejected),
        unread=sum(1 for file in plan.files if file.refused is not None),
    )


class SummaryPage(QWidget):
    """Figures in words, then where to go."""

    open_wanted = Signal(str)
    """Key of the register to open."""
    more_wanted = Signal()
    errors_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card(_("Đã lưu vào sổ"))
        self.card.setMaximumWidth(theme.px(640))
        self._box: QWidget | None = None
        self.buttons: list[Button] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.card, 1)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what was done and offer what comes next."""
        if self._box is not None:
            delete_later(self._box)
        rows = outcome.written.rows
        self.card.set_title(
            _("Đã lưu {n} dòng vào sổ").format(n=format_number(rows))
            if rows
            else _("Không có gì mới để lưu")
        )
        self._box = QWidget()
        self.card.body.addWidget(self._box)
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(theme.px(12))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(2, 1)
        for number, (icon, role, figure, words) in enumerate(_facts(outcome)):
            grid.addWidget(IconLabel(icon, role), number, 0)
            grid.addWidget(label(format_number(figure), "strong"), number, 1)
            grid.addWidget(label(words, "base", wrap=True), number, 2)
        column.addLayout(grid)
        if rows:
            told = _("Nhấn Ctrl+Z để hoàn tác cả lần nhập này.")
            column.addWidget(label(told, "muted", wrap=True))
        column.addLayout(self._actions(outcome))

    def _actions(self, outcome: Outcome) -> QVBoxLayout:
        self.buttons = []
        few = len(outcome.registers) <= FEW
        for key in most_rows(outcome, FEW if few else OPENED):
            words = _("Mở sổ {name}").format(name=_(import_target(key).label))
            kind = "standard" if self.buttons else "primary"
            button = Button(
                words,
                "book",
                kind="primary" if kind == "primary" else "standard",
                on_click=lambda key=key: self.open_wanted.emit(key),  # type: ignore[misc]
            )
            self.buttons.append(button)
        if not few:
            go = Button(
                _("Tất cả các sổ"), "book", on_click=lambda: self.open_wanted.emit(ALL_BOOKS)
            )
            self.buttons.append(go)
        opening = len(self.buttons)
        self.buttons.append(Button(_("Nhập tệp khác"), "import", on_click=self.more_wanted.emit))
        if outcome.rejected:
            words = _("Gửi lại {n} dòng lỗi…").format(n=format_number(outcome.rejected))
            self.buttons.append(Button(words, "download", on_click=self.errors_wanted.emit))
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(8))
        for line in (self.buttons[:opening], self.buttons[opening:]):
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            for button in line:
                row.addWidget(button)
            row.addStretch(1)
            lines.addLayout(row)
        return lines


def most_rows(outcome: Outcome, number: int) -> list[str]:
    """Name the registers that got the most rows, in the order of the import."""
    ranked = sorted(outcome.registers, key=lambda key: -outcome.registers[key])[:number]
    return [key for key in outcome.registers if key in ranked]


def _facts(outcome: Outcome) -> Sequence[tuple[str, str, int, str]]:
    facts: list[tuple[str, str, int, str]] = []
    listed = most_rows(outcome, LISTED)
    for key in listed:
        words = _("dòng vào sổ {name}").format(name=_(import_target(key).label))
        facts.append(("check", "success", outcome.registers[key], words))
    rest = [number for key, number in outcome.registers.items() if key not in listed]
    if rest:
        words = _("dòng vào {n} sổ khác").format(n=format_number(len(rest)))
        facts.append(("check", "success", sum(rest), words))
    others = (
        (
            "copy",
            "accent",
            outcome.doubles,
            _("dòng trùng: đã giữ và đánh dấu, không tính hai lần"),
        ),
        (
            "calendar",
            "text2",
            outcome.outside,
            _("dòng ngoài kỳ đang xem: đã lưu, tính vào kỳ khác"),
        ),
        (
            "calendar",
            "text2",
            outcome.late,
            _("dòng của kỳ đã khóa: đã lưu, tính vào kỳ sau là bổ sung kỳ trước"),
        ),
        ("history", "text2", outcome.known, _("dòng đã nhập trước đây: không ghi lại")),
        ("x", "error", outcome.rejected, _("dòng bị từ chối: xuất ra Excel để gửi lại đơn vị")),
        ("draft-error", "error", outcome.unread, _("tệp không đọc được")),
    )
    return facts + [fact for fact in others if fact[2]]
