"""What is written wrong in a template: every tag looked at alone, and how the tags fit together.

The language's own reader stops at its first mistake and often does not say where it stands. A
clerk wants the line of each, and a sentence that says what to type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from danvan_desktop.i18n import _
from danvan_desktop.reports.shown import CONDITIONS, FILTERS, TEXT_FILTERS

MOST = 20
"""So many mistakes of a text are told; the rest shows when these are put right."""
MOST_TAGS = 2_000
"""So many tags of a wrong text are read alone."""

BLOCKS = ("if", "unless", "for", "case", "comment")
_BRANCHES = {"else": ("if", "unless", "case", "for"), "elsif": ("if", "unless"), "when": ("case",)}
_TAG = re.compile(r"\{\{.*?\}\}|\{%-?\s*(?P<word>\w*)(?P<rest>.*?)-?%\}", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_OPENING = re.compile(r"\{[{%]")
_SINGLE = re.compile(r"(?<![=!<>])=(?!=)")
_PIPED = re.compile(r"\|\s*(?P<name>\w+)")
_HANGING = re.compile(r"\|\s*(?=\||-?\}\}|-?%\}|$)")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake at a place of the text, and what to do about it."""

    offset: int
    message: str
    remedy: str


Reads = Callable[[str], Mistake | None]
"""Reads one tag alone: its mistake with the place inside it (-1: unknown), or None."""


def mistakes(text: str, reads: Reads) -> list[Mistake]:
    """List what is wrong in a text whose tags all have an end, in the order of the text."""
    found = {one.offset: one for one in (*_fitting(text), *misplaced_filters(text))}
    for number, tag in enumerate(_tags(text)):
        if number >= MOST_TAGS or len(found) >= MOST:
            break
        wrong = _alone(tag, reads)
        if wrong is not None and tag.start() not in found:
            found.setdefault(wrong.offset, wrong)
    return sorted(found.values(), key=lambda one: one.offset)[:MOST]


def misplaced_filters(text: str) -> list[Mistake]:
    """List the figures that are shown twice, or changed before they are shown."""
    found: list[Mistake] = []
    for tag in _tags(text) if text.count("|") > 1 else ():
        if tag["word"] is not None or tag[0][2:].lstrip("- ")[:1] not in ("'", '"'):
            continue
        bare = _masked(tag[0])
        names = [(one["name"], one.start("name")) for one in _PIPED.finditer(bare)]
        for name, place in names[1:]:
            if name in FILTERS or name in CONDITIONS:
                message, remedy = _order_words(names[0][0], name)
                found.append(Mistake(tag.start() + place, message, remedy))
                break
    return found[:MOST]


def unclosed(place: int) -> Mistake:
    """Say of the tag at a place that it has no end."""
    return Mistake(
        place,
        _("thẻ mở ở đây chưa có phần đóng."),
        _("Viết cho đủ {{ … }} hoặc {% … %} và thẻ “end…”, hoặc xóa thẻ này."),
    )


def unknown_filter(place: int, name: str) -> Mistake:
    """Say that there is no such filter."""
    return Mistake(
        place,
        _("không có cách hiện số “{word}”.").format(word=name[:40]),
        _("Dùng một trong: {names}.").format(names=", ".join((*FILTERS, *TEXT_FILTERS))),
    )


# --- private


def _order_words(first: str, name: str) -> tuple[str, str]:
    if first in FILTERS or first in CONDITIONS:
        return (
            _("số liệu này đã hiện bằng “{first}”, không thêm được “{name}”.").format(
                first=first, name=name
            ),
            _("Chỉ giữ một cách hiện số; muốn viết hoa chữ đầu thì thêm “| hoa_dau”."),
        )
    return (
        _("cách hiện số “{name}” phải đứng ngay sau số liệu.").format(name=name),
        _("Viết “| {name}” trước, rồi mới đến “| {first}”.").format(name=name, first=first),
    )


def _tags(text: str) -> Iterator[re.Match[str]]:
    """Walk the tags of a text outside its comments."""
    comment = False
    for tag in _TAG.finditer(text):
        if comment and tag["word"] != "endcomment":
            continue
        comment = tag["word"] == "comment"
        yield tag


