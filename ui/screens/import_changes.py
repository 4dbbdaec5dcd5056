"""What the clerk changes in a plan before it is saved: cells, columns, periods, repeats.

Every wish asks a worker for a changed plan; wishes are granted in order, one at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from danvan_desktop.context import Context
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.mapping import Mapping
from danvan_desktop.spreadsheets.plan import Location
from danvan_desktop.spreadsheets.targets import import_target
from ui import tasks
from ui.screens.import_pairs import RowPair, answered, read_pair
from ui.screens.import_session import Session
from ui.screens.import_start import ImportStart
from ui.widgets.pair_dialog import ask_pair


class ImportChanges(ImportStart):
    """The commands that change the plan of a session."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wishes: deque[Callable[[ImportPlan], ImportPlan]] = deque()
        self._look: tasks.Task | None = None
        self._save_next = False

    def correct(self, row: int, field: str, raw: str) -> None:
        """Type over a cell of the shown table and check its row anew."""
        file, sheet, _first = self._key
        self._wish(lambda plan: plan.correct(file, sheet, row, field, raw))

    def prefer(self, place: Location) -> None:
        """Let a row of a double event be the one that counts."""
        self._wish(lambda plan: plan.prefer(place))

    def compare(self, wanted: tuple[str, Location, Location]) -> None:
        """Show two reports side by side: register, the row that counts, the other one."""
        if self.session is None or self._busy:
            return
        register, counted, other = wanted
        tasks.run(
            read_pair,
            self.context,
            self.session,
            register,
            (counted, other),
            done=self._ask_pair,
            owner=self,
        )

    # ------------------------------------------------------------------ the plan
    def _wish(self, change: Callable[[ImportPlan], ImportPlan]) -> None:
        """Change the plan on a worker; wishes are granted in order, one at a time."""
        self._wishes.append(change)
        if not self._busy:
            self._grant()

    def _grant(self) -> None:
        if not self._wishes or self.session is None:
            self._busy = False
            return
        self._busy = True
        change = self._wishes.popleft()
        tasks.run(_changed, self.session, change, done=self._take, failed=self._failed, owner=self)

    def _take(self, session: Session) -> None:
        if self.session is not None:
            self.session = session
        self._busy = False
        if self._wishes:
            self._grant()
            return
        self._show_plan()
        if self._save_next:
            self._save_next = False
            self.save()

    def _remap(self, mapping: Mapping | None) -> None:
        file, sheet, _first = self._key
        if mapping is None:
            self._wish(lambda plan: plan.leave_out(file, sheet))
        else:
            self._wish(lambda plan: plan.remap(file, sheet, mapping))

    def _set_period(self, period: str) -> None:
        file, sheet, _first = self._key
        self._wish(lambda plan: plan.set_period(file, sheet, period))

    def _ask_again(self) -> None:
        self._wish(lambda plan: plan.decide(plan.decisions.without_apart()))

    def _ask_pair(self, pair: RowPair | None) -> None:
        if pair is None or self.session is None:
            return
        spec = import_target(pair.register)
        answer = ask_pair(spec, self.session.names, pair.left, pair.right, parent=self.window())
        if answer is not None:
            self._wish(lambda plan: answered(plan, pair, answer))

    def _idle(self) -> None:
        self._busy = False
        self.start.setEnabled(True)
        self._show_plan()

    def _failed(self, error: BaseException) -> None:
        self._look = None
        self._save_next = False
        self._idle()
        tasks.show_failure(error)


def _changed(session: Session, change: Callable[[ImportPlan], ImportPlan]) -> Session:
    return session.with_plan(change(session.plan))
