"""Minutes of a meeting from its record, in the Party and in the State layout.

Party minutes go by parts I–VI as in use, State minutes by the lines of Mẫu 1.9 (NĐ 30/2020,
Phụ lục III). Both end with the two captions side by side; more than 30 delegates become an annex.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from danvan_desktop.documents.model import Annex, Block, Document, Signature, TableBlock
from danvan_desktop.documents.profiles import Profile, profile_for
from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports import minutes_text as say
from danvan_desktop.reports.content import (
    PARTY,
    Content,
    Facts,
    Numbering,
    Part,
    heading_text,
    profile_on,
    to_document,
)
from danvan_desktop.reports.filters import thuong_dau
from danvan_desktop.reports.minutes_text import heading, numbered
from danvan_desktop.reports.numbering import leading_number
from danvan_desktop.reports.page_marks import contact_lines
from danvan_desktop.reports.signers import headed, signers
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import fold_key

LONG_LIST = 30
"""With more delegates than this the attendance list is an annex, to keep the minutes short."""

CERTIFIED_FOR = "T/L BAN THƯỜNG VỤ"
"""On whose order an office head certifies, when the office's own lines do not say it."""

LOCKED = ("da_ky", "khoa")
MEETING, DIALOGUE = "hoi_nghi", "doi_thoai"

_NEEDED = (
    ("gio_bat_dau", N_("giờ bắt đầu")),
    ("gio_ket_thuc", N_("giờ kết thúc")),
    ("dia_diem", N_("địa điểm")),
    ("chu_tri", N_("người chủ trì")),
    ("thu_ky", N_("thư ký")),
    ("ket_luan", N_("kết luận của chủ trì")),
)

Values = Mapping[str, Any]


def build_minutes(
    books: Books, meeting_id: Record | str, style: str | None = None
) -> tuple[Document, list[Issue]]:
    """Build the minutes of a conference or dialogue (a Record or its id), with what they lack.

    ``style`` is a format profile (default: the office's own on the day). UserError when there is
    no such meeting or no office.
    """
    record = _meeting(books, meeting_id)
    values = dialogue_as_meeting(record.values) if record.register == DIALOGUE else record.values
    day = str(values["ngay"])
    office = books.office(day)
    if office is None:
        raise UserError(
            _("Chưa lập thông tin cơ quan nên chưa lập được biên bản."),
            remedy=_("Mở Cài đặt và nhập thông tin cơ quan."),
            code="no_office",
        )
    profile = profile_for(style) if style else profile_on(str(office["the_thuc"]), day)
    facts = _facts(values, office, party=profile.family == PARTY)
    made = minutes_content(books, record, facts, profile)
    return to_document(made, profile.code), check_minutes(books, record, values)


def minutes_content(books: Books, record: Record, facts: Facts, profile: Profile) -> Content:
    """Write what minutes say, under the head that the facts give: text, signatures, delegates."""
    values = dialogue_as_meeting(record.values) if record.register == DIALOGUE else record.values
    party = profile.family == PARTY
    body = _party(values, profile) if party else _state(values, profile)
    return Content(
        facts=replace(facts, dated=False),
        parts=(Part(code="bien_ban", level=0, title="", blocks=tuple(body)),),
        annexes=_attendance(values),
        signatures=_signatures(values, profile),
        certification=_certification(books, values) if party else None,
    )


def check_minutes(books: Books, record: Record, values: Values) -> list[Issue]:
    """List what minutes still lack, then what their record contradicts."""
    found = [*_lacking(values, record.register)]
    if record.register == MEETING:
        found += _unfinished(values)
    return found + books.validate(record.register, record.values)


def _lacking(values: Values, register: str) -> list[Issue]:
    return [
        Issue(
            "minutes_incomplete",
            _("Biên bản chưa ghi {what}.").format(what=_(what)),
            _("Mở hội nghị và bổ sung."),
            Place(register=register, field=field),
            _severity(values),
        )
        for field, what in _NEEDED
        if not values.get(field)
    ]


def _severity(values: Values) -> Severity:
    """What is missing blocks only once the minutes are signed or locked."""
    return Severity.ERROR if values.get("trang_thai") in LOCKED else Severity.WARNING


def _unfinished(values: Values) -> list[Issue]:
    severity, found = _severity(values), []
    if not values.get("da_doc_lai"):
        found.append(
            Issue(
                "minutes_not_read_back",
                _("Chưa đánh dấu biên bản đã đọc lại và thông qua."),
                _("Đọc lại biên bản trước khi kết thúc hội nghị rồi đánh dấu."),
                Place(register=MEETING, field="da_doc_lai"),
                severity,
            )
        )
    if leading_number(values.get("so_bien_ban")) is None:
        found.append(
            Issue(
                "missing_number",
                _("Biên bản chưa có số."),
                _("Ghi số biên bản, ví dụ 07-BB/BDV."),
                Place(register=MEETING, field="so_bien_ban"),
                severity,
            )
        )
    return found


def _meeting(books: Books, meeting_id: Record | str) -> Record:
    if isinstance(meeting_id, Record):
        return meeting_id
    record = books.record(MEETING, meeting_id) or books.record(DIALOGUE, meeting_id)
    if record is None or record.deleted:
        raise UserError(
            _("Không tìm thấy hội nghị này trong sổ."),
            remedy=_("Mở sổ Hội nghị và chọn lại."),
            code="unknown_meeting",
        )
    return record


