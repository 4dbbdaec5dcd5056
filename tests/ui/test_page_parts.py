"""The pages of two files as one paper."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from ui.widgets.page_parts import PageParts


def _pdf(*words: str, width: int = 300) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, 400))
    for word in words:
        canvas.drawString(40, 300, word)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_text_comes_from_the_new_file_and_annexes_from_the_old() -> None:
    """Every page is read, measured and drawn from the file that it belongs to."""
    new = _pdf("moi mot", "moi hai", "moi ba")
    old = _pdf("cu mot", "cu hai", "phu luc", width=500)
    parts = PageParts(new, old, 2)
    assert len(parts) == 4
    assert [parts.lines(page) for page in range(4)] == [
        ["moi mot"],
        ["moi hai"],
        ["moi ba"],
        ["phu luc"],
    ]
    assert parts.size(0)[0] == 300
    assert parts.size(3)[0] == 500
    assert parts.picture(3, dpi=72).width == 500
    assert parts.links(3) == []
    parts.close()


def test_paper_without_annexes_is_only_its_text() -> None:
    """Nothing of the old text is shown behind the new one."""
    parts = PageParts(_pdf("moi"), _pdf("cu mot", "cu hai"), 2)
    assert len(parts) == 1
    parts.close()
