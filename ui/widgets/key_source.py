"""With what is signed: a certificate on a token and its PIN, or a key file and its passphrase.

PIN and passphrase live only in their fields. Which of the two kinds was used last is remembered,
and of the key file the folder.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.keys import SigningKey, day_text, load_p12
from danvan_desktop.signing.token_words import pin_warning
from danvan_desktop.signing.tokens import Token, TokenCertificate
from danvan_desktop.vietnamese import fold
from ui import messages, tasks, theme
from ui.token_work import (
    FILE,
    KIND,
    LAST,
    TOKEN,
    TokensSeen,
    count_wrong_pin,
    forget_wrong_pins,
    see_tokens,
    wrong_pins,
)
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label


class KeySource(QWidget):
    """``changed`` when another key, or none, is chosen; ``refused`` gives the UserError."""

    changed = Signal()
    refused = Signal(object)
    accepted = Signal()
    """Enter in the PIN field."""
    doctor_wanted = Signal()
    """The page of the token is to be shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.file_key: SigningKey | None = None
        self.looking = False
        self._path: Path | None = None
        self._name = ""
        self.by_token = QRadioButton(_("&Thiết bị ký (USB)"))
        self.by_file = QRadioButton(_("Tệp khóa (.p12, .pf&x)"))
        self._kinds = QButtonGroup(self)
        self._kinds.addButton(self.by_token)
        self._kinds.addButton(self.by_file)
        self.certificate = QComboBox()
        self.certificate.setMinimumContentsLength(30)
        self.certificate.currentIndexChanged.connect(lambda _row: self._chosen())
        self.again_button = Button(_("Tìm lại"), "sync", on_click=self.look)
        self.doctor_button = Button(
            _("Kiểm tra thiết bị…"), kind="quiet", on_click=self.doctor_wanted.emit
        )
        self.warning_icon = IconLabel("warning", "warning", size=15)
        self.warning = label("", "base", wrap=True)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.textChanged.connect(lambda _text: self.changed.emit())
        self.pin.returnPressed.connect(self.accepted)
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setPlaceholderText(_("Chưa chọn tệp .p12 hoặc .pfx"))
        self.choose_button = Button(_("Chọn tệp…"), "open", on_click=self.choose_file)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.returnPressed.connect(self.open_file)
        self.open_button = Button(_("Xem chứng thư"), "key", on_click=self.open_file)
        self.pages = QStackedWidget()
        self._lay_out()
        self.by_token.toggled.connect(self._switch)
        self._show_warning()
        if context.settings.get(KIND) == TOKEN:
            self.by_token.setChecked(True)
        else:
            self.by_file.setChecked(True)
            self._switch(by_token=False)  # the other kind was not chosen before, so nothing toggled

    # ------------------------------------------------------------------ properties
    @property
    def uses_token(self) -> bool:
        """Tell whether a token signs."""
        return self.by_token.isChecked()

    @property
    def chosen(self) -> tuple[Token, TokenCertificate] | None:
        """The chosen token and certificate."""
        found = self.certificate.currentData()
        return found if isinstance(found, tuple) else None

    @property
    def key(self) -> SigningKey | None:
        """The key that is to sign; of a token only what its certificate says."""
        if not self.uses_token:
            return self.file_key
        found = self.chosen
        return SigningKey(found[1].info, found[1].der) if found else None

    @property
    def missing(self) -> str:
        """Say what is not given yet; "" when it can be signed."""
        if not self.uses_token:
            return "" if self.file_key else _("Chưa mở tệp khóa")
        if self.looking:
            return _("Đang tìm thiết bị ký")
        found = self.chosen
        if found is None:
            return _("Chưa thấy thiết bị ký")
        token = found[0]
        if token.pin_locked:
            return _("Thiết bị đã khóa PIN")
        return "" if self.pin.text() or token.pin_pad else _("Chưa gõ PIN")

    # ------------------------------------------------------------------ commands
    def look(self) -> None:
        """Look for tokens again."""
        self.looking = True
        self.again_button.forbid(_("Đang tìm thiết bị ký"))
        self.changed.emit()
        tasks.run(
            see_tokens, self.context, done=self._take_tokens, failed=self._no_tokens, owner=self
        )

    def choose_file(self) -> None:
        """Let the clerk choose the key file; its folder is remembered."""
        kept = self.context.settings.get("key_folder")
        path = messages.choose_file(
            _("Chọn tệp khóa"),
            kinds=_("Tệp khóa PKCS#12 (*.p12 *.pfx)"),
            folder=Path(str(kept)) if kept else None,
            parent=self,
        )
        if path is not None:
            self.context.settings.set("key_folder", str(path.parent))
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Use a key file; its passphrase comes next."""
        self.by_file.setChecked(True)
        self._path = path
        self.file_key = None
        self.file.setText(str(path))
        self.passphrase.clear()
        self.passphrase.setFocus()
        self.changed.emit()

    def open_file(self) -> None:
        """Open the key file with the passphrase."""
        if self._path is None:
            self.choose_file()
            return
        self.open_button.forbid(_("Đang mở tệp khóa"))
        tasks.run(
            load_p12,
            self._path,
            self.passphrase.text(),
            done=self._take_key,
            failed=self._no_key,
            owner=self,
        )

    def take_pin(self) -> str:
        """Hand the PIN out, once; the field is empty afterwards."""
        pin = self.pin.text()
        self.pin.clear()
        return pin

    def prefer(self, name: str) -> None:
        """Offer the certificate of a person first, where the token has one."""
        self._name = name
        rows = [
            row
            for row in range(self.certificate.count())
            if fold(self.certificate.itemData(row)[1].info.name) == fold(name)
        ]
        now = self.chosen
        if name and rows and (now is None or fold(now[1].info.name) != fold(name)):
            self.certificate.setCurrentIndex(rows[0])

    def used(self) -> None:
        """Remember, after a signature, which kind of key was used; secrets are dropped."""
        settings = self.context.settings
        settings.set(KIND, TOKEN if self.uses_token else FILE)
        if self.uses_token and self.chosen:
            settings.set(LAST, self.chosen[0].serial)
            forget_wrong_pins(settings, self.chosen[0].serial)
        self.pin.clear()
        self.passphrase.clear()
        self.file_key = None
        self._warning_row.hide()

    def pin_was_wrong(self, token: Token) -> None:
        """Count a wrong PIN and show what the token thinks of it."""
        count_wrong_pin(self.context.settings, token.serial)
        found = self.chosen
        if found is not None:
            row = self.certificate.currentIndex()
            flagged = (_with_flags(found[0], token), found[1])
            self.certificate.setItemData(row, flagged)
        self._show_warning()
        self.pin.setFocus()

    def freeze(self) -> None:
        """Let nothing be changed any more."""
        for widget in (self.by_token, self.by_file, self.pages):
            widget.setEnabled(False)
        for button in (self.choose_button, self.open_button, self.again_button, self.doctor_button):
            button.hide()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        kinds = QHBoxLayout()
        kinds.setSpacing(16)
        kinds.addWidget(self.by_token)
        kinds.addWidget(self.by_file)
        kinds.addStretch(1)
        warning = QHBoxLayout()
        warning.setSpacing(8)
        warning.addWidget(self.warning_icon)
        warning.addWidget(self.warning, 1)
        self._warning_row = QWidget()
        self._warning_row.setLayout(warning)
        warning.setContentsMargins(0, 0, 0, 0)
        token = _form(
            (_("&Chứng thư trên thiết bị"), self.certificate, self.again_button),
            (_("&PIN của thiết bị"), self.pin, self.doctor_button),
            between=self._warning_row,
        )
        file = _form(
            (_("Tệp &khóa của người ký"), self.file, self.choose_button),
            (_("&Mật khẩu của tệp khóa"), self.passphrase, self.open_button),
        )
        self.pages.addWidget(token)
        self.pages.addWidget(file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(kinds)
        column.addWidget(self.pages)

    def _switch(self, by_token: bool) -> None:
        self.pages.setCurrentIndex(0 if by_token else 1)
        if by_token and not self.looking and self.chosen is None:
            self.look()
        self.changed.emit()

    def _take_tokens(self, seen: TokensSeen) -> None:
        self.looking = False
        self.again_button.forbid("")
        offered = [
            (token, one)
            for found in seen.looked
            for token in found.tokens
            for one in token.certificates
            if one.keyed and not one.info.authority
        ]
        self.certificate.clear()
        for token, one in offered:
            words = _("{name} – {device}, đến {day}").format(
                name=one.info.name, device=token.label, day=day_text(one.info.not_after)
            )
            self.certificate.addItem(words, (token, one))
        best = seen.diagnosis.certificate
        rows = [row for row, (_token, one) in enumerate(offered) if one == best]
        self.certificate.setCurrentIndex(rows[0] if rows else -1)
        self.certificate.setEnabled(bool(offered))
        self.advice = "" if offered else seen.diagnosis.advice
        self.prefer(self._name)
        self._chosen()

    advice = ""
    """What to do while no certificate was found."""

    def _no_tokens(self, error: BaseException) -> None:
        self.looking = False
        self.again_button.forbid("")
        if isinstance(error, UserError):
            self.refused.emit(error)
        else:
            tasks.show_failure(error)

    def _chosen(self) -> None:
        self.pin.clear()
        self._show_warning()
        self.changed.emit()

    def _show_warning(self) -> None:
        found = self.chosen
        words = ""
        if found is not None:
            token = found[0]
            words = pin_warning(
                low=token.pin_low,
                final=token.pin_final,
                locked=token.pin_locked,
                tries=wrong_pins(self.context.settings, token.serial),
            )
        self.warning.setText(words)
        self._warning_row.setVisible(bool(words))
        self.pin.setAccessibleDescription(words)
        self.pin.setEnabled(found is None or not found[0].pin_locked)

    def _take_key(self, key: SigningKey) -> None:
        self.open_button.forbid("")
        self.file_key = key
        self.changed.emit()

    def _no_key(self, error: BaseException) -> None:
        self.open_button.forbid("")
        self.file_key = None
        if isinstance(error, UserError):
            self.refused.emit(error)
        else:
            tasks.show_failure(error)
        self.passphrase.setFocus()
        self.passphrase.selectAll()


def _with_flags(token: Token, state: Token) -> Token:
    from dataclasses import replace

    return replace(
        token, pin_low=state.pin_low, pin_final=state.pin_final, pin_locked=state.pin_locked
    )


def _form(
    first: tuple[str, QWidget, QWidget],
    second: tuple[str, QWidget, QWidget],
    *,
    between: QWidget | None = None,
) -> QWidget:
    """Lay two editors with their labels above and a button beside; a warning before the second."""
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    line = 0
    for words, editor, button in (first, second):
        if editor is second[1] and between is not None:
            grid.addWidget(between, line, 0, 1, 2)
            line += 1
        name = label(words, "label")
        name.setBuddy(editor)
        editor.setAccessibleName(words.replace("&", ""))
        grid.addWidget(name, line, 0, 1, 2)
        grid.addWidget(editor, line + 1, 0)
        grid.addWidget(button, line + 1, 1)
        line += 2
    grid.setColumnStretch(0, 1)
    grid.setRowStretch(line, 1)
    return page
