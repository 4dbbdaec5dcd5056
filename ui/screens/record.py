"""The form page of a register: one record to fill in, check, save; nothing typed is ever lost.

What is typed is kept as a draft on leaving a field and every three seconds; only a commit is
called saved. Values are checked when a field is left, never while typing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import SaveResult
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Period as ReportingPeriod
from danvan_desktop.storage.values import Changes, Draft, Record
from ui import tasks
from ui.moments import clock_text
from ui.screens import screen
from ui.screens.base import Command, Screen
from ui.screens.record_draft import DraftKeeper
from ui.screens.record_files import FormFiles
from ui.screens.record_issues import (
    issue_lines,
    missing_figures,
    offer_repairs,
    repair,
    section_states,
)
from ui.screens.record_layout import RecordLayout
from ui.screens.record_links import FormLinks
from ui.screens.record_notices import FormNotices
from ui.screens.record_opening import NewRecord, Opened, read_form
from ui.screens.record_papers import FormPapers
from ui.screens.record_personal import Concealment
from ui.widgets.badge import Badge, Mark, state_mark
from ui.widgets.buttons import Button
from ui.widgets.titles import first_upper, record_title

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.units import Directory


class RecordScreen(Screen):
    """The form; ``activate`` takes a record id, a Draft, a NewRecord, or None for a new record."""

    can_go_back = True
    uses_search = False
    opened = Signal()
    """The form shows what it was asked to show."""
    checked = Signal()
    """Values were checked after a field was left."""
    draft_kept = Signal()
    """The draft was committed."""

    def __init__(self, context: Context, register: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.register = REGISTERS[register]
        self.help_key = f"record-{register}"
        self.record: Record | None = None
        self.directory: Directory | None = None
        self.layout_: RecordLayout | None = None
        self.issues: tuple[Issue, ...] = ()
        self._period: Period | None = None
        self._touched: set[str] = set()
        self._tried = False
        self._dirty = False
        self._stored: dict[str, Any] = {}
        self._saved_at = ""
        self._discarded: dict[str, Any] | None = None
        self._attachments = FormFiles(context, register, self)
        self._attachments.changed.connect(self._show_sections)
        self._links = FormLinks(context, register, self)
        self._links.changed.connect(self._show_sections)
        self._links.opened.connect(lambda key, id_: self.go.emit(f"record:{key}", id_))
        self._papers = FormPapers(context, register, self)
        self.notices = FormNotices(context, self.register, self)
        self.notices.settled.connect(self.refresh)
        self.notices.told.connect(lambda words: self.told.emit(words, False))
        self._draft = DraftKeeper(context, register, self._snapshot, self)
        self._draft.kept.connect(self._draft_is_kept)
        self._draft.failed.connect(self._draft_failed)
        self.title = _(self.register.add_label)
        self._personal = Concealment(context, register, self)
        self._personal.changed.connect(self.header_changed)
        self._actions = self._make_actions()

    # --- what the window asks

    def activate(self, argument: Any = None) -> None:
        """Open a record (id), a draft, a prefilled new record, or an empty form."""
        if isinstance(argument, Draft):
            self.restore_draft(argument)
        elif isinstance(argument, NewRecord):
            self._open(None, prefilled=argument.values)
        elif argument is None or isinstance(argument, str):
            self._open(argument or None)

    def restore_draft(self, draft: Draft) -> None:
        """Open the form with a kept draft and put the focus back on the same field."""
        self._open(draft.record_id, draft=draft)

    def period_changed(self, period: Period | None) -> None:
        self._period = period

    def may_leave(self) -> bool:
        """Keep the draft; leaving a form loses nothing."""
        self._commit_open()
        self.keep_draft()
        return True

    def may_drop(self) -> bool:
        return not self._dirty

    def changed(self, changes: Changes) -> None:
        """Show what undo or another page did to this record, unless something is being typed."""
        mine = self.record is not None and changes.touches(self.record.register, self.record.id)
        if mine and not self._dirty and self.record is not None:
            self._open(self.record.id)

    def refresh(self) -> None:
        if self.record is not None and not self._dirty:
            self._open(self.record.id)

    def save(self) -> None:
        """Check everything and write it; with errors the first one gets the focus."""
        self._save(then_new=False)

    def new_record(self) -> None:
        self.may_leave()
        self._open(None)

    def next_issue(self, step: int) -> None:
        if self.layout_ is not None:
            self.layout_.issues.step(step)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        if self.layout_ is not None:
            self.layout_.set_narrow(narrow)

    def header_badges(self) -> Sequence[QWidget]:
        if self.layout_ is None:
            return ()
        found = []
        name = self.register.state_field
        state = self.register.state(self._whole().get(name)) if name and self.record else None
        if state is not None:
            found.append(Badge(state_mark(state)))
        if self._dirty:
            errors = any(issue.severity is Severity.ERROR for issue in self.issues)
            text = _("Bản nháp có lỗi") if errors else _("Bản nháp")
            found.append(Badge(Mark(text, "warning", "draft-error" if errors else "draft")))
        return found

    def header_actions(self) -> Sequence[QWidget]:
        if self.record is None:
            return ()
        return (*self._personal.actions(), *self._actions)

    def focus_areas(self) -> Sequence[QWidget]:
        return self.layout_.areas() if self.layout_ else (self,)

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Lưu"), self.save, "save", "Ctrl+S"),
            Command(_("Lưu và thêm mới"), self.save_and_new, "add"),
            Command(_("Bỏ thay đổi"), self.discard, "undo"),
            *(Command(one.text(), one.click, "report") for one in self._papers.buttons),
        )

    # --- commands

    def save_and_new(self) -> None:
        """Save, then begin another record."""
        self._save(then_new=True)

    def discard(self) -> None:
        """Go back to what the register holds; the discarded text can be taken back."""
        if self.layout_ is None:
            return
        if self._discarded is not None:
            self._load(self._discarded, dirty=True)
            self._discarded = None
        elif self._dirty:
            self._commit_open()
            self._discarded = self.layout_.form.draft()
            self._load(self._stored, dirty=False)
            self._draft.drop()
        self._tell()

    def show_history(self) -> None:
        """Show who changed what in this record."""
        layout, record = self.layout_, self.record
        if layout is None or record is None or self.directory is None:
            return
        directory = self.directory
        layout.toggle_history()
        tasks.run(
            self.context.history,
            self.register.key,
            record.id,
            done=lambda entries: layout.history.show_history(self.register, entries, directory),
            owner=self,
        )

    def keep_draft(self) -> None:
        """Keep what stands in the form, if it changed since it was last kept."""
        self._draft.keep()

    def attach(self, paths: Sequence[Path]) -> None:
        """Keep copies of files with the record, at once or right after its first save."""
        self._attachments.attach(paths)

    # --- private: opening

    def _make_actions(self) -> list[Button]:
        found = [Button(_("Lịch sử"), "history", kind="quiet", on_click=self.show_history)]
        found += self._papers.buttons
        own = screen(f"page:{self.register.key}")
        if own is not None:
            button = Button(_(own.label), "report", kind="quiet")
            button.clicked.connect(
                lambda: self.go.emit(own.key, self.record.id if self.record else None)
            )
            found.append(button)
        for button in found:
            button.setParent(self)
            button.hide()
        return found

    def _open(
        self,
        record_id: str | None,
        *,
        draft: Draft | None = None,
        prefilled: Mapping[str, Any] | None = None,
    ) -> None:
        tasks.run(
            read_form,
            self.context,
            self.register.key,
            record_id,
            draft,
            self._period.last_day if self._period else None,
            done=lambda found: self._show(found, prefilled),
            owner=self,
        )

    def _show(self, found: Opened, prefilled: Mapping[str, Any] | None) -> None:
        self.directory = found.directory
        if self.layout_ is None:
            self._build(found.directory)
        assert self.layout_ is not None
        self.layout_.form.set_names(found.directory)
        self.layout_.form.set_periods(found.periods)
        moves_on = bool(self.context.settings.get("enter_moves_on"))
        self.layout_.form.enter_moves_on = moves_on
        self.record = found.record
        self._touched, self._tried = set(), False
        self._saved_at, self._discarded = "", None
        self._stored = self._fresh_values()
        self._personal.begin(found.record)
        pin = found.pins[0] if found.pins else None
        self.notices.begin(self.layout_, found.record, pin)
        draft = found.draft
        if draft is not None and prefilled is None:
            self._draft.begin(draft.record_id, draft.values, draft.at)
            self._load(draft.values, dirty=True)
            self.notices.tell_draft(draft, self._leave_draft)
        else:
            self._draft.begin(found.record.id if found.record else None)
            self._load(prefilled or self._stored, dirty=prefilled is not None)
        self.notices.hold(period=found.locked, sender=found.sender)
        self._attachments.show(found.record, found.files)
        self._links.show(found.record)
        self._papers.record = found.record
        self.layout_.set_narrow(self.narrow)
        field = draft.field if draft is not None else pin.field if pin is not None else ""
        # New widgets are shown in the next turn of the loop, and only then can take the focus.
        QTimer.singleShot(0, self, lambda: self._begin_at(field))

    def _begin_at(self, field: str) -> None:
        if self.layout_ is not None and field:
            self.layout_.form.focus_field(field)
        elif self.layout_ is not None:
            self.layout_.form.focus_first()
        self.opened.emit()

    def _fresh_values(self) -> dict[str, Any]:
        if self.record is not None:
            return dict(self.record.values)
        fresh = {spec.name: spec.default for spec in self.register.fields}
        dated = self.register.field(self.register.date_field)
        if self._period is not None and isinstance(dated.type, ReportingPeriod):
            fresh[dated.name] = self._period.code
        return fresh

    def _build(self, directory: Directory) -> None:
        self.layout_ = layout = RecordLayout(self.register, directory, self.context.settings, self)
        layout.form.edited.connect(self._edited)
        layout.form.left.connect(self._left)
        layout.form.repair_wanted.connect(self._repair)
        layout.issues.chosen.connect(self._go_to)
        layout.save_button.clicked.connect(self.save)
        layout.save_new_button.clicked.connect(self.save_and_new)
        layout.discard_button.clicked.connect(self.discard)
        self._attachments.take_bar(layout.files)
        self._links.serve(layout.form, layout.related)

    def _load(self, values: Mapping[str, Any], *, dirty: bool) -> None:
        assert self.layout_ is not None
        self.layout_.form.load(values)
        self._personal.apply(self.layout_.form)
        self._dirty = dirty
        if dirty and self.record is None:
            self._touched = {name for name, value in values.items() if value not in (None, "", [])}
        self._check()

    def _leave_draft(self) -> None:
        assert self.layout_ is not None
        self.layout_.banner.tell("")
        self.discard()

    # --- private: checking

    def _edited(self) -> None:
        self._discarded = None
        if not self._dirty:
            self._dirty = True
            self._refresh_header()
        self._draft.touch()
        self._tell()

    def _left(self, field: str) -> None:
        self._touched.add(field)
        self._check()
        self.keep_draft()
        if field == self.register.date_field:
            self._read_units()

    def _read_units(self) -> None:
        """Offer the units of the record's own day once that is known."""
        values = self._whole()
        kind = self.register.field(self.register.date_field).type
        value = values.get(self.register.date_field)
        if value and kind.check(value) is None:
            day = self.register.event_date(values)
            tasks.run(self.context.directory, day, done=self._take_units, owner=self)

    def _take_units(self, directory: Directory) -> None:
        if self.layout_ is not None and directory is not self.directory:
            self.directory = directory
            self.layout_.form.set_names(directory)
            self._check()

    def _commit_open(self) -> None:
        if self.layout_ is not None:
            for table in self.layout_.form.children_.values():
                table.commit()

    def _whole(self) -> dict[str, Any]:
        assert self.layout_ is not None
        return self.register.complete(self.layout_.form.values())

    def _check(self) -> None:
        """Check everything; an empty required field is a fault only once it was visited."""
        layout = self.layout_
        if layout is None or self.directory is None:
            return
        unread = layout.form.reading_issues()
        places = {issue.place.field for issue in unread}
        whole = self._whole()
        layout.form.show_derived(whole)
        found = [
            i for i in self.register.validate(whole, self.directory) if i.place.field not in places
        ]
        self.issues = tuple(
            issue
            for issue in (*unread, *found, *missing_figures(layout.form))
            if self._is_due(issue)
        )
        layout.form.show_issues(self.issues)
        layout.issues.show_lines(issue_lines(layout.form, self.issues))
        offer_repairs(layout.form)
        self._show_sections()
        self._refresh_header()
        self._tell()
        self.checked.emit()

    def _is_due(self, issue: Issue) -> bool:
        if issue.code not in ("missing_required", "no_figure"):
            return True
        if self._tried or self.record is not None:
            return True
        field = (issue.place.field or "").partition(".")[0]
        return field in self._touched

    def _go_to(self, issue: Issue) -> None:
        if self.layout_ is not None:
            self.layout_.form.focus_field(issue.place.field or "", issue.place.row)

    def _show_sections(self) -> None:
        assert self.layout_ is not None
        states = section_states(
            self.layout_.form, self.issues, self._attachments.count, self._links.count
        )
        self.layout_.show_sections(states)
        self.layout_.show_facts(self._facts())

    def _repair(self, field: str) -> None:
        if self.layout_ is not None and repair(self.layout_.form, field):
            self._edited()
            self._left(field)
            self.layout_.form.focus_field(field)

    def _facts(self) -> str:
        values = self._stored if self.record else {}
        unit = values.get(self.register.unit_field or "")
        name = self.directory.unit_name(str(unit)) if unit and self.directory else ""
        year = values.get("nam")
        first = " · ".join(str(part) for part in (first_upper(name), year) if part)
        code = _("Mã {code}").format(code=values["ma"]) if values.get("ma") else ""
        return "\n".join(part for part in (first, code) if part)

    # --- private: saving

    def _save(self, *, then_new: bool) -> None:
        if self.layout_ is None or self.layout_.read_only:
            return
        self._commit_open()
        self._tried = True
        self._check()
        errors = [issue for issue in self.issues if issue.severity is Severity.ERROR]
        if errors:
            self.keep_draft()
            self._go_to(errors[0])
            return
        values = self.layout_.form.values()
        if self.record is not None and all(self._stored.get(k) == v for k, v in values.items()):
            # An empty operation would offer to undo the one before it.
            self._draft.drop()
            self._take_stored(then_new=then_new)
            return
        tasks.write(
            self.context,
            self._write,
            self.record,
            values,
            done=lambda result: self._saved(result, then_new=then_new),
            failed=self._not_saved,
            owner=self,
        )

    def _write(self, record: Record | None, values: Mapping[str, Any]) -> SaveResult:
        """Runs on the writer: save, and only then forget the draft."""
        label = None
        reason = self.notices.reason
        if reason:
            label = _("Sửa hồ sơ kỳ đã khóa: {why}").format(why=reason)
        key = self.register.key
        rev = record.rev if record else None
        record_id = record.id if record else None
        result = self.context.save(key, values, id=record_id, rev=rev, label=label, reason=reason)
        if result.saved:
            self.context.drop_draft(key, record_id)
        return result

    def _saved(self, result: SaveResult, *, then_new: bool) -> None:
        if result.record is None:
            self.issues = result.issues
            if self.layout_ is not None:
                self.layout_.form.show_issues(self.issues)
                self.layout_.issues.show_lines(issue_lines(self.layout_.form, self.issues))
            self._tell()
            return
        self.record = result.record
        self._stored = dict(result.record.values)
        self._saved_at = clock_text(self.context.clock.now())
        self._attachments.record_saved(result.record)
        self._links.show(result.record)
        self._papers.record = result.record
        self._take_stored(then_new=then_new)

    def _take_stored(self, *, then_new: bool) -> None:
        """Show what the register holds, or begin the next record."""
        self._dirty, self._discarded = False, None
        self._draft.begin(self.record.id if self.record else None)
        if self.layout_ is not None:
            self.layout_.banner.tell("")
        if then_new:
            self._open(None)
            return
        self._load(self._stored, dirty=False)
        self._refresh_header()
        self.notices.follow()

    def _not_saved(self, error: BaseException) -> None:
        """Keep what was typed as a draft, then say why it could not be saved."""
        self._draft.keep_again()
        tasks.show_failure(error)

    def _snapshot(self) -> tuple[dict[str, Any], str] | None:
        if self.layout_ is None or not self._dirty:
            return None
        return self.layout_.form.draft(), self.layout_.form.focused_field()

    def _draft_is_kept(self) -> None:
        self.status.emit(clock_text(self._draft.at), "draft")
        self._tell()
        self.draft_kept.emit()

    def _draft_failed(self, why: str) -> None:
        self._tell(problem=_("Chưa giữ được bản nháp: {why}").format(why=why))

    def _tell(self, *, problem: str = "") -> None:
        """Say at the right of the action bar what is true about saving."""
        if self.layout_ is None:
            return
        severities = [issue.severity for issue in self.issues]
        errors = severities.count(Severity.ERROR)
        self.layout_.show_errors(errors, severities.count(Severity.WARNING))
        self.layout_.show_discard(dirty=self._dirty, again=self._discarded is not None)
        if problem:
            self.layout_.bar.tell(problem, icon="warning", role="warning")
        elif self._dirty:
            self.layout_.tell_draft(clock_text(self._draft.at) if self._draft.at else "", errors)
        else:
            self.layout_.tell_saved(self._saved_at, known=self.record is not None)

    def _refresh_header(self) -> None:
        self.title = _(self.register.add_label)
        if self.record is not None and self.directory is not None:
            self.title = record_title(self.register, self._stored, self.directory)
        self.header_changed.emit()
