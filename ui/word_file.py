"""Save a paper as a Word file: ask where, write off the GUI thread, say where it lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, UserError
from danvan_desktop.i18n import _
from ui import messages, tasks

FOLDER = "word_folder"
WORD_KEYS = "Ctrl+Shift+S"
LONG = 1000
"""Table rows from which writing takes long enough to be told about."""


class Writer(Protocol):
    """Writes the paper to a path; ``duplex`` mirrors the margins of even pages."""

    def __call__(self, out: Path, *, duplex: bool, progress: Progress) -> None:
        """Write, or raise UserError."""


def save_as_word(
    context: Context,
    write: Writer,
    file_name: str,
    *,
    kind: str,
    parent: QWidget,
    told: Callable[[str], object],
    saved: Callable[[Path], object] | None = None,
) -> tasks.Task | None:
    """Ask for a place and write there; None when it was given up.

    ``kind`` is the kind of paper whose printing on both sides is remembered: the margins follow.
    ``told`` gets sentences for the clerk, ``saved`` the path when the file is there.
    """
    path = _ask(context, file_name, parent)
    if path is None:
        return None

    def done(_result: object) -> None:
        context.settings.set(FOLDER, str(path.parent))
        told(_("Đã lưu {name} vào {folder}").format(name=path.name, folder=path.parent))
        if saved is not None:
            saved(path)

    def report(_done: int, total: int, text: str) -> None:
        if total >= LONG:
            told(_("Đang ghi {name}: {place}").format(name=path.name, place=text))

    return tasks.run(
        write,
        path,
        duplex=_both_sides(context, kind),
        done=done,
        failed=lambda error: _show_failure(error, path, parent),
        progress=report,
        owner=parent,
    )


def _ask(context: Context, file_name: str, parent: QWidget) -> Path | None:
    kept = context.settings.get(FOLDER) or context.settings.get("pdf_folder")
    folder = Path(str(kept)) if kept else Path.home()
    path = messages.choose_save(
        _("Lưu thành Word"),
        suggested=folder / file_name,
        kinds=_("Tài liệu Word (*.docx)"),
        parent=parent,
    )
    if path is None or path.suffix.lower() == ".docx":
        return path
    return path.with_name(path.name + ".docx")


def _both_sides(context: Context, kind: str) -> bool:
    """Tell whether papers of this kind were last printed on both sides."""
    from danvan_desktop.documents.print_plan import Sides
    from ui import printing

    return printing.recall(context.settings, kind).sides is not Sides.ONE


def _show_failure(error: BaseException, path: Path, parent: QWidget) -> None:
    """Say that a file which is open in Word cannot be replaced; show the rest as it is."""
    if isinstance(error, UserError) and error.code == "not_writable" and path.exists():
        error = UserError(
            _("Không ghi đè được {name}.").format(name=path.name),
            safe=_("Tệp cũ vẫn nguyên."),
            remedy=_("Đóng tệp này trong Word rồi lưu lại, hoặc lưu với tên khác."),
            code=error.code,
        )
    if isinstance(error, UserError):
        messages.show_error(error, parent)
    else:
        tasks.show_failure(error)
