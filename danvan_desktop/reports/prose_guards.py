"""Of whom and when a sentence speaks: what tells that its number is not the paper's own figure.

A clerk who is told once too often stops reading, so every doubt is an answer: another period, a
plan, a part of the whole, another body or commune, a difference, a name that is not the office's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from danvan_desktop.reports.prose_tokens import CODE, CONTROL, ENDS, SEPARATORS, SLOT, Token


def _sets(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in words.split("|"))


LEADS = frozenset(("có", "với", "chức", "là", "hiện", ":", "mở", "hành"))
"""Words before a number that name no deed of their own: có, với, tổ chức, tiến hành."""
LINKS = frozenset((",", ";", "(", "với", "và", CONTROL))
"""Signs and words that go on from the number before."""
YEAR = "năm"
SKIPPED = frozenset(("đã", "được", "tổng", "cộng", "số"))

_BEHIND = frozenset((*ENDS, *SEPARATORS, "–", "-", "so", "tăng", "giảm", "toàn", "nâng"))
_PHRASES_BEHIND = (
    ("trên", "địa", "bàn"),
    ("trong", "kỳ"),
    ("trong", SLOT, "tháng"),
    ("đã", "được", "tổ", "chức"),
    ("được", "tổ", "chức"),
    ("đến", "phản", "ánh"),
    ("các", "loại"),
    ("công", "tác", "dân", "vận"),
)
_OTHER_TIMES = (
    "cùng kỳ|năm trước|năm ngoái|kỳ trước|tháng trước|quý trước|năm sau|giai đoạn|nhiệm kỳ|lũy kế|"
    "đến nay|từ khi|từ trước|tính từ|hằng|hàng tháng|hàng quý|hàng năm|kế hoạch|chỉ tiêu|phấn đấu|"
    "dự kiến|mục tiêu|đề ra|sẽ|đến năm|quý|khóa|tổng kết|sơ kết|cuối năm|cả năm|theo|quy định|"
    "trước đây|tuần|sau # năm|năm qua|từ đầu năm|ngay đầu năm|hè|dịp"
)
_PARTS = (
    "mỗi|từng|bình quân|trung bình|lĩnh vực|tập thể|cá nhân|cấp huyện|cấp xã|cấp tỉnh|"
    "cấp trung ương|loại|nhóm|trong công tác|về|gắn|thông qua|qua đợt|đợt #|lần #|riêng|gồm|"
    "cụ thể|ngoài ra|còn lại|định kỳ|đột xuất|điển hình như"
)
_CLAUSE = (
    "không|chưa|còn|thêm|tăng|giảm|đề nghị|đề xuất|trình|dự|tham gia|chuẩn bị|ít nhất|"
    "tối thiểu|tối đa|nhân rộng|nguyên|nếu|bổ sung|vượt|lại"
)
_BODIES = frozenset(
    "ubnd hđnd mttq lhpn ccb hnd xã phường ấp xóm thôn trấn ban khối cụm ủy trường quan vị "
    "nghiệp đoàn hội phòng tổ lượng chi bộ trực sở đồn tòa viện".split()
)
_PAIRS = _sets(
    "công an|quân sự|trung tâm|hợp tác|câu lạc|phụ nữ|thanh niên|nông dân|cựu chiến|dân quân|"
    "bộ đội|nhà trường|học sinh|sinh viên|giáo viên|nhân sĩ|tôn giáo|hộ dân|người dân|khu phố"
)
"""Two words that name somebody, the others name a body by one."""
_NO_BODIES = {
    "xã": ((), ("hội", "viên")),
    "hội": (("xã", "đại"), ("nghị", "viên", "thi", "đồng", "trường")),
    "đoàn": ((), ("viên", "thể", "kết")),
    "ban": ((), ("hành", "chỉ")),
    "phòng": (("quốc", "tiền"), ("chống", ",")),
    "tổ": ((), ("chức", "quốc", "hòa")),
    "trường": (("thị", "môi", "hội", "thao"), ("hợp",)),
    "ủy": (("cấp",), ()),
    "lượng": (("số", "chất"), ()),
    "quan": (("tham", "khách", "chủ", "liên", "trực"), ("tâm", "điểm", "hệ", "trọng")),
    "vị": ((), ("trí",)),
    "trực": ((), ("tiếp", "tuyến")),
    "bộ": (("cán", "tiến", "toàn", "nội"), ()),
    "chi": ((), ("tiết", "phí", "trả")),
    "nghiệp": (("nông", "sự", "công", "lâm"), ()),
    "sở": (("cơ", "trụ"), ()),
}
"""Words that name a body unless one of the first stands before or one of the second behind."""
_KEPT_CAPITALS = frozenset("nhân đảng dân nhà quyết chỉ nghị kết kế thông luật chương".split())
_NEUTRAL = frozenset(
    "trong kỳ này đầu cuối năm tháng qua đó đây kết quả nhìn chung tính đến hiện nay đã được có "
    "với là toàn trên địa bàn huyện tỉnh thành phố các cấp ngành chính quyền công tác phong trào "
    "việc hoạt động tổ chức thực triển khai tiến hành thường xuyên phát rộng khắp mạnh đẩy tăng "
    "cường quan tâm chú trọng nâng cao chất lượng hiệu tích cực chủ bảo đảm đúng kịp thời nghiêm "
    "túc tốt nhiều ngày càng số tổng cộng tất đội ngũ những và cũng hội đồng xét chọn tế kiểm tra "
    "khảo sát nổi bật huy vận ủy chỉ thị nghị quyết kế hoạch đạo tham mưu hướng dẫn nhằm góp "
    "phần thông đợt cuộc thi đua tiếp tục lan tỏa sôi sâu hệ thống trị sau khi thẩm duyệt định "
    "mttq đoàn thể xã mô hình nhân dân đảng ra_quân ghi nhận tỷ lệ đạt , ; : ( - –".split()
)
"""Syllables of a sentence's beginning that make its number no part of the whole."""
_TIMES = frozenset(("tháng", "năm"))
_FOR_SOMEBODY = ("cho", "dành", "tặng", "trao")
_PLACED = ("tại", "ở", "thuộc", "của", "về", "do")
_WHOLE = frozenset(("toàn", "nhìn", "tổng"))
_PLANNED = ("phương hướng", "kiến nghị", "đề xuất", "nhiệm vụ")


