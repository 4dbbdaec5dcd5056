"""Breaking text into lines, and balancing titles.

Paragraphs are broken here and not by ReportLab's own paragraph because that one reads its text
as markup, in which a clerk's ``<`` or ``&`` changes or stops the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from danvan_desktop.documents.pdf_fonts import Face

SLACK = 0.01
"""Points by which a line may be too long: rounding, far below what can be seen."""


WIDEST_STRETCH = 1.0
"""Spaces by which each space of a line may grow so that a paragraph ends in two syllables."""

MOST_BALANCED = 100
"""Words: a longer title is no title, and weighing all its breaks would take minutes."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Text in one face; the part of a line between two changes of style."""

    text: str
    face: Face
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """An unbreakable stretch of one style; ``spaced`` when a space (and a break) may precede."""

    text: str
    face: Face
    figure: str | None
    spaced: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One broken line: its segments, its natural width, the spaces that can be stretched."""

    segments: tuple[Segment, ...]
    width: float
    spaces: int


def break_lines(parts: Iterable[Segment], size: float, *, first: float, rest: float) -> list[Line]:
    """Break text into lines no wider than ``first`` and then ``rest`` points."""
    return _filled(_units(parts), size, first=first, rest=rest)


def break_paragraph(
    parts: Iterable[Segment], size: float, *, first: float, rest: float
) -> list[Line]:
    """Break a text as ``break_lines`` does, but bring a lone last syllable company.

    *Huyện | ủy* tears a word. The line before stays as it is when its spaces grew too wide.
    """
    units = list(_units(parts))
    found = _filled(units, size, first=first, rest=rest)
    if len(found) < 2 or len(units) < 3 or found[-1].spaces:
        return found
    if _width(units[-1], size) > rest:
        return found
    together = [*units[:-2], units[-2] + units[-1]]
    made = _filled(together, size, first=first, rest=rest)
    if len(made) != len(found):
        return found
    limit = first if len(made) == 2 else rest
    most = WIDEST_STRETCH * units[-1][0].face.width(" ", size) * made[-2].spaces
    return made if limit - made[-2].width <= most else found


def break_title(parts: Iterable[Segment], size: float, *, first: float, rest: float) -> list[Line]:
    """Break a heading into as few lines as its text needs, at sensible words, else the fullest.

    Unlike a centred title its lines are not made alike: it starts indented, as the text does.
    """
    given = list(parts)
    found = break_lines(given, size, first=first, rest=rest)
    units = list(_units(given))
    widths = [_width(unit, size) for unit in units]
    if not 1 < len(found) <= len(units) <= MOST_BALANCED or max(widths) > min(first, rest):
        return found
    words = [" ".join(word.text for word in unit) for unit in units]
    space = units[0][0].face.width(" ", size)
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for number in range(len(found)):
        limit = rest if number else first
        following: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            width = -space
            for end in range(start + 1, len(words) + 1):
                width += space + widths[end - 1]
                if width > limit + SLACK:
                    break
                free = 0.0 if end == len(words) else (limit - width) / limit
                price = cost + _oddness(words, end) + _EMPTY_LINE * free
                if end not in following or price < following[end][0]:
                    following[end] = (price, [*ends, end])
        best = following
    if len(words) not in best:
        return found
    ends = best[len(words)][1]
    made = []
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        line = [word for unit in units[start:end] for word in unit]
        made.append(_line(line, _width(line, size)))
    return made


_EMPTY_LINE = 0.4
"""Price of a line of a heading that is quite empty, against that of a torn name."""


def balance(text: str, face: Face, size: float, *, limit: float) -> list[str]:
    """Break a title into the fewest lines, of similar length and at sensible words."""
    parts = [Segment(text, face)]
    words = [" ".join(word.text for word in unit) for unit in _units(parts)]
    widths = [face.width(word, size) for word in words]
    space = face.width(" ", size)
    if max(widths, default=0.0) > limit or len(words) > MOST_BALANCED:
        broken = break_lines(parts, size, first=limit, rest=limit)
        return ["".join(s.text for s in line.segments) for line in broken]
    total = sum(widths) + space * (len(words) - 1)
    for count in range(1, len(words) + 1):
        ends = _best_breaks(words, widths, space, limit=limit, count=count, ideal=total / count)
        if ends:
            starts = [0, *ends[:-1]]
            return [" ".join(words[a:b]) for a, b in zip(starts, ends, strict=True)]
    return []


def break_number(text: str, face: Face, size: float, *, limit: float) -> list[str]:
    """Break a paper's number after a stroke or hyphen only, into the fewest lines, made alike.

    *Số* stays with the number; what has no such place and is too wide is broken like a title.
    """
    pieces = re.findall(r"[^/-]*[/-]+|[^/-]+", text)
    widths = [face.width(piece, size) for piece in pieces]
    if max(widths, default=0.0) > limit or len(pieces) > MOST_BALANCED:
        return balance(text, face, size, limit=limit)
    for count in range(1, len(pieces) + 1):
        ideal = sum(widths) / count
        ends = _best_breaks(pieces, widths, 0.0, limit=limit, count=count, ideal=ideal, names=False)
        if ends:
            return ["".join(pieces[a:b]) for a, b in zip([0, *ends[:-1]], ends, strict=True)]
    return []


_DASHES = frozenset("-–—")
"""Written between spaces these stay with the word before, so that no line starts with one."""


def _units(parts: Iterable[Segment]) -> Iterator[list[Word]]:
    """Walk the text in stretches between which a line may end."""
    unit: list[Word] = []
    spaced = False
    for part in parts:
        for index, text in enumerate(part.text.split(" ")):
            spaced = spaced or index > 0
            if not text:
                continue
            if spaced and unit and text not in _DASHES:
                yield unit
                unit = []
            unit.append(Word(text, part.face, part.figure, spaced=spaced))
            spaced = False
    if unit:
        yield unit


def _filled(units: Iterable[list[Word]], size: float, *, first: float, rest: float) -> list[Line]:
    """Fill lines of ``first`` and then ``rest`` points with units, as many as each holds."""
    lines: list[Line] = []
    current: list[Word] = []
    width, limit = 0.0, first
    for unit in units:
        unit_width = _width(unit, size)
        gap = unit[0].face.width(" ", size) if current else 0.0
        if current and width + gap + unit_width > limit + SLACK:
            lines.append(_line(current, width))
            current, width, limit, gap = [], 0.0, rest, 0.0
        if unit_width > limit + SLACK:
            *full, unit = _chop(unit, size, limit)
            lines.extend(_line(piece, _width(piece, size)) for piece in full)
            unit_width, limit = _width(unit, size), rest if full else limit
        current.extend(unit)
        width += gap + unit_width
    if current:
        lines.append(_line(current, width))
    return lines


def _chop(unit: list[Word], size: float, limit: float) -> list[list[Word]]:
    """Cut what is wider than a line (a web address, a row of dots) between characters."""
    pieces: list[list[Word]] = [[]]
    used = 0.0
    for word in unit:
        start, width = 0, 0.0
        spaced = word.spaced and bool(pieces[-1])
        used += word.face.width(" ", size) if spaced else 0.0
        for index, letter in enumerate(word.text):
            step = word.face.width(letter, size)
            if used + width + step > limit and (index > start or pieces[-1]):
                if index > start:
                    pieces[-1].append(Word(word.text[start:index], word.face, word.figure, spaced))
                pieces.append([])
                start, width, used, spaced = index, 0.0, 0.0, False
            width += step
        pieces[-1].append(Word(word.text[start:], word.face, word.figure, spaced))
        used += width
    return pieces


def _line(words: list[Word], width: float) -> Line:
    """Join words into segments; the space between two styles belongs to the first."""
    segments: list[tuple[str, Face, str | None]] = []
    for index, word in enumerate(words):
        space = " " if index and word.spaced else ""
        if segments and segments[-1][1:] == (word.face, word.figure):
            segments[-1] = (segments[-1][0] + space + word.text, word.face, word.figure)
            continue
        if space:
            text, face, figure = segments[-1]
            segments[-1] = (text + space, face, figure)
        segments.append((word.text, word.face, word.figure))
    return Line(
        tuple(Segment(*segment) for segment in segments),
        width,
        sum(spaces(text) for text, _face, _figure in segments),
    )


def _width(words: list[Word], size: float) -> float:
    """Return the width of words on one line; the first one's space is not on it."""
    spaces = sum(word.face.width(" ", size) for word in words[1:] if word.spaced)
    return spaces + sum(word.face.width(word.text, size) for word in words)


