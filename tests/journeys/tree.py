"""The accessibility tree of the running program, as a screen reader sees it.

Runs under the system's Python, which has the bindings of D-Bus and AT-SPI. Each process id that it
reads is answered by one JSON line with every visible element: role, name, description, text,
states, the box on the screen in pixels, and what of that box the elements around it leave to be
seen.

The children of an element are asked for in one call: Qt 6.11 takes a number that was right a moment
ago on trust, and the program ends when a scroll bar has gone meanwhile.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import gi  # type: ignore[import-not-found]  # of the system's Python

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # type: ignore[import-not-found]  # noqa: E402

STATES = ("CHECKED", "EDITABLE", "ENABLED", "FOCUSED", "SELECTED", "SHOWING")
"""States that a test asks for."""
DEEPEST = 40
LONGEST = 2000
"""Characters of a text that are read."""
IN_FRONT = ("combo box", "dialog", "frame", "popup menu", "menu", "window")
"""What opens a window of its own: it is not cut off at the edges of what it belongs to."""

Box = tuple[int, int, int, int]
EVERYWHERE = (-100_000, -100_000, 200_000, 200_000)
REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")


class Element:
    """One element of the tree, asked over D-Bus; every answer is of this moment."""

    def __init__(self, bus: Any, name: str, path: str) -> None:
        self._bus, self._name, self._path = bus, name, path

    def children(self) -> list[Element]:
        """List what is directly below."""
        return [Element(self._bus, *one) for one in self._ask("Accessible", "GetChildren")]

    def states(self) -> set[str]:
        """Name the states that it is in, of those that a test asks for."""
        low, high = self._ask("Accessible", "GetState")
        bits = low | high << 32
        return {name for name in STATES if bits >> int(getattr(Atspi.StateType, name)) & 1}

    def describe(self, states: set[str], around: Box, held: Box) -> dict[str, Any]:
        """Give what a test asks about it."""
        box = self._ask("Component", "GetExtents", "u", 0)
        text = ""
        if "org.a11y.atspi.Text" in self._ask("Accessible", "GetInterfaces"):
            length = self._property("Text", "CharacterCount")
            text = self._ask("Text", "GetText", "ii", 0, min(LONGEST, length))
        return {
            "role": Atspi.role_get_name(Atspi.Role(self._ask("Accessible", "GetRole"))),
            "name": self._property("Accessible", "Name"),
            "description": self._property("Accessible", "Description"),
            "text": text,
            "states": sorted(states),
            "box": list(box),
            "seen": common(box, around),
            "held": held,
        }

    def process(self) -> int:
        """Give the id of the process that it belongs to."""
        (found,) = self._bus.call_sync(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "GetConnectionUnixProcessID",
            GLib.Variant("(s)", (self._name,)),
            None,
            Gio.DBusCallFlags.NONE,
            -1,
            None,
        ).unpack()
        return int(found)

    def _property(self, interface: str, name: str) -> Any:
        wanted = f"org.a11y.atspi.{interface}", name
        return self._call("org.freedesktop.DBus.Properties", "Get", "ss", *wanted)

    def _ask(self, interface: str, method: str, kinds: str = "", *given: Any) -> Any:
        return self._call(f"org.a11y.atspi.{interface}", method, kinds, *given)

    def _call(self, interface: str, method: str, kinds: str, *given: Any) -> Any:
        return self._bus.call_sync(
            self._name,
            self._path,
            interface,
            method,
            GLib.Variant(f"({kinds})", given),
            None,
            Gio.DBusCallFlags.NONE,
            -1,
            None,
        ).unpack()[0]


def connect() -> Any:
    """Connect to the bus of the accessibility tree, whose address the session knows."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    (address,) = session.call_sync(
        "org.a11y.Bus",
        "/org/a11y/bus",
        "org.a11y.Bus",
        "GetAddress",
        None,
        None,
        Gio.DBusCallFlags.NONE,
        -1,
        None,
    ).unpack()
    kind = Gio.DBusConnectionFlags
    flags = kind.AUTHENTICATION_CLIENT | kind.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)


def walk(
    element: Element, depth: int, out: list[dict[str, Any]], around: Box, held: Box = EVERYWHERE
) -> None:
    """Collect an element and everything below it that is shown.

    ``around`` is what the elements above leave to be seen, ``held`` the last of them that is not
    itself out of sight: there the wheel turns.
    """
    if depth > DEEPEST:
        return
    try:
        states = element.states()
        showing = "SHOWING" in states
        if showing:
            out.append(element.describe(states, around, held))
            seen, role = out[-1]["seen"], out[-1]["role"]
            around = EVERYWHERE if role in IN_FRONT or min(out[-1]["box"][2:]) <= 0 else seen
            held = around if min(around[2:]) > 0 else held
        if showing or depth < 2:
            for child in element.children():
                walk(child, depth + 1, out, around, held)
    except GLib.GError:  # it has gone meanwhile
        return


def common(one: Box, other: Box) -> Box:
    """Give what two boxes share, without size where they share nothing."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right = min(one[0] + one[2], other[0] + other[2])
    bottom = min(one[1] + one[3], other[1] + other[3])
    return left, top, max(0, right - left), max(0, bottom - top)


def look(bus: Any, wanted: int) -> list[dict[str, Any]]:
    """List what the application with this process id shows."""
    out = list[dict[str, Any]]()
    for application in Element(bus, *REGISTRY).children():
        if application.process() == wanted:
            walk(application, 0, out, EVERYWHERE)
    return out


def main() -> None:
    """Answer each process id with one line."""
    bus = connect()
    for line in sys.stdin:
        try:
            said = json.dumps(look(bus, int(line)), ensure_ascii=False)
        except (GLib.GError, ValueError):
            said = "[]"
        print(said, flush=True)


main()
