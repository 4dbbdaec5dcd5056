"""What an office says of the pins that it was sent, as it stands in every bundle of it.

All pins are named each time, the open ones too, so the newest bundle says everything: no answer is
lost with a bundle, and a restored office shows which returns it no longer has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from danvan_desktop.organisation.pins import MAX_WORDS, PinState, Told

MOST = 20_000

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VALUE = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?")
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
    good = isinstance(pin, str) and _ID.fullmatch(pin) and isinstance(words, str)
    if not good or state not in _STATES or len(str(words)) > MAX_WORDS:
        raise ValueError("answers")
    if value is not None and not (isinstance(value, str) and _VALUE.fullmatch(value)):
        raise ValueError("answers: value")
    return Told(str(pin), PinState(state), str(words), value)
