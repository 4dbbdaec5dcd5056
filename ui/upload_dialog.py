"""“Tải lên…”: where to, what is sent and how, progress with its rate, and what came of it.

Opening the dialog asks nobody anything: no connection is made before “Tải lên” is pressed.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.upload import password as stored_password
from danvan_desktop.bundles.upload.places import (
    Kind,
    Place,
    agree,
    folder_place,
    forget,
    keep,
    places,
    root_fingerprint,
)
from danvan_desktop.bundles.upload.refusals import AGAIN
from danvan_desktop.bundles.upload.sending import Uploaded, plain_refusal
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import format_size
from ui import messages, tasks, theme
from ui.farewell import delete_later
from ui.upload_address_dialog import edit_address
from ui.upload_work import PASSWORD_WANTED, send
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label
from ui.widgets.progress import ProgressBar

MOMENTS = 4
"""Seconds over which the rate is taken."""

GROUPS_SHOWN = 4
"""Groups of a fingerprint by which people recognise it; the whole stands in the address."""


def upload_bundle(
    context: Context, entry: Entry, period: str, parent: QWidget | None = None
) -> bool:
    """Let the clerk upload a bundle; tell whether something was uploaded."""
    dialog = UploadDialog(context, entry, period, parent)
    dialog.exec()
    delete_later(dialog)
    return dialog.uploaded is not None


class UploadDialog(QDialog):
    """One bundle, one place, one press; the consent for later exports is off unless given."""

    def __init__(
        self, context: Context, entry: Entry, period: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.entry = entry
        self.uploaded: Uploaded | None = None
        self._task: tasks.Task | None = None
        self._asked_ring = False
        self.setWindowTitle(_("Tải gói lên"))
        self.resize(*theme.dialog_size(parent, 600, 500))
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Nơi tải lên"))
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.folder_button = Button(
            _("Thêm thư mục…"), "folder", dense=True, on_click=self.add_folder
        )
        self.address_button = Button(
            _("Thêm địa chỉ…"), "add", dense=True, on_click=self.add_address
        )
        self.edit_button = Button(_("Sửa…"), "edit", dense=True, on_click=self.edit_place)
        self.remove_button = Button(
            _("Bỏ nơi này"), "trash", dense=True, on_click=self.remove_place
        )
        self.way = _Told()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(_("Để trống nếu hệ điều hành đang giữ mật khẩu"))
        self.password_name = label("", "label")
        self.password_name.setBuddy(self.password)
        self.keep_password = QCheckBox(_("Giữ mật khẩu trong kho mật khẩu của hệ điều hành"))
        self.at_once = QCheckBox(_("Lần sau tải lên nơi này ngay sau khi xuất gói"))
        self.progress = RateBar()
        self._scroll = QScrollArea()
        self.outcome = _Told()
        self.parts_button = Button(_("Tải theo phần"), "apart", on_click=self.upload_in_parts)
        self.close_button = Button(_("Đóng"), on_click=self.reject)
        self.upload_button = Button(
            _("Tải lên"), "upload", kind="primary", on_click=self.upload_now
        )
        self.upload_button.setDefault(True)
        self._lay_out(period)
        self.choice.activated.connect(lambda _index: self._show_place())
        self.at_once.clicked.connect(self._withdraw)
        self._fill()

    # ------------------------------------------------------------------ properties
    @property
    def place(self) -> Place | None:
        """The place that is chosen."""
        chosen: Place | None = self.choice.currentData()
        return chosen

    # ------------------------------------------------------------------ commands
    def add_folder(self) -> None:
        """Let the clerk name a share, a sync folder or a stick."""
        folder = messages.choose_folder(
            _("Chọn thư mục chung, thư mục đồng bộ hoặc USB"), parent=self
        )
        if folder is not None:
            keep(self.context.settings, folder_place(folder))
            self._fill()

    def add_address(self) -> None:
        """Let the clerk enter the address that the receiver gave."""
        made = edit_address(None, self)
        if made is not None:
            keep(self.context.settings, made)
            self._fill()

    def edit_place(self) -> None:
        """Let the clerk change an address; its consent goes with what was changed."""
        before = self.place
        made = edit_address(before, self) if before else None
        if before is not None and made is not None:
            if made.address != before.address or made.user != before.user:
                self._forget_password(before)
                forget(self.context.settings, before)
            keep(self.context.settings, made)
            self._fill()

    def remove_place(self) -> None:
        """Forget a place, its consent and its password."""
        place = self.place
        if place is not None:
            self._forget_password(place)
            forget(self.context.settings, place)
            self._fill()

    def upload_now(self) -> None:
        """Send the bundle to the place."""
        place = self.place
        if place is None:
            return
        self.outcome.tell()
        self.parts_button.hide()
        task = tasks.run(
            send,
            self.context,
            self.entry,
            place,
            self.password.text(),
            keep=self.keep_password.isChecked(),
            done=lambda found: self._done(place, found),
            failed=self._failed,
            cancelled=self._stopped,
            progress=self.progress.report,
            owner=self,
        )
        self._task = task
        self._busy(True)
        self.progress.follow(task, _("Tải lên"))

    def upload_in_parts(self) -> None:
        """Send in parts from now on: this server takes no large files."""
        place = self.place
        if place is not None:
            keep(self.context.settings, replace(place, parts=True))
            self._fill()
            self.upload_now()

    def reject(self) -> None:
        """Close; an upload under way is stopped, what arrived stays for the next try."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    # ------------------------------------------------------------------ private
    def _lay_out(self, period: str) -> None:
        title = _("Tải lên gói lần {n}, {period}").format(n=self.entry.number, period=period)
        what = _Told()
        what.tell(*_what_words(self.entry))
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for button in (
            self.folder_button, self.address_button, self.edit_button, self.remove_button
        ):  # fmt: skip
            tools.addWidget(button)
        tools.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.parts_button)
        foot.addWidget(self.upload_button)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(what)
        column.addWidget(label(_("Nơi tải lên"), "label"))
        column.addWidget(self.choice)
        column.addLayout(tools)
        column.addWidget(self.way)
        column.addWidget(self.password_name)
        column.addWidget(self.password)
        column.addWidget(self.keep_password)
        column.addWidget(self.at_once)
        column.addWidget(self.outcome)
        column.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(8))
        outer.addWidget(label(title, "card_title", wrap=True))
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self.progress)
        outer.addLayout(foot)
        self.parts_button.hide()

    def _fill(self) -> None:
        """List the places, the one used last chosen."""
        self.choice.clear()
        for one in places(self.context.settings):
            self.choice.addItem(one.name, one)
        self.choice.setEnabled(self.choice.count() > 0)
        if not self.choice.count():
            self.choice.addItem(_("Chưa có nơi nhận nào"), None)
        self._show_place()

    def _show_place(self) -> None:
        """Show how the bundle goes to the chosen place, and whether it may."""
        place = self.place
        web = place is not None and place.kind is Kind.WEB
        user = place.user if place else ""
        self.edit_button.forbid("" if web else _("Chỉ địa chỉ mạng mới có gì để sửa."))
        self.remove_button.forbid("" if place else _("Chưa có nơi nhận nào."))
        for widget in (self.password_name, self.password, self.keep_password):
            widget.setVisible(bool(user))
        self.password_name.setText(_("Mật khẩu của {user}").format(user=user))
        self.password.setAccessibleName(self.password_name.text())
        self.password.clear()
        self.at_once.setVisible(place is not None)
        self.at_once.setChecked(bool(place and place.at_once))
        self.outcome.tell()
        self.parts_button.hide()
        self.upload_button.setText(_("Tải lên"))
        refusal = plain_refusal(self.entry, place) if place else None
        if refusal is not None:
            self.way.tell("unlock", "error", refusal.message, refusal.remedy)
        elif place is not None:
            self.way.tell(*_way_words(place, plain=journal.sealed(self.entry) is None))
        else:
            self.way.tell()
        self._busy(False)
        if user and not self._asked_ring:
            self._asked_ring = True
            self.keep_password.setEnabled(False)
            tasks.run(stored_password.available, done=self._show_ring, owner=self)

    def _show_ring(self, available: bool) -> None:
        self.keep_password.setEnabled(available)
        if not available:
            told = _("Máy này không có kho mật khẩu, nên mật khẩu được hỏi mỗi lần.")
            self.keep_password.setToolTip(told)
            self.keep_password.setText(told)
            self.password.setPlaceholderText("")

    def _busy(self, on: bool) -> None:
        """Leave only what can be done now."""
        for widget in (self.folder_button, self.address_button, self.password, self.at_once):
            widget.setEnabled(not on)
        self.choice.setEnabled(not on and self.place is not None)
        why = _("Đang tải lên.") if on else ""
        if not on and self.place is None:
            why = _("Thêm thư mục hoặc địa chỉ của nơi nhận.")
        elif not on and self.place is not None:
            refusal = plain_refusal(self.entry, self.place)
            why = refusal.message if refusal else ""
        self.upload_button.forbid(why)
        if on:
            self.edit_button.forbid(why)
            self.remove_button.forbid(why)

    def _done(self, place: Place, found: Uploaded) -> None:
        self._task = None
        self.uploaded = found
        settings = self.context.settings
        kept = keep(settings, place)
        agree(settings, kept, at_once=self.at_once.isChecked())
        self.password.clear()
        self._fill()
        title = _("Đã tải lên {size}, đọc lại khớp").format(size=format_size(found.size))
        if found.there == found.size:
            title = _("Gói đã có ở nơi nhận, đọc lại khớp; không phải gửi lại")
        elif found.there:
            title = _("Đã tải tiếp phần còn thiếu ({size}), đọc lại khớp").format(
                size=format_size(found.size - found.there)
            )
        self._tell("check", "success", title, found.text)
        self.close_button.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._task = None
        self._ended()
        if not isinstance(error, UserError):
            tasks.show_failure(error)
            return
        self._tell("warning", "warning", error.message, f"{error.safe} {error.remedy}")
        self.parts_button.setVisible(error.code == "too_large")
        if error.code in AGAIN:
            self.upload_button.setText(_("Tải tiếp"))
        if error.code in ("password", PASSWORD_WANTED):
            self.password.setFocus()
            self.password.selectAll()

    def _stopped(self) -> None:
        self._task = None
        self._ended()
        told = _("Phần đã tới nơi được giữ lại nếu nơi nhận giữ được; gói vẫn nguyên trong máy.")
        self._tell("note", "accent", _("Đã dừng, chưa tải xong"), told)
        self.upload_button.setText(_("Tải tiếp"))

    def _ended(self) -> None:
        self._busy(False)
        self.edit_button.setEnabled(self.place is not None and self.place.kind is Kind.WEB)
        self.remove_button.setEnabled(self.place is not None)

    def _withdraw(self, on: bool) -> None:
        """Withdraw consent at once; it is given only by an upload that went well."""
        place = self.place
        if not on and place is not None and place.at_once:
            agree(self.context.settings, place, at_once=False)
            self._fill()
            told = _("Từ nay chỉ tải lên nơi này khi bạn nhấn “Tải lên”.")
            self._tell("check", "success", _("Đã thôi tải lên sau khi xuất"), told)

    def _tell(self, icon: str, role: str, title: str, text: str) -> None:
        """Say what came of it, where it can be seen."""
        self.progress.hide()
        self.outcome.tell(icon, role, title, text)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.outcome))

    def _forget_password(self, place: Place) -> None:
        if place.user:
            tasks.run(stored_password.forget, place, owner=self)


