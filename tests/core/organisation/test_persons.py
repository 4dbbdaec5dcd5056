"""What is kept about a private person: found, erased without a trace, and noted."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.organisation.persons import (
    access_log,
    erase_person,
    find_person,
    note_access,
    personal_fields,
)
from danvan_desktop.registers import REGISTERS

PERSON = "Lê Thị Xuyến"
"""A name that should have been initials, as it happens."""


def record_with_person(office: Context, name: str = PERSON) -> str:
    """Store a dialogue whose opinion names somebody, edited once so that history holds it too."""
    opinion: dict[str, Any] = {"noi_dung": "Sửa đường", "xu_ly": "tai_cho", "nguoi_neu": name}
    values = {
        "don_vi": "TN-DMC-10",
        "ngay": "2020-05-14",
        "hinh_thuc": "dinh_ky",
        "so_nguoi": 80,
        "y_kien": 1,
        "tra_loi": 1,
        "chuyen": 0,
    }
    saved = office.save("doi_thoai", values).record
    assert saved is not None
    for text in ("Sửa đường", "Sửa đường, cống"):
        rows = [{**opinion, "noi_dung": text}]
        assert office.save("doi_thoai", {"y_kien_chi_tiet": rows}, id=saved.id).saved
    return saved.id


@pytest.mark.parametrize("words", ["Lê Thị Xuyến", "le thi xuyen", "XUYẾN", "thị xuyến"])
def test_person_is_found_by_any_spelling(office: Context, words: str) -> None:
    """Accents and case do not matter; whole words do."""
    record = record_with_person(office)
    (hit,) = find_person(office, words)
    assert (hit.register, hit.record_id, hit.field) == ("doi_thoai", record, "nguoi_neu")
    assert find_person(office, "Xuy") == []


def test_erased_person_leaves_no_trace(office: Context) -> None:
    """Records, history, drafts and the pages of the file hold nothing of the name; it is noted."""
    record = record_with_person(office)
    rows = [{"noi_dung": "x", "nguoi_neu": PERSON}]
    office.keep_draft("doi_thoai", record, {"y_kien_chi_tiet": rows}, "ket_luan")
    assert erase_person(office, find_person(office, PERSON), "Theo đơn ngày 10/6/2020") == 1
    assert find_person(office, PERSON) == []
    kept = office.record("doi_thoai", record)
    assert kept is not None
    assert kept.values["y_kien_chi_tiet"][0]["noi_dung"] == "Sửa đường, cống"
    for path in office.paths.data.rglob("*"):
        assert not path.is_file() or PERSON.encode() not in path.read_bytes(), path
    office.undo()
    assert find_person(office, PERSON) == []
    (entry,) = access_log(office)
    assert (entry.kind, entry.by, entry.record_id) == ("erase", "Lê Văn C", record)
    assert entry.reason == "Theo đơn ngày 10/6/2020"


def test_erasing_needs_a_reason(office: Context) -> None:
    """Without one nothing is erased."""
    record_with_person(office)
    with pytest.raises(UserError, match="lý do"):
        erase_person(office, find_person(office, PERSON), " ")
    assert find_person(office, PERSON)


def test_access_is_noted_without_values(office: Context) -> None:
    """The log says who, when, which fields and why."""
    note_access(office, "show", "doi_thoai", "1", ["nguoi_neu"])
    note_access(office, "export", "doi_thoai", None, ["nguoi_neu"], "Thanh tra yêu cầu")
    newest, first = access_log(office)
    assert (newest.kind, newest.reason, newest.record_id) == ("export", "Thanh tra yêu cầu", None)
    assert (first.kind, first.fields) == ("show", ("nguoi_neu",))


def test_personal_fields_that_are_filled_are_named() -> None:
    """Fields of lists are named behind their list."""
    values = {"y_kien_chi_tiet": [{"nguoi_neu": "N.V.A"}, {}]}
    assert personal_fields(REGISTERS["doi_thoai"], values) == ["y_kien_chi_tiet.nguoi_neu"]
    assert personal_fields(REGISTERS["doi_thoai"], {}) == []
