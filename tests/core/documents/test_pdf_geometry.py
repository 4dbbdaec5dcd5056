"""Where things stand on paper, measured in the PDF against the regulations, within 0.5 mm.

Baselines are compared through ``_line_top``: the top of a line is where a word processor puts
its line box, 0.891 em above the baseline in Times New Roman and its look-alikes.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from danvan_desktop.documents.model import Header, Signature
from danvan_desktop.documents.pdf_fonts import faces
from danvan_desktop.documents.pdf_lines import Segment, break_paragraph
from tests.core.documents import samples
from tests.core.documents.docx_reading import all_text, written
from tests.core.documents.reading import MM, Page, Paper, Text, paper

CLOSE = 0.5
EXACT = 0.05
PROFILES = ("DANG_HD36", "DANG_HD05", "ND30", "MTTQ")


@pytest.fixture(scope="module", params=PROFILES)
def any_report(request: pytest.FixtureRequest) -> Paper:
    """Render the report once in each format."""
    return paper(samples.report(request.param))


@pytest.fixture(scope="module")
def party() -> Page:
    """Return page 1 of the Party report."""
    return paper(samples.report("DANG_HD36")).pages[0]


@pytest.fixture(scope="module")
def state() -> Page:
    """Return page 1 of the State report."""
    return paper(samples.report("ND30")).pages[0]


def _line_top(text: Text) -> float:
    return text.baseline - 0.891 * text.size / MM


def _rule_under(page: Page, text: Text) -> float:
    """Return the width of the rule below a text."""
    rule = next(
        rule
        for rule in page.rules
        if 0 < rule.top - text.baseline < 4 and abs((rule.left + rule.right) / 2 - text.centre) < 1
    )
    return rule.width


def test_text_of_every_page_keeps_the_margins(any_report: Paper) -> None:
    """Top and bottom 20, left 30, right 15 mm, on portrait and landscape pages."""
    for page in any_report.pages:
        inside = [t for t in page.texts if not t.text.isdigit() or t.baseline > 20]
        assert min(t.left for t in inside) >= 30 - EXACT
        assert max(t.right for t in inside) <= page.width - 15 + EXACT
        tops = [_line_top(t) for t in inside] + [rule.top for rule in page.rules]
        assert min(tops) == pytest.approx(20, abs=EXACT)
        assert all(rule.right <= page.width - 15 + EXACT for rule in page.rules)
        assert max(t.baseline for t in inside) <= page.height - 20


def test_full_lines_reach_both_margins(any_report: Paper) -> None:
    """Justified text starts at 30 and ends at 195 mm exactly."""
    lines = [t for t in any_report.pages[0].texts if t.size == 14 and t.right > 194.5]
    full = [t for t in lines if not (t.bold or t.italic)]
    assert len(full) > 10
    assert all(t.right == pytest.approx(195, abs=EXACT) for t in full)
    assert any(t.left == pytest.approx(30, abs=EXACT) for t in full)


def test_paragraph_starts_ten_millimetres_in(any_report: Paper) -> None:
    """First-line indent 10 mm (both regulations)."""
    assert any_report.pages[0].find("Thực hiện Nghị quyết").left == pytest.approx(40, abs=EXACT)


def test_body_lines_are_exactly_nineteen_points_apart(any_report: Paper) -> None:
    """Exact leading between 18 and 22 pt inside a paragraph, 6 pt more between two."""
    page = any_report.pages[0]
    body = [t.baseline for t in page.texts if t.text.startswith(("Các cấp", "huyện tiếp", "về cơ"))]
    steps = [round((b - a) * MM, 1) for a, b in pairwise(body)]
    assert steps[:2] == [19.0, 19.0]
    ends = page.find("Nhân dân để giải quyết").baseline
    following = next(t for t in page.texts if t.baseline > ends + 1)
    assert (following.baseline - ends) * MM == pytest.approx(25, abs=0.1)


def test_page_number_is_centred_ten_millimetres_from_the_edge(any_report: Paper) -> None:
    """14 pt upright, centred between the text's edges, from page 2 (HD 36; NĐ 30)."""
    first, second = any_report.pages[0], any_report.pages[1]
    assert not any(t.baseline < 20 for t in first.texts)
    (number,) = [t for t in second.texts if t.baseline < 20]
    assert number.text == "2"
    assert number.size == 14
    assert not number.bold
    assert not number.italic
    assert number.centre == pytest.approx((30 + 195) / 2, abs=EXACT)
    assert _line_top(number) == pytest.approx(10, abs=EXACT)


