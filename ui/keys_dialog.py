"""“Khóa và nơi tin cậy”: the office's key, its letter, renewal and loss, and whom it believes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.bundles.enrolment import ROLE_NAMES, receives, withdraw_key, write_enrolment
from danvan_desktop.bundles.logbook import KEY, Line, note
from danvan_desktop.bundles.partners import Partner, partners
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.certificates import fingerprint as fingerprint_of, fingerprint_text
from danvan_desktop.signing.files import plain_name
from danvan_desktop.signing.key_ends import Whose
from danvan_desktop.signing.keys import EXPIRY_WARNING, OFFICE, day_text, stored_certificate
from danvan_desktop.signing.spare import SUFFIX, Spare, take_in_spare, write_spare
from ui import messages, tasks, theme
from ui.moments import day_of_moment
from ui.widgets.badge import Mark
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What the dialog shows: the own key and the keys that were ever accepted.

    ``fault`` says why the own key cannot be used, "" when it can. ``guarded``: its passphrase lies
    in this machine's keyring; ``spare`` is the day on which a spare of it was put away, or "".
    ``receiving_ends`` is the day on which the receiving certificate ends, if that is near, or "".
    """

    fingerprint: str
    until: str
    ending: bool
    fault: str
    receives: bool
    known: tuple[Partner, ...]
    now: datetime
    guarded: bool
    spare: str
    receiving_ends: str


