"""Save the annexes of a paper as an Excel file: ask where, write off the GUI thread, say so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.storage.values import Record
from ui import messages, tasks

FOLDER = "book_folder"


def save_as_book(
    context: Context,
    record: Record,
    *,
    parent: QWidget,
    told: Callable[[str], object],
    saved: Callable[[Path], object] | None = None,
) -> tasks.Task | None:
    """Ask for a place and write the annexes of a paper there; None when it was given up.

    ``told`` gets sentences for the clerk, ``saved`` the path when the file is there.
    """
    path = _ask(context, record, parent)
    if path is None:
        return None

    def done(sheets: int) -> None:
        context.settings.set(FOLDER, str(path.parent))
        told(
            _("Đã lưu {name} ({n} trang tính) vào {folder}").format(
                name=path.name, n=sheets, folder=path.parent
            )
        )
        if saved is not None:
            saved(path)

    return tasks.run(
        _write,
        context,
        record,
        path,
        done=done,
        failed=lambda error: _show_failure(error, path, parent),
        owner=parent,
    )


def _write(
    context: Context, record: Record, path: Path, *, progress: Progress = no_progress
) -> int:
    from danvan_desktop.reports.annex_book import write_annexes

    return write_annexes(context, record.values, path, progress=progress)


def _ask(context: Context, record: Record, parent: QWidget) -> Path | None:
    from danvan_desktop.reports.annex_book import book_name

    kept = context.settings.get(FOLDER) or context.settings.get("pdf_folder")
    folder = Path(str(kept)) if kept else Path.home()
    path = messages.choose_save(
        _("Lưu phụ lục thành Excel"),
        suggested=folder / book_name(record),
        kinds=_("Bảng tính Excel (*.xlsx)"),
        parent=parent,
    )
    if path is None or path.suffix.lower() == ".xlsx":
        return path
    return path.with_name(path.name + ".xlsx")


def _show_failure(error: BaseException, path: Path, parent: QWidget) -> None:
    """Say that a file which is open in Excel cannot be replaced; show the rest as it is."""
    if isinstance(error, UserError) and error.code == "not_writable" and path.exists():
        error = UserError(
            _("Không ghi đè được {name}.").format(name=path.name),
            safe=_("Tệp cũ vẫn nguyên."),
            remedy=_("Đóng tệp này trong Excel rồi lưu lại, hoặc lưu với tên khác."),
            code=error.code,
        )
    if isinstance(error, UserError):
        messages.show_error(error, parent)
    else:
        tasks.show_failure(error)
