"""A draft that changes between Party and State: words of the template follow, typed ones stay."""

from __future__ import annotations

from danvan_desktop.context import Context
from danvan_desktop.documents.model import plain_text
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import save_report, start_paper
from danvan_desktop.reports.format_switch import switched
from danvan_desktop.reports.numbering import next_number
from danvan_desktop.storage.values import ListQuery, Record


def _letter(context: Context, code: str = "giay_moi") -> Record:
    [found] = context.page(ListQuery(register="hoi_nghi"), 0, 1)
    return start_paper(context, code, records=[found.id], profile="DANG_HD36")


def _text(record: Record) -> str:
    return "\n".join(str(one["noi_dung"] or "") for one in record.values["muc"])


def _go_over(context: Context, draft: Record, profile: str) -> Record:
    follows = switched(context, draft.values, profile, own=draft.id)
    values = {**draft.values, "the_thuc": profile, **follows.changes}
    return save_report(context, values, record=draft, label="Đổi thể thức")


def test_words_of_the_template_follow_and_come_back(reporting: Context) -> None:
    """“Đồng chí” is the Party's; there and back gives the draft as it was."""
    draft = _letter(reporting, "thong_bao_ket_luan_hop")
    assert "đồng chí" in _text(draft)
    state = _go_over(reporting, draft, "ND30")
    assert "đồng chí" not in _text(state)
    back = _go_over(reporting, state, "DANG_HD36")
    assert {**back.values, "ky_hieu": ""} == {**draft.values, "ky_hieu": ""}


def test_what_the_clerk_changed_is_kept_and_told(reporting: Context) -> None:
    """One section was typed over: it stays, and the sentence names it."""
    draft = _letter(reporting)
    asked = [one for one in draft.values["muc"] if "đồng chí" in str(one["noi_dung"])]
    assert len(asked) > 1
    mine = asked[0]["ma"]
    sections = [
        {**one, "noi_dung": "Mời các đồng chí dự."} if one["ma"] == mine else one
        for one in draft.values["muc"]
    ]
    typed = save_report(reporting, {**draft.values, "muc": sections}, record=draft, label="Viết")
    found = switched(reporting, typed.values, "ND30", own=draft.id)
    kept = {one["ma"]: one["noi_dung"] for one in found.changes["muc"]}
    assert kept[mine] == "Mời các đồng chí dự."
    assert all("đồng chí" not in str(kept[one["ma"]]) for one in asked[1:])
    assert f"Giữ lời đã sửa: mục “{asked[0]['tieu_de']}”." in found.told


def test_reminder_speaks_to_the_other_bodies(reporting: Context) -> None:
    """Đảng ủy of a Party letter, Ủy ban nhân dân of a State one; “Về việc” goes and comes."""
    draft = start_paper(reporting, "cong_van_don_doc", period="H1/2020", profile="DANG_HD36")
    assert str(draft.values["kinh_gui"]).startswith("Đảng ủy ")
    state = _go_over(reporting, draft, "ND30")
    assert str(state.values["kinh_gui"]).startswith("Ủy ban nhân dân ")
    assert str(state.values["ten"]).startswith("đôn đốc")
    own = {**draft.values, "kinh_gui": "Thường trực Đảng ủy xã Chà Là"}
    found = switched(reporting, own, "ND30", own=draft.id)
    assert "kinh_gui" not in found.changes
    assert "Giữ lời đã sửa: kính gửi." in found.told


def test_number_goes_to_the_book_of_the_other_format(reporting: Context) -> None:
    """Party papers are numbered by term, State ones by year; formats of one family change none."""
    draft = _letter(reporting, "thong_bao_ket_luan_hop")
    assert switched(reporting, draft.values, "DANG_HD05").changes == {}
    year = next_number(reporting, "TB", str(draft.values["ngay"]), family="ND30", besides=draft.id)
    assert _go_over(reporting, draft, "ND30").values["so"] == year != draft.values["so"]


def test_frame_of_the_paper_follows_by_itself(reporting: Context) -> None:
    """Motto, capacity of the signer and last recipient are never kept from the first format."""
    draft = _letter(reporting, "thong_bao_ket_luan_hop")
    text = plain_text(build_report(reporting, _go_over(reporting, draft, "ND30"))[0])
    assert "Lưu: VT" in text
    assert "T/M" not in text
    assert "K/T" not in text
