"""The status bar: what is true about saving, where the data are, who works, how to get help."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel


class StatusBar(Panel):
    """24 high. The first statement follows the writer: saving, saved at, not saved, draft kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", lines="top", height=24)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 12, 0)
        row.setSpacing(6)
        self._save = _Statement(row)
        self._place = _Statement(row)
        self._backup = _Statement(row)
        self._page = _Statement(row)
        self._undo = _Statement(row)
        row.addStretch(1)
        self._user = label("", "small")
        row.addWidget(self._user)
        row.addSpacing(12)
        row.addWidget(label(_("F1 Trợ giúp"), "small"))
        self._before = self._save.said
        self._place.show("disk", _("Dữ liệu chỉ ở trên máy này"))

    def show_server(self, words: str) -> None:
        """Say on which server the data are."""
        self._place.show("server", _("Dữ liệu ở máy chủ {name}").format(name=words))

    def saving(self) -> None:
        """A write is under way."""
        self._before = self._save.said
        self._save.show("clock", _("Đang lưu…"))

    def saved(self, clock: str) -> None:
        """A write was committed at a time of day ("14:05:12")."""
        self._save.show("check", _("Đã lưu lúc {time}").format(time=clock), "success")

    def nothing_saved(self) -> None:
        """Nothing was written after all: say again what was true before."""
        self._save.show(*self._before)

    def not_saved(self) -> None:
        """A write was refused."""
        self._save.show("error", _("Chưa lưu được"), "error")

    def draft_kept(self, clock: str) -> None:
        """A form keeps a draft; nothing is in the register yet."""
        self._save.show("draft", _("Bản nháp đã giữ lúc {time}").format(time=clock))

    def show_backup(self, text: str) -> None:
        """Say when the last verified copy was made."""
        self._backup.show("", text)

    def show_page(self, text: str, icon: str = "") -> None:
        """Say what the page counts or has selected."""
        self._page.show(icon, text)

    def show_undo(self, label_text: str | None) -> None:
        """Name what Ctrl+Z would take back."""
        text = _("Ctrl+Z: hoàn tác “{what}”").format(what=label_text) if label_text else ""
        self._undo.show("undo", text)

    def show_user(self, name: str) -> None:
        """Name the person who works."""
        self._user.setText(name)

    def set_narrow(self, narrow: bool) -> None:
        """Keep only what matters most in the narrow form."""
        self._backup.allow(not narrow)
        self._undo.allow(not narrow)


class _Statement:
    """Icon and words of the bar; empty words take no room, and nothing is made for them."""

    def __init__(self, row: QHBoxLayout) -> None:
        self._place = QHBoxLayout()
        self._place.setSpacing(6)
        row.addLayout(self._place)
        self._made: tuple[IconLabel, QLabel, QWidget] | None = None
        self._allowed = True
        self.said = ("", "", "small")

    def show(self, icon: str, text: str, role: str = "small") -> None:
        self.said = (icon, text, role)
        if self._made is None and not text:
            return
        picture, words, _gap = self._made or self._make()
        words.setText(text)
        theme.set_role(words, role)
        if icon:
            picture.show_icon(icon, "text2" if role == "small" else role)
        self._update()

    def allow(self, allowed: bool) -> None:
        self._allowed = allowed
        self._update()

    def _make(self) -> tuple[IconLabel, QLabel, QWidget]:
        gap = QWidget()
        gap.setFixedWidth(6)
        self._made = (IconLabel("check", "text2", size=14), label("", "small"), gap)
        for widget in self._made:
            self._place.addWidget(widget)
            widget.hide()
        return self._made

    def _update(self) -> None:
        if self._made is None:
            return
        icon, text, _role = self.said
        picture, words, gap = self._made
        shown = self._allowed and bool(text)
        picture.setVisible(shown and bool(icon))
        words.setVisible(shown)
        gap.setVisible(shown)
