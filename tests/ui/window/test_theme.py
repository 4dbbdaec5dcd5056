"""Colours are readable, type follows the zoom, nothing needs a restart."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ui import theme

STATED = [
    # text, ground, least ratio light, least ratio dark (the design's table)
    ("border", "surface", 3.6, 5.1),
    ("text", "surface", 16.0, 13.2),
    ("text", "selection", 12.3, 8.4),
    ("text2", "surface", 7.9, 8.9),
    ("text2", "neutral", 6.7, 7.3),
    ("muted", "surface", 5.9, 7.4),
    ("muted", "rail", 5.0, 8.0),
    ("muted", "selection", 4.6, 4.7),
    ("muted", "neutral", 4.5, 4.5),
    ("accent", "surface", 6.4, 7.4),
    ("accent", "soft", 5.5, 6.2),
    ("accent", "selection", 5.0, 4.7),
    ("on_accent", "accent", 6.4, 8.6),
    ("on_accent", "accent_hover", 4.5, 4.5),
    ("success", "success_ground", 5.6, 7.4),
    ("warning", "warning_ground", 6.4, 7.9),
    ("error", "error_ground", 5.8, 7.0),
    ("on_bar", "bar", 4.5, 4.5),
]


@pytest.mark.parametrize(("text", "ground", "light", "dark"), STATED)
def test_contrast_of_every_pair_is_as_stated(
    text: str, ground: str, light: float, dark: float
) -> None:
    """The computed ratio, to one decimal, is at least what the design promises."""
    for tokens, least in ((theme.LIGHT, light), (theme.DARK, dark)):
        ratio = _contrast(getattr(tokens, text), getattr(tokens, ground))
        assert round(ratio, 1) >= least


def test_dark_surfaces_rise_in_lightness() -> None:
    """Dark is no inversion: page, card and bar get lighter, one above the other."""
    heights = [theme.DARK.colour(name).lightnessF() for name in ("bg", "surface", "raised")]
    assert heights == sorted(heights)


def test_switch_to_dark_reaches_shown_widgets(qapp: QApplication, qtbot: QtBot) -> None:
    """A label that is already shown has the dark text colour at once."""
    label = QLabel("Bộ phận Một cửa")
    theme.set_role(label, "base")
    qtbot.addWidget(label)
    label.show()
    theme.apply(qapp, mode="dark")
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.DARK.bg.lower()
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == theme.DARK.text.lower()


@pytest.mark.parametrize("zoom", [90, 100, 130, 150])
def test_zoom_multiplies_type_and_controls(qapp: QApplication, qtbot: QtBot, zoom: int) -> None:
    """Points and heights grow together, so nothing is clipped."""
    theme.apply(qapp, mode="light", zoom=zoom)
    assert theme.font("page_title").pointSizeF() == pytest.approx(14 * zoom / 100)
    for control in (QPushButton("Lưu"), QLineEdit("Ấp Tân Định"), QComboBox()):
        qtbot.addWidget(control)
        control.show()
        assert control.sizeHint().height() == pytest.approx(28 * zoom / 100, abs=1)
        assert control.sizeHint().height() >= control.fontMetrics().height()


def test_zoom_outside_the_range_is_held_inside(qapp: QApplication) -> None:
    """A damaged setting cannot make the program unreadable."""
    theme.apply(qapp, mode="light", zoom=900)
    assert theme.zoom() == theme.ZOOM_RANGE[1]


def test_look_in_use_is_not_laid_on_again(qapp: QApplication, qtbot: QtBot) -> None:
    """The same colours and zoom once more change nothing, whatever mode asks for them."""
    theme.apply(qapp, mode="light")
    with qtbot.assertNotEmitted(theme._state.changed):
        theme.apply(qapp, mode="light")
    with qtbot.waitSignal(theme._state.changed, timeout=1_000):
        theme.apply(qapp, mode="light", zoom=110)


def test_font_has_every_vietnamese_letter() -> None:
    """No letter falls back to another family in the middle of a word."""
    from PySide6.QtGui import QFontMetrics

    metrics = QFontMetrics(theme.font())
    assert all(metrics.inFontUcs4(ord(letter)) for letter in "ảấẫậắẵặểễệỉịọộớợụủứữựỳỵỷỹđĐƠƯ₫")


def _contrast(first: str, second: str) -> float:
    """Compute the contrast ratio of two colours (WCAG 2.1: 1 to 21)."""
    one, two = sorted((_luminance(QColor(first)), _luminance(QColor(second))), reverse=True)
    return (one + 0.05) / (two + 0.05)


def _luminance(value: QColor) -> float:
    parts = (value.redF(), value.greenF(), value.blueF())
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
