"""Workbooks in the Strict variant of Open XML (ISO/IEC 29500): the same under other names.

Excel offers "Strict Open XML Spreadsheet" when saving. Only the namespaces differ from the usual
variant, so they are exchanged part by part, in memory, and the result is read like any workbook.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

MARK = b"http://purl.oclc.org/ooxml/"
"""What every namespace of the Strict variant begins with."""

_USUAL = b"http://schemas.openxmlformats.org/"
_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_XML = re.compile(r".*\.(?:xml|rels)", re.IGNORECASE)
_CAMEL = re.compile(rb"(?<=[a-z])([A-Z])")
_HYPHENATED = frozenset((b"extendedProperties", b"customProperties"))


def usual_variant(path: Path) -> BytesIO:
    """Give the workbook as the usual variant; the parts' sizes were checked before."""
    made = BytesIO()
    with (
        zipfile.ZipFile(path) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for entry in source.infolist():
            if _XML.fullmatch(entry.filename):
                content = source.read(entry)
                target.writestr(entry.filename, _NAME.sub(_renamed, content))
    made.seek(0)
    return made


def _renamed(found: re.Match[bytes]) -> bytes:
    """``spreadsheetml/main`` → ``spreadsheetml/2006/main``."""
    family, name = found.groups()
    if name in _HYPHENATED:
        name = _CAMEL.sub(rb"-\1", name).lower()
    return _USUAL + family + b"/2006/" + name
