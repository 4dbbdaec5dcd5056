"""A record of a register as words for templates: plain texts and lists, never an object.

Every field stands under its own name: choices by their label, dates ``07/7/2020``, counts as papers
write them (``04``), money with its unit, units and linked records by name. What nobody entered is
``None``, so that ``{% if hop.dia_diem %}`` asks for it. Fields of personal data are not among the
words at all. Beside a field there are, by its type:

| type | further words |
|---|---|
| day | ``ngay_thu`` thứ Ba |
| choice | ``loai_ma`` so_ket (for conditions) |
| number | ``kinh_phi_so`` 43,5 (no unit, no leading zero) |
| long text | ``ket_luan_dong`` its lines, without numbers typed in front |
| list | ``so_viec_giao`` how many rows it has |

Some registers have more words of their own (``FURTHER_WORDS``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from danvan_desktop.i18n import N_
from danvan_desktop.organisation.units import Directory
from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    Flag,
    Integer,
    Link,
    LongText,
    Money,
    Number,
    RegisterSpec,
    Time,
    Unit,
)
from danvan_desktop.vietnamese import (
    fold,
    format_count,
    format_date,
    format_money,
    format_number,
    format_percent,
    format_time,
    percent_of,
    weekday,
)

YES = "có"
"""What a ticked box says; one that is not ticked says nothing (``None``)."""

Words = dict[str, Any]

_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-+•])\s*")
_FURTHER: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Date, ("_thu",)),
    (Choice, ("_ma",)),
    (Number, ("_so",)),
    (LongText, ("_dong",)),
)
_MARK = re.compile(r"[\U000F0000-\U0010FFFF]")
"""Private characters stand for figures while a text is filled in; a record may hold none."""


def record_words(spec: RegisterSpec, values: Mapping[str, Any], directory: Directory) -> Words:
    """Give a record's words; its lists hold the words of their rows."""
    words = _words_of(spec.fields, values, directory)
    for child in spec.children:
        rows = [_words_of(child.fields, row, directory) for row in values.get(child.key) or ()]
        words[child.key] = rows or None
        words[f"so_{child.key}"] = format_count(len(rows))
    further = FURTHER_WORDS.get(spec.key)
    return words | further(words, values) if further else words


def counts(spec: RegisterSpec, rows: Sequence[Mapping[str, Any]]) -> Words:
    """Count records by each choice: ``dem.doi_tuong.tap_the`` is how many are of that kind.

    ``dem.doi_tuong.gom`` (06 tập thể, 02 cá nhân) and ``dem.linh_vuc.ke`` (kinh tế 02, …) list the
    kinds that occur, so that no paper says 00.
    """
    found: Words = {}
    for field in spec.fields:
        if isinstance(field.type, Choice):
            codes = [row.get(field.name) for row in rows]
            some = [one for one in field.type.options if one.code in codes]
            pairs = [(format_count(codes.count(one.code)), lower_first(one.label)) for one in some]
            found[field.name] = {
                option.code: format_count(codes.count(option.code)) for option in field.type.options
            } | {
                "gom": ", ".join(f"{number} {name}" for number, name in pairs),
                "ke": ", ".join(f"{name} {number}" for number, name in pairs),
            }
    return found


def _words_of(
    fields: Sequence[FieldSpec], values: Mapping[str, Any], directory: Directory
) -> Words:
    words: Words = {}
    for spec in fields:
        if not spec.personal:
            words |= field_words(spec, values.get(spec.name), directory)
    return words


def field_words(spec: FieldSpec, value: Any, directory: Directory) -> Words:
    """Give the words of one field; None where it holds nothing or what its type cannot read."""
    name, kind = spec.name, spec.type
    empty: Words = {name: None}
    for known, endings in _FURTHER:
        if isinstance(kind, known):
            empty |= {f"{name}{ending}": None for ending in endings}
    if value is None or value == "" or kind.check(value) is not None:
        return empty
    return empty | _filled(name, kind, value, directory)


