"""Asks for whom blank workbooks are made, makes them in a folder, and can be stopped meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.units import Directory
from danvan_desktop.spreadsheets.targets import FIGURES, import_targets
from danvan_desktop.vietnamese import format_number
from ui import messages, tasks, theme
from ui.folders import open_folder
from ui.widgets.buttons import Button
from ui.widgets.labels import Link, label
from ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from danvan_desktop.context import Context

ANY_TIME = ""
"""Stands in the list of periods for a form that serves any time."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the dialog offers: the office's periods and the units of the one that is chosen."""

    periods: tuple[Period, ...]
    names: Directory
    now: str


class FormsDialog(QDialog):
    """One blank workbook for each ticked unit, or one in which every row names its unit."""

    def __init__(
        self,
        context: Context,
        register: str,
        period: Period | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.made: tuple[Path, ...] = ()
        self._period = period
        self._task: tasks.Task | None = None
        self._periods: tuple[Period, ...] = ()
        self.setWindowTitle(_("Tạo mẫu Excel cho xã"))
        self.resize(*theme.dialog_size(parent, 560, 560))
        self.register = QComboBox()
        for spec in import_targets():
            self.register.addItem(_(spec.label), spec.key)
        self.register.setCurrentIndex(max(0, self.register.findData(register)))
        self.period = QComboBox()
        self.each = QRadioButton(_("Mỗi đơn vị một tệp"))
        self.common = QRadioButton(_("Một tệp chung, mỗi dòng ghi tên đơn vị"))
        self.units = QListWidget()
        self.units.setAccessibleName(_("Đơn vị nhận mẫu"))
        self.units.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.all = Link(_("Chọn tất cả xã"))
        self.none = Link(_("Bỏ chọn"))
        self.go = Button("", "download", kind="primary")
        self.progress = ProgressBar()
        self._lay_out()
        self._connect()
        tasks.run(_read, context, done=self._take, owner=self)

    # --- queries

    @property
    def chosen_units(self) -> list[str]:
        """The codes of the ticked units."""
        items = (self.units.item(row) for row in range(self.units.count()))
        checked = Qt.CheckState.Checked
        return [str(i.data(_CODE)) for i in items if i.checkState() == checked]

    @property
    def chosen_period(self) -> Period | None:
        """The period that is chosen; None for a form without one."""
        code = self.period.currentData()
        return next((period for period in self._periods if period.code == code), None)

    # --- commands

    def tick(self, *, communes: bool) -> None:
        """Tick every commune, or nothing."""
        for row in range(self.units.count()):
            item = self.units.item(row)
            on = communes and bool(item.data(_COMMUNE))
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def start(self) -> None:
        """Ask for the folder and make the forms in it."""
        folder = messages.choose_folder(_("Thư mục chứa các mẫu"), parent=self)
        if folder is None:
            return
        units = self.chosen_units if self.each.isChecked() else []
        self.go.setEnabled(False)
        self._task = tasks.run(
            make_forms,
            self.context,
            str(self.register.currentData()),
            units,
            self.chosen_period,
            folder,
            done=self._finished,
            failed=self._failed,
            cancelled=self._refresh,
            progress=self.progress.report,
            owner=self,
        )
        self.progress.follow(self._task, _("Tạo mẫu"))

    def reject(self) -> None:
        """Close; forms that are being made are stopped, those made stay."""
        if self._task is not None and not self._task.finished:
            self._task.cancel()
        super().reject()

    # --- private

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        for row, (words, editor) in enumerate(((_("Sổ"), self.register), (_("Kỳ"), self.period))):
            head = label(words, "label")
            head.setBuddy(editor)
            editor.setAccessibleName(words)
            grid.addWidget(head, row, 0)
            grid.addWidget(editor, row, 1)
        ways = QButtonGroup(self)
        ways.addButton(self.each)
        ways.addButton(self.common)
        self.each.setChecked(True)
        links = QHBoxLayout()
        links.addSpacing(theme.px(22))
        links.addWidget(self.all)
        links.addSpacing(theme.px(12))
        links.addWidget(self.none)
        links.addStretch(1)
        told = _(
            "Mẫu có sẵn danh sách chọn, ô khóa và tên đơn vị, kỳ; gửi về nhập thẳng, "
            "không phải ghép cột."
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Đóng"), on_click=self.reject))
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(theme.px(8))
        column.addWidget(label(_("Tạo mẫu Excel cho xã"), "card_title"))
        column.addWidget(label(told, "help", wrap=True))
        column.addLayout(grid)
        column.addWidget(self.each)
        column.addLayout(links)
        column.addWidget(self.units, 1)
        column.addWidget(self.common)
        column.addWidget(self.progress)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.go.clicked.connect(self.start)
        self.all.clicked.connect(lambda: self.tick(communes=True))
        self.none.clicked.connect(lambda: self.tick(communes=False))
        self.units.itemChanged.connect(lambda _item: self._refresh())
        self.each.toggled.connect(lambda _on: self._refresh())
        self.register.currentIndexChanged.connect(lambda _n: self._refresh())
        self.period.currentIndexChanged.connect(lambda _n: self._read_units())

    def _take(self, facts: _Facts) -> None:
        self._periods = facts.periods
        wanted = self._period.code if self._period is not None else facts.now
        self.period.blockSignals(True)
        for period in facts.periods:
            self.period.addItem(period.name, period.code)
        self.period.addItem(_("Không theo kỳ"), ANY_TIME)
        self.period.setCurrentIndex(max(0, self.period.findData(wanted)))
        self.period.blockSignals(False)
        self._read_units()

    def _read_units(self) -> None:
        period = self.chosen_period
        day = period.last_day if period is not None else self.context.clock.today()
        tasks.run(self.context.directory, day, done=self._show_units, owner=self)

    def _show_units(self, names: Directory) -> None:
        communes = {unit.code for unit in names.communes()}
        self.units.blockSignals(True)
        self.units.clear()
        ordered = sorted(names.units(), key=lambda unit: unit.code not in communes)
        for unit in ordered:
            item = QListWidgetItem(unit.full_name[:1].upper() + unit.full_name[1:])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(_CODE, unit.code)
            item.setData(_COMMUNE, unit.code in communes)
            on = unit.code in communes
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.units.addItem(item)
        self.units.blockSignals(False)
        self._refresh()

    def _refresh(self) -> None:
        each = self.each.isChecked()
        self.units.setEnabled(each)
        self.all.setEnabled(each)
        self.none.setEnabled(each)
        count = len(self.chosen_units) if each else 1
        self.go.setText(_("Tạo {n} tệp…").format(n=format_number(count)))
        reason = "" if count else _("Chọn ít nhất một đơn vị")
        if self.register.currentData() == FIGURES and self.chosen_period is None:
            reason = _("Mẫu số liệu phải có kỳ.")
        self.go.forbid(reason)

    def _finished(self, made: Sequence[Path]) -> None:
        self.made = tuple(made)
        if made:
            open_folder(made[0].parent)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._refresh()
        tasks.show_failure(error)


_CODE = Qt.ItemDataRole.UserRole
_COMMUNE = Qt.ItemDataRole.UserRole + 1


def ask_forms(
    context: Context, register: str, period: Period | None = None, parent: QWidget | None = None
) -> tuple[Path, ...]:
    """Let the clerk make blank workbooks; returns those that were made."""
    dialog = FormsDialog(context, register, period, parent)
    dialog.exec()
    return dialog.made


def told_forms(made: Sequence[Path]) -> str:
    """Say what was made."""
    if len(made) == 1:
        return _("Đã tạo {name}").format(name=made[0].name)
    return _("Đã tạo {n} mẫu trong thư mục {folder}").format(
        n=format_number(len(made)), folder=made[0].parent.name
    )


def make_forms(
    context: Context,
    register: str,
    units: Sequence[str],
    period: Period | None,
    folder: Path,
    *,
    progress: Progress = no_progress,
) -> list[Path]:
    """Make one form for each unit, or without units one for all (for a worker)."""
    from danvan_desktop.spreadsheets.blank_form import form_name, write_form, write_forms

    if units:
        return write_forms(folder, context, register, units, period=period, progress=progress)
    path = folder / form_name(register, None, period)
    write_form(path, context, register, period=period)
    return [path]


def _read(context: Context) -> _Facts:
    now: Any = context.current_period()
    periods = tuple(reversed(context.periods()))
    return _Facts(periods, context.directory(), now.code if now else ANY_TIME)
