"""A text as the words and numbers that a reader compares: 1.003, “hơn 2 tỷ đồng”, mười ba.

Spellings that mean the same come out equal (hoà, hòa; vụ việc, vụ; đơn thư, đơn), what a number is
(a rate, money, “gần”) belongs to the number, and dates, document numbers and ranges are no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from danvan_desktop.reports.literal import SHIELD
from danvan_desktop.reports.placeholders import figures_in
from danvan_desktop.reports.review_words import respelled
from danvan_desktop.vietnamese import parse_number, read_number_in_words

SLOT = "#"
"""The key of every number."""
CODE = "\ue000"
"""The key of what has digits and is no number: 15/3/2019, 12-CT/TW, 0276.3877.123."""
CONTROL = "\ue001"
"""The key of a condition or loop of the template language."""

ENDS = frozenset((".", "!", "?", "\n", "…"))
SEPARATORS = frozenset((",", ";", ":", "(", ")", CONTROL))
QUALIFIERS = {
    **dict.fromkeys(("hơn", "trên"), "trên"),
    **dict.fromkeys(("gần", "ngót"), "gần"),
    **dict.fromkeys(("khoảng", "ước", "chừng", "độ", "xỉ"), "khoảng"),
    "dưới": "dưới",
}
_QUALIFYING = frozenset((*QUALIFIERS, "xấp", "đạt"))
_ROUGH = ("khoảng", "dưới", "gần", "trên")
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "trđ": 10**6}
_DROPPED = frozenset("“”\"'‘’*_" + SHIELD)
_SAME = {
    ("mô", "hình", ",", "điển", "hình"): ("mô", "hình"),
    ("mô", "hình", "và", "điển", "hình"): ("mô", "hình"),
    ("mô", "hình", "điển", "hình"): ("mô", "hình"),
    ("dân", "vận", "khéo"): (),
    ("trong", "kỳ"): (),
    ("ra", "quân"): ("ra_quân",),
    ("vụ", "việc"): ("vụ",),
    ("đơn", "thư"): ("đơn",),
    ("buổi",): ("cuộc",),
    ("tiếp", "xúc", ",", "đối", "thoại"): ("đối", "thoại"),
    ("cuộc", "tiếp", "xúc", ",", "đối", "thoại"): ("hội", "nghị", "đối", "thoại"),
    ("cuộc", "hội", "nghị"): ("hội", "nghị"),
    ("cuộc", "đối", "thoại"): ("hội", "nghị", "đối", "thoại"),
    ("buổi", "đối", "thoại"): ("hội", "nghị", "đối", "thoại"),
    ("tham", "dự"): ("dự",),
    ("mặt", "trận", "tổ", "quốc"): ("mttq",),
    ("mặt", "trận"): ("mttq",),
    ("ttnd",): ("thanh", "tra", "nhân", "dân"),
    ("gsđtcđ",): ("giám", "sát", "đầu", "tư", "của", "cộng", "đồng"),
    ("giám", "sát", "đầu", "tư", "cộng", "đồng"): tuple("giám sát đầu tư của cộng đồng".split()),
}
_LONGEST = max(map(len, _SAME))
_NOT_COUNTED = frozenset(
    "năm tháng ngày quý số điều khoản điểm mục thứ lần đợt khóa tuổi ấp tổ cụm trang bảng biểu "
    "lục luật từ khu lớp giờ hẻm lộ".split()
)
_CITED = frozenset(
    ("nghị quyết", "chỉ thị", "quyết định", "kết luận", "kế hoạch", "thông tư", "nghị định")
)
_IN_WORDS = frozenset(
    "không một hai ba bốn tư năm lăm sáu bảy tám chín mười mươi mốt trăm linh lẻ nghìn ngàn".split()
)
_UNSURE_WORDS = frozenset(("một", "năm", "không", "ba", "tư"))
"""Words that alone are no number in running text: “một mô hình”, “năm nay”."""

_LEXEMES = re.compile(
    r"(?P<tag>\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\})"
    r"|(?P<code>\d[\d.,]{0,80}[/–-]\w\S*|[^\W\d]\S{0,80}[/-]\d\S*|[^\W\d_]+\d\w*|\d+[^\W\d_]\w*)"
    r"|(?P<number>\d{1,3}(?:[ \u00a0]\d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d+)*)(?P<percent>[ \u00a0]?%)?"
    r"|(?P<word>[^\W\d_]+)|(?P<sign>[^\s\w]|\n)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, sign or number of a text by its ``key``; ``raw`` is how it is written.

    A number that was typed has a ``value`` (in units of ``scale``) and ``places`` behind the
    comma; a live figure has a ``path`` instead. ``kind`` is "%", "đồng" or "".
    """

    key: str
    raw: str
    start: int
    end: int
    value: Decimal | None = None
    path: str = ""
    kind: str = ""
    scale: int = 1
    places: int = 0
    qualifier: str = ""
    spelt: str = ""

    @property
    def number(self) -> bool:
        """Tell whether it is a number, typed or live."""
        return self.key == SLOT


