"""Signing PDF files: what is written, where, and what other people's tools say about it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from pyhanko.sign.fields import MDPPerm
from pyhanko.stamp import TextStampStyle
from pypdf import PdfReader, PdfWriter

from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.errors import UserError
from danvan_desktop.signing.appearance import Appearance, Box, fit, printable, scaled_font
from danvan_desktop.signing.keys import SigningKey, pem
from danvan_desktop.signing.pdf import Signatory, sign_pdf
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import State
from danvan_desktop.signing.verify import verify_pdf
from tests.core.documents.samples import minutes, report
from tests.core.signing.kit import (
    DAY,
    NOW,
    Authority,
    make_key,
    run,
    signed_elsewhere,
    small_pdf,
    tool,
)

MM = 72 / 25.4


@pytest.fixture(scope="module")
def look(font: Path, font_cache: Path) -> Appearance:
    """Return a visible block that finds its own place."""
    return Appearance(font, font_cache)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> SigningKey:
    """Return another person's key, RSA this time."""
    folder = tmp_path_factory.mktemp("second")
    return make_key(folder, authority=authority, name="Lê Văn C", title="", key="rsa2048")


def _places(path: Path) -> list[tuple[int, float, float, float, float]]:
    """Return page and edges (mm from the top left) of each visible signature."""
    found = []
    for number, page in enumerate(PdfReader(path).pages, start=1):
        height = float(page.mediabox.top)
        for reference in page.get("/Annots", []):
            left, bottom, right, top = (float(one) for one in reference.get_object()["/Rect"])
            edges = (left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
            found.append((number, *edges))
    return found


def test_signing_leaves_the_input_alone(tmp_path: Path, key: SigningKey) -> None:
    """The signed file begins with the input's bytes, and the input is not touched."""
    source = small_pdf(tmp_path / "a.pdf")
    before = source.read_bytes()
    done = sign_pdf(source, tmp_path / "b.pdf", key, now=NOW)
    assert source.read_bytes() == before
    assert done.path.read_bytes().startswith(before)
    assert done.signatures == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]


def test_signing_onto_the_input_is_refused(tmp_path: Path, key: SigningKey) -> None:
    """The same file under another spelling is the same file."""
    source = small_pdf(tmp_path / "a.pdf")
    link = tmp_path / "b.pdf"
    link.symlink_to(source)
    for target in (source, link):
        with pytest.raises(UserError) as caught:
            sign_pdf(source, target, key, now=NOW)
        assert caught.value.code == "same_file"


@pytest.mark.parametrize(
    "options", [{"end": NOW - DAY}, {"start": NOW + DAY}, {"sign": False}, {"key": "rsa1024"}]
)
def test_signing_with_an_unfit_key_is_refused(tmp_path: Path, options: dict[str, object]) -> None:
    """Nothing is written with a key that the receiver would refuse."""
    source = small_pdf(tmp_path / "a.pdf")
    with pytest.raises(UserError):
        sign_pdf(source, tmp_path / "b.pdf", make_key(tmp_path, **options), now=NOW)
    assert not (tmp_path / "b.pdf").exists()


@pytest.mark.parametrize("content", [b"", b"xin chao", b"%PDF-1.4\n", b"%PDF-1.7\nxref\n%%EOF"])
def test_signing_what_is_no_pdf_is_refused(tmp_path: Path, key: SigningKey, content: bytes) -> None:
    """A broken file is a sentence, not a traceback."""
    source = tmp_path / "a.pdf"
    source.write_bytes(content)
    with pytest.raises(UserError) as caught:
        sign_pdf(source, tmp_path / "b.pdf", key, now=NOW)
    assert caught.value.code == "pdf_bad"


def test_signing_a_pdf_without_pages_is_refused(
    tmp_path: Path, key: SigningKey, look: Appearance
) -> None:
    """A file whose page tree cannot be found is refused, and nothing is written."""
    source = small_pdf(tmp_path / "a.pdf")
    source.write_bytes(source.read_bytes().replace(b"/Pages", b"/Pagez"))
    with pytest.raises(UserError) as caught:
        sign_pdf(source, tmp_path / "b.pdf", key, now=NOW, appearance=look)
    assert caught.value.code in ("pdf_bad", "pdf_refuses_signature")
    assert not (tmp_path / "b.pdf").exists()


def test_signing_an_encrypted_pdf_is_refused(tmp_path: Path, key: SigningKey) -> None:
    """A password says why."""
    writer = PdfWriter(clone_from=small_pdf(tmp_path / "a.pdf"))
    writer.encrypt("x", algorithm="AES-256")
    writer.write(tmp_path / "c.pdf")
    with pytest.raises(UserError) as caught:
        sign_pdf(tmp_path / "c.pdf", tmp_path / "b.pdf", key, now=NOW)
    assert caught.value.code == "pdf_encrypted"


