"""Every icon exists and is painted in the text colour of its row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from danvan_desktop.registers import REGISTERS
from ui import icons, screens, theme


@pytest.mark.parametrize("name", sorted(icons.DRAWINGS))
def test_drawing_exists_and_shows_something(name: str) -> None:
    """Each meaning has a drawing in the package, and it is not empty."""
    image = icons.pixmap(name, QColor("#123456"), 16).toImage()
    dots = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
    assert any(dot.alpha() > 100 for dot in dots)


def test_every_declared_icon_is_known() -> None:
    """Registers, their states and the screens name only icons that exist."""
    named = {spec.icon for spec in REGISTERS.values()}
    named |= {state.icon for spec in REGISTERS.values() for state in spec.states}
    named |= {entry.icon for entry in (*screens.SCREENS, screens.HELP)}
    assert named <= set(icons.DRAWINGS)


def test_icon_follows_the_theme(qapp: QApplication) -> None:
    """The same QIcon is dark on light and light on dark."""
    icon = icons.icon("circle")
    assert _ink(icon) == QColor(theme.LIGHT.text)
    theme.apply(qapp, mode="dark")
    assert _ink(icon) == QColor(theme.DARK.text)


def test_icon_is_rendered_for_the_device_ratio() -> None:
    """At 150 % an icon of 16 has 24 dots, so it stays sharp."""
    drawn = icons.pixmap("search", QColor("black"), 16, 1.5)
    assert (drawn.width(), drawn.devicePixelRatio()) == (24, 1.5)


def _ink(icon: QIcon) -> QColor:
    image = icon.pixmap(QSize(48, 48)).toImage()
    found = max(
        (image.pixelColor(x, y) for x in range(48) for y in range(48)), key=lambda c: c.alpha()
    )
    return QColor(found.rgb())