class RateBar(ProgressBar):
    """Progress in megabytes, with the rate of the last moments."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen: deque[tuple[float, int]] = deque()

    def follow(self, task: tasks.Task, text: str = "") -> None:
        self._seen.clear()
        super().follow(task, text)

    def report(self, done: int, total: int, text: str = "") -> None:
        super().report(done, total, text)
        now = time.monotonic()
        self._seen.append((now, done))
        while now - self._seen[0][0] > MOMENTS:
            self._seen.popleft()
        since, before = self._seen[0]
        counted = f"{format_size(done)}/{format_size(total)}"
        if now - since >= 1 and done > before:
            rate = format_size(round((done - before) / (now - since)))
            counted = _("{counted}, {rate}/giây").format(counted=counted, rate=rate)
        self._count.setText(counted)


class _Told(QWidget):
    """Icon, sentence, more sentences; hidden while there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "strong", wrap=True)
        self.text = label("", "help", wrap=True)
        self._icon = IconLabel("note", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row.addLayout(words, 1)

    def tell(self, icon: str = "", role: str = "", title: str = "", text: str = "") -> None:
        """Show something; nothing hides the row."""
        self.setVisible(bool(title))
        if title:
            self._icon.show_icon(icon, role)
            self.title.setText(title)
            self.text.setText(text)


def _what_words(entry: Entry) -> tuple[str, str, str, str]:
    sealed = journal.sealed(entry)
    size = format_size(sealed.size if sealed else entry.size or 0)
    name = journal.to_carry(entry).name
    if sealed is not None:
        told = _("Mã hóa cho {name}: ngoài nơi nhận, không ai mở đọc được")
        return "lock", "success", told.format(name=sealed.receiver), f"{name} · {size}"
    told = _("Gói không mã hóa: ai cầm tệp cũng mở đọc được")
    return "unlock", "warning", told, f"{name} · {size}"


def _way_words(place: Place, *, plain: bool) -> tuple[str, str, str, str]:
    if place.kind is Kind.FOLDER:
        told = _("Đứt giữa chừng thì lần sau chép tiếp từ chỗ dừng; chép xong đọc lại từng byte.")
        if plain:
            more = _("Gói không mã hóa: chỉ dùng thư mục mà người có trách nhiệm mới mở được.")
            return "folder", "warning", _("Chép vào thư mục"), f"{told} {more}"
        return "folder", "text2", _("Chép vào thư mục"), told
    title = _("Gửi qua kết nối TLS, chứng thư máy chủ kiểm theo hệ điều hành")
    if place.root:
        shown = " ".join(root_fingerprint(place.root).split()[:GROUPS_SHOWN])
        title = _("Gửi qua kết nối TLS, chỉ tin chứng thư gốc {shown}…").format(shown=shown)
    if place.parts:
        told = _("Máy chủ này không nhận tệp lớn: gửi thành phần 4 MB, đứt thì tải tiếp.")
    else:
        told = _(
            "Máy chủ WebDAV: gói trên 4 MB đi thành phần, đứt thì tải tiếp. Máy chủ thường: đi một "
            "lượt, đứt thì gửi lại từ đầu."
        )
    return "shield", "text2", title, told
