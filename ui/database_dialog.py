"""“Nơi giữ dữ liệu”: where the data are, a look at a server, and the wish to move them.

Nothing moves while the data are open: the dialog only says what is wanted. The program then closes
them, and the second dialog does the work over a window without data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import Paths
from danvan_desktop.storage import relocation
from danvan_desktop.storage.move import Compared
from danvan_desktop.storage.place import Server, read_address
from danvan_desktop.storage.relocation import Holds, Seen
from danvan_desktop.vietnamese import format_number
from ui import tasks, theme
from ui.farewell import delete_later
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.told import Told
from ui.work_dialog import WorkDialog

Kind = Literal["to_server", "to_file", "join"]

EXAMPLE = "postgresql://danvan@may-chu:5432/danvan"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to happen with the data once they are closed."""

    kind: Kind
    server: Server | None = None
    password: str = ""

    def carry_out(self, paths: Paths, now: str, progress: Progress) -> list[Compared]:
        """Do it; gives what was compared. UserError and Cancelled leave everything as it was."""
        if self.kind == "to_file":
            return relocation.to_file(paths, now=now, progress=progress)
        assert self.server is not None
        if self.kind == "join":
            relocation.join(paths, self.server, self.password, now=now)
            return []
        return relocation.to_server(paths, self.server, self.password, now=now, progress=progress)


def ask_where(context: Context, parent: QWidget | None = None) -> Wish | None:
    """Show where the data are, and ask whether they should move; None when they stay."""
    dialog = PlaceDialog(context, parent)
    dialog.exec()
    wish = dialog.wish
    delete_later(dialog)
    return wish


def carry_out(wish: Wish, paths: Paths, now: str, parent: QWidget | None = None) -> bool:
    """Do what was wished, with progress; tell whether it was done."""
    dialog = MovingDialog(wish, paths, now, parent)
    dialog.start()
    dialog.exec()
    done = dialog.done_well
    delete_later(dialog)
    return done


