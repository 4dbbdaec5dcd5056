"""What makes a paper fit for archives: PDF/A-2b (ISO 19005-2), in ReportLab's own objects.

Fonts are embedded anyway, every letter says which it is, and nothing in a paper is active; what
is added is the colour profile that device colours refer to and the metadata that states the
conformance. Our own pages also meet level U, but the signing library's letter map of a visible
signature does not, so that only B stays true of a paper after it is signed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from danvan_desktop.documents.icc import NAME, srgb_profile

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}</xmp:CreateDate>
<xmp:ModifyDate>{day}</xmp:ModifyDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Keywords></pdf:Keywords>
{claim}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_CLAIM = "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"


def _without_nul(document: Any) -> None:
    """Take the code for U+0000 out of every subset: ISO 19005-2, 6.2.11.7.2 forbids it."""
    for name in document.fontMapping:
        state = getattr(pdfmetrics.getFont(name), "state", {}).get(document)
        if state is not None:
            state.subsets[0][0] = 32


def _line_ended(plain: Callable[[Any, Any], bytes]) -> Callable[[Any, Any], bytes]:
    """Put the line end before ``endstream`` that ISO 19005-2, 6.1.7.1 wants and ReportLab omits.

    It is two signs: after packed data that happen to end with the first of them, the second alone
    would be read as half of such a line end, and the stream as one byte too short.
    """

    def written(stream: Any, document: Any) -> bytes:
        return plain(stream, document).removesuffix(b"endstream\n") + b"\r\nendstream\n"

    return written


PDFStream.format = _line_ended(PDFStream.format)
# Text armour from the days of mail: a quarter more bytes for every page and picture.
rl_config.useA85 = 0


def describe(canvas: Any, *, day: date, language: str, archival: bool) -> None:
    """Add colour profile and XMP metadata; ``archival`` also states PDF/A-2b.

    A preview with links to figures is no archival file and must not say so.
    """
    document = canvas._doc
    info = document.info
    packet = _PACKET.format(
        title=escape(info.title, quote=False),
        author=escape(info.author, quote=False),
        subject=escape(info.subject, quote=False),
        language=escape(language, quote=False),
        day=f"{day.isoformat()}T00:00:00+07:00",
        creator=escape(info.creator, quote=False),
        producer=escape(info.producer, quote=False),
        claim=_CLAIM if archival else "",
    )
    metadata = PDFStream(
        PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}),
        packet.encode("utf-8"),
    )
    profile = PDFStream(
        PDFDictionary({"N": 3, "Alternate": PDFName("DeviceRGB")}),
        srgb_profile(),
        filters=[PDFZCompress],
    )
    catalog = document.Catalog
    catalog.Metadata = metadata
    # ReportLab writes only the catalogue entries that it lists
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = PDFArray(
        [
            PDFDictionary(
                {
                    "Type": PDFName("OutputIntent"),
                    "S": PDFName("GTS_PDFA1"),
                    "OutputConditionIdentifier": PDFString(NAME),
                    "Info": PDFString(NAME),
                    "DestOutputProfile": document.Reference(profile, "colours"),
                }
            )
        ]
    )
    canvas.setViewerPreference("DisplayDocTitle", "true")
    _without_nul(document)
