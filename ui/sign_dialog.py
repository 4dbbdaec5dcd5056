"""Signing one paper or several with one PIN: what the certificate says first, then the signatures.

PIN and passphrase live only in their fields; the kind of key that was used last is remembered.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.reports.lifecycle import paper_label
from danvan_desktop.reports.signers import Signer
from danvan_desktop.sample import SampleClock
from danvan_desktop.signing.keys import SigningKey, check_key
from danvan_desktop.signing.pdf import Signatory
from danvan_desktop.signing.tokens import WrongPin
from danvan_desktop.signing.verdict import FileVerdict
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import fold
from ui import messages, tasks, theme
from ui.sign_work import (
    DEMO_PASSPHRASE,
    Office,
    Result,
    Signed,
    jobs_for,
    make_demo,
    read_office,
    sign_with_file,
    sign_with_token,
)
from ui.verify_dialog import LOOKS, VerifyDialog
from ui.widgets.badge import Mark
from ui.widgets.buttons import Button
from ui.widgets.certificate_sheet import CertificateSheet
from ui.widgets.key_source import KeySource
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row

ROWS = 5
"""Papers that are seen without scrolling."""


class SignDialog(QDialog):
    """``signed`` gives the paper as it was written (of several the last one)."""

    signed = Signal(object)
    doctor_wanted = Signal()
    """The dialog was left for the page “Thiết bị ký”."""

    def __init__(
        self, context: Context, record: Record | Sequence[Record], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.records = (record,) if isinstance(record, Record) else tuple(record)
        self.record = self.records[0]
        self.verdict: FileVerdict | None = None
        self.results: tuple[Result, ...] = ()
        self._office: Office | None = None
        self._stop = threading.Event()
        self._busy = self._over = False
        self.setWindowTitle(self._title())
        self.setMinimumWidth(theme.px(600))
        self.source = KeySource(context)
        self.file, self.passphrase = self.source.file, self.source.passphrase
        self.choose_button, self.open_button = self.source.choose_button, self.source.open_button
        self.signer = QComboBox()
        self.signer.currentIndexChanged.connect(lambda _row: self._show_signer())
        self.visible_box = QCheckBox(_("In khung chữ ký vào chỗ dành sẵn trên văn bản"))
        self.visible_box.setChecked(bool(context.settings.get("sign_visible", True)))
        self.turns_label = label("", "help", wrap=True)
        self.table = PlainTable(
            (Column(_("Văn bản")), Column(_("Kết quả"), 190, badge=True)), _("Văn bản cần ký")
        )
        self.table.opened.connect(self._show_details)
        self.sheet = CertificateSheet()
        self.demo_button = Button(
            _("Tạo chứng thư thử nghiệm…"), kind="quiet", on_click=self.make_demo
        )
        self.demo_button.setVisible(isinstance(context.clock, SampleClock))
        self.cancel_button = Button(_("Hủy"), on_click=self.reject)
        self.sign_button = Button(_("Ký"), "sign", kind="primary", on_click=self.sign)
        self._lay_out()
        self.sheet.said.connect(lambda: QTimer.singleShot(0, self, self._grow))
        self.source.changed.connect(self._show_key)
        self.source.refused.connect(lambda error: self._refused(error))
        self.source.accepted.connect(self.sign)
        self.source.doctor_wanted.connect(self._to_doctor)
        self._show_key()
        self._show_rows()
        tasks.run(read_office, context, self.records, done=self._take_office, owner=self)

    # ------------------------------------------------------------------ properties
    @property
    def key(self) -> SigningKey | None:
        """The key that is to sign."""
        return self.source.key

    # ------------------------------------------------------------------ commands
    def choose_key(self) -> None:
        """Let the clerk choose the key file."""
        self.source.choose_file()

    def take_file(self, path: Path) -> None:
        """Use a key file; its passphrase comes next."""
        self.source.take_file(path)

    def open_key(self) -> None:
        """Open the key file and show what its certificate says."""
        self.source.open_file()

    def sign(self) -> None:
        """Sign every paper, keep what was signed and verify it at once."""
        key, office = self.source.key, self._office
        if key is None or office is None or not self.sign_button.isEnabled():
            return
        self._busy = True
        self._stop.clear()
        self.sign_button.forbid(_("Đang ký"))
        self.cancel_button.setText(_("Dừng lại"))
        self.sheet.tell(_("Đang ký…"), "key", "accent")
        self.context.settings.set("sign_visible", self.visible_box.isChecked())
        jobs = jobs_for(self.records, office, self._signer(), key)
        visible = self.visible_box.isChecked()
        chosen = self.source.chosen
        if self.source.uses_token and chosen is not None:
            tasks.write(
                self.context,
                sign_with_token,
                self.context,
                jobs,
                chosen[0],
                chosen[1],
                self.source.take_pin(),
                visible=visible,
                stop=self._stop,
                progress=self._report,
                done=self._take_signed,
                failed=self._not_signed,
                owner=self,
            )
            return
        tasks.write(
            self.context,
            sign_with_file,
            self.context,
            jobs,
            key,
            visible=visible,
            stop=self._stop,
            progress=self._report,
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
            signer = self._signer()
            organisation = self._office.organisation if self._office else ""
            who = Signatory(self._name(), signer.role if signer else "", organisation)
            tasks.run(make_demo, self.context, who, done=self._take_demo, owner=self)

    def reject(self) -> None:
        """Close; while papers are being signed stop before the next one instead."""
        if self._busy:
            self._stop.set()
            self.cancel_button.forbid(_("Dừng sau văn bản đang ký"))
            return
        super().reject()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep every sentence whole when the dialog gets its width."""
        super().resizeEvent(event)
        self._grow()

    # ------------------------------------------------------------------ private
    def _grow(self) -> None:
        """Be at least as high as the sentences are at this width, within the screen."""
        inside = self._body.layout()
        if inside is None:
            return
        inside.activate()
        most = self.screen().availableGeometry().height() - theme.px(40)
        around = self.height() - self._scroll.viewport().height()
        wide = self._scroll.viewport().width()
        needed = min(most, inside.totalHeightForWidth(wide) + around)
        if needed > self.height():
            self.resize(self.width(), needed)

    def _title(self) -> str:
        if len(self.records) > 1:
            return _("Ký {n} văn bản").format(n=len(self.records))
        symbol = str(self.record.values.get("ky_hieu") or "")
        return _("Ký {symbol}").format(symbol=symbol).strip()

    def _lay_out(self) -> None:
        who = label(_("Người ký ghi trên văn &bản"), "label")
        who.setBuddy(self.signer)
        self.signer.setAccessibleName(_("Người ký ghi trên văn bản"))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.demo_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.sign_button)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(16, 16, 16, 8)
        column.setSpacing(theme.px(8))
        many = len(self.records) > 1
        self.table.setVisible(many)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setFixedHeight(theme.px(30 + 24 * min(ROWS, len(self.records) + 1)))
        column.addWidget(self.table)
        column.addWidget(self.source)
        below = QVBoxLayout()
        below.setSpacing(4)
        below.addWidget(who)
        below.addWidget(self.signer)
        below.addWidget(self.turns_label)
        column.addLayout(below)
        column.addWidget(self.visible_box)
        column.addWidget(self.sheet, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body)
        foot.setContentsMargins(16, 8, 16, 16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addLayout(foot)
        self.turns_label.hide()

    def _take_office(self, office: Office) -> None:
        self._office = office
        self.signer.clear()
        for signer in office.signers:
            role = f" – {signer.role}" if signer.role else ""
            self.signer.addItem(f"{signer.name}{role}", signer)
        names = [signer.name for signer in office.signers]
        self.signer.setCurrentIndex(names.index(office.first) if office.first in names else 0)
        turns = office.turns[0]
        if len(self.records) == 1 and turns.ordered:
            states = [
                (_("{role} {name}: đã ký") if one.done else _("{role} {name}: chưa ký")).format(
                    role=one.role, name=one.name
                )
                for one in turns.turns
            ]
            words = _("Thư ký ký trước, chủ trì ký sau.")
            self.turns_label.setText(" · ".join([*states, words]))
            self.turns_label.show()
        self._show_key()

    def _show_key(self) -> None:
        if self._busy or self._over:
            return
        key = self.key
        if key is None:
            words = _("Chọn tệp khóa và gõ mật khẩu để xem chứng thư trước khi ký.")
            if self.source.uses_token:
                words = self.source.advice or self.source.missing
            self.sheet.tell(words, "key", "muted")
            self.sign_button.forbid(self.source.missing)
            return
        issues = self._issues(key)
        self.sheet.show_key(key, issues)
        errors = [issue for issue in issues if issue.severity is Severity.ERROR]
        self.sign_button.forbid(errors[0].message if errors else self.source.missing)

    def _show_signer(self) -> None:
        self.source.prefer(self._name())
        self._show_key()

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
                    _("Chọn đúng chứng thư, hoặc đúng người ký."),
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

    def _signer(self) -> Signer | None:
        signer = self.signer.currentData()
        return signer if isinstance(signer, Signer) else None

    def _name(self) -> str:
        signer = self._signer()
        return signer.name if signer is not None else ""

    def _report(self, done: int, total: int, text: str = "") -> None:
        if total > 1:
            words = _("Đang ký {n}/{total}: {name}")
            self.sheet.tell(words.format(n=done + 1, total=total, name=text), "key", "accent")

    def _take_signed(self, found: Signed) -> None:
        self._busy = False
        self.results = found.results
        self._show_rows()
        self.cancel_button.forbid("")
        first = found.results[0]
        if not found.saved and first.outcome.error is not None:
            self._not_signed(first.outcome.error)
            return
        self._over = True
        self.source.used()
        self.source.freeze()
        self.signer.setEnabled(False)
        self.visible_box.setEnabled(False)
        # what was chosen matters no more, what came of it does
        for widget in (self.sign_button, self.demo_button, self.source, self.visible_box):
            widget.hide()
        self.verdict = next((one.verdict for one in found.results if one.verdict), None)
        if len(self.records) == 1 and self.verdict is not None:
            self.sheet.show_verdict(self.verdict, on_details=self._show_details)
        else:
            self._sum_up(found)
        self.cancel_button.setText(_("Đóng"))
        self.cancel_button.clicked.disconnect()
        self.cancel_button.clicked.connect(self.accept)
        self.cancel_button.setFocus()
        if found.written is not None:
            self.signed.emit(found.written)

    def _sum_up(self, found: Signed) -> None:
        count, total = len(found.saved), len(found.results)
        words = _("Đã ký {n}/{total} văn bản.").format(n=count, total=total)
        reasons = [
            f"{paper_label(one.outcome.job.record)}: {one.outcome.error}"
            for one in found.results
            if one.outcome.error is not None
        ]
        icon, role = ("check", "success") if count == total else ("warning", "warning")
        self.sheet.tell_all(words, reasons, icon, role)

    def _not_signed(self, error: BaseException) -> None:
        self._busy = False
        self.cancel_button.forbid("")
        self.cancel_button.setText(_("Hủy"))
        self._show_key()
        if isinstance(error, WrongPin):
            self.source.pin_was_wrong(error.token)
        if isinstance(error, UserError):
            self._refused(error, again=True)
        else:
            tasks.show_failure(error)

    def _refused(self, error: UserError, *, again: bool = False) -> None:
        self.sheet.refuse(error)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.sheet))
        if not again:
            self.sign_button.forbid(error.message)

    def _take_demo(self, path: Path) -> None:
        self.take_file(path)
        self.passphrase.setText(DEMO_PASSPHRASE)
        self.open_key()

    def _show_rows(self) -> None:
        rows = []
        for number, record in enumerate(self.records):
            found = self.results[number] if self.results else None
            subject = str(record.values.get("ten") or "")
            words = " · ".join(filter(None, (paper_label(record), subject)))
            rows.append(Row(number, (words, _mark(found))))
        self.table.show_rows(rows)

    def _show_details(self, number: object = None) -> None:
        verdict = self.verdict
        if isinstance(number, int) and self.results:
            verdict = self.results[number].verdict
        if verdict is not None:
            VerifyDialog(verdict, self, context=self.context).open()

    def _to_doctor(self) -> None:
        self.doctor_wanted.emit()
        parent = self.parentWidget()
        window = parent.window() if parent is not None else None
        show = getattr(window, "open_screen", None)
        if callable(show) and not self._busy:
            self.reject()
            show("token")


def _mark(found: Result | None) -> Mark:
    if found is None:
        return Mark(_("chưa ký"), "neutral", "sign")
    if found.verdict is not None:
        icon, role = LOOKS[found.verdict.state]
        return Mark(found.verdict.text, role if role != "text2" else "neutral", icon)
    if found.outcome.error is not None:
        return Mark(_("không ký được"), "error", "error")
    return Mark(_("chưa ký"), "neutral", "sign")