class PlaceDialog(QDialog):
    """Tells the place of the data; asks for a server's address, or for the way back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wish: Wish | None = None
        self._server = context.server
        self.setWindowTitle(_("Nơi giữ dữ liệu"))
        self.setMinimumWidth(theme.px(560))
        self.address = QLineEdit()
        self.address.setPlaceholderText(EXAMPLE)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.outcome = Told()
        self.look_button = Button(_("Thử kết nối"), "search", on_click=self.look)
        self.join_button = Button(_("Nối"), on_click=self.join)
        self.move_button = Button(
            _("Chuyển về tệp") if self._server else _("Chuyển lên máy chủ"),
            kind="primary",
            on_click=self.move_data,
        )
        self.close_button = Button(_("Đóng"), on_click=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(theme.px(6))
        where = Told()
        if self._server:
            where.tell("server", "accent", _("Dữ liệu ở máy chủ PostgreSQL"), self._server.words)
        else:
            where.tell("folder", "accent", _("Dữ liệu ở một tệp"), str(context.paths.database))
        column.addWidget(where)
        column.addSpacing(theme.px(4))
        self._lay_out(column)

    # ------------------------------------------------------------------ commands
    def look(self) -> None:
        """Ask the server what the database holds."""
        server = self._read()
        if server is None:
            return
        self.outcome.tell("search", "text2", _("Đang kết nối…"))
        self.look_button.setEnabled(False)
        tasks.run(
            relocation.look,
            server,
            self.password.text(),
            done=self._seen,
            failed=self._failed,
            owner=self,
        )

    def move_data(self) -> None:
        """Wish that the data move."""
        if self._server:
            self._want(Wish("to_file"))
        elif (server := self._read()) is not None:
            self._want(Wish("to_server", server, self.password.text()))

    def join(self) -> None:
        """Wish to work with the data that are on the server."""
        if (server := self._read()) is not None:
            self._want(Wish("join", server, self.password.text()))

    # ------------------------------------------------------------------ private
    def _lay_out(self, column: QVBoxLayout) -> None:
        if self._server:
            note = _(
                "Chuyển về tệp: mọi bảng được chép vào tệp trong thư mục dữ liệu rồi đối chiếu số "
                "dòng và SHA-256; dữ liệu trên máy chủ giữ nguyên. Những người khác đang làm việc "
                "với máy chủ sẽ không thấy gì ghi sau đó ở đây."
            )
            column.addWidget(label(note, "help", wrap=True))
        else:
            for words, editor in (
                (_("Địa chỉ cơ sở dữ liệu PostgreSQL"), self.address),
                (_("Mật khẩu (để trống nếu máy chủ không hỏi)"), self.password),
            ):
                name = label(words, "label")
                name.setBuddy(editor)
                column.addWidget(name)
                column.addWidget(editor)
            note = _(
                "Chuyển: mọi bảng được chép sang rồi đối chiếu số dòng và SHA-256; khớp cả thì mới "
                "dùng nơi mới, tệp cũ nằm trong sao_luu. Nối: thư mục này chưa có cơ quan và dùng "
                "chung dữ liệu đã có trên máy chủ. Mật khẩu chỉ giữ trong kho mật khẩu của hệ "
                "điều hành."
            )
            column.addWidget(label(note, "help", wrap=True))
        column.addWidget(self.outcome)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        if not self._server:
            foot.addWidget(self.look_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        if not self._server:
            foot.addWidget(self.join_button)
        foot.addWidget(self.move_button)
        column.addLayout(foot)
        (self.close_button if self._server else self.look_button).setDefault(True)

    def _read(self) -> Server | None:
        """Read the address; say under the fields what is wrong with it."""
        try:
            server, password = read_address(self.address.text())
        except UserError as error:
            self._failed(error)
            self.address.setFocus()
            return None
        if password:  # it goes to its own field and is not shown any longer
            self.password.setText(password)
            self.address.setText(server.url)
        return server

    def _want(self, wish: Wish) -> None:
        self.wish = wish
        self.accept()

    def _seen(self, seen: Seen) -> None:
        self.look_button.setEnabled(True)
        if seen.holds is Holds.NOTHING:
            self._tell("check", "success", _("Kết nối được; cơ sở dữ liệu trống, chuyển được."))
        elif seen.holds is Holds.OURS:
            words = _("Đã có dữ liệu của {office}: Nối để dùng chung.")
            self._tell("check", "success", words.format(office=seen.office or "–"))
        else:
            words = _("Có bảng của chương trình khác: tạo cơ sở dữ liệu khác.")
            self._tell("warning", "warning", words)

    def _failed(self, error: BaseException) -> None:
        self.look_button.setEnabled(True)
        if not isinstance(error, UserError):
            tasks.show_failure(error)
            return
        self._tell("warning", "error", error.message, error.remedy)

    def _tell(self, icon: str, role: str, title: str, text: str = "") -> None:
        self.outcome.tell(icon, role, title, text)
        self.adjustSize()


class MovingDialog(WorkDialog):
    """Moves the data of a closed folder; Esc and “Hủy” stop it, and then nothing has happened."""

    def __init__(self, wish: Wish, paths: Paths, now: str, parent: QWidget | None = None) -> None:
        self._joins = wish.kind == "join"
        super().__init__(
            _("Nối tới dữ liệu") if self._joins else _("Chuyển dữ liệu"),
            work=_("Đang chuyển dữ liệu; Hủy để dừng."),
            unchanged=_("Đã dừng; dữ liệu vẫn ở nơi cũ, không có gì thay đổi."),
            failed=_("Chưa chuyển được; dữ liệu vẫn ở nơi cũ."),
            parent=parent,
        )
        self._work: Callable[..., list[Compared]] = wish.carry_out
        self._given = (paths, now)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setTabStopDistance(theme.px(190))
        self.details.setAccessibleName(_("Các bảng đã đối chiếu"))
        self.column.addWidget(self.details, 1)
        self.lay_out_foot()
        self.details.hide()

    def start(self) -> None:
        """Begin to move."""
        self.begin(self._work, *self._given)

    def worked(self, result: Sequence[Compared]) -> None:
        """Say what agreed, table by table."""
        if self._joins:
            self.end("check", "success", _("Từ nay thư mục này làm việc với máy chủ."))
            return
        title = _("Đã chuyển {rows} dòng của {n} bảng").format(
            rows=format_number(sum(one.rows for one in result)), n=len(result)
        )
        self.end("check", "success", title, _("Số dòng và SHA-256 của từng bảng ở hai nơi khớp."))
        held = [one for one in result if one.rows]
        lines = [f"{one.table}\t{format_number(one.rows)}\t{one.sha256[:16]}" for one in held]
        self.details.setPlainText("\n".join(lines))
        self.details.show()
