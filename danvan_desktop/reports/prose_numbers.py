"""Numbers in the clerk's own words that contradict the figures of the paper (rule E11).

What an indicator is called in running text stands in the catalogue (``said``); a number in such
words is held against the figure of the whole area in the paper's period. Who else or what other
time a sentence may speak of is judged by ``prose_guards``; a doubt is silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from danvan_desktop.indicators import Indicator, Kind, catalogue
from danvan_desktop.reports.figures import MONEY, PERCENT, FigureSource, FigureValue
from danvan_desktop.reports.prose_guards import (
    LEADS,
    LINKS,
    SKIPPED,
    YEAR,
    closed,
    own,
    planned,
    timed,
    topic,
)
from danvan_desktop.reports.prose_tokens import (
    ENDS,
    SLOT,
    Token,
    keys_of,
    tokens_of,
)
from danvan_desktop.reports.shown import show
from danvan_desktop.reports.typed_numbers import TypedNumber
from danvan_desktop.vietnamese import format_date, rounded_percent

FEWEST_WORDS = 3
"""A name of fewer words is too common to mean one indicator in running text."""

MOST_LETTERS, MOST_WORDS = 20_000, 300
"""Longer sections and sentences are no running text and are not looked through."""

_EQUALS = frozenset(("là", "đạt", ":", "=", "lên"))
_FILLERS = frozenset("đã được các những số tổng cộng toàn huyện tỉnh chỉ".split())
_MONEY_FORMS = {1: "tien:dong", 10**3: "tien:nghin", 10**6: "tien", 10**9: "tien:ty"}
_TRUE = (Decimal("1.5"), Decimal("0.8"), Decimal("0.2"))
"""How far “trên”, “gần” and “khoảng” reach: 1,5 times, down to four fifths, a fifth either way."""
_ROUNDED = Decimal("0.03")
"""How much of a figure a rounded number may leave out or add: “1,7 tỷ đồng”, not “2 tỷ đồng”."""
_BULLETS = ("-", "+", "•")
_EVENTS = ("hội nghị", "cuộc", "đợt")


@dataclass(frozen=True, slots=True)
class _Wording:
    """How a figure is said: the words before its number and those behind it."""

    code: str
    before: tuple[str, ...]
    behind: tuple[str, ...]

    @property
    def words(self) -> int:
        return len(self.before) + len(self.behind)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number that stands for a figure: its place among the tokens and the first of its words."""

    at: int
    first: int
    last: int
    code: str


@dataclass(frozen=True, slots=True)
class _Paper:
    """What is known of a paper: its figures, the words of its period and of its area."""

    source: FigureSource
    period: frozenset[str]
    place: frozenset[str]
    wordings: tuple[_Wording, ...]


def contradictions_in_prose(
    sections: Iterable[tuple[str, str, str]], source: FigureSource, place: str
) -> list[TypedNumber]:
    """Find typed numbers in sections (code, title, text) that contradict the paper's figures.

    ``place`` is what the paper's area is called: ``huyện Dương Minh Châu``.
    """
    paper = _Paper(source, _period_words(source), frozenset(place.lower().split()), _wordings())
    return [
        replace(found, section=code)
        for code, title, text in sections
        if len(text) <= MOST_LETTERS and not planned(title)
        for lead, line, begins in _paragraphs(text)
        for found in _looked_through(lead, line, begins, paper)
    ]


# --- private


def _period_words(source: FigureSource) -> frozenset[str]:
    """Give the numbers by which the paper's own period may be named, and what kind it is."""
    period = source.period
    name = {one.raw for one in tokens_of(period.name) if one.number}
    days = {format_date(date.fromisoformat(day)) for day in (period.first_day, period.last_day)}
    kind = {YEAR} if period.whole_year else {one for one in ("cuối",) if one in period.name}
    return frozenset((*name, *days, *(one.lstrip("0") for one in days), *kind))


def _paragraphs(text: str) -> Iterator[tuple[str, str, int]]:
    """Walk a text by lines: the line that leads to a list's item, the line, where it begins.

    Rows of tables are left out.
    """
    begins, lead = 0, ""
    for line in text.split("\n"):
        listed = line.lstrip().startswith(tuple(f"{sign} " for sign in (*_BULLETS, "*")))
        if not listed:
            lead = line if line.rstrip(" *").endswith(":") else ""
        if line.count("|") < 2 or "{{" in line:
            yield (lead if listed else ""), line, begins
        begins += len(line) + 1


