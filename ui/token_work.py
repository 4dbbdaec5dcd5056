"""What the pages about tokens do off the GUI thread, and what is remembered of a token.

Remembered: files of drivers that the clerk chose, which kind of key and which token signed last,
and how often its PIN was wrong. Never a PIN.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.settings import Settings
from danvan_desktop.signing.token_doctor import Diagnosis, diagnose
from danvan_desktop.signing.tokens import Looked, find_modules, look

DRIVERS, LAST, TRIES, KIND = "token_drivers", "token_last", "token_wrong_pins", "sign_with"
TOKEN, FILE = "token", "file"


@dataclass(frozen=True, slots=True)
class TokensSeen:
    """What a look at every driver gave, and what it means."""

    looked: tuple[Looked, ...]
    diagnosis: Diagnosis


def see_tokens(context: Context, *, progress: Progress = no_progress) -> TokensSeen:
    """Look at every driver of this machine and judge what is there."""
    settings = context.settings
    looked = look(find_modules(chosen_drivers(settings)), progress=progress)
    diagnosis = diagnose(
        looked,
        now=datetime.fromisoformat(context.clock.now()),
        newest=_newest(context),
        tries=settings.get(TRIES) or {},
        wanted=str(settings.get(LAST) or ""),
    )
    return TokensSeen(looked, diagnosis)


def chosen_drivers(settings: Settings) -> list[Path]:
    """List the driver files that the clerk chose, the newest first."""
    return [Path(name) for name in settings.get(DRIVERS) or ()]


def add_driver(settings: Settings, path: Path) -> None:
    """Remember a driver file."""
    kept = [str(one) for one in chosen_drivers(settings) if one != path]
    settings.set(DRIVERS, [str(path), *kept][:5])


def count_wrong_pin(settings: Settings, serial: str) -> int:
    """Count one more wrong PIN of a token; returns how many in a row that makes."""
    tries = dict(settings.get(TRIES) or {})
    tries[serial] = int(tries.get(serial, 0)) + 1
    settings.set(TRIES, tries)
    return int(tries[serial])


def forget_wrong_pins(settings: Settings, serial: str) -> None:
    """Begin to count anew after a right PIN."""
    tries = {one: n for one, n in (settings.get(TRIES) or {}).items() if one != serial}
    settings.set(TRIES, tries)


def wrong_pins(settings: Settings, serial: str) -> int:
    """Tell how many wrong PINs in a row this program has seen of a token."""
    return int((settings.get(TRIES) or {}).get(serial, 0))


def _newest(context: Context) -> datetime | None:
    """Give the moment of the newest paper, before which no clock can rightly be."""
    moments = [record.changed_at for record in context.all_of("bao_cao")]
    return datetime.fromisoformat(max(moments)) if moments else None
