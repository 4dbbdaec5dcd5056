"""Recognise the marking of a degree of state secrecy: MẬT, TỐI MẬT, TUYỆT MẬT.

A marking is a declaration: a stamp that stands alone, a degree behind the words "độ mật", a degree
in capitals or brackets beside ordinary text. Talk about secrets ("bảo vệ bí mật nhà nước"), other
words ("mật độ", "mật ong", "thân mật") and names ("ông Mật") are no declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from danvan_desktop.vietnamese import clean, clean_lines, contains_vietnamese, fold

DEGREES = ("mật", "tối mật", "tuyệt mật")
"""The three degrees (Luật Bảo vệ bí mật nhà nước)."""

PAPER_BOOK = "VB mật – xem sổ mật giấy"
"""What may stand in place of a secret paper's abstract, besides its number and day."""

_SPACED = re.compile(r"\b(?:\w[ .]){2,}\w\b")
_PAPER_BOOK = re.compile(r"\b(?:vb|văn bản)\s+mật\s*[–—-]\s*xem\s+sổ\s+mật(?:\s+giấy)?\b", re.I)
_UPPER = r"(?:TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT)"
_MARKS = " .:()*…"
_EDGE = r"[\W_]*"

_ALONE = re.compile(
    rf"{_EDGE}(?:{_UPPER}|(?i:(?:tuyệt|tối)\s+mật)"
    # The stamp as it reads in TCVN3 and VNI when nobody converted it.
    rf"|(?i:(?:tuyÖt\s+|tèi\s+)?mËt)|(?i:(?:tuyeät\s+|toái\s+)?maät)){_EDGE}"
)
_LABELLED = re.compile(
    r"(?<!mật )\b(?:mức\s+độ|cấp\s+độ|độ|mức|dấu)\s+(?:bí\s+)?mật\s*"
    r"(?:(?:[:=–—.\-…]+|là\b)?[\W_]*(?:tuyệt|tối)\s+mật|(?:[:=–—.\-…]+|là\b)[\W_]*mật)\b"
    r"(?!\s+(?:độ|ong|khẩu|mã))",
    re.I,
)
_LABELLED_PLAIN = re.compile(r"\b(?:muc do|cap do|do|muc) mat\s*[:=]\s*(?:tuyet mat|toi mat|mat)\b")
_LABEL = re.compile(r"(?:mức |cấp )?độ (?:bí )?mật", re.I)
_LEADING = re.compile(rf"{_EDGE}{_UPPER}\s*[–—:|/)\]\-]")
_BRACKETED = re.compile(rf"[(\[{{<“\"]\s*(?:{_UPPER}|(?i:(?:tuyệt|tối)\s+mật))\s*[)\]}}>”\"]")
_STRONG = re.compile(r"\b(?:TUYỆT|TỐI)\s+MẬT\b")
_WORD = re.compile(r"\bMẬT\b")

_BEFORE = frozenset(("bí", "bảo", "thân", "cơ", "đường", "ong", "hoa", "túi", "mía"))
_AFTER = frozenset(
    ("độ", "ong", "khẩu", "mã", "thiết", "vụ", "mía", "hoa", "thư", "danh", "gấu", "thám", "lệnh")
)
_PAPERS = frozenset(
    ("bản", "liệu", "cáo", "sơ", "hoạch", "quyết", "độ", "dấu", "vb", "cv", "bc", "loại", "tin")
)
"""Last words of what a degree stands behind: văn bản, tài liệu, báo cáo, hồ sơ …"""

_PLAIN_BEFORE = frozenset(
    "bi bao than co vang ra gap be bo mot khuan ong tien dat nhan chu trai xa dau rua".split()
)
_PLAIN_AFTER = frozenset(
    "tran bang do ong khau ma thiet nuoc hang tien cat dat duong nguoi chung phang nhan on kha vu "
    "tich troi trang mua phan sau truoc ngoai trong can doi".split()
)
"""Neighbours of MAT in names without accents: Mặt trận, mặt bằng, có mặt, mất, mật độ …"""

_ABOUT = re.compile(r"quản lý|bảo vệ|bảo quản|quy định|quy chế|hướng dẫn|công tác|tập huấn", re.I)
_SECRET_PAPER = re.compile(
    r"(?:văn bản|tài liệu|báo cáo|công văn|hồ sơ|kế hoạch|độ) (?:tuyệt |tối )?mật\b", re.I
)


def declares_degree(text: str) -> bool:
    """Tell whether a text of one or more lines declares a degree of state secrecy."""
    if not may_declare(text):
        return False
    lines = clean_lines(text).split("\n")
    return any(_line_declares(line) for line in lines if may_declare(line))