def test_annex_pages_are_numbered_on_their_own() -> None:
    """An annex begins again without a number and continues with 2 (NĐ 30, Phụ lục I)."""
    pages = paper(samples.report("ND30", rows=90)).pages
    numbers = [next((t.text for t in p.texts if t.baseline < 20), None) for p in pages]
    assert numbers == [None, "2", None, "2", "3", "4", "5"]


def test_party_header_has_the_prescribed_letters_and_positions(party: Page) -> None:
    """HD 36, Appendix, rows 1-4: sizes, weights, and the two columns of the sketch."""
    motto = party.find("ĐẢNG CỘNG SẢN VIỆT NAM")
    superior, issuer = party.find("HUYỆN ỦY DƯƠNG MINH CHÂU"), party.find("BAN DÂN VẬN")
    star, number = party.find("*"), party.find("Số 15-BC/BDV")
    date = party.find("ngày 07 tháng 7")
    assert (motto.size, motto.bold) == (15, True)
    assert (superior.size, superior.bold) == (14, False)
    assert (issuer.size, issuer.bold) == (14, True)
    assert (number.size, number.bold, number.italic) == (14, False, False)
    assert (date.size, date.bold, date.italic) == (14, False, True)
    for text in (issuer, star, number):
        assert text.centre == pytest.approx(superior.centre, abs=EXACT)
    assert date.centre == pytest.approx(motto.centre, abs=EXACT)
    assert motto.centre == pytest.approx(195 - 95 / 2, abs=CLOSE)
    assert number.baseline == pytest.approx(date.baseline, abs=EXACT)
    assert superior.baseline < issuer.baseline < star.baseline < number.baseline
    assert superior.right + 3 <= motto.left


def test_party_rule_is_as_long_as_the_motto(party: Page) -> None:
    """HD 36, row 1: the rule has the length of the text, 72.9 mm at 15 pt bold."""
    motto = party.find("ĐẢNG CỘNG SẢN VIỆT NAM")
    width = _rule_under(party, motto)
    assert width == pytest.approx(motto.right - motto.left, abs=EXACT)
    assert width == pytest.approx(72.9, abs=0.1)


def test_party_title_is_followed_by_five_hyphens(party: Page) -> None:
    """HD 36, row 5: type 15-16 bold capitals, abstract 14-15 bold, then ``-----``."""
    name, hyphens = party.find("BÁO CÁO"), party.find("-----")
    assert 15 <= name.size <= 16
    assert name.bold
    abstract = [t for t in party.texts if t.bold and name.baseline < t.baseline < hyphens.baseline]
    assert " ".join(t.text for t in abstract) == samples.SUBJECT
    assert {t.size for t in abstract} == {14}
    assert hyphens.text == "-----"
    for text in (name, *abstract, hyphens):
        assert text.centre == pytest.approx(112.5, abs=EXACT)


def test_state_header_has_the_prescribed_letters_and_rules(state: Page) -> None:
    """NĐ 30, Phụ lục I, mục II: Quốc hiệu, Tiêu ngữ with its rule, issuer's rule 1/3-1/2."""
    country = state.find("CỘNG HÒA XÃ HỘI")
    motto, issuer = state.find("Độc lập - Tự do - Hạnh phúc"), state.find("PHÒNG NỘI VỤ")
    number, date = state.find("Số: 15/BC-PNV"), state.find("ngày 07 tháng 7")
    assert (country.size, country.bold) == (13, True)
    assert country.right - country.left == pytest.approx(95.7, abs=0.1)
    assert (motto.size, motto.bold) == (14, True)
    assert (issuer.size, issuer.bold) == (13, True)
    assert (number.size, date.size, date.italic) == (13, 14, True)
    assert _rule_under(state, motto) == pytest.approx(motto.right - motto.left, abs=EXACT)
    share = _rule_under(state, issuer) / (issuer.right - issuer.left)
    assert 1 / 3 <= share <= 1 / 2
    assert number.baseline == pytest.approx(date.baseline, abs=EXACT)
    assert number.centre == pytest.approx(issuer.centre, abs=EXACT)
    assert not state.has("*")
    assert not state.has("-----")


