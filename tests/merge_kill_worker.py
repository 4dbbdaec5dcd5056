"""The victim of ``test_merge_kill``: takes a folder of bundles over and over until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from danvan_desktop.bundles.inbox import look, take_all
from danvan_desktop.context import open_context


def main(folder: Path, post: Path) -> None:
    """Say when it begins and after every bundle."""
    context = open_context(folder)
    print("ready", flush=True)
    take_all(context, look([post]).bundles, told=lambda _one: print("taken", flush=True))
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