def _looked_through(lead: str, line: str, begins: int, paper: _Paper) -> Iterator[TypedNumber]:
    """Find what a line contradicts, as long as it speaks of nobody else."""
    other = bool(lead) and topic(tokens_of(lead), paper.place)
    for sentence in _sentences(tokens_of(line)):
        if len(sentence) > MOST_WORDS:
            continue
        mentions: list[_Mention] = []
        for number, mention in _mentions(sentence, mentions, paper):
            found = None if other else _contradiction(number, mention, paper.source)
            if found is not None:
                typed = line[number.start : number.end]
                start, end = number.start + begins, number.end + begins
                yield replace(found, start=start, end=end, typed=typed)
        spoken = [one for at, one in enumerate(sentence) if not _inside(at, mentions)]
        other |= topic(spoken, paper.place)


def _sentences(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    first = 0
    for at, token in enumerate(tokens):
        if token.key in ENDS:
            yield tokens[first : at + 1]
            first = at + 1
    yield tokens[first:]


def _mentions(
    sentence: Sequence[Token], found: list[_Mention], paper: _Paper
) -> Iterator[tuple[Token, _Mention]]:
    """Walk the numbers that stand for a figure; they are kept in ``found``, too."""
    last = -1
    for at, token in enumerate(sentence):
        if not token.number or timed(sentence, at):
            continue
        before = found[-1] if found and found[-1].at == last else None
        mention = _mention(sentence, at, before, paper)
        strange = last >= 0 and before is None
        if mention is not None and not (strange and _goes_on(sentence, mention, last)):
            words = [
                one for i, one in enumerate(sentence[: mention.first]) if not _inside(i, found)
            ]
            if _of_the_whole(words, sentence, mention, paper):
                found.append(mention)
                if token.value is not None:
                    yield token, mention
        last = at


def _goes_on(sentence: Sequence[Token], mention: _Mention, last: int) -> bool:
    """Tell whether a number may go on from the last: “thành lập 3 tổ với 15 hòa giải viên”."""
    counted = [sentence[at + 1 : at + 2] for at in (last, mention.at)]
    return mention.first in (mention.at, last + 1) or (
        bool(counted[0]) and [one.key for one in counted[0]] == [one.key for one in counted[1]]
    )


def _of_the_whole(
    before: Sequence[Token],
    sentence: Sequence[Token],
    mention: _Mention,
    paper: _Paper,
) -> bool:
    behind = sentence[mention.last :]
    return closed(behind) and own(
        before,
        behind,
        {one.key for one in sentence[mention.first : mention.last]},
        period=paper.period,
        place=paper.place,
        lasting=catalogue()[mention.code].kind is Kind.STOCK,
    )


def _inside(at: int, mentions: Iterable[_Mention]) -> bool:
    return any(one.first <= at < one.last for one in mentions)


def _mention(
    sentence: Sequence[Token], at: int, before: _Mention | None, paper: _Paper
) -> _Mention | None:
    """Find the one figure that a number stands for."""
    rate = _rate_of(sentence, at, before)
    if rate is not None:
        return rate
    found: list[tuple[int, _Mention]] = []
    ahead, after = _next_to(sentence, at, -1), _next_to(sentence, at, 1)
    for wording in paper.wordings:
        if wording.behind and wording.behind[0] != after:
            continue
        if wording.before and wording.before[-1] not in (ahead, "là"):
            continue
        first = _matched(sentence, at, wording.before, -1)
        last = _matched(sentence, at, wording.behind, 1)
        if first is None or last is None:
            continue
        if not wording.before and not _led(sentence, at):
            continue
        last = last if wording.behind else _unit_behind(sentence, at, wording.code)
        found.append((wording.words, _Mention(at, first, last + 1, wording.code)))
    longest = max((words for words, _mention in found), default=0)
    best = {one.code: one for words, one in found if words == longest}
    return next(iter(best.values())) if len(best) == 1 else None


def _rate_of(sentence: Sequence[Token], at: int, before: _Mention | None) -> _Mention | None:
    """Find the rate in “hòa giải thành 91 vụ, đạt (tỷ lệ) 71,7%”."""
    if before is None or sentence[at].kind != "%" or at == 0:
        return None
    between = {one.key for one in sentence[before.last : at]}
    if not between <= {",", "đạt", "tỷ", "lệ", "(", "chiếm"} or not between & {"đạt", "chiếm"}:
        return None
    rates = [one.code for one in catalogue().values() if one.numerator == before.code]
    return _Mention(at, before.last, at + 1, rates[0]) if len(rates) == 1 else None


def _next_to(sentence: Sequence[Token], at: int, step: int) -> str:
    """Give the word next to a number that says something."""
    place = at + step
    while 0 <= place < len(sentence) and sentence[place].key in _FILLERS:
        place += step
    return sentence[place].key if 0 <= place < len(sentence) else ""


def _matched(sentence: Sequence[Token], at: int, words: tuple[str, ...], step: int) -> int | None:
    """Match words next to a number; give the place of the farthest, None when they differ."""
    place = at
    for word in words[::step]:
        place += step
        while 0 <= place < len(sentence) and sentence[place].key in _FILLERS:
            place += step
        if not 0 <= place < len(sentence):
            return None
        key = sentence[place].key
        if key != word and not (word == "là" and key in _EQUALS):
            return None
    return place


def _unit_behind(sentence: Sequence[Token], at: int, code: str) -> int:
    """Give the place of the last word of the unit behind a number: “là 19 hội nghị”."""
    unit = catalogue()[code].unit
    for words in (unit, "cuộc") if unit in _EVENTS else (unit,):
        last = _matched(sentence, at, keys_of(words), 1)
        if last is not None:
            return last
    return at


def _led(sentence: Sequence[Token], at: int) -> bool:
    """Tell whether the words before a number leave it to the words behind what it counts."""
    place = at - 1
    while place >= 0 and sentence[place].key in SKIPPED:
        place -= 1
    if place < 0 or (place == 0 and sentence[0].key in _BULLETS):
        return True
    return sentence[place].key in LEADS or sentence[place].key in LINKS


def _contradiction(number: Token, mention: _Mention, source: FigureSource) -> TypedNumber | None:
    """Hold a number against its figure; section and words are still to be told."""
    figure = source.figure(mention.code)
    if figure is None or figure.value is None or not _comparable(number, figure):
        return None
    if _agrees(number, Decimal(figure.value), rough=bool(figure.qualifier)):
        return None
    name = _filter(number, figure)
    shown = show(source, mention.code, name)
    return TypedNumber("", number.start, number.end, "", mention.code, name, shown, sure=False)


def _comparable(number: Token, figure: FigureValue) -> bool:
    if figure.unit in (PERCENT, MONEY):
        return number.kind == figure.unit
    return number.kind == ""


def _agrees(number: Token, figure: Decimal, *, rough: bool) -> bool:
    """Tell whether a figure is what was written, as exactly as it was written."""
    assert number.value is not None
    step = Decimal(1).scaleb(-number.places)
    now, said = figure / number.scale, number.value
    above, below, around = _TRUE
    match number.qualifier or ("khoảng" if rough else ""):
        case "trên":
            return said <= now < said * above
        case "gần":
            return said * below <= now <= said + step
        case "khoảng":
            return abs(said - now) <= max(said, now) * around
        case "dưới":
            return now <= said
    rounded = now.quantize(step, rounding=ROUND_HALF_UP)
    if number.kind == PERCENT:
        rounded = rounded_percent(now, number.places)
    return said == rounded and abs(said - now) <= abs(now) * _ROUNDED


def _filter(number: Token, figure: FigureValue) -> str:
    if figure.unit == PERCENT:
        return "ty_le"
    if figure.unit == MONEY:
        return _MONEY_FORMS[number.scale]
    spelt = {"words": "chu", "capital": "chu|hoa_dau", "both": "so_chu"}
    return spelt.get(number.spelt, "so")


def _wordings() -> tuple[_Wording, ...]:
    return _read(tuple((one.code, tuple(_phrases(one))) for one in catalogue().values()))


@cache
def _read(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[_Wording, ...]:
    """Read the phrases of all indicators; what could mean two of them is left out."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], set[str]] = {}
    for code, own_phrases in phrases:
        for phrase in own_phrases:
            keys = tuple(key for key in keys_of(phrase) if key not in _FILLERS)
            at = keys.index(SLOT)
            found.setdefault((keys[:at], keys[at + 1 :]), set()).add(code)
    return tuple(
        _Wording(next(iter(codes)), *words) for words, codes in found.items() if len(codes) == 1
    )


def _phrases(one: Indicator) -> Iterator[str]:
    """Give what the catalogue says, else the names that are long enough to mean one thing."""
    if one.said is not None:
        yield from (phrase.replace("#", " 1 ") for phrase in one.said)
        return
    for name in dict.fromkeys((one.name, one.short, *one.aliases)):
        if len(name.split()) < FEWEST_WORDS:
            continue
        yield f"{name} là 1"
        if one.kind is not Kind.RATIO and one.unit != MONEY:
            yield f"1 {name}"
