"""The file as an archive takes it: PDF/A-2b, checked by structure and by another program."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageCms
from pypdf import PdfReader

from danvan_desktop.documents.icc import srgb_profile
from danvan_desktop.documents.model import Document
from danvan_desktop.documents.pdf import SEAL_PREFIX
from danvan_desktop.errors import UserError
from tests.core.documents import samples
from tests.core.documents.reading import MM, paper
from tests.core.documents.skeletons import joint, skeleton

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def picture(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """Return a transparent PNG with a spot of colour in its middle."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    image.paste((*colour, 255), (width // 4, height // 4, 3 * width // 4, 3 * height // 4))
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def sealed(profile: str) -> Document:
    """Return a paper with the pictures of a signature and a seal."""
    document = skeleton("TB", profile)
    (one,) = document.signatures
    blue, red = picture(400, 200, (0, 30, 200)), picture(300, 300, (220, 0, 0))
    return replace(document, signatures=(replace(one, image=blue, seal=red),))


PAPERS = {
    "report HD 36": lambda: skeleton("BC", "DANG_HD36"),
    "report NĐ 30": lambda: skeleton("BC", "ND30"),
    "decision HD 05": lambda: skeleton("QĐ", "DANG_HD05"),
    "minutes MTTQ": lambda: skeleton("BB", "MTTQ"),
    "joint": lambda: joint("DANG_HD05", ("Nguyễn Văn A", "Trần Thị B", "Lê Văn C")),
    "pictures": lambda: sealed("ND30"),
    "other letters": lambda: replace(samples.report(), title="\ufeff <&> ☑ \ud800"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_another_program_finds_the_paper_fit_for_archives(name: str) -> None:
    """An independent validator of ISO 19005-2 level B reports no failed rule."""
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf_bytes(paper(PAPERS[name]()).data, profile="2b")
    assert [f"{failure.rule_id} {failure.message}" for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("name", PAPERS)
def test_every_stream_ends_where_its_length_says(name: str) -> None:
    """ISO 19005-2, 6.1.7.1: a line end, then ``endstream``; and every packed stream opens."""
    data = paper(PAPERS[name]()).data
    found = list(re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", data))
    assert len(found) > 6
    for match in found:
        end = match.end() + int(match[1])
        assert data[end : end + 12] == b"\r\nendstream\n"
        if b"FlateDecode" in match[0]:
            zlib.decompress(data[match.end() : end])


def test_catalogue_names_colours_and_metadata() -> None:
    """Output intent sRGB, metadata in the clear, the claim, a file identifier, no script."""
    root, reader = _root(samples.report())
    (intent,) = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data() == srgb_profile()
    metadata = root["/Metadata"].get_object()
    assert "/Filter" not in metadata
    packet = ElementTree.fromstring(metadata.get_data())
    assert packet.findtext(".//pdfaid:part", namespaces=NAMESPACES) == "2"
    assert packet.findtext(".//pdfaid:conformance", namespaces=NAMESPACES) == "B"
    title = packet.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=NAMESPACES)
    assert title == "Báo cáo 6 tháng đầu năm 2020"
    made = packet.findtext(".//xmp:CreateDate", namespaces=NAMESPACES)
    assert made == "2020-07-07T00:00:00+07:00"
    assert str(root["/ViewerPreferences"]["/DisplayDocTitle"]) == "True"
    identifier: Any = reader.trailer["/ID"]
    assert len(identifier) == 2
    assert not {"/AA", "/OpenAction", "/Names", "/AcroForm"} & set(root)


def test_preview_with_links_does_not_claim_to_be_archival() -> None:
    """Links to figures lead into the program and mean nothing in an archive."""
    root: Any = paper(samples.report(), links=True).reader.root_object
    assert b"pdfaid:part" not in root["/Metadata"].get_object().get_data()


def test_colour_profile_agrees_with_another_maker() -> None:
    """LittleCMS reads our sRGB and converts to its own with at most one step of 255."""
    ours = ImageCms.getOpenProfile(BytesIO(srgb_profile()))
    theirs = ImageCms.createProfile("sRGB")
    colours = [
        (r, g, b) for r in range(0, 256, 51) for g in range(0, 256, 51) for b in (0, 90, 255)
    ]
    image = Image.new("RGB", (len(colours), 1))
    image.putdata(colours)
    turned = ImageCms.profileToProfile(image, ours, theirs)
    assert turned is not None
    assert max(abs(a - b) for a, b in zip(image.tobytes(), turned.tobytes(), strict=True)) <= 1


def test_same_paper_with_pictures_gives_the_same_bytes() -> None:
    """Pictures are part of what repeats bit by bit."""
    assert paper(sealed("DANG_HD05")).data == paper(sealed("DANG_HD05")).data


@pytest.mark.parametrize("profile", ["DANG_HD05", "ND30"])
def test_pictures_of_signature_and_seal_stand_as_prescribed(profile: str) -> None:
    """Blue between position and name; red 36 mm across over the signature's left third."""
    made = paper(sealed(profile))
    page = made.pages[made.result.body_pages - 1]
    name, position = page.find("Trần Thị B"), page.find("PHÓ TRƯỞNG BAN")
    signature, seal = page.pictures
    assert signature.centre == pytest.approx(name.centre, abs=0.5)
    assert position.baseline < signature.top
    assert signature.bottom < name.baseline
    assert (seal.width, seal.height) == pytest.approx((36, 36), abs=0.5)
    covered = seal.right - signature.left
    assert covered / signature.width == pytest.approx(1 / 3, abs=0.02)
    assert seal.left > page.find("- Thường trực Huyện ủy").right


def test_places_of_signature_and_seal_are_named_in_the_file() -> None:
    """Whoever signs finds both; the secretary of minutes has no seal."""
    root, _reader = _root(skeleton("BB", "DANG_HD36"))
    names = sorted(str(name) for name in root["/Dests"].get_object())
    assert names == ["/chu-ky-1-le-van-c", "/chu-ky-2-nguyen-van-a", f"/{SEAL_PREFIX}2"]
    kind, left, bottom, right, top = root["/Dests"].get_object()[f"/{SEAL_PREFIX}2"][1:]
    assert kind == "/FitR"
    assert (float(right - left) / MM, float(top - bottom) / MM) == pytest.approx((36, 36), abs=0.5)


@pytest.mark.parametrize(
    "data", [b"/etc/passwd", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\x89PNG\r\n\x1a\n"]
)
def test_bytes_that_are_no_picture_are_refused_in_words(data: bytes) -> None:
    """Only a whole PNG is drawn; a name of a file is no picture."""
    document = samples.report()
    bad = replace(document, signatures=(replace(document.signatures[0], image=data),))
    with pytest.raises(UserError, match="ảnh chữ ký"):
        paper(bad)


def test_picture_with_too_many_pixels_is_refused() -> None:
    """A small file must not become a huge picture in memory."""
    huge = BytesIO()
    Image.new("1", (5000, 20)).save(huge, "PNG")
    document = samples.report()
    bad = replace(document, signatures=(replace(document.signatures[0], seal=huge.getvalue()),))
    with pytest.raises(UserError, match="con dấu"):
        paper(bad)


def _root(document: Document) -> tuple[Any, PdfReader]:
    made = paper(document)
    return made.reader.root_object, made.reader
