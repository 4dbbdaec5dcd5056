"""Papers with several signers, pictures and seals: everybody's signature in its own place."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.signing.appearance import Appearance
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.pdf import Signatory, sign_pdf
from danvan_desktop.signing.verdict import State
from danvan_desktop.signing.verify import verify_pdf
from tests.core.documents.skeletons import joint
from tests.core.documents.test_archive import sealed
from tests.core.signing.kit import NOW, Authority

NAMES = ("Nguyễn Văn A", "Trần Thị B", "Lê Văn C", "Phạm Thị D")


@pytest.mark.parametrize("profile", ["DANG_HD05", "ND30"])
def test_four_signers_of_a_joint_paper_sign_in_their_places(
    tmp_path: Path,
    key: SigningKey,
    authority: Authority,
    font: Path,
    font_cache: Path,
    profile: str,
) -> None:
    """In any order, and all four signatures stay valid."""
    look = Appearance(font, font_cache)
    source = tmp_path / "0.pdf"
    result = render_pdf(joint(profile, NAMES), source)
    places = {one.name: one.spot for one in result.signature_places}
    order = (NAMES[2], NAMES[0], NAMES[3], NAMES[1])
    for number, name in enumerate(order, start=1):
        target = tmp_path / f"{number}.pdf"
        sign_pdf(source, target, key, now=NOW, appearance=look, signatory=Signatory(name))
        source = target
    reader = PdfReader(source)
    page = reader.pages[places[NAMES[0]].page - 1]
    boxes = [[float(v) for v in ref.get_object()["/Rect"]] for ref in page.get("/Annots", [])]
    for name, (left, bottom, right, top) in zip(order, boxes, strict=True):
        spot = places[name]
        assert spot.left - 1 <= left < right <= spot.right + 1
        assert spot.bottom - 1 <= bottom < top <= spot.top + 1
    verdict = verify_pdf(source, authority.trust, now=NOW)
    assert verdict.accepted, verdict.reasons
    assert [one.state for one in verdict.signatures] == [State.VALID] * 4


def test_paper_with_pictures_is_signed_and_verified(
    tmp_path: Path, key: SigningKey, authority: Authority
) -> None:
    """The picture of a hand is no signature; the signature covers the picture."""
    render_pdf(sealed("ND30"), tmp_path / "a.pdf")
    done = sign_pdf(tmp_path / "a.pdf", tmp_path / "b.pdf", key, now=NOW)
    verdict = verify_pdf(done.path, authority.trust, now=NOW)
    assert verdict.state is State.VALID, verdict.reasons
