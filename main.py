"""Dân Vận Desktop: a command goes to the command line, everything else opens the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType


def main(arguments: Sequence[str]) -> int:
    """Run a command, or open the window when there is none; returns the exit status."""
    if list(arguments) == ["--workbook-reader"]:
        # The packed program started again by spreadsheets/worker.py to read a large workbook.
        from danvan_desktop.spreadsheets.worker import serve

        serve()
        return 0
    if list(arguments) == ["--token-driver"]:
        # The packed program started again by signing/tokens.py to hold a foreign token driver.
        from danvan_desktop.signing.token_process import serve as serve_driver

        serve_driver()
        return 0
    if wants_window(arguments):
        if no_display():
            from danvan_desktop.cli.run import refuse_window

            return refuse_window()
        return int(window_module().run(arguments))
    from danvan_desktop.cli import main as run_command

    return run_command(list(arguments))


def window_module() -> ModuleType:
    """Import what opens the window."""
    from ui import quick_start

    quick_start.begin()
    from ui import app

    return app


def wants_window(arguments: Sequence[str]) -> bool:
    """Tell whether the arguments name only a data folder and files to open, and no command."""
    rest = list(arguments)
    while rest and rest[0].startswith("--data-dir"):
        if "=" not in rest[0] and len(rest) < 2:
            return False
        rest = rest[1:] if "=" in rest[0] else rest[2:]
    return all(Path(name).suffix and Path(name).is_file() for name in rest)


def no_display() -> bool:
    """Tell whether Qt would abort the process for want of a screen."""
    known = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in known)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
