"""Recommendations (or opinions) and what became of them: a list that several registers share.

Rows that are sent in hold totals only; where the recommendations are kept one by one, with who
answers by when, the totals follow from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import (
    ChildSpec,
    Choice,
    Date,
    LongText,
    Option,
    Section,
    Text,
    Values,
    children,
    field,
    issue_for,
)

RECOMMENDATION_LIST = "kien_nghi_chi_tiet"
"""The name of the list in every register that has it."""

ACCEPTED = "tiep_thu"
"""The result of a recommendation that was taken up."""

KET_QUA_KIEN_NGHI = Choice(
    options=(
        Option(ACCEPTED, N_("Tiếp thu"), "", ("đã tiếp thu", "đã xử lý", "đã giải quyết")),
        Option("khong", N_("Không tiếp thu"), "", ("không xử lý", "không giải quyết")),
    )
)

RECOMMENDATIONS = Section(
    "kien_nghi",
    N_("Từng kiến nghị"),
    N_("Không bắt buộc. Ghi từng kiến nghị thì số kiến nghị tính theo danh sách này."),
)

OPINIONS = Section(
    "kien_nghi",
    N_("Từng ý kiến"),
    N_("Không bắt buộc. Ghi từng ý kiến thì số ý kiến tính theo danh sách này."),
)


def recommendation_list() -> ChildSpec:
    """Declare the list of recommendations, in the section ``RECOMMENDATIONS``."""
    return _list(N_("Kiến nghị"), N_("Nội dung kiến nghị"))


def opinion_list() -> ChildSpec:
    """Declare the same list as one of opinions, in the section ``OPINIONS``."""
    return _list(N_("Ý kiến"), N_("Nội dung ý kiến"))


def _list(label: str, text_label: str) -> ChildSpec:
    return children(
        label,
        section=RECOMMENDATIONS.key,
        noi_dung=field(LongText(max_length=2000), text_label, required=True, width=280),
        co_quan=field(Text(max_length=200), N_("Cơ quan trả lời"), width=150),
        han=field(Date(), N_("Hạn trả lời"), width=84),
        ngay_tra_loi=field(Date(), N_("Ngày trả lời"), width=84),
        ket_qua=field(KET_QUA_KIEN_NGHI, N_("Kết quả"), width=100),
        tra_loi=field(LongText(max_length=2000), N_("Nội dung trả lời"), width=200),
    )


def list_totals(values: Values, *, made: str, accepted: str, answered: str = "") -> dict[str, Any]:
    """Count the list into the fields of these names; nothing when the list is empty."""
    entries = values.get(RECOMMENDATION_LIST) or []
    if not entries:
        return {}
    counts = {
        made: len(entries),
        accepted: sum(1 for entry in entries if entry.get("ket_qua") == ACCEPTED),
    }
    if answered:
        counts[answered] = sum(1 for entry in entries if _is_answered(entry))
    return counts


def list_issues(values: Values, register: str, day: str) -> Iterable[Issue]:
    """Check deadlines and answers of the list; ``day`` names the field of the event's day."""
    held = values.get(day)
    for row, entry in enumerate(values.get(RECOMMENDATION_LIST) or (), start=1):
        answered = entry.get("ngay_tra_loi")
        if answered and held and str(answered) < str(held):
            yield issue_for(
                "impossible_value",
                place=_place(register, "ngay_tra_loi", row),
                message=_("Dòng {n}: ngày trả lời trước ngày tổ chức.").format(n=row),
            )
        if entry.get("co_quan") and not entry.get("han") and not _is_answered(entry):
            yield issue_for(
                "missing_required",
                place=_place(register, "han", row),
                severity=Severity.WARNING,
                message=_("Dòng {n}: chưa có hạn trả lời.").format(n=row),
                remedy=_("Ghi hạn trả lời để chương trình nhắc việc."),
            )


def not_more(
    values: Values,
    part: str,
    whole: str,
    *,
    register: str,
    message: str,
    severity: Severity = Severity.ERROR,
) -> Iterable[Issue]:
    """Refuse a part that is greater than its whole; nothing while one of the two is unknown.

    ``message`` may name ``{part}`` and ``{whole}``.
    """
    some, every = values.get(part), values.get(whole)
    if some is not None and every is not None and some > every:
        yield issue_for(
            "impossible_value",
            place=Place(register=register, field=part),
            message=message.format(part=some, whole=every),
            severity=severity,
        )


def _place(register: str, name: str, row: int) -> Place:
    return Place(register=register, field=f"{RECOMMENDATION_LIST}.{name}", row=row)


def _is_answered(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("ngay_tra_loi") or entry.get("ket_qua") or entry.get("tra_loi"))
