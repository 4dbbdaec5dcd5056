"""Named styles: one for each element of the format profile, so that Word's user edits by style.

Headings take Word's own names, by which its navigation pane and table of contents find them; the
other names are Vietnamese, as the regulation calls the elements.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from danvan_desktop.documents.docx_xml import half_points, justification, mm, pt, w
from danvan_desktop.documents.model import Align
from danvan_desktop.documents.profiles import Profile, Style

FONT = "Times New Roman"

NORMAL = "Normal"
HEADER = "Header"
GAP = "DVGap"
ITEM = "DVItem"
NAMES = {
    "superior": "Cơ quan cấp trên",
    "issuer": "Cơ quan ban hành",
    "mark": "Dấu ngăn",
    "number": "Số và ký hiệu",
    "place_date": "Địa danh, ngày tháng",
    "letter_abstract": "Trích yếu công văn",
    "urgency": "Mức độ khẩn",
    "circulation": "Phạm vi lưu hành",
    "draft": "Chỉ dẫn dự thảo",
    "type_name": "Tên loại văn bản",
    "abstract": "Trích yếu",
    "addressee_label": "Nhãn kính gửi",
    "addressee": "Kính gửi",
    "body": "Nội dung",
    "heading_1": "heading 1",
    "heading_2": "heading 2",
    "heading_3": "heading 3",
    "heading_4": "heading 4",
    "part": "Phần, chương",
    "part_name": "Tên phần, chương",
    "section": "Mục",
    "section_name": "Tên mục",
    "article": "Điều",
    "grounds": "Căn cứ ban hành",
    "authority": "Quyền hạn ký",
    "position": "Chức vụ người ký",
    "signature_note": "Ghi chú chữ ký",
    "signer": "Họ tên người ký",
    "recipients_label": "Nhãn nơi nhận",
    "recipients": "Nơi nhận",
    "typist": "Ký hiệu người đánh máy",
    "contact": "Thông tin liên hệ",
    "page_number": "Số trang",
    "annex_label": "Số phụ lục",
    "annex_title": "Tên phụ lục",
    "annex_note": "Ghi chú phụ lục",
    "table_title": "Tên bảng",
    "table_unit": "Đơn vị tính",
    "table_header": "Đầu bảng",
    "table_cell": "Ô bảng",
    "table_note": "Ghi chú bảng",
}
"""What each style of the profile is called in Word's list of styles."""

