"""A conference and a dialogue from a JSON file, as values of their registers.

The shape is that of ``meeting.json`` (``conference`` and ``dialogue``, either may be missing); the
command line and the sample office bring meetings in this way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Issue, Place, UserError
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Number, issue_for
from danvan_desktop.vietnamese import clean, clean_lines, fold

MAX_BYTES = 5_000_000

Values = dict[str, Any]

_KINDS = (
    ("so ket", "so_ket"),
    ("tong ket", "tong_ket"),
    ("giao ban", "giao_ban"),
    ("tap huan", "tap_huan"),
    ("hoi thi", "hoi_thi"),
    ("chuyen de", "chuyen_de"),
)
_HANDLING = {"answered at once": "tai_cho", "assigned": "chuyen"}


def read_meeting(path: Path) -> list[tuple[str, Values]]:
    """Read (register, values) of what the file holds; UserError says what is missing."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(_("Tệp {name} quá lớn.").format(name=path.name), code="too_big")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _refused(path) from error
    if not isinstance(data, dict):
        raise _refused(path)
    try:
        found = list(_records(data))
    except KeyError as error:
        raise UserError(
            _("Tệp {name} thiếu mục {item}.").format(name=path.name, item=error),
            safe=_("Chưa ghi gì vào sổ."),
            code="bad_meeting_file",
        ) from error
    except (TypeError, AttributeError, ValueError) as error:
        raise UserError(
            _("Tệp {name} có mục không đúng dạng.").format(name=path.name),
            safe=_("Chưa ghi gì vào sổ."),
            remedy=_("Sửa tệp theo mẫu meeting.json."),
            code="bad_meeting_file",
        ) from error
    if not found:
        raise UserError(
            _("Tệp {name} không có hội nghị hay đối thoại nào.").format(name=path.name),
            safe=_("Chưa ghi gì vào sổ."),
            code="bad_meeting_file",
        )
    return found


def contradictions(register: str, values: Mapping[str, Any]) -> list[Issue]:
    """Name the totals of a file that differ from what its own lists hold.

    A form computes such totals; a file states them, and nobody may choose between the two for it.
    """
    spec = REGISTERS[register]
    counted = spec.complete(values)
    return [
        issue_for(
            "impossible_value",
            place=Place(register=register, field=field.name),
            message=_("{label}: tệp ghi {written}, danh sách trong tệp có {counted}.").format(
                label=_(field.label), written=values[field.name], counted=counted[field.name]
            ),
            remedy=_("Sửa con số hoặc danh sách trong tệp rồi ghi lại."),
        )
        for field in spec.fields
        if isinstance(field.type, Number)
        and values.get(field.name) is not None
        and values[field.name] != counted[field.name]
    ]


def initials(name: str | None) -> str | None:
    """Shorten a person's name to initials: N.V.A.; who raised an opinion is personal data."""
    if not name:
        return None
    return "".join(f"{word[0].upper()}." for word in clean(name).split())


def _records(data: Mapping[str, Any]) -> Iterable[tuple[str, Values]]:
    for name, register, read in (
        ("conference", "hoi_nghi", _conference),
        ("dialogue", "doi_thoai", _dialogue),
    ):
        if data.get(name):
            values = read(data[name])
            yield register, {key: value for key, value in values.items() if value is not None}


def _conference(item: Mapping[str, Any]) -> Values:
    start, end = str(item["start"]), str(item.get("end") or "")
    chair, secretary = item.get("chair") or {}, item.get("secretary") or {}
    return {
        "ten": clean(item["name"]),
        "loai": item.get("kind") or _kind(item["name"]),
        "ngay": start[:10],
        "don_vi": item.get("unit"),
        "gio_bat_dau": start[11:16] or None,
        "gio_ket_thuc": end[11:16] or None,
        "dia_diem": item.get("place"),
        "chu_tri": chair.get("name"),
        "chuc_vu_chu_tri": chair.get("role"),
        "thu_ky": secretary.get("name"),
        "chuc_vu_thu_ky": secretary.get("role"),
        "so_bien_ban": _number(item.get("minutes_number")),
        "duoc_moi": item.get("invited"),
        "co_mat": item.get("present"),
        "vang_co_ly_do": item.get("absent_with_reason"),
        "vang_khong_ly_do": item.get("absent_without_reason"),
        "dai_bieu": [_delegate(person) for person in item.get("attendees") or ()],
        "khach_moi": [
            {"ho_ten": person["name"], "chuc_vu": person.get("role")}
            for person in item.get("guests") or ()
        ],
        "chuong_trinh": [{"noi_dung": clean(point)} for point in item.get("agenda") or ()],
        "trinh_bay": _presented(item.get("presenter")),
        "phat_bieu": [
            {"ho_ten": s["name"], "chuc_vu": s.get("role"), "tom_tat": clean_lines(s["summary"])}
            for s in item.get("speakers") or ()
        ],
        "bieu_quyet": [_vote(vote) for vote in item.get("votes") or ()],
        "ket_luan": _paragraphs(item.get("conclusion")),
        "da_doc_lai": bool(item.get("read_back")),
        "viec_giao": [_task(task) for task in item.get("tasks") or ()],
    }


