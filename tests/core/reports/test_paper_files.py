"""The file of a report is kept when it is frozen and signed, and never made again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.raster import PdfPages
from danvan_desktop.errors import UserError
from danvan_desktop.reports.batch import Built, paper_bytes
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.paper_files import paper_name, paper_pdf, pdf_bytes, sign_report
from danvan_desktop.reports.preview import render_pages
from danvan_desktop.reports.service import check_before_submit, correct, freeze
from danvan_desktop.signing.demo_keys import make_personal_p12
from danvan_desktop.signing.keys import SigningKey, load_p12
from danvan_desktop.signing.pdf import Signatory
from danvan_desktop.storage.values import ListQuery, Record
from tests.core.signing.kit import run

HEAD = Signatory("Nguyễn Văn A", "Trưởng Ban", "Ban Dân vận")


@pytest.fixture
def key(tmp_path: Path, reporting: Context) -> SigningKey:
    """Make a key of the head of the office."""
    made = make_personal_p12(
        tmp_path / "khoa.p12",
        name=HEAD.name,
        role=HEAD.role,
        organisation=HEAD.organisation,
        passphrase="x",
        now=datetime.fromisoformat(reporting.clock.now()),
    )
    return load_p12(made.p12, "x")


def test_frozen_file_stays_the_same_when_records_change(reporting: Context, report: Record) -> None:
    """Printing a frozen report again gives the very bytes of before."""
    frozen = freeze(reporting, report.id)
    before = paper_pdf(reporting, report.id)
    models = reporting.page(ListQuery(register="dan_van_kheo"), 0, 3)
    reporting.delete("dan_van_kheo", [model.id for model in models])
    assert frozen.values["tep_pdf"]
    assert paper_pdf(reporting, report.id) == before


def test_no_file_that_leaves_has_links_of_the_window(reporting: Context, report: Record) -> None:
    """Only the preview has them; a draft, what is frozen and what a batch writes have none."""
    document = build_report(reporting, report)[0]
    assert _addresses(render_pages(document, []).pdf) > 100
    draft = Built(document, dict(report.values))
    files = [pdf_bytes(document), paper_bytes(reporting, draft)]
    freeze(reporting, report.id)
    files.append(paper_pdf(reporting, report.id))
    assert [_addresses(pdf) for pdf in files] == [0, 0, 0]


def _addresses(pdf: bytes) -> int:
    with PdfPages(pdf) as opened:
        return sum(len(opened.links(page)) for page in range(len(opened)))


def test_draft_cannot_be_signed(reporting: Context, report: Record, key: SigningKey) -> None:
    """Figures that may still change are not signed."""
    with pytest.raises(UserError) as refused:
        sign_report(reporting, report.id, key, signatory=HEAD)
    assert refused.value.code == "not_frozen"


def test_signed_file_extends_the_frozen_one(
    reporting: Context, report: Record, key: SigningKey
) -> None:
    """A signature is appended: what was frozen stands unchanged at the beginning."""
    freeze(reporting, report.id)
    before = paper_pdf(reporting, report.id)
    signed = sign_report(reporting, report.id, key, signatory=HEAD)
    assert signed.values["trang_thai"] == "da_ky"
    assert paper_pdf(reporting, report.id).startswith(before)
    assert paper_name(signed).endswith("_H1-2020_da-ky.pdf")


def test_correction_has_no_file_yet(reporting: Context, report: Record, key: SigningKey) -> None:
    """The next version is a draft again; its name says so and which version it is."""
    freeze(reporting, report.id)
    again = correct(reporting, report.id, "bổ sung số liệu")
    assert again.values["tep_pdf"] is None
    assert paper_name(again).endswith("_lan-2_ban-nhap.pdf")


def test_signed_paper_is_warned_of_when_its_certificate_is_over(
    reporting: Context, report: Record, key: SigningKey
) -> None:
    """Signed in time but not sent: once the certificate is over, the check says so."""
    freeze(reporting, report.id)
    sign_report(reporting, report.id, key, signatory=HEAD)
    codes = [issue.code for issue in check_before_submit(reporting, report.id)]
    assert codes == ["not_sent"]
    reporting.clock.moment = "2026-01-05T02:00:00Z"  # type: ignore[attr-defined]
    found = {issue.code for issue in check_before_submit(reporting, report.id)}
    assert "certificate_expired" in found


def test_draft_that_leaves_the_window_says_so(
    reporting: Context, report: Record, tmp_path: Path
) -> None:
    """A PDF of a draft bears its mark, like its DOCX; what was issued bears none."""

    def said() -> str:
        (tmp_path / "a.pdf").write_bytes(paper_pdf(reporting, report.id))
        return run("pdftotext", tmp_path / "a.pdf", "-").stdout

    assert "DỰ THẢO" in said().upper()
    freeze(reporting, report.id)
    assert "DỰ THẢO" not in said().upper()