def name_declares_degree(name: str) -> bool:
    """Tell whether the name of a file (with or without folders) declares a degree.

    Names are often typed without accents: MAT in capitals among small letters is a marking; in a
    name all of capitals its neighbours decide (MAT TRAN is the Front).
    """
    stem = clean(Path(name.replace("\\", "/")).stem)
    if re.match(rf"(?:{_UPPER}|MAT|TOI MAT|TUYET MAT|Mật|Tối mật|Tuyệt mật)\s*[-_–.]", stem):
        return True
    words = clean(re.sub(r"[\s_.\-+–—]+", " ", stem))
    if _line_declares(words) or re.search(r"\b(?:tuyệt|tối) mật\b", words, re.I):
        return True
    if re.search(r"[(\[](?:mật|MAT)[)\]]", stem, re.I if "ậ" in stem else 0):
        return True
    if _SECRET_PAPER.search(words) and not _ABOUT.search(words):
        return True
    return not contains_vietnamese(words) and _plain_name_declares(words)


def table_declares_degree(rows: Iterable[Mapping[int, object]]) -> bool:
    """Tell whether cells (by column) declare a degree: alone, or under or beside "Độ mật"."""
    columns: set[int] = set()
    for row in rows:
        texts = {column: text for column, text in row.items() if isinstance(text, str) and text}
        if not columns and not may_declare("\n".join(texts.values())):
            continue
        labelled = False
        for column in sorted(texts):
            text = clean(texts[column]).strip(_MARKS)
            if declares_degree(texts[column]):
                return True
            if text.casefold() in DEGREES and (labelled or column in columns):
                return True
            labelled = _LABEL.fullmatch(text) is not None
            if labelled:
                columns.add(column)
    return False


def may_declare(text: str) -> bool:
    """Sort out nearly every text at once: an import asks for each cell of each row.

    A combining mark means that the text has to be composed first; Ë and Ä are ậ in TCVN3 and VNI.
    """
    return (
        "mật" in text
        or "MẬT" in text
        or "Mật" in text
        or "Ậ T" in text
        or "MAT" in text
        or "mat" in text
        or "\u0323" in text
        or "\u0308" in text
        or "Ët" in text
        or "ËT" in text
        or "ët" in text
        or "Ät" in text
        or "ÄT" in text
        or "ät" in text
        or "Mat" in text
    )


def _line_declares(line: str) -> bool:
    line = _SPACED.sub(lambda found: re.sub(r"[ .]", "", found[0]), line)
    line = _PAPER_BOOK.sub(" ", line)
    if _LABEL.fullmatch(line.strip(_MARKS)):
        return False
    if _ALONE.fullmatch(line) or _LABELLED.search(line) or _LEADING.match(line):
        return True
    if _BRACKETED.search(line) or _STRONG.search(line):
        return True
    if not contains_vietnamese(line) and _LABELLED_PLAIN.search(fold(line)):
        return True
    return any(_word_declares(line, found) for found in _WORD.finditer(line))


def _word_declares(line: str, found: re.Match[str]) -> bool:
    """Judge a lone MẬT in capitals by the words around it."""
    before = re.findall(r"\w+", line[: found.start()])[-2:]
    after = re.findall(r"\w+", line[found.end() :])[:1]
    last = before[-1] if before else ""
    if last.casefold() in _BEFORE or (after and after[0].casefold() in _AFTER):
        return False
    if last.casefold() in _PAPERS or [word.casefold() for word in before] == ["công", "văn"]:
        return True
    is_name = line == line.upper() or last.istitle()  # NGUYỄN VĂN MẬT, Nguyễn Văn MẬT
    return not is_name


def _plain_name_declares(words: str) -> bool:
    """Judge a name without accents."""
    if re.search(r"\b(?:TOI|TUYET) MAT\b|\btuyet mat\b", words):
        return True
    if _LABELLED_PLAIN.search(fold(words)) or re.search(r"\bdo mat (?:toi|tuyet)\b", fold(words)):
        return True
    every = words.split()
    small = any(word != word.upper() for word in every)
    for place, word in enumerate(every):
        if word.strip("()[]") != "MAT":
            continue
        before = every[place - 1] if place else ""
        after = every[place + 1] if place + 1 < len(every) else ""
        # Among small letters only the capitals beside it may belong to the same word.
        near = [w.lower() if w == w.upper() else "" for w in (before, after)] if small else [
            before.lower(), after.lower()
        ]  # fmt: skip
        if near[0] not in _PLAIN_BEFORE and near[1] not in _PLAIN_AFTER:
            return True
    return False
