"""Urgency, circulation, and papers that several bodies sign: from the register to the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.errors import UserError
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import cited_as, save_report, start_paper
from danvan_desktop.reports.freezing import freeze
from danvan_desktop.storage.values import Record
from tests.core.signing.kit import run

FRONT = {
    "ho_ten": "Lê Văn K",
    "chuc_vu": "CHỦ TỊCH",
    "tham_quyen": "T/M BAN THƯỜNG TRỰC",
    "co_quan": "ỦY BAN MTTQ VIỆT NAM HUYỆN",
    "ky_hieu": "MTTQ",
}


@pytest.fixture
def letter(office: Context) -> Record:
    """Return the draft of a letter that is urgent, for a conference, and signed by two bodies."""
    changes: dict[str, Any] = {
        "do_khan": "thuong_khan",
        "luu_hanh": "Tài liệu hội nghị",
        "cung_ky": [FRONT],
    }
    return start_paper(office, "cong_van_don_doc", period="H1/2020", changes=changes)


@pytest.mark.parametrize("profile", ["DANG_HD36", "DANG_HD05", "ND30", "MTTQ"])
def test_page_bears_urgency_circulation_and_both_signatures(
    office: Context, letter: Record, tmp_path: Path, profile: str
) -> None:
    """In every format the marks, both issuers, the joined symbol and both names are printed."""
    document, _issues = build_report(office, letter, profile)
    render_pdf(document, tmp_path / "a.pdf")
    said = run("pdftotext", "-layout", tmp_path / "a.pdf", "-").stdout
    for words in ("THƯỢNG KHẨN", "TÀI LIỆU HỘI NGHỊ", "BDV-MTTQ", "Lê Văn K", "CHỦ TỊCH"):
        assert words in said
    assert said.index("BAN DÂN VẬN") < said.index("ỦY BAN MTTQ") < said.index("VIỆT NAM HUYỆN")
    names = [signature.name for signature in document.signatures]
    assert names == [letter.values["nguoi_ky"], "Lê Văn K"]
    assert ("TM. " in said) == (profile in ("ND30", "MTTQ"))


def test_symbol_is_kept_joined(office: Context, letter: Record) -> None:
    """The register cites the paper as both bodies do."""
    assert cited_as(office, letter.values).endswith("BDV-MTTQ")


def test_issued_paper_keeps_who_signed_it(office: Context, letter: Record) -> None:
    """What was frozen says the same after the office's own symbol and people have changed."""
    before, _issues = build_report(office, letter)
    issued = freeze(office, letter.id)
    after, _issues = build_report(office, issued)
    assert after.header.urgency == "THƯỢNG KHẨN"
    assert after.header.issuer_lines == before.header.issuer_lines
    assert after.signatures == before.signatures


def test_too_many_signers_are_refused(office: Context, letter: Record) -> None:
    """An eighth other signer would not fit on the page, and the sentence says so."""
    values = {**letter.values, "cung_ky": [FRONT] * 8}
    with pytest.raises(UserError, match="tối đa 7 người cùng ký"):
        save_report(office, values, record=letter, label="Sửa văn bản")
