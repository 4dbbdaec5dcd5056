"""The head of the office's papers as the answers of the first run would print it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.organisation.first_run import Answers, suggested_names
from ui import theme
from ui.widgets.labels import label
from ui.widgets.panel import Panel

SERIF = ("Liberation Serif", "Times New Roman")


class HeaderPreview(Panel):
    """The head of a paper as it will be printed, on white paper in both themes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(label(_("Đầu văn bản sẽ in"), "strong"))
        paper = QWidget()
        paper.setObjectName("paper")
        paper.setStyleSheet("#paper { background: #FFFFFF; border: 1px solid #B8C0CC; }")
        lines = QVBoxLayout(paper)
        lines.setContentsMargins(12, 14, 12, 14)
        lines.setSpacing(1)
        self.lines: list[QLabel] = []
        for bold in (False, True, False, False):
            line = label("", "base")
            weight = "bold" if bold else "normal"
            line.setStyleSheet(f"color: #000000; font-weight: {weight};")
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.setWordWrap(True)
            font = QFont()
            font.setFamilies(SERIF)
            font.setPointSizeF(10.5)
            font.setBold(bold)
            line.setFont(font)
            self.lines.append(line)
            lines.addWidget(line)
        column.addWidget(paper)
        self.note = label("", "help", wrap=True)
        column.addWidget(self.note)
        column.addStretch(1)

    def show_answers(self, answers: Answers) -> None:
        """Show the header that the answers lead to."""
        shown = answers if answers.place else replace(answers, place="…")
        names = {**suggested_names(shown), **{k: v for k, v in answers.names.items() if v}}
        party = names["the_thuc"].startswith("DANG")
        number = "Số … -BC/{symbol}" if party else "Số: …/BC-{symbol}"
        texts = (
            names["tieu_de_1"],
            names["tieu_de_2"],
            "*" if party else "———",
            number.format(symbol=names["ky_hieu"]),
        )
        for line, text in zip(self.lines, texts, strict=True):
            line.setText(text)
        self.note.setText(
            _(
                "Thể thức: Hướng dẫn 36-HD/VPTW. Văn bản đề ngày từ 27/5/2026 tự chuyển sang "
                "Hướng dẫn 05-HD/VPTW."
            )
            if party
            else _("Thể thức: Nghị định 30/2020/NĐ-CP.")
        )
