"""Who has signed a PDF, and which of the places that it reserves are still free."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danvan_desktop.signing.certificates import describe
from danvan_desktop.signing.coverage import signatures_of
from danvan_desktop.signing.judge import damage_errors
from danvan_desktop.signing.places import free_places, reserved_places

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader


@dataclass(frozen=True, slots=True)
class SignPlace:
    """A place for a signature: its number on the paper, whose (as a slug), whether it is free."""

    number: int
    person: str
    free: bool


@dataclass(frozen=True, slots=True)
class SignedState:
    """The signatures of a PDF in their order: the names in them, the places, other marks on it.

    ``holders`` are the names in the certificates, which nobody but an authority writes.
    """

    names: tuple[str, ...] = ()
    places: tuple[SignPlace, ...] = ()
    marks: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()


def signed_state(data: bytes) -> SignedState | None:
    """Read who signed a PDF and where; None for what cannot be read. Says nothing on validity."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(data))
        if reader.encrypted:
            return None
        free = {place.number for place in free_places(reader)}
        places = tuple(
            SignPlace(one.number, one.person, one.number in free)
            for one in sorted(reserved_places(reader), key=lambda place: place.number)
        )
        signatures = signatures_of(reader)[0]
        holders = tuple(describe(one.signer_cert.dump()).name for one in signatures)
        names = tuple(map(_name, signatures, holders))
        return SignedState(names, places, tuple(_marks(reader)), holders)
    except damage_errors():
        return None


# --- private


def _name(signature: Any, holder: str) -> str:
    """Return the name that the signature states, else the one of its certificate."""
    return str(signature.sig_object.get("/Name", "")) or holder


def _marks(reader: PdfFileReader) -> list[str]:
    """List the kinds of annotations that lie on the pages, besides links and signatures.

    A field for a signature that nobody made counts when it shows something.
    """
    found = []
    for index in range(int(reader.root["/Pages"]["/Count"])):
        page, _resources = reader.find_page_for_modification(index)  # type: ignore[no-untyped-call]
        for one in page.get_object().get("/Annots", ()):
            mark = one.get_object()
            parent = mark.get("/Parent", mark)
            kind = str(mark.get("/Subtype", ""))
            signature = kind == "/Widget" and "/Sig" in (mark.get("/FT"), parent.get("/FT"))
            signature = signature and ("/V" in mark or "/V" in parent or "/AP" not in mark)
            if kind != "/Link" and not signature:
                found.append(kind)
    return found
