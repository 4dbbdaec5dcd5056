"""Reads a DOCX back with other libraries than the code that wrote it (python-docx, zipfile)."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest

from danvan_desktop.documents.docx import render_docx
from danvan_desktop.documents.model import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# What each parent allows, in this order (ECMA-376, part 1, transitional schema).
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs spacing ind jc "
    "outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color sz szCs u bdr shd lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    "settings": "zoom mirrorMargins defaultTabStop characterSpacingControl compat themeFontLang",
}


def written(document: Document, **options: Any) -> bytes:
    """Render a document into memory."""
    out = BytesIO()
    render_docx(document, out, **options)
    return out.getvalue()


def opened(data: bytes) -> Any:
    """Open a file with python-docx."""
    return docx.Document(BytesIO(data))


def parts(data: bytes) -> dict[str, ElementTree.Element]:
    """Parse every XML part; a part that is not well-formed raises."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        names = [name for name in file.namelist() if not name.endswith(".png")]
        return {name: ElementTree.fromstring(file.read(name)) for name in names}


def all_text(data: bytes) -> str:
    """Return the text of the whole file: body, headers, footers, in the order of the file."""
    found = parts(data)
    names = [name for name in found if re.match(r"word/(document|header|footer)", name)]
    return "\n".join(_text(found[name]) for name in names)


def _text(root: ElementTree.Element) -> str:
    lines = []
    for para in root.iter(f"{W}p"):
        pieces = []
        for node in para.iter():
            if node.tag == f"{W}t":
                pieces.append(node.text or "")
            elif node.tag in (f"{W}br", f"{W}tab"):
                pieces.append(" ")
        lines.append("".join(pieces))
    return "\n".join(lines)


def bare(text: str) -> str:
    """Return a text without spaces, in NFC, in small letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text)).lower()


def misplaced(root: ElementTree.Element) -> list[str]:
    """Name the elements whose children are unknown or stand in the wrong order."""
    wrong = []
    for node in root.iter():
        order = ORDER.get(node.tag.removeprefix(W), "").split()
        if not order:
            continue
        found = [child.tag.removeprefix(W) for child in node]
        if not set(found) <= set(order) or found != sorted(found, key=order.index):
            wrong.append(f"{node.tag.removeprefix(W)}: {found}")
    return wrong


def converted(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Let LibreOffice print files as PDF, all in one start; skip where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed: nobody else can read the DOCX here")
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder / "pdf"),
            *(str(folder / f"{name}.docx") for name in files),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: folder / "pdf" / f"{name}.pdf" for name in files}
