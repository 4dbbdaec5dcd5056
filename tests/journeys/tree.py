"""The accessibility tree of the running program, as a screen reader sees it.

Runs under the system's Python, which has the AT-SPI bindings. Each process id that it reads is
answered by one JSON line with every visible element: role, name, description, text, states, the
box on the screen in pixels, and what of that box the elements around it leave to be seen.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import gi  # type: ignore[import-not-found]  # of the system's Python

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found]  # noqa: E402 - after the version

WANTED_STATES = ("FOCUSED", "CHECKED", "SELECTED", "ENABLED", "SHOWING", "EDITABLE")
DEEPEST = 40
IN_FRONT = ("combo box", "dialog", "frame", "popup menu", "menu", "window")
"""What opens a window of its own: it is not cut off at the edges of what it belongs to."""

Box = tuple[int, int, int, int]
EVERYWHERE = (-100_000, -100_000, 200_000, 200_000)


def walk(
    element: Any, depth: int, out: list[dict[str, Any]], around: Box, held: Box = EVERYWHERE
) -> None:
    """Collect an element and everything below it that is shown.

    ``around`` is what the elements above leave to be seen, ``held`` the last of them that is not
    itself out of sight: there the wheel turns.
    """
    if element is None or depth > DEEPEST:
        return
    try:
        states = element.get_state_set()
        showing = states.contains(Atspi.StateType.SHOWING)
        if showing:
            out.append(describe(element, states, around, held))
            seen, role = out[-1]["seen"], out[-1]["role"]
            around = EVERYWHERE if role in IN_FRONT or min(out[-1]["box"][2:]) <= 0 else seen
            held = around if min(around[2:]) > 0 else held
        if showing or depth < 2:
            for number in range(element.get_child_count()):
                walk(element.get_child_at_index(number), depth + 1, out, around, held)
    except gi.repository.GLib.GError:
        return


def common(one: Box, other: Box) -> Box:
    """Give what two boxes share, without size where they share nothing."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right = min(one[0] + one[2], other[0] + other[2])
    bottom = min(one[1] + one[3], other[1] + other[3])
    return left, top, max(0, right - left), max(0, bottom - top)


def describe(element: Any, states: Any, around: Box, held: Box) -> dict[str, Any]:
    """Give what a test asks about one element."""
    box = element.get_extents(Atspi.CoordType.SCREEN)
    text = ""
    if "Text" in element.get_interfaces():
        text = Atspi.Text.get_text(element, 0, min(2000, Atspi.Text.get_character_count(element)))
    return {
        "role": element.get_role_name(),
        "name": element.get_name() or "",
        "description": element.get_description() or "",
        "text": text,
        "states": [
            name for name in WANTED_STATES if states.contains(getattr(Atspi.StateType, name))
        ],
        "box": [box.x, box.y, box.width, box.height],
        "seen": common((box.x, box.y, box.width, box.height), around),
        "held": held,
    }


def look(wanted: int) -> list[dict[str, Any]]:
    """List what the application with this process id shows."""
    out = list[dict[str, Any]]()
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(number)
        if application is not None and application.get_process_id() == wanted:
            walk(application, 0, out, EVERYWHERE)
    return out


def main() -> None:
    """Answer each process id with one line; a child looks, because the bindings remember."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                said = json.dumps(look(int(line)), ensure_ascii=False)
            except (gi.repository.GLib.GError, ValueError):
                said = "[]"
            os.write(1, (said + "\n").encode())
            os._exit(0)
        os.waitpid(child, 0)


main()
