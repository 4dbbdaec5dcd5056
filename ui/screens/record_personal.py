"""Data about private persons in a form: masked until the clerk asks to see them, which is noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from danvan_desktop.i18n import _
from danvan_desktop.organisation.persons import note_access, personal_fields
from danvan_desktop.registers import REGISTERS
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.storage.values import Record
    from ui.widgets.record_form import RecordForm


class Concealment(QObject):
    """Masks the personal fields of the open record; ``changed`` when they are shown."""

    changed = Signal()

    def __init__(self, context: Context, register: str, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._register = REGISTERS[register]
        self._form: RecordForm | None = None
        self._record: Record | None = None
        self._fields: list[str] = []
        self.button = Button(
            _("Hiện dữ liệu cá nhân"), "preview", kind="quiet", on_click=self.reveal, parent=page
        )
        self.button.setToolTip(_("Việc xem được ghi vào nhật ký dữ liệu cá nhân."))
        self.button.hide()

    @property
    def concealed(self) -> bool:
        """Tell whether anything is masked."""
        return bool(self._fields)

    def begin(self, record: Record | None) -> None:
        """Serve another form: what its record holds about persons is masked at first."""
        self._record = record
        values = record.values if record is not None else {}
        self._fields = personal_fields(self._register, values)

    def apply(self, form: RecordForm) -> None:
        """Mask or show in a form that was just loaded."""
        self._form = form
        form.conceal(self.concealed)

    def actions(self) -> Sequence[QWidget]:
        """Give the button while there is something to show."""
        return (self.button,) if self.concealed else ()

    def reveal(self) -> None:
        """Show what is masked and note who looked."""
        if self._form is None or self._record is None or not self._fields:
            return
        fields, self._fields = self._fields, []
        self._form.conceal(False)
        self._context.writer.submit(
            note_access, self._context, "show", self._register.key, self._record.id, fields
        )
        self.button.hide()
        self.changed.emit()
