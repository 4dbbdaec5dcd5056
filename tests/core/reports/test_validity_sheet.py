"""The sheet that puts a verification on record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from danvan_desktop.bundles.evidence import Evidence, evidence_for, valid_when_received
from danvan_desktop.bundles.logbook import EXPORT, RECEIPT, Line, note
from danvan_desktop.context import Context
from danvan_desktop.documents.model import plain_text
from danvan_desktop.documents.raster import PdfPages
from danvan_desktop.reports.paper_files import pdf_bytes
from danvan_desktop.reports.validity_sheet import Checked, validity_sheet
from danvan_desktop.signing.pdf import sign_pdf
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import FileVerdict, State
from danvan_desktop.signing.verify import verify_pdf
from tests.core.signing.kit import DAY, NOW, Authority, make_authority, make_key, small_pdf


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Return the authority that is trusted."""
    return make_authority()


def _verdict(
    folder: Path, authority: Authority, *, now: datetime = NOW, trusted: bool = True
) -> FileVerdict:
    key = make_key(folder, authority=authority, end=NOW + 60 * DAY)
    signed = sign_pdf(small_pdf(folder / "a.pdf"), folder / "b.pdf", key, now=NOW).path
    return verify_pdf(signed, authority.trust if trusted else TrustList(), now=now)


def test_sheet_says_everything_on_one_page(
    reading: Context, tmp_path: Path, authority: Authority
) -> None:
    """File, hash, signer, times, certificate, state and reasons, and by what it was checked."""
    verdict = _verdict(tmp_path, authority)
    checked = Checked(verdict, "ab" * 32, NOW, "1.2.3", "Tỉnh đã nhận tệp này.")
    document = validity_sheet(reading, checked)
    text = plain_text(document)
    [signature] = verdict.signatures
    wanted = ("b.pdf", "abababab abababab", signature.name, signature.serial, signature.issuer)
    for words in (*wanted, "Hợp lệ", "Tỉnh đã nhận", "07/07/2020 14:05:33 +07:00", "1.2.3"):
        assert words in text
    assert verdict.reasons[0].message in text
    with PdfPages(pdf_bytes(document)) as pages:
        assert len(pages) == 1


def test_receipt_vouches_for_an_expired_certificate(tmp_path: Path, authority: Authority) -> None:
    """Valid when received; not without receipt, not received too late, not for other faults."""
    old = _verdict(tmp_path, authority, now=NOW + 900 * DAY)
    assert old.state is State.RESTRICTED
    in_time = Evidence("Ban Dân vận Tỉnh ủy", NOW + DAY)
    assert valid_when_received(old, in_time)
    assert not valid_when_received(old, None)
    assert not valid_when_received(old, Evidence("Tỉnh", NOW + 100 * DAY))
    unknown = _verdict(tmp_path, authority, now=NOW + 900 * DAY, trusted=False)
    assert not valid_when_received(unknown, in_time)


def test_receipt_of_a_paper_is_found_in_the_log(reporting: Context) -> None:
    """By the bundle with which the paper left; a bundle that was refused proves nothing."""
    digest, other = "cd" * 32, "ef" * 32
    note(reporting, Line(kind=EXPORT, text="x", sha256="b1", details={"papers": [digest]}))
    note(reporting, Line(kind=EXPORT, text="x", sha256="b2", details={"papers": [other]}))
    said = {"verdict": "merge", "by": "Tỉnh", "created": "2020-07-08T01:00:00+00:00"}
    note(reporting, Line(kind=RECEIPT, text="x", sha256="b1", details=said))
    refused = {**said, "verdict": "stale"}
    note(reporting, Line(kind=RECEIPT, text="x", sha256="b2", details=refused))
    found = evidence_for(reporting, digest)
    assert found == Evidence("Tỉnh", datetime.fromisoformat(said["created"]))
    assert evidence_for(reporting, other) is None
