"""Recognise numbers that identify a person: identity cards (CCCD, CMND) and telephones.

Fields about private persons take initials, never such a number (Luật 91/2025/QH15: collect no more
than the work needs).
"""

from __future__ import annotations

import re

_CARD = re.compile(
    r"(?<![\d.,/])(?:\d{9}|\d{12}|\d{3}(?: \d{3}){2,3}|0\d{2}(?:\.\d{3}){3})(?![\d.,/]?\d)"
    r"(?!\s*(?:đồng|đ\b|vnđ|triệu|tỷ|m2|m²|kg))",
    re.I,
)
_LONG = re.compile(r"\d{7}|\d{3}[ .]\d{3}")
"""Without so many digits in a row a text needs no closer look."""

_PHONE = re.compile(r"(?<!\d)(?:\+84|84|0)(?:[ .\-]?\d){9}(?!\d)")
_NAMED = re.compile(
    r"(?:cccd|cmnd|cmtnd|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?|hộ chiếu)"
    r"[\s:.,()số]{0,12}\d[\d .]{7,16}",
    re.I,
)
# NĐ 137/2015/NĐ-CP, Điều 13: province 001–096, century and sex, year of birth, six digits.
_CITIZEN = re.compile(r"(?<![\d.,/])0(?:[0-8]\d|9[0-6])[0-3]\d{2}\d{6}(?![\d.,/]?\d)")


def identifies_person(text: str) -> bool:
    """Tell whether a text about a person holds an identity number or a telephone number."""
    return bool(_CARD.search(text) or _PHONE.search(text) or _NAMED.search(text))


def states_identity_number(text: str) -> bool:
    """Tell whether any text holds what can only be an identity number."""
    if not _LONG.search(text):
        return False
    return bool(_CITIZEN.search(text) or _NAMED.search(text))
