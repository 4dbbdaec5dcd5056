"""Upload an exported bundle to a place that the clerk chose, and note it once it was read back.

Nothing here runs by itself: the window calls it when the clerk presses the button, or right after
an export to a place to which the clerk agreed beforehand. A bundle that is not encrypted never
goes over the network, whatever anybody agreed to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.logbook import UPLOAD, Line, note
from danvan_desktop.bundles.upload.folder import put_in_folder
from danvan_desktop.bundles.upload.places import Kind, Place
from danvan_desktop.bundles.upload.run import Run, watched
from danvan_desktop.bundles.upload.web import put_on_web
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.signing.files import sha256_of
from danvan_desktop.vietnamese import format_size


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What was done: the file, its bytes, how many of them were there before, what was noted."""

    name: str
    size: int
    there: int
    parts: int
    text: str


def plain_refusal(export: Entry, place: Place) -> UserError | None:
    """Say why a bundle may not go to a place: it is not encrypted and would cross the network."""
    if place.kind is Kind.FOLDER or journal.sealed(export) is not None:
        return None
    return UserError(
        _("Gói không mã hóa nên không được gửi qua mạng."),
        safe=_("Chưa gửi gì; gói vẫn nguyên trong máy."),
        remedy=_(
            "Nạp giấy giới thiệu khóa của cấp trên rồi xuất gói mới, gói đó được mã hóa; hoặc chép "
            "gói này vào thư mục hay USB mà chỉ người có trách nhiệm cầm."
        ),
        code="not_encrypted",
    )


def upload(
    books: Books,
    export: Entry,
    place: Place,
    *,
    password: str = "",
    progress: Progress = no_progress,
) -> Uploaded:
    """Upload an exported bundle, read it back, and note it.

    ``progress`` counts bytes and is called ten times a second; Cancelled keeps what arrived for
    the next try. UserError in words for whatever the place or the way to it refuses.
    """
    refusal = plain_refusal(export, place)
    if refusal is not None:
        raise refusal
    source = journal.to_carry(export)
    sealed = journal.sealed(export)
    sha256 = sealed.sha256 if sealed else str(export.sha256)
    if not source.is_file():
        raise _lost(source)

    def work(run: Run) -> tuple[str, Mapping[str, Any]]:
        run.text = _("Đọc gói")
        if sha256_of(source) != sha256:
            raise _lost(source)
        return _to_folder(run) if place.kind is Kind.FOLDER else _to_web(run)

    def _to_folder(run: Run) -> tuple[str, Mapping[str, Any]]:
        there = put_in_folder(source, Path(place.address), sha256, run)
        return _("giống hệt"), {"there": there, "parts": 0}

    def _to_web(run: Run) -> tuple[str, Mapping[str, Any]]:
        sent = put_on_web(source, place, password, sha256, run)
        size = format_size(source.stat().st_size)
        check = _("giống hệt") if sent.compared else _("đủ {size}").format(size=size)
        return check, {"there": sent.there, "parts": sent.parts}

    size = source.stat().st_size
    check, facts = watched(work, size, progress)
    words = _("Tải {name} lên {place}, đọc lại: {check}")
    if facts["parts"]:
        words = _("Tải {name} lên {place} thành {n} phần, đọc lại: {check}")
    text = words.format(name=source.name, place=place.name, check=check, n=facts["parts"])
    note(
        books,
        Line(
            kind=UPLOAD,
            text=text,
            period=export.period,
            number=export.number,
            file=source,
            sha256=export.sha256,
            size=size,
            details={"to": place.name, "sent": sha256, **facts},
        ),
    )
    return Uploaded(source.name, size, facts["there"], facts["parts"], text)


# --- private


def _lost(source: Path) -> UserError:
    return UserError(
        _("Tệp gói {name} không còn hoặc đã bị sửa.").format(name=source.name),
        safe=_("Chưa gửi gì."),
        remedy=_("Xuất gói mới."),
        code="bundle_changed",
    )
