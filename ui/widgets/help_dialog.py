"""Help on this computer: F1 opens the page of the screen; nothing comes from a network."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from danvan_desktop.i18n import SOURCE_LANGUAGE, _, language
from danvan_desktop.paths import resources
from danvan_desktop.registers import REGISTERS
from ui import theme
from ui.shortcuts import card_html
from ui.widgets.buttons import Button

INDEX = "index"
CARD = "keys"
"""The card of shortcuts, written from the table that binds them."""


def help_page(key: str) -> Path:
    """Find the page of a screen in the language in use, else Vietnamese, else the contents.

    "record-x" is the form of a register: without a page of its own it has the page of all forms,
    as a register without one has the page of all registers.
    """
    folder = resources() / "help"
    shared = "registers" if key in REGISTERS else key.partition("-")[0]
    for name in (key, shared, INDEX):
        for code in (language(), SOURCE_LANGUAGE):
            page = folder / f"{name}.{code}.html"
            if page.exists():
                return page
    return folder / f"{INDEX}.{SOURCE_LANGUAGE}.html"


class HelpDialog(QDialog):
    """Shows a local page; links lead to other local pages only. Not modal: it may stay open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = INDEX
        self.setWindowTitle(_("Trợ giúp"))
        self.resize(theme.px(600), theme.px(540))
        self.browser = QTextBrowser()
        self.browser.setOpenExternalLinks(False)
        self.browser.setOpenLinks(False)
        self.browser.setProperty("focusRing", False)
        self.browser.setAccessibleName(_("Trang trợ giúp"))
        self.browser.anchorClicked.connect(self._follow)
        self.browser.document().setDocumentMargin(16)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 0, 12, 12)
        buttons.addWidget(Button(_("Mục lục"), "book", on_click=lambda: self.show_page(INDEX)))
        buttons.addWidget(Button(_("In"), "print", on_click=self.print_page))
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Đóng"), on_click=self.close))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.browser)
        column.addLayout(buttons)
        theme.on_changed(self._restyle)

    def show_page(self, key: str) -> None:
        """Show the page of a screen."""
        self._key = key
        text = card_html() if key == CARD else help_page(key).read_text(encoding="utf-8")
        self.browser.document().setDefaultStyleSheet(_page_style())
        self.browser.setHtml(text)
        self.show()
        self.activateWindow()

    def print_page(self) -> None:
        """Print the page that is shown, such as the card of shortcuts."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        if QPrintDialog(printer, self).exec():
            self.browser.print_(printer)

    def _follow(self, link: QUrl) -> None:
        self.show_page(link.fileName().split(".")[0] or INDEX)

    def _restyle(self) -> None:
        if self.isVisible():
            self.show_page(self._key)


def _page_style() -> str:
    t = theme.tokens()
    size = 9 * theme.zoom() / 100
    return (
        f"body {{ color: {t.text}; font-size: {size:.1f}pt; }}"
        f"h1 {{ font-size: {size * 1.5:.1f}pt; }} h2 {{ font-size: {size * 1.15:.1f}pt; }}"
        f"a {{ color: {t.accent}; }} p, li {{ line-height: 140%; }}"
        f"kbd, code {{ background: {t.neutral}; }} th {{ text-align: left; }}"
        "td, th { padding: 3px 12px 3px 0; }"
    )