def spaces(text: str) -> int:
    """Count what the PDF shows as a space and therefore stretches."""
    return text.count(" ") + text.count("\xa0")


_UNITS = frozenset("tỉnh huyện xã phường quận phố trấn khu ấp thôn".split())
"""Kinds of place: a break before one is welcome, a break between it and its name is not."""

_JOINTS = _UNITS | frozenset(
    "và về của ở trong năm giai theo tại đối cho với từ đến phương do nhằm thị thành đặc".split()
)
"""Words before which a title may well be broken."""

_PAIRS = frozenset(
    "thành phố, thị xã, thị trấn, đặc khu, dân vận, dân chủ, dân tộc, nhân dân, quy chế, cơ sở, "
    "phương hướng, nhiệm vụ, công tác, kết quả, thực hiện, tháng đầu, tháng cuối, hội nghị, "
    "sơ kết, tổng kết, báo cáo, kế hoạch, mô hình, phong trào, tuyên giáo, mặt trận, tổ quốc, "
    "việt nam, thường trực, tôn giáo, chính trị, xây dựng, giám sát, phản biện, đảng bộ, "
    "đảng ủy, đảng uỷ, ủy ban, uỷ ban, giai đoạn".split(", ")
)
"""Words of two syllables that are common in titles and that a line end would tear."""

