"""What "Soát kỳ" found in a period's figures: where it leads, and the reason that was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from ui import icons, theme
from ui.moments import moment_text
from ui.widgets.badge import Badge, Mark
from ui.widgets.buttons import Button
from ui.widgets.check_list import CheckList
from ui.widgets.check_rows import CheckLine
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel
from ui.widgets.reason_bar import ReasonButton

if TYPE_CHECKING:
    from danvan_desktop.indicators import Reason

SHOWN = 3
"""Lines that are seen without scrolling: the figures are the page, not their faults."""

Reasons = Mapping[tuple[str, str], "Reason"]

_ICONS = {
    Severity.ERROR: ("error", "error"),
    Severity.WARNING: ("warning", "warning"),
    Severity.NOTE: ("note", "accent"),
}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class ChecksBox(Panel):
    """Counts in words, then the issues, worst first; ``chosen`` gives the Issue to go to.

    With reasons (``show_issues``) warnings take one (``reason_wanted`` gives a list), and the box
    opens to the whole page (``opened``) with a filter on what has none yet.
    """

    chosen = Signal(object)
    marked = Signal(object)
    reason_wanted = Signal(object)
    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=6, frame="line")
        self._icon = IconLabel("check", "success")
        self._title = label("", "strong")
        self.errors = Badge()
        self.warnings = Badge()
        self.notes = Badge()
        self.without = Button(_("Chưa có lý do"), "filter", kind="quiet", dense=True)
        self.without.setCheckable(True)
        self.without.setToolTip(_("Chỉ hiện lời nhắc chưa ghi lý do"))
        self.without.toggled.connect(lambda _on: self._fill())
        self.open_button = Button("", "down", kind="quiet", dense=True, on_click=self._toggle)
        self._issues: list[Issue] = []
        self._reasons: Reasons | None = None
        self._closed = False
        self._most = SHOWN
        self.is_open = False
        self.list = CheckList()
        self.reason_button = ReasonButton(self.list)
        self.list.chosen.connect(self.chosen)
        self.list.marked.connect(self.marked)
        self.list.reason_wanted.connect(self.reason_wanted)
        self.list.itemExpanded.connect(lambda _item: self._fit())
        self.list.itemCollapsed.connect(lambda _item: self._fit())
        theme.on_changed(self._fit)
        self._lay_out()

    def show_issues(
        self, issues: Sequence[Issue], reasons: Reasons | None = None, *, closed: bool = False
    ) -> None:
        """List what was found; ``reasons`` by rule and place, None where none are given.

        In a ``closed`` period reasons only show.
        """
        self._reasons, self._closed = reasons, closed
        self._issues = sorted(
            issues,
            key=lambda issue: (_ORDER.index(issue.severity), self._reason(issue) is not None),
        )
        kinds = [issue.severity for issue in self._issues]
        errors, warnings, notes = (kinds.count(kind) for kind in _ORDER)
        self._title.setText(_("Soát kỳ") if issues else _("Soát kỳ: số liệu khớp nhau"))
        icon, role = _ICONS[self._issues[0].severity] if issues else ("check", "success")
        self._icon.show_icon(icon, role)
        self.errors.show_mark(Mark(_("{n} lỗi").format(n=errors) if errors else "", "error"))
        self.warnings.show_mark(Mark(self._warning_words(warnings), "warning"))
        self.notes.show_mark(Mark(_("{n} ghi chú").format(n=notes) if notes else "", "neutral"))
        self._fill()
        self._show_buttons()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) issue."""
        self.list.step(by)

    def show_few(self, few: bool) -> None:
        """Take one line only, where the page is low."""
        self._most = 1 if few else SHOWN
        self._fit()

    def open_all(self, on: bool) -> None:
        """Take the whole page, or go back to a few lines."""
        if on != self.is_open:
            self.is_open = on
            self._fit()
            self._show_buttons()
            self.opened.emit(on)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 5, 6, 3)
        head.setSpacing(theme.px(8))
        for widget in (self._icon, self._title, self.errors, self.warnings, self.notes):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.reason_button, self.without, self.open_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self._show_buttons()

    def _fill(self) -> None:
        shown = [self._line(issue) for issue in self._issues]
        if self.without.isChecked() and self._reasons is not None:
            shown = [line for line in shown if line.asks and not line.reason]
        self.list.show_lines(shown)
        self.list.setVisible(bool(shown))
        self._fit()

    def _line(self, issue: Issue) -> CheckLine:
        reason = self._reason(issue)
        asks = self._reasons is not None and issue.severity is Severity.WARNING
        return CheckLine(
            issue,
            group_words(issue),
            "" if reason is None else said(reason),
            asks and not self._closed,
        )

    def _reason(self, issue: Issue) -> Reason | None:
        from danvan_desktop.indicators.reasons import place_of

        return (self._reasons or {}).get((issue.code, place_of(issue)))

    def _warning_words(self, warnings: int) -> str:
        if not warnings:
            return ""
        found = [i for i in self._issues if i.severity is Severity.WARNING]
        bare = sum(1 for issue in found if self._reason(issue) is None)
        if self._reasons is None or not bare:
            return _("{n} nhắc").format(n=warnings)
        return _("{n} nhắc, {bare} chưa có lý do").format(n=warnings, bare=bare)

    def _show_buttons(self) -> None:
        given = self._reasons is not None
        many = len(self._issues) > 1
        warned = given and any(i.severity is Severity.WARNING for i in self._issues)
        self.without.setVisible(warned)
        self.reason_button.setVisible(warned and not self._closed)
        self.open_button.setVisible(self.is_open or (given and many))
        words = _("Thu gọn") if self.is_open else _("Xem tất cả")
        self.open_button.setText(words)
        self.open_button.setIcon(icons.icon("up" if self.is_open else "down"))

    def _toggle(self) -> None:
        self.open_all(not self.is_open)

    def _fit(self) -> None:
        if self.is_open:
            self.list.setMinimumHeight(theme.px(60))
            self.list.setMaximumHeight(16_777_215)
            return
        # In a closed period nothing is left to be done about them.
        rows = 1 if self._closed else self._most
        self.list.setFixedHeight(self.list.height_of(rows) + 2)


def group_words(issue: Issue) -> str:
    """Name what an issue speaks of: its indicator, else its register."""
    from danvan_desktop.indicators import catalogue

    one = catalogue().get(issue.place.record or "")
    if one is not None:
        return one.label
    register = REGISTERS.get(issue.place.register or "")
    return _(register.label) if register is not None else _("Chung")


def said(reason: Reason) -> str:
    """Write a reason with who gave it and when."""
    return _("Lý do: {text} ({by}, {at})").format(
        text=reason.text.rstrip("."), by=reason.by, at=moment_text(reason.at)
    )
