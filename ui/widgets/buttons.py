"""Buttons of the four kinds: a verb with an icon; only back, page and the like are bare icons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QPushButton, QWidget

from ui import icons, theme

Kind = Literal["standard", "primary", "quiet", "destructive", "bar"]
_ICON_ROLE = {"primary": "on_accent", "destructive": "error", "bar": "on_bar"}
_GAP = 4
"""What is added to Qt's own 4 pixels between icon and text."""


class Button(QPushButton):
    """A push button of a kind; ``dense`` is the height in card heads and table rows."""

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        *,
        kind: Kind = "standard",
        dense: bool = False,
        on_click: Callable[[], Any] | None = None,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        if dense:
            self.setProperty("dense", "true")
        self.setAutoDefault(False)
        if icon:
            self.setIcon(icons.icon(icon, _ICON_ROLE.get(kind, "text")))
        self._fit_icon()
        if tip:
            self.setToolTip(tip)
        if on_click is not None:
            self.clicked.connect(lambda: on_click())

    def forbid(self, reason: str) -> None:
        """Disable with the reason as tool tip; an empty reason allows again and clears it."""
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit_icon()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._fit_icon()
        super().changeEvent(event)

    def _fit_icon(self) -> None:
        size = theme.px(15)
        self.setIconSize(QSize(size + (_GAP if self.text() else 0), size))


def icon_button(
    icon: str, name: str, *, on_click: Callable[[], Any] | None = None, dense: bool = False
) -> Button:
    """Make a quiet button that shows only an icon; ``name`` is read aloud and is its tool tip."""
    button = Button("", icon, kind="quiet", dense=dense, on_click=on_click, tip=name)
    button.setAccessibleName(name)
    button.setFixedWidth(theme.px(32 if not dense else 26))
    return button


def equal_widths(*buttons: QPushButton) -> None:
    """Give a column of buttons the width of the widest, at least 112."""
    width = max([theme.px(112), *(button.sizeHint().width() for button in buttons)])
    for button in buttons:
        button.setFixedWidth(width)
