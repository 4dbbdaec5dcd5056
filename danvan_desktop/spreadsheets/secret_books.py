"""Refuse a workbook that declares a degree of state secrecy, whole and before anything is kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.secrecy import (
    MarkedFile,
    declared_in,
    declares_degree,
    name_declares_degree,
    table_declares_degree,
)
from danvan_desktop.spreadsheets.model import FileFacts, Sheet

LOOKED_INTO_BYTES = 3_000_000
"""Up to so much XML the parts that hold no cells (text boxes, page headers) are looked into too."""


def refuse_marked_name(path: Path) -> None:
    """Raise UserError (state_secret) for a name that declares a degree, before the file is read."""
    if name_declares_degree(path.name):
        raise _refusal(_("Tên tệp ghi độ mật nên không được nhập."))


def refuse_marked_content(path: Path, facts: FileFacts, sheets: Iterable[Sheet]) -> None:
    """Raise UserError (state_secret) when a cell, sheet name or text box declares a degree."""
    for sheet in sheets:
        marked = sheet.suspect and table_declares_degree(sheet.rows.values())
        if marked or declares_degree(sheet.name):
            raise _refusal(
                _("Trang “{sheet}” ghi độ mật nên cả tệp không được nhập.").format(
                    sheet="…" if declares_degree(sheet.name) else sheet.name
                )
            )
    small = facts.xml_bytes <= LOOKED_INTO_BYTES
    if small and declared_in("", path.read_bytes()) is MarkedFile.CONTENT:
        raise _refusal(_("Nội dung tệp ghi độ mật nên không được nhập."))


def _refusal(message: str) -> UserError:
    return UserError(
        message,
        safe=_("Không có gì của tệp được ghi vào máy."),
        remedy=_(
            "Xử lý tệp này ở máy độc lập hoặc trên giấy, theo quy định bảo vệ bí mật nhà nước. Đề "
            "nghị đơn vị gửi riêng phần số liệu không mật."
        ),
        code="state_secret",
    )
