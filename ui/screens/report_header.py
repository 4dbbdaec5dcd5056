"""The head of the report editor: state, buttons, which step comes next, the menu of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from danvan_desktop.i18n import N_, _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.bao_cao import SIGNED
from ui.moments import moment_text
from ui.screens import report_work as work
from ui.screens.report_work import REGISTER
from ui.widgets.badge import Badge, state_mark
from ui.widgets.buttons import Button, icon_button

if TYPE_CHECKING:
    from ui.screens.report import ReportScreen

PROFILE_WORDS = {
    "DANG_HD36": N_("thể thức Đảng (HD 36)"),
    "DANG_HD05": N_("thể thức Đảng (HD 05)"),
    "ND30": N_("thể thức Nhà nước (NĐ 30)"),
    "MTTQ": N_("thể thức Mặt trận (NĐ 30)"),
}


class ReportHeader(QObject):
    """What the window's header shows of the open report, and the banner that says it is closed."""

    def __init__(self, screen: ReportScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        papers = screen.papers
        self.badge = Badge()
        self.save_button = Button(_("Lưu"), "save", on_click=papers.save)
        self.print_button = Button(_("In"), "print", on_click=papers.print_paper)
        self.freeze_button = Button(_("Chốt số liệu"), "lock", on_click=papers.freeze)
        self.sign_button = Button(_("Ký…"), "sign", on_click=papers.sign)
        self.send_button = Button(_("Nộp cấp trên"), "send", kind="primary", on_click=papers.submit)
        self.more_button = icon_button("more", _("Việc khác"), on_click=self._open_menu)
        for widget in (self.badge, *self.buttons()):
            widget.setParent(screen)
            widget.hide()  # the window's header shows them

    # ------------------------------------------------------------------ queries
    def buttons(self) -> Sequence[QWidget]:
        """Give the buttons that are of use now, the primary one last."""
        rest = (self.freeze_button, self.sign_button, self.more_button, self.send_button)
        if self.screen.narrow and not self.screen.editable:
            return (self.print_button, *rest)  # nothing can be saved, and there is little room
        return (self.save_button, self.print_button, *rest)

    def make_menu(self) -> QMenu:
        """Make the menu of what is done less often; what cannot be done now is grey."""
        screen, papers = self.screen, self.screen.papers
        signed = screen.record is not None and bool(screen.record.values.get("tep_da_ky"))
        menu = QMenu(screen)
        for words, call, allowed in (
            (_("Thông tin văn bản…"), papers.edit_facts, screen.editable),
            (_("Lưu thành PDF…"), papers.save_pdf, True),
            (_("Lưu thành Word…"), papers.save_word, True),
            (_("Mở thư mục của tệp đã lưu"), papers.open_folder, papers.has_folder()),
            (_("Kiểm tra chữ ký"), papers.verify, signed),
            (_("Mở lại thành lần sau…"), papers.reopen, not screen.editable),
            (_("Bỏ bản nháp chưa lưu"), screen.drafts.discard, screen.dirty),
        ):
            action = menu.addAction(words)
            action.setEnabled(allowed)
            action.triggered.connect(call)
        return menu

    # ------------------------------------------------------------------ commands
    def show_head(self) -> None:
        """Show title, state, symbol and what can be done."""
        screen = self.screen
        if screen.record is None or screen.period is None:
            return
        values = screen.record.values
        screen.title = _("Báo cáo {period}").format(period=screen.period.name)
        state = next(s for s in REGISTERS[REGISTER].states if s.code == values["trang_thai"])
        mark = state_mark(state)
        version = int(values.get("lan") or 1)
        if version > 1:
            mark = replace(mark, text=_("{state} · lần {n}").format(state=mark.text, n=version))
        self.badge.show_mark(mark)
        cited = _("Số {symbol}").format(symbol=values.get("ky_hieu") or "…")
        words = _(PROFILE_WORDS.get(str(values["the_thuc"]), str(values["the_thuc"])))
        screen.subtitle = "" if screen.narrow else f"{cited} · {words}"
        self.save_button.forbid("" if screen.editable else _("Báo cáo đã chốt số liệu"))
        self.freeze_button.forbid("" if screen.editable else _("Báo cáo đã chốt số liệu"))
        self.show_next_step()
        screen.header_changed.emit()

    def show_next_step(self) -> None:
        """Allow signing and sending when their turn has come; say what is missing before."""
        screen = self.screen
        signed = screen.record is not None and bool(screen.record.values.get("tep_da_ky"))
        if screen.editable:
            self.sign_button.forbid(_("Chốt số liệu rồi mới ký"))
            self.send_button.forbid(_("Chốt số liệu và ký rồi mới nộp"))
            return
        self.sign_button.forbid(_("Báo cáo đã ký") if signed else "")
        errors = work.errors_in(screen.found) if screen.found is not None else 0
        if not signed:
            self.send_button.forbid(_("Ký báo cáo rồi mới nộp"))
        else:
            self.send_button.forbid(_("Còn {n} lỗi phải sửa").format(n=errors) if errors else "")

    def show_banner(self) -> None:
        """Say over the text since when it can only be read; nothing over a draft."""
        record, banner = self.screen.record, self.screen.panes.banner
        if record is None or self.screen.editable:
            banner.tell("")
            return
        signed = record.values["trang_thai"] == SIGNED
        words = _("Đã ký lúc {time}.") if signed else _("Đã chốt số liệu lúc {time}.")
        banner.tell(
            words.format(time=moment_text(record.changed_at)) + " " + _("Nội dung chỉ đọc."),
            icon="lock",
            link=_("Mở lại…"),
            on_link=self.screen.papers.reopen,
        )

    # ------------------------------------------------------------------ private
    def _open_menu(self) -> None:
        self.make_menu().exec(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))
