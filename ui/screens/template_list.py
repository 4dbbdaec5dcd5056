"""Mẫu văn bản: every template by group, where it comes from, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.context import Context
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.bao_cao import LOAI
from danvan_desktop.reports import template_store as store
from danvan_desktop.reports.template_files import SUFFIX, Offer
from danvan_desktop.reports.template_store import REGISTER, Stored
from danvan_desktop.storage.values import Changes, Draft
from ui import messages, tasks
from ui.screens import template_work as work
from ui.screens.base import Command, Screen
from ui.screens.template_versions import OffersDialog, ProgramDialog, ask_program
from ui.screens.template_work import Written
from ui.widgets.badge import Mark
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row

GROUPS = {
    "bao_cao": N_("Báo cáo"),
    "hoi_nghi": N_("Hội nghị, cuộc họp"),
    "doi_thoai": N_("Đối thoại"),
    "mo_hinh": N_("Dân vận khéo, khen thưởng"),
    "ky": N_("Đôn đốc, phối hợp"),
}


class TemplatesScreen(Screen):
    """The list; ``activate`` may get the code of the template to select."""

    help_key = "templates"
    can_go_back = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Mẫu văn bản")
        self.found: dict[str, Stored] = {}
        self.newer: Mapping[str, Stored] = {}
        self._wanted = ""
        self.table = PlainTable(
            (
                Column(_("Tên mẫu")),
                Column(_("Loại"), 110),
                Column(_("Bản"), 50, right=True),
                Column(_("Nguồn"), 200),
                Column(_("Trạng thái"), 130, badge=True),
            ),
            _("Mẫu văn bản"),
        )
        self.table.chosen.connect(lambda _key: self._show_choice())
        self.table.opened.connect(lambda _key: self.open_template())
        self.open_button = Button(_("Mở"), "edit", kind="primary", on_click=self.open_template)
        self.copy_button = Button(_("Sao thành mẫu mới…"), "copy", on_click=self.duplicate)
        self.export_button = Button(_("Xuất tệp…"), "upload", on_click=self.export)
        self.import_button = Button(_("Nhận tệp mẫu…"), "download", on_click=self.take_file)
        self.retire_button = Button(_("Thôi dùng bản của cơ quan"), "undo", on_click=self.retire)
        self.newer_button = Button(
            _("So với bản mới của chương trình…"), "download", on_click=self.compare
        )
        self.told_label = label("", "help", wrap=True)
        self._lay_out()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        if isinstance(argument, Draft):
            self.go.emit("template", argument.record_id)
            return
        self._wanted = argument if isinstance(argument, str) else ""
        self.refresh()

    def changed(self, changes: Changes) -> None:
        if REGISTER in changes.registers:
            self.refresh()

    def refresh(self) -> None:
        tasks.reread(work.read_page, self.context, done=self._show, owner=self)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.import_button, self.open_button)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.table, self.copy_button)

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Nhận tệp mẫu"), self.take_file, "download"),
            Command(_("Xuất tệp mẫu"), self.export, "upload"),
            Command(_("Sao thành mẫu mới"), self.duplicate, "copy"),
        )

    # ------------------------------------------------------------------ commands
    def open_template(self) -> None:
        """Open the selected template in its editor."""
        if (chosen := self._chosen()) is not None:
            self.go.emit("template", chosen.code)

    def duplicate(self) -> None:
        """Make another kind of paper from the selected template."""
        chosen = self._chosen()
        if chosen is None:
            return
        name = messages.ask_text(
            _("Sao thành mẫu mới"),
            _("Tên của mẫu mới, ví dụ: Báo cáo chuyên đề tôn giáo"),
            accept=_("Sao"),
            initial=_("{name} (mẫu mới)").format(name=chosen.template.name),
            parent=self,
        )
        if name:
            tasks.write(
                self.context,
                work.duplicate,
                self.context,
                chosen.data,
                name,
                done=self._copied,
                owner=self,
            )

    def retire(self) -> None:
        """Stop using the office's versions of a template, or use them again."""
        chosen = self._chosen()
        if chosen is None or not chosen.record_id:
            return
        change = store.revive if chosen.retired else store.retire
        tasks.write(self.context, change, self.context, chosen.code, owner=self)

    def compare(self) -> None:
        """Show what the program's newer version would change, and take it or keep the office's."""
        chosen = self._chosen()
        newer = self.newer.get(chosen.code) if chosen is not None else None
        if chosen is None or newer is None:
            return
        choice = ask_program(chosen, newer, self)
        if choice == ProgramDialog.TAKE:
            tasks.write(
                self.context,
                work.take_program,
                self.context,
                chosen.code,
                done=self._taken,
                owner=self,
            )
        elif choice == ProgramDialog.KEEP:
            work.keep_own(self.context, newer)
            self.refresh()

    def export(self) -> None:
        """Write the selected template to a file."""
        chosen = self._chosen()
        if chosen is None:
            return
        folder = Path(str(self.context.settings.get("pdf_folder") or Path.home()))
        path = messages.choose_save(
            _("Xuất tệp mẫu"),
            suggested=folder / f"{chosen.code}{SUFFIX}",
            kinds=_kinds(),
            parent=self,
        )
        if path is not None:
            tasks.run(
                work.export,
                path,
                [chosen.data],
                done=lambda made: self.told_label.setText(
                    _("Đã lưu {name}").format(name=made.name)
                ),
                owner=self,
            )

    def take_file(self) -> None:
        """Choose a file of templates, show what it would change, and take what is ticked."""
        paths = messages.choose_files(_("Nhận tệp mẫu"), kinds=_kinds(), parent=self)
        if paths:
            path = paths[0]
            tasks.run(
                work.read_file,
                self.context,
                path,
                done=lambda offers: self._offer(path.name, offers),
                owner=self,
            )

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        for button in (self.copy_button, self.export_button, self.retire_button, self.newer_button):
            bar.addWidget(button)
        bar.addWidget(self.told_label, 1)
        foot = QWidget()
        foot.setLayout(bar)
        card = Card(padding=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.setSpacing(0)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 10)
        outer.addWidget(card)

    def _show(self, page: tuple[Sequence[Stored], Mapping[str, Stored]]) -> None:
        found, self.newer = page
        self.found = {one.code: one for one in found}
        by_id = {one.record_id: one.code for one in found if one.record_id}
        self._wanted = by_id.get(self._wanted, self._wanted)
        order = list(GROUPS)
        groups = sorted(
            {one.template.group for one in found},
            key=lambda group: order.index(group) if group in order else len(order),
        )
        rows: list[Row] = []
        for group in groups:
            words = _(GROUPS[group]) if group in GROUPS else group
            rows.append(Row(None, (words, "", "", "", ""), bold=True))
            own = [one for one in found if one.template.group == group]
            rows += [_row(one, newer=one.code in self.newer) for one in own]
        self.table.show_rows(rows, select=self._wanted or self.table.key or rows[1].key)
        self._wanted = ""
        self._show_choice()

    def _chosen(self) -> Stored | None:
        return self.found.get(str(self.table.key))

    def _show_choice(self) -> None:
        chosen = self._chosen()
        why = "" if chosen is not None else _("Chọn một mẫu")
        for button in (self.open_button, self.copy_button, self.export_button):
            button.forbid(why)
        own = chosen is not None and bool(chosen.record_id)
        self.retire_button.forbid(why or ("" if own else _("Mẫu này của chương trình")))
        retired = chosen is not None and chosen.retired
        self.newer_button.setVisible(chosen is not None and chosen.code in self.newer)
        self.retire_button.setText(_("Dùng lại") if retired else _("Thôi dùng bản của cơ quan"))

    def _offer(self, name: str, offers: Sequence[Offer]) -> None:
        dialog = OffersDialog(name, offers, self)
        if dialog.exec() and dialog.taken:
            tasks.write(
                self.context,
                work.accept,
                self.context,
                dialog.taken,
                name,
                done=self._accepted,
                owner=self,
            )

    def _accepted(self, written: Written | None) -> None:
        if written is not None:
            self._wanted = written.stored.code
            self.told.emit(written.changes.label, True)

    def _taken(self, written: Written) -> None:
        self.told.emit(written.changes.label, True)

    def _copied(self, written: Written) -> None:
        self.told.emit(_("Đã thêm mẫu {name}").format(name=written.stored.template.name), True)
        self.go.emit("template", written.stored.code)


def _row(one: Stored, *, newer: bool = False) -> Row:
    own = bool(one.record_id)
    mark: Mark | str
    if one.retired:
        mark = Mark(_("Thôi dùng"), "neutral", "history")
    elif newer:
        mark = Mark(_("Có bản mới"), "warning", "download")
    else:
        # Where it comes from stands beside; only what the office changed is marked.
        mark = Mark(_("Của cơ quan"), "accent", "check") if own else ""
    cells = (
        one.template.name,
        LOAI.format(one.template.kind),
        str(one.version),
        work.origin_words(one),
        mark,
    )
    return Row(one.code, cells)


def _kinds() -> str:
    return _("Tệp mẫu văn bản (*{suffix})").format(suffix=SUFFIX)
