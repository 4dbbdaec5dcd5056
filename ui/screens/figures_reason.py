"""The reason for a warning: what was found, why it is right, who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from ui import theme
from ui.moments import moment_text
from ui.widgets.buttons import Button
from ui.widgets.labels import label

if TYPE_CHECKING:
    from danvan_desktop.indicators import Reason

MOST = 1000
"""Letters that the register keeps of a reason."""


class ReasonDialog(QDialog):
    """Asks for the reason of one warning; an empty text takes a known one away."""

    def __init__(
        self, issue: Issue, reason: Reason | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known = reason
        self.setWindowTitle(_("Lý do của cảnh báo {code}").format(code=issue.code))
        self.setMinimumWidth(theme.px(460))
        self.text = QPlainTextEdit(reason.text if reason else "")
        self.text.setAccessibleName(_("Lý do"))
        self.text.setPlaceholderText(_("Ví dụ: đã đối chiếu với đơn vị, do đợt cao điểm tháng 5"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.px(84))
        self.text.textChanged.connect(self._check)
        self.keep = Button(_("Lưu lý do"), "save", kind="primary", on_click=self.accept)
        self.keep.setDefault(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(8))
        outer.addWidget(label(issue.message, "card_title", wrap=True))
        if issue.remedy:
            outer.addWidget(label(issue.remedy, "help", wrap=True))
        if reason is not None:
            told = _("{by} ghi lúc {at}.").format(by=reason.by, at=moment_text(reason.at))
            outer.addWidget(label(told, "help", wrap=True))
        outer.addWidget(self.text)
        words = _("Lý do được in trong thuyết minh số liệu. Để trống là bỏ lý do đã ghi.")
        outer.addWidget(label(words, "help", wrap=True))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.keep)
        outer.addLayout(foot)
        self._check()
        self.text.setFocus()

    @property
    def reason(self) -> str:
        """The text as it will be kept; empty to take the reason away."""
        return " ".join(self.text.toPlainText().split())[:MOST]

    def _check(self) -> None:
        gone = not self.reason and self._known is not None
        self.keep.setText(_("Bỏ lý do") if gone else _("Lưu lý do"))
        self.keep.forbid("" if self.reason or gone else _("Gõ lý do trước."))


def ask_reason(
    issue: Issue, reason: Reason | None = None, parent: QWidget | None = None
) -> str | None:
    """Ask why a warning is right; None when cancelled, "" to take the reason away."""
    dialog = ReasonDialog(issue, reason, parent)
    return dialog.reason if dialog.exec() else None
