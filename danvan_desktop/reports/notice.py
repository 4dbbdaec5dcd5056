"""The notice of what was concluded at a dialogue, drafted from its record.

It says how many opinions there were and what became of them, what the chair concluded, and who
must answer what by when. Who raised an opinion is personal data and never stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from danvan_desktop.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Paragraph,
    Row,
    Run,
    TableBlock,
)
from danvan_desktop.documents.profiles import Profile, profile_for
from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports import minutes_text as say
from danvan_desktop.reports.content import (
    Content,
    Facts,
    Part,
    profile_on,
    symbol_of,
    to_document,
)
from danvan_desktop.reports.numbering import leading_number, next_number
from danvan_desktop.reports.signers import signers
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import (
    format_count,
    format_date,
    format_number,
    format_percent,
    percent_of,
)

KIND, TYPE_NAME = "TB", "THÔNG BÁO"
DIALOGUE = "doi_thoai"

Values = Mapping[str, Any]


def build_notice(
    books: Books, dialogue_id: str, *, day: str | None = None, style: str | None = None
) -> tuple[Document, list[Issue]]:
    """Draft the notice of a dialogue, with what its record still lacks.

    ``day`` (ISO) is the paper's date, by default today but never before the dialogue; ``style`` a
    format profile. UserError when there is no such dialogue or no office.
    """
    record = _dialogue(books, dialogue_id)
    values = record.values
    facts, profile = _facts(books, values, day, style)
    parts = [Part(code="", level=0, title="", blocks=(_opening(values),))]
    for title, blocks in (
        ("Kết quả đối thoại", _results(values)),
        ("Kết luận", say.conclusions(values)),
        ("Ý kiến giao cơ quan, đơn vị giải quyết", _assigned(values)),
    ):
        if blocks:
            parts.append(Part(code=title, level=1, title=title, blocks=tuple(blocks)))
    parts.append(Part(code="", level=0, title="", blocks=(_closing(facts),)))
    document = to_document(Content(facts=facts, parts=tuple(parts)), profile.code)
    return document, _lacking(values)


def notice_number(books: Books, dialogue_id: str) -> str:
    """Give the number and symbol of a dialogue's notice: its own, else the next one of the term."""
    values = _dialogue(books, dialogue_id).values
    if values.get("so_thong_bao"):
        return str(values["so_thong_bao"])
    facts, profile = _facts(books, values, None, None)
    return symbol_of(facts, profile)


# --- private


def _dialogue(books: Books, dialogue_id: str) -> Record:
    record = books.record(DIALOGUE, dialogue_id)
    if record is None or record.deleted:
        raise UserError(
            _("Không tìm thấy cuộc đối thoại này trong sổ."),
            remedy=_("Mở sổ Đối thoại và chọn lại."),
            code="unknown_dialogue",
        )
    return record


def _facts(
    books: Books, values: Values, day: str | None, style: str | None
) -> tuple[Facts, Profile]:
    day = max(day or books.clock.today(), str(values["ngay"]))
    office = books.office(day)
    if office is None:
        raise UserError(
            _("Chưa lập thông tin cơ quan nên chưa soạn được thông báo."),
            remedy=_("Mở Cài đặt và nhập thông tin cơ quan."),
            code="no_office",
        )
    profile = profile_for(style) if style else profile_on(str(office["the_thuc"]), day)
    own = leading_number(values.get("so_thong_bao"))
    signer = next(iter(signers(books, day)), None)
    facts = Facts(
        kind=KIND,
        type_name=TYPE_NAME,
        title=_title(values),
        number=own or next_number(books, KIND, day, family=profile.family),
        symbol=str(office["ky_hieu"]),
        date=day,
        superior=str(office["tieu_de_1"]),
        issuer=str(office["tieu_de_2"]),
        issuer_full=str(office["ten_day_du"]),
        place=str(office["dia_danh"]),
        signer_name=signer.name if signer else "",
        signer_lines=signer.lines if signer else (),
        recipients=_recipients(office),
    )
    return facts, profile


def _recipients(office: Values) -> tuple[str, ...]:
    superiors = [line.strip() for line in str(office.get("noi_nhan") or "").splitlines()]
    others = ("Các cơ quan, đơn vị có ý kiến giao giải quyết", f"Lưu {office['ten']}")
    return (*filter(None, superiors[:1]), *others)


def _name(values: Values) -> str:
    return str(values.get("ten") or "Hội nghị tiếp xúc, đối thoại với Nhân dân")


def _day(values: Values) -> str:
    return format_date(date.fromisoformat(str(values["ngay"])))


def _chair(values: Values) -> str:
    """Call a person "đồng chí"; rows that communes send may hold a position only."""
    chair = str(values.get("chu_tri") or "").strip()
    return f"đồng chí {chair}" if "," in chair else chair


def _title(values: Values) -> str:
    chair = _chair(values)
    by = f" của {chair}" if chair else ""
    return f"kết luận{by} tại {_name(values)}, ngày {_day(values)}"


def _opening(values: Values) -> Paragraph:
    place = f", tại {values['dia_diem']}" if values.get("dia_diem") else ""
    chair = _chair(values) or say.GAP
    people = values.get("so_nguoi")
    with_people = f", có {format_number(people)} người dự" if people is not None else ""
    text = f"Ngày {_day(values)}{place}, {chair} đã chủ trì {_name(values)}{with_people}."
    return Paragraph((Run(text),))


def _results(values: Values) -> list[Block]:
    total = values.get("y_kien")
    if total is None:
        return []
    answered, passed = int(values.get("tra_loi") or 0), int(values.get("chuyen") or 0)
    share = percent_of(answered, int(total))
    shown = f" ({format_percent(share)})" if share is not None else ""
    text = (
        f"Tiếp nhận {format_count(int(total))} ý kiến; trả lời tại chỗ {format_count(answered)} "
        f"ý kiến{shown}, giao cơ quan, đơn vị giải quyết {format_count(passed)} ý kiến."
    )
    return [Paragraph((Run(text),))]


def _assigned(values: Values) -> list[Block]:
    passed = [
        entry for entry in values.get("y_kien_chi_tiet") or () if entry.get("xu_ly") == "chuyen"
    ]
    rows = tuple(
        Row((str(number), str(entry["noi_dung"]), str(entry.get("co_quan") or ""), _by(entry)))
        for number, entry in enumerate(passed, start=1)
    )
    columns = (
        Column("TT", 0.6, Align.CENTER),
        Column("Nội dung ý kiến", 5.2),
        Column("Cơ quan, đơn vị giải quyết", 2.6),
        Column("Hạn trả lời", 1.4, Align.CENTER),
    )
    return [TableBlock(columns, rows)] if rows else []


def _by(entry: Values) -> str:
    return format_date(date.fromisoformat(str(entry["han"]))) if entry.get("han") else say.GAP


def _closing(facts: Facts) -> Paragraph:
    text = (
        f"{facts.issuer_full} thông báo để các cơ quan, đơn vị biết, tổ chức thực hiện và báo cáo "
        "kết quả đúng thời hạn."
    )
    return Paragraph((Run(text),))


def _lacking(values: Values) -> list[Issue]:
    if values.get("ket_luan"):
        return []
    return [
        Issue(
            "notice_incomplete",
            _("Cuộc đối thoại chưa ghi kết luận."),
            _("Ghi kết luận của người chủ trì rồi xem lại thông báo."),
            Place(register=DIALOGUE, field="ket_luan"),
            Severity.WARNING,
        )
    ]