_FOREIGN_BEFORE = (*_sets(_OTHER_TIMES), *_sets(_PARTS))
_UP_TO_NOW, _LATE = ("đến", "nay"), ("cuối", "năm")
_FOREIGN_CLAUSE = _sets(_CLAUSE)
_FOREIGN_BEHIND = _sets(_OTHER_TIMES)


def planned(title: str) -> bool:
    """Tell whether a section speaks of what is still to be done."""
    lower = title.lower()
    return "kết quả" not in lower and any(word in lower for word in _PLANNED)


def timed(sentence: Sequence[Token], at: int) -> bool:
    """Tell whether a number counts months or years, or is none."""
    behind = sentence[at + 1].key if at + 1 < len(sentence) else ""
    token = sentence[at]
    return behind in _TIMES or (token.value is None and not token.path)


def closed(behind: Sequence[Token]) -> bool:
    """Tell whether what was named ends here, so that nothing behind makes it a part."""
    if not behind or behind[0].key in _BEHIND:
        return True
    keys = tuple(one.key for one in behind[:5])
    if keys[0] == "với":
        return keys[1:2] in ((SLOT,), ("sự",)) or keys[1:3] == ("nhân", "dân")
    if keys[0] == "cho":
        return keys[1:2] == (SLOT,)
    if keys[0] == "đạt":
        return keys[1:2] in ((SLOT,), ("tỷ",))
    if keys[0] == "và":
        return SLOT in keys
    if keys[0] == "dự" or keys[:2] == ("tham", "gia"):
        return closed(behind[1 if keys[0] == "dự" else 2 :])
    return any(keys[: len(phrase)] == phrase for phrase in _PHRASES_BEHIND)