class KeysDialog(QDialog):
    """Everything about keys in one place; ``changed`` tells that the log has a new line."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(_("Khóa và nơi tin cậy"))
        self.resize(*theme.dialog_size(parent, 820, 520))
        self.fingerprint = label("", "strong", wrap=True)
        self.until = label("", "help", wrap=True)
        self.letter_button = Button(
            _("Ghi giấy giới thiệu khóa…"), "send", kind="primary", on_click=self.write_letter
        )
        self.renew_button = Button(_("Gia hạn khóa…"), "redo", on_click=self.renew)
        self.lost_button = Button(
            _("Khóa bị mất…"), "shield-alert", kind="destructive", on_click=self.replace_lost
        )
        self.kept = label("", "help", wrap=True)
        self.spare_button = Button(
            _("Cất khóa dự phòng…"), "save", dense=True, on_click=self.put_spare_away
        )
        self.take_button = Button(
            _("Nạp khóa dự phòng…"), "restore", dense=True, on_click=self.take_in_spare
        )
        self.table = PlainTable(
            (
                Column(_("Cơ quan")),
                Column(_("Vai trò"), 120),
                Column(_("Vân tay"), 90),
                Column(_("Tin từ"), 80, right=True),
                Column(_("Hạn"), 80, right=True),
                Column(_("Hiện nay"), 110, badge=True),
            ),
            _("Các khóa tin cậy"),
            row=28,
        )
        self.table.chosen.connect(lambda _key: self._check())
        self.withdraw_button = Button(
            _("Thu hồi…"), "cross", kind="destructive", dense=True, on_click=self.withdraw
        )
        self.close_button = Button(_("Đóng"), on_click=self.accept)
        self._lay_out()

    # ------------------------------------------------------------------ events
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # ------------------------------------------------------------------ commands
    def refresh(self) -> None:
        """Read the keys again."""
        tasks.run(_read, self.context, done=self._show, owner=self)

    def write_letter(self) -> None:
        """Write the letter that introduces the key, and show the fingerprint to read out."""
        folder = messages.choose_folder(_("Chọn USB hoặc thư mục để ghi giấy"), parent=self)
        if folder is not None:
            tasks.run(_write_letter, self.context, folder, done=self._written, owner=self)

    def renew(self) -> None:
        """Make a new key while the old one is still believed."""
        answer = messages.ask(
            _("Gia hạn khóa của cơ quan?"),
            _(
                "Chương trình tạo khóa mới, khóa cũ ký giới thiệu khóa mới. Ghi giấy giới thiệu và "
                "gửi cho bên kia: họ chỉ cần bấm nhận, không phải gọi điện. Gói đã gửi vẫn đúng."
            ),
            (messages.Choice("renew", _("Tạo khóa mới"), "primary"),),
            safe="renew",
            icon="key",
            parent=self,
        )
        if answer == "renew":
            tasks.run(_renew, self.context, done=self._renewed, owner=self)

    def replace_lost(self) -> None:
        """Make a new key in the place of one that is gone or in wrong hands."""
        answer = messages.ask(
            _("Khóa của cơ quan bị mất hoặc lộ?"),
            _(
                "1. Gọi ngay cho cấp trên, xin thôi tin khóa cũ. 2. Tạo khóa mới ở đây. 3. Ghi "
                "giấy giới thiệu khóa và đọc vân tay mới qua điện thoại. Khóa cũ không dùng "
                "lại được."
            ),
            (messages.Choice("lost", _("Bỏ khóa cũ, tạo khóa mới"), "destructive"),),
            icon="shield-alert",
            tone="warning",
            parent=self,
        )
        if answer == "lost":
            tasks.run(_replace, self.context, done=self._renewed, owner=self)

    def put_spare_away(self) -> None:
        """Write the keys into one file for the safe, and show once the code that opens it."""
        folder = messages.choose_folder(_("Chọn USB để cất khóa dự phòng"), parent=self)
        if folder is not None:
            tasks.run(_write_spare, self.context, folder, done=self._spare_written, owner=self)

    def take_in_spare(self) -> None:
        """Bring the office's key to this machine from a spare and its code."""
        path = messages.choose_file(
            _("Chọn tệp khóa dự phòng"),
            kinds=_("Khóa dự phòng (*{suffix})").format(suffix=SUFFIX),
            parent=self,
        )
        if path is None:
            return
        code = messages.ask_text(
            _("Mã của khóa dự phòng"),
            _("Gõ mã trên giấy đã cất. Chữ hoa hay thường, có gạch hay không đều được."),
            accept=_("Nạp khóa"),
            parent=self,
        )
        if code is not None:
            tasks.run(_take_spare, self.context, path, code, done=self._spare_taken, owner=self)

    def withdraw(self) -> None:
        """Believe the selected key no more, with a reason."""
        one = self.table.key
        if not isinstance(one, Partner):
            return
        reason = messages.ask_text(
            _("Thu hồi tin cậy khóa của {name}?").format(name=one.name),
            _("Từ nay không nhận gì do khóa này ký. Lý do được ghi vào nhật ký."),
            accept=_("Thu hồi"),
            parent=self,
        )
        if reason is not None:
            tasks.run(
                withdraw_key,
                self.context,
                one.fingerprint,
                reason.strip(),
                done=lambda _gone: self._after(),
                owner=self,
            )

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        own = Card(_("Khóa của cơ quan"))
        own.body.addWidget(self.fingerprint)
        own.body.addWidget(self.until)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.letter_button, self.renew_button, self.lost_button):
            row.addWidget(button)
        row.addStretch(1)
        own.body.addLayout(row)
        spare = QHBoxLayout()
        spare.setSpacing(8)
        spare.addWidget(self.kept, 1)
        spare.addWidget(self.spare_button)
        spare.addWidget(self.take_button)
        own.body.addLayout(spare)
        known = Card(_("Các khóa tin cậy"), _("nạp thêm bằng giấy giới thiệu khóa"), padding=0)
        known.add_action(self.withdraw_button)
        known.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(10))
        outer.addWidget(own)
        outer.addWidget(known, 1)
        outer.addLayout(foot)
        self._check()

    def _show(self, facts: KeyFacts) -> None:
        self.fingerprint.setText(facts.fingerprint)
        self.fingerprint.setVisible(bool(facts.fingerprint))
        words = _("Có hiệu lực đến {day}. Đây không phải chữ ký số chuyên dùng công vụ.")
        if facts.ending:
            words = _(
                "Sắp hết hạn ngày {day}: gia hạn từ bây giờ để không phải gọi điện đối chiếu."
            )
        told = words.format(day=facts.until)
        if facts.receives:
            told += " " + _("Cơ quan này nhận gói: giấy giới thiệu kèm chứng thư nhận gói.")
        if facts.receiving_ends:
            told = _(
                "Chứng thư nhận gói hết hạn ngày {day}: nhấn “Gia hạn khóa…”, rồi phát giấy giới "
                "thiệu mới cho mọi cơ quan gửi gói. Gói đã mã hóa cho chứng thư cũ vẫn mở được."
            ).format(day=facts.receiving_ends)
        self.until.setText(facts.fault or told)
        self.letter_button.forbid(facts.fault)
        self.renew_button.forbid(facts.fault)
        self.spare_button.forbid(facts.fault)
        self.take_button.forbid("" if facts.fault else _("Khóa của cơ quan đang dùng được."))
        self.kept.setText(_where(facts))
        warned = facts.ending or facts.receiving_ends
        theme.set_role(self.until, "warning" if warned or facts.fault else "help")
        self.table.show_rows([_row(one, facts.now) for one in facts.known], select=self.table.key)
        self._check()

    def _check(self) -> None:
        one = self.table.key
        fit = isinstance(one, Partner) and not one.withdrawn
        self.withdraw_button.forbid("" if fit else _("Chọn một khóa đang được tin."))

    def _written(self, letter: Path) -> None:
        self._after()
        messages.show_text(
            _("Đã ghi {name}").format(name=letter.name),
            _(
                "Chuyển tệp này cho bên kia. Khi họ gọi lại, đọc vân tay sau để họ so:\n\n{text}"
            ).format(text=_in_lines(self.fingerprint.text())),
            name=_("Vân tay khóa"),
            parent=self,
        )

    def _renewed(self, receives_: bool) -> None:
        self._after()
        text = _(
            "Tiếp theo: nhấn “Ghi giấy giới thiệu khóa…” rồi gửi tệp cho bên kia, và cất khóa "
            "dự phòng mới thay bản đã cất."
        )
        if receives_:
            text = _(
                "Tiếp theo: nhấn “Ghi giấy giới thiệu khóa…” rồi gửi tệp cho mọi cơ quan gửi gói, "
                "kèm gói của tỉnh hoặc biên nhận kỳ này. Cơ quan nào chưa nạp thì vẫn mã hóa cho "
                "chứng thư cũ, ở đây vẫn mở được. Cất khóa dự phòng mới thay bản đã cất."
            )
        messages.show_note(_("Đã tạo khóa mới"), text, self)

    def _spare_written(self, spare: Spare) -> None:
        self._after()
        messages.show_text(
            _("Đã ghi {name}").format(name=spare.path.name),
            _(
                "Chép mã sau ra giấy. Mã chỉ hiện lần này, chương trình không giữ lại. Cất USB và "
                "giấy vào két, hai nơi khác nhau thì càng tốt:\n\n{code}"
            ).format(code=spare.code),
            name=_("Mã của khóa dự phòng"),
            parent=self,
        )

    def _spare_taken(self, _key: object) -> None:
        self._after()
        messages.show_note(
            _("Đã nạp khóa của cơ quan"),
            _("Bên kia nhận ra cơ quan như trước, không phải gọi điện đối chiếu."),
            self,
        )

    def _after(self) -> None:
        self.changed.emit()
        self.refresh()


