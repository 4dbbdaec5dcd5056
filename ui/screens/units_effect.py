"""The right side of the page of unit changes: what would happen, before anything happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from danvan_desktop.errors import Severity
from danvan_desktop.i18n import _
from danvan_desktop.organisation.unit_changes import Effect
from danvan_desktop.organisation.unit_effects import Count
from danvan_desktop.organisation.units import UnitVersion
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.choices import CAP
from danvan_desktop.vietnamese import format_date, format_number
from ui import theme
from ui.farewell import delete_later
from ui.widgets.card import Card
from ui.widgets.form_row import FieldNote
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row

MOST_ROWS = 14


class EffectPane(QWidget):
    """Units that end and begin, denominators, records, periods, and what to look at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.closed = _table(_("Đơn vị kết thúc"), (_("Đơn vị kết thúc"), _("Chuyển sang")))
        self.opened = _table(_("Đơn vị bắt đầu"), (_("Đơn vị bắt đầu"), _("Từ ngày")))
        self.counts = label("", "strong", wrap=True)
        self.held = label("", "base", wrap=True)
        self.periods = label("", "base", wrap=True)
        self.empty = label("", "muted", wrap=True)
        self._shown: list[FieldNote] = []
        self._notes = QVBoxLayout()
        self._notes.setSpacing(theme.px(6))
        self._lay_out()
        self.show_effect(None)

    def show_effect(self, effect: Effect | None, *, waiting: str = "") -> None:
        """Show what a change would do; None says what will stand here."""
        known = effect is not None and bool(effect.closed or effect.opened or effect.changed)
        self.empty.setText(
            waiting or _("Trả lời các câu hỏi để xem thay đổi này tác động đến đâu.")
        )
        self.empty.setVisible(not known and not (effect and effect.issues))
        for widget in (self._units_card, self._figures_card):
            widget.setVisible(known)
        self._show_issues(effect)
        if effect is None or not known:
            return
        closed = [
            Row(one.unit.code, (_named(one.unit), _became([_named(u) for u in one.became])))
            for one in effect.closed
        ]
        closed += [Row(now.code, (_named(was), _named(now))) for was, now in effect.changed]
        _fill(self.closed, closed)
        opened = [Row(u.code, (_named(u), _day(u.first_day))) for u in effect.opened]
        _fill(self.opened, opened)
        self.counts.setText("\n".join(map(_count_words, effect.counts)))
        self.counts.setVisible(bool(effect.counts))
        self.held.setText(_held_words(effect))
        names = ", ".join(period.name for period in effect.periods)
        self.periods.setText(_("Kỳ đang mở chịu ảnh hưởng: {names}.").format(names=names))
        self.periods.setVisible(bool(names))

    def words(self) -> str:
        """Give every sentence that is shown (for the status bar and for tests)."""
        parts = [self.counts, self.held, self.periods]
        texts = [*(part.text() for part in parts), *(note.text.text() for note in self._shown)]
        return "\n".join(texts)

    # --- private

    def _lay_out(self) -> None:
        self._units_card = Card(_("Đơn vị"))
        self._units_card.body.addWidget(self.closed)
        self._units_card.body.addWidget(self.opened)
        self._figures_card = Card(_("Số liệu và hồ sơ"))
        for widget in (self.counts, self.held, self.periods):
            self._figures_card.body.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(label(_("Xem trước tác động"), "card_title"))
        column.addWidget(self.empty)
        column.addLayout(self._notes)
        column.addWidget(self._figures_card)
        column.addWidget(self._units_card)
        column.addStretch(1)

    def _show_issues(self, effect: Effect | None) -> None:
        for old in self._shown:
            self._notes.removeWidget(old)
            delete_later(old)
        self._shown = []
        order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        issues = sorted(effect.issues if effect else (), key=lambda i: order.index(i.severity))
        for issue in issues[:MOST_ROWS]:
            note = FieldNote()
            row = _("Dòng {n}: ").format(n=issue.place.row) if issue.place.row else ""
            severity = Severity.NOTE if issue.code == "incomplete" else issue.severity
            note.show_text(f"{row}{issue.message} {issue.remedy}", severity)
            self._notes.addWidget(note)
            self._shown.append(note)


def _table(name: str, heads: tuple[str, str]) -> PlainTable:
    return PlainTable(tuple(Column(head) for head in heads), name, row=22)


def _fill(table: PlainTable, rows: Sequence[Row]) -> None:
    table.setVisible(bool(rows))
    table.show_rows(rows)
    head = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(head + theme.px(22) * min(len(rows), MOST_ROWS) + 4)


def _named(unit: UnitVersion) -> str:
    name = unit.full_name
    return name[:1].upper() + name[1:]


def _became(names: Sequence[str]) -> str:
    return ", ".join(names) or _("kết thúc, không có đơn vị kế tục")


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))


def _count_words(count: Count) -> str:
    words = _("Từ {day}: {level} từ {before} còn {after} đơn vị (mẫu số {before} → {after}).")
    if not count.after:
        words = _("Từ {day}: không còn {level} (trước đó {before} đơn vị).")
    elif count.after > count.before:
        words = _("Từ {day}: {level} từ {before} thành {after} đơn vị (mẫu số {before} → {after}).")
    return words.format(
        day=_day(count.day),
        level=CAP.format(count.level).lower(),
        before=count.before,
        after=count.after,
    )


def _held_words(effect: Effect) -> str:
    if not effect.held:
        return _("Không có hồ sơ nào của đơn vị kết thúc.")
    total = format_number(sum(one.records for one in effect.held))
    parts = ", ".join(
        f"{_(REGISTERS[one.register].label)} {format_number(one.records)}" for one in effect.held
    )
    return _("{n} hồ sơ giữ nguyên ở đơn vị cũ: {parts}.").format(n=total, parts=parts)
