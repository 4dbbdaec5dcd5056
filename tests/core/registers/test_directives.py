"""Directives and programmes: what is read from a citation, deadlines, states, yearly reviews."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.citations import issuing_level, kind_of
from danvan_desktop.storage.values import ListQuery

CONCLUSION = {
    "so_ky_hieu": "120-KL/TW",
    "ngay": "2016-01-07",
    "co_quan": "Bộ Chính trị",
    "trich_yeu": "Kết luận về tiếp tục đẩy mạnh thực hiện Quy chế dân chủ ở cơ sở",
}
PROGRAMME = {
    "so_ky_hieu": "05-CTr/BDV-CAH",
    "ben": "Ban Dân vận Huyện ủy, Công an huyện",
    "noi_dung": "Toàn dân bảo vệ an ninh Tổ quốc",
    "tu_nam": 2018,
    "den_nam": 2022,
}
REVIEW = {"nam": 2019, "ngay": "2019-12-18", "ket_qua": "Giữ vững 19 mô hình."}


def _faults(office: Context, register: str, values: dict[str, Any]) -> list[tuple[str, str | None]]:
    issues = office.validate(register, values)
    return [(i.severity.value, i.place.field) for i in issues]


@pytest.mark.parametrize("register", ["van_ban", "phoi_hop"])
def test_every_row_of_the_key_is_accepted_without_remark(
    office: Context, year_2020: Path, register: str
) -> None:
    """What the answer key accepts is saved as it stands, and no row is another one's duplicate."""
    lines = (year_2020 / "expected-records.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["register"] == register]
    for row in rows:
        result = office.save(register, row["values"])
        assert result.record is not None
        assert (result.issues, result.record.duplicate_of) == ((), None)
    assert len(rows) == {"van_ban": 11, "phoi_hop": 5}[register]


@pytest.mark.parametrize(
    ("symbol", "abstract", "issuer", "kind", "level"),
    [
        ("25-NQ/TW", "", "Ban Chấp hành Trung ương", "NQ", "TW"),
        ("217-QĐ/TW", "Quyết định ban hành Quy chế giám sát", "Bộ Chính trị", "QD", "TW"),
        ("11-QĐi/TW", "về trách nhiệm của người đứng đầu", "Bộ Chính trị", "QDi", "TW"),
        ("399-QĐ/TW", "Quy định về thể loại văn bản", "Ban Bí thư", "QDi", "TW"),
        ("05-CT/BDVTU-BCSĐUBND", "Chương trình phối hợp", "Ban Dân vận Tỉnh ủy", "CTr", "T"),
        ("06-ĐA/TU", "đổi mới công tác dân vận", "Tỉnh ủy", "DA", "T"),
        ("97-CV/HU", "", "Thường trực Huyện ủy", "CV", "H"),
        ("12-NQ/ThU", "", "Thành ủy", "NQ", "H"),
        ("03-KH/ĐU", "", "Đảng ủy xã Suối Đá", "KH", "X"),
        ("59/2023/NĐ-CP", "quy định chi tiết", "Chính phủ", "ND", "TW"),
        ("10/2022/QH15", "Luật Thực hiện dân chủ ở cơ sở", "Quốc hội", "LUAT", "TW"),
        ("873/QĐ-UBND", "", "UBND huyện", "QD", "H"),
        ("không số", "", "Một cơ quan", "KHAC", "KHAC"),
    ],
)
def test_citation_tells_kind_and_level(
    symbol: str, abstract: str, issuer: str, kind: str, level: str
) -> None:
    """Party and State symbols, and the wording where it says more than the symbol."""
    assert (kind_of(symbol, abstract), issuing_level(symbol, issuer)) == (kind, level)


def test_kind_that_the_clerk_chose_stays(office: Context) -> None:
    """A reading is a proposal; what was chosen is kept."""
    saved = office.save("van_ban", {**CONCLUSION, "loai": "CT", "cap_ban_hanh": "H"}).record
    assert saved is not None
    assert (saved.values["loai"], saved.values["cap_ban_hanh"]) == ("CT", "H")


def test_any_symbol_is_taken_and_one_without_a_number_is_remarked_on(office: Context) -> None:
    """Cited papers break the table of symbols; only a text without any digit is worth a look."""
    assert _faults(office, "van_ban", {**CONCLUSION, "so_ky_hieu": "05-CT/BDVTU-BCSĐUBND"}) == []
    assert _faults(office, "van_ban", {**CONCLUSION, "so_ky_hieu": "Công văn 12"}) == []
    odd = _faults(office, "van_ban", {**CONCLUSION, "so_ky_hieu": "Kết luận của Bộ Chính trị"})
    assert odd == [(Severity.WARNING, "so_ky_hieu")]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "moi"),
        ({"san_pham": "Kế hoạch triển khai"}, "trien_khai"),
        ({"ngay_trien_khai": "2016-02-01"}, "trien_khai"),
        ({"ngay_so_ket": "2018-03-01"}, "so_ket"),
        ({"ngay_so_ket": "2018-03-01", "ngay_tong_ket": "2020-12-01"}, "tong_ket"),
    ],
)
def test_state_follows_what_was_done(changes: dict[str, Any], state: str) -> None:
    """New, carried out, reviewed, concluded."""
    whole = REGISTERS["van_ban"].complete({**CONCLUSION, **changes})
    assert whole["trang_thai"] == state


