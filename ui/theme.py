"""The one place of colours, type and sizes: tokens, palette, style sheet, switched at run time.

Widgets that paint themselves ask ``tokens()`` and ``font()`` while painting, so a switch between
light and dark or another text zoom needs no restart. Labels say their part by ``set_role``.
Sizes are logical pixels at 100 %; ``px`` follows the text zoom, Qt follows the screen's scale.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QWidget

Mode = Literal["auto", "light", "dark"]
FONT_FAMILIES = ("Segoe UI", "Noto Sans", "DejaVu Sans")
ZOOM_RANGE = (90, 150)


class Tokens(NamedTuple):
    """Every colour of the program, as #RRGGBB; grounds first, then what stands on them."""

    bg: str
    surface: str
    raised: str
    rail: str
    neutral: str
    line: str
    border: str
    text: str
    text2: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    selection: str
    success: str
    success_ground: str
    warning: str
    warning_ground: str
    error: str
    error_ground: str
    zebra: str
    desk: str
    bar: str
    on_bar: str

    def colour(self, name: str) -> QColor:
        """Return a token as a colour, by its name."""
        return QColor(getattr(self, name))


LIGHT = Tokens(
    bg="#F3F5F8",
    surface="#FFFFFF",
    raised="#F8F9FB",
    rail="#E8ECF1",
    neutral="#E8ECF1",
    line="#DCE1E8",
    border="#7D8999",
    text="#1A2230",
    text2="#465264",
    muted="#596576",
    accent="#1B5FAA",
    accent_hover="#164E8C",
    on_accent="#FFFFFF",
    soft="#E4EEF9",
    selection="#D3E4F6",
    success="#1B6B3B",
    success_ground="#E1F2E7",
    warning="#7F4A00",
    warning_ground="#FCEFD3",
    error="#B02018",
    error_ground="#FCE7E5",
    zebra="#F8FAFC",
    desk="#D9DEE5",
    bar="#1A2230",
    on_bar="#FFFFFF",
)

DARK = Tokens(
    bg="#15191F",
    surface="#1D232B",
    raised="#232A34",
    rail="#181D24",
    neutral="#2A323D",
    line="#323B47",
    border="#8593A4",
    text="#E7EBF1",
    text2="#B9C3D0",
    muted="#A7B3C1",
    accent="#7FB6F2",
    accent_hover="#A3CBF7",
    on_accent="#0E1620",
    soft="#1F3147",
    selection="#274464",
    success="#7FD3A0",
    success_ground="#1B3526",
    warning="#F0C070",
    warning_ground="#3B2E14",
    error="#F5A09A",
    error_ground="#43211F",
    zebra="#20262F",
    desk="#101419",
    bar="#0E1620",
    on_bar="#E7EBF1",
)

TONES = {
    "neutral": ("text2", "neutral"),
    "accent": ("accent", "soft"),
    "success": ("success", "success_ground"),
    "warning": ("warning", "warning_ground"),
    "error": ("error", "error_ground"),
}
"""Tone of a state or badge → (text token, ground token)."""


class TypeRole(NamedTuple):
    """A step of the type scale: points at 100 % zoom, weight, colour token."""

    points: float
    bold: bool = False
    colour: str = "text"


ROLES = {
    "page_title": TypeRole(14, bold=True),
    "figure": TypeRole(14, bold=True),
    "record_title": TypeRole(12.5, bold=True),
    "card_title": TypeRole(10.5, bold=True),
    "section_title": TypeRole(10.5, bold=True, colour="text2"),
    "report": TypeRole(10.5),
    "base": TypeRole(9),
    "strong": TypeRole(9, bold=True),
    "label": TypeRole(9, colour="text2"),
    "muted": TypeRole(9, colour="muted"),
    "error_text": TypeRole(9, colour="error"),
    "small": TypeRole(8.5),
    "small_strong": TypeRole(8.5, bold=True, colour="text2"),
    "help": TypeRole(8.5, colour="muted"),
    "error": TypeRole(8.5, colour="error"),
    "warning": TypeRole(8.5, colour="warning"),
    "success": TypeRole(8.5, colour="success"),
}
"""What a text is for → how it is set (the type scale of the design)."""


