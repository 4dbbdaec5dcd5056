"""Blocks of later signers over the page that the first one signed: beside it, into it, over it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign import fields
from pyhanko.stamp import BaseStampStyle, StaticStampStyle, TextStampStyle

from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.pdf import sign_pdf
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import FileVerdict, State
from danvan_desktop.signing.verify import verify_pdf
from tests.core.signing.kit import NOW, Authority, make_key, signed_elsewhere, small_pdf

PAGE = (0, 0, 595, 842)
PRINT = (90, 485, 260, 525)
"""Where the page says “Trang 1: 18 mo hinh”."""

BESIDE = (300, 400, 470, 440)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, key: SigningKey) -> bytes:
    """Return a well signed paper."""
    folder = tmp_path_factory.mktemp("signed")
    source = small_pdf(folder / "a.pdf")
    return sign_pdf(source, folder / "b.pdf", key, now=NOW).path.read_bytes()


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> SigningKey:
    """Return the key of a second signer, trusted as the first."""
    return make_key(tmp_path_factory.mktemp("key2"), authority=authority, name="Người thứ hai")


def _verdict(data: bytes, folder: Path, trust: TrustList) -> FileVerdict:
    path = folder / "x.pdf"
    path.write_bytes(data)
    return verify_pdf(path, trust, now=NOW)


def _codes(verdict: FileVerdict) -> list[str]:
    return [one.code for one in verdict.reasons]


def _painted(drawing: bytes) -> BaseStampStyle:
    box = BoxConstraints(width=170, height=40)
    return StaticStampStyle(
        background=RawContent(drawing, box=box), border_width=0, background_opacity=1.0
    )


TEXT = TextStampStyle(stamp_text="81 mo hinh\nda duyet", border_width=1)
WHITE = _painted(b"1 1 1 rg 0 0 170 40 re f")
RED = _painted(b"1 0 0 rg 0 0 170 40 re f")
DOT = _painted(b"0 g 68 14.5 1.4 1.4 re f")
"""A dot of print, as small as a change of a number may be."""

SEAL = _painted(b"1 0 0 RG 2 w 4 4 90 32 re S 8 8 60 24 re S")
"""Red lines with nothing between them, as in the picture of a seal."""


@pytest.mark.parametrize(
    ("box", "style", "state", "code"),
    [
        (BESIDE, TEXT, State.VALID, "later_signed"),
        (BESIDE, SEAL, State.VALID, "later_signed"),
        (BESIDE, RED, State.VALID, "later_signed"),
        (PRINT, SEAL, State.VALID_WITH_WARNING, "block_on_print"),
        (PRINT, TEXT, State.INVALID, "overlay"),
        (PRINT, DOT, State.INVALID, "overlay"),
        (PRINT, WHITE, State.INVALID, "overlay"),
        (PRINT, RED, State.INVALID, "overlay"),
        (PAGE, TEXT, State.INVALID, "overlay"),
        ((0, 0, 595, 250), SEAL, State.INVALID, "overlay"),
    ],
)
def test_block_of_a_second_signer(
    tmp_path: Path,
    signed: bytes,
    second: SigningKey,
    authority: Authority,
    box: tuple[int, int, int, int],
    style: BaseStampStyle,
    state: State,
    code: str,
) -> None:
    """However trusted the second signer is, print that the first one signed stays as it was."""
    data = signed_elsewhere(signed, second, box=box, style=style)
    verdict = _verdict(data, tmp_path, authority.trust)
    assert (verdict.state, verdict.reasons[0].code) == (state, code), verdict.reasons
    assert "{" not in verdict.reasons[0].message
    assert len(verdict.signatures) == 2


def test_seal_over_a_part_of_the_block_of_its_signer_is_valid(
    tmp_path: Path, key: SigningKey, second: SigningKey, authority: Authority
) -> None:
    """As the rules on the form of papers want it: red, over the left third of the signature."""
    source = small_pdf(tmp_path / "a.pdf").read_bytes()
    first = signed_elsewhere(source, key, field="Mot", box=BESIDE, style=TEXT)
    data = signed_elsewhere(first, second, box=(240, 390, 380, 450), style=SEAL)
    verdict = _verdict(data, tmp_path, authority.trust)
    assert (verdict.state, verdict.reasons[0].code) == (State.VALID, "later_signed")


def test_block_that_is_drawn_elsewhere_than_in_its_place_is_invalid(
    tmp_path: Path, signed: bytes, second: SigningKey, authority: Authority
) -> None:
    """One that keeps its size when the page is made larger covers more than its rectangle."""
    look = fields.VisibleSigSettings(scale_with_page_zoom=False)
    data = signed_elsewhere(signed, second, box=BESIDE, style=TEXT, look=look)
    assert _codes(_verdict(data, tmp_path, authority.trust))[0] == "overlay"


def test_scanned_page_is_judged_by_its_ink(
    tmp_path: Path, key: SigningKey, second: SigningKey, authority: Authority
) -> None:
    """A page without letters, only drawn, is no less signed."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    canvas.rect(100, 495, 60, 8, fill=1)
    canvas.showPage()
    canvas.save()
    first = sign_pdf(tmp_path / "a.pdf", tmp_path / "b.pdf", key, now=NOW).path.read_bytes()
    over = signed_elsewhere(first, second, box=PRINT, style=WHITE)
    assert _codes(_verdict(over, tmp_path, authority.trust))[0] == "overlay"
    beside = signed_elsewhere(first, second, box=BESIDE, style=TEXT)
    assert _verdict(beside, tmp_path, authority.trust).state is State.VALID


