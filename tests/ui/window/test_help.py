"""F1 opens a local page for every screen, in the language of the window."""

from __future__ import annotations

import re

import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.paths import resources
from ui.widgets.help_dialog import CARD, HelpDialog

PAGES = sorted(path.name for path in (resources() / "help").glob("*.html"))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_both_languages_and_leads_somewhere(name: str) -> None:
    """A page exists in Vietnamese and English, and its links lead to pages."""
    folder = resources() / "help"
    key = name.split(".")[0]
    assert (folder / f"{key}.vi.html").exists()
    assert (folder / f"{key}.en.html").exists()
    links = re.findall(r'href="([^"]+)"', (folder / name).read_text(encoding="utf-8"))
    assert all(link == CARD or (folder / f"{link}.vi.html").exists() for link in links)


def test_links_open_other_pages_and_the_card(qtbot: QtBot) -> None:
    """The dialog follows links inside the help and writes the card of shortcuts."""
    from PySide6.QtCore import QUrl

    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    dialog.show_page("home")
    assert "Việc cần làm" in dialog.browser.toPlainText()
    dialog.browser.anchorClicked.emit(QUrl(CARD))
    assert "Ctrl+K" in dialog.browser.toPlainText()