def test_deadline_of_a_bare_year_runs_to_its_end() -> None:
    """What is to be reviewed in 2020 is overdue from 1 January 2021 on."""
    whole = REGISTERS["van_ban"].complete({**CONCLUSION, "han_so_ket": "2020"})
    assert (whole["so_ket_den"], whole["qua_han_so_ket_tu"]) == ("2020-12-31", "2021-01-01")
    assert whole["phai_so_ket"] is True


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"han_so_ket": "2015"}, "han_so_ket"),
        ({"han_tong_ket": "2016-01-06"}, "han_tong_ket"),
        ({"ngay_trien_khai": "2016-01-06"}, "ngay_trien_khai"),
        ({"ngay_so_ket": "2020-03-01", "ngay_tong_ket": "2020-02-01"}, "ngay_tong_ket"),
        ({"het_hieu_luc": "2015-12-31"}, "het_hieu_luc"),
    ],
)
def test_days_are_in_order(office: Context, changes: dict[str, Any], field: str) -> None:
    """Nothing is due or done before the paper was issued."""
    assert (Severity.ERROR, field) in _faults(office, "van_ban", {**CONCLUSION, **changes})


def test_deadline_in_the_year_of_issue_is_good(office: Context) -> None:
    """A bare year means its last day, so a paper of that year may name it."""
    assert _faults(office, "van_ban", {**CONCLUSION, "han_so_ket": "2016"}) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"den_nam": 2017}, (Severity.ERROR, "den_nam")),
        ({"so_ket": [{**REVIEW, "nam": 2023}]}, (Severity.ERROR, "so_ket.nam")),
        ({"so_ket": [REVIEW, REVIEW]}, (Severity.WARNING, "so_ket.nam")),
        ({"so_ket": [{**REVIEW, "ngay": "2018-12-18"}]}, (Severity.WARNING, "so_ket.ngay")),
    ],
)
def test_reviews_belong_to_the_years_of_the_programme(
    office: Context, changes: dict[str, Any], fault: tuple[str, str]
) -> None:
    """One review a year, from the first to the last, held in that year or early in the next."""
    assert fault in _faults(office, "phoi_hop", {**PROGRAMME, **changes})


def test_programme_knows_its_last_review() -> None:
    """The list shows the year of the last review, and the state that follows from it."""
    spec = REGISTERS["phoi_hop"]
    whole = spec.complete({**PROGRAMME, "so_ket": [REVIEW, {**REVIEW, "nam": 2018}]})
    assert (whole["nam_so_ket"], whole["trang_thai"]) == (2019, "so_ket")
    ended = spec.complete({**whole, "ngay_tong_ket": "2022-12-20"})
    assert ended["trang_thai"] == "tong_ket"
    assert spec.complete({**ended, "ngay_cham_dut": "2021-01-01"})["trang_thai"] == "cham_dut"


def test_list_of_a_period_shows_programmes_in_force(office: Context) -> None:
    """A programme of 2018–2022 stands in the list of 2020, one that ended in 2018 does not."""
    office.save("phoi_hop", PROGRAMME)
    office.save("phoi_hop", {**PROGRAMME, "so_ky_hieu": "07", "tu_nam": 2014, "den_nam": 2018})
    office.save("phoi_hop", {**PROGRAMME, "so_ky_hieu": "08", "tu_nam": 2020, "den_nam": 2020})
    period = office.period("H1/2020")
    held = ListQuery(
        register="phoi_hop", first_day=period.first_day, last_day=period.last_day, held=True
    )
    assert [r.values["so_ky_hieu"] for r in office.page(held, 0, 9)] == ["08", "05-CTr/BDV-CAH"]
    assert office.count(held) == 2
