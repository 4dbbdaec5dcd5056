"""The editor of a template: outline, text with chips, mistakes, the real pages of a sample.

What is typed is kept as a draft; “Lưu thành bản mới” makes the next version. The pages are those of
a paper on a sample period or record: the text anew after every pause, the annexes a little later.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.reports.paper_files import pdf_bytes
from danvan_desktop.reports.preview import HEAD_PARTS, HEADING
from danvan_desktop.reports.sections import Fault
from danvan_desktop.reports.template_store import REGISTER
from danvan_desktop.reports.templates import PERIOD
from danvan_desktop.storage.values import Changes, Draft
from ui import messages, tasks
from ui.moments import clock_text
from ui.screens import template_work as work
from ui.screens.base import Command, Screen
from ui.screens.record_draft import DraftKeeper
from ui.screens.template_head import ask_head
from ui.screens.template_inserts import TemplateInserts
from ui.screens.template_pages import TemplatePages
from ui.screens.template_sections import TemplateSections
from ui.screens.template_versions import ProgramDialog, VersionsDialog, ask_program
from ui.screens.template_work import Opened, Written
from ui.widgets.badge import Badge, Mark
from ui.widgets.buttons import Button, icon_button
from ui.widgets.pdf_preview import PreviewDialog
from ui.widgets.template_panes import TemplatePanes


class TemplateScreen(Screen):
    """``activate`` takes the code of a template, or its draft."""

    help_key = "templates"
    uses_search = False
    can_go_back = True
    folds_rail = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Mẫu văn bản")
        self.opened: Opened | None = None
        self._opening = ""
        self._head_dirty = False
        """What the head says at present of what is not kept as a version."""
        self.panes = TemplatePanes(self)
        self.sections = TemplateSections(self)
        self.inserts = TemplateInserts(self)
        self.pages = TemplatePages(self)
        self.keeper = DraftKeeper(context, REGISTER, self._snapshot, self)
        self.keeper.kept.connect(lambda: self.status.emit(clock_text(self.keeper.at), "draft"))
        self.keeper.failed.connect(lambda why: self.status.emit(why, "error"))
        self.badge = Badge(parent=self)
        self.save_button = Button(
            _("Lưu thành bản mới"), "save", kind="primary", on_click=self.save
        )
        self.head_button = Button(_("Phần đầu…"), "edit", on_click=self.edit_head)
        self.versions_button = Button(_("Các bản…"), "history", on_click=self.show_versions)
        self.copy_button = Button(_("Sao thành mẫu mới…"), "copy", on_click=self.duplicate)
        self.more_button = icon_button("more", _("Việc khác với mẫu"), on_click=self._show_more)
        self.more_menu = QMenu(self)
        for button in (self.head_button, self.versions_button, self.copy_button):
            self.more_menu.addAction(button.text(), button.click)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panes)
        self.panes.editor.edited.connect(lambda _code: self._edited())
        self.panes.editor.section_left.connect(self.keeper.keep)
        self.panes.faults.chosen.connect(self.go_to_fault)
        self.escape = QShortcut(
            QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        self.escape.setEnabled(False)
        self.escape.activated.connect(self.inserts.close_popover)

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        if isinstance(argument, Draft):
            argument = argument.record_id
        code = argument if isinstance(argument, str) and argument else self.code
        if not code:
            self.go.emit("templates", None)
        elif code != self.code:
            self._open(code)

    def changed(self, changes: Changes) -> None:
        if REGISTER in changes.registers and self.opened is not None and not self.dirty:
            self._open(self.code)

    def refresh(self) -> None:
        self.pages.look(whole=True)

    def may_leave(self) -> bool:
        self.keeper.keep()
        return True

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self.panes.set_narrow(narrow)
        self.header_changed.emit()

    def header_badges(self) -> Sequence[QWidget]:
        return (self.badge,)

    def header_actions(self) -> Sequence[QWidget]:
        if self.narrow:
            return (self.more_button, self.save_button)
        return (self.head_button, self.versions_button, self.copy_button, self.save_button)

    def focus_areas(self) -> Sequence[QWidget]:
        editor = self.panes.editor.editor or self.panes.editor
        return (self.panes.outline.list, editor, self.panes.faults.list, self.panes.preview.view)

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Lưu thành bản mới"), self.save, "save", "Ctrl+S"),
            Command(_("Chèn số liệu"), self.inserts.insert_figure, "add", "Ctrl+D"),
            Command(_("Các bản của mẫu"), self.show_versions, "history"),
            Command(_("Sao thành mẫu mới"), self.duplicate, "copy"),
        )

    def preview(self) -> None:
        if self.panes.toggle_preview():
            # What had the keyboard is hidden now; what took its place gets it.
            editor = self.panes.editor.editor or self.panes.outline.list
            shown = self.panes.preview.view if self.panes.previewing else editor
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        tried = self.pages.tried
        if self.pages.whole_pdf and self.opened is not None and tried is not None:
            name = self.sections.head["name"]
            dialog = PreviewDialog(
                self.context,
                self.pages.whole_pdf,
                title=str(name),
                file_name=f"{self.code}.pdf",
                kind=str(self.sections.head.get("kind") or ""),
                leaving=partial(pdf_bytes, tried.trial.document),
                parent=self,
            )
            dialog.exec()

    def next_issue(self, step: int) -> None:
        self.panes.faults.step(step)

    def print_page(self) -> None:
        self.preview()

    # ------------------------------------------------------------------ queries
    @property
    def code(self) -> str:
        """The code of the template that is open."""
        return self.opened.stored.code if self.opened is not None else ""

    @property
    def dirty(self) -> bool:
        """Tell whether something is not kept as a version yet."""
        return self.opened is not None and self.sections.data() != self.sections.stored

    # ------------------------------------------------------------------ commands
    def save(self) -> None:
        """Keep the template as the next version."""
        if self.opened is None:
            return
        if not self.dirty:
            self.told.emit(_("Mẫu chưa có gì thay đổi"), False)
            return
        if self.panes.faults.faults:
            self.panes.faults.step(1)
            self.told.emit(_("Mẫu còn chỗ viết sai; sửa xong rồi lưu"), False)
            return
        tasks.write(
            self.context,
            work.save,
            self.context,
            self.sections.data(),
            done=self._saved,
            owner=self,
        )

    def duplicate(self) -> None:
        """Keep the template as it stands under another name."""
        if self.opened is None:
            return
        name = messages.ask_text(
            _("Sao thành mẫu mới"),
            _("Tên của mẫu mới, ví dụ: Báo cáo chuyên đề tôn giáo"),
            accept=_("Sao"),
            initial=_("{name} (mẫu mới)").format(name=self.sections.head["name"]),
            parent=self,
        )
        if name:
            tasks.write(
                self.context,
                work.duplicate,
                self.context,
                self.sections.data(),
                name,
                done=self._copied,
                owner=self,
            )

    def edit_head(self) -> None:
        """Change what the template says besides its sections."""
        if self.opened is not None and (changed := ask_head(self.sections.head, self)):
            self.sections.head |= changed
            self._show_head()
            if {"subject", "periods"} & set(changed):
                self.inserts.show_words(str(self.sections.head.get("subject") or PERIOD))
                tasks.run(
                    work.samples_for,
                    self.context,
                    self.sections.data(),
                    done=self._take_samples,
                    owner=self,
                )
            self._edited()

    def show_versions(self) -> None:
        """Show the versions of the template and what differs; one can be taken back."""
        if self.opened is None:
            return
        dialog = VersionsDialog(self.opened.versions, self)
        if dialog.exec() and dialog.wanted:
            self.keeper.drop()
            tasks.write(
                self.context,
                work.restore,
                self.context,
                self.code,
                dialog.wanted,
                done=self._saved,
                owner=self,
            )

    def compare_program(self) -> None:
        """Show what the program's newer version would change, and take it or keep the office's."""
        opened = self.opened
        if opened is None or opened.newer is None:
            return
        choice = ask_program(opened.stored, opened.newer, self)
        if choice == ProgramDialog.TAKE:
            self.keeper.drop()
            tasks.write(
                self.context,
                work.take_program,
                self.context,
                self.code,
                done=self._saved,
                owner=self,
            )
        elif choice == ProgramDialog.KEEP:
            work.keep_own(self.context, opened.newer)
            self.panes.banner.tell("")

    def discard(self) -> None:
        """Go back to the version that serves."""
        if self.opened is not None:
            self.keeper.drop()
            self.panes.banner.tell("")
            self.sections.show_data(self.opened.stored.data)
            self._show_head()
            self.told.emit(_("Đã bỏ bản nháp"), False)
            self.pages.look(whole=True)

    def go_to_fault(self, code: str, fault: Fault) -> None:
        """Put the cursor on a mistake; one in the head opens the dialog of the head."""
        if code in HEAD_PARTS:
            self.edit_head()
            return
        if code.startswith(HEADING):
            self.panes.editor.go_to(code.removeprefix(HEADING))
            self.panes.heading.setFocus()
            return
        editor = self.panes.editor.sections.get(code)
        if editor is not None:
            self.panes.editor.go_to(code, select=editor.fault_place(fault))

    # ------------------------------------------------------------------ private
    def _take_samples(self, samples: Sequence[work.Sample]) -> None:
        self.pages.show_samples(samples)
        self.pages.look(whole=True)

    def _show_more(self) -> None:
        self.more_menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def _open(self, code: str) -> None:
        self._opening = code
        tasks.run(
            work.open_template,
            self.context,
            code,
            done=self._take,
            failed=self._not_opened,
            owner=self,
        )

    def _not_opened(self, error: BaseException) -> None:
        tasks.show_failure(error)
        if self.opened is None:
            self.go.emit("templates", None)

    def _take(self, opened: Opened) -> None:
        if opened.stored.code != self._opening:
            return
        same = self.code == opened.stored.code
        present = self.panes.editor.current if same else ""
        self.opened = opened
        self.sections.level = opened.level
        data = opened.stored.data
        kept = work.draft_data(opened.draft) if opened.draft else None
        self.sections.take_stored(data)
        self.sections.show_data(kept or data)
        at = opened.draft.at if opened.draft and kept else ""
        self.keeper.begin(opened.stored.code, work.draft_values(kept) if kept else None, at)
        self.panes.banner.tell("")
        if kept and self.dirty:
            self.panes.banner.tell(
                _("Đã mở lại bản nháp giữ lúc {time}, chưa lưu thành bản.").format(
                    time=clock_text(at)
                ),
                icon="draft",
                tone="warning",
                link=_("Bỏ bản nháp"),
                on_link=self.discard,
            )
        elif opened.newer is not None:
            self.panes.banner.tell(
                _("Chương trình có bản mới hơn của mẫu này (bản {n}).").format(
                    n=opened.newer.version
                ),
                icon="download",
                link=_("So với bản của cơ quan…"),
                on_link=self.compare_program,
            )
        self.pages.show_samples(opened.samples)
        self.inserts.show_words(opened.stored.template.subject)
        self._show_head()
        wanted = present or next(iter(self.panes.editor.sections), "")
        self.panes.editor.go_to(wanted)
        self.pages.look(whole=True)

    def _show_head(self) -> None:
        assert self.opened is not None
        stored = self.opened.stored
        self.title = str(self.sections.head.get("name") or stored.template.name)
        self._head_dirty = self.dirty
        if self._head_dirty:
            self.badge.show_mark(Mark(_("Bản nháp"), "neutral", "draft"))
        else:
            words = _("Bản {n}").format(n=stored.version)
            self.badge.show_mark(Mark(words, "neutral", "check"))
        self.subtitle = work.origin_words(stored)
        why = "" if self._head_dirty else _("Mẫu chưa có gì thay đổi")
        self.save_button.forbid(why)
        self.header_changed.emit()

    def _edited(self) -> None:
        self.inserts.close_popover()
        self.keeper.touch()
        self.pages.look_soon()
        QTimer.singleShot(0, self, self._show_dirty)

    def _show_dirty(self) -> None:
        """Show the head anew when it says something else; the window lays its whole head out."""
        if self.opened is not None and self.dirty != self._head_dirty:
            self._show_head()

    def _saved(self, written: Written) -> None:
        self.keeper.drop()
        self.told.emit(
            _("Đã lưu {name}, bản {n}").format(
                name=written.stored.template.name, n=written.stored.version
            ),
            True,
        )
        self._open(written.stored.code)

    def _copied(self, written: Written) -> None:
        self.told.emit(_("Đã thêm mẫu {name}").format(name=written.stored.template.name), True)
        self.keeper.drop()
        self._open(written.stored.code)

    def _snapshot(self) -> tuple[dict[str, Any], str] | None:
        if self.opened is None or not self.dirty:
            return None
        return work.draft_values(self.sections.data()), self.panes.editor.current
