"""Links between records: titles, choosing, reading a typed title, what links back."""

from __future__ import annotations

from typing import Any

from danvan_desktop.context import Context
from danvan_desktop.organisation.links import links_of, links_to
from danvan_desktop.organisation.related import has_relations, link_choices, related
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Link
from danvan_desktop.storage.values import ListQuery, Record

MODEL = {
    "ten": "Thắp sáng đường quê",
    "don_vi": "TN-DMC-07",
    "linh_vuc": "VHXH",
    "doi_tuong": "tap_the",
    "ngay_dang_ky": "2020-02-01",
}
AWARD = {
    "ten": "Hội LHPN xã Phan",
    "don_vi": "TN-DMC-07",
    "doi_tuong": "tap_the",
    "hinh_thuc": "giay_khen",
    "so_qd": "774/QĐ-UBND",
    "ngay": "2020-05-14",
}
LINK = REGISTERS["khen_thuong"].field("lien_ket").type


def _saved(office: Context, register: str, values: dict[str, Any]) -> Record:
    result = office.save(register, values)
    assert result.record is not None, result.issues
    return result.record


def test_links_are_found_from_both_ends() -> None:
    """The declaration of one field tells both registers."""
    assert [(link.field, link.target) for link in links_of("khen_thuong")] == [
        ("lien_ket", "dan_van_kheo")
    ]
    assert [link.register for link in links_to("dan_van_kheo")] == ["khen_thuong"]
    assert has_relations("dan_van_kheo")
    assert not has_relations("doi_thoai")


def test_linked_record_is_shown_by_its_title(office: Context) -> None:
    """Lists, papers and workbooks write the title; a new title is seen at once."""
    model = _saved(office, "dan_van_kheo", MODEL)
    _saved(office, "khen_thuong", {**AWARD, "lien_ket": model.id})
    (award,) = office.page(ListQuery(register="khen_thuong"), 0, 9)
    names = office.directory("2020-06-14")
    assert LINK.format(award.values["lien_ket"], names) == "Thắp sáng đường quê"
    office.save("dan_van_kheo", {"ten": "Thắp sáng đường làng"}, id=model.id)
    assert LINK.format(model.id, names) == "Thắp sáng đường làng"
    office.undo()
    assert LINK.format(model.id, names) == "Thắp sáng đường quê"
    assert LINK.format(office.new_id(), names) == ""


def test_typed_title_leads_to_its_record(office: Context) -> None:
    """A workbook that we wrote reads back; tones do not matter, doubt and ignorance are told."""
    model = _saved(office, "dan_van_kheo", MODEL)
    names = office.directory("2020-06-14")
    assert LINK.parse("thap sang DUONG QUE", names).value == model.id
    assert LINK.parse(model.id, names).value == model.id
    assert LINK.parse("Cây cầu nghĩa tình", names).code == "unknown_record"
    assert LINK.parse("  ", names).value is None
    _saved(office, "dan_van_kheo", {**MODEL, "don_vi": "TN-DMC-04"})
    assert LINK.parse("Thắp sáng đường quê", names).code == "ambiguous_record"
    assert LINK.parse("Thắp sáng đường quê", None).code == "unknown_record"


def test_stored_link_is_an_id() -> None:
    """What is no id would lead nowhere."""
    assert LINK.check("Thắp sáng đường quê") == "unknown_record"
    assert LINK.check(None) is None
    assert isinstance(LINK, Link)


def test_choices_have_the_typed_words_or_are_the_newest(office: Context) -> None:
    """Found without tones; the second line tells models of one name apart."""
    _saved(office, "dan_van_kheo", MODEL)
    later = {**MODEL, "ten": "Ấp không rác", "don_vi": "TN-DMC-04", "ngay_dang_ky": "2020-05-01"}
    _saved(office, "dan_van_kheo", later)
    found = link_choices(office, "dan_van_kheo", "duong que")
    assert [(entry.title, entry.detail) for entry in found] == [
        ("Thắp sáng đường quê", "DVK-2020-001 · xã Phan · 01/02/2020")
    ]
    newest = link_choices(office, "dan_van_kheo", "")
    assert [entry.title for entry in newest] == ["Ấp không rác", "Thắp sáng đường quê"]


def test_model_lists_its_awards(office: Context) -> None:
    """What links to a record stands under the heading that the link declares."""
    model = _saved(office, "dan_van_kheo", MODEL)
    award = _saved(office, "khen_thuong", {**AWARD, "lien_ket": model.id})
    _saved(office, "khen_thuong", {**AWARD, "ten": "Hội Nông dân xã Phan"})
    (group,) = related(office, model)
    assert group.label == "Khen thưởng của mô hình"
    assert [(e.register, e.id, e.detail) for e in group.entries] == [
        ("khen_thuong", award.id, "774/QĐ-UBND · xã Phan · 14/5/2020")
    ]
    assert related(office, award) == ()


def test_directive_lists_what_carries_it_out(office: Context) -> None:
    """A register may link to itself: the programme that carries a resolution out."""
    paper = {
        "so_ky_hieu": "25-NQ/TW",
        "ngay": "2013-06-03",
        "co_quan": "Ban Chấp hành Trung ương",
        "trich_yeu": "Nghị quyết về công tác dân vận",
    }
    above = _saved(office, "van_ban", paper)
    below = {**paper, "so_ky_hieu": "12-CTr/HU", "ngay": "2013-09-10", "can_cu": above.id}
    _saved(office, "van_ban", {**below, "trich_yeu": "Chương trình thực hiện"})
    (group,) = related(office, above)
    assert (group.label, group.entries[0].detail) == (
        "Văn bản triển khai văn bản này",
        "12-CTr/HU · 10/9/2013",
    )