def test_signature_and_recipients_stand_level_at_the_foot() -> None:
    """Rows 7 and 9: authority bold, position not (Party) or bold (State), four empty lines."""
    for profile, bold, label, size in (
        ("DANG_HD36", False, (14, False, False), 12),
        ("ND30", True, (12, True, True), 11),
    ):
        made = paper(samples.report(profile))
        page = made.pages[made.result.body_pages - 1]
        authority = next(t for t in page.texts if t.text.startswith(("K/T", "KT.")))
        position = next(t for t in page.texts if t.text.startswith("PHÓ TRƯỞNG"))
        name, receivers = page.find("Trần Thị B"), page.find("Nơi nhận:")
        assert authority.bold
        assert position.bold is bold
        assert name.bold
        assert (receivers.size, receivers.bold, receivers.italic) == label
        assert receivers.baseline == pytest.approx(authority.baseline, abs=EXACT)
        assert receivers.left == pytest.approx(30, abs=EXACT)
        assert page.find("- Lưu Ban Dân vận.").size == size
        assert name.centre == pytest.approx(authority.centre, abs=EXACT)
        assert authority.centre > 112.5
        gap = (_line_top(name) - position.baseline) * MM
        assert gap >= 4 * 18


def test_signature_place_is_the_empty_space_above_the_name() -> None:
    """Whoever signs electronically is told where the hand would sign."""
    made = paper(samples.report())
    (place,) = made.result.signature_places
    page = made.pages[place.spot.page - 1]
    name, position = page.find("Trần Thị B"), page.find("PHÓ TRƯỞNG BAN")
    assert place.name == "Trần Thị B"
    assert place.spot.top / MM <= page.height - position.baseline
    assert place.spot.bottom / MM >= page.height - _line_top(name) - 0.01
    assert (place.spot.left + place.spot.right) / 2 / MM == pytest.approx(name.centre, abs=EXACT)


def test_lone_head_of_office_signs_in_bold() -> None:
    """TRƯỞNG BAN without an authority line is bold by the profile's switch."""
    document = replace(
        samples.report(), signatures=(Signature(position="TRƯỞNG BAN", name="Nguyễn Văn A"),)
    )
    made = paper(document)
    assert made.pages[made.result.body_pages - 1].find("TRƯỞNG BAN").bold


@pytest.mark.parametrize("profile", ["DANG_HD36", "ND30"])
def test_minutes_have_two_captions_side_by_side(profile: str) -> None:
    """Left the writer, right the chair, level, bold, on one page with text."""
    made = paper(samples.minutes(profile))
    party = profile == "DANG_HD36"
    left_caption, right_caption = (
        ("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ") if party else ("THƯ KÝ", "CHỦ TỌA")
    )
    page = made.pages[-1]
    left, right = page.find(left_caption), page.find(right_caption)
    assert left.bold
    assert right.bold
    assert left.baseline == pytest.approx(right.baseline, abs=EXACT)
    assert left.centre == pytest.approx(30 + 165 / 4, abs=EXACT)
    assert right.centre == pytest.approx(195 - 165 / 4, abs=EXACT)
    assert page.find("Lê Văn C").centre == pytest.approx(left.centre, abs=EXACT)
    assert page.find("Nguyễn Văn A").centre == pytest.approx(right.centre, abs=EXACT)
    assert page.find("Nơi nhận:").baseline > page.find("Lê Văn C").baseline
    assert page.has("đọc lại cho hội nghị nghe")
    assert not made.pages[0].has("ngày 07 tháng 7 năm 2020 ")
    assert made.pages[0].has("-----") is False
    assert len(made.result.signature_places) == 2


def test_names_stand_level_under_unequal_captions() -> None:
    """Who signs for another has one line more above; both names stand on one line all the same."""
    pair = (
        Signature("TRƯỞNG BAN", "Nguyễn Văn A"),
        Signature("PHÓ CHỦ TỊCH", "Trần Thị B", ("KT. CHỦ TỊCH",), note="(Chữ ký, dấu)"),
    )
    made = paper(replace(samples.minutes(), signatures=pair))
    page = made.pages[-1]
    first, second = page.find("Nguyễn Văn A"), page.find("Trần Thị B")
    assert page.find("TRƯỞNG BAN").baseline < page.find("PHÓ CHỦ TỊCH").baseline
    assert first.baseline == pytest.approx(second.baseline, abs=EXACT)
    wide, narrow = (place.spot for place in made.result.signature_places)
    assert wide.bottom == pytest.approx(narrow.bottom)
    assert wide.top > narrow.top


