"""What every tool's script does around its own code: read the size, repeat, report times."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from content import SIZES, Content

Build = Callable[[Content, Path, Path], None]
"""Makes the PDF of a content at a path, with the fonts of a folder."""


def main(build: Build) -> None:
    """Build as often as told and print the seconds of each time as JSON.

    The command line is: size, folder of the fonts, file to write, how often.
    """
    size, fonts, target, repeats = sys.argv[1:5]
    seconds = []
    for _repeat in range(int(repeats)):
        start = time.perf_counter()
        build(SIZES[size], Path(fonts), Path(target))
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))