def test_signing_a_changed_paper_is_refused(tmp_path: Path, key: SigningKey) -> None:
    """Nobody is led to sign what was altered after the first signature."""
    first = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW).path
    first.write_bytes(first.read_bytes() + b"\n% them\n")
    with pytest.raises(UserError) as caught:
        sign_pdf(first, tmp_path / "c.pdf", key, now=NOW)
    assert caught.value.code == "pdf_changed"


def test_block_goes_to_the_place_of_its_person(
    tmp_path: Path, key: SigningKey, second: SigningKey, look: Appearance
) -> None:
    """The chair signs minutes first, yet each block stands over its own name."""
    paper = tmp_path / "bb.pdf"
    places = {one.name: one.spot for one in render_pdf(minutes(), paper).signature_places}
    once, twice = tmp_path / "1.pdf", tmp_path / "2.pdf"
    sign_pdf(paper, once, key, now=NOW, appearance=look, signatory=Signatory("Nguyễn Văn A"))
    sign_pdf(once, twice, second, now=NOW, appearance=look, signatory=Signatory("Lê Văn C"))
    chair, secretary = _places(twice)
    for found, name in ((chair, "Nguyễn Văn A"), (secretary, "Lê Văn C")):
        spot = places[name]
        assert found[0] == spot.page
        assert spot.left / MM - 0.5 <= found[1] < found[3] <= spot.right / MM + 0.5


def test_block_goes_where_it_is_told(tmp_path: Path, key: SigningKey, look: Appearance) -> None:
    """A place in millimetres from the top left is kept to half a millimetre."""
    box = Box(page=2, left=110, top=200, width=70, height=25)
    source = small_pdf(tmp_path / "a.pdf", pages=3)
    target = tmp_path / "b.pdf"
    sign_pdf(source, target, key, now=NOW, appearance=Appearance(look.font, look.cache, box))
    [(page, left, top, right, bottom)] = _places(target)
    assert page == 2
    assert (left, top, right, bottom) == pytest.approx((110, 200, 180, 225), abs=0.5)


def test_blocks_without_a_place_share_the_bottom_margin(
    tmp_path: Path, key: SigningKey, look: Appearance
) -> None:
    """On the last upright page, below 276 mm where no format prints, beside each other."""
    path = small_pdf(tmp_path / "0.pdf", pages=2, crosswise=1)
    for number in range(1, 4):
        path = sign_pdf(path, tmp_path / f"{number}.pdf", key, now=NOW, appearance=look).path
    places = _places(path)
    assert [place[0] for place in places] == [2, 2, 2]
    assert all(place[2] > 276 for place in places)
    edges = sorted((place[1], place[3]) for place in places)
    assert all(one[1] <= other[0] for one, other in pairwise(edges))
    assert edges[0][0] >= 0


def test_block_text_is_vietnamese_and_extractable(
    tmp_path: Path, key: SigningKey, look: Appearance
) -> None:
    """Name, role, office and Vietnamese time stand in the block, as text."""
    paper, signed = tmp_path / "bc.pdf", tmp_path / "bc-ky.pdf"
    render_pdf(report(), paper)
    who = Signatory("Trần Thị B", "Phó Trưởng Ban", "Ban Dân vận Huyện ủy Dương Minh Châu")
    sign_pdf(paper, signed, key, now=NOW, appearance=look, signatory=who)
    text = run("pdftotext", "-layout", signed, "-").stdout
    for line in (
        "Người ký: Trần Thị B",
        "Chức vụ: Phó Trưởng Ban",
        "Cơ quan: Ban Dân vận Huyện ủy Dương Minh Châu",
        "Thời gian ký: 07/07/2020 14:05:33 +07:00",
    ):
        assert line in text