_HOLDS_NUMBER = frozenset("năm tháng ngày số quý khóa lần".split())
_HALVES = frozenset(("đầu", "cuối"))
"""A period is one name: 6 tháng đầu năm 2020."""

_ODD_BREAK = 0.1
_AFTER_UNIT = 0.25
_ODD_IN_CAPITALS = 0.3
"""In capitals a proper name cannot be told from other words, so any odd break may tear one."""

_BAD_BREAK = 0.5

_NEARLY_EMPTY = 0.2
"""Price of a line of capitals less than half as long as if all were alike: a lone *HUYỆN*.

In small letters a break inside a name costs less already, and narrow columns have short lines.
"""


def _best_breaks(
    words: list[str],
    widths: list[float],
    space: float,
    *,
    limit: float,
    count: int,
    ideal: float,
    names: bool = True,
) -> list[int] | None:
    """Return the word numbers at which ``count`` lines end, or None when they cannot fit.

    Without ``names`` the lines only have to be alike.
    """
    capitals = all(word.isupper() for word in words)
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for _round in range(count):
        following: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            width = -space
            for end in range(start + 1, len(words) + 1):
                width += space + widths[end - 1]
                if width > limit + SLACK:
                    break
                price = cost + ((width - ideal) / limit) ** 2
                if names:
                    price += _oddness(words, end)
                    price += _NEARLY_EMPTY if capitals and width < ideal / 2 else 0.0
                if end not in following or price < following[end][0]:
                    following[end] = (price, [*ends, end])
        best = following
    found = best.get(len(words))
    return found[1] if found else None


def _oddness(words: list[str], end: int) -> float:
    """Price of ending a line after ``words[end - 1]``: nothing at a joint of the sentence.

    A break after a capitalised word (``Quy | chế``) or inside a date tears what is one name.
    """
    if end == len(words) or words[end - 1][-1:] in (";", ","):
        return 0.0
    last = words[end - 1].split("\xa0")[-1]
    following, *rest = " ".join(words[end : end + 2]).lower().replace("\xa0", " ").split(" ")
    before = last.lower()
    if last[:1].isdigit() or (before in _HOLDS_NUMBER and following[:1].isdigit()):
        return _BAD_BREAK
    if f"{before} {following}" in _PAIRS or (before in _HALVES and following == "năm"):
        return _BAD_BREAK
    if last[-1:] == "”" or (following[:1].isdigit() and rest[:1] == ["tháng"]):
        return 0.0
    if before in _UNITS:
        return _AFTER_UNIT if last.isupper() else _BAD_BREAK
    if following in _JOINTS or (last in ("ỦY", "UỶ") and following != "ban"):
        return 0.0
    if last.istitle():
        return _BAD_BREAK
    return _ODD_IN_CAPITALS if last.isupper() else _ODD_BREAK
