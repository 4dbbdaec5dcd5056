"""The ways to read the name of a unit as communes type it.

Names come with words of office in front (UBND, Đảng ủy, xã, X., TT.), without accents, in capitals.
They are compared by folded key, first as typed, then without the words of office; a name that still
fits two units is ambiguous and the clerk chooses.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.vietnamese import fold_key

OFFICE_WORDS = (
    "uy ban nhan dan",
    "uy ban mat tran to quoc",
    "ubnd",
    "hdnd",
    "dang uy",
    "dang bo",
    "khoi dan van",
    "ban dan van",
    "khoi",
)
"""Words of office that say nothing about which unit is meant."""

KIND_WORDS = {
    "x": "xã",
    "xa": "xã",
    "tt": "thị trấn",
    "thi tran": "thị trấn",
    "p": "phường",
    "phuong": "phường",
    "dac khu": "đặc khu",
    "huyen": "huyện",
    "h": "huyện",
    "quan": "quận",
    "thi xa": "thị xã",
    "tinh": "tỉnh",
}
"""How the kind of a unit is written in front of its name."""


def readings(key: str) -> Iterable[str]:
    """The ways to read a typed name, the most literal first."""
    yield key
    rest = key
    shorter = True
    while shorter:
        shorter = False
        for word in OFFICE_WORDS:
            if rest.startswith(word + " "):
                rest, shorter = rest[len(word) + 1 :], True
                yield rest
    for short, kind in sorted(KIND_WORDS.items(), key=lambda item: -len(item[0])):
        if rest.startswith(short + " "):
            name = rest[len(short) + 1 :]
            yield f"{fold_key(kind)} {name}"
            return
        if rest == short:
            yield fold_key(kind)
            return
