"""Dialogs of a template: its versions with what differs, its head, the templates of a file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.reports.template_changes import Difference, differences
from danvan_desktop.reports.template_files import Offer
from danvan_desktop.reports.template_store import Stored
from ui import theme
from ui.screens.template_work import origin_words
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.pane_list import PaneList
from ui.widgets.plain_table import Column, PlainTable, Row

LINES = ("addressees", "recipients")
"""Parts of the head that have a line for each entry."""


class VersionsDialog(QDialog):
    """Lists the versions, the newest first; ``wanted`` is the one to take back (0 for none)."""

    def __init__(self, versions: Sequence[Stored], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Các bản của mẫu"))
        self.resize(theme.px(760), theme.px(520))
        self.wanted = 0
        self._versions = {one.version: one for one in versions}
        self.table = PlainTable(
            (
                Column(_("Bản"), 56, right=True),
                Column(_("Nguồn"), 260),
                Column(_("Ghi chú")),
            ),
            _("Các bản của mẫu"),
        )
        self.title = label("", "strong", wrap=True)
        self.changes = PaneList(_("Khác bản trước"), self)
        self.changes.setWordWrap(True)
        self.restore = Button(_("Lấy lại bản này"), "restore", on_click=self._restore)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.restore)
        foot.addStretch(1)
        foot.addWidget(Button(_("Đóng"), on_click=self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.table, 1)
        column.addWidget(self.title)
        column.addWidget(self.changes, 1)
        column.addLayout(foot)
        self.table.chosen.connect(self._choose)
        self.table.show_rows(
            [Row(one.version, (str(one.version), origin_words(one), one.note)) for one in versions]
        )
        self._choose(self.table.key)

    def _choose(self, version: object) -> None:
        one = self._versions.get(version) if isinstance(version, int) else None
        if one is None:
            return
        before = [n for n in self._versions if n < one.version]
        newest = one.version == max(self._versions)
        self.restore.forbid(_("Đây là bản mới nhất") if newest else "")
        self.changes.clear()
        if not before:
            self.title.setText(_("Bản đầu tiên"))
            return
        earlier = self._versions[max(before)]
        found = differences(earlier.data, one.data)
        words = _("Bản {n} khác bản {before} ở {count} chỗ")
        self.title.setText(words.format(n=one.version, before=earlier.version, count=len(found)))
        for line in found:
            self.changes.addItem(change_words(line))

    def _restore(self) -> None:
        if isinstance(self.table.key, int):
            self.wanted = self.table.key
            self.accept()


class ProgramDialog(QDialog):
    """Compares the office's template with a newer one of the program; ``choice`` is what to do."""

    TAKE, KEEP = "take", "keep"

    def __init__(self, own: Stored, newer: Stored, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Chương trình có bản mới hơn của mẫu này"))
        self.resize(theme.px(720), theme.px(500))
        self.choice = ""
        self.changes = PaneList(_("Bản của chương trình khác bản của cơ quan"), self)
        self.changes.setWordWrap(True)
        found = differences(own.data, newer.data)
        for line in found:
            self.changes.addItem(change_words(line))
        words = _("Bản {n} của chương trình khác bản {own} của cơ quan ở {count} chỗ").format(
            n=newer.version, own=own.version, count=len(found)
        )
        told = _("Lấy bản của chương trình thì bản của cơ quan vẫn còn trong “Các bản của mẫu”.")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(Button(_("Đóng"), on_click=self.reject))
        foot.addStretch(1)
        self.keep = Button(_("Giữ bản của cơ quan"), on_click=lambda: self._choose(self.KEEP))
        self.take = Button(
            _("Lấy bản của chương trình"), "download", on_click=lambda: self._choose(self.TAKE)
        )
        foot.addWidget(self.keep)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(label(words, "strong", wrap=True))
        column.addWidget(self.changes, 1)
        column.addWidget(label(told, "help", wrap=True))
        column.addLayout(foot)

    def _choose(self, choice: str) -> None:
        self.choice = choice
        self.accept()


def ask_program(own: Stored, newer: Stored, parent: QWidget) -> str:
    """Ask whether the program's newer version is taken, the office's kept, or neither ("")."""
    dialog = ProgramDialog(own, newer, parent)
    return dialog.choice if dialog.exec() else ""


class OffersDialog(QDialog):
    """Shows what a file of templates brings; ``taken`` are those that the clerk ticked."""

    def __init__(self, name: str, offers: Sequence[Offer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Nhận mẫu từ {name}").format(name=name))
        self.resize(theme.px(720), theme.px(500))
        self.offers = tuple(offers)
        self.list = PaneList(_("Các mẫu trong tệp"), self)
        self.changes = PaneList(_("Thay đổi nếu nhận"), self)
        self.changes.setWordWrap(True)
        for offer in offers:
            item = QListWidgetItem(_offer_words(offer))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if offer.same else Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._choose)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.accept_button = Button(_("Nhận"), "download", kind="primary", on_click=self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(label(_("Chưa ghi gì. Nhận xong vẫn hoàn tác được."), "help"), 1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(label(_("Thay đổi nếu nhận"), "strong"))
        column.addWidget(self.changes, 1)
        column.addLayout(foot)
        self.list.setCurrentRow(0)
        self._count()

    @property
    def taken(self) -> list[Offer]:
        """The ticked templates."""
        rows = range(self.list.count())
        ticked = (self.list.item(row).checkState() is Qt.CheckState.Checked for row in rows)
        return [offer for offer, on in zip(self.offers, ticked, strict=True) if on]

    def _choose(self, row: int) -> None:
        self.changes.clear()
        if not 0 <= row < len(self.offers):
            return
        offer = self.offers[row]
        if offer.present is None:
            self.changes.addItem(_("Mẫu mới, thêm vào danh sách mẫu."))
        elif offer.same:
            self.changes.addItem(_("Giống bản đang dùng; nhận cũng không đổi gì."))
        for line in offer.changes:
            self.changes.addItem(change_words(line))

    def _count(self) -> None:
        count = sum(1 for offer in self.taken if not offer.same)
        self.accept_button.setText(_("Nhận {n} mẫu").format(n=count))
        self.accept_button.forbid("" if count else _("Chưa chọn mẫu nào có thay đổi"))


def change_words(line: Difference) -> str:
    """Write a difference on a few lines."""
    parts = [f"{line.place}: {line.what}"]
    if line.before:
        parts.append("− " + line.before[:400])
    if line.after:
        parts.append("+ " + line.after[:400])
    return "\n".join(parts)


def _offer_words(offer: Offer) -> str:
    if offer.present is None:
        return _("{name} – mẫu mới").format(name=offer.name)
    if offer.same:
        return _("{name} – giống bản đang dùng").format(name=offer.name)
    return _("{name} – khác bản {n} ở {count} chỗ").format(
        name=offer.name, n=offer.present.version, count=len(offer.changes)
    )
