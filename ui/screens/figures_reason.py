"""The reason for warnings: what was found, why it is right, who said so.

One reason may stand for many warnings; reasons that were used before are offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from ui import theme
from ui.moments import moment_text
from ui.widgets.buttons import Button
from ui.widgets.labels import Link, label

if TYPE_CHECKING:
    from danvan_desktop.indicators import Reason
    from ui.screens.figures_checks import Reasons

MOST = 1000
"""Letters that the register keeps of a reason."""

LISTED = 5
"""Warnings that are named; the others are counted."""

OFFERED = 4
"""Used reasons that are offered."""

_WIDTH = 520
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReasonDialog(QDialog):
    """Asks for one reason of some warnings; an empty text takes the known ones away."""

    def __init__(
        self,
        issues: Sequence[Issue],
        known: Sequence[Reason] = (),
        used: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._inner = theme.px(_WIDTH) - 32
        self.setWindowTitle(_title(issues))
        self.setFixedWidth(theme.px(_WIDTH))
        texts = {one.text for one in known}
        same = len(texts) == 1 and len(known) == len(issues)
        self.text = QPlainTextEdit(texts.pop() if same else "")
        self.text.setAccessibleName(_("Lý do"))
        self.text.setPlaceholderText(_("Ví dụ: đã đối chiếu với đơn vị, do đợt cao điểm tháng 5"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.px(66))
        self.text.textChanged.connect(self._check)
        self.text.installEventFilter(self)
        self.keep = Button(_("Lưu lý do"), "save", kind="primary", on_click=self._save)
        self.keep.setDefault(True)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(keys, self).activated.connect(self._save)
        self.offers = [_Offer(text, self._inner, self) for text in used if text not in texts]
        del self.offers[OFFERED:]
        self._lay_out(issues)
        self._check()
        self.text.setFocus()

    @property
    def reason(self) -> str:
        """The text as it will be kept; empty to take the reason away."""
        return " ".join(self.text.toPlainText().split())[:MOST]

    def take(self, text: str) -> None:
        """Put a used reason into the field."""
        self.text.setPlainText(text)
        self.text.setFocus()
        self.text.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save with Enter (the reason is one line of the paper; Shift+Enter breaks it here)."""
        if (
            watched is self.text
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in _ENTER
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self._save()
            return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ private
    def _lay_out(self, issues: Sequence[Issue]) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(8))
        for widget in self._subject(issues):
            outer.addWidget(widget)
        outer.addWidget(self.text)
        if self.offers:
            offered = QVBoxLayout()
            offered.setSpacing(theme.px(2))
            offered.addWidget(label(_("Lý do đã dùng, bấm để lấy:"), "help"))
            for offer in self.offers:
                offered.addWidget(offer)
            outer.addLayout(offered)
        words = _("Lý do được in trong thuyết minh số liệu.")
        if self._known:
            words += " " + _("Để trống là bỏ lý do đã ghi.")
        outer.addWidget(label(words, "help", wrap=True))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.keep)
        outer.addLayout(foot)

    def _subject(self, issues: Sequence[Issue]) -> list[QWidget]:
        """Say what the reason is for: one warning in full, or the first few."""
        first = issues[0]
        if len(issues) == 1:
            found: list[QWidget] = [label(first.message, "card_title", wrap=True)]
            if first.remedy:
                found.append(label(first.remedy, "help", wrap=True))
            for one in self._known:
                told = _("{by} ghi lúc {at}.").format(by=one.by, at=moment_text(one.at))
                found.append(label(told, "help", wrap=True))
            return found
        found = [label(_title(issues), "card_title")]
        for issue in issues[:LISTED]:
            line = label("• " + _elided(issue.message, self._inner - theme.px(12)))
            line.setToolTip(issue.message)
            found.append(line)
        more = len(issues) - LISTED
        if more > 0:
            found.append(label(_("và {n} lời nhắc khác").format(n=more), "muted"))
        if self._known:
            told = _("{n} lời nhắc trong số này đã có lý do; lý do mới thay lý do cũ.")
            found.append(label(told.format(n=len(self._known)), "help", wrap=True))
        return found

    def _save(self) -> None:
        if self.keep.isEnabled():
            self.accept()

    def _check(self) -> None:
        gone = not self.reason and bool(self._known)
        self.keep.setText(_("Bỏ lý do") if gone else _("Lưu lý do"))
        self.keep.forbid("" if self.reason or gone else _("Gõ lý do trước."))
        if self.keep.isEnabled():
            self.keep.setToolTip("Enter")


class _Offer(Link):
    """A used reason; a click, Space or Enter takes it."""

    def __init__(self, text: str, width: int, dialog: ReasonDialog) -> None:
        super().__init__(_elided(text, width - 4))
        self._text, self._dialog = text, dialog
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.clicked.connect(lambda: dialog.take(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._dialog.take(self._text)
        else:
            super().keyPressEvent(event)


def ask_reason(
    issues: Sequence[Issue],
    reasons: Reasons,
    used: Sequence[str] = (),
    parent: QWidget | None = None,
) -> str | None:
    """Ask why warnings are right; None when cancelled, "" to take their reasons away.

    ``reasons`` are those that were given, by rule and place; ``used`` are offered.
    """
    from danvan_desktop.indicators.reasons import place_of

    found = (reasons.get((issue.code, place_of(issue))) for issue in issues)
    dialog = ReasonDialog(issues, [one for one in found if one is not None], used, parent)
    if not dialog.exec():
        return None
    return dialog.reason


def _title(issues: Sequence[Issue]) -> str:
    if len(issues) == 1:
        return _("Lý do của lời nhắc {code}").format(code=issues[0].code)
    return _("Một lý do cho {n} lời nhắc").format(n=len(issues))


def _elided(text: str, width: int) -> str:
    metrics = QFontMetrics(theme.font("base"))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