@pytest.mark.parametrize("seen", [True, False])
def test_empty_field_that_shows_something_is_invalid(
    tmp_path: Path, signed: bytes, second: SigningKey, authority: Authority, seen: bool
) -> None:
    """Nobody signs for it, so a second signature must not carry it in."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    box = PAGE if seen else (0, 0, 0, 0)
    fields.append_signature_field(writer, fields.SigFieldSpec("Trong", on_page=0, box=box))
    [field] = [
        one.get_object()
        for one in writer.root["/AcroForm"]["/Fields"]
        if one.get_object()["/T"] == "Trong"
    ]
    red = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 595 842 re f")
    field[generic.pdf_name("/AP")] = generic.DictionaryObject(
        {generic.pdf_name("/N"): writer.add_object(red)}
    )
    writer.update_container(field)
    out = io.BytesIO()
    writer.write(out)
    data = signed_elsewhere(out.getvalue(), second)
    verdict = _verdict(data, tmp_path, authority.trust)
    assert verdict.state is State.INVALID
    assert "illegal_change" in [one.code for one in verdict.signatures[0].reasons]


def test_signature_of_an_unknown_kind_is_not_passed_over(
    tmp_path: Path, signed: bytes, second: SigningKey, authority: Authority
) -> None:
    """The library leaves it out in silence; here the file is then not valid."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    fields.append_signature_field(writer, fields.SigFieldSpec("La"))
    [field] = [
        one.get_object()
        for one in writer.root["/AcroForm"]["/Fields"]
        if one.get_object()["/T"] == "La"
    ]
    value = {"/Type": generic.pdf_name("/Sig"), "/SubFilter": generic.pdf_name("/ke.gian")}
    content = {generic.pdf_name(name): one for name, one in value.items()}
    field[generic.pdf_name("/V")] = writer.add_object(generic.DictionaryObject(content))
    writer.update_container(field)
    out = io.BytesIO()
    writer.write(out)
    verdict = _verdict(signed_elsewhere(out.getvalue(), second), tmp_path, authority.trust)
    assert (verdict.state, verdict.reasons[0].code) == (State.INVALID, "unreadable_signature")