def test_block_is_drawn_without_spread_letters(
    tmp_path: Path, key: SigningKey, look: Appearance
) -> None:
    """A font of 2048 units would be drawn twice as wide: the ink must be as wide as computed."""
    box = Box(page=1, left=20, top=20, width=120, height=30)
    name = "Ưỡn Ẩn Ệ " * 4
    signed = tmp_path / "b.pdf"
    sign_pdf(
        small_pdf(tmp_path / "a.pdf"),
        signed,
        key,
        now=NOW,
        signatory=Signatory(name.strip()),
        appearance=Appearance(look.font, look.cache, box),
    )
    subprocess.run(
        [tool("pdftoppm"), "-r", "254", "-gray", "-singlefile", "-png", signed, tmp_path / "p"],
        check=True,
    )
    with Image.open(tmp_path / "p.png") as page:
        inside = page.crop((210, 210, 1390, 490)).point(lambda value: 255 if value < 128 else 0)
        ink = inside.getbbox()
    assert ink is not None
    font = scaled_font(look.font, look.cache)
    from fontTools.ttLib import TTFont

    with TTFont(font) as opened:
        advances = {code: opened["hmtx"][glyph][0] for code, glyph in opened.getBestCmap().items()}
    expected = sum(advances[ord(c)] for c in f"Người ký: {name.strip()}") / 1000 * 10 / 72 * 254
    assert ink[2] - ink[0] == pytest.approx(expected, abs=8)


def test_font_is_scaled_once_with_every_vietnamese_letter(font: Path, font_cache: Path) -> None:
    """The cached font has 1000 units per em and all 134 letters."""
    from fontTools.ttLib import TTFont

    from danvan_desktop.documents.fonts import NEEDED

    scaled = scaled_font(font, font_cache)
    made = scaled.stat().st_mtime_ns
    assert scaled_font(font, font_cache).stat().st_mtime_ns == made
    scaled.write_bytes(b"hong")
    assert scaled_font(font, font_cache) == scaled
    with TTFont(scaled) as opened:
        assert opened["head"].unitsPerEm == 1000
        assert {ord(letter) for letter in NEEDED} <= set(opened.getBestCmap())


def test_block_text_always_fits(font: Path, font_cache: Path) -> None:
    """A name of 300 letters, a word without spaces and a missing glyph stay inside the block."""
    scaled = scaled_font(font, font_cache)
    assert printable("Lê\u0323 😀\nA", scaled) == "Lệ ? A"
    for text in ("Nguyễn " * 43, "Ầ" * 300, "x"):
        size, lines = fit([text.strip(), "Thời gian ký"], font=scaled, width=150, height=50)
        assert 6 <= size <= 10
        assert len(lines) * size * 1.2 <= 50
    assert lines == ["x", "Thời gian ký"]


def test_percent_in_a_name_is_printed(tmp_path: Path, key: SigningKey, look: Appearance) -> None:
    """The signing library interpolates with %, which a name may hold."""
    signed = tmp_path / "b.pdf"
    who = Signatory("Tổ 100% %(ts)s")
    sign_pdf(small_pdf(tmp_path / "a.pdf"), signed, key, now=NOW, appearance=look, signatory=who)
    assert "Tổ 100% %(ts)s" in run("pdftotext", signed, "-").stdout


def test_signature_is_accepted_by_openssl(
    tmp_path: Path, key: SigningKey, authority: Authority
) -> None:
    """The CMS signature and the bytes it covers satisfy ``openssl cms -verify -cades``."""
    signed = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW).path
    _extract(signed, tmp_path)
    result = _openssl_verify(tmp_path, authority)
    assert result.returncode == 0, result.stderr
    covered = bytearray((tmp_path / "covered").read_bytes())
    covered[700] ^= 1
    (tmp_path / "covered").write_bytes(covered)
    assert _openssl_verify(tmp_path, authority).returncode != 0


def test_two_signatures_are_accepted_by_pdfsig_and_qpdf(
    tmp_path: Path, key: SigningKey, second: SigningKey, authority: Authority, look: Appearance
) -> None:
    """Poppler with NSS trusts both, calls both PAdES, and qpdf finds the file sound."""
    first = sign_pdf(
        small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW, appearance=look
    )
    both = sign_pdf(first.path, tmp_path / "c.pdf", second, now=NOW, appearance=look).path
    store = tmp_path / "nss"
    store.mkdir()
    (tmp_path / "ca.pem").write_text(pem(authority.der))
    run("certutil", "-N", "-d", store, "--empty-password")
    run("certutil", "-A", "-d", store, "-n", "ca", "-t", "CT,C,C", "-i", tmp_path / "ca.pem")
    said = run("pdfsig", "-no-ocsp", "-nssdir", store, both).stdout
    assert said.count("Signature is Valid") == 2
    assert said.count("ETSI.CAdES.detached") == 2
    assert said.count("Total document signed") == 1
    assert "Nguyễn Thị Ngọc Ánh" in said
    assert run("qpdf", "--check", both).returncode == 0
    verdict = verify_pdf(both, authority.trust, now=NOW)
    assert verdict.state is State.VALID, verdict.reasons
    assert [one.covers_whole_file for one in verdict.signatures] == [False, True]
    assert [one.signed_at for one in verdict.signatures] == [NOW, NOW]