def tokens_of(text: str) -> list[Token]:
    """Cut a text into tokens, with the same words for what means the same."""
    found = _same(_spelt(list(_lexemes(respelled(text)))))
    return list(_told(_measured(found)))


def keys_of(phrase: str) -> tuple[str, ...]:
    """Give the keys of a phrase in which ``#`` stands for a number."""
    return tuple(one.key for one in _same(list(_lexemes(respelled(phrase)))))


# --- private


def _lexemes(text: str) -> Iterator[Token]:
    paths = {ref.start: ref.path for ref in figures_in(text)} if "{{" in text else {}
    for found in _LEXEMES.finditer(text):
        raw, (start, end) = found[0], found.span()
        if found["tag"]:
            path = paths.get(start, "")
            key = SLOT if path else CONTROL if raw.startswith("{%") else CODE
            yield Token(key, raw, start, end, path=path)
        elif found["code"]:
            yield Token(CODE, raw, start, end)
        elif found["number"]:
            yield _number(found)
        elif found["word"]:
            yield Token(raw.lower(), raw, start, end)
        elif raw not in _DROPPED:
            yield Token(raw, raw, start, end)


def _number(found: re.Match[str]) -> Token:
    value = parse_number(found["number"]).value
    if value is None:
        return Token(CODE, found[0], *found.span())
    places = len(found["number"].partition(",")[2])
    kind = "%" if found["percent"] else ""
    return Token(SLOT, found[0], *found.span(), value=value, kind=kind, places=places)


def _spelt(tokens: Sequence[Token]) -> list[Token]:
    """Read numbers that are spelt: “mười ba”, and “13 (mười ba)” as one."""
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        stop = at
        while stop < len(tokens) and tokens[stop].key in _IN_WORDS:
            stop += 1
        words = " ".join(one.key for one in tokens[at:stop])
        value = read_number_in_words(words) if stop > at else None
        if value is None or (stop - at == 1 and words in _UNSURE_WORDS):
            made.append(tokens[at])
            at += 1
            continue
        first, last = tokens[at], tokens[stop - 1]
        closed = stop < len(tokens) and tokens[stop].key == ")"
        if closed and len(made) > 1 and made[-1].key == "(" and made[-2].value == value:
            made.pop()
            made[-1] = replace(made[-1], end=tokens[stop].end, spelt="both")
            stop += 1
        else:
            case = "capital" if first.raw[0].isupper() else "words"
            made.append(Token(SLOT, "", first.start, last.end, value=Decimal(value), spelt=case))
        at = stop
    return made


def _same(tokens: Sequence[Token]) -> list[Token]:
    """Write what means the same with the same keys."""
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            keys = _SAME.get(tuple(one.key for one in tokens[at : at + length]))
            if keys is not None:
                first, last = tokens[at], tokens[at + length - 1]
                made += [Token(key, first.raw, first.start, last.end) for key in keys]
                at += length
                break
        else:
            made.append(tokens[at])
            at += 1
    return made


def _measured(tokens: Sequence[Token]) -> list[Token]:
    """Put “triệu đồng” behind a number and “hơn” before it into the number."""
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if not token.number:
            made.append(token)
            continue
        keys = [one.key for one in tokens[at : at + 2]]
        if keys and keys[0] in _SCALES and not token.path:
            token = replace(token, scale=_SCALES[keys[0]], end=tokens[at].end)
            if keys[0] == "trđ" or keys[1:] == ["đồng"]:
                token = replace(token, kind="đồng", end=tokens[at + len(keys) - 1].end)
                at += keys[0] != "trđ"
            at += 1
        elif keys[:1] == ["đồng"] and not token.path:
            token = replace(token, kind="đồng", end=tokens[at].end)
            at += 1
        made.append(_qualified(made, token))
    return made


def _qualified(before: list[Token], token: Token) -> Token:
    """Take the words “ước đạt trên” from before a number into it."""
    words: list[str] = []
    while before and before[-1].key in _QUALIFYING:
        if before[-1].key == "đạt" and not (len(before) > 1 and before[-2].key == "ước"):
            break
        words.append(before[-1].key)
        token = replace(token, start=before.pop().start)
    found = {QUALIFIERS[word] for word in words if word in QUALIFIERS}
    return replace(token, qualifier=next((one for one in _ROUGH if one in found), ""))


def _told(tokens: Sequence[Token]) -> Iterator[Token]:
    """Take away the value of what is no count: năm 2020, Điều 12, 5 đến 7."""
    for at, token in enumerate(tokens):
        if token.value is None:
            yield token
            continue
        before = [one.key for one in tokens[max(0, at - 2) : at]]
        behind = [one.key for one in tokens[at + 1 : at + 3]]
        ranged = behind[:1] in (["đến"], ["-"], ["–"], ["tới"]) and behind[1:] == [SLOT]
        ranged |= before in ([SLOT, one] for one in ("đến", "-", "–", "tới"))
        named = before[-1:] and (before[-1] in _NOT_COUNTED or " ".join(before) in _CITED)
        yield replace(token, value=None) if ranged or named else token
