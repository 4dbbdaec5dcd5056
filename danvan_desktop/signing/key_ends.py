"""When keys end, told in time to whoever can do something about it, in the same words everywhere.

The receiver's renewal has to travel to every office before the old certificate ends, so it is asked
for a month earlier than an office's own. A new key that no letter introduces yet renews nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from danvan_desktop.i18n import N_, _
from danvan_desktop.signing.certificates import describe
from danvan_desktop.signing.keys import (
    EXPIRY_WARNING,
    OFFICE,
    RECEIVING,
    KeyFiles,
    day_text,
    stored_certificate,
)
from danvan_desktop.vietnamese import VIETNAM

TRAVEL = timedelta(days=30)
"""A letter with the receiver's new certificate is to leave so long before the old one ends."""


class Whose(StrEnum):
    """Which key ends."""

    OWN = "own"
    """The key that signs what this office sends."""
    RECEIVING = "receiving"
    """The certificate that others encrypt their bundles to for this office."""
    SUPERIOR = "superior"
    """The certificate that this office encrypts its bundles to."""
    UNTOLD = "untold"
    """The key before the present one, which the others go by while no letter told them."""


@dataclass(frozen=True, slots=True)
class KeyEnd:
    """The end of a key; ``name`` is the superior's, "" for a key of this office.

    ``travels``: what takes its place has to reach many offices.
    """

    whose: Whose
    until: datetime
    name: str = ""
    travels: bool = False

    @property
    def due(self) -> date:
        """The day by which somebody has to act, in Vietnam."""
        early = TRAVEL if self.travels else timedelta()
        return (self.until - early).astimezone(VIETNAM).date()

    def near(self, day: date) -> bool:
        """Tell whether it is to be spoken of on a day."""
        return self.whose is Whose.UNTOLD or day >= self.due - EXPIRY_WARNING

    def told(self, day: date | None = None) -> str:
        """Say in one sentence that the key ends, or that it has ended before a day."""
        over = day is not None and self.until.astimezone(VIETNAM).date() < day
        words = (_OVER if over else _ENDS)[self.whose]
        return _(words).format(name=self.name, day=day_text(self.until))

    @property
    def remedy(self) -> str:
        """What to do about it, and where."""
        return _(_REMEDIES[self.whose])


_ENDS = {
    Whose.OWN: N_("Khóa của cơ quan hết hạn ngày {day}."),
    Whose.RECEIVING: N_("Chứng thư nhận gói của cơ quan hết hạn ngày {day}."),
    Whose.SUPERIOR: N_("Chứng thư nhận gói của {name} hết hạn ngày {day}."),
    Whose.UNTOLD: N_("Khóa mới chưa có giấy giới thiệu; khóa cũ hết hạn ngày {day}."),
}
_OVER = {
    Whose.OWN: N_("Khóa của cơ quan đã hết hạn ngày {day}."),
    Whose.RECEIVING: N_("Chứng thư nhận gói của cơ quan đã hết hạn ngày {day}."),
    Whose.SUPERIOR: N_("Chứng thư nhận gói của {name} đã hết hạn ngày {day}."),
    Whose.UNTOLD: N_("Khóa mới chưa có giấy giới thiệu; khóa cũ đã hết hạn ngày {day}."),
}
_REMEDIES = {
    Whose.OWN: N_(
        "Ở trang Gửi – nhận, nhấn “Khóa…”, “Gia hạn khóa…”, rồi gửi giấy giới thiệu khóa mới cho "
        "bên kia. Làm trước khi hết hạn thì không phải gọi điện đối chiếu."
    ),
    Whose.RECEIVING: N_(
        "Ở trang Gửi – nhận, nhấn “Khóa…”, “Gia hạn khóa…”, rồi phát giấy giới thiệu khóa mới cho "
        "mọi cơ quan gửi gói. Gói đã mã hóa cho chứng thư cũ vẫn mở được."
    ),
    Whose.SUPERIOR: N_(
        "Xin cấp trên giấy giới thiệu khóa mới rồi nạp ở trang Gửi – nhận; sau ngày đó không mã "
        "hóa được gói."
    ),
    Whose.UNTOLD: N_(
        "Ở trang Gửi – nhận, nhấn “Khóa…”, “Ghi giấy giới thiệu khóa…”, rồi chuyển tệp cho mọi bên."
    ),
}


def own_ends(folder: Path, *, receives: bool) -> Iterator[KeyEnd]:
    """Give the ends of the keys kept in a folder; what cannot be read is told where it is used."""
    ours: tuple[tuple[KeyFiles, Whose], ...] = ((OFFICE, Whose.OWN),)
    if receives:
        ours = (*ours, (RECEIVING, Whose.RECEIVING))
    for files, whose in ours:
        certificate = stored_certificate(folder, files)
        try:
            if certificate is not None:
                yield KeyEnd(whose, describe(certificate).not_after, travels=receives)
        except ValueError:
            continue
