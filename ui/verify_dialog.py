"""The verdict on a signed file in words: state, every signature, every reason; and its sheet."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop import __version__
from danvan_desktop.bundles.evidence import evidence_for, valid_when_received
from danvan_desktop.bundles.verify import verify_file
from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.reports.paper_files import pdf_bytes
from danvan_desktop.reports.validity_sheet import Checked, validity_sheet
from danvan_desktop.signing.files import replacing, sha256_of
from danvan_desktop.signing.keys import day_text, time_text
from danvan_desktop.signing.verdict import FileVerdict, SignatureVerdict, State, state_text
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

KIND = "PKT"
"""The kind of paper under which the printer of validity sheets is remembered."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file: the verdict, its hash, when it was checked, proof of its receipt."""

    checked: Checked
    proved: bool = False
    """A receipt shows that the signatures were valid when the file was received."""


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
        done=lambda verdict: show_verdict(verdict, context, parent),
        owner=parent,
    )


class VerifyDialog(QDialog):
    """Shows a ``FileVerdict``; with the context also its printable sheet."""

    def __init__(
        self,
        verdict: FileVerdict,
        parent: QWidget | None = None,
        *,
        context: Context | None = None,
    ) -> None:
        super().__init__(parent)
        self.verdict = verdict
        self.context = context
        self.known: Known | None = None
        self.setWindowTitle(_("Kiểm tra chữ ký"))
        self.resize(theme.px(600), theme.px(460))
        icon, role = LOOKS[verdict.state]
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(IconLabel(icon, role, size=28))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(verdict.text, "record_title", wrap=True))
        words.addWidget(label(verdict.path.name, "help", wrap=True))
        head.addLayout(words, 1)
        self.received = label("", "strong", wrap=True)
        self.proof = IconLabel("note", size=20)
        proof = QHBoxLayout()
        proof.setSpacing(theme.px(8))
        for part in (self.proof, self.received):
            part.hide()
            proof.addWidget(part, int(part is self.received))
        self.save_button = Button(_("Lưu phiếu kiểm tra…"), "save", on_click=self.save_sheet)
        self.print_button = Button(_("In phiếu…"), "print", on_click=self.print_sheet)
        for button in (self.save_button, self.print_button):
            button.forbid(_("Đang đọc tệp"))
            button.setVisible(context is not None)
        self.told = label("", "help", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self.save_button)
        foot.addWidget(self.print_button)
        foot.addWidget(self.told, 1)
        self.close_button = Button(_("Đóng"), kind="primary", on_click=self.accept)
        foot.addWidget(self.close_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(10))
        outer.addLayout(head)
        outer.addLayout(proof)
        outer.addWidget(self._body(), 1)
        outer.addLayout(foot)
        if context is not None:
            tasks.run(_know, context, verdict, done=self._take_known, owner=self)

    # ------------------------------------------------------------------ commands
    def save_sheet(self) -> None:
        """Write the sheet where the clerk wants it."""
        if self.context is None or self.known is None:
            return
        path = messages.choose_save(
            _("Lưu phiếu kiểm tra chữ ký"),
            suggested=self._sheet_name(),
            kinds=_("Tệp PDF (*.pdf)"),
            parent=self,
        )
        if path is not None:
            tasks.run(
                _write_sheet,
                self.context,
                self.known.checked,
                path,
                done=lambda _done: self.told.setText(_("Đã lưu {name}").format(name=path.name)),
                owner=self,
            )

    def print_sheet(self) -> None:
        """Print the sheet."""
        if self.context is not None and self.known is not None:
            tasks.run(sheet_pdf, self.context, self.known.checked, done=self._print, owner=self)

    # ------------------------------------------------------------------ private
    def _body(self) -> QScrollArea:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(theme.px(6))
        known = {issue for one in self.verdict.signatures for issue in one.reasons}
        for reason in self.verdict.reasons:
            if reason not in known:
                column.addWidget(label(reason.message, "base", wrap=True))
        for number, signature in enumerate(self.verdict.signatures, start=1):
            title = _("Chữ ký {n}: {name}").format(n=number, name=signature.name)
            column.addSpacing(theme.px(6))
            column.addWidget(label(title, "strong", wrap=True))
            column.addLayout(_state_line(signature.state))
            for line in signature_lines(signature):
                column.addWidget(label(line, "label", wrap=True))
            for reason in signature.reasons:
                column.addWidget(label(reason.message, "help", wrap=True))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(body)
        return scroll

    def _take_known(self, known: Known) -> None:
        self.known = known
        self.received.setText(known.checked.received)
        if known.proved:
            self.proof.show_icon("check", "success")
        for part in (self.proof, self.received):
            part.setVisible(bool(known.checked.received))
        for button in (self.save_button, self.print_button):
            button.forbid("")

    def _print(self, pdf: bytes) -> None:
        from ui.widgets.pdf_preview import print_with_dialog

        assert self.context is not None
        print_with_dialog(
            self.context,
            pdf,
            kind=KIND,
            title=_("Phiếu kiểm tra chữ ký"),
            file_name=self._sheet_name(),
            parent=self,
            told=self.told.setText,
        )

    def _sheet_name(self) -> str:
        return f"{self.verdict.path.stem}_phieu-kiem-tra.pdf"


def _state_line(state: State) -> QHBoxLayout:
    icon, role = LOOKS[state]
    line = QHBoxLayout()
    line.setSpacing(theme.px(6))
    line.addWidget(IconLabel(icon, role, size=16))
    line.addWidget(label(state_text(state), "base", wrap=True), 1)
    return line


def signature_lines(signature: SignatureVerdict) -> list[str]:
    """Write who signed, when, and who vouches for the certificate."""
    lines = [" · ".join(part for part in (signature.role, signature.organisation) if part)]
    if signature.signed_at is not None:
        lines.append(
            _("Thời gian ký ghi trong chữ ký: {time}").format(time=time_text(signature.signed_at))
        )
    lines.append(_("Chứng thư do {issuer} cấp").format(issuer=signature.issuer))
    return [line for line in lines if line]


def sheet_pdf(context: Context, checked: Checked) -> bytes:
    """Render the sheet; for a worker."""
    return pdf_bytes(validity_sheet(context, checked))


def show_verdict(verdict: FileVerdict, context: Context, parent: QWidget) -> None:
    """Show what was found out about a file."""
    VerifyDialog(verdict, parent, context=context).exec()


def _verify(context: Context, path: Path) -> FileVerdict:
    now = datetime.fromisoformat(context.clock.now())
    return verify_file(path, context.trust(), now=now, paths=context.paths)


def _know(context: Context, verdict: FileVerdict) -> Known:
    digest = sha256_of(verdict.path)
    evidence = evidence_for(context, digest)
    proved = valid_when_received(verdict, evidence)
    received = ""
    if evidence is not None:
        words = _("{name} đã nhận tệp này ngày {day}.")
        if proved:
            words = _("Hợp lệ khi nhận: {name} đã nhận tệp này ngày {day}, khi chứng thư còn hạn.")
        received = words.format(name=evidence.by, day=day_text(evidence.at))
        if evidence.number:
            received += " " + _("Cơ quan còn giữ biên nhận số {n}.").format(n=evidence.number)
    checked = Checked(
        verdict=verdict,
        sha256=digest,
        at=datetime.fromisoformat(context.clock.now()),
        version=f"{__version__} ({platform.system()})",
        received=received,
    )
    return Known(checked, proved)


def _write_sheet(context: Context, checked: Checked, path: Path) -> None:
    pdf = sheet_pdf(context, checked)
    with replacing(path) as file:
        file.write(pdf)
