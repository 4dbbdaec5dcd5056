"""“Số đã dùng trước”: the last number of a type that the office used before it had the program."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.registers.bao_cao import LOAI
from danvan_desktop.registers.choices import LARGEST_NUMBER
from danvan_desktop.reports.numbers_before import first_to_come
from ui import tasks, theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class UsedBeforeDialog(QDialog):
    """``values`` gives type, day and number once it was accepted."""

    def __init__(
        self, context: Context, kind: str, day: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._day = day
        self.setWindowTitle(_("Số đã dùng trước khi có chương trình"))
        self.setMinimumWidth(theme.px(520))
        self.kind = QComboBox()
        for option in LOAI.options:
            self.kind.addItem(_(option.label), option.code)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.last = QLineEdit()
        self.last.setMaxLength(len(str(LARGEST_NUMBER)))
        self.last.setPlaceholderText(_("Ví dụ: 47"))
        self.said = label("", "help", wrap=True)
        self.fault = label("", "error", wrap=True)
        self.keep_button = Button(_("Ghi vào sổ"), kind="primary", on_click=self.try_accept)
        self.keep_button.setDefault(True)
        self.kind.activated.connect(lambda _n: self._read())
        self._lay_out()
        self._read()

    # ------------------------------------------------------------------ properties
    def values(self) -> tuple[str, str, int]:
        """Give the code of the type, an ISO day of its series, and the last number used before."""
        return str(self.kind.currentData()), self._day, int(self.last.text().strip() or 0)

    # ------------------------------------------------------------------ commands
    def try_accept(self) -> None:
        """Close with the values, or say what is missing."""
        if self.last.text().strip().isdecimal():
            self.accept()
        else:
            self.fault.setText(_("Số cuối: cần chữ số, ví dụ 47; gõ 0 nếu chưa dùng số nào."))
            self._make_room()
            self.last.setFocus()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        places: tuple[tuple[str, QWidget], ...] = (
            (_("&Loại"), self.kind),
            (_("&Số cuối đã dùng"), self.last),
        )
        for column, (words, editor) in enumerate(places):
            name = label(words, "label")
            name.setBuddy(editor)
            editor.setAccessibleName(words.replace("&", ""))
            grid.addWidget(name, 0, column)
            grid.addWidget(editor, 1, column)
            grid.setColumnStretch(column, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.fault, 1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.keep_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(12)
        outer.addLayout(grid)
        outer.addWidget(self.said)
        outer.addLayout(foot)

    def _read(self) -> None:
        kind = str(self.kind.currentData())
        tasks.run(first_to_come, self.context, kind, self._day, done=self._take, owner=self)

    def _take(self, found: tuple[str, int, int]) -> None:
        name, before, following = found
        if before:
            told = _("Sổ của {name} đang ghi: đến số {n:02d} dùng trước khi có chương trình.")
        else:
            told = _("Sổ của {name} chưa ghi số nào dùng trước khi có chương trình.")
        now = _("Số tiếp theo đang là {n:02d}.").format(n=following)
        self.said.setText(f"{told.format(name=name, n=before)} {now}")
        self._make_room()
        self.last.setFocus()

    def _make_room(self) -> None:
        """Make the dialog as high as its sentences need."""
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.heightForWidth(self.width()))
