"""What another program does to an issued file: it signs whatever it is given, and changes it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import TextStampStyle
from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.signing import pdf
from danvan_desktop.signing.keys import SigningKey
from tests.core.signing.kit import NOW

name = generic.pdf_name


def signed_by_another(
    data: bytes,
    key: SigningKey,
    *,
    field: str = "Mot",
    stated: str | None = None,
    stamp: TextStampStyle | None = None,
    box: tuple[int, int, int, int] = (50, 20, 150, 60),
) -> bytes:
    """Append one signature at NOW, without a look at what is signed.

    ``stated`` is its /Name, ``box`` the place of its picture on the first page.
    """

    class Signer(signers.PdfSigner):
        """Signs at the time of the test."""

        def init_signing_session(self, *arguments: Any, **options: Any) -> PdfSigningSession:
            session = super().init_signing_session(*arguments, **options)
            session.system_time = NOW
            return session

    metadata = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, name=stated
    )
    spec = fields.SigFieldSpec(field, on_page=0, box=box) if stamp else None
    out = io.BytesIO()
    signer = Signer(metadata, pdf.signer(key), stamp_style=stamp, new_field_spec=spec)
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
    return out.getvalue()


def _replaced(writer: IncrementalPdfFileWriter, page: Any) -> None:
    page[name("/Contents")] = writer.add_object(_drawing())


def _overlaid(writer: IncrementalPdfFileWriter, page: Any) -> None:
    before = page.raw_get("/Contents")
    parts = list(before.get_object()) if _is_array(before) else [before]
    page[name("/Contents")] = generic.ArrayObject([*parts, writer.add_object(_drawing())])


def _noted(writer: IncrementalPdfFileWriter, page: Any) -> None:
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): _box(90, 490, 300, 530),
            name("/Contents"): generic.pdf_string("81 mo hinh"),
        }
    )
    earlier = page.get("/Annots", [])
    page[name("/Annots")] = generic.ArrayObject([*earlier, writer.add_object(note)])


def _empty_field(writer: IncrementalPdfFileWriter, _page: Any) -> None:
    """Add a field for a signature that nobody makes, with a picture over the page."""
    fields.append_signature_field(
        writer, fields.SigFieldSpec("Trong", on_page=0, box=(0, 0, 595, 842))
    )
    every = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    [field] = [one for one in every if one["/T"] == "Trong"]
    drawing = _drawing()
    drawing[name("/Type")] = name("/XObject")
    drawing[name("/Subtype")] = name("/Form")
    drawing[name("/BBox")] = _box(0, 0, 595, 842)
    field[name("/AP")] = generic.DictionaryObject({name("/N"): writer.add_object(drawing)})
    writer.update_container(field)


def _updated(change: Callable[[IncrementalPdfFileWriter, Any], None]) -> Callable[[bytes], bytes]:
    def update(data: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        page, _resources = writer.find_page_for_modification(0)
        change(writer, page.get_object())
        writer.update_container(page.get_object())
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return update


def _drawing() -> generic.StreamObject:
    return generic.StreamObject(stream_data=b"1 0 0 rg 90 490 300 200 re f")


def _box(*corners: int) -> generic.ArrayObject:
    return generic.ArrayObject(generic.NumberObject(one) for one in corners)


def _is_array(value: Any) -> bool:
    return isinstance(value.get_object(), generic.ArrayObject)


def _followed(data: bytes) -> bytes:
    """Put a whole other file behind the issued one, whose table never leads back to it."""
    other = io.BytesIO()
    canvas = Canvas(other, invariant=1)
    canvas.drawString(100, 500, "81 mo hinh")
    canvas.save()
    out = io.BytesIO(data)
    out.seek(0, io.SEEK_END)
    copy_into_new_writer(PdfFileReader(other)).write(out)
    return out.getvalue()


UPDATES: dict[str, Callable[[bytes], bytes]] = {
    "contents replaced": _updated(_replaced),
    "drawn over": _updated(_overlaid),
    "note": _updated(_noted),
    "empty field that shows something": _updated(_empty_field),
    "another file behind it": _followed,
}
"""Ways to add to an issued file without touching one byte of it."""
