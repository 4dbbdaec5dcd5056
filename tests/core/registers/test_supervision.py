"""Supervision, social criticism and comments: what their rules refuse and what follows."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity

SUPERVISION = {
    "noi_dung": "Việc bình xét hộ nghèo, hộ cận nghèo",
    "chu_the": "MTTQ",
    "don_vi": "TN-DMC-07",
    "ngay": "2020-05-12",
}
CRITICISM = {
    "van_ban": "Dự thảo Quy chế quản lý chợ",
    "chu_the": "HND",
    "don_vi": "TN-DMC",
    "ngay": "2020-01-17",
    "y_kien": 14,
}
COMMENTS = {
    "noi_dung": "Góp ý dự thảo văn kiện Đại hội Đảng bộ huyện",
    "chu_the": "LHPN",
    "don_vi": "TN-DMC",
    "ngay": "2020-03-20",
    "y_kien": 40,
}


def _errors(office: Context, register: str, values: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [
        (issue.code, issue.place.field)
        for issue in office.validate(register, values)
        if issue.severity is Severity.ERROR
    ]


def _saved(office: Context, register: str, values: dict[str, Any]) -> dict[str, Any]:
    result = office.save(register, values)
    assert result.record is not None, result.issues
    return dict(result.record.values)


@pytest.mark.parametrize(
    ("register", "values", "field"),
    [
        ("giam_sat", {**SUPERVISION, "kien_nghi": 6, "tiep_thu": 11}, "tiep_thu"),
        ("giam_sat", {**SUPERVISION, "kien_nghi": 6, "tra_loi": 7}, "tra_loi"),
        ("giam_sat", {**SUPERVISION, "ngay_ket_luan": "2020-05-11"}, "ngay_ket_luan"),
        ("giam_sat", {**SUPERVISION, "moi_ke_hoach": True, "kien_nghi": 1}, "moi_ke_hoach"),
        ("phan_bien", {**CRITICISM, "tiep_thu": 15}, "tiep_thu"),
        ("phan_bien", {**CRITICISM, "tra_loi": 15}, "tra_loi"),
        ("gop_y", {**COMMENTS, "tiep_thu": 41}, "tiep_thu"),
        ("gop_y", {**COMMENTS, "tra_loi": 41}, "tra_loi"),
    ],
)
def test_part_greater_than_whole_is_refused(
    office: Context, register: str, values: dict[str, Any], field: str
) -> None:
    """No more is taken up or answered than was said, and no paper comes before its event."""
    assert _errors(office, register, values) == [("impossible_value", field)]


def test_more_taken_up_than_answered_is_remarked(office: Context) -> None:
    """Some count the answered ones without those taken up, so this is a warning only."""
    values = {**SUPERVISION, "kien_nghi": 6, "tra_loi": 3, "tiep_thu": 4}
    found = office.validate("giam_sat", values)
    assert [(i.severity, i.place.field) for i in found] == [(Severity.WARNING, "tiep_thu")]


def test_unknown_numbers_are_not_zero(office: Context) -> None:
    """What nobody has counted yet contradicts nothing."""
    assert _errors(office, "giam_sat", {**SUPERVISION, "tiep_thu": 3}) == []
    assert _errors(office, "giam_sat", {**SUPERVISION, "kien_nghi": 3}) == []


def test_recommendations_give_the_totals(office: Context) -> None:
    """Five recommendations, three answered, two of them taken up: the numbers follow."""
    entries = [
        {"noi_dung": "Niêm yết lại danh sách", "ket_qua": "tiep_thu"},
        {"noi_dung": "Bình xét lại 2 hộ", "ket_qua": "tiep_thu", "ngay_tra_loi": "2020-06-01"},
        {"noi_dung": "Bổ sung 1 hộ", "ket_qua": "khong", "ngay_tra_loi": "2020-06-02"},
        {"noi_dung": "Công khai quỹ", "co_quan": "UBND xã", "han": "2020-06-30"},
        {"noi_dung": "Họp dân ấp 3", "co_quan": "UBND xã", "han": "2020-06-30"},
    ]
    values = _saved(office, "giam_sat", {**SUPERVISION, "kien_nghi_chi_tiet": entries})
    assert (values["kien_nghi"], values["tra_loi"], values["tiep_thu"]) == (5, 3, 2)
    assert values["trang_thai"] == "theo_doi"


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"moi_ke_hoach": True}, "ke_hoach"),
        ({}, "da_giam_sat"),
        ({"so_ket_luan": "08/TB-MTTQ-BTT"}, "ket_luan"),
        ({"kien_nghi": 4, "tiep_thu": 3}, "theo_doi"),
        ({"kien_nghi": 4, "tiep_thu": 2, "tra_loi": 4}, "xong"),
        ({"kien_nghi": 0, "so_ket_luan": "08/TB-MTTQ-BTT"}, "ket_luan"),
    ],
)
def test_state_follows_from_what_was_done(
    office: Context, values: dict[str, Any], state: str
) -> None:
    """A supervision goes from plan to answered recommendations without a field for it."""
    assert _saved(office, "giam_sat", {**SUPERVISION, **values})["trang_thai"] == state


def test_recommendation_without_deadline_is_remarked(office: Context) -> None:
    """Whoever has to answer needs a day; an answer before the event is impossible."""
    entries = [
        {"noi_dung": "Công khai quỹ", "co_quan": "UBND xã"},
        {"noi_dung": "Họp dân ấp 3", "ngay_tra_loi": "2020-05-01"},
    ]
    found = office.validate("giam_sat", {**SUPERVISION, "kien_nghi_chi_tiet": entries})
    assert [(i.severity, i.place.field, i.place.row) for i in found] == [
        (Severity.WARNING, "kien_nghi_chi_tiet.han", 1),
        (Severity.ERROR, "kien_nghi_chi_tiet.ngay_tra_loi", 2),
    ]


def test_second_report_of_a_supervision_is_flagged(office: Context) -> None:
    """The same organisation, unit, day and subject in other spelling is the same supervision."""
    office.save("giam_sat", SUPERVISION)
    again = {**SUPERVISION, "noi_dung": "Việc bình xét hộ nghèo,  hộ cận nghèo".upper()}
    other = {**SUPERVISION, "chu_the": "HND"}
    assert office.save("giam_sat", again).changes.duplicates  # type: ignore[union-attr]
    assert not office.save("giam_sat", other).changes.duplicates  # type: ignore[union-attr]
