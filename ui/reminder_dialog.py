"""The letter to units or offices that owe figures: to whom, until when, one for all or for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.indicators.completeness import Reminder
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import fold_key, format_date, format_number, parse_date
from ui import messages, tasks, theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.pdf_preview import PreviewDialog

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.reports.reminder import Letter

_ROLE = Qt.ItemDataRole.UserRole

Look = Callable[[Sequence[Reminder], "Letter", QWidget], None]
"""Shows the letter to these units over a window."""


class ReminderDialog(QDialog):
    """Asks what the letter needs; ``owing`` and ``letter`` hold the answers.

    ``look`` shows the pages as they would be; of letters to each unit that of the chosen unit.
    """

    def __init__(
        self,
        owing: Sequence[Reminder],
        letter: Letter,
        parent: QWidget | None = None,
        *,
        look: Look | None = None,
    ) -> None:
        super().__init__(parent)
        self._letter = letter
        self._look = look
        self._offices = any(one.words for one in owing)
        self.setWindowTitle(_("Công văn đôn đốc gửi số liệu"))
        self.setMinimumWidth(theme.px(520))
        self.units = QListWidget()
        self.units.setAccessibleName(
            _("Cơ quan được đôn đốc") if self._offices else _("Đơn vị được đôn đốc")
        )
        for one in owing:
            item = QListWidgetItem(_line(one))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(_ROLE, one)
            self.units.addItem(item)
        self.units.itemChanged.connect(lambda _item: self._check())
        self.addressee = QLineEdit(letter.addressee)
        self.addressee.setPlaceholderText(_("Ví dụ: Đảng ủy, Khối Dân vận, Ủy ban nhân dân"))
        self.answer_by = QLineEdit(format_date(date.fromisoformat(letter.answer_by)))
        self.answer_by.textChanged.connect(lambda _text: self._check())
        self.together = QRadioButton(_("Một công văn gửi chung"))
        self.each = QRadioButton(_("Mỗi nơi một công văn, mỗi công văn một số"))
        self.ways = QButtonGroup(self)
        self.ways.addButton(self.together)
        self.ways.addButton(self.each)
        self.together.setChecked(True)
        self.together.toggled.connect(lambda _on: self._check())
        self.look_button = Button(_("Xem trước"), "preview", on_click=self.look)
        self.go = Button("", "edit", kind="primary", on_click=self.accept)
        self.go.setDefault(True)
        self._lay_out()
        self._check()

    @property
    def owing(self) -> list[Reminder]:
        """The units that are ticked."""
        items = (self.units.item(n) for n in range(self.units.count()))
        return [i.data(_ROLE) for i in items if i.checkState() is Qt.CheckState.Checked]

    @property
    def letter(self) -> Letter:
        """What the letter says, as it was changed here."""
        from dataclasses import replace

        return replace(
            self._letter,
            addressee=" ".join(self.addressee.text().split()),
            answer_by=self._day() or self._letter.answer_by,
        )

    def look(self) -> None:
        """Show the letter as it would be: to all, or to the unit of the list's cursor."""
        owing = self.owing
        if self.each.isChecked():
            chosen = self.units.item(max(self.units.currentRow(), 0)).data(_ROLE)
            owing = [chosen if chosen in owing else owing[0]]
        if self._look is not None:
            self._look(owing, self.letter, self)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(theme.px(8))
        if not self._offices:  # these are written to by their own names
            form.addRow(_("Kính gửi (trước tên đơn vị)"), self.addressee)
        form.addRow(_("Đề nghị gửi trước ngày"), self.answer_by)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.look_button)
        foot.addWidget(self.go)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(8))
        head = _("Cơ quan còn thiếu gói") if self._offices else _("Đơn vị còn thiếu biểu bắt buộc")
        outer.addWidget(label(head, "card_title"))
        outer.addWidget(self.units, 1)
        outer.addLayout(form)
        outer.addWidget(self.together)
        outer.addWidget(self.each)
        told = _("Bản nháp nằm ở trang Báo cáo, số lấy tiếp trong sổ; sửa lời văn rồi ban hành.")
        outer.addWidget(label(told, "help", wrap=True))
        outer.addLayout(foot)

    def _day(self) -> str | None:
        found = parse_date(self.answer_by.text()).date
        return found.isoformat() if found is not None else None

    def _check(self) -> None:
        count = len(self.owing)
        self.each.setEnabled(count > 1)
        if count < 2 and self.each.isChecked():
            self.together.setChecked(True)
        words = (
            _("Soạn {n} công văn").format(n=format_number(count))
            if self.each.isChecked()
            else _("Soạn công văn")
        )
        self.go.setText(words)
        reason = "" if count else _("Chọn ít nhất một nơi")
        if not reason and self._day() is None:
            reason = _("Ngày gõ như 25/6/2020")
        self.go.forbid(reason)
        self.look_button.forbid(reason)


