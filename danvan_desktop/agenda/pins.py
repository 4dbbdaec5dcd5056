"""What the province sent back: one line for each pin that is not settled."""

from __future__ import annotations

from collections.abc import Iterator

from danvan_desktop.agenda.model import Action, ActionKind, TodoItem, due_item
from danvan_desktop.i18n import _
from danvan_desktop.indicators.pinned import waiting_pins
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pins import Pin


def returned(books: Books, today: str) -> Iterator[TodoItem]:
    """List the pins of returns that wait for this office."""
    for pin in waiting_pins(books):
        place = _("{title}, ô “{field}”") if pin.field else "{title}"
        title = place.format(title=pin.title, field=_(pin.field_label))
        yield due_item(
            pin.deadline or today,
            today,
            icon="return",
            title=_("Gửi trả: {text}").format(text=pin.text),
            detail=_("{title} · {sender}").format(title=title, sender=pin.sender),
            action=_action(pin),
        )


def _action(pin: Pin) -> Action:
    label = _("Mở chỗ này")
    if pin.path:
        return Action(
            kind=ActionKind.OPEN_FIGURE,
            label=label,
            register="so_lieu",
            record_id=pin.id,
            field=f"{pin.path}@{pin.place}",
            period=pin.period,
        )
    return Action(
        kind=ActionKind.OPEN_RECORD,
        label=label,
        register=pin.register,
        record_id=pin.record_id,
        field=pin.field or None,
    )
