"""Signing a report with a PKCS#12 file: what the certificate says first, then the signature.

The passphrase lives only in its field; of the key file the folder is remembered, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.bundles.verify import verify_file
from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, Progress, Severity, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.reports.paper_files import sign_report
from danvan_desktop.reports.signers import Signer, signers
from danvan_desktop.sample import SampleClock
from danvan_desktop.signing.keys import SigningKey, check_key, load_p12
from danvan_desktop.signing.pdf import Signatory
from danvan_desktop.signing.verdict import FileVerdict
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.vietnamese import fold
from ui import messages, tasks, theme
from ui.screens.report_work import Written, copy_to_read
from ui.verify_dialog import VerifyDialog
from ui.widgets.buttons import Button
from ui.widgets.certificate_sheet import CertificateSheet
from ui.widgets.labels import label

DEMO_FOLDER = "khoa_thu"
DEMO_PASSPHRASE = "thu-nghiem"
"""Anybody may know it: the certificate has no legal value and says so."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who may sign on the paper's day, and for which office."""

    signers: tuple[Signer, ...]
    organisation: str


@dataclass(frozen=True, slots=True)
class Signed:
    """The signed report with what its verification says."""

    written: Written
    verdict: FileVerdict

    @property
    def changes(self) -> Changes:
        """What the other screens are told."""
        return self.written.changes