def _row(one: Partner, now: datetime) -> Row:
    if one.withdrawn:
        mark = Mark(_("Đã thu hồi"), "error", "cross")
    elif not one.believed(now) or now > one.info.not_after:
        mark = Mark(_("Hết hiệu lực"), "neutral", "clock")
    elif one.replaced:
        mark = Mark(_("Đã có khóa mới"), "neutral", "clock")
    else:
        mark = Mark(_("Đang tin"), "success", "check")
    cells = (
        one.name,
        _(ROLE_NAMES[one.role]),
        one.fingerprint[:8].upper(),
        day_of_moment(one.since),
        day_text(one.info.not_after),
        mark,
    )
    return Row(one, cells)


def _where(facts: KeyFacts) -> str:
    """Say where the key can be opened, and whether a spare lies in the safe."""
    if facts.fault:
        return _("Có khóa dự phòng thì nạp để dùng tiếp khóa cũ, không phải gọi điện lại.")
    where = _("Khóa chỉ mở được trên máy này.")
    if not facts.guarded:
        where = _("Khóa mở được trên mọi máy có thư mục dữ liệu này.")
    if facts.spare:
        return where + " " + _("Khóa dự phòng đã cất ngày {day}.").format(day=facts.spare)
    return where + " " + _("Bản sao lưu không có khóa: cất một khóa dự phòng để dùng khi máy hỏng.")


