"""Any text in any field: it is printed and found again, or said to be missing, or refused in words.

The document under test has every field of the model filled by the same few drawn texts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from danvan_desktop.documents.fonts import VIETNAMESE_LETTERS
from danvan_desktop.documents.model import (
    Annex,
    Bar,
    Cell,
    Chart,
    Column,
    Document,
    Grounds,
    Header,
    Heading,
    HeadingKind,
    ListItem,
    Paragraph,
    Row,
    RowKind,
    Run,
    Signature,
    TableBlock,
    plain_text,
    runs,
)
from danvan_desktop.documents.pdf_fonts import faces
from danvan_desktop.errors import UserError
from tests.core.documents import samples
from tests.core.documents.reading import paper
from tests.core.documents.test_pdf_files import HOSTILE

PROFILES = st.sampled_from(["DANG_HD36", "DANG_HD05", "ND30", "MTTQ"])
SLOW = [HealthCheck.too_slow]


def filled(profile: str, *texts: str) -> Document:
    """Return a paper in which every text field holds the next of ``texts``, in turn."""
    count = -1

    def take() -> str:
        nonlocal count
        count += 1
        return texts[count % len(texts)]

    def words() -> tuple[Run, ...]:
        return runs(take(), Run(take(), bold=True, figure=take()), Run(take(), italic=True))

    def block() -> tuple[Heading | Paragraph | Grounds | ListItem | TableBlock | Chart, ...]:
        return (
            Grounds((words(), words())),
            Heading(1, words(), HeadingKind.PART, take()),
            Heading(2, words(), HeadingKind.SECTION, take()),
            Heading(3, words(), HeadingKind.ARTICLE),
            Heading(2, words()),
            Heading(4, words()),
            Paragraph(words()),
            ListItem(words(), marker=take()),
            TableBlock(
                (Column(take()), Column(take(), group=take()), Column(take(), 3)),
                (
                    Row((take(), Cell(take(), figure=take()), take())),
                    Row((take(),), RowKind.SECTION),
                    Row((take(), take(), take()), RowKind.TOTAL),
                ),
                title=take(),
                unit=take(),
                note=take(),
            ),
            Chart(
                (Bar(take(), 3, take(), 2, take(), take(), take(), take()),),
                title=take(),
                unit=take(),
                note=take(),
                now_label=take(),
                before_label=take() or "x",
            ),
            Paragraph(words()),
        )

    signature = Signature(take(), take(), (take(),), note=take())
    return Document(
        profile=profile,
        kind=take(),
        header=Header((take(), take()), (take(),), take(), take(), take(), take()),
        type_name=take(),
        abstract=take(),
        blocks=block(),
        date=samples.DAY,
        signatures=(signature, replace(signature, name=take())),
        recipients=(take(), take()),
        to_lines=(take(), take()),
        annexes=(Annex(take(), block(), note=take()),),
        certification=replace(signature, name=take()),
        draft_mark=take(),
        typist_mark=take(),
        contact_lines=(take(), take()),
        title=take(),
        author=take(),
        subject=take(),
        language="vi-VN",
    )


def _drawable(letter: str) -> bool:
    return all(face.has(ord(letter)) for face in faces().all)


def _printed(letter: str, shown: set[str]) -> bool:
    """Tell whether a letter or its capital form is on paper."""
    return letter in shown or set(letter.upper()) <= shown


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(PROFILES, st.lists(st.text(max_size=40), min_size=1, max_size=6))
@example("ND30", [""])
@example("DANG_HD36", ["\ud800", "\u0302", "\uffff", "\U0001f600", "ŉ", "\u202e\u200b\ufe0f"])
@example("MTTQ", [".;,", " ", "\xa0", "- ", "1. ", "I- "])
def test_any_text_is_printed_or_named_as_missing(profile: str, texts: list[str]) -> None:
    """No letter or digit is lost in silence, whatever the field; no page is left."""
    document = filled(profile, *texts)
    try:
        made = paper(document, links=True)
    except UserError:
        return
    shown = set(made.plain)
    named = " ".join(issue.message for issue in made.result.issues)
    for letter in set(unicodedata.normalize("NFC", plain_text(document))):
        if unicodedata.category(letter)[0] not in "LN":
            continue
        if _drawable(letter):
            assert _printed(letter, shown), f"U+{ord(letter):04X}"
        else:
            named_as = {f"U+{ord(c):04X}" for c in (letter, *letter.upper())}
            assert any(code in named for code in named_as)
    for page in made.pages:
        for text in page.texts:
            assert text.right <= page.width - 15 + 0.05
            assert text.left >= 30 - 0.05
            assert text.baseline <= page.height - 20 + 0.05


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(
    PROFILES,
    st.lists(
        st.text(VIETNAMESE_LETTERS + "abcxyz0123456789%/()“”–", min_size=1, max_size=7),
        min_size=7,
        max_size=7,
    ),
)
def test_words_in_every_field_are_found_by_pdftotext(profile: str, texts: list[str]) -> None:
    """Another program copies every word out again, composed."""
    document = filled(profile, *texts)
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=paper(document).data, capture_output=True, check=True
    )
    found = done.stdout.decode("utf-8")
    assert unicodedata.is_normalized("NFC", found)
    bare = re.sub(r"\s+", "", found)
    for text in texts:
        assert text in bare or text.upper() in bare


@pytest.mark.parametrize("profile", ["DANG_HD36", "ND30"])
def test_hostile_text_in_every_field_stays_text(profile: str) -> None:
    """Markup, templates, paths and escapes are printed; nothing is read, linked or run."""
    for text in HOSTILE:
        made = paper(filled(profile, text[:90]))
        kept = "".join(c for c in text[:90] if unicodedata.category(c) != "Cc")
        wanted = re.sub(r"\s+", "", kept)
        bare = re.sub(r"\s+", "", made.plain)
        assert wanted in bare or wanted.upper() in bare
        assert not any(page.links or page.pictures for page in made.pages)


@pytest.mark.parametrize(
    ("field", "part"),
    [
        ("abstract", "trích yếu"),
        ("type_name", "tên loại"),
        ("signatures", "chữ ký"),
        ("annexes", "phụ lục"),
        ("header", "đầu trang"),
    ],
)
def test_part_taller_than_a_page_is_refused_by_its_name(field: str, part: str) -> None:
    """What cannot be divided and fits no page gives one sentence, not a page without an end."""
    long = "Một tên dài không ai đọc hết " * 300
    document = samples.report()
    values: dict[str, Any] = {
        "abstract": long,
        "type_name": long,
        "signatures": (Signature(long, "Nguyễn Văn A"),),
        "annexes": (Annex(long, (Paragraph(runs("x")),)),),
        "header": replace(document.header, issuer_lines=(long,)),
    }
    with pytest.raises(UserError, match=part):
        paper(replace(document, **{field: values[field]}))


def test_headings_without_text_fill_their_pages() -> None:
    """A chain of headings longer than a page is divided instead of taking a page for each."""
    headings = tuple(Heading(4, runs(f"- Việc số {n}")) for n in range(1, 71))
    made = paper(replace(samples.report(), blocks=headings, annexes=()))
    assert len(made.pages) <= 4
    assert re.findall(r"Việc số (\d+)", made.plain) == [str(n) for n in range(1, 71)]


def test_foot_nearly_as_tall_as_a_page_stands_alone() -> None:
    """When signatures and two lines of text fit on no page together, they are parted."""
    names = tuple(f"Người ký {n}" for n in range(8))
    authority = ("T/M BAN THƯỜNG VỤ",) * 4
    document = replace(
        samples.report(),
        signatures=tuple(Signature("PHÓ BÍ THƯ", name, authority) for name in names),
        recipients=(),
        annexes=(),
    )
    made = paper(document)
    assert all(made.pages[-1].has(name) for name in names)


def test_very_long_lists_of_receivers_go_on_over_the_page() -> None:
    """A hundred recipients and sixty addressees are all there, in order, within the margins."""
    receivers = tuple(f"Đảng ủy xã số {n}" for n in range(1, 101))
    document = replace(samples.report(), recipients=receivers, to_lines=receivers[:60], annexes=())
    made = paper(document)
    found = re.findall(r"- Đảng ủy xã số (\d+)", made.plain)
    assert found == [str(n) for n in (*range(1, 61), *range(1, 101))]
    for page in made.pages:
        assert max(t.baseline for t in page.texts) <= page.height - 20


def test_more_letters_than_one_subset_holds_are_justified_and_found() -> None:
    """A subset has 223 letters; the next ones come from another, and lines still end flush."""
    codes = (*range(0x21, 0x7F), *range(0xA1, 0x250), *range(0x391, 0x3CA), *range(0x410, 0x450))
    letters = [chr(code) for code in codes if _drawable(chr(code)) and chr(code).isalnum()]
    letters += list(VIETNAMESE_LETTERS)
    assert len(set(letters)) > 400
    words = " ".join("".join(letters[n : n + 7]) for n in range(0, len(letters), 3))
    document = replace(samples.report(), blocks=(Paragraph(runs(words)),), annexes=())
    made = paper(document)
    bare = re.sub(r"\s+", "", made.plain)
    assert [word for word in words.split() if word not in bare] == []
    ends: dict[tuple[int, float], float] = {}
    for page in made.pages:
        for text in page.texts:
            if text.size == 14 and not (text.bold or text.italic):
                place = (id(page), round(text.baseline, 1))
                ends[place] = max(ends.get(place, 0.0), text.right)
    full = [end for end in ends.values() if end > 194]
    assert len(full) > 15
    assert all(end == pytest.approx(195, abs=0.05) for end in full)
