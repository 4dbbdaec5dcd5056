"""The address of a server that takes bundles: URL, user, and who vouches for the server."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from danvan_desktop.bundles.upload.places import Place, read_root, root_fingerprint, web_place
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from ui import messages, theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label


def edit_address(place: Place | None, parent: QWidget | None = None) -> Place | None:
    """Ask for an address, or change one; None when cancelled."""
    dialog = AddressDialog(place, parent)
    return dialog.place if dialog.exec() else None


class AddressDialog(QDialog):
    """Checked when it is accepted; what is wrong is said under the fields."""

    def __init__(self, place: Place | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self._root = place.root if place else ""
        self.setWindowTitle(_("Địa chỉ tải lên"))
        self.setMinimumWidth(theme.px(500))
        self.address = QLineEdit(place.address if place else "")
        self.address.setPlaceholderText("https://noi-nhan.vn/thu-muc")
        self.user = QLineEdit(place.user if place else "")
        self.root = label("", "help", wrap=True)
        self.root_button = Button(_("Chọn chứng thư gốc…"), "shield", on_click=self.choose_root)
        self.system_button = Button(_("Theo hệ điều hành"), on_click=self.drop_root)
        self.trouble = label("", "error", wrap=True)
        self.keep_button = Button(_("Ghi địa chỉ"), kind="primary", on_click=self.accept)
        self.keep_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(theme.px(6))
        _row(column, _("Địa chỉ (https) mà cấp trên cho"), self.address)
        _row(column, _("Tên người dùng, để trống nếu không có"), self.user)
        told = _("Mật khẩu được hỏi khi tải lên và không ghi vào đây.")
        column.addWidget(label(told, "help", wrap=True))
        column.addSpacing(theme.px(6))
        column.addWidget(label(_("Ai bảo đảm cho máy chủ"), "label"))
        column.addWidget(self.root)
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(self.root_button)
        choice.addWidget(self.system_button)
        choice.addStretch(1)
        column.addLayout(choice)
        column.addWidget(self.trouble)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.keep_button)
        column.addLayout(foot)
        self.trouble.hide()
        self._show_root()

    # ------------------------------------------------------------------ commands
    def accept(self) -> None:
        """Check the address; stay open when it is none."""
        try:
            self.place = web_place(self.address.text(), user=self.user.text(), root=self._root)
        except UserError as error:
            self._tell(error)
            self.address.setFocus()
            return
        super().accept()

    def choose_root(self) -> None:
        """Let the clerk choose the certificate that the receiver handed out."""
        path = messages.choose_file(
            _("Chọn chứng thư gốc của cấp trên"),
            kinds=_("Chứng thư (*.pem *.crt *.cer *.der)"),
            parent=self,
        )
        if path is None:
            return
        try:
            self._root = read_root(path)
        except UserError as error:
            self._tell(error)
            return
        self._show_root()

    def drop_root(self) -> None:
        """Believe the system's certificates again."""
        self._root = ""
        self._show_root()

    # ------------------------------------------------------------------ private
    def _show_root(self) -> None:
        self.system_button.setVisible(bool(self._root))
        if self._root:
            told = _("Chỉ chứng thư gốc này, vân tay {text}").format(
                text=root_fingerprint(self._root)
            )
        else:
            told = _("Kho chứng thư của hệ điều hành")
        self.root.setText(told)

    def _tell(self, error: UserError) -> None:
        self.trouble.setText(f"{error.message} {error.remedy}")
        self.trouble.show()
        self.adjustSize()


def _row(column: QVBoxLayout, text: str, editor: QLineEdit) -> None:
    name = QLabel(text)
    theme.set_role(name, "label")
    name.setBuddy(editor)
    editor.setAccessibleName(text)
    column.addWidget(name)
    column.addWidget(editor)