def _in_lines(text: str) -> str:
    groups = text.split(" ")
    return "\n".join(" ".join(groups[i : i + 4]) for i in range(0, len(groups), 4))


def _read(context: Context) -> KeyFacts:
    now = datetime.fromisoformat(context.clock.now())
    fault = fingerprint = until = ""
    ending = False
    try:
        key = context.office_key()
    except UserError as error:
        fault = str(error)
        certificate = stored_certificate(context.paths.keys, OFFICE)
        fingerprint = fingerprint_text(fingerprint_of(certificate)) if certificate else ""
    else:
        fingerprint, until = key.fingerprint_text, day_text(key.info.not_after)
        ending = now > key.info.not_after - 3 * EXPIRY_WARNING
    return KeyFacts(
        fingerprint=fingerprint,
        until=until,
        ending=ending,
        fault=fault,
        receives=receives(context),
        known=tuple(partners(context.paths)),
        now=now,
        guarded=context.guard_keys(),
        spare=_spare_day(context),
        receiving_ends=_receiving_end(context, now),
    )


def _receiving_end(context: Context, now: datetime) -> str:
    for one in context.key_ends(context.clock.today()):
        if one.whose is Whose.RECEIVING and now > one.until - 3 * EXPIRY_WARNING:
            return day_text(one.until)
    return ""


def _spare_day(context: Context) -> str:
    """Find the day on which the newest spare of the present key was written."""
    certificate = stored_certificate(context.paths.keys, OFFICE)
    with context.database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT at FROM sync_log WHERE kind = ? AND details LIKE ? ORDER BY pk DESC LIMIT 1",
            (KEY, f'%"spare": "{fingerprint_of(certificate or b"")}"%'),
        ).fetchone()
    return day_of_moment(str(row[0])) if row else ""


def _write_spare(context: Context, folder: Path) -> Spare:
    spare = write_spare(context.paths.keys, folder)
    _note(context, _("Cất khóa dự phòng {name}"), spare.path, spare.fingerprint)
    return spare


def _take_spare(context: Context, path: Path, code: str) -> None:
    office = str((context.office() or {}).get("ma") or "")
    key = take_in_spare(context.paths.keys, path, code, office=office)
    _note(context, _("Nạp khóa dự phòng {name}"), path, key.info.fingerprint)


def _note(context: Context, words: str, path: Path, mark: str) -> None:
    text = words.format(name=plain_name(path))
    note(context, Line(kind=KEY, text=text, details={"spare": mark}))


def _write_letter(context: Context, folder: Path) -> Path:
    if receives(context):
        context.receiving_key()
    return write_enrolment(context, folder, context.office_key())


def _renew(context: Context) -> bool:
    context.replace_keys(lost=False)
    return receives(context)


def _replace(context: Context) -> bool:
    context.replace_keys(lost=True)
    return receives(context)