def _filled(name: str, kind: Any, value: Any, directory: Directory) -> Words:
    match kind:
        case Flag():
            return {name: YES if value else None}
        case Date():
            return _day(name, str(value))
        case Time():
            return {name: format_time(time.fromisoformat(str(value)))}
        case Choice():
            return _choice(name, kind, str(value))
        case Number():
            return _number(name, kind, int(value))
        case Unit():
            return {name: directory.unit_name(str(value))}
        case Link():
            return {name: directory.record_title(kind.register, str(value)) or None}
        case LongText():
            text = _MARK.sub("", str(value))
            lines = [_NUMBERED.sub("", line).strip() for line in text.splitlines()]
            return {name: text, f"{name}_dong": [line for line in lines if line] or None}
    return {name: _MARK.sub("", kind.format(value, directory))}


def _day(name: str, value: str) -> Words:
    if len(value) == 4:
        return {name: f"năm {value}"}
    day = date.fromisoformat(value)
    return {name: format_date(day), f"{name}_thu": lower_first(weekday(day))}


def _choice(name: str, kind: Choice, value: str) -> Words:
    option = kind.option(value)
    return {name: option.label if option else value, f"{name}_ma": value}


def _number(name: str, kind: Number, value: int) -> Words:
    bare = format_number(kind.shown(value))
    if isinstance(kind, Money):
        said = f"{bare} đồng" if kind.unit_dong == 1 else format_money(value)
        return {name: said, f"{name}_so": bare}
    return {name: format_count(value) if isinstance(kind, Integer) else bare, f"{name}_so": bare}


def _meeting_words(words: Words, values: Mapping[str, Any]) -> Words:
    """Say who leads a meeting and who is invited, and call it what its name calls it."""
    people = ("chu_tri", "chuc_vu_chu_tri")
    everyone = [*(words["khach_moi"] or ()), *(words["dai_bieu"] or ())]
    invited = list({(one["ho_ten"], one["chuc_vu"]): one for one in everyone}.values())
    return {
        "goi_la": "Cuộc họp" if _is_plain_meeting(words) else "Hội nghị",
        "nguoi_duoc_moi": invited or None,
        "nguoi_chu_tri": ", ".join(str(words[one]) for one in people if words.get(one)) or None,
    }


def _is_plain_meeting(words: Words) -> bool:
    return fold(str(words.get("ten") or "")).startswith(("hop", "cuoc hop", "giao ban"))


def _dialogue_words(words: Words, values: Mapping[str, Any]) -> Words:
    """Name a dialogue that has no name of its own, and say how many opinions were answered."""
    total, answered = values.get("y_kien"), values.get("tra_loi")
    known = isinstance(total, int) and isinstance(answered, int)
    share = percent_of(int(answered or 0), int(total or 0)) if known else None
    passed = [row for row in words.get("y_kien_chi_tiet") or () if row.get("xu_ly_ma") == "chuyen"]
    return {
        "y_kien_chuyen": passed or None,
        "so_y_kien_chuyen": format_count(len(passed)),
        "ten": words["ten"] or "Hội nghị tiếp xúc, đối thoại với Nhân dân",
        "ty_le_tra_loi": format_percent(share) if share is not None else None,
    }


def _programme_words(words: Words, values: Mapping[str, Any]) -> Words:
    """Join the two parties of a programme by "và", as a sentence wants it."""
    parties = str(words["ben"] or "").split(", ")
    return {"ben_noi": (" và " if len(parties) == 2 else ", ").join(parties)}


FURTHER_WORDS: dict[str, Callable[[Words, Mapping[str, Any]], Words]] = {
    "hoi_nghi": _meeting_words,
    "doi_thoai": _dialogue_words,
    "phoi_hop": _programme_words,
}
"""Words of a register that follow from several of its fields."""

FURTHER_LABELS = {
    "hoi_nghi": {
        "nguoi_chu_tri": N_("Người chủ trì, chức vụ"),
        "goi_la": N_("Gọi là hội nghị hay cuộc họp"),
    },
    "doi_thoai": {
        "ty_le_tra_loi": N_("Tỷ lệ trả lời tại chỗ"),
        "so_y_kien_chuyen": N_("Số ý kiến chuyển đã ghi nội dung"),
    },
    "phoi_hop": {"ben_noi": N_("Các bên (nối bằng “và”)")},
}
"""What those words are called where one chooses them; lists among them are for tables only."""


def lower_first(text: str) -> str:
    """Begin with a small letter, unless an abbreviation stands first."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]
