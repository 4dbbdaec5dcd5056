"""The files of a record: dropped here or chosen, kept as copies, opened read-only.

Before its first save a record has no place for files; they wait in this list and are taken in
right after the save.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.storage.values import Attachment
from danvan_desktop.vietnamese.numbers import format_size
from ui import theme
from ui.farewell import delete_later
from ui.widgets.buttons import Button
from ui.widgets.labels import label

PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")


class AttachmentBar(QWidget):
    """Chips of files and the button that adds one.

    ``wanted`` gives paths to attach, ``opened`` and ``removed`` an Attachment, ``unwanted`` the
    path of a file that still waits.
    """

    wanted = Signal(list)
    opened = Signal(object)
    removed = Signal(object)
    unwanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.add_button = Button(_("Thêm tệp"), "add", parent=self)
        self._flow = Flow(spacing=8, parent=self)
        self._note = label("", "help", wrap=True, parent=self)
        self._chips: list[Button] = []
        self._by_id: dict[str, Attachment] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._flow)
        layout.addWidget(self._note)
        self._flow.add(self.add_button)
        self.setAccessibleName(_("Tệp kèm theo"))

    @property
    def chips(self) -> Sequence[Button]:
        """The buttons of the files, in order."""
        return tuple(self._chips)

    @property
    def said(self) -> str:
        """What is said below the files."""
        return self._note.text()

    def show_files(self, files: Sequence[Attachment], waiting: Sequence[Path] = ()) -> None:
        """Show kept files and files that wait for the first save."""
        for chip in self._chips:
            self._flow.remove(chip)
            delete_later(chip)
        self._chips, self._by_id = [], {}
        for attachment in files:
            chip = self._chip(attachment.name, format_size(attachment.size))
            chip.clicked.connect(lambda _on=False, a=attachment: self.opened.emit(a))
            self._offer(chip, attachment)
        for path in waiting:
            chip = self._chip(path.name, _("giữ khi lưu"))
            chip.clicked.connect(lambda _on=False, p=path: self.unwanted.emit(p))
            chip.setToolTip(_("Tệp này được giữ cùng hồ sơ khi bạn lưu. Bấm để bỏ."))
        self._flow.add(self.add_button)
        self._note.setText("")
        self._note.hide()

    def say(self, text: str, role: str = "error") -> None:
        """Say below the files why one was not taken."""
        theme.set_role(self._note, role)
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def set_read_only(self, read_only: bool) -> None:
        """Let files only be opened."""
        self.add_button.setVisible(not read_only)
        self.setAcceptDrops(not read_only)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.wanted.emit(paths)
            event.acceptProposedAction()

    def _chip(self, name: str, note: str) -> Button:
        icon = "image" if name.lower().endswith(PICTURES) else "attach"
        icon = "report" if name.lower().endswith((".pdf", ".docx", ".doc")) else icon
        # Qt reads & as a mnemonic; a file name must be shown as it is.
        chip = Button(f"{name}   {note}".replace("&", "&&"), icon, parent=self)
        chip.setAccessibleName(f"{name}, {note}")
        chip.setToolTip(_("Mở bản chỉ đọc. Chuột phải hoặc Delete để gỡ."))
        self._chips.append(chip)
        self._flow.add(chip)
        return chip

    def _offer(self, chip: Button, attachment: Attachment) -> None:
        chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

        def menu(at: QPoint) -> None:
            choices = QMenu(chip)
            choices.addAction(_("Mở"), lambda: self.opened.emit(attachment))
            choices.addAction(_("Gỡ tệp này"), lambda: self.removed.emit(attachment))
            choices.exec(chip.mapToGlobal(at))

        chip.customContextMenuRequested.connect(menu)
        chip.setProperty("attachment", attachment.id)
        self._by_id[attachment.id] = attachment

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = next((chip for chip in self._chips if chip.hasFocus()), None)
        if event.key() == Qt.Key.Key_Delete and focused is not None:
            attachment = self._by_id.get(str(focused.property("attachment")))
            if attachment is not None:
                self.removed.emit(attachment)
                return
        super().keyPressEvent(event)


class Flow(QWidget):
    """Places widgets side by side and wraps them like words.

    It is no layout: one made in Python would be handed items that Qt deletes behind its back.
    """

    def __init__(self, *, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Place a widget last; one that is here already moves."""
        self.remove(widget)
        self._widgets.append(widget)
        if widget.parentWidget() is not self:
            widget.setParent(self)
            widget.show()
        self._place_again()

    def remove(self, widget: QWidget) -> None:
        """Place a widget no longer; it stays a child until it is deleted."""
        if widget in self._widgets:
            self._widgets.remove(widget)
            self._place_again()

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        sizes = [one.minimumSizeHint() for one in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a widget in here changed its size
            self._place_again()
        return super().event(event)

    def _place_again(self) -> None:
        self.updateGeometry()
        self._arrange(self.width(), move=True)

    def _shown(self) -> list[QWidget]:
        return [one for one in self._widgets if not one.isHidden()]

    def _arrange(self, width: int, *, move: bool) -> int:
        left = top = tallest = 0
        for one in self._shown():
            size = one.sizeHint()
            if left > 0 and left + size.width() > width:
                left, top, tallest = 0, top + tallest + self._spacing, 0
            if move:
                one.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._spacing
            tallest = max(tallest, size.height())
        return top + tallest