class SignDialog(QDialog):
    """``signed`` gives the report as it was written."""

    signed = Signal(object)

    def __init__(self, context: Context, record: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.record = record
        self.key: SigningKey | None = None
        self.verdict: FileVerdict | None = None
        self._path: Path | None = None
        self._organisation = ""
        symbol = str(record.values.get("ky_hieu") or "")
        self.setWindowTitle(_("Ký {symbol}").format(symbol=symbol).strip())
        self.setMinimumWidth(theme.px(560))
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setPlaceholderText(_("Chưa chọn tệp .p12 hoặc .pfx"))
        self.choose_button = Button(_("Chọn tệp…"), "open", on_click=self.choose_key)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.returnPressed.connect(self.open_key)
        self.open_button = Button(_("Xem chứng thư"), "key", on_click=self.open_key)
        self.signer = QComboBox()
        self.signer.currentIndexChanged.connect(lambda _row: self._show_key())
        self.sheet = CertificateSheet()
        self.demo_button = Button(
            _("Tạo chứng thư thử nghiệm…"), kind="quiet", on_click=self.make_demo
        )
        self.demo_button.setVisible(isinstance(context.clock, SampleClock))
        self.cancel_button = Button(_("Hủy"), on_click=self.reject)
        self.sign_button = Button(_("Ký"), "sign", kind="primary", on_click=self.sign)
        self._lay_out()
        self._show_key()
        tasks.run(_read_office, context, record, done=self._take_office, owner=self)

    # ------------------------------------------------------------------ commands
    def choose_key(self) -> None:
        """Let the clerk choose the key file; its folder is remembered."""
        kept = self.context.settings.get("key_folder")
        path = messages.choose_file(
            _("Chọn tệp khóa"),
            kinds=_("Tệp khóa PKCS#12 (*.p12 *.pfx)"),
            folder=Path(str(kept)) if kept else None,
            parent=self,
        )
        if path is not None:
            self.context.settings.set("key_folder", str(path.parent))
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Use a key file; its passphrase comes next."""
        self._path = path
        self.key = None
        self.file.setText(str(path))
        self.passphrase.clear()
        self.passphrase.setFocus()
        self._show_key()

    def open_key(self) -> None:
        """Open the key with the passphrase and show what its certificate says."""
        if self._path is None:
            self.choose_key()
            return
        self.open_button.forbid(_("Đang mở tệp khóa"))
        tasks.run(
            load_p12,
            self._path,
            self.passphrase.text(),
            done=self._take_key,
            failed=self._no_key,
            owner=self,
        )

    def sign(self) -> None:
        """Sign the kept file, keep the signed one and verify it at once."""
        if self.key is None:
            return
        self.sign_button.forbid(_("Đang ký"))
        self.sheet.tell(_("Đang ký…"), "key", "accent")
        tasks.write(
            self.context,
            _sign,
            self.context,
            self.record,
            self.key,
            self._signatory(self.key),
            done=self._take_signed,
            failed=self._not_signed,
            owner=self,
        )

    def make_demo(self) -> None:
        """Make a certificate for trials in the sample office and use it."""
        answer = messages.ask(
            _("Tạo chứng thư thử nghiệm cho {name}?").format(name=self._name()),
            _("Chỉ để tập ký trong Văn phòng mẫu. Chữ ký này không có giá trị pháp lý."),
            (messages.Choice("make", _("Tạo chứng thư"), "primary"),),
            safe="make",
            icon="key",
            parent=self,
        )
        if answer == "make":
            tasks.run(
                _make_demo,
                self.context,
                self._signatory(None),
                done=self._take_demo,
                owner=self,
            )

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        rows = (
            (_("Tệp &khóa của người ký"), self.file, self.choose_button),
            (_("&Mật khẩu của tệp khóa"), self.passphrase, self.open_button),
            (_("Người ký ghi trên văn &bản"), self.signer, None),
        )
        for number, (words, editor, button) in enumerate(rows):
            name = label(words, "label")
            name.setBuddy(editor)
            editor.setAccessibleName(words.replace("&", ""))
            grid.addWidget(name, 2 * number, 0, 1, 2)
            grid.addWidget(editor, 2 * number + 1, 0, 1, 1 if button else 2)
            if button is not None:
                grid.addWidget(button, 2 * number + 1, 1)
        grid.setColumnStretch(0, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.demo_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.sign_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        words = _("Khung chữ ký in vào chỗ dành sẵn trên văn bản, phía trên tên người ký.")
        column.addWidget(label(words, "muted", wrap=True))
        column.addLayout(grid)
        column.addWidget(self.sheet, 1)
        column.addLayout(foot)

    def _take_office(self, office: Office) -> None:
        self._organisation = office.organisation
        self.signer.clear()
        for signer in office.signers:
            role = f" – {signer.role}" if signer.role else ""
            self.signer.addItem(f"{signer.name}{role}", signer)
        names = [signer.name for signer in office.signers]
        wanted = str(self.record.values.get("nguoi_ky") or "")
        self.signer.setCurrentIndex(names.index(wanted) if wanted in names else 0)

    def _take_key(self, key: SigningKey) -> None:
        self.open_button.forbid("")
        self.key = key
        self._show_key()

    def _no_key(self, error: BaseException) -> None:
        self.open_button.forbid("")
        self.key = None
        if not isinstance(error, UserError):
            tasks.show_failure(error)
            return
        self.sheet.refuse(error)
        self.sign_button.forbid(error.message)
        self.passphrase.setFocus()
        self.passphrase.selectAll()

    def _show_key(self) -> None:
        key = self.key
        if key is None:
            words = _("Chọn tệp khóa và gõ mật khẩu để xem chứng thư trước khi ký.")
            self.sheet.tell(words, "key", "muted")
            self.sign_button.forbid(_("Chưa mở tệp khóa"))
            return
        issues = self._issues(key)
        self.sheet.show_key(key, issues)
        errors = [issue for issue in issues if issue.severity is Severity.ERROR]
        self.sign_button.forbid(errors[0].message if errors else "")

    def _issues(self, key: SigningKey) -> list[Issue]:
        issues = check_key(key, datetime.fromisoformat(self.context.clock.now()))
        name = self._name()
        if name and fold(name) != fold(key.info.name):
            issues.append(
                Issue(
                    "other_name",
                    _("Chứng thư của {owner}, văn bản ghi người ký là {name}.").format(
                        owner=key.info.name, name=name
                    ),
                    _("Chọn đúng tệp khóa, hoặc đúng người ký."),
                    severity=Severity.WARNING,
                )
            )
        if key.info.demo:
            issues.append(
                Issue(
                    "demo",
                    _("Chứng thư thử nghiệm, không có giá trị pháp lý."),
                    severity=Severity.WARNING,
                )
            )
        return issues

    def _name(self) -> str:
        signer = self.signer.currentData()
        return signer.name if isinstance(signer, Signer) else ""

    def _signatory(self, key: SigningKey | None) -> Signatory:
        signer = self.signer.currentData()
        if isinstance(signer, Signer):
            return Signatory(signer.name, signer.role, self._organisation)
        info = key.info if key is not None else None
        return Signatory(info.name, info.role, info.organisation) if info else Signatory("")

    def _take_signed(self, found: Signed) -> None:
        self.verdict = found.verdict
        self.passphrase.clear()
        self.key = None
        for widget in (self.choose_button, self.open_button, self.sign_button, self.demo_button):
            widget.hide()
        for editor in (self.file, self.passphrase, self.signer):
            editor.setEnabled(False)
        self.sheet.show_verdict(found.verdict, on_details=self._show_details)
        self.cancel_button.setText(_("Đóng"))
        self.cancel_button.clicked.disconnect()
        self.cancel_button.clicked.connect(self.accept)
        self.cancel_button.setFocus()
        self.signed.emit(found.written)

    def _not_signed(self, error: BaseException) -> None:
        self._show_key()
        if isinstance(error, UserError):
            self.sheet.refuse(error)
        else:
            tasks.show_failure(error)

    def _take_demo(self, path: Path) -> None:
        self.take_file(path)
        self.passphrase.setText(DEMO_PASSPHRASE)
        self.open_key()

    def _show_details(self) -> None:
        if self.verdict is not None:
            VerifyDialog(self.verdict, self).open()


def _read_office(context: Context, record: Record) -> Office:
    day = str(record.values["ngay"])
    office = context.office(day) or {}
    return Office(tuple(signers(context, day)), str(office.get("ten_day_du") or ""))


def _sign(
    context: Context,
    record: Record,
    key: SigningKey,
    signatory: Signatory,
    *,
    progress: Progress = no_progress,
) -> Signed:
    saved = sign_report(context, record.id, key, signatory=signatory, progress=progress)
    label_ = _("Ký báo cáo {period}").format(period=saved.values.get("ky"))
    changes = Changes("", label_, frozenset({"bao_cao"}), (saved.id,))
    path = copy_to_read(context, saved.id)
    now = datetime.fromisoformat(context.clock.now())
    return Signed(Written(saved, changes), verify_file(path, context.trust(), now=now))


def _make_demo(context: Context, who: Signatory) -> Path:
    from danvan_desktop.signing.demo_keys import make_personal_p12

    folder = context.paths.data / DEMO_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    name = fold(who.name).replace(" ", "-") or "nguoi-ky"
    demo = make_personal_p12(
        folder / f"{name}.p12",
        name=who.name,
        role=who.role,
        organisation=who.organisation,
        passphrase=DEMO_PASSPHRASE,
        now=datetime.fromisoformat(context.clock.now()),
    )
    return demo.p12
