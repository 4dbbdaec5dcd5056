"""The total row under a list: it stays in view, in step with the columns above it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.record_model import RecordModel

PADDING = 5


class TotalRow(QWidget):
    """Bold figures below their columns; a text may run on over empty columns to its right."""

    def __init__(self, header: QHeaderView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = header
        self._texts: dict[str, tuple[str, ...]] = {}
        self.setAccessibleName(_("Dòng tổng cộng"))
        for signal in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            signal.connect(lambda *_change: self.update())

    def set_texts(self, texts: Mapping[str, str | tuple[str, ...]]) -> None:
        """Show these texts by column; no texts hide the row.

        A tuple holds the same thing said ever more briefly: the first that fits is shown.
        """
        self._texts = {k: (t,) if isinstance(t, str) else tuple(t) for k, t in texts.items()}
        self.setVisible(bool(self._texts))
        self.setAccessibleDescription("; ".join(words[0] for words in self._texts.values()))
        self.update()

    def texts(self) -> dict[str, str]:
        """Give what is shown, by column."""
        return {key: words[0] for key, words in self._texts.items()}

    def width_of(self, column: str) -> int:
        """Give the width that the total of a column needs; 0 where it has none."""
        words = self._texts.get(column)
        if not words:
            return 0
        return QFontMetrics(theme.font("strong")).horizontalAdvance(words[-1]) + theme.px(
            2 * PADDING + 1
        )

    def sizeHint(self) -> QSize:
        return QSize(0, max(theme.px(21), self.fontMetrics().height() + 5))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("raised"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        for text, rect, right in self._cells():
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), text)

    def _cells(self) -> list[tuple[str, QRect, bool]]:
        """Place every text; a left-aligned one gets the empty columns behind it."""
        model = self._header.model()
        columns = model.columns if isinstance(model, RecordModel) else ()
        metrics = QFontMetrics(theme.font("strong"))
        result = []
        visible = [
            place
            for visual in range(self._header.count())
            if not self._header.isSectionHidden(place := self._header.logicalIndex(visual))
        ]
        for order, place in enumerate(visible):
            words = self._texts.get(columns[place].key)
            if not words:
                continue
            left = self._header.sectionViewportPosition(place)
            right = left + self._header.sectionSize(place)
            if not columns[place].right:
                for other in visible[order + 1 :]:
                    if self._texts.get(columns[other].key):
                        break
                    right = self._header.sectionViewportPosition(other)
                    right += self._header.sectionSize(other)
            inside = theme.px(PADDING)
            rect = QRect(left + inside, 1, right - left - 2 * inside, self.height() - 2)
            fitting = (word for word in words if metrics.horizontalAdvance(word) <= rect.width())
            result.append((next(fitting, words[-1]), rect, columns[place].right))
        return result
