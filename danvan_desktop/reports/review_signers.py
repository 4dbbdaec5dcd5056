"""What is checked about those who sign: may they, by what authority, and what stands with the name.

HD 36-HD/VPTW and HD 05-HD/VPTW for the Party; NĐ 30/2020, Điều 13 and Phụ lục I, for the State.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from danvan_desktop.documents.profiles import Profile
from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.content import PARTY
from danvan_desktop.reports.joint import co_signers
from danvan_desktop.reports.signers import signer_named, signers

_FOR = re.compile(r"^(K/T|KT\.)\s*")
_COLLECTIVE = re.compile(r"^(T/M|TM\.)\s*")
_BY_ORDER = re.compile(r"^(T/L|TL\.)\s*")
_NOT_PARTY = re.compile(r"^(TUQ\.?|T/U)\s")
_COMMITTEE = re.compile(r"(\bỦY|BAN THƯỜNG VỤ|BAN CHẤP HÀNH)$")
"""A committee of the Party, for which only its secretaries sign."""
_BODY = re.compile(r"\b(TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|ĐẢNG|CHI) ỦY$")
"""The body after a title, e.g. PHÓ BÍ THƯ HUYỆN ỦY."""
_TITLED = re.compile(
    r"^(GS|PGS|TSKH|TS|Th\.?S|BS|KS|CN|CV|Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư|Cử nhân|"
    r"(Đại|Thượng|Trung|Thiếu) (tướng|tá|úy))(\.|\s)",
    re.IGNORECASE,
)
"""A degree or a rank before a name."""
_DEPUTY = "PHÓ "
_SECRETARIES = ("BÍ THƯ", "PHÓ BÍ THƯ", "Q. BÍ THƯ")

SIGNER, CO_SIGNERS = "nguoi_ky", "cung_ky"


def signer_issues(
    books: Books, values: Mapping[str, Any], day: str, profile: Profile
) -> Iterable[Issue]:
    """Check the signer of a paper on its ISO day, and those who sign with them."""
    for other in co_signers(values):
        yield from _written(other.name, _capitals(other.lines), profile, CO_SIGNERS)
    name = str(values.get("nguoi_ky") or "")
    if not name:
        yield _issue(
            "missing_signer", SIGNER, _("Chưa chọn người ký."), _("Chọn người ký văn bản.")
        )
        return
    signer = signer_named(books, name, day)
    if signer is None:
        return  # that nobody of this name may sign is said where the paper is built
    lines = _capitals(signer.lines)
    faults = list(_written(name, lines, profile, SIGNER))
    yield from faults
    wrong = None if faults else _wrong_authority(lines, books, day)
    if wrong is not None:
        yield wrong


def _capitals(lines: Iterable[str]) -> list[str]:
    return [line.upper() for line in lines]


def _written(name: str, lines: Sequence[str], profile: Profile, field: str) -> Iterable[Issue]:
    """Hold what stands at a signature against the rules, whoever signs."""
    if _TITLED.match(name):
        yield _issue(
            "titled_name",
            field,
            _("{name}: trước họ tên người ký không ghi học hàm, học vị, quân hàm.").format(
                name=name
            ),
            _("Chỉ ghi họ và tên."),
        )
    if profile.family != PARTY or not lines:
        return
    collective = any(_COLLECTIVE.match(line) for line in lines)
    if any(_NOT_PARTY.match(line) for line in lines):
        yield _authority(
            field, _("Văn bản của Đảng không ký thừa ủy quyền."), _("Ký T/L theo quy chế.")
        )
    if collective and any(_FOR.match(line) for line in lines):
        yield _authority(
            field,
            _("{name} ký thay mặt tập thể nên không ghi K/T.").format(name=name),
            _("Bỏ dòng K/T, để T/M và chức vụ."),
        )
    if _BODY.search(lines[-1]):
        yield _authority(
            field,
            _("Sau chức vụ {position} không ghi tên cơ quan.").format(
                position=_BODY.sub("", lines[-1]).strip()
            ),
            _("Chỉ ghi chức vụ; tên cơ quan đã có ở đầu văn bản và ở dòng T/M."),
        )
    elif (
        any(_COLLECTIVE.match(line) and _COMMITTEE.search(line) for line in lines)
        and lines[-1] not in _SECRETARIES
    ):
        yield _authority(
            field,
            _(
                "Thay mặt cấp ủy chỉ ghi chức vụ bí thư hoặc phó bí thư, không ghi {position}."
            ).format(position=lines[-1]),
            _("Bỏ dòng chức vụ, hoặc chọn người ký khác."),
        )


def _wrong_authority(lines: Sequence[str], books: Books, day: str) -> Issue | None:
    """Hold the lines above a name against who holds which office on the day."""
    if any(_COLLECTIVE.match(line) or _BY_ORDER.match(line) for line in lines):
        return None
    position = lines[-1]
    instead = any(_FOR.match(line) for line in lines)
    head = position.removeprefix(_DEPUTY)
    heads = [s for s in signers(books, day) if s.lines[-1].upper() == head and len(s.lines) == 1]
    deputy = position.startswith(_DEPUTY)
    if deputy and heads and not instead:
        return _authority(
            SIGNER,
            _("{position} ký thay mà thiếu K/T {head}.").format(position=position, head=head),
            _("Sửa dòng ký của người này trong Cài đặt: dòng đầu K/T {head}.").format(head=head),
        )
    if deputy and instead and not heads:
        return _authority(
            SIGNER,
            _("Ngày này chưa có {head} nên {position} ký trực tiếp, không ghi K/T.").format(
                head=head, position=position
            ),
            _("Sửa dòng ký, hoặc thời gian giữ chức của cấp trưởng trong Cài đặt."),
        )
    if not deputy and instead:
        return _authority(
            SIGNER,
            _("{position} ký trực tiếp, không ghi K/T.").format(position=position),
            _("Sửa dòng ký của người này trong Cài đặt."),
        )
    return None


def _authority(field: str, message: str, remedy: str) -> Issue:
    return _issue("wrong_authority", field, message, remedy)


def _issue(code: str, field: str, message: str, remedy: str) -> Issue:
    return Issue(code, message, remedy, Place(register="bao_cao", field=field), Severity.ERROR)