def dialogue_as_meeting(values: Values) -> dict[str, Any]:
    """Give a dialogue the fields of a meeting; who raised an opinion is not among them."""
    chair, secretary = (str(values.get(name) or "") for name in ("chu_tri", "thu_ky"))
    return {
        **values,
        "ten": values.get("ten") or "Hội nghị tiếp xúc, đối thoại với Nhân dân",
        "chu_tri": chair.partition(",")[0].strip(),
        "chuc_vu_chu_tri": chair.partition(",")[2].strip(),
        "thu_ky": secretary.partition(",")[0].strip(),
        "chuc_vu_thu_ky": secretary.partition(",")[2].strip(),
    }


def _facts(values: Values, office: Values, *, party: bool) -> Facts:
    return Facts(
        kind="BB",
        type_name="BIÊN BẢN",
        # The Party's abstract begins small (REFERENCE 1.2, row 5b).
        title=thuong_dau(str(values["ten"])) if party else str(values["ten"]),
        number=leading_number(values.get("so_bien_ban")),
        symbol=str(office["ky_hieu"]),
        date=str(values["ngay"]),
        superior=str(office["tieu_de_1"]),
        issuer=str(office["tieu_de_2"]),
        issuer_full=str(office["ten_day_du"]),
        place=str(office["dia_danh"]),
        recipients=() if party else ("Lưu: VT, Hồ sơ",),
        dated=False,
        contact=contact_lines(office, "BB"),
    )


def _party(values: Values, profile: Profile) -> list[Block]:
    """Write parts I–VI; a part without content is left out and the numbers close up."""
    comrade = "Đồng chí "
    first: list[Block] = [
        heading(2, "1. Thời gian, địa điểm"),
        *say.time_and_place(values),
        heading(2, "2. Thành phần"),
        *say.attendance(values, annex=_is_long(values)),
        heading(2, "3. Chủ trì, thư ký"),
        *say.chair_and_secretary(values, comrade),
    ]
    parts: list[tuple[str, list[Block]]] = [
        ("Thời gian, địa điểm, thành phần", first),
        ("Nội dung", numbered(row["noi_dung"] for row in values.get("chuong_trinh") or ())),
        ("Diễn biến hội nghị", say.proceedings(values, comrade)),
        ("Ý kiến của Nhân dân và trả lời", say.opinions(values)),
        ("Biểu quyết", say.votes(values)),
        ("Kết luận của chủ trì", say.conclusions(values)),
        ("Phân công nhiệm vụ", say.tasks(values)),
    ]
    numbering = Numbering()
    blocks: list[Block] = []
    for title, content in parts:
        if content:
            text = heading_text(numbering.next(1), title, profile)
            blocks += [heading(1, text), *content]
    return [*blocks, *say.closing(values)]


def _state(values: Values, profile: Profile) -> list[Block]:
    """Write the lines of Mẫu 1.9, the course of the meeting under numbered headings."""
    course: list[tuple[str, list[Block]]] = [
        ("Chương trình", numbered(row["noi_dung"] for row in values.get("chuong_trinh") or ())),
        ("Diễn biến", say.proceedings(values, "")),
        ("Ý kiến của Nhân dân và trả lời", say.opinions(values)),
        ("Biểu quyết", say.votes(values)),
        ("Kết luận của chủ trì", say.conclusions(values)),
        ("Phân công nhiệm vụ", say.tasks(values)),
    ]
    present = [(title, content) for title, content in course if content]
    blocks: list[Block] = [*say.state_head(values, annex=_is_long(values))]
    for number, (title, content) in enumerate(present, start=1):
        blocks += [heading(2, f"{number}. {title}"), *say.lettered(content)]
    return [*blocks, *say.state_closing(values)]


def _signatures(values: Values, profile: Profile) -> tuple[Signature, ...]:
    words = profile.wording
    return (
        Signature(
            words["secretary"],
            str(values.get("thu_ky") or ""),
            note=words["secretary_note"],
            sealed=False,
        ),
        Signature(words["chair"], str(values.get("chu_tri") or ""), note=words["chair_note"]),
    )


def _is_long(values: Values) -> bool:
    return len(values.get("dai_bieu") or ()) > LONG_LIST


def _certification(books: Books, values: Values) -> Signature | None:
    """Let the office head certify the signature of a chair who does not sign for this office.

    Such a chair's signature gets no seal of the office (HD 05-HD/VPTW: T/L, below left).
    """
    day, chair = str(values["ngay"]), str(values.get("chu_tri") or "")
    found = signers(books, day)
    if not chair or not found or any(fold_key(one.name) == fold_key(chair) for one in found):
        return None
    ordered = next((one for one in found if one.lines[0].startswith(("T/L", "TL."))), found[0])
    if len(ordered.lines) > 1:
        return Signature(ordered.lines[-1], ordered.name, ordered.lines[:-1])
    office = books.office(day) or {}
    position = headed(ordered.role, str(office.get("ten") or "")).upper()
    return Signature(position, ordered.name, (CERTIFIED_FOR,))


def _attendance(values: Values) -> tuple[Annex, ...]:
    if not _is_long(values):
        return ()
    table: TableBlock = say.attendance_table(values)
    return (Annex("Danh sách đại biểu", (table,), landscape=False),)
