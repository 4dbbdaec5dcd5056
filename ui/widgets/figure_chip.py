"""A live figure inside a text: one character for the cursor, words from the registers for the eye.

The document keeps only which figure it is; what it says comes from ``words`` while painting, so
that new figures change no text, no undo step and no draft.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from danvan_desktop.reports.tag_words import is_control, tag_words
from ui import theme
from ui.widgets.section_text import Figure

CHIP = QTextFormat.ObjectTypes.UserObject.value + 1
_PATH = QTextFormat.Property.UserProperty.value + 1
_FILTER = QTextFormat.Property.UserProperty.value + 2
_PAD = 4
WAITING = "…"

Words = Callable[[Figure], str]
Chosen = Callable[[int], bool]


def _never(_position: int) -> bool:
    return False


class ChipPainter(QPyTextObject):
    """Measures and paints the chips of one document."""

    def __init__(
        self, words: Words, chosen: Chosen, parent: QObject, wrong: Chosen = _never
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._chosen = chosen
        self._wrong = wrong

    def intrinsicSize(self, document: QTextDocument, position: int, form: QTextFormat) -> QSizeF:
        metrics = QFontMetricsF(chip_font(form))
        words = self._text(form)
        width = metrics.horizontalAdvance(words) + 2 * _PAD
        room = document.textWidth() - 2 * document.documentMargin()
        if room <= 0 or width <= room:
            return QSizeF(width, metrics.height())
        box = metrics.boundingRect(
            QRectF(0, 0, room - 2 * _PAD, 10_000), int(Qt.TextFlag.TextWordWrap), words
        )
        return QSizeF(room, box.height())

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        form: QTextFormat,
    ) -> None:
        rect = QRectF(rect)
        chosen = self._chosen(position)
        ink_role, ground_role = self._roles(position, form)
        ink = theme.colour("on_accent" if chosen else ink_role)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if chosen else ground_role))
        painter.drawRoundedRect(rect.adjusted(0.5, 0, -0.5, 0), 3, 3)
        if not chosen:
            painter.fillRect(QRectF(rect.left() + 1, rect.bottom() - 1, rect.width() - 2, 1), ink)
        painter.setPen(ink)
        painter.setFont(chip_font(form))
        painter.drawText(
            rect.adjusted(_PAD, 0, -_PAD, 0),
            int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            | int(Qt.TextFlag.TextWordWrap),
            self._text(form),
        )
        painter.restore()

    def _roles(self, position: int, form: QTextFormat) -> tuple[str, str]:
        """Choose ink and ground: figures accent, conditions and loops quiet, mistakes red."""
        if self._wrong(position):
            return "error", "error_ground"
        figure = figure_of(form)
        if figure is not None and not figure.filter and is_control(figure.path):
            return "text2", "neutral"
        return "accent", "soft"

    def _text(self, form: QTextFormat) -> str:
        figure = figure_of(form)
        if figure is None:
            return WAITING
        said = self._words(figure)
        return said or (WAITING if figure.filter else tag_words(figure.path))


def chip_format(figure: Figure, base: QTextCharFormat) -> QTextCharFormat:
    """Make the format of the one character that stands for a figure."""
    form = QTextCharFormat(base)
    form.setObjectType(CHIP)
    form.setProperty(_PATH, figure.path)
    form.setProperty(_FILTER, figure.filter)
    form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    return form


def figure_of(form: QTextFormat) -> Figure | None:
    """Tell which figure a character stands for; None for ordinary text."""
    if form.objectType() != CHIP:
        return None
    return Figure(str(form.property(_PATH)), str(form.property(_FILTER) or ""))


def chip_font(form: QTextFormat) -> QFont:
    """Give the font of a chip: that of the text, bold."""
    font = theme.font("report")
    font.setBold(True)
    font.setItalic(form.toCharFormat().fontItalic())
    return font