def test_certification_of_party_minutes_stands_below_left() -> None:
    """An unsealed chair's signature is certified by the office head, T/L, below left."""
    document = replace(
        samples.minutes(),
        certification=Signature(
            authority=("T/L BAN THƯỜNG VỤ",), position="CHÁNH VĂN PHÒNG", name="Phạm Văn D"
        ),
    )
    page = paper(document).pages[-1]
    certified, writer = page.find("T/L BAN THƯỜNG VỤ"), page.find("Lê Văn C")
    assert certified.baseline > writer.baseline
    assert certified.centre == pytest.approx(writer.centre, abs=EXACT)
    assert page.find("Nơi nhận:").baseline > page.find("Phạm Văn D").baseline


def test_duplex_pages_mirror_their_side_margins() -> None:
    """On the back 15 mm left and 30 mm right, page number included (HD 36)."""
    pages = paper(samples.report(fillers=30), duplex=True).pages
    for number, page in enumerate(pages[:3], start=1):
        left, right = (15, 30) if number % 2 == 0 else (30, 15)
        assert min(t.left for t in page.texts) == pytest.approx(left, abs=EXACT)
        assert max(t.right for t in page.texts) == pytest.approx(210 - right, abs=EXACT)
        if number > 1:
            shown = next(t for t in page.texts if t.baseline < 20)
            assert shown.centre == pytest.approx((left + 210 - right) / 2, abs=EXACT)


@pytest.mark.parametrize("profile", ["DANG_HD36", "ND30"])
@pytest.mark.parametrize(
    ("superior", "issuer", "place"),
    [
        ("HUYỆN ỦY DƯƠNG MINH CHÂU", "BAN DÂN VẬN", "Dương Minh Châu, ngày 07 tháng 7 năm 2020"),
        (
            "ĐẢNG BỘ THÀNH PHỐ HỒ CHÍ MINH",
            "ĐẢNG ỦY ĐẶC KHU CÔN ĐẢO",
            "Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019",
        ),
        (
            "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM",
            "BAN THƯỜNG TRỰC ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH BÀ RỊA - VŨNG TÀU",
            "Bà Rịa - Vũng Tàu, ngày 10 tháng 12 năm 2020",
        ),
        ("TỈNH ỦY Y", "BAN TUYÊN GIÁO VÀ DÂN VẬN", "Y, ngày 01 tháng 01 năm 2026"),
    ],
)
def test_header_of_long_names_never_collides(
    profile: str, superior: str, issuer: str, place: str
) -> None:
    """The two columns keep 2 mm apart on every row and nothing leaves the margins."""
    header = Header((superior,), (issuer,), "Số 15-BC/BTGDVTU", place)
    page = paper(replace(samples.report(profile), header=header, annexes=())).pages[0]
    title = page.find("BÁO CÁO").baseline
    head = [t for t in page.texts if t.baseline < title]
    for text in head:
        assert text.left >= 30 - EXACT
        assert text.right <= 195 + EXACT
    for one in head:
        for other in head:
            beside = one.left < other.left and abs(one.baseline - other.baseline) < 4
            assert not beside or one.right + 2 <= other.left
    assert " ".join(t.text for t in head if t.centre < 100).count(issuer.split()[0]) >= 1


def test_long_issuer_is_broken_into_even_lines() -> None:
    """A name of two lines is not one long line with a single word under it."""
    header = replace(samples.STATE_HEADER, superior_lines=("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM",))
    page = paper(replace(samples.report("ND30"), header=header)).pages[0]
    first, second = page.find("ỦY BAN MẶT TRẬN"), page.find("TỔ QUỐC VIỆT NAM")
    assert first.text == "ỦY BAN MẶT TRẬN"
    assert second.text == "TỔ QUỐC VIỆT NAM"


