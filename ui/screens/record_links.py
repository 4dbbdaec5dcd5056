"""The links of the open form: records to choose from, what belongs to the record, opening them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from danvan_desktop.organisation.related import has_relations, link_choices, related
from danvan_desktop.storage.values import Record
from ui import tasks
from ui.widgets.link_editor import LinkEditor
from ui.widgets.record_form import RecordForm
from ui.widgets.related_list import RelatedList

if TYPE_CHECKING:
    from danvan_desktop.context import Context


class FormLinks(QObject):
    """Searches and reads off the GUI thread; ``opened`` (register, id) asks to open a record.

    ``changed`` when the related records were read.
    """

    opened = Signal(str, str)
    changed = Signal()

    def __init__(self, context: Context, register: str, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._wanted = has_relations(register)
        self._list: RelatedList | None = None
        self._record = ""

    @property
    def count(self) -> int:
        """How many related records are shown."""
        return self._list.count if self._list else 0

    def serve(self, form: RecordForm, shown: RelatedList) -> None:
        """Serve the links of a form and the list of related records."""
        self._list = shown
        form.search_wanted.connect(self._search)
        form.record_wanted.connect(self.opened)
        shown.opened.connect(self.opened)

    def show(self, record: Record | None) -> None:
        """Show what belongs to another record; nothing belongs to a new one."""
        self._record = record.id if record else ""
        if record is None or not self._wanted:
            self._deliver("", ())
            return
        tasks.run(
            related,
            self._context,
            record,
            done=lambda groups: self._deliver(record.id, groups),
            owner=self,
        )

    def _search(self, editor: LinkEditor, text: str) -> None:
        tasks.run(
            link_choices,
            self._context,
            editor.target,
            text,
            done=lambda found: editor.show_found(text, found),
            owner=editor,
        )

    def _deliver(self, record: str, groups: object) -> None:
        if self._list is not None and record == self._record and isinstance(groups, tuple):
            self._list.show_groups(groups)
            self.changed.emit()