def _fitting(text: str) -> Iterator[Mistake]:
    """Find tags of blocks that do not fit together."""
    opened: list[tuple[str, int, bool]] = []
    for tag in _tags(text):
        word, place = tag["word"] or "", tag.start()
        if word in BLOCKS:
            opened.append((word, place, False))
        elif word in _BRANCHES:
            inside, start, ended = opened[-1] if opened else ("", 0, False)
            if inside not in _BRANCHES[word]:
                yield _without_head(place, word)
            elif ended:
                yield _behind_else(place, word)
            if inside and word == "else":
                opened[-1] = (inside, start, True)
        elif word.startswith("end") and word[3:] in BLOCKS:
            if word[3:] not in (name for name, _place, _ended in opened[-MOST:]):
                yield _stray(place, word)
                continue
            while opened[-1][0] != word[3:]:
                yield unclosed(opened.pop()[1])
            opened.pop()
    yield from (unclosed(place) for _word, place, _ended in opened)


def _stray(place: int, word: str) -> Mistake:
    return Mistake(
        place,
        _("thẻ đóng “{word}” không có thẻ mở.").format(word=word),
        _("Xóa thẻ này, hoặc viết thẻ “{head}” ở phía trước.").format(head=word[3:]),
    )


def _without_head(place: int, word: str) -> Mistake:
    heads = _(" hoặc ").join(f"“{head}”" for head in _BRANCHES[word][:2])
    return Mistake(
        place,
        _("thẻ “{word}” phải nằm trong một đoạn mở bằng {heads}.").format(word=word, heads=heads),
        _("Xóa thẻ này, hoặc viết thẻ mở ở phía trước."),
    )


def _behind_else(place: int, word: str) -> Mistake:
    if word == "else":
        return Mistake(
            place,
            _("đoạn này đã có một thẻ “else”."),
            _("Chỉ giữ một thẻ “else”; thêm trường hợp thì dùng “elsif” ở trước nó."),
        )
    return Mistake(
        place,
        _("thẻ “{word}” đứng sau “else”.").format(word=word),
        _("Chuyển thẻ này lên trước “else”."),
    )


def _alone(tag: re.Match[str], reads: Reads) -> Mistake | None:
    """Read one tag by itself, and say what is wrong with it."""
    word, start = tag["word"], tag.start()
    if word is not None and (word in ("else", "when", "comment") or word.startswith("end")):
        return None
    if _OPENING.search(_masked(tag[0]), 2):
        return unclosed(start)
    whole = tag[0]
    if word in BLOCKS:
        whole += f"{{% end{word} %}}"
    elif word == "elsif":
        whole = whole.replace("elsif", "if", 1) + "{% endif %}"
    wrong = reads(whole)
    if wrong is None:
        return _strange(tag)
    known = _known(tag)
    if known is not None:
        return known
    inside = wrong.offset if 0 <= wrong.offset < len(tag[0]) else 0
    return Mistake(start + inside, wrong.message, wrong.remedy)


def _strange(tag: re.Match[str]) -> Mistake | None:
    """Find a filter that there is not."""
    for one in _PIPED.finditer(_masked(tag[0])):
        if one["name"] not in (*FILTERS, *CONDITIONS, *TEXT_FILTERS):
            return unknown_filter(tag.start() + one.start("name"), one["name"])
    return None


def _known(tag: re.Match[str]) -> Mistake | None:
    """Recognise the common slips."""
    word, bare, start = tag["word"], _masked(tag[0]), tag.start()
    if word is None and not bare.strip("{}- \t\n"):
        return Mistake(
            start,
            _("thẻ này chưa có gì bên trong."),
            _("Chèn số liệu vào đây bằng nút “Chèn số liệu” (Ctrl+D), hoặc xóa thẻ này."),
        )
    if word in ("if", "elsif", "unless") and not (tag["rest"] or "").strip():
        return Mistake(
            start,
            _("thẻ “{word}” chưa có điều kiện.").format(word=word),
            _('Viết như: {% if "doi_thoai_cuoc" | co %}.'),
        )
    single = _SINGLE.search(bare)
    if word in ("if", "elsif", "unless") and single is not None:
        return Mistake(
            start + single.start(),
            _("so sánh bằng phải viết hai dấu “==”."),
            _("Sửa “=” thành “==”."),
        )
    hanging = _HANGING.search(bare)
    if hanging is not None:
        return Mistake(
            start + hanging.start(),
            _("sau dấu “|” chưa có cách hiện số."),
            _("Viết cách hiện số, ví dụ “| so”, hoặc xóa dấu “|”."),
        )
    if word == "for":
        return Mistake(
            start, _("thẻ lặp viết sai."), _("Viết như: {% for dv in don_vi %} … {% endfor %}.")
        )
    return None


def _masked(tag: str) -> str:
    """Give a tag of the same length without what stands in quotation marks."""
    return _QUOTED.sub(lambda one: "q" * len(one[0]), tag)
