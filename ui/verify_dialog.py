"""The verdict on a signed file in words: state, every signature, every reason."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.bundles.verify import verify_file
from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.signing.keys import time_text
from danvan_desktop.signing.verdict import FileVerdict, SignatureVerdict, State
from ui import messages, tasks, theme
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label

LOOKS = {
    State.VALID: ("check", "success"),
    State.VALID_WITH_WARNING: ("check", "warning"),
    State.RESTRICTED: ("warning", "warning"),
    State.UNKNOWN: ("help", "text2"),
    State.INVALID: ("error", "error"),
}
"""Icon and colour of each verdict; the words always stand beside them."""


def choose_and_verify(context: Context, parent: QWidget) -> None:
    """Let the clerk choose a PDF or a bundle, verify it off the GUI thread, show the verdict."""
    path = messages.choose_file(
        _("Chọn tệp để kiểm tra chữ ký"),
        kinds=_("Văn bản PDF, gói và biên nhận (*.pdf *.asice *.p7m *.sha256)"),
        parent=parent,
    )
    if path is not None:
        verify_and_show(context, path, parent)


def verify_and_show(context: Context, path: Path, parent: QWidget) -> None:
    """Verify one file and show the verdict."""
    tasks.run(
        _verify,
        context,
        path,
        done=lambda verdict: show_verdict(verdict, parent),
        owner=parent,
    )


def show_verdict(verdict: FileVerdict, parent: QWidget) -> None:
    """Show a verdict until the clerk closes it."""
    VerifyDialog(verdict, parent).exec()


class VerifyDialog(QDialog):
    """Shows a ``FileVerdict``."""

    def __init__(self, verdict: FileVerdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Kiểm tra chữ ký"))
        self.resize(theme.px(560), theme.px(420))
        icon, role = LOOKS[verdict.state]
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(IconLabel(icon, role, size=28))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(verdict.text, "record_title", wrap=True))
        words.addWidget(label(verdict.path.name, "help", wrap=True))
        head.addLayout(words, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(theme.px(6))
        for reason in verdict.reasons:
            column.addWidget(label(reason.message, "base", wrap=True))
        for number, signature in enumerate(verdict.signatures, start=1):
            title = _("Chữ ký {n}: {name}").format(n=number, name=signature.name)
            column.addSpacing(theme.px(6))
            column.addWidget(label(title, "strong", wrap=True))
            for line in signature_lines(signature):
                column.addWidget(label(line, "label", wrap=True))
            for reason in signature.reasons:
                column.addWidget(label(reason.message, "help", wrap=True))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(body)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Đóng"), kind="primary", on_click=self.accept))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(10))
        outer.addLayout(head)
        outer.addWidget(scroll, 1)
        outer.addLayout(foot)


def signature_lines(signature: SignatureVerdict) -> list[str]:
    """Write who signed, when, and who vouches for the certificate."""
    lines = [" · ".join(part for part in (signature.role, signature.organisation) if part)]
    if signature.signed_at is not None:
        lines.append(
            _("Thời gian ký ghi trong chữ ký: {time}").format(time=time_text(signature.signed_at))
        )
    lines.append(_("Chứng thư do {issuer} cấp").format(issuer=signature.issuer))
    return [line for line in lines if line]


def _verify(context: Context, path: Path) -> FileVerdict:
    now = datetime.fromisoformat(context.clock.now())
    return verify_file(path, context.trust(), now=now, paths=context.paths)
