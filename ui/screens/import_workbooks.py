"""Nhập từ Excel: choose files, map columns, check rows, save; nothing is written before the end.

The page holds one ``Session`` (a frozen plan with its files). Everything that the clerk does asks a
worker for a changed plan, one at a time and in order, and the page shows the plan that comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.spreadsheets import importer
from danvan_desktop.spreadsheets.importer import Written
from danvan_desktop.spreadsheets.plan import Location
from danvan_desktop.spreadsheets.targets import FIGURES
from danvan_desktop.storage.values import Changes, ListQuery
from danvan_desktop.vietnamese import format_number, nfc
from ui import tasks
from ui.screens.base import Command
from ui.screens.import_changes import ImportChanges
from ui.screens.import_digest import ALL_FILES
from ui.screens.import_outputs import Outputs
from ui.screens.import_session import Session, look
from ui.screens.import_summary import ALL_BOOKS, outcome_of
from ui.screens.import_view import CHECK, CHOOSE, MAP, SAVED

FEW_FILES = 4
"""With more files than these the page opens with all of them together."""

MOST_OPENED = 1000
"""Stored records that are shown as a list of their own; beyond that the whole register opens."""


class ImportScreen(ImportChanges):
    """The page of four steps."""

    help_key = "import"
    uses_search = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._asked: Any = None
        self.outcome: Any = None
        self.outputs = Outputs(self, self.progress)
        self._connect()
        self.show_step(CHOOSE)

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        """Take files, the key of a register, or ("template", key) for an empty workbook."""
        if argument is None or argument is self._asked:
            return
        self._asked = argument
        if isinstance(argument, tuple) and argument[:1] == ("template",):
            self.make_forms(str(argument[1]))
        elif isinstance(argument, str) and argument in REGISTERS:
            if self.step == SAVED:
                self.start_over()
        elif isinstance(argument, str | Path):
            self.take_files([Path(argument)])
        else:
            self.take_files([Path(path) for path in argument])

    def changed(self, changes: Changes) -> None:
        if self.session is None or self._busy:
            return
        if self.step == SAVED and self.outcome.is_gone_with(changes):
            self.show_step(CHECK)  # the import was taken back (or done again): check anew
        if self.step in (MAP, CHECK):
            self._wish(lambda plan: plan.recheck())

    def period_changed(self, period: Any) -> None:
        self.period = period
        self._tell_title()
        if self.session is not None and self.step == CHECK:
            self._show_plan()

    def refresh(self) -> None:
        if self.session is not None and self.step in (MAP, CHECK):
            self.take_files(self.session.paths, again=True)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._pane_tabs.setVisible(narrow and self.step in (MAP, CHECK))
        self._show_panes()

    def header_actions(self) -> Sequence[QWidget]:
        return (self.stepper,)

    def focus_areas(self) -> Sequence[QWidget]:
        if self.step == CHECK:
            return (self.files, self.check.table, self.check.refused, self.mapping_card, self.bar)
        if self.step == MAP:
            return (self.files, self.editor, self.bar)
        return (self.start,)

    def commands(self) -> Sequence[Command]:
        found = [
            Command(_("Chọn tệp Excel để nhập"), self.choose_files, "open"),
            Command(_("Tạo mẫu Excel cho xã"), self.make_forms, "sheet"),
        ]
        if self.step == CHECK:
            found.append(Command(_("Lưu các dòng đã kiểm tra vào sổ"), self.save, "save"))
        return found

    def new_record(self) -> None:
        self.choose_files()

    def save(self) -> None:
        """Write the accepted rows, in one operation with one undo."""
        if self.session is None or self.step != CHECK or not self.save_button.isEnabled():
            return
        self.save_button.setFocus()  # a cell that is being typed into is left first
        if self._busy:
            self._save_next = True
            return
        session, outside = self.session, self._outside()
        self._busy = True
        self.save_button.forbid(_("Đang lưu"))
        task = tasks.write(
            self.context,
            importer.write,
            session.plan,
            self.context,
            done=lambda written: self._written(session, written, outside),
            failed=self._not_written,
            cancelled=self._write_cancelled,
            progress=self.progress.report,
            owner=self,
        )
        self.progress.follow(task, _("Lưu vào sổ"))

    def next_issue(self, step: int) -> None:
        """Go to the next or previous refused row of all files."""
        lines = self.check.refused.lines
        if self.step != CHECK or not lines:
            return
        focused = [n for n, line in enumerate(lines) if line.hasFocus()]
        number = (focused[0] + step) % len(lines) if focused else 0 if step > 0 else len(lines) - 1
        lines[number].open()

    # ------------------------------------------------------------------ commands
    def add_files(self, paths: Sequence[Path]) -> None:
        """Inspect files together with those chosen before."""
        before = self.session.paths if self.session and self.step != SAVED else ()
        self.take_files([*before, *paths], again=bool(before))

    def take_files(
        self,
        paths: Sequence[Path],
        *,
        again: bool = False,
        convert: bool | None = None,
        hidden: bool | None = None,
    ) -> None:
        """Inspect files off the GUI thread; ``again`` keeps corrections made so far."""
        before = self.session if again else None
        if convert is None:
            convert = before.convert if before is not None else True
        if hidden is None:
            hidden = before.hidden if before is not None else False
        if self._look is not None:
            self._look.cancel()
        self._busy = True
        self._wishes.clear()
        self._look = task = tasks.run(
            look,
            self.context,
            list(paths),
            convert=convert,
            hidden=hidden,
            before=before,
            done=self._looked,
            failed=self._failed,
            cancelled=self._stopped,
            progress=self.progress.report,
            owner=self,
        )
        self.progress.follow(task, _("Đọc tệp"))
        self.start.setEnabled(False)

    def remove_file(self, key: Any) -> None:
        """Leave a file out of this import; the file itself stays where it is."""
        if self.session is None or key in (None, ALL_FILES):
            return
        kept = [path for path in self.session.paths if nfc(path.name) != key[0]]
        if kept:
            self.take_files(kept, again=True)
        else:
            self.start_over()

    def start_over(self) -> None:
        """Forget the files; nothing of them is stored that was not saved."""
        self.session = None
        self._key = None
        self._wishes.clear()
        self.show_step(CHOOSE)

    def export_errors(self) -> None:
        """Offer the ways in which the refused rows go back to the units."""
        if self.session is not None:
            menu = self.outputs.menu(self.session)
            above = QPoint(0, -menu.sizeHint().height())
            shown = self.errors_button.isVisible()
            menu.exec(self.errors_button.mapToGlobal(above) if shown else QCursor.pos())

    def open_register(self, register: str) -> None:
        """Show the stored records in their register."""
        if register == FIGURES:
            self.go.emit("figures", None)
            return
        if register == ALL_BOOKS:
            self.go.emit(ALL_BOOKS, None)
            return
        ids = self.outcome.ids if self.outcome else ()
        few = 0 < len(ids) <= MOST_OPENED and self.outcome.all_named
        self.go.emit(register, ListQuery(register=register, ids=ids) if few else None)

    # ------------------------------------------------------------------ building
    def _connect(self) -> None:
        """Let every part ask for what it can want."""
        self.files_chosen.connect(self.add_files)
        self.step_wanted.connect(self.show_step)
        self.files.chosen.connect(self._choose_entry)
        self.files.removed.connect(self.remove_file)
        self.add_button.clicked.connect(lambda: self.choose_files())
        self.remove_button.clicked.connect(lambda: self._remove_current())
        self.check.corrected.connect(self.correct)
        self.check.counted.connect(self.prefer)
        self.check.place_wanted.connect(self._go_to)
        self.check.entry_wanted.connect(self._choose_entry)
        self.check.compare_wanted.connect(self.compare)
        self.check.again_wanted.connect(self._ask_again)
        self.period_card.chosen.connect(self._set_period)
        self.hidden_link.clicked.connect(lambda: self._read_hidden())
        self.outputs.told.connect(self.told)
        self.editor.mapped.connect(self._remap)
        self.mapping_card.edit_wanted.connect(lambda: self.show_step(MAP))
        self.map_wanted.connect(lambda: self.show_step(MAP))
        self.legacy_card.consent_changed.connect(self._consent)
        self.convert_wanted.connect(lambda: self._consent(True))
        self.summary.open_wanted.connect(self.open_register)
        self.summary.more_wanted.connect(self.start_over)
        self.summary.errors_wanted.connect(self.export_errors)
        self.save_button.clicked.connect(lambda: self.save())
        self.check_button.clicked.connect(lambda: self.show_step(CHECK))
        self.errors_button.clicked.connect(lambda: self.export_errors())
        self.back_button.clicked.connect(lambda: self._step_back())
        self.drop_button.clicked.connect(lambda: self.start_over())

    # ------------------------------------------------------------------ steps

    def _remove_current(self) -> None:
        self.remove_file(self.files.key)

    def show_step(self, step: int) -> None:
        """Go to a step."""
        self.step = step
        if step == MAP and self._key == ALL_FILES and self.session is not None:
            self._key = next(iter(self.session.digest.entries)).key
        self.stepper.show_steps(self._steps(), step + 1 if step == SAVED else step)
        self.stack.setCurrentIndex({CHOOSE: 0, SAVED: 2}.get(step, 1))
        self.middle.setCurrentWidget(self.editor if step == MAP else self.check)
        self.bar.setVisible(step in (MAP, CHECK))
        self.save_button.setVisible(step == CHECK)
        self.check_button.setVisible(step == MAP)
        self._pane_tabs.setTabText(1, _("Ghép cột") if step == MAP else _("Các dòng"))
        self.set_narrow(self.narrow)
        if step == CHOOSE:
            self.show_start()
        elif step in (MAP, CHECK):
            self._show_plan()
        self._tell_title()

    def _step_back(self) -> None:
        self.show_step(MAP if self.step == CHECK else CHOOSE)

    def _looked(self, session: Session) -> None:
        self._busy = False
        self._look = None
        self.session = session
        found = list(session.digest.entries)
        keys = [entry.key for entry in found]
        many = len(session.plan.files) > FEW_FILES
        if self._key == ALL_FILES and len(session.plan.files) < 2:
            self._key = None
        if self._key is None and many:
            self._key = ALL_FILES
        elif self._key != ALL_FILES and self._key not in keys:
            usable = [entry for entry in found if entry.usable]
            new = [entry for entry in usable if not self._nothing_new(entry)]
            self._key = (new or usable or found)[0].key if found else None
        if not found:
            self.start_over()
            self.show_empty_folder()
            return
        readable = [file for file in session.plan.files if file.refused is None]
        unmapped = readable and not any(entry.usable for entry in found)
        self.show_step(MAP if unmapped and self.step == CHOOSE else CHECK)

    def _choose_entry(self, key: Any) -> None:
        self._key = key
        self.files.select(key)
        self._show_entry()
        if self.narrow:
            self._pane_tabs.setCurrentIndex(1)

    def _go_to(self, place: Location, field: str) -> None:
        digest = self.session.digest if self.session is not None else None
        for entry in digest.entries if digest is not None else ():
            sheet = entry.sheet
            here = sheet is not None and (sheet.file, sheet.name) == (place.file, place.sheet)
            if here and digest is not None and digest.views[entry.key].holds(place.row):
                self._key = entry.key
                self.files.select(entry.key)
                self._show_entry()
                self._pane_tabs.setCurrentIndex(1)
                self.check.go_to(int(place.row or 0), field)
                return

    def _read_hidden(self) -> None:
        """Read hidden sheets too, or leave them out again."""
        if self.session is not None:
            hidden = not self.session.hidden
            self.take_files(self.session.paths, again=True, hidden=hidden)

    def _consent(self, given: bool) -> None:
        if self.session is not None:
            self.take_files(self.session.paths, again=True, convert=given)

    # ------------------------------------------------------------------ ends of work
    def _stopped(self) -> None:
        """Reading was cancelled, by the clerk or because other files are read now."""
        if self._look is not None and self._look.cancelled:
            self._idle()

    def _written(self, session: Session, written: Written, outside: int) -> None:
        self._busy = False
        self._wishes.clear()
        self.outcome = outcome_of(session, written, outside)
        self.summary.show_outcome(self.outcome)
        self.show_step(SAVED)
        self.told.emit(
            _("Đã lưu {n} dòng vào sổ").format(n=format_number(written.rows)), bool(written.rows)
        )

    def _not_written(self, error: BaseException) -> None:
        self._write_cancelled()
        tasks.show_failure(error)

    def _write_cancelled(self) -> None:
        self._busy = False
        self._show_plan()
