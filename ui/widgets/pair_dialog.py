"""Asks what two reports are: one event (which counts, or merged) or two; with both side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.schema import ReadingContext, RegisterSpec
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.pair_view import LEFT, RIGHT, PairSide, PairView, Side


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """What the clerk said: ``same`` with the side that counts and values from the other, or not."""

    kind: Literal["same", "apart"]
    counted: Side = LEFT
    values: dict[str, Any] = field(default_factory=dict)


class PairButtons(QWidget):
    """The four answers below a ``PairView``; ``answer`` is called with the one that was taken."""

    def __init__(self, view: PairView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.merge = Button(_("Gộp theo các ô đã chọn"), "merge", kind="primary")
        self.left = Button(_("Giữ dòng bên trái"), "tick")
        self.right = Button(_("Giữ dòng bên phải"), "tick")
        self.apart = Button(_("Là hai việc khác nhau"), "apart")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.merge, self.left, self.right, self.apart):
            row.addWidget(button)
        row.addStretch(1)
        view.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Allow a merge only where it would change something."""
        sides = set(self._view.chosen.values())
        words = _("Chọn ít nhất một ô ở bên kia để gộp; còn không thì giữ một bên.")
        self.merge.forbid("" if len(sides) == 2 else words)

    def merged(self) -> PairAnswer:
        """Give the merge: the side with more chosen values counts and takes the others."""
        chosen = list(self._view.chosen.values())
        counted = RIGHT if chosen.count(RIGHT) > chosen.count(LEFT) else LEFT
        other = LEFT if counted == RIGHT else RIGHT
        return PairAnswer("same", counted, self._view.taken_from(other))


class PairDialog(QDialog):
    """The dialog; ``answer`` stays None when the clerk closes it."""

    def __init__(
        self,
        register: RegisterSpec,
        names: ReadingContext,
        left: PairSide,
        right: PairSide,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.answer: PairAnswer | None = None
        title = _("Hai dòng này có phải một việc không?")
        self.setWindowTitle(title)
        self.resize(*theme.dialog_size(parent, 900, 560))
        self.view = PairView()
        self.buttons = PairButtons(self.view)
        self.view.show_pair(register, names, left, right)
        self.buttons.refresh()
        self.buttons.merge.clicked.connect(lambda: self._take(self.buttons.merged()))
        self.buttons.left.clicked.connect(lambda: self._take(PairAnswer("same", LEFT)))
        self.buttons.right.clicked.connect(lambda: self._take(PairAnswer("same", RIGHT)))
        self.buttons.apart.clicked.connect(lambda: self._take(PairAnswer("apart")))
        close = Button(_("Đóng"), on_click=self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.buttons, 1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(theme.px(8))
        column.addWidget(label(title, "card_title", wrap=True))
        told = _("Giữ một bên: bên kia vẫn được lưu, đánh dấu trùng và không tính.")
        column.addWidget(label(told, "help", wrap=True))
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def _take(self, answer: PairAnswer) -> None:
        self.answer = answer
        self.accept()


def ask_pair(
    register: RegisterSpec,
    names: ReadingContext,
    left: PairSide,
    right: PairSide,
    *,
    parent: QWidget | None = None,
) -> PairAnswer | None:
    """Ask what two reports are; None when the clerk leaves it as it is."""
    dialog = PairDialog(register, names, left, right, parent)
    dialog.exec()
    return dialog.answer
