"""What is checked in the head and at the foot of a paper: number, date, issuer, recipients.

Who signs is looked at in ``review_signers``.

Rules of the Party's format: HD 36-HD/VPTW, HD 05-HD/VPTW; of the State's: NĐ 30/2020, Phụ lục I.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from danvan_desktop.documents.profiles import Profile, profile_for
from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import FROZEN, SIGNED
from danvan_desktop.reports.content import PARTY
from danvan_desktop.reports.lifecycle import predecessors, successor
from danvan_desktop.reports.numbering import number_issue, odd_number
from danvan_desktop.reports.numbers_before import no_term
from danvan_desktop.reports.page_marks import mark_issues
from danvan_desktop.reports.review_signers import signer_issues
from danvan_desktop.reports.subjects import split_subject
from danvan_desktop.reports.templates import ReportTemplate
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import fold, format_date

ADDRESSED = ("CV", "TTR")
"""Types of paper that name their addressee at the head."""

Values = Mapping[str, Any]


def head_issues(
    books: Books, record: Record, template: ReportTemplate, period: Period
) -> Iterable[Issue]:
    """Check number, date, issuer, signer, recipients and whether the format was in force."""
    values = record.values
    day, profile = str(values["ngay"]), profile_for(str(values["the_thuc"]))
    yield from _number(books, record, profile, template)
    yield from signer_issues(books, values, day, profile)
    yield from _recipients(values, template)
    yield from mark_issues(values)
    if values.get("ky"):
        yield from _dates(values, day, period)
    yield from _issuer(books, day, profile)
    if int(values.get("lan") or 1) > 1 and not str(values.get("ly_do") or "").strip():
        yield _issue(
            "missing_reason",
            "ly_do",
            _("Bản thay thế chưa ghi lý do."),
            _("Ghi vì sao thay bản trước."),
        )
    if values.get("y_kien"):
        yield _issue(
            "sent_back",
            "y_kien",
            _("Người ký trả lại: {remark}.").format(remark=str(values["y_kien"]).rstrip(".")),
            _("Sửa theo ý kiến rồi trình lại."),
            Severity.NOTE,
        )


def issued_issues(books: Books, record: Record) -> Iterable[Issue]:
    """Say what is still to be done with an issued paper, and what stands in its place."""
    values = record.values
    if values.get("trang_thai") == FROZEN:
        yield _issue("not_signed", "trang_thai", _("Chưa ký."), _("Nhấn “Ký”."), Severity.NOTE)
    elif values.get("trang_thai") == SIGNED:
        yield _issue(
            "not_sent",
            "trang_thai",
            _("Đã ký, chưa gửi."),
            _("Nộp cấp trên, hoặc ghi đã gửi."),
            Severity.NOTE,
        )
        yield from _signatures(books, values)
    later = successor(books, record.id)
    if later is not None:
        yield _issue(
            "replaced",
            "thay_cho",
            _("Được thay bằng lần {n} ({symbol}).").format(
                n=later.values.get("lan"), symbol=later.values.get("ky_hieu") or "…"
            ),
            _("Mở bản thay thế để làm tiếp."),
            Severity.NOTE,
        )


def _signatures(books: Books, values: Values) -> Iterable[Issue]:
    """Say before it is sent that a signed file was tampered with, or its certificate is over."""
    kept = values.get("tep_da_ky")
    if not kept:
        return
    from danvan_desktop.signing.trust import TrustList
    from danvan_desktop.signing.verdict import State
    from danvan_desktop.signing.verify import verify_pdf

    now = datetime.fromisoformat(books.clock.now())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "da-ky.pdf"
        path.write_bytes(files.read(books.paths.attachments, str(kept)))
        found = verify_pdf(path, TrustList(()), now=now)
    for one in found.signatures:
        if one.valid_to is not None and one.valid_to < now:
            yield _issue(
                "certificate_expired",
                "trang_thai",
                _("Chứng thư của {name} đã hết hạn ngày {day}.").format(
                    name=one.name, day=format_date(one.valid_to.date())
                ),
                _("Ký lại bằng chứng thư còn hạn rồi gửi."),
                Severity.WARNING,
            )
        elif one.state is State.INVALID:
            why = one.reasons[0].message if one.reasons else ""
            yield _issue(
                "signature_invalid",
                "trang_thai",
                _("Chữ ký của {name} không hợp lệ. {why}").format(name=one.name, why=why).strip(),
                _("Ký lại rồi gửi."),
            )


def _number(
    books: Books, record: Record, profile: Profile, template: ReportTemplate
) -> Iterable[Issue]:
    values = record.values
    if values.get("so") is None and not template.numbered:
        return
    undeclared = no_term(books, str(values["ngay"]), family=profile.family)
    if undeclared is not None:
        yield undeclared
    if values.get("so") is None:
        yield _issue(
            "missing_number", "so", _("Văn bản chưa có số."), _("Lấy số tiếp theo của sổ.")
        )
        return
    number, day, kind = int(values["so"]), str(values["ngay"]), str(values["loai"])
    shared = [one.id for one in predecessors(books, values) if one.values.get("so") == number]
    _register, subjects = split_subject(values.get("doi_tuong"))
    own = (record.id, *shared, *subjects)
    taken = number_issue(books, kind, number, day, family=profile.family, own=own)
    if taken is not None:
        yield taken
        return
    odd = odd_number(books, kind, number, day, family=profile.family, own=record.id)
    if odd is not None and not shared:
        yield odd


def _recipients(values: Values, template: ReportTemplate) -> Iterable[Issue]:
    lines = [line for line in str(values.get("noi_nhan") or "").splitlines() if line.strip()]
    if not lines and values.get("loai") == "BB":
        pass  # Party minutes name no recipients
    elif not lines:
        yield _issue(
            "missing_recipients",
            "noi_nhan",
            _("Chưa có nơi nhận."),
            _("Ghi nơi nhận, mỗi nơi một dòng."),
            Severity.WARNING,
        )
    elif not any(fold(line).lstrip("- ").startswith("luu") for line in lines):
        yield _issue(
            "no_archive",
            "noi_nhan",
            _("Nơi nhận chưa có dòng “Lưu”."),
            _("Thêm dòng cuối, ví dụ “Lưu Ban Dân vận”."),
            Severity.WARNING,
        )
    wanted = template.addressees or values["loai"] in ADDRESSED
    if wanted and not str(values.get("kinh_gui") or "").strip():
        yield _issue(
            "missing_addressee",
            "kinh_gui",
            _("Chưa ghi “Kính gửi”."),
            _("Ghi nơi được gửi tới, mỗi nơi một dòng."),
        )


def _dates(values: Values, day: str, period: Period) -> Iterable[Issue]:
    if day <= period.last_day:
        yield _issue(
            "date_before_end",
            "ngay",
            _("Ngày của báo cáo ({day}) chưa qua ngày cuối kỳ.").format(day=_shown(day)),
            _("Kiểm tra lại ngày của báo cáo."),
            Severity.WARNING,
        )
    first = not values.get("thay_cho")  # what replaces a sent paper comes after its due day
    if first and values["loai"] == "BC" and period.due and day > period.due:
        yield _issue(
            "late",
            "ngay",
            _("Ngày của báo cáo ({day}) đã quá hạn nộp ({due}).").format(
                day=_shown(day), due=_shown(period.due)
            ),
            _("Sửa ngày, hoặc ghi lý do nộp chậm."),
            Severity.WARNING,
        )


def _issuer(books: Books, day: str, profile: Profile) -> Iterable[Issue]:
    if not profile.covers(date.fromisoformat(day)):
        yield _issue(
            "profile_not_valid",
            "the_thuc",
            _("{name} không có hiệu lực vào ngày của văn bản.").format(name=profile.name),
            _("Chọn thể thức khác hoặc sửa ngày."),
        )
    office = next(iter(books.all_of("van_phong", on=day)), None)
    if office is None:
        yield _issue(
            "office_not_valid",
            "ngay",
            _("Ngày {day} cơ quan chưa có hoặc đã thôi hoạt động.").format(day=_shown(day)),
            _("Sửa ngày, hoặc sửa thời gian của cơ quan trong Cài đặt."),
        )
        return
    gap = books.directory().unit_gap(str(office.values.get("don_vi") or ""), day)
    if gap is not None:
        yield _issue(
            "unit_not_valid",
            "the_thuc",
            _("{gap} Đầu văn bản vẫn theo đơn vị này.").format(gap=gap.message),
            _("Sửa ngày, hoặc ghi đơn vị và tên mới của cơ quan trong Cài đặt."),
            Severity.WARNING,
        )
    names = {
        "tieu_de_1": _("dòng đầu của tiêu đề"),
        "tieu_de_2": _("dòng tên cơ quan"),
        "ky_hieu": _("ký hiệu văn bản"),
        "dia_danh": _("địa danh"),
    }
    missing = [words for name, words in names.items() if not office.values.get(name)]
    if missing:
        yield _issue(
            "missing_header",
            "the_thuc",
            _("Đầu văn bản thiếu {what}.").format(what=", ".join(missing)),
            _("Ghi vào phần Cơ quan trong Cài đặt."),
        )
    own = profile_for(str(office.values["the_thuc"]))
    if own.family != profile.family:
        yield _issue(
            "other_format",
            "the_thuc",
            _("Cơ quan dùng {own}, văn bản này theo {name}.").format(
                own=_short(own), name=_short(profile)
            ),
            _("Chọn thể thức của cơ quan, hoặc ghi lý do."),
            Severity.WARNING,
        )


def _short(profile: Profile) -> str:
    return _("thể thức của Đảng") if profile.family == PARTY else _("thể thức Nhà nước")


def _issue(
    code: str, field: str, message: str, remedy: str, severity: Severity = Severity.ERROR
) -> Issue:
    return Issue(code, message, remedy, Place(register="bao_cao", field=field), severity)


def _shown(day: str) -> str:
    return format_date(date.fromisoformat(day))