@pytest.mark.parametrize(
    ("profile", "number", "parts"),
    [
        (
            "DANG_HD05",
            "Số 05-CTr/BDVTU-BCSĐUBND-UBMTTQ",
            ["Số 05-CTr/BDVTU-", "BCSĐUBND-UBMTTQ"],
        ),
        (
            "ND30",
            "Số: 05/CTr-UBND-UBMTTQ-BCHQS-CAH",
            ["Số: 05/CTr-UBND-", "UBMTTQ-BCHQS-CAH"],
        ),
    ],
)
def test_number_of_a_joint_paper_is_broken_between_its_parts(
    profile: str, number: str, parts: list[str]
) -> None:
    """No word of a long number is torn and “Số” is not alone, in PDF and DOCX."""
    header = replace(samples.PARTY_HEADER, number_line=number)
    document = replace(samples.report(profile), header=header, annexes=())
    shown = [t.text for t in paper(document).pages[0].texts]
    assert [text for text in shown if text in parts] == parts
    assert " ".join(parts) in all_text(written(document))


def test_paragraph_never_ends_in_a_lone_syllable() -> None:
    """Whatever its length, a text of usual words keeps its last two together."""
    face = faces().regular
    words = "Ban Dân vận tham mưu giúp Thường trực Huyện ủy".split()
    for count in range(12, 60):
        text = " ".join((words * 6)[:count])
        lines = break_paragraph([Segment(text, face)], 14, first=440, rest=468)
        shown = ["".join(part.text for part in line.segments) for line in lines]
        assert " ".join(shown) == text
        assert len(lines) < 2 or " " in shown[-1]


@pytest.mark.parametrize("unit", ["HUYỆN", "THỊ XÃ"])
def test_long_issuer_leaves_no_word_alone(unit: str) -> None:
    """A lone word under a full line looks worse than a break inside a long name."""
    header = replace(samples.STATE_HEADER, issuer_lines=(f"ỦY BAN MTTQ VIỆT NAM {unit}",))
    number = replace(header, number_line="Số: 05/CTr-UBND-UBMTTQ-BCHQS-CAH")
    page = paper(replace(samples.report("ND30"), header=number, annexes=())).pages[0]
    assert page.find("ỦY BAN MTTQ").text == "ỦY BAN MTTQ"
    assert page.find("VIỆT NAM").text == f"VIỆT NAM {unit}"


def test_letter_carries_its_subject_under_the_number() -> None:
    """A công văn has no type name: 12 pt italic under the number (HD 36), ``V/v`` (NĐ 30)."""
    for profile, size, italic, words in (
        ("DANG_HD36", 12, True, "Chế độ hội nghị"),
        ("ND30", 13, False, "V/v Chế độ hội nghị"),
    ):
        document = replace(
            samples.report(profile),
            kind="CV",
            type_name="",
            abstract="Chế độ hội nghị",
            to_lines=("Đảng ủy các xã", "Đảng ủy thị trấn Dương Minh Châu"),
        )
        page = paper(document).pages[0]
        subject, number = page.find("Chế độ hội nghị"), page.find("Số")
        assert subject.text == words
        assert (subject.size, subject.italic) == (size, italic)
        assert subject.baseline > number.baseline
        assert subject.centre == pytest.approx(number.centre, abs=EXACT)
        label, first = page.find("Kính gửi:"), page.find("- Đảng ủy các xã")
        assert label.italic is (profile == "DANG_HD36")
        assert not first.italic
        assert label.baseline == pytest.approx(first.baseline, abs=EXACT)
        assert page.find("- Đảng ủy thị trấn").left == pytest.approx(first.left, abs=EXACT)


def test_marks_under_the_number_follow_each_other() -> None:
    """Urgency, circulation and draft stand under the number, in this order."""
    header = replace(samples.PARTY_HEADER, urgency="Khẩn", circulation="Tài liệu hội nghị")
    document = replace(samples.report(), header=header, draft_mark="Dự thảo lần 2")
    page = paper(document).pages[0]
    marks = [page.find(m) for m in ("Số 15", "KHẨN", "TÀI LIỆU HỘI NGHỊ", "Dự thảo lần 2")]
    assert [m.baseline for m in marks] == sorted(m.baseline for m in marks)
    assert [m.size for m in marks] == [14, 14, 12, 14]
    assert marks[3].italic
    assert marks[3].baseline < page.find("BÁO CÁO").baseline