def _dialogue(item: Mapping[str, Any]) -> Values:
    chair, co_chair = item.get("chair") or {}, item.get("co_chair") or {}
    return {
        "don_vi": item.get("unit"),
        "ngay": item["date"],
        "hinh_thuc": item["kind"],
        "ten": item.get("name"),
        "chu_tri": _person(chair),
        "dong_chu_tri": _person(co_chair),
        "thu_ky": _person(item.get("secretary") or {}),
        "gio_bat_dau": item.get("start"),
        "gio_ket_thuc": item.get("end"),
        "dia_diem": item.get("place"),
        "so_nguoi": item.get("participants"),
        "y_kien": item.get("opinions_total"),
        "tra_loi": item.get("answered_at_once"),
        "chuyen": item.get("assigned"),
        "qua_han": item.get("overdue"),
        "so_thong_bao": _number(item.get("conclusion_notice")),
        "ket_luan": item.get("summary"),
        "y_kien_chi_tiet": [_opinion(opinion) for opinion in item.get("opinions") or ()],
    }


def _delegate(person: Mapping[str, Any]) -> Values:
    return {
        "ho_ten": person["name"],
        "chuc_vu": person.get("role"),
        "don_vi": person.get("unit"),
        "co_mat": bool(person.get("present", True)),
        "ly_do": person.get("reason"),
    }


def _presented(presenter: Mapping[str, Any] | None) -> list[Values]:
    return [{"ho_ten": presenter["name"], "noi_dung": presenter["text"]}] if presenter else []


def _vote(vote: Mapping[str, Any]) -> Values:
    return {
        "noi_dung": vote["subject"],
        "co_quyen": vote["entitled"],
        "tan_thanh": vote["agree"],
        "khong_tan_thanh": vote.get("disagree", 0),
        "y_kien_khac": vote.get("other", 0),
    }


def _task(task: Mapping[str, Any]) -> Values:
    return {
        "noi_dung": task["task"],
        "nguoi": task["owner"],
        "don_vi": task.get("unit"),
        "han": task["deadline"],
        "ngay_xong": task.get("done_on"),
        "ket_qua": task.get("result"),
    }


def _opinion(opinion: Mapping[str, Any]) -> Values:
    return {
        "nguoi_neu": initials(opinion.get("raised_by")),
        "linh_vuc": opinion.get("field"),
        "noi_dung": opinion["text"],
        "co_quan": opinion.get("answering_body"),
        "xu_ly": _HANDLING[opinion["handling"]],
        "tra_loi": opinion.get("answer"),
        "han": opinion.get("deadline"),
        "ngay_tra_loi": opinion.get("answered_on"),
    }


def _paragraphs(text: str | list[str] | None) -> str | None:
    points = text.splitlines() if isinstance(text, str) else text or []
    return "\n".join(clean(point) for point in points) or None


def _person(person: Mapping[str, Any]) -> str | None:
    return ", ".join(part for part in (person.get("name"), person.get("role")) if part) or None


def _number(written: str | None) -> str | None:
    """Take the word in front away: ``Số 07-BB/BDV`` is the number ``07-BB/BDV``."""
    return clean(str(written)).removeprefix("Số").lstrip(": ") if written else None


def _kind(name: str) -> str:
    folded = fold(name)
    return next((code for words, code in _KINDS if words in folded), "khac")


def _refused(path: Path) -> UserError:
    return UserError(
        _("Không đọc được tệp {name}.").format(name=path.name),
        safe=_("Chưa ghi gì vào sổ."),
        remedy=_("Kiểm tra lại tệp hội nghị (JSON, UTF-8)."),
        code="bad_meeting_file",
    )
