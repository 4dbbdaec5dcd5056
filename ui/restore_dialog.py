"""“Khôi phục”: the data of a closed folder are replaced by a copy, off the GUI thread.

What was stopped or refused has changed nothing, and says so; what went well closes by itself,
unless a kept file could not be read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from danvan_desktop.i18n import _
from danvan_desktop.paths import Paths
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.farewell import delete_later
from ui.work_dialog import WorkDialog

if TYPE_CHECKING:
    from danvan_desktop.storage.restoring import Restored


def restore(copy: Path, paths: Paths, stamp: str, parent: QWidget | None = None) -> bool:
    """Bring everything back from a copy, with progress; tell whether it was done."""
    dialog = RestoringDialog(copy, paths, stamp, parent)
    dialog.start()
    dialog.exec()
    done = dialog.done_well
    delete_later(dialog)
    return done


class RestoringDialog(WorkDialog):
    """Shows how far the restoring is; Esc and “Hủy” stop it while the old data are in place."""

    def __init__(self, copy: Path, paths: Paths, stamp: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Khôi phục dữ liệu"),
            work=_("Đang khôi phục; Hủy để dừng."),
            unchanged=_("Đã dừng; dữ liệu như trước khi khôi phục, không có gì thay đổi."),
            failed=_("Chưa khôi phục được; dữ liệu như trước khi khôi phục."),
            parent=parent,
        )
        self._copy, self._paths, self._stamp = copy, paths, stamp
        self.resize(*theme.dialog_size(parent, 560, 190))
        self.lay_out_foot()

    def start(self) -> None:
        """Begin to restore."""
        from danvan_desktop.storage.restoring import bring_back

        self.begin(bring_back, self._copy, self._paths, stamp=self._stamp)

    def worked(self, result: Restored) -> None:
        """Close, or first say which files the medium did not give."""
        if not result.unread:
            self.accept()
            return
        self.end(
            "warning",
            "warning",
            _("Đã khôi phục, nhưng {n} tệp kèm của bản sao lưu bị hỏng hoặc không đọc được").format(
                n=format_number(result.unread)
            ),
            _(
                "Hồ sơ vẫn còn nguyên; mở tệp nào bị thiếu thì chương trình báo. Còn bản sao ở USB "
                "khác thì khôi phục lại từ bản đó để lấy nốt các tệp này."
            ),
        )
