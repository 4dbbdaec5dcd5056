"""The sentences of minutes: time in words, attendance that adds up, speeches, votes, tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from danvan_desktop.documents.model import (
    Align,
    Block,
    Column,
    Heading,
    ListItem,
    Paragraph,
    Row,
    RowKind,
    Run,
    TableBlock,
)
from danvan_desktop.vietnamese import (
    fold,
    format_count,
    format_date,
    format_date_long,
    format_number,
    format_percent,
    format_time,
    list_letter,
    percent_of,
    vietnamese_letters,
)

GAP = "……"
"""Printed where the record says nothing, so that a pen can add it."""

READ_BACK = "Biên bản đã được thư ký đọc lại cho hội nghị nghe và thống nhất thông qua."

_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-+•])\s*")

Values = Mapping[str, Any]


def heading(level: int, text: str) -> Heading:
    """Make a heading whose number is already in its text."""
    return Heading(level, (Run(text),))


def numbered(texts: Iterable[object]) -> list[Block]:
    """Make a numbered list; a number that was typed in front is taken away first."""
    lines = [line for text in texts if (line := _NUMBERED.sub("", str(text)).strip())]
    return [ListItem((Run(line),), f"{number}.") for number, line in enumerate(lines, start=1)]


def lettered(blocks: Iterable[Block]) -> list[Block]:
    """Turn numbered items into items by letters, for use under a numbered heading.

    A list with more items than there are letters keeps its numbers.
    """
    found = list(blocks)
    if sum(1 for block in found if isinstance(block, ListItem)) > len(vietnamese_letters()):
        return found
    return [
        replace(block, marker=f"{list_letter(int(block.marker[:-1]))})")
        if isinstance(block, ListItem) and block.marker[:-1].isdigit()
        else block
        for block in found
    ]


def word_for(values: Values) -> str:
    """Call the meeting what its name calls it: Hội nghị or Cuộc họp."""
    name = fold(str(values.get("ten") or ""))
    return "Cuộc họp" if name.startswith(("hop", "cuoc hop", "giao ban")) else "Hội nghị"


def time_and_place(values: Values) -> list[Block]:
    """Say when it began and where."""
    return [
        _line("Thời gian: ", f"Bắt đầu từ {_start(values)}."),
        _line("Địa điểm: ", _stop(values.get("dia_diem") or GAP)),
    ]


def attendance(values: Values, *, annex: bool) -> list[Block]:
    """Say who was invited, present and absent for which reason, then the guests."""
    end = "; danh sách kèm theo" if annex else ""
    blocks: list[Block] = [_text(f"{_counts(values)}{end}.")]
    delegates = values.get("dai_bieu") or ()
    present = [person for person in delegates if person.get("co_mat")]
    if present and not annex:
        names = "; ".join(_named(person) for person in present)
        blocks.append(_line("Có mặt: ", f"{names}."))
    absent = [person for person in delegates if not person.get("co_mat")]
    for label, wanted in (("Vắng có lý do:", True), ("Vắng không có lý do:", False)):
        people = [person for person in absent if bool(person.get("ly_do")) is wanted]
        if people:
            blocks.append(_text(label))
            blocks += [_item(_absent(person)) for person in people]
    guests = values.get("khach_moi") or ()
    if guests:
        blocks.append(_text("Khách mời:"))
        blocks += [_item(f"{_named(guest)}.") for guest in guests]
    return blocks


def chair_and_secretary(values: Values, comrade: str) -> list[Block]:
    """Name who led and who wrote."""
    other = values.get("dong_chu_tri")
    return [
        _line("Chủ trì: ", _person(values, "chu_tri", "chuc_vu_chu_tri", comrade)),
        *([_line("Đồng chủ trì: ", f"{comrade}{other}.")] if other else []),
        _line(
            "Thư ký (người ghi biên bản): ",
            _person(values, "thu_ky", "chuc_vu_thu_ky", comrade),
        ),
    ]


def state_head(values: Values, *, annex: bool) -> list[Block]:
    """Write the opening lines of Mẫu 1.9 up to “Nội dung”."""
    other = values.get("dong_chu_tri")
    first, *more = attendance(values, annex=annex)
    assert isinstance(first, Paragraph)
    return [
        _line("Thời gian bắt đầu: ", f"{_start(values)}."),
        _line("Địa điểm: ", _stop(values.get("dia_diem") or GAP)),
        Paragraph((Run("Thành phần tham dự: ", bold=True), *first.runs)),
        *more,
        _line("Chủ trì (chủ tọa): ", _person(values, "chu_tri", "chuc_vu_chu_tri")),
        *([_line("Đồng chủ trì: ", f"{other}.")] if other else []),
        _line("Thư ký (người ghi biên bản): ", _person(values, "thu_ky", "chuc_vu_thu_ky")),
        _line("Nội dung (theo diễn biến hội nghị):", ""),
    ]


def proceedings(values: Values, comrade: str) -> list[Block]:
    """Say who presented what, then who spoke about what."""
    blocks: list[Block] = [_presented(row, comrade) for row in values.get("trinh_bay") or ()]
    speeches = values.get("phat_bieu") or ()
    if speeches:
        count = format_count(len(speeches))
        blocks.append(_text(f"{word_for(values)} có {count} ý kiến phát biểu:"))
    for number, speech in enumerate(speeches, start=1):
        position = f", {speech['chuc_vu']}" if speech.get("chuc_vu") else ""
        summary = " ".join(str(speech["tom_tat"]).split())
        name = Run(f"{comrade}{speech['ho_ten']}", bold=True)
        blocks.append(ListItem((name, Run(f"{position}: {_stop(summary)}")), f"{number}."))
    return blocks


def opinions(values: Values) -> list[Block]:
    """List the opinions of a dialogue with their answers; who raised them is personal data."""
    total = values.get("y_kien")
    if total is None:
        return []
    counts = [
        f"{label} {format_count(int(values[name]))}"
        for name, label in (("tra_loi", "trả lời tại chỗ"), ("chuyen", "chuyển giải quyết"))
        if values.get(name) is not None
    ]
    first = f"{word_for(values)} tiếp nhận {format_count(int(total))} ý kiến"
    blocks: list[Block] = [_text("; ".join([first, *counts]) + ".")]
    details = values.get("y_kien_chi_tiet") or ()
    return blocks + [
        ListItem((Run(_opinion(item)),), f"{number}.") for number, item in enumerate(details, 1)
    ]


def votes(values: Values) -> list[Block]:
    """Say how each vote went, with shares of those entitled."""
    return [
        ListItem((Run(_vote(vote)),), f"{number}.")
        for number, vote in enumerate(values.get("bieu_quyet") or (), start=1)
    ]


def conclusions(values: Values) -> list[Block]:
    """List what the chair concluded, numbered when there are several points."""
    lines = [line for line in str(values.get("ket_luan") or "").splitlines() if line.strip()]
    if len(lines) == 1:
        return [_text(_stop(_NUMBERED.sub("", lines[0])))]
    return numbered(_stop(line) for line in lines)


def tasks(values: Values) -> list[Block]:
    """Tabulate the tasks with owner and deadline."""
    rows = tuple(
        Row((str(number), str(task["noi_dung"]), str(task["nguoi"]), _day(task.get("han"))))
        for number, task in enumerate(values.get("viec_giao") or (), start=1)
    )
    columns = (
        Column("TT", 0.6, Align.CENTER),
        Column("Nội dung công việc", 5.4),
        Column("Người thực hiện", 2.2),
        Column("Thời hạn", 1.6, Align.CENTER),
    )
    return [TableBlock(columns, rows)] if rows else []


def closing(values: Values) -> list[Block]:
    """Write the closing formula of Party minutes."""
    end = _time(values.get("gio_ket_thuc"))
    text = f"{word_for(values)} kết thúc vào hồi {end} cùng ngày."
    return [_text(f"{text} {_read_back(values)}" if values.get("da_doc_lai") else text)]


def state_closing(values: Values) -> list[Block]:
    """Write the closing line of Mẫu 1.9, which is the last one."""
    end, day = _time(values.get("gio_ket_thuc")), _long_day(values)
    last = _text(f"{word_for(values)} kết thúc vào {end}, {day}.")
    return [_text(_read_back(values)), last] if values.get("da_doc_lai") else [last]


def attendance_table(values: Values) -> TableBlock:
    """Tabulate every delegate with presence or the reason of absence."""
    delegates = values.get("dai_bieu") or ()
    rows = [
        Row(
            (
                str(number),
                str(person["ho_ten"]),
                str(person.get("chuc_vu") or ""),
                "x" if person.get("co_mat") else "",
                "" if person.get("co_mat") else str(person.get("ly_do") or "không có lý do"),
            )
        )
        for number, person in enumerate(delegates, start=1)
    ]
    present = sum(1 for person in delegates if person.get("co_mat"))
    cells = ("", f"Tổng số: {len(delegates)}", "", str(present), f"{len(delegates) - present}")
    rows.append(Row(cells, RowKind.TOTAL))
    columns = (
        Column("TT", 0.6, Align.CENTER),
        Column("Họ và tên", 2.3),
        Column("Chức vụ, đơn vị", 5.2),
        Column("Có mặt", 0.8, Align.CENTER),
        Column("Vắng, lý do", 2.2),
    )
    return TableBlock(columns, tuple(rows))


def _counts(values: Values) -> str:
    if values.get("so_nguoi") is not None:
        return f"Số người tham dự: {format_number(values['so_nguoi'])}"
    invited, present = values.get("duoc_moi"), values.get("co_mat")
    if invited is None or present is None:
        return f"Số đại biểu được mời {GAP}; có mặt {GAP}; vắng {GAP}"
    absent = invited - present
    text = (
        f"Tổng số đại biểu được mời: {format_number(invited)}; có mặt: {format_number(present)}; "
        f"vắng: {format_count(max(absent, 0))}"
    )
    excused, unexcused = values.get("vang_co_ly_do"), values.get("vang_khong_ly_do")
    if absent > 0 and excused is not None and unexcused is not None:
        return (
            f"{text} (có lý do: {format_count(excused)}, không có lý do: {format_count(unexcused)})"
        )
    return text


def _presented(row: Values, comrade: str) -> Paragraph:
    text = _stop(row["noi_dung"])
    joined = f" {_lower(text)}." if fold(text).startswith("trinh bay") else f": {text}"
    return Paragraph((Run(f"{comrade}{row['ho_ten']}", bold=True), Run(joined)))


def _opinion(item: Values) -> str:
    field = f"({item['linh_vuc']}) " if item.get("linh_vuc") else ""
    body = item.get("co_quan") or "Cơ quan chủ trì"
    text = f"{field}{_stop(item['noi_dung'])}"
    if item.get("xu_ly") == "chuyen":
        by = f", hạn trả lời {_day(item['han'])}" if item.get("han") else ""
        return f"{text} Chuyển {body} giải quyết{by}."
    answer = item.get("tra_loi")
    return f"{text} {body} trả lời: {_stop(answer)}" if answer else f"{text} {body} đã trả lời."


def _vote(vote: Values) -> str:
    entitled = int(vote.get("co_quyen") or 0)
    shares = [
        f"{label} {_share(int(vote.get(name) or 0), entitled)}"
        for name, label in (
            ("tan_thanh", "tán thành"),
            ("khong_tan_thanh", "không tán thành"),
            ("y_kien_khac", "ý kiến khác"),
        )
    ]
    subject = str(vote["noi_dung"]).rstrip(" .;:")
    count = format_count(entitled)
    return f"{subject}: số người có quyền biểu quyết {count}; {'; '.join(shares)}."


def _share(part: int, entitled: int) -> str:
    percent = percent_of(part, entitled)
    if not part or percent is None:
        return str(part)
    return f"{format_count(part)} ({format_percent(percent)})"


def _person(values: Values, name: str, position: str, comrade: str = "") -> str:
    found = ", ".join(str(values[key]) for key in (name, position) if values.get(key))
    return f"{comrade}{found}." if found else GAP


def _named(person: Values) -> str:
    return ", ".join(str(person[key]) for key in ("ho_ten", "chuc_vu") if person.get(key))


def _absent(person: Values) -> str:
    reason = person.get("ly_do")
    return f"{_named(person)}: {_lower(str(reason))}." if reason else f"{_named(person)}."


def _lower(text: str) -> str:
    """Begin with a small letter, unless the first word is an abbreviation or a name in capitals."""
    text = text.strip().rstrip(".")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _read_back(values: Values) -> str:
    return READ_BACK.replace("hội nghị", word_for(values).lower())


def _start(values: Values) -> str:
    return f"{_time(values.get('gio_bat_dau'))}, {_long_day(values)}"


def _long_day(values: Values) -> str:
    return format_date_long(date.fromisoformat(str(values["ngay"])))


def _time(written: object) -> str:
    return format_time(time.fromisoformat(str(written))) if written else f"{GAP} giờ {GAP} phút"


def _day(written: object) -> str:
    return format_date(date.fromisoformat(str(written))) if written else GAP


def _stop(text: object) -> str:
    line = str(text).strip()
    return line if line.endswith((".", "?", "!", ":", GAP)) else f"{line.rstrip(';,')}."


def _line(label: str, text: str) -> Paragraph:
    return Paragraph((Run(label, bold=True), Run(text)) if text else (Run(label, bold=True),))


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _item(text: str) -> ListItem:
    return ListItem((Run(text),))
