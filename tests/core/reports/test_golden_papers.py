"""Every template in every format, from the records of the sample office: page text, DOCX, figures.

The kept texts are what ``pdftotext -layout`` reads from the pages: the body in each of the four
formats, the annexes once (in the office's own). After a wanted change they are written anew by

    DANVAN_RENEW_GOLDENS=1 pytest tests/core/reports/test_golden_papers.py

and the difference is read in ``git diff`` before it is committed.
"""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.model import Document
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.reports.building import content_of
from danvan_desktop.reports.content import Content, to_document
from danvan_desktop.reports.drafts import paper_values
from danvan_desktop.reports.templates import all_templates
from tests.core.documents.docx_reading import all_text, written
from tests.core.reports.helpers import GOLDEN
from tests.core.reports.test_papers_kinds import _records, papers
from tests.core.reports.test_report_kinds import KINDS as PERIODS, SITUATION

__all__ = ["papers"]

PROFILES = ("DANG_HD36", "DANG_HD05", "ND30", "MTTQ")
WHOLE = "DANG_HD36"
"""The format in which the annexes are kept as well."""

CODES = sorted(all_templates())
RENEW = os.environ.get("DANVAN_RENEW_GOLDENS") == "1"
_NOTHING = "\N{ZERO WIDTH SPACE}"


@pytest.fixture(scope="module")
def contents(papers: Context) -> dict[tuple[str, str], Content]:
    """Collect what every paper says, once for the Party and once for the State."""
    return {
        (code, family): content_of(papers, _values(papers, code, profile))[0]
        for code in CODES
        for family, profile in (("DANG", "DANG_HD36"), ("ND30", "ND30"))
    }


class Read:
    """What the readers of both kinds of file find, each file made and read once."""

    def __init__(self, contents: dict[tuple[str, str], Content], folder: Path) -> None:
        self._contents, self._folder = contents, folder
        self._pages: dict[tuple[str, str], str] = {}
        self._word: dict[str, str] = {}

    def pages(self, code: str, profile: str = WHOLE) -> str:
        """Read the pages of a paper."""
        if (code, profile) not in self._pages:
            path = self._folder / f"{code}.{profile}.pdf"
            self._pages[code, profile] = _page_text(_document(self._contents, code, profile), path)
        return self._pages[code, profile]

    def word(self, code: str) -> str:
        """Read the DOCX of a paper."""
        if code not in self._word:
            self._word[code] = all_text(written(_document(self._contents, code, WHOLE)))
        return self._word[code]


@pytest.fixture(scope="module")
def read(
    contents: dict[tuple[str, str], Content], tmp_path_factory: pytest.TempPathFactory
) -> Read:
    """Give the readers of all papers."""
    return Read(contents, tmp_path_factory.mktemp("papers"))


def _values(context: Context, code: str, profile: str) -> dict[str, Any]:
    register = all_templates()[code].register
    if register is None:
        period = PERIODS.get(code, "H1/2020")
        return paper_values(context, code, period=period, profile=profile)
    records = _records(context, register)
    if not records:
        saved = context.save("tinh_hinh", SITUATION).record
        assert saved is not None
        records = [saved]
    return paper_values(context, code, records=records, profile=profile)


def _document(contents: dict[tuple[str, str], Content], code: str, profile: str) -> Document:
    made = to_document(contents[code, "DANG" if profile.startswith("DANG") else "ND30"], profile)
    return made if profile == WHOLE else replace(made, annexes=())


def _page_text(document: Document, path: Path) -> str:
    assert render_pdf(document, path).issues == ()
    made = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=30
    )
    lines = made.stdout.decode("utf-8").replace("\f", "\n=====\n").splitlines()
    kept = [re.sub(r" {3,}", "  ", line.strip()) for line in lines]
    return "\n".join(line for line in kept if line) + "\n"


@pytest.mark.parametrize("code", CODES)
def test_pages_read_as_they_were_found_good(read: Read, code: str) -> None:
    """The text of every page, line by line, is the one that was looked at, in four formats."""
    for profile in PROFILES:
        found = read.pages(code, profile)
        assert unicodedata.is_normalized("NFC", found)
        kept = GOLDEN / "pages" / f"{code}.{profile}.txt"
        if RENEW:
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(found, encoding="utf-8")
        assert found == kept.read_text("utf-8"), profile


@pytest.mark.parametrize("code", CODES)
def test_docx_says_what_the_pages_say(read: Read, code: str) -> None:
    """Word by word: what a reader of DOCX files finds is what the reader of the PDF finds."""
    pages, word = _words(read.pages(code)), _words(read.word(code))
    assert word - pages == set()
    assert pages - word == set()


@pytest.mark.parametrize("code", ["bao_cao_6_thang", "bao_cao_de_cuong_trung_uong"])
def test_figures_of_the_key_stand_in_both_files(read: Read, key: dict[str, Any], code: str) -> None:
    """The key's sentences of the half-year are in the PDF and in the DOCX, letter by letter."""
    sheets = _joined(read.pages(code))
    word = _joined(read.word(code))
    wanted = [_joined(one["text"]) for one in key["sentences"]]
    found = [text for text in wanted if text in sheets]
    assert [text for text in wanted if text in word] == found
    assert len(found) == (len(wanted) if code == "bao_cao_6_thang" else len(found)) > 8


def _words(text: str) -> set[str]:
    """Return every word and number with more than one letter; a line end may tear none of them."""
    plain = unicodedata.normalize("NFC", text).lower().replace(_NOTHING, "")
    return set(re.findall(r"[^\W_][\w.,%/-]*\w", plain))


def _joined(text: str) -> str:
    """Return a text without spaces and page numbers, so that no line or page end counts."""
    bare = re.sub(r"\n=====\n\d{0,3}\n?", "", text)
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", bare))
