"""“Thông tin văn bản”: number, date, who signs, format, marks, subject, addressees, recipients.

A number typed by hand is held against the book at once: what is taken, kept or given up is said
beside it, and the next free one is one click away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.documents.profiles import all_profiles, profile_for
from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.bao_cao import DO_KHAN
from danvan_desktop.reports.content import profile_on
from danvan_desktop.reports.lifecycle import predecessors
from danvan_desktop.reports.numbering import next_number, number_issue, odd_number, scope_of
from danvan_desktop.reports.numbers_before import no_term
from danvan_desktop.reports.page_marks import typists
from danvan_desktop.reports.signers import Signer, signers
from danvan_desktop.reports.subjects import split_subject
from danvan_desktop.vietnamese import format_date, parse_date
from ui import tasks, theme
from ui.screens.report_header import PROFILE_WORDS
from ui.widgets.buttons import Button
from ui.widgets.labels import label

CO_SIGNERS = "cung_ky"
CIRCULATION = {
    "DANG": ("Tài liệu hội nghị", "Xong hội nghị trả lại"),
    "": ("Xem xong trả lại", "Lưu hành nội bộ"),
}
"""What a Party and a State paper say of who may keep it (HD 36-HD/VPTW; NĐ 30/2020)."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the dialog needs from the books: who may sign on a day, what is said of a number.

    ``typists`` are the marks of those who typed papers before.
    """

    day: str
    signers: tuple[Signer, ...]
    profile: str
    number: int | None = None
    said: str = ""
    wrong: bool = False
    following: int = 0
    typists: tuple[str, ...] = ()


class ReportFactsDialog(QDialog):
    """``values`` gives the changed fields once it was accepted."""

    def __init__(
        self,
        context: Context,
        values: Mapping[str, Any],
        parent: QWidget | None = None,
        *,
        own: str = "",
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._own = own
        self._before = values
        self._wanted = str(values.get("nguoi_ky") or "")
        self.setWindowTitle(_("Thông tin văn bản"))
        self.setMinimumWidth(theme.px(620))
        self._following = 0
        self.number = QLineEdit("" if values.get("so") is None else str(values["so"]))
        self.next_button = Button(_("Lấy số tiếp theo"), dense=True, on_click=self.take_next)
        self.counted = label("", "help", wrap=True)
        self.day = QLineEdit(format_date(date.fromisoformat(str(values["ngay"]))))
        self.signer = QComboBox()
        self.profile = QComboBox()
        for code, profile in all_profiles().items():
            short = _(PROFILE_WORDS[code]) if code in PROFILE_WORDS else profile.name
            self.profile.addItem(short[:1].upper() + short[1:], code)
            last = self.profile.count() - 1
            self.profile.setItemData(last, profile.name, Qt.ItemDataRole.ToolTipRole)
        self.profile.setCurrentIndex(self.profile.findData(str(values["the_thuc"])))
        self._profile_chosen = False
        self.profile.activated.connect(self._choose_profile)
        for choice in (self.signer, self.profile):  # a long name must not push the other one
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(20)
        self.subject = QPlainTextEdit(str(values.get("ten") or ""))
        self.addressees = QPlainTextEdit(str(values.get("kinh_gui") or ""))
        self.recipients = QPlainTextEdit(str(values.get("noi_nhan") or ""))
        self.urgency = QComboBox()
        self.urgency.addItem(_("Không khẩn"), None)
        for option in DO_KHAN.options:
            self.urgency.addItem(_(option.label), option.code)
        self.urgency.setCurrentIndex(max(self.urgency.findData(values.get("do_khan")), 0))
        self.circulation = QComboBox()
        self.circulation.setEditable(True)
        self.circulation.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        fields = REGISTERS["bao_cao"]
        self.typist = QComboBox()
        self.typist.setEditable(True)
        self.typist.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.typist.setCompleter(None)  # type: ignore[arg-type] # Qt takes a null pointer here
        self.typist.setEditText(str(values.get("danh_may") or ""))
        self.typist.setToolTip(_(fields.field("danh_may").help))
        self.copies = QLineEdit("" if values.get("so_ban") is None else str(values["so_ban"]))
        for line, name in ((self.typist.lineEdit(), "danh_may"), (self.copies, "so_ban")):
            if line is not None:
                line.setPlaceholderText(fields.field(name).example)
        self._co_signers = [dict(entry) for entry in values.get(CO_SIGNERS) or ()]
        self.co_signers_button = Button("", "people", kind="quiet", on_click=self.edit_co_signers)
        boxes = ((self.subject, 62), (self.addressees, 80), (self.recipients, 80))
        for box, height in boxes:
            box.setFixedHeight(theme.px(height))
            box.setTabChangesFocus(True)
        words = _(
            "Khi ghi, số và những lời viết sẵn của mẫu theo thể thức này; lời đã sửa giữ nguyên."
        )
        self.follows = label(words, "help", wrap=True)
        self.follows.hide()
        self.fault = label("", "error", wrap=True)
        self.accept_button = Button(_("Ghi vào văn bản"), kind="primary", on_click=self.try_accept)
        self.accept_button.setDefault(True)
        self.day.editingFinished.connect(self._read)
        self.number.editingFinished.connect(self._read)
        self._lay_out()
        self._suggest_circulation(str(values.get("luu_hanh") or ""))
        self._count_co_signers()
        self._read()

    # ------------------------------------------------------------------ properties
    def values(self) -> dict[str, Any]:
        """Give the fields as they stand in the dialog."""
        number = self.number.text().strip()
        return {
            "so": int(number) if number.isdecimal() else None,
            "ngay": self._iso_day() or self._before["ngay"],
            "nguoi_ky": self.signer.currentData() or None,
            "the_thuc": self.profile.currentData(),
            "ten": self.subject.toPlainText().strip(),
            "kinh_gui": self.addressees.toPlainText().strip() or None,
            "noi_nhan": self.recipients.toPlainText().strip() or None,
            "do_khan": self.urgency.currentData(),
            "luu_hanh": self.circulation.currentText().strip() or None,
            "danh_may": self.typist.currentText().strip() or None,
            "so_ban": _whole(self.copies),
            CO_SIGNERS: self._co_signers,
        }

    @property
    def _form(self) -> str:
        return str(self.profile.currentData())

    # ------------------------------------------------------------------ commands
    def take_next(self) -> None:
        """Put the number that comes next in the book."""
        if self._following:
            self.number.setText(str(self._following))
            self._read()

    def edit_co_signers(self) -> None:
        """Ask who signs beside the office's own signer."""
        from ui.widgets.child_dialog import ChildDialog

        register, units = REGISTERS["bao_cao"], self.context.directory()

        def faults(rows: list[dict[str, Any]]) -> list[Issue]:
            found = register.validate({**self._before, CO_SIGNERS: rows}, units)
            return [one for one in found if (one.place.field or "").startswith(CO_SIGNERS)]

        dialog = ChildDialog(
            register.child(CO_SIGNERS),
            units,
            self._co_signers,
            register=register.key,
            verb=_("Nhận"),
            check=faults,
            parent=self,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._co_signers = dialog.values()
            self._count_co_signers()

    def try_accept(self) -> None:
        """Close with the values, or say what cannot be read."""
        number = self.number.text().strip()
        if number and not number.isdecimal():
            self._refuse(self.number, _("Số: cần chữ số, ví dụ 15."))
        elif self._iso_day() is None:
            self._refuse(self.day, _("Ngày: cần ngày tháng, ví dụ 07/7/2020."))
        elif not self.subject.toPlainText().strip():
            self._refuse(self.subject, _("Trích yếu: cần một câu, ví dụ “kết quả công tác …”."))
        elif self.copies.text().strip() and _whole(self.copies) is None:
            self._refuse(self.copies, _("Số bản: cần chữ số, ví dụ 20."))
        elif fault := self._mark_fault():
            at = self.copies if fault.place.field == "so_ban" else self.typist
            self._refuse(at, fault.message)
        else:
            self.accept()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        _place(grid, 0, 0, _("&Số"), self.number)
        _place(grid, 0, 1, _("&Ngày văn bản"), self.day)
        counted = QHBoxLayout()
        counted.setSpacing(8)
        counted.addWidget(self.counted, 1)
        counted.addWidget(self.next_button)
        grid.addLayout(counted, 2, 0, 1, 2)
        _place(grid, 3, 0, _("N&gười ký"), self.signer)
        _place(grid, 3, 1, _("&Thể thức"), self.profile)
        grid.addWidget(self.follows, 5, 0, 1, 2)
        marks = QGridLayout()
        marks.setHorizontalSpacing(16)
        marks.setVerticalSpacing(4)
        _place(marks, 0, 0, _("Mứ&c độ khẩn"), self.urgency)
        _place(marks, 0, 1, _("Phạm vi &lưu hành"), self.circulation)
        _place(marks, 0, 2, _("Người đánh má&y"), self.typist)
        _place(marks, 0, 3, _("Số &bản"), self.copies)
        for place, share in enumerate((4, 6, 4, 2)):
            marks.setColumnStretch(place, share)
        grid.addLayout(marks, 6, 0, 2, 2)
        _place(grid, 8, 0, _("Tríc&h yếu"), self.subject, span=2)
        _place(grid, 10, 0, _("&Kính gửi, mỗi nơi một dòng"), self.addressees)
        _place(grid, 10, 1, _("Nơi nhận, &mỗi nơi một dòng"), self.recipients)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.co_signers_button)
        foot.addWidget(self.fault, 1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addLayout(foot)

    def _iso_day(self) -> str | None:
        found = parse_date(self.day.text()).date
        return found.isoformat() if found is not None else None

    def _mark_fault(self) -> Issue | None:
        """Tell what the register says against the typist's mark and the copies."""
        found = REGISTERS["bao_cao"].validate(
            {**self._before, **self.values()}, self.context.directory()
        )
        return next((one for one in found if one.place.field in ("danh_may", "so_ban")), None)

    def _read(self) -> None:
        day, typed = self._iso_day(), self.number.text().strip()
        if day is not None:
            number = int(typed) if typed.isdecimal() else None
            tasks.run(
                _look_up,
                self.context,
                {**self._before, "ngay": day, "so": number, "the_thuc": self._form},
                self._own,
                done=self._take,
                owner=self,
            )

    def _choose_profile(self) -> None:
        """From now on the format is the clerk's choice and no longer follows the day."""
        self._profile_chosen = True
        before = profile_for(str(self._before["the_thuc"])).family
        self.follows.setVisible(before != profile_for(self._form).family)
        self._suggest_circulation(self.circulation.currentText())
        self._read()

    def _take(self, found: Given) -> None:
        if found.day != self._iso_day():
            return
        if not self._profile_chosen:
            same = found.day == self._before["ngay"]
            code = str(self._before["the_thuc"]) if same else found.profile
            self.profile.setCurrentIndex(self.profile.findData(code))
        self._following = found.following
        theme.set_role(self.counted, "error" if found.wrong else "help")
        self.counted.setText(found.said)
        self.next_button.setVisible(found.number != found.following)
        self._wanted = str(self.signer.currentData() or self._wanted)
        self.signer.clear()
        for signer in found.signers:
            role = f" – {signer.role}" if signer.role else ""
            self.signer.addItem(f"{signer.name}{role}", signer.name)
        place = self.signer.findData(self._wanted)
        if place < 0 and self._wanted:
            self.signer.addItem(
                _("{name} (không có quyền ký ngày này)").format(name=self._wanted), self._wanted
            )
            place = self.signer.count() - 1
        self.signer.setCurrentIndex(max(place, 0))
        if not self.typist.count():
            typed = self.typist.currentText()
            self.typist.addItems(list(found.typists))
            self.typist.setEditText(typed)

    def _suggest_circulation(self, present: str) -> None:
        """Offer the words of the format's regulation; any others may be typed."""
        family = profile_for(self._form).family
        self.circulation.clear()
        self.circulation.addItems(["", *CIRCULATION.get(family, CIRCULATION[""])])
        self.circulation.setEditText(present)

    def _count_co_signers(self) -> None:
        n = len(self._co_signers)
        words = _("Người cùng ký: {n}…").format(n=n) if n else _("Thêm người cùng ký…")
        self.co_signers_button.setText(words)

    def _refuse(self, widget: QWidget, words: str) -> None:
        self.fault.setText(words)
        widget.setFocus()


def _place(
    grid: QGridLayout, row: int, column: int, words: str, editor: QWidget, *, span: int = 1
) -> None:
    name = label(words, "label")
    name.setBuddy(editor)
    editor.setAccessibleName(words.replace("&", ""))
    grid.addWidget(name, row, column, 1, span)
    grid.addWidget(editor, row + 1, column, 1, span)
    grid.setColumnStretch(column, 1)


def _whole(line: QLineEdit) -> int | None:
    text = line.text().strip()
    return int(text) if text.isdecimal() else None


def _look_up(context: Context, values: Mapping[str, Any], own: str) -> Given:
    """Find who may sign on the paper's day, and what is to be said about its number."""
    day, kind, number = str(values["ngay"]), str(values["loai"]), values.get("so")
    found: Sequence[Signer] = signers(context, day)
    profile = profile_for(str(values["the_thuc"]))
    family = profile.family
    following = next_number(context, kind, day, family=family, besides=own)
    scope = scope_of(context, kind, day, family=family)
    said = _("Đánh số theo {scope}; số tiếp theo là {n:02d}.").format(scope=scope.name, n=following)
    if following == 1:
        said += " " + _("Số đã dùng trước khi có chương trình thì ghi ở Sổ văn bản đi.")
    _register, subjects = split_subject(values.get("doi_tuong"))
    ids = (own, *subjects, *(one.id for one in predecessors(context, values)))
    issue = no_term(context, day, family=family)
    if number is not None:
        taken = number_issue(context, kind, number, day, family=family, own=ids)
        # Without the term a number is odd for no fault of its own.
        odd = None if issue else odd_number(context, kind, number, day, family=family, own=own)
        issue = taken or issue or odd
    return Given(
        day,
        tuple(found),
        profile_on(profile.code, day).code,
        number,
        issue.message if issue else said,
        bool(issue),
        following,
        typists(context),
    )
