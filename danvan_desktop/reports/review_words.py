"""What is checked in the words of a paper: spelling, secrecy, annexes, numbers of another period.

The office's spelling is *ủy, hòa* (REFERENCE of the house: output spelling); names of people may be
written otherwise, so a spelling is a reminder and never corrected by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.reports.annexes import annex_names
from danvan_desktop.reports.content import Content
from danvan_desktop.reports.outline import OutlineItem, section_name
from danvan_desktop.reports.placeholders import figures_in
from danvan_desktop.reports.sections import Rendered
from danvan_desktop.reports.templates import ReportTemplate
from danvan_desktop.secrecy import declares_degree

MOST_NAMED = 5
"""How many words or numbers one line names."""

HEAD_TEXTS = ("ten", "noi_nhan", "kinh_gui")

_OPEN_PAIRS = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa"} | {
    "oè": "òe",
    "oé": "óe",
    "oẻ": "ỏe",
    "oẽ": "õe",
    "oẹ": "ọe",
    "uỳ": "ùy",
    "uý": "úy",
    "uỷ": "ủy",
    "uỹ": "ũy",
    "uỵ": "ụy",
}
_PAIRS = {
    form(old): form(new)
    for old, new in _OPEN_PAIRS.items()
    for form in (str, str.upper, str.capitalize)
}
_OTHER_SPELLING = re.compile(r"\b(?P<head>\w*?)(?P<pair>" + "|".join(_PAIRS) + r")\b", re.UNICODE)
_ANNEX = re.compile(r"\b(phụ lục|biểu kèm theo)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*%?(?![\w/-])")
_YEAR = re.compile(r"(?:19|20)\d\d")

Values = Mapping[str, Any]


def word_issues(
    values: Values,
    items: Mapping[str, OutlineItem],
    rendered: Mapping[str, Rendered],
    content: Content,
    template: ReportTemplate,
) -> Iterable[Issue]:
    """Check the texts of a paper as they will be printed."""
    texts = {code: section.plain() for code, section in rendered.items()}
    heads = {name: str(values.get(name) or "") for name in HEAD_TEXTS}
    for name, text in {**heads, **texts}.items():
        if text and declares_degree(text):
            yield _issue(
                "state_secret",
                name,
                _("{where}: có chữ ghi độ mật.").format(where=_where(items, name)),
                _("Bỏ chữ này; văn bản mật không soạn trên máy này."),
            )
    for name, text in {**heads, **texts}.items():
        yield from _spelling(name, text, items)
    yield from _annexes(texts, items, content, template)
    for section in values.get("muc") or ():
        item = items[str(section["ma"])]
        if item.taken:
            yield from _taken_numbers(str(section.get("noi_dung") or ""), item)


def respelled(text: str) -> str:
    """Write a text in the office's spelling (*ủy, hòa*), figures and tags untouched."""
    pieces, position = [], 0
    for tag in figures_in(text):
        pieces += [_respelled(text[position : tag.start]), text[tag.start : tag.end]]
        position = tag.end
    return "".join([*pieces, _respelled(text[position:])])


def spelling_repairs(text: str) -> list[tuple[int, int, str]]:
    """List what would change in a plain text: start, end and the letters in the office's way."""
    return [(*found.span("pair"), _PAIRS[found["pair"]]) for found in _found(text)]


def other_spellings(text: str) -> list[str]:
    """List the words that are spelt otherwise (uỷ, hoà), each once."""
    return list(dict.fromkeys(found[0] for found in _found(text)))


def typed_numbers_in(text: str) -> list[str]:
    """List the numbers that stand in a text as typed digits, years apart, each once."""
    pieces, position = [], 0
    for tag in figures_in(text):
        pieces.append(text[position : tag.start])
        position = tag.end
    plain = " ".join([*pieces, text[position:]])
    numbers = (found[0] for found in _NUMBER.finditer(plain))
    return list(dict.fromkeys(n for n in numbers if not _YEAR.fullmatch(n)))


# --- private


def _spelling(name: str, text: str, items: Mapping[str, OutlineItem]) -> Iterator[Issue]:
    found = other_spellings(text)
    if found:
        words = ", ".join(f"“{word}”" for word in found[:MOST_NAMED])
        yield _issue(
            "other_spelling",
            name,
            _("{where}: {words} viết khác cách của cơ quan (ủy, hòa).").format(
                where=_where(items, name), words=words
            ),
            _("Sửa thành {words}; tên riêng thì ghi lý do.").format(
                words=", ".join(f"“{_respelled(word)}”" for word in found[:MOST_NAMED])
            ),
            Severity.WARNING,
        )


def _annexes(
    texts: Mapping[str, str],
    items: Mapping[str, OutlineItem],
    content: Content,
    template: ReportTemplate,
) -> Iterator[Issue]:
    if content.annexes:
        return
    named = next((code for code, text in texts.items() if _ANNEX.search(text)), None)
    if named is not None:
        yield _issue(
            "missing_annex",
            named,
            _("{where}: nói tới phụ lục nhưng văn bản không có phụ lục.").format(
                where=_where(items, named)
            ),
            _("Bỏ câu này, hoặc chọn mẫu có phụ lục."),
        )
    elif template.annexes and not set(template.annexes) & set(annex_names()):
        yield _issue(
            "missing_annex",
            "mau",
            _("Chương trình không còn phụ lục nào của mẫu này."),
            _("Mở mẫu, sửa danh sách phụ lục trong phần đầu của mẫu."),
        )


def _taken_numbers(text: str, item: OutlineItem) -> Iterator[Issue]:
    found = typed_numbers_in(text)
    if found:
        yield _issue(
            "taken_number",
            item.code,
            _("{where}: còn số gõ tay lấy từ kỳ trước: {numbers}.").format(
                where=section_name(item), numbers=", ".join(found[:MOST_NAMED])
            ),
            _("Thay bằng số của sổ (Ctrl+D) hoặc sửa cho đúng kỳ này, rồi xác nhận mục."),
            Severity.WARNING,
        )


def _found(text: str) -> Iterator[re.Match[str]]:
    for found in _OTHER_SPELLING.finditer(text):
        if not (found["head"].lower().endswith("q") and found["pair"][0].lower() == "u"):
            yield found


def _respelled(text: str) -> str:
    def put(found: re.Match[str]) -> str:
        if found["head"].lower().endswith("q") and found["pair"][0].lower() == "u":
            return found[0]
        return found["head"] + _PAIRS[found["pair"]]

    return _OTHER_SPELLING.sub(put, text)


def _where(items: Mapping[str, OutlineItem], name: str) -> str:
    if name in items:
        return section_name(items[name])
    return {"ten": _("Trích yếu"), "noi_nhan": _("Nơi nhận"), "kinh_gui": _("Kính gửi")}[name]


def _issue(
    code: str, field: str, message: str, remedy: str, severity: Severity = Severity.ERROR
) -> Issue:
    return Issue(code, message, remedy, Place(register="bao_cao", field=field), severity)
