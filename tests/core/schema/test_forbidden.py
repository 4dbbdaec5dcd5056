"""What a record may not hold, field by field."""

from __future__ import annotations

import pytest

from danvan_desktop.errors import Severity, UserError
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import may_be_kept, refuse_secrets, without_identity_numbers
from danvan_desktop.schema.forbidden import forbidden_issues
from danvan_desktop.secrecy import PAPER_BOOK

DIALOGUE, CADRE, PAPER = (REGISTERS[key] for key in ("doi_thoai", "can_bo", "van_ban"))
CITIZEN = "072099001234"


def test_identity_number_blocks_in_a_personal_field_and_is_a_remark_elsewhere() -> None:
    """The opinion's author must be initials; in a text the clerk is asked to take it out."""
    values = {"y_kien_chi_tiet": [{"nguoi_neu": CITIZEN}], "ket_luan": f"Bà B., CCCD {CITIZEN}"}
    found = {issue.place.field: issue for issue in forbidden_issues(DIALOGUE, values)}
    author, text = found["y_kien_chi_tiet.nguoi_neu"], found["ket_luan"]
    assert (author.severity, author.place.row) == (Severity.ERROR, 1)
    assert text.severity is Severity.WARNING
    assert CITIZEN not in author.message + author.remedy + text.message + text.remedy


def test_telephone_field_takes_telephones_only() -> None:
    """An official's number is what the field is for; an identity card is not."""
    assert forbidden_issues(CADRE, {"dien_thoai": "0912 345 678"}) == []
    assert [i.code for i in forbidden_issues(CADRE, {"dien_thoai": CITIZEN})] == ["identity_number"]


def test_draft_is_kept_without_identity_numbers() -> None:
    """Everything else that was typed stays."""
    rows = [{"nguoi_neu": CITIZEN, "noi_dung": "Sửa đường"}, {"nguoi_neu": "N.V.A"}]
    kept = without_identity_numbers(DIALOGUE, {"y_kien_chi_tiet": rows, "dia_diem": "Ấp 3"})
    assert kept == {
        "y_kien_chi_tiet": [{"nguoi_neu": None, "noi_dung": "Sửa đường"}, {"nguoi_neu": "N.V.A"}],
        "dia_diem": "Ấp 3",
    }


@pytest.mark.parametrize("degree", ["mat", "toi_mat", "tuyet_mat"])
def test_degree_lets_only_number_day_and_the_set_phrase_through(degree: str) -> None:
    """REFERENCE §7.5: choosing a degree blocks saving content."""
    bare = {"do_mat": degree, "so_ky_hieu": "12-BC/HU", "ngay": "2020-05-14"}
    allowed = {**bare, "trich_yeu": PAPER_BOOK, "co_quan": PAPER_BOOK}
    assert forbidden_issues(PAPER, allowed) == []
    assert may_be_kept(PAPER, allowed)
    (issue,) = forbidden_issues(PAPER, {**allowed, "trich_yeu": "Tình hình tôn giáo"})
    assert (issue.code, issue.place.field) == ("state_secret", "do_mat")
    assert "Trích yếu" in issue.message
    assert PAPER_BOOK in issue.remedy
    assert not may_be_kept(PAPER, {**allowed, "trich_yeu": "Tình hình tôn giáo"})
    assert forbidden_issues(PAPER, {"do_mat": "khong", "trich_yeu": "Kế hoạch"}) == []


def test_last_door_refuses_a_marking_anywhere() -> None:
    """Texts of lists count too; the refusal does not repeat them."""
    with pytest.raises(UserError) as refused:
        refuse_secrets({"a": 1, "rows": [{"x": "TỐI MẬT\nĐiểm nóng"}]})
    assert refused.value.code == "state_secret"
    assert "Điểm nóng" not in str(refused.value)
    refuse_secrets({"a": "Mật ong", "rows": [{"x": "bảo vệ bí mật nhà nước"}]})
