"""The same services without a window, for administrators and tests: ``main.py COMMAND …``.

How to add a command: declare it in ``parser.py`` and write the function in the module of its
subject; commands import what they need when they run, so ``--help`` stays fast.
Exit status: 0 done, 1 refused (with the reasons), 2 wrong usage.
"""

from danvan_desktop.cli.run import main

__all__ = ["main"]
