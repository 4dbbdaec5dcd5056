"""The victim of ``test_merge_kill``: takes a folder of bundles over and over until it is killed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.inbox import look, take_all
from danvan_desktop.context import open_context


def main(folder: Path, post: Path) -> None:
    """Say when it enters and leaves the transaction of a bundle, and how it ended."""
    context = open_context(folder)
    merging = context.merging

    @contextmanager
    def told() -> Iterator[Any]:
        with merging() as given:
            print("inside", flush=True)
            yield given
            print("leaving", flush=True)

    context.merging = told  # type: ignore[method-assign]
    print("ready", flush=True)
    take_all(context, look([post]).bundles)
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
