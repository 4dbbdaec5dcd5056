"""The printers of this machine, and what the clerk chose for each kind of paper and each printer.

Choices (printer, copies, sides, colour) are remembered per kind of paper, the alignment that was
measured with the test page per printer. Nothing here asks anybody; see ``print_dialog``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from danvan_desktop.documents.print_plan import (
    FARTHEST_MM,
    Alignment,
    Offset,
    Sides,
    Stack,
)
from danvan_desktop.i18n import N_, _
from danvan_desktop.settings import Settings

MOST_COPIES = 999

STATES = {
    "idle": N_("sẵn sàng"),
    "active": N_("đang in"),
    "stopped": N_("đang dừng"),
    "error": N_("báo lỗi hoặc tắt"),
}
"""What the system says of a printer, in the clerk's words."""


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """A printer as the system tells it: name, state, and what it can do."""

    name: str
    label: str
    state: str
    is_default: bool = False
    can_duplex: bool = False
    can_colour: bool = False

    @property
    def works(self) -> bool:
        """Tell whether the printer takes a job now."""
        return self.state in ("idle", "active")


@dataclass(frozen=True, slots=True)
class PrintChoices:
    """How one paper is printed; the pages are chosen anew each time, the rest is remembered."""

    printer: str = ""
    copies: int = 1
    collate: bool = True
    mono: bool = True
    sides: Sides = Sides.ONE
    pages: str = ""


def printers() -> list[PrinterFacts]:
    """List the printers, the system's default first; asking a network printer can take seconds."""
    default = QPrinterInfo.defaultPrinterName()
    found = [_facts(info, default) for info in QPrinterInfo.availablePrinters()]
    return sorted(found, key=lambda one: (not one.is_default, one.label.casefold()))


def state_words(printer: PrinterFacts) -> str:
    """Say in what state a printer is."""
    return _(STATES[printer.state])


def recall(settings: Settings, kind: str) -> PrintChoices:
    """Give what was chosen last for a kind of paper."""
    kept: dict[str, Any] = _kept(settings, f"print/{kind}")
    return PrintChoices(
        printer=str(kept.get("printer") or kept.get("name") or ""),
        copies=_within(kept.get("copies"), 1, MOST_COPIES),
        collate=bool(kept.get("collate", True)),
        mono=bool(kept.get("mono", True)),
        sides=next((s for s in Sides if s.value == kept.get("sides")), Sides.ONE),
    )


def remember(settings: Settings, kind: str, choices: PrintChoices) -> None:
    """Keep what was chosen for a kind of paper."""
    settings.set(
        f"print/{kind}",
        {
            "printer": choices.printer,
            "copies": choices.copies,
            "collate": choices.collate,
            "mono": choices.mono,
            "sides": choices.sides.value,
        },
    )


def alignment_of(settings: Settings, printer: str) -> Alignment:
    """Give the alignment that was measured for a printer; none was for a new one."""
    kept = _kept(settings, f"print_alignment/{printer}")
    return Alignment(
        front=_offset(kept.get("front")),
        back=_offset(kept.get("back")),
        stack=next((s for s in Stack if s.value == kept.get("stack")), Stack.FIRST),
    )


def keep_alignment(settings: Settings, printer: str, alignment: Alignment) -> None:
    """Keep the alignment of a printer."""
    settings.set(
        f"print_alignment/{printer}",
        {
            "front": [alignment.front.right_mm, alignment.front.down_mm],
            "back": [alignment.back.right_mm, alignment.back.down_mm],
            "stack": alignment.stack.value,
        },
    )


def fitting(choices: PrintChoices, found: list[PrinterFacts]) -> PrintChoices:
    """Replace a printer that is gone by the default one, and sides that it cannot print."""
    known = {one.name: one for one in found}
    chosen = known.get(choices.printer) or next(iter(found), None)
    if chosen is None:
        return replace(choices, printer="")
    sides = choices.sides
    if sides is Sides.LONG_EDGE and not chosen.can_duplex:
        sides = Sides.MANUAL
    mono = choices.mono or not chosen.can_colour
    return replace(choices, printer=chosen.name, sides=sides, mono=mono)


def _facts(info: QPrinterInfo, default: str) -> PrinterFacts:
    states = {
        QPrinter.PrinterState.Idle: "idle",
        QPrinter.PrinterState.Active: "active",
        QPrinter.PrinterState.Aborted: "stopped",
    }
    modes = info.supportedDuplexModes()
    return PrinterFacts(
        name=info.printerName(),
        label=info.description() or info.printerName(),
        state=states.get(info.state(), "error"),
        is_default=info.printerName() == default,
        can_duplex=QPrinter.DuplexMode.DuplexLongSide in modes,
        can_colour=QPrinter.ColorMode.Color in info.supportedColorModes(),
    )


def _kept(settings: Settings, name: str) -> dict[str, Any]:
    found = settings.get(name)
    return found if isinstance(found, dict) else {}


def _within(value: Any, least: int, most: int) -> int:
    return min(max(value, least), most) if isinstance(value, int) else least


def _offset(kept: Any) -> Offset:
    numbers = kept if isinstance(kept, list) and len(kept) == 2 else [0.0, 0.0]
    right, down = (
        min(max(float(n), -FARTHEST_MM), FARTHEST_MM) if isinstance(n, int | float) else 0.0
        for n in numbers
    )
    return Offset(right, down)