class _State(QObject):
    """The theme in use; ``changed`` comes after the palette and the style sheet were set."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT
        self.mode: Mode = "auto"
        self.zoom = 100
        self.family = ""


_state = _State()


def tokens() -> Tokens:
    """Return the colours in use."""
    return _state.tokens


def colour(name: str) -> QColor:
    """Return a colour in use by its token name."""
    return _state.tokens.colour(name)


def tone(name: str) -> tuple[QColor, QColor]:
    """Return text and ground colour of a tone (neutral, accent, success, warning, error)."""
    text, ground = TONES.get(name, TONES["neutral"])
    return colour(text), colour(ground)


def is_dark() -> bool:
    """Tell whether the dark colours are in use."""
    return _state.tokens is DARK


def zoom() -> int:
    """Return the text zoom in per cent (90–150)."""
    return _state.zoom


def px(size: float) -> int:
    """Scale a size of the design by the text zoom; never below 1."""
    return max(1, round(size * _state.zoom / 100))


def dialog_size(parent: QWidget | None, width: int, height: int) -> tuple[int, int]:
    """Give a dialog its size at 100 % in pixels, at most what its window leaves free around it."""
    window = parent.window() if parent is not None else None
    if window is None:
        return px(width), px(height)
    return min(px(width), window.width() - 24), min(px(height), window.height() - 24)


def font(role: str = "base") -> QFont:
    """Return the font of a role of ``ROLES`` at the present zoom, with tabular figures."""
    step = ROLES[role]
    result = QFont(_family())
    result.setPointSizeF(step.points * _state.zoom / 100)
    result.setBold(step.bold)
    return result


def fill(painter: QPainter, area: QRect, ground: QColor) -> None:
    """Fill an area; unlike ``fillRect`` it does not make Python learn Qt's 169 gradients."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRect(area)


def set_role(widget: QWidget, role: str) -> None:
    """Give a label or button the type and colour of a role; the style sheet keeps it current."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        repolish(widget)


def repolish(widget: QWidget) -> None:
    """Apply the style sheet again after a property that it looks at has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def on_changed(slot: Callable[[], object]) -> None:
    """Call a method of a QObject after every switch of colours or zoom, as long as it lives."""
    _state.changed.connect(slot)


def apply(app: QApplication, *, mode: Mode = "auto", zoom: int = 100) -> None:
    """Set palette, font and style sheet of the whole program; callable at any time.

    The look that is in use already is not laid on again: every widget there is would be styled.
    """
    from ui.style import HouseStyle

    look = (
        DARK if mode == "dark" or (mode == "auto" and _system_is_dark(app)) else LIGHT,
        min(max(zoom, ZOOM_RANGE[0]), ZOOM_RANGE[1]),
    )
    _state.mode = mode
    styled = isinstance(_style_of(app), HouseStyle)
    if styled and app.styleSheet() and look == (_state.tokens, _state.zoom):
        return
    if not styled:
        app.setStyle(HouseStyle())
    _state.tokens, _state.zoom = look
    app.setPalette(palette(_state.tokens))
    app.setFont(font())
    app.setStyleSheet(style_sheet(_state.tokens))
    _state.changed.emit()


def follow_system(app: QApplication) -> None:
    """Switch with the desktop whenever the mode is "auto"."""

    def follow() -> None:
        if _state.mode == "auto":
            apply(app, mode="auto", zoom=_state.zoom)

    app.styleHints().colorSchemeChanged.connect(follow)


def palette(t: Tokens) -> QPalette:
    """Build the palette of the tokens, as the design assigns the roles."""
    result = QPalette()
    role = QPalette.ColorRole
    for which, value in (
        (role.Window, t.bg),
        (role.Base, t.surface),
        (role.AlternateBase, t.zebra),
        (role.Button, t.surface),
        (role.Text, t.text),
        (role.WindowText, t.text),
        (role.ButtonText, t.text),
        (role.BrightText, t.error),
        (role.PlaceholderText, t.muted),
        (role.Highlight, t.selection),
        (role.HighlightedText, t.text),
        (role.Link, t.accent),
        (role.LinkVisited, t.accent),
        (role.Accent, t.accent),
        (role.ToolTipBase, t.raised),
        (role.ToolTipText, t.text),
        (role.Light, t.surface),
        (role.Midlight, t.raised),
        (role.Mid, t.line),
        (role.Dark, t.border),
        (role.Shadow, t.border),
    ):
        result.setColor(which, QColor(value))
    for which in (role.Text, role.WindowText, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.muted))
    for which in (role.Base, role.Button):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.neutral))
    return result