def own(
    before: Sequence[Token],
    behind: Sequence[Token],
    words: Collection[str],
    *,
    period: Collection[str],
    place: Collection[str],
    lasting: bool,
) -> bool:
    """Tell whether a sentence up to a number and the rest of it speak of the paper's whole.

    ``words`` are those of the figure, ``period`` the numbers that name the paper's period (with
    YEAR when it is a year, “cuối” when it is the end of one), ``place`` the words of its area. Of
    what is ``lasting`` “đến nay” says nothing else.
    """
    clause, rest = _clause(before), _rest(behind)
    allowed = {_UP_TO_NOW} if lasting else set()
    allowed |= {_LATE} if _LATE[0] in period else set()
    foreign = [one for one in _FOREIGN_BEFORE if one not in allowed]
    if _names(before, foreign) or _names(clause, _FOREIGN_CLAUSE):
        return False
    if before and before[-1].key == "xét":
        return False
    if _names(rest, _FOREIGN_BEHIND) or any(one.key in _PLACED for one in rest):
        return False
    following = [*behind[1:], None]
    for one, after in zip(behind, following, strict=True):
        if one.key in _FOR_SOMEBODY and (after is None or not after.number):
            return False
    if _dated(before, period) or _dated(rest, period) or somebody(before, place):
        return False
    known = (*words, *place)
    return all(_neutral(part, known) for part in (_opening(before), clause))


def somebody(tokens: Sequence[Token], place: Collection[str]) -> bool:
    """Tell whether words name a body, a unit or a person."""
    for at, token in enumerate(tokens):
        behind = tokens[at + 1].key if at + 1 < len(tokens) else ""
        ahead = tokens[at - 1].key if at else ""
        if token.key in _BODIES and token.key not in place:
            before, after = _NO_BODIES.get(token.key, ((), ()))
            if ahead not in before and behind not in after:
                return True
        if (token.key, behind) in _PAIRS:
            return True
        first = at == 0 or ahead in (*ENDS, "-", ":")
        named = token.raw[:1].isupper() and not token.number and not first
        if named and token.key not in _KEPT_CAPITALS and token.key not in place:
            return True
    return False


def topic(sentence: Sequence[Token], place: Collection[str]) -> bool:
    """Tell whether a sentence makes somebody else the subject of those behind it."""
    head = [one for one in sentence if one.key != "-"][:7]
    return bool(head) and head[0].key not in _WHOLE and somebody(head, place)


# --- private


def _names(tokens: Sequence[Token], phrases: Sequence[tuple[str, ...]]) -> bool:
    keys = [one.key for one in tokens]
    return any(
        tuple(keys[at : at + len(phrase)]) == phrase
        for at in range(len(keys))
        for phrase in phrases
    )


def _opening(before: Sequence[Token]) -> Sequence[Token]:
    """Give a sentence up to its first number that counts something."""
    for at, token in enumerate(before):
        if token.number and not timed(before, at):
            return before[:at]
    return before


def _neutral(tokens: Sequence[Token], known: Collection[str]) -> bool:
    """Tell whether words say nothing that would make a part of the whole."""
    return all(
        one.number
        or one.key in _NEUTRAL
        or one.key in known
        or one.key == CONTROL
        or (one.key == CODE and not one.raw.replace("/", "").replace("-", "").isdigit())
        or (one.key == CODE and at > 0 and tokens[at - 1].key == "ngày")
        for at, one in enumerate(tokens)
    )


def _clause(before: Sequence[Token]) -> Sequence[Token]:
    for at in range(len(before) - 1, -1, -1):
        if before[at].key in SEPARATORS:
            return before[at + 1 :]
    return before


def _rest(behind: Sequence[Token]) -> Sequence[Token]:
    """Give the rest of the clause behind a number up to where it begins to compare."""
    for at, token in enumerate(behind):
        if token.key in SEPARATORS or token.key in ENDS or token.key in ("so", "tăng", "giảm"):
            return behind[:at]
    return behind


def _half(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether “đầu năm” follows “6 tháng”, or the word of the paper's period."""
    return at > 1 and tokens[at - 2].key in ("tháng", CODE)


def _dated(tokens: Sequence[Token], period: Collection[str]) -> bool:
    """Tell whether words name a time that is not the paper's own."""
    for at, token in enumerate(tokens):
        if token.key not in ("ngày", "tháng", "năm", "sáng", "chiều"):
            continue
        near = tokens[max(0, at - 1) : at + 2]
        numbers = [one for one in near if one.number or one.key == CODE]
        ahead = tokens[at - 1] if at else None
        cited = ahead is not None and ahead.key == CODE
        if token.key == YEAR and ahead is not None and ahead.key == "đầu" and not _half(tokens, at):
            return True  # the beginning of the year, not its first six months
        part = ahead is not None and (ahead.number or ahead.key in ("đầu", "cuối"))
        if token.key == YEAR and numbers and not part and YEAR not in period:
            return True  # a half-year's paper that names the year speaks of the whole year
        if any(one.raw not in period for one in numbers) and not cited:
            return True
    return False
