"""Every kind of paper in every format, measured in the PDF: 0.5 mm and exact point sizes.

The numbers here are written down from the regulations (HD 36 and HD 05, Appendix; NĐ 30/2020,
Phụ lục I), never taken from our profiles: a profile that is edited wrongly fails here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from danvan_desktop.documents.model import Signature
from tests.core.documents.reading import MM, Area, Page, Paper, Text, paper
from tests.core.documents.skeletons import (
    ABSTRACT,
    ADDRESS,
    KINDS,
    PLACE_DATE,
    TYPIST,
    is_party,
    joint,
    skeleton,
)

CLOSE = 0.5
PROFILES = ("DANG_HD36", "DANG_HD05", "ND30", "MTTQ")
NAMES = ("Nguyễn Văn A", "Trần Thị B", "Lê Văn C", "Phạm Thị D")

# Words, least and greatest size, bold, italic.
Letters = tuple[str, float, float, bool, bool]

PARTY_HEAD: tuple[Letters, ...] = (
    ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, 15, True, False),
    ("HUYỆN ỦY DƯƠNG MINH CHÂU", 14, 14, False, False),
    ("BAN DÂN VẬN", 14, 14, True, False),
    ("*", 14, 14, False, False),
    ("Số 05-", 14, 14, False, False),
)
STATE_HEAD: tuple[Letters, ...] = (
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, True, False),
    ("Độc lập - Tự do - Hạnh phúc", 13, 14, True, False),
    ("Số: 05/", 13, 13, False, False),
)
PARTY_MARKS: tuple[Letters, ...] = (
    ("HỎA TỐC", 14, 14, True, False),
    ("TÀI LIỆU HỘI NGHỊ", 12, 12, True, False),
    ("Dự thảo lần 2", 14, 14, False, True),
)
STATE_MARKS: tuple[Letters, ...] = (
    ("HỎA TỐC", 13, 14, True, False),
    ("TÀI LIỆU HỘI NGHỊ", 13, 14, True, False),
)
PARTY_FOOT: tuple[Letters, ...] = (
    ("Nơi nhận:", 14, 14, False, False),
    ("- Thường trực Huyện ủy", 12, 12, False, False),
    (TYPIST, 8, 8, False, False),
)
STATE_FOOT: tuple[Letters, ...] = (
    ("Nơi nhận:", 12, 12, True, True),
    ("- Thường trực Huyện ủy", 11, 11, False, False),
    (TYPIST, 11, 11, False, False),
)


@cache
def made(kind: str, profile: str) -> Paper:
    """Render each paper once."""
    return paper(skeleton(kind, profile))


every = pytest.mark.parametrize(
    ("kind", "profile"), [(kind, profile) for profile in PROFILES for kind in KINDS]
)
every_profile = pytest.mark.parametrize("profile", PROFILES)


def _top(text: Text) -> float:
    return text.baseline - 0.891 * text.size / MM


def _check(page: Page, letters: tuple[Letters, ...]) -> None:
    for words, least, most, bold, italic in letters:
        text = page.find(words)
        assert least <= text.size <= most, words
        assert (text.bold, text.italic) == (bold, italic), words


def _rule_under(page: Page, text: Text, *, within: float = 4) -> Area:
    """Return the rule below a text."""
    for rule in page.rules:
        below = 0 < rule.top - text.baseline < within
        if below and rule.left - 1 <= text.centre <= rule.right + 1:
            return Area(rule.left, rule.top, rule.width, 0)
    raise AssertionError(f"no rule under “{text.text}”")


def _foot(kind: str, profile: str) -> Page:
    found = made(kind, profile)
    return found.pages[found.result.body_pages - 1]


@every
def test_margins_of_each_kind_in_each_format(kind: str, profile: str) -> None:
    """A4; top 20, bottom 20, left 30, right 15 mm (HD 36; NĐ 30: 20-25, 20-25, 30-35, 15-20)."""
    for page in made(kind, profile).pages:
        assert sorted((round(page.width), round(page.height))) == [210, 297]
        inside = [t for t in page.texts if t.baseline > 20]
        tops = [_top(t) for t in inside] + [rule.top for rule in page.rules]
        assert min(tops) == pytest.approx(20, abs=CLOSE)
        assert min(t.left for t in inside) >= 30 - 0.05
        assert max(t.right for t in inside) <= page.width - 15 + 0.05
        assert max(t.baseline for t in inside) <= page.height - 20
    body = [t for t in made(kind, profile).pages[0].texts if "chính quyền, Mặt trận" in t.text]
    assert body[0].left == pytest.approx(40, abs=CLOSE)
    assert body[0].right == pytest.approx(195, abs=CLOSE)


@every
def test_head_of_each_kind_in_each_format(kind: str, profile: str) -> None:
    """Rows 1-4: letters, the two columns, and rules exactly as long as prescribed."""
    page = made(kind, profile).pages[0]
    party = is_party(profile)
    _check(page, PARTY_HEAD if party else STATE_HEAD)
    number = page.find("Số")
    issuer = min((t for t in page.texts if t.bold and t.centre < 95), key=lambda t: t.baseline)
    assert number.centre == pytest.approx(issuer.centre, abs=CLOSE)
    if party:
        motto = page.find("ĐẢNG CỘNG SẢN")
        rule = _rule_under(page, motto)
        assert rule.width == pytest.approx(72.9, abs=CLOSE)
        assert rule.centre == pytest.approx(motto.centre, abs=CLOSE)
        assert page.find("*").centre == pytest.approx(issuer.centre, abs=CLOSE)
        assert issuer.baseline < page.find("*").baseline < number.baseline
    else:
        country, motto = page.find("CỘNG HÒA"), page.find("Độc lập")
        assert motto.size == country.size + 1
        assert country.centre == pytest.approx(motto.centre, abs=CLOSE)
        rule = _rule_under(page, motto)
        assert rule.width == pytest.approx(60.5, abs=CLOSE)
        short = _rule_under(page, issuer)
        assert 1 / 3 - 0.01 <= short.width / (issuer.right - issuer.left) <= 1 / 2 + 0.01
        assert not page.has("*")
    assert issuer.centre == pytest.approx(30 + 70 / 2, abs=5)
    assert motto.centre == pytest.approx(195 - 95 / 2, abs=1)


@every
def test_date_line_stands_level_with_the_number(kind: str, profile: str) -> None:
    """Row 4: 14 italic (State 13-14) under the motto; minutes have none."""
    page = made(kind, profile).pages[0]
    if kind == "BB":
        assert not page.has("ngày 07 tháng 7")
        return
    date, number = page.find(PLACE_DATE), page.find("Số")
    assert (date.size, date.bold, date.italic) == (14, False, True)
    assert date.right - date.left == pytest.approx(92.7, abs=CLOSE)
    assert date.baseline == pytest.approx(number.baseline, abs=CLOSE)
    motto = page.find("ĐẢNG CỘNG SẢN" if is_party(profile) else "Độc lập")
    assert date.centre == pytest.approx(motto.centre, abs=CLOSE)


@every
def test_title_of_each_kind_in_each_format(kind: str, profile: str) -> None:
    """Row 5: type name 15-16 bold (State 13-14), abstract bold, ``-----`` or a rule of 1/3-1/2."""
    page = made(kind, profile).pages[0]
    party = is_party(profile)
    abstract = page.find(ABSTRACT)
    if kind == "CV":
        words = ABSTRACT if party else f"V/v {ABSTRACT}"
        assert abstract.text == words
        assert (abstract.bold, abstract.italic) == (False, party)
        assert abstract.size == 12 if party else 12 <= abstract.size <= 13
        number = page.find("Số")
        assert abstract.centre == pytest.approx(number.centre, abs=CLOSE)
        gap = (_top(abstract) - number.baseline) * MM
        assert gap > 0
        return
    name = next(t for t in page.texts if t.text == KINDS[kind])
    low, high = (15, 16) if party else (13, 14)
    assert low <= name.size <= high
    assert name.bold
    low, high = (14, 15) if party else (13, 14)
    assert low <= abstract.size <= high
    assert abstract.bold
    for text in (name, abstract):
        assert text.centre == pytest.approx(112.5, abs=CLOSE)
    if party and kind == "BB":
        assert not page.has("-----")
    elif party:
        hyphens = page.find("-----")
        assert hyphens.size == 14
        assert hyphens.right - hyphens.left == pytest.approx(8.2, abs=CLOSE)
        assert hyphens.centre == pytest.approx(112.5, abs=CLOSE)
    else:
        rule = _rule_under(page, abstract)
        assert 1 / 3 <= rule.width / (abstract.right - abstract.left) <= 1 / 2
        assert rule.centre == pytest.approx(112.5, abs=CLOSE)


@every
def test_marks_under_the_number_in_each_format(kind: str, profile: str) -> None:
    """Rows 10-12; NĐ 30 frames HỎA TỐC by 30 x 8 mm in red, and the circulation note."""
    page = made(kind, profile).pages[0]
    if kind == "BB":
        assert not page.areas
        return
    party = is_party(profile)
    _check(page, PARTY_MARKS if party else STATE_MARKS)
    number, urgency = page.find("Số"), page.find("HỎA TỐC")
    circulation = page.find("TÀI LIỆU HỘI NGHỊ")
    assert number.baseline < urgency.baseline < circulation.baseline
    for mark in (urgency, circulation):
        assert mark.centre == pytest.approx(number.centre, abs=CLOSE)
    framed = [area for area in page.areas if area.bottom < 100]
    if party:
        assert not framed
        return
    first, second = framed
    assert (first.width, first.height) == pytest.approx((30, 8), abs=CLOSE)
    assert first.stroke[0] > 0.7 > 0.1 > first.stroke[1]
    assert second.stroke == (0.0,)
    for area, mark in ((first, urgency), (second, circulation)):
        assert area.left < mark.left
        assert mark.right < area.right
        assert area.top < _top(mark)
        assert mark.baseline < area.bottom
        assert area.centre == pytest.approx(mark.centre, abs=CLOSE)
    assert first.bottom < second.top


@pytest.mark.parametrize(("word", "width"), [("KHẨN", 20), ("THƯỢNG KHẨN", 40)])
def test_urgency_frames_have_the_size_of_their_word(word: str, width: float) -> None:
    """NĐ 30/2020, Phụ lục I: KHẨN 20 x 8, THƯỢNG KHẨN 40 x 8 mm."""
    document = skeleton("TB", "ND30")
    header = replace(document.header, urgency=word, circulation="")
    (area,) = paper(replace(document, header=header)).pages[0].areas
    assert (area.width, area.height) == pytest.approx((width, 8), abs=CLOSE)


@pytest.mark.parametrize("kind", ["CV", "TTr"])
@every_profile
def test_addressee_of_letters_and_submissions(kind: str, profile: str) -> None:
    """Row 8: Party 14 italic label, upright name, HD 05 *Kính trình:*; State upright 13-14."""
    page = made(kind, profile).pages[0]
    label = page.find("Kính ")
    words = "Kính trình:" if (kind, profile) == ("TTr", "DANG_HD05") else "Kính gửi:"
    assert label.text == words
    assert label.italic is is_party(profile)
    name = page.find("Thường trực Huyện ủy")
    assert (label.size, name.size, name.italic, name.bold) == (14, 14, False, False)
    assert (label.left + name.right) / 2 == pytest.approx(112.5, abs=CLOSE)
    assert label.baseline == pytest.approx(name.baseline, abs=CLOSE)


@every
def test_body_letters_and_spacing(kind: str, profile: str) -> None:
    """Row 6 and 1.4: 14 pt, lines 18-22 pt exactly, paragraphs 6 pt apart or more."""
    page = made(kind, profile).pages[0]
    lines = [t for t in page.texts if t.text.startswith(("Các cấp ủy", "huyện tiếp tục", "về cơ"))]
    assert {t.size for t in lines} == {14}
    steps = [(b.baseline - a.baseline) * MM for a, b in pairwise(lines[:3])]
    assert all(18 <= step <= 22 for step in steps)
    assert steps[0] == pytest.approx(steps[1], abs=0.05)
    last = page.find("Nhân dân để giải quyết")
    after = next(t for t in page.texts if t.baseline > last.baseline + 1 and t.size == 14)
    assert (after.baseline - last.baseline) * MM >= steps[0] + 6 - 0.05


@every_profile
def test_headings_of_reports_and_decisions(profile: str) -> None:
    """Rows 6.1-6.7: parts centred and bold, names in capitals, articles bold, the rest upright."""
    page = made("QĐ", profile).pages[0]
    for words in ("Chương I", "NHỮNG QUY ĐỊNH CHUNG", "Mục 1", "PHẠM VI"):
        text = page.find(words)
        assert text.text == words
        assert (text.size, text.bold, text.italic) == (14, True, False)
        assert text.centre == pytest.approx(112.5, abs=CLOSE)
    article = page.find("Điều 1.")
    assert (article.size, article.bold) == (14, True)
    assert article.left == pytest.approx(40, abs=CLOSE)
    whole = made("QĐ", profile).pages[-1]
    for words in ("1. Khoản thứ nhất.", "đ) Điểm thứ năm."):
        text = whole.find(words)
        assert (text.size, text.bold, text.italic) == (14, False, False)
    report = made("BC", profile).pages[0]
    assert report.find("I- TÌNH HÌNH").bold
    assert report.find("1. Kinh tế").bold
    assert not report.find("a) Thuận lợi").bold


@every_profile
def test_grounds_of_a_decision(profile: str) -> None:
    """1.4: Party upright, ``- `` and ``;``, last ``,``; NĐ 30: 13-14 italic, last ``.``."""
    page = made("QĐ", profile).pages[0]
    first, last = page.find("Căn cứ"), page.find("Xét đề nghị")
    if is_party(profile):
        expected = "- Căn cứ Quy chế làm việc;", "- Xét đề nghị của Hội đồng,"
    else:
        expected = "Căn cứ Quy chế làm việc;", "Xét đề nghị của Hội đồng."
    assert (first.text, last.text) == expected
    for text in (first, last):
        assert (text.size, text.bold, text.italic) == (14, False, not is_party(profile))
        assert text.left == pytest.approx(40, abs=CLOSE)


@every
def test_signature_of_each_kind_in_each_format(kind: str, profile: str) -> None:
    """Row 7: authority 14 bold, position bold only in State papers, name 14 bold, room above."""
    page, party = _foot(kind, profile), is_party(profile)
    if kind == "BB":
        captions = ("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ") if party else ("THƯ KÝ", "CHỦ TỌA")
        left, right = (page.find(words) for words in captions)
        assert left.baseline == pytest.approx(right.baseline, abs=CLOSE)
        assert (left.bold, right.bold, left.size, right.size) == (True, True, 14, 14)
        assert left.centre == pytest.approx(30 + 165 / 4, abs=CLOSE)
        assert right.centre == pytest.approx(195 - 165 / 4, abs=CLOSE)
        name, above = page.find("Nguyễn Văn A"), right
    else:
        authority = page.find("K/T TRƯỞNG BAN" if party else "KT. TRƯỞNG BAN")
        above, name = page.find("PHÓ TRƯỞNG BAN"), page.find("Trần Thị B")
        assert (authority.size, authority.bold) == (14, True)
        assert above.bold is (not party)
        assert above.baseline > authority.baseline
        assert authority.centre == pytest.approx(above.centre, abs=CLOSE)
        label = page.find("Nơi nhận:")
        assert label.baseline == pytest.approx(authority.baseline, abs=CLOSE)
    assert (above.size, name.size, name.bold, name.italic) == (14, 14, True, False)
    assert name.centre == pytest.approx(above.centre, abs=CLOSE)
    assert (_top(name) - above.baseline) * MM >= 4 * 18, "four empty lines"


@every
def test_recipients_of_each_kind_in_each_format(kind: str, profile: str) -> None:
    """Rows 9, 13: underlined 14/12 (Party), bold italic 12/11 (State), punctuation."""
    page, party = _foot(kind, profile), is_party(profile)
    _check(page, PARTY_FOOT if party else STATE_FOOT)
    label, item = page.find("Nơi nhận:"), page.find("- Thường trực Huyện ủy")
    assert label.left == pytest.approx(30, abs=CLOSE)
    assert item.text.endswith("," if profile == "DANG_HD36" else ";")
    assert page.find("- Lưu Ban Dân vận").text.endswith(".")
    assert page.find(TYPIST).baseline > page.find("- Lưu Ban").baseline
    if party:
        rule = _rule_under(page, label, within=1.5)
        assert rule.width == pytest.approx(label.right - label.left, abs=CLOSE)


@every
def test_contact_line_at_the_foot_of_page_1(kind: str, profile: str) -> None:
    """Row 14: 10 pt upright; NĐ 30: 11-12 pt under a rule as wide as the text, only on page 1."""
    found = made(kind, profile)
    page, party = found.pages[0], is_party(profile)
    contact = page.find(ADDRESS)
    assert contact.size == 10 if party else 11 <= contact.size <= 12
    assert (contact.bold, contact.italic) == (False, False)
    assert contact.left == pytest.approx(30, abs=CLOSE)
    below = page.height - 20 - contact.baseline
    assert 0 < below < 3
    above = max((t.baseline for t in page.texts if t.baseline < contact.baseline - 1), default=0)
    assert above < _top(contact)
    if not party:
        rule = next(r for r in page.rules if 0 < _top(contact) - r.top < 4)
        assert (rule.left, rule.right) == pytest.approx((30, 195), abs=CLOSE)
        assert above < rule.top
    assert not any(other.has(ADDRESS) for other in found.pages[1:])


@every_profile
def test_page_numbers_of_body_and_annexes(profile: str) -> None:
    """Row 15: 14 upright, centred on the text, 10 mm from the edge; each annex begins anew."""
    found = made("BC", profile)
    numbers = [[t for t in page.texts if t.baseline < 20] for page in found.pages]
    shown = [texts[0].text if texts else "" for texts in numbers]
    portrait = [page.width < page.height for page in found.pages]
    assert shown == ["", "2", "", "2", "3", ""]
    assert portrait == [True, True, False, False, False, True]
    for page, texts in zip(found.pages, numbers, strict=True):
        for text in texts:
            assert (text.size, text.bold, text.italic) == (14, False, False)
            assert text.centre == pytest.approx((30 + page.width - 15) / 2, abs=CLOSE)
            assert _top(text) == pytest.approx(10, abs=CLOSE)


@every_profile
def test_annexes_are_labelled_in_roman_and_centred(profile: str) -> None:
    """NĐ 30: Phụ lục I 14 bold, title in capitals 13-14 bold, note 13-14 italic."""
    found = made("BC", profile)
    for page, label in ((found.pages[2], "Phụ lục I"), (found.pages[-1], "Phụ lục II")):
        heads = [t for t in page.texts if t.baseline < 45][:3]
        assert heads[0].text == label
        assert heads[1].text == heads[1].text.upper()
        assert [(t.size, t.bold, t.italic) for t in heads] == [
            (14, True, False),
            (14, True, False),
            (14, False, True),
        ]
        for text in heads:
            assert text.centre == pytest.approx((30 + page.width - 15) / 2, abs=CLOSE)


@every_profile
def test_duplex_margins_follow_the_sheet_also_in_annexes(profile: str) -> None:
    """On the back 15 left and 30 right: a page is a back by its place in the file (1.1)."""
    found = paper(skeleton("BC", profile), duplex=True)
    assert len(found.pages) == 6
    for number, page in enumerate(found.pages, start=1):
        left, right = (15, 30) if number % 2 == 0 else (30, 15)
        inside = [t for t in page.texts if t.baseline > 20]
        edges = [t.left for t in inside] + [r.left for r in page.rules]
        ends = [t.right for t in inside] + [r.right for r in page.rules]
        assert min(edges) >= left - 0.05
        assert max(ends) <= page.width - right + 0.05
        if number < 6:
            assert min(edges) == pytest.approx(left, abs=CLOSE)
        for text in (t for t in page.texts if t.baseline < 20):
            assert text.centre == pytest.approx((left + page.width - right) / 2, abs=CLOSE)


def test_two_offices_of_one_person_are_joined_by_a_small_word() -> None:
    """1.5: BÍ THƯ / *kiêm* / TRƯỞNG BAN CHỈ ĐẠO."""
    signature = Signature("TRƯỞNG BAN CHỈ ĐẠO", "Nguyễn Văn A", ("BÍ THƯ", "kiêm"))
    page = paper(replace(skeleton("TB", "DANG_HD36"), signatures=(signature,))).pages[0]
    upper, word, lower = page.find("BÍ THƯ"), page.find("kiêm"), page.find("TRƯỞNG BAN CHỈ")
    assert upper.baseline < word.baseline < lower.baseline
    assert (word.italic, word.bold) == (True, False)
    assert word.centre == pytest.approx(lower.centre, abs=CLOSE)


@pytest.mark.parametrize("count", [2, 3, 4])
@every_profile
def test_joint_papers_are_signed_in_rows_of_two(profile: str, count: int) -> None:
    """Two level with each other, three with the last centred, four in two rows."""
    found = paper(joint(profile, NAMES[:count]))
    page = found.pages[found.result.body_pages - 1]
    names = [page.find(name) for name in NAMES[:count]]
    quarters = (30 + 165 / 4, 195 - 165 / 4)
    for name, centre in zip(names, quarters * 2, strict=False):
        alone = name is names[-1] and count % 2 == 1
        assert name.centre == pytest.approx(112.5 if alone else centre, abs=CLOSE)
    assert names[0].baseline == pytest.approx(names[1].baseline, abs=CLOSE)
    if count > 2:
        assert names[2].baseline > names[1].baseline + 30
    positions = [t for t in page.texts if t.text == "PHÓ BÍ THƯ"]
    assert {t.bold for t in positions} == {not is_party(profile)}
    assert len(found.result.signature_places) == count
    assert page.find("Nơi nhận:").baseline > names[-1].baseline


@every_profile
def test_chart_reads_without_colour(profile: str) -> None:
    """Solid against hatched bars, lengths in proportion, every value beside its bar."""
    page = made("BC", profile).pages[-1]
    solid = [a for a in page.areas if a.fill is not None]
    outlined = [a for a in page.areas if a.fill is None]
    legend, *now = solid
    _legend, *before = outlined
    assert legend.width == pytest.approx(18 / MM, abs=0.1)
    assert [a.width / now[0].width for a in now] == pytest.approx([1, 0.5], abs=0.01)
    assert [a.width / now[0].width for a in before] == pytest.approx([16 / 24, 0.5], abs=0.01)
    assert all(len(a.stroke) == 1 for a in page.areas), "no colour"
    for area, words in ((now[0], "24"), (before[0], "16")):
        value = page.find(words)
        assert value.left > area.right
        assert area.top < value.baseline < area.bottom + 1
    assert page.find("+50%").right == pytest.approx(195, abs=CLOSE)
    assert page.has("…")
    hatching = [r for r in page.rules if r.left != r.right and r.top != r.bottom]
    assert len(hatching) > 20
    for stroke in hatching:
        inside = [a for a in outlined if a.top - 0.01 <= stroke.bottom <= a.bottom + 0.01]
        assert any(a.left - 0.01 <= stroke.left for a in inside)
        assert any(stroke.right <= a.right + 0.01 for a in inside)