def style_sheet(t: Tokens) -> str:
    """Write the short style sheet: buttons, editors, headers, tabs, tool tips, scroll bars."""
    h = px(26)
    return f"""

QPushButton {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border};
  border-radius: 4px; padding: 0 {px(10)}px; min-height: {h}px; }}
QPushButton:hover {{ background: {t.raised}; }}
QPushButton:pressed, QPushButton:checked {{ background: {t.selection}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent};
  border-color: {t.accent}; font-weight: bold; padding: 0 {px(13)}px; }}
QPushButton[kind="primary"]:hover {{ background: {t.accent_hover};
  border-color: {t.accent_hover}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[kind="quiet"]:hover {{ background: {t.raised}; border-color: {t.line}; }}
QPushButton[kind="quiet"]:checked {{ background: {t.selection}; }}
QPushButton[kind="destructive"] {{ color: {t.error}; }}
QPushButton[kind="bar"] {{ background: transparent; color: {t.on_bar}; border-color: {t.on_bar}; }}
QPushButton[dense="true"] {{ min-height: {px(22)}px; padding: 0 {px(8)}px; }}
QPushButton:disabled {{ background: {t.neutral}; color: {t.muted}; border-color: {t.line}; }}
QPushButton[kind="quiet"]:disabled {{ background: transparent; border-color: transparent; }}
QPushButton[align="left"] {{ text-align: left; padding: 0 {px(9)}px; }}
QPushButton::menu-indicator {{ width: 0; }}
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDateEdit, QTimeEdit {{ background: {t.surface};
  color: {t.text}; border: 1px solid {t.border}; border-radius: 4px; padding: 0 {px(6)}px;
  selection-background-color: {t.selection}; selection-color: {t.text};
  placeholder-text-color: {t.muted}; }}
QPlainTextEdit, QTextEdit {{ padding: {px(2)}px {px(4)}px; }}
QLineEdit, QSpinBox, QDateEdit, QTimeEdit {{ min-height: {h}px; }}
QLineEdit[dense="true"] {{ min-height: {px(20)}px; }}
QLineEdit[dense="true"] {{ padding: 0 {px(3)}px; }}
QLineEdit[active="true"], QComboBox[active="true"] {{ border-color: {t.accent}; }}
QLineEdit[issue="error"], QPlainTextEdit[issue="error"], QTextEdit[issue="error"] {{
  border: 1px solid {t.error}; border-left: 3px solid {t.error}; }}
QLineEdit[issue="warning"], QPlainTextEdit[issue="warning"], QTextEdit[issue="warning"] {{
  border: 1px solid {t.warning}; border-left: 3px solid {t.warning}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {{ background: {t.neutral};
  color: {t.muted}; border-color: {t.line}; }}
QTextBrowser, QTextEdit[frame="none"], QPlainTextEdit[frame="none"] {{ border: 0;
  border-radius: 0; }}
QHeaderView::section {{ background: {t.raised}; color: {t.text2}; border: 0;
  border-right: 1px solid {t.line}; border-bottom: 1px solid {t.line}; padding: 0 {px(5)}px;
  font-size: {_points(8.5)}pt; font-weight: bold; min-height: {px(23)}px; }}
QTabBar::tab {{ background: transparent; color: {t.text2}; border: 0;
  border-bottom: 2px solid transparent; padding: {px(7)}px {px(10)}px; }}
QTabBar::tab:selected {{ color: {t.accent}; border-bottom-color: {t.accent}; font-weight: bold; }}
QTabBar::tab:hover {{ background: {t.raised}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {t.line}; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border};
  padding: 3px 6px; }}
QMenu {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border}; padding: 4px 0; }}
QMenu::item {{ padding: {px(5)}px {px(20)}px {px(5)}px {px(12)}px; }}
QMenu::item:selected {{ background: {t.selection}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.muted}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 0; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {t.border}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
{_role_rules(t)}"""


def _role_rules(t: Tokens) -> str:
    lines = []
    for name, step in ROLES.items():
        weight = "bold" if step.bold else "normal"
        lines.append(
            f'QLabel[role="{name}"] {{ font-size: {_points(step.points)}pt; '
            f"font-weight: {weight}; color: {getattr(t, step.colour)}; }}"
        )
    return "\n".join(lines)


def _points(size: float) -> str:
    return f"{size * _state.zoom / 100:.2f}"


def _family() -> str:
    if not _state.family:
        # Asking for one font at a time: the list of all families takes 10 ms to put together.
        found = next((name for name in FONT_FAMILIES if QFontDatabase.hasFamily(name)), "")
        _state.family = found or QApplication.font().family()
    return _state.family


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _style_of(app: QApplication) -> object:
    from ui.style import HouseStyle

    return HouseStyle.current if HouseStyle.current is not None else app.style()
