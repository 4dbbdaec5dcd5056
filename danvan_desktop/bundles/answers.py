"""What an office says of the pins that it was sent, as it stands in every bundle of it.

All pins are named each time, the open ones too, so the newest bundle says everything: no answer is
lost with a bundle, and a restored office shows which returns it no longer has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from danvan_desktop.organisation.pin_rules import is_id, is_number
from danvan_desktop.organisation.pins import MAX_WORDS, PinState, Told

MOST = 20_000

_STATES = (PinState.OPEN, PinState.FIXED, PinState.ANSWERED)


def written(answers: Iterable[Told]) -> list[dict[str, Any]]:
    """Give answers as ``datapackage.json`` has them."""
    return [
        {"pin": one.pin, "state": one.state.value, "words": one.words, "value": one.value}
        for one in answers
    ]


def read(listed: Any) -> tuple[Told, ...]:
    """Read the answers of a ``datapackage.json``; ValueError for what can be none."""
    if not isinstance(listed, list) or len(listed) > MOST:
        raise ValueError("answers")
    found = tuple(_one(one) for one in listed)
    if len({one.pin for one in found}) < len(found):
        raise ValueError("answers: a pin twice")
    return found


def _one(one: Any) -> Told:
    if not isinstance(one, Mapping):
        raise ValueError("answers")
    pin, state, words, value = (one.get(name) for name in ("pin", "state", "words", "value"))
    good = isinstance(pin, str) and is_id(pin) and isinstance(words, str)
    if not good or state not in _STATES or len(str(words)) > MAX_WORDS:
        raise ValueError("answers")
    if value is not None and not (isinstance(value, str) and is_number(value)):
        raise ValueError("answers: value")
    return Told(str(pin), PinState(state), str(words), value)