def ask_reminder(
    owing: Sequence[Reminder],
    letter: Letter,
    parent: QWidget | None = None,
    *,
    look: Look | None = None,
) -> ReminderDialog | None:
    """Ask for units, address and day; None when cancelled."""
    dialog = ReminderDialog(owing, letter, parent, look=look)
    return dialog if dialog.exec() else None


def write_reminder(
    context: Context,
    period: Period,
    owing: Sequence[Reminder],
    *,
    parent: QWidget,
    opened: Callable[[str, str], object],
) -> None:
    """Ask, then begin the letters; ``opened`` goes to a page ("report", "reports") with an id."""
    if not owing:
        messages.show_note(
            _("Không còn nơi nào để đôn đốc"),
            _("Tất cả đã gửi đủ số liệu bắt buộc của {period}.").format(period=period.name),
            parent,
        )
        return
    offices = any(one.words for one in owing)

    def look(owed: Sequence[Reminder], letter: Letter, over: QWidget) -> None:
        show = partial(_show, context, period, owed, over)
        tasks.run(_pdf, context, period, owed, letter, done=show, owner=over)

    def ask(letter: Letter) -> None:
        answer = ask_reminder(owing, letter, parent, look=look)
        if answer is not None:
            tasks.write(
                context,
                begin_letters,
                context,
                period,
                answer.owing,
                answer.letter,
                each=answer.each.isChecked(),
                done=partial(_go_on, opened),
                owner=parent,
            )

    tasks.run(_suggested, context, offices, done=ask, owner=parent)


def _go_on(opened: Callable[[str, str], object], begun: Letters) -> None:
    opened("report" if len(begun.ids) == 1 else "reports", begun.ids[0])


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters that were begun, and what the other screens are told of them."""

    ids: tuple[str, ...]
    changes: Changes


def begin_letters(
    context: Context, period: Period, owing: Sequence[Reminder], letter: Letter, *, each: bool
) -> Letters:
    """Begin one letter to all, or one to each unit (for the writer)."""
    from danvan_desktop.reports.reminder import start_reminders

    begun = start_reminders(context, period, owing, letter, each=each)
    ids = tuple(record.id for record in begun)
    label = _("Soạn {n} công văn đôn đốc").format(n=len(ids))
    return Letters(ids, Changes("", label, frozenset({"bao_cao"}), ids))


def file_name(period: Period, unit: str = "") -> str:
    """Name the file of a letter, with plain letters."""
    parts = ["Cong van don doc", period.code.replace("/", "-"), fold_key(unit).title()]
    return " ".join(part for part in parts if part) + ".pdf"


def _show(
    context: Context, period: Period, owing: Sequence[Reminder], parent: QWidget, pdf: bytes
) -> None:
    PreviewDialog(
        context,
        pdf,
        title=_("Công văn đôn đốc"),
        file_name=file_name(period, owing[0].name if len(owing) == 1 else ""),
        kind="CV",
        parent=parent,
    ).exec()


def _suggested(context: Context, offices: bool) -> Letter:
    from danvan_desktop.reports.reminder import letter_for

    return letter_for(context, offices=offices)


def _pdf(context: Context, period: Period, owing: Sequence[Reminder], letter: Letter) -> bytes:
    from danvan_desktop.reports.paper_files import pdf_bytes
    from danvan_desktop.reports.reminder import build_reminder

    return pdf_bytes(build_reminder(context, period, owing, letter))


def _line(one: Reminder) -> str:
    names = one.words or ", ".join(form.label for form in one.forms)
    return f"{one.name[:1].upper()}{one.name[1:]}: {names}"