_LEFT = frozenset("recipients_label recipients typist contact table_cell table_note".split())
_BODY = frozenset("body grounds article heading_1 heading_2 heading_3 heading_4".split())
_DIVISIONS = frozenset("part part_name section section_name".split())
_TITLES = frozenset("type_name annex_label annex_title annex_note table_title".split())
_CHARACTER = "addressee_label"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a paragraph style says besides its letters."""

    align: Align
    first_mm: float = 0.0
    keep_next: bool = False
    outline: int | None = None


def style_id(name: str) -> str:
    """Return the id of a profile style inside the file."""
    if name.startswith("heading_"):
        return f"Heading{name[-1]}"
    return "DV" + "".join(part.capitalize() for part in name.split("_"))


def motto_id(number: int) -> str:
    """Return the id of the style of a line of the motto, counted from 1."""
    return f"DVMotto{number}"


def styles_xml(profile: Profile, language: str) -> str:
    """Return the content of ``word/styles.xml`` for a profile."""
    styles = profile.styles
    made = [_defaults(styles["body"], language), _latent(), _normal(), _no_table(), _header()]
    for name in styles:
        label = NAMES.get(name, name)
        if name == _CHARACTER:
            made.append(_character(name, label, styles[name]))
            continue
        style = _spaced(profile, name)
        made.append(_paragraph(style_id(name), label, style, _shape(profile, name)))
    for number, line in enumerate(profile.motto, start=1):
        shape = _Shape(Align.CENTER)
        made.append(_paragraph(motto_id(number), f"Tiêu đề văn bản {number}", line.style, shape))
    item = _Shape(Align.JUSTIFY, first_mm=profile.body.indent_mm)
    made.append(_paragraph(ITEM, "Gạch đầu dòng", styles["body"], item))
    made.append(_paragraph(GAP, "Khoảng trống", Style(size=1, leading=1), _Shape(Align.LEFT)))
    return "".join(made)


def _spaced(profile: Profile, name: str) -> Style:
    """Give a style the space above it that the profile keeps elsewhere."""
    style = profile.styles[name]
    if name == "signer":
        return replace(style, before=profile.signing_room)
    if name == "addressee":
        return replace(style, before=profile.styles["addressee_label"].before)
    return style


def _shape(profile: Profile, name: str) -> _Shape:
    if name in _BODY:
        heading = name.startswith("heading_")
        return _Shape(
            Align.LEFT if heading else Align.JUSTIFY,
            first_mm=profile.body.indent_mm,
            keep_next=heading or name == "article",
            outline=int(name[-1]) - 1 if heading else None,
        )
    if name == "table_unit":
        return _Shape(Align.RIGHT, keep_next=True)
    if name in _LEFT:
        return _Shape(Align.LEFT)
    keeps = name in _TITLES or name in _DIVISIONS
    outline = 0 if name == "annex_title" else None
    return _Shape(Align.CENTER, keep_next=keeps, outline=outline)


def _paragraph(identity: str, name: str, style: Style, shape: _Shape) -> str:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val=NORMAL),
        w("uiPriority", val=1),
        w("qFormat"),
        w(
            "pPr",
            w("keepNext") if shape.keep_next else "",
            w("spacing", before=pt(style.before), after=0, **_line(style)),
            w("ind", firstLine=mm(shape.first_mm)) if shape.first_mm else "",
            w("jc", val=justification(shape.align)),
            "" if shape.outline is None else w("outlineLvl", val=shape.outline),
        ),
        _letters(style),
        type="paragraph",
        customStyle=None if identity.startswith("Heading") else 1,
        styleId=identity,
    )


def _character(name: str, label: str, style: Style) -> str:
    return w(
        "style",
        w("name", val=label),
        w("uiPriority", val=1),
        w("qFormat"),
        _letters(style),
        type="character",
        customStyle=1,
        styleId=style_id(name),
    )


def _line(style: Style) -> dict[str, str | int]:
    """Return the line spacing: exact where the profile says so, else single."""
    if style.leading:
        return {"line": pt(style.leading), "lineRule": "exact"}
    return {"line": 240, "lineRule": "auto"}


def _letters(style: Style) -> str:
    return w(
        "rPr",
        _fonts(),
        w("b", val=None if style.bold else 0) + w("bCs", val=None if style.bold else 0),
        w("i", val=None if style.italic else 0) + w("iCs", val=None if style.italic else 0),
        w("caps") if style.upper else "",
        w("sz", val=half_points(style.size)),
        w("szCs", val=half_points(style.size)),
        w("u", val="single") if style.underline else "",
    )


def _fonts() -> str:
    return w("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)


def _defaults(body: Style, language: str) -> str:
    letters = w(
        "rPr",
        _fonts(),
        w("sz", val=half_points(body.size)),
        w("szCs", val=half_points(body.size)),
        w("lang", val=language, eastAsia=language, bidi=language),
    )
    paragraph = w("pPr", w("widowControl"), w("spacing", before=0, after=0, line=240))
    return w("docDefaults", w("rPrDefault", letters), w("pPrDefault", paragraph))


def _latent() -> str:
    """Hide Word's own styles, so that its list shows those of the paper."""
    return w(
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=1,
        defQFormat=0,
        count=376,
    )


def _normal() -> str:
    name = w("name", val="Normal")
    return w("style", name, w("qFormat"), type="paragraph", default=1, styleId=NORMAL)


def _no_table() -> str:
    """Define the table style that every table has unless it says otherwise: no padding."""
    sides = [w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")]
    properties = w("tblPr", w("tblInd", w=0, type="dxa"), w("tblCellMar", *sides))
    return w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("unhideWhenUsed"),
        properties,
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _header() -> str:
    return w(
        "style",
        w("name", val="header"),
        w("basedOn", val=NORMAL),
        w("uiPriority", val=99),
        type="paragraph",
        styleId=HEADER,
    )
