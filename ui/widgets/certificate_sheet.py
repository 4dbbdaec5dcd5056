"""What is known about a signing certificate, or about the signature that it just made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue, UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.keys import SigningKey, day_text
from danvan_desktop.signing.verdict import FileVerdict
from ui import theme
from ui.farewell import clear
from ui.verify_dialog import LOOKS
from ui.widgets.buttons import Button
from ui.widgets.issue_list import ICONS
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel


class CertificateSheet(Panel):
    """What is known about the certificate, or about the signature that was just made."""

    said = Signal()
    """Something else is said, which may want more room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", radius=6, frame="line")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(theme.px(4))
        self.setMinimumHeight(theme.px(150))
        self.texts: list[str] = []
        """What is said, line by line (also for reading aloud)."""

    def tell(self, words: str, icon: str, role: str) -> None:
        """Say one sentence."""
        self._clear()
        self._line(words, icon, role)
        self._finish()

    def tell_all(self, head: str, lines: Sequence[str], icon: str, role: str) -> None:
        """Say one sentence in bold and others below it."""
        self._clear()
        self._line(head, icon, role, strong=True)
        for words in lines:
            self._line(words)
        self._finish()

    def refuse(self, error: UserError) -> None:
        """Say what happened, what is safe, what to do."""
        self._clear()
        self._line(error.message, "error", "error", strong=True)
        for words in (error.safe, error.remedy):
            if words:
                self._line(words)
        self._finish()

    def show_key(self, key: SigningKey, issues: Sequence[Issue]) -> None:
        """Show the certificate, and what speaks against signing with it."""
        info = key.info
        self._clear()
        self._line(info.name, "key", "accent", strong=True)
        self._line(" · ".join(part for part in (info.role, info.organisation) if part))
        self._line(_("Nơi cấp: {issuer}").format(issuer=info.issuer))
        self._line(
            _("Hiệu lực: {first} – {last}").format(
                first=day_text(info.not_before), last=day_text(info.not_after)
            )
        )
        for issue in issues:
            icon, role = ICONS[issue.severity]
            self._line(f"{issue.message} {issue.remedy}".strip(), icon, role)
        if not issues:
            self._line(_("Chứng thư còn hiệu lực và được cấp để ký."), "check", "success")
        self._finish()

    def show_verdict(self, verdict: FileVerdict, *, on_details: Callable[[], object]) -> None:
        """Show what the verification of the new signature says."""
        self._clear()
        icon, role = LOOKS[verdict.state]
        self._line(
            _("Đã ký. Kiểm tra lại: {verdict}").format(verdict=verdict.text),
            icon,
            role,
            strong=True,
        )
        reasons = [r.message for r in verdict.reasons]
        reasons += [r.message for s in verdict.signatures for r in s.reasons]
        for words in dict.fromkeys(reasons):
            self._line(words)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(Button(_("Xem chi tiết"), "shield", dense=True, on_click=on_details))
        row.addStretch(1)
        self._column.addWidget(holder)
        self._finish()

    def _clear(self) -> None:
        self.texts = []
        clear(self._column)

    def _line(self, words: str, icon: str = "", role: str = "", *, strong: bool = False) -> None:
        if not words:
            return
        self.texts.append(words)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if icon:
            row.addWidget(IconLabel(icon, role, size=15))
        else:
            row.addSpacing(theme.px(15) + 8)
        row.addWidget(label(words, "strong" if strong else "base", wrap=True), 1)
        self._column.addWidget(box)

    def _finish(self) -> None:
        self._column.addStretch(1)
        self.setAccessibleName(" ".join(self.texts))
        self.said.emit()
