"""From the command line to a command and its exit status."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from danvan_desktop.cli.output import Output, speak_utf8
from danvan_desktop.cli.parser import parse
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _, use_language

if TYPE_CHECKING:
    from danvan_desktop.context import Context

OK, REFUSED, STOPPED = 0, 1, 130

Command = Callable[[argparse.Namespace, Output], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    speak_utf8()
    _language(arguments)
    try:
        options = parse(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    output = Output(as_json=options.as_json)
    try:
        return _command(options)(options, output)
    except UserError as error:
        output.refuse(error)
        return REFUSED
    except KeyboardInterrupt:
        output.complain(_("Đã dừng."))
        return STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except OSError as error:
        output.refuse(_refused_by_system(error))
        return REFUSED


def refuse_window() -> int:
    """Say that no window can open here, and what works without one; returns the exit status."""
    speak_utf8()
    refusal = UserError(
        _("Không có màn hình nên không mở được cửa sổ."),
        remedy=_("Xem các lệnh không cần cửa sổ: {program} --help").format(program="main.py"),
        code="no_display",
    )
    Output(as_json=False).refuse(refusal)
    return REFUSED


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Context]:
    """Open the data folder that the command line names, and close it again."""
    from danvan_desktop.context import open_context
    from danvan_desktop.paths import default_data_folder

    context = open_context(options.data_dir or default_data_folder())
    try:
        yield context
    finally:
        context.close()


@contextmanager
def office(options: argparse.Namespace) -> Iterator[Context]:
    """Open a data folder in which an office is set up; UserError when there is none.

    A folder without data is left as it is, so that a mistyped one is not made.
    """
    from danvan_desktop.paths import Paths, default_data_folder

    folder = options.data_dir or default_data_folder()
    if not folder.exists() or (folder.is_dir() and not Paths(folder).has_database):
        raise _no_office()
    with opened(options) as context:
        if context.office() is None:
            raise _no_office()
        yield context


def _refused_by_system(error: OSError) -> UserError:
    return UserError(
        _("Không đọc hoặc ghi được {name} ({reason}).").format(
            name=error.filename or "–", reason=error.strerror or error
        ),
        remedy=_("Kiểm tra đường dẫn, quyền của người dùng và chỗ trống trên ổ đĩa."),
        code="system_refused",
    )


def _no_office() -> UserError:
    return UserError(
        _("Thư mục này chưa có cơ quan nào."),
        remedy=_("Chạy lệnh init với tệp cơ quan và danh mục đơn vị."),
        code="no_office",
    )


def now() -> datetime:
    """Give the present moment with its time zone."""
    from danvan_desktop.context import SystemClock

    return datetime.fromisoformat(SystemClock().now())


def _command(options: argparse.Namespace) -> Command:
    where = options.run or ("selftest:self_test" if options.self_test else "demo:demo")
    module, _colon, name = where.partition(":")
    found: Command = getattr(importlib.import_module(f"danvan_desktop.cli.{module}"), name)
    return found


def _language(arguments: Sequence[str]) -> None:
    """Choose the language first, because the parser's own help is in it."""
    joined = " ".join(arguments)
    if "--language en" in joined or "--language=en" in joined:
        use_language("en")
