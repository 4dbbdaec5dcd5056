"""Words are found on pages as people type them."""

from __future__ import annotations

import io

import pytest

from danvan_desktop.documents.page_search import find_on_pages
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.documents.raster import PdfPages
from tests.core.documents import samples


@pytest.fixture(scope="module")
def pages() -> PdfPages:
    """A report of several pages."""
    out = io.BytesIO()
    render_pdf(samples.report(fillers=10), out)
    return PdfPages(out.getvalue())


def test_untyped_tones_need_not_agree(pages: PdfPages) -> None:
    """Plain letters find BÁO CÁO, in a box that lies on the page."""
    found = find_on_pages(pages, "bao  cao")
    assert found
    assert found[0].page == 0
    width, height = pages.size(0)
    box = found[0].boxes[0]
    assert 0 < box.left < box.right < width
    assert 0 < box.top < box.bottom < height


def test_typed_tones_must_agree(pages: PdfPages) -> None:
    """With tones typed only that word is meant."""
    assert find_on_pages(pages, "báo cáo")
    assert not find_on_pages(pages, "bảo cạo")


def test_nothing_typed_finds_nothing(pages: PdfPages) -> None:
    """Spaces are nothing."""
    assert find_on_pages(pages, "  ") == []
    assert find_on_pages(pages, "(") is not None