def test_role_and_place_are_part_of_the_signature(tmp_path: Path, key: SigningKey) -> None:
    """The role of the moment is verified, not the one of the certificate."""
    who = Signatory("Nguyễn Thị Ngọc Ánh", "Phó Trưởng Ban", "Ban Dân vận")
    target = tmp_path / "b.pdf"
    sign_pdf(
        small_pdf(tmp_path / "a.pdf"), target, key, now=NOW, signatory=who, place_name="Tây Ninh"
    )
    [signature] = verify_pdf(target, TrustList(), now=NOW).signatures
    assert signature.role == "Phó Trưởng Ban"
    assert signature.name == "Nguyễn Thị Ngọc Ánh"


def _extract(signed: Path, folder: Path) -> None:
    data = signed.read_bytes()
    [field] = (PdfReader(signed).get_fields() or {}).values()
    start, first, second, rest = (int(one) for one in field["/V"]["/ByteRange"])
    value = bytes.fromhex(data[first + 1 : second - 1].decode())
    length = 4 + int.from_bytes(value[2:4], "big")
    (folder / "sig.p7s").write_bytes(value[:length])
    (folder / "covered").write_bytes(data[start:first] + data[second : second + rest])


def _openssl_verify(folder: Path, authority: Authority) -> subprocess.CompletedProcess[str]:
    (folder / "ca.pem").write_text(pem(authority.der))
    return run(
        "openssl",
        "cms",
        "-verify",
        "-cades",
        "-binary",
        "-inform",
        "DER",
        "-in",
        folder / "sig.p7s",
        "-content",
        folder / "covered",
        "-CAfile",
        folder / "ca.pem",
        "-purpose",
        "any",
        "-attime",
        str(int(NOW.timestamp())),
        "-out",
        folder / "out",
    )


def test_signing_onto_a_broken_signature_is_refused(tmp_path: Path, key: SigningKey) -> None:
    """A changed byte below the first signature is found before the second one is asked for."""
    first = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW).path
    first.write_bytes(first.read_bytes().replace(b"841.9", b"842.9", 1))
    with pytest.raises(UserError) as caught:
        sign_pdf(first, tmp_path / "c.pdf", key, now=NOW)
    assert caught.value.code == "pdf_changed"
    assert "Nội dung đã bị thay đổi" in caught.value.message
    assert not (tmp_path / "c.pdf").exists()


def test_signing_onto_an_overlay_that_another_has_signed_is_refused(
    tmp_path: Path, key: SigningKey, second: SigningKey
) -> None:
    """That the last signature covers the file says nothing on what came before it."""
    first = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW).path
    over = TextStampStyle(stamp_text="81 mo hinh")
    data = signed_elsewhere(first.read_bytes(), second, box=(0, 0, 595, 842), style=over)
    (tmp_path / "c.pdf").write_bytes(data)
    with pytest.raises(UserError) as caught:
        sign_pdf(tmp_path / "c.pdf", tmp_path / "d.pdf", key, now=NOW)
    assert caught.value.code == "pdf_changed"


def test_signing_a_locked_paper_is_refused(tmp_path: Path, key: SigningKey) -> None:
    """Who certified a paper against any change is not overruled, and the refusal says so."""
    data = small_pdf(tmp_path / "a.pdf").read_bytes()
    certified = signed_elsewhere(data, key, permissions=MDPPerm.NO_CHANGES)
    (tmp_path / "b.pdf").write_bytes(certified)
    with pytest.raises(UserError) as caught:
        sign_pdf(tmp_path / "b.pdf", tmp_path / "c.pdf", key, now=NOW)
    assert caught.value.code == "pdf_locked"


def test_block_over_print_is_kept_back(
    tmp_path: Path, key: SigningKey, look: Appearance, authority: Authority
) -> None:
    """A second signer must not make the first one's signature invalid; beside the text is fine."""
    first = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW).path
    over = replace(look, box=Box(page=1, left=34, top=110, width=60, height=20))
    with pytest.raises(UserError) as caught:
        sign_pdf(first, tmp_path / "c.pdf", key, now=NOW, appearance=over)
    assert caught.value.code == "pdf_disturbed"
    assert not (tmp_path / "c.pdf").exists()
    beside = replace(look, box=Box(page=1, left=110, top=110, width=60, height=20))
    done = sign_pdf(first, tmp_path / "c.pdf", key, now=NOW, appearance=beside).path
    assert verify_pdf(done, authority.trust, now=NOW).state is State.VALID
