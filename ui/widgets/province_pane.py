"""The pane beside received bundles: what became of the chosen one, its papers, its receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.bundles.ledger import PaperEntry
from danvan_desktop.i18n import _
from ui import theme
from ui.farewell import clear
from ui.widgets.badge import Badge, Mark
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.panel import Line, Panel

Lines = Sequence[tuple[str, str]]
WIDTH = 320


class ProvincePane(Panel):
    """``show_*`` replaces what is shown; the buttons belong to what is shown."""

    def __init__(
        self,
        *,
        on_paper: Callable[[PaperEntry], None],
        on_check: Callable[[PaperEntry], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, radius=6, frame="line")
        self._on_paper, self._on_check = on_paper, on_check
        self.title = label("", "card_title", wrap=True)
        self.badge = Badge()
        self.said = label("", "base", wrap=True)
        self.answer = Button(_("Ghi biên nhận…"), "usb")
        self.papers: list[Button] = []
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, 8, 0)
        self._body.setSpacing(theme.px(6))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("Chi tiết"))
        scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 6, 12)
        column.setSpacing(theme.px(8))
        column.addWidget(self.title)
        column.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.said)
        column.addWidget(scroll, 1)
        column.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignLeft)
        self.setMinimumWidth(theme.px(250))
        self.show_nothing("")

    def show_nothing(self, text: str) -> None:
        """Say what will stand here."""
        self.show_head(_("Chi tiết"), None, text)
        self.show_blocks(())

    def show_head(self, title: str, mark: Mark | None, said: str) -> None:
        """Name what is shown, its state as a badge and in a sentence."""
        self.title.setText(title)
        self.badge.setVisible(mark is not None)
        if mark is not None:
            self.badge.show_mark(mark)
        self.said.setText(said)
        self.said.setVisible(bool(said))

    def show_blocks(
        self,
        blocks: Sequence[tuple[str, Lines]],
        papers: Sequence[PaperEntry] = (),
        *,
        answer: bool = False,
    ) -> None:
        """Show blocks of labelled lines, each under its heading, then the papers."""
        clear(self._body)
        self.papers = []
        for heading, lines in blocks:
            if heading:
                self._body.addWidget(label(heading, "strong", wrap=True))
            for name, text in lines:
                self._body.addWidget(_line(name, text))
            self._body.addWidget(Line())
        if papers:
            self._body.addWidget(label(_("Văn bản kèm gói"), "strong"))
        for paper in papers:
            self._body.addWidget(self._paper(paper))
        self._body.addStretch(1)
        self.answer.setVisible(answer)

    def _paper(self, paper: PaperEntry) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(label(paper.title or paper.name, "base", wrap=True))
        row = QHBoxLayout()
        show = Button(_("Xem"), "preview", dense=True, on_click=lambda: self._on_paper(paper))
        check = Button(
            _("Kiểm tra chữ ký"), "shield", dense=True, on_click=lambda: self._on_check(paper)
        )
        row.addWidget(show)
        row.addWidget(check)
        row.addStretch(1)
        column.addLayout(row)
        self.papers += [show, check]
        return box


def _line(name: str, text: str) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    head = label(name, "label", wrap=True)
    head.setFixedWidth(theme.px(84))
    head.setAlignment(Qt.AlignmentFlag.AlignTop)
    row.addWidget(head)
    row.addWidget(label(text, "base", wrap=True), 1)
    return box
