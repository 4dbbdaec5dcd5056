"""After a crash: the explicit question whether to go on with what was being typed.

A draft is offered newest first, with the record, the time and the field; saying no keeps it, and
it can still be opened from "Việc cần làm".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Draft
from ui import messages, tasks
from ui.moments import moment_text

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from ui.main_window import MainWindow


def offer(context: Context, window: MainWindow) -> None:
    """Ask about the newest kept form, if there is one."""
    tasks.run(
        context.drafts,
        done=lambda drafts: _ask(context, window, drafts),
        owner=window,
    )


def _ask(context: Context, window: MainWindow, drafts: list[Draft]) -> None:
    if not drafts:
        return
    draft = drafts[0]
    spec = REGISTERS[draft.register]
    title = spec.title_of(draft.values) or _("chưa có tên")
    labels = {field.name: _(field.label) for field in spec.fields}
    words = _(
        "{what} “{title}”, giữ lúc {time}, đang ở ô “{field}”. Bản nháp chưa ghi vào sổ."
    ).format(
        what=_(spec.record_label).capitalize(),
        title=title,
        time=moment_text(draft.at),
        field=labels.get(draft.field, labels.get(spec.title_field, "")),
    )
    answer = messages.ask(
        _("Khôi phục bản nháp đang gõ dở?"),
        words,
        (
            messages.Choice("later", _("Để sau")),
            messages.Choice("restore", _("Khôi phục"), "primary"),
        ),
        safe="restore",
        icon="restore",
        parent=window,
    )
    if answer == "restore":
        window.open_screen(f"record:{draft.register}", draft) or window.open_screen("report", draft)
