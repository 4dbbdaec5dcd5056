"""The head of the report editor: state, buttons, which step comes next, the menu of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from danvan_desktop.errors import Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.bao_cao import CHECKED, DRAFT, FROZEN, ISSUED, SIGNED, SUBMITTED
from danvan_desktop.reports.lifecycle import STEP_WORDS, Step, obstacles
from danvan_desktop.reports.since_issue import changed_words
from ui import icons
from ui.moments import moment_text
from ui.screens.report_work import REGISTER, received_mark, received_words
from ui.widgets.badge import Badge, state_mark
from ui.widgets.buttons import Button, icon_button
from ui.widgets.stepper import Step as PathStep

if TYPE_CHECKING:
    from ui.screens.report import ReportScreen

PROFILE_WORDS = {
    "DANG_HD36": N_("thể thức Đảng (HD 36)"),
    "DANG_HD05": N_("thể thức Đảng (HD 05)"),
    "ND30": N_("thể thức Nhà nước (NĐ 30)"),
    "MTTQ": N_("thể thức Mặt trận (NĐ 30)"),
}

SHOWN: Mapping[str, tuple[Step, ...]] = {
    DRAFT: (Step.CHECK,),
    CHECKED: (Step.ISSUE, Step.SUBMIT),
    SUBMITTED: (Step.RECALL, Step.RETURN, Step.ISSUE),
    FROZEN: (Step.SIGN,),
    SIGNED: (Step.SEND,),
}
"""Which steps have a button in a state, the likeliest last; the others stand in the menu."""

STEP_ICONS: Mapping[Step, str] = {
    Step.CHECK: "check",
    Step.REDRAFT: "edit",
    Step.SUBMIT: "send",
    Step.RECALL: "undo",
    Step.RETURN: "return",
    Step.ISSUE: "lock",
    Step.SIGN: "sign",
    Step.SEND: "check",
    Step.CORRECT: "copy",
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
        self.steps: dict[Step, Button] = {
            step: Button(
                _(STEP_WORDS[step]),
                STEP_ICONS[step],
                on_click=partial(self._do, step),
            )
            for step in STEP_WORDS
        }
        self.send_button = Button(_("Nộp cấp trên"), "send", on_click=papers.submit)
        self.more_button = icon_button("more", _("Việc khác"), on_click=self._open_menu)
        every = (self.save_button, self.print_button, *self.steps.values(), self.send_button)
        for widget in (self.badge, *every, self.more_button):
            widget.setParent(screen)
            widget.hide()  # the window's header shows them

    # ------------------------------------------------------------------ queries
    def buttons(self) -> Sequence[QWidget]:
        """Give the buttons that are of use in the present state, the primary one last."""
        state = self.state
        rest = [self.steps[step] for step in SHOWN.get(state, ())]
        if state == SIGNED:
            rest.append(self.send_button)
        first: list[QWidget] = [self.print_button]
        if self.screen.editable:
            first.insert(0, self.save_button)
            if self.screen.narrow:
                first = [self.save_button]
        return [*first, *rest[:-1], self.more_button, *rest[-1:]]

    @property
    def state(self) -> str:
        """The state of the open paper; a draft while none is open."""
        record = self.screen.record
        return DRAFT if record is None else str(record.values["trang_thai"])

    def make_menu(self) -> QMenu:
        """Make the menu of what is done less often; what cannot be done now says why."""
        screen, papers, steps = self.screen, self.screen.papers, self.screen.steps
        signed = screen.record is not None and bool(screen.record.values.get("tep_da_ky"))
        menu = QMenu(screen)
        menu.setToolTipsVisible(True)
        for words, call, allowed, why_not in (
            (
                _("Thông tin văn bản…"),
                papers.edit_facts,
                screen.editable,
                _("Văn bản đã trình ký hoặc ban hành, chỉ đọc"),
            ),
            (_("Lưu thành PDF…"), papers.save_pdf, True, ""),
            (_("Lưu thành Word…"), papers.save_word, True, ""),
            (_("Lưu phụ lục thành Excel…"), papers.save_book, True, ""),
            (
                _("Mở thư mục của tệp đã lưu"),
                papers.open_folder,
                papers.has_folder(),
                _("Chưa lưu tệp nào của văn bản này"),
            ),
            (_("Kiểm tra chữ ký"), papers.verify, signed, _("Văn bản chưa ký số")),
            (
                _("Lấy lời văn kỳ trước…"),
                steps.take_over,
                screen.offer is not None,
                _("Không có văn bản kỳ trước để lấy lời"),
            ),
            (
                _("Ghi đã ký trên giấy"),
                steps.sign_by_hand,
                self.state == FROZEN,
                _("Chỉ ghi sau khi ban hành và trước khi ký số"),
            ),
            (
                _("Lập bản thay thế…"),
                steps.correct,
                self.state in ISSUED,
                _("Văn bản chưa ban hành thì sửa ngay trên bản nháp"),
            ),
            (
                _("Mở bản trước"),
                steps.open_earlier,
                bool(self._value("thay_cho")),
                _("Văn bản này không thay bản nào"),
            ),
            (
                _("Mở bản thay thế"),
                steps.open_later,
                screen.later is not None,
                _("Chưa có bản nào thay văn bản này"),
            ),
            (_("Sổ văn bản đi"), lambda: screen.go.emit("numbers", None), True, ""),
            (
                _("Bỏ bản nháp chưa lưu"),
                screen.drafts.discard,
                screen.dirty,
                _("Mọi phần đã lưu"),
            ),
        ):
            action = menu.addAction(words)
            action.setEnabled(allowed)
            if not allowed:
                action.setToolTip(why_not)
            action.triggered.connect(call)
        return menu

    # ------------------------------------------------------------------ commands
    def show_head(self) -> None:
        """Show title, state, symbol and what can be done."""
        screen = self.screen
        if screen.record is None or screen.period is None:
            return
        values = screen.record.values
        name = screen.period.name if values.get("ky") else str(values.get("ky_hieu") or "")
        screen.title = _("{paper} {period}").format(paper=screen.kind_word, period=name).strip()
        state = next(s for s in REGISTERS[REGISTER].states if s.code == self.state)
        receipt = screen.receipt
        mark = received_mark(receipt) if receipt is not None else state_mark(state)
        version = int(values.get("lan") or 1)
        if version > 1:
            mark = replace(mark, text=_("{state} · lần {n}").format(state=mark.text, n=version))
        self.badge.show_mark(mark)
        cited = _("Số {symbol}").format(symbol=values.get("ky_hieu") or "…")
        words = _(PROFILE_WORDS.get(str(values["the_thuc"]), str(values["the_thuc"])))
        screen.subtitle = "" if screen.narrow else f"{cited} · {words}"
        self._show_path()
        self.show_next_step()
        screen.header_changed.emit()

    def show_next_step(self) -> None:
        """Make the button of the next step the primary one; say what is missing before it."""
        screen, found = self.screen, self.screen.found
        shown = [w for w in self.buttons() if isinstance(w, Button) and w is not self.more_button]
        looks = [(self.steps[step], icon) for step, icon in STEP_ICONS.items()]
        for button, icon in (*looks, (self.send_button, "send")):
            _look(button, icon, "primary" if shown and button is shown[-1] else "standard")
            button.forbid("")
        left = obstacles(found.issues) if found is not None else []
        errors = sum(1 for one in left if one.severity is Severity.ERROR)
        why = ""
        if left:
            why = _("Còn {n} lời nhắc chưa có lý do").format(n=len(left))
        if errors:
            why = _("Còn {n} lỗi phải sửa").format(n=errors)
        if self.state in (DRAFT, CHECKED, SUBMITTED):
            why = why or ("" if found is not None else _("Đang soát…"))
            for step in (Step.CHECK, Step.SUBMIT, Step.ISSUE):
                self.steps[step].forbid(why)
        if screen.dirty and self.state == CHECKED:
            for step in (Step.SUBMIT, Step.ISSUE):
                self.steps[step].forbid(_("Lưu phần vừa sửa rồi soát lại"))

    def show_banner(self) -> None:
        """Say over the text why it can only be read, what was remarked, what may be taken over."""
        screen, banner, steps = self.screen, self.screen.panes.banner, self.screen.steps
        record = screen.record
        if record is None:
            banner.tell("")
            return
        values = record.values
        if self.state in ISSUED and screen.later is not None:
            words = _("Được thay bằng lần {n} ({symbol}).").format(
                n=screen.later.values.get("lan"), symbol=screen.later.values.get("ky_hieu") or "…"
            )
            banner.tell(words, icon="copy", link=_("Mở bản thay thế"), on_link=steps.open_later)
        elif self.state in ISSUED and screen.found is not None and screen.found.changed:
            banner.tell(
                changed_words(screen.found.changed),
                icon="warning",
                tone="warning",
                link=_("Lập bản thay thế…"),
                on_link=steps.correct,
            )
        elif screen.receipt is not None:
            banner.tell(
                received_words(screen.receipt),
                icon="check",
                tone="success",
                link=_("Lập bản thay thế…"),
                on_link=steps.correct,
            )
        elif self.state in ISSUED:
            words = _("{state} lúc {time}. Nội dung chỉ đọc.").format(
                state=self.badge.text().partition(" · ")[0], time=self._since()
            )
            banner.tell(words, icon="lock", link=_("Lập bản thay thế…"), on_link=steps.correct)
        elif self.state == SUBMITTED:
            words = _("Đang trình ký từ {time}. Muốn sửa thì thu hồi.").format(time=self._since())
            banner.tell(
                words,
                icon="send",
                link=_("Thu hồi"),
                on_link=lambda: steps.do(Step.RECALL),
            )
        elif values.get("y_kien"):
            words = _("Người ký trả lại: {remark}").format(remark=values["y_kien"])
            banner.tell(words, icon="return", tone="warning")
        elif screen.offer is not None and not any(s.get("lay_tu") for s in values["muc"]):
            words = _("{name} có {n} mục viết lời dùng lại được.").format(
                name=screen.offer.label, n=len(screen.offer.sections)
            )
            banner.tell(
                words, icon="copy", link=_("Lấy lời văn kỳ trước…"), on_link=steps.take_over
            )
        else:
            banner.tell("")

    # ------------------------------------------------------------------ private
    def _do(self, step: Step) -> None:
        self.screen.steps.do(step)

    def _open_menu(self) -> None:
        self.make_menu().exec(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _show_path(self) -> None:
        """Show the whole way with who went it when."""
        passed = {one.state: one for one in self.screen.passed}
        codes = [state.code for state in REGISTERS[REGISTER].states]
        present = codes.index(self.state)
        steps = []
        for place, state in enumerate(REGISTERS[REGISTER].states):
            come = passed.get(state.code)
            detail = f"{moment_text(come.at)}, {come.by}" if come is not None else ""
            # Only “Trình ký” can be left out: the office may issue what it has checked.
            skipped = state.code == SUBMITTED and place < present and come is None
            steps.append(PathStep(_(state.label), detail, skipped=skipped and bool(passed)))
        self.screen.panes.path.show_steps(steps, present)
        self.screen.panes.tell_path(self._last_passed())

    def _last_passed(self) -> str:
        if not self.screen.passed or self.state == DRAFT:
            return ""
        last = self.screen.passed[-1]
        return f"{moment_text(last.at)} · {last.by}"

    def _since(self) -> str:
        record = self.screen.record
        come = next((one for one in self.screen.passed[::-1] if one.state == self.state), None)
        return moment_text(come.at if come is not None else (record.changed_at if record else ""))

    def _value(self, name: str) -> object:
        return self.screen.record.values.get(name) if self.screen.record is not None else None


def _look(button: Button, icon: str, kind: str) -> None:
    """Give a button the look of a kind; its icon has another colour on the accent."""
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        button.setIcon(icons.icon(icon, "on_accent" if kind == "primary" else "text"))
        button.style().unpolish(button)
        button.style().polish(button)
