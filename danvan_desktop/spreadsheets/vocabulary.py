"""The words by which column headings are known, collected from the registers' declarations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from danvan_desktop.schema import (
    Choice,
    FieldSpec,
    FieldType,
    Number,
    RegisterSpec,
    Unit,
)
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import fold_key

ORDER_WORDS = frozenset({"stt", "tt", "so tt", "so thu tu", "st", "thu tu", "no"})
"""Headings of the column of running numbers."""

IGNORED_WORDS = frozenset({"ly do tra lai", "ghi chu", "chu thich", "ghi chu khac", "ghi chu them"})
"""Headings of columns that are never imported (a remark is not data)."""

MEASURE_WORDS = frozenset({"don vi tinh", "dvt", "dv tinh", "don vi do"})
"""Headings of a column of measures (kg, thùng): never a unit of the directory."""

SURNAME_WORDS = frozenset(
    {"ho va dem", "ho dem", "ho va ten dem", "ho ten dem", "ho lot", "ho va lot", "ho chu lot",
     "ho va chu lot", "ho va ten lot", "ho"}
)  # fmt: skip
GIVEN_NAME_WORDS = frozenset({"ten", "ten goi"})
"""The two halves of a name that a list splits over two columns."""

_GENERIC: dict[type[FieldType], tuple[str, ...]] = {
    Unit: ("đơn vị", "tên đơn vị", "xã, thị trấn", "xã, phường", "xã, phường, thị trấn", "xã",
           "địa phương", "cơ quan, đơn vị", "tên xã, thị trấn", "đơn vị báo cáo", "tên xã",
           "tên xã, phường", "đơn vị công tác", "đơn vị (xã, thị trấn)", "tên địa phương"),
}  # fmt: skip
_GENERIC_DATE = ("ngày", "ngày tháng", "ngày, tháng, năm", "ngày tháng năm", "thời gian")

_SURE, _CLOSE = 1.0, 0.66
"""Quality of a heading that is an alias, and the least that still counts as one."""

_SLIP = 0.9
"""How much of two headings must be the same letters in order to be one with a slip of the pen."""

_LEAD = 0.08
"""By how much the best field must beat the next one when neither is exact."""

_HEAD_BONUS = 0.1
"""What a Vietnamese heading is about stands in front: "Lĩnh vực đăng ký"."""

_UNKNOWN_WEIGHT = 0.5
_ABBREVIATIONS = {
    "db": "dai bieu",
    "dk": "dang ky",
    "dvk": "dan van kheo",
    "hn": "hoi nghi",
    "kp": "kinh phi",
    "mh": "mo hinh",
    "qd": "quyet dinh",
    "sl": "so luong",
    "yk": "y kien",
}
"""How headings are shortened in narrow columns, folded."""

_NO_WEIGHT = frozenset("cua va cac theo so tong duoc da ve cho tai trong voi".split())
_COUNTING = ("so ", "tong ", "so luong ")
"""A heading that begins so counts something: it is no name, date or choice."""

_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_EITHER = re.compile(r"\s+/\s+|(?<=\w{3})/(?=\w{3})")
"""Parts a heading that offers two names: "Họ và tên / Tên tập thể"."""

_NUMBER_IN_FRONT = re.compile(r"^\d{1,2} (?=\D)")


@dataclass(frozen=True, slots=True)
class Match:
    """What a heading was taken for: a field, or one option of a choice field."""

    field: str
    quality: float
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One register's headings: aliases → field, option spellings → (field, option)."""

    register: str
    aliases: dict[str, str]
    options: dict[str, tuple[tuple[str, str], ...]]
    numbers: frozenset[str]
    weights: dict[str, float]

    def known(self, text: str) -> bool:
        """Tell whether a text is exactly a field's heading."""
        return any(key in self.aliases for key in _keys(text))

    def knows_option(self, text: str) -> bool:
        """Tell whether a text is exactly an option of a choice field."""
        return any(key in self.options for key in _keys(text))

    def is_option(self, field: str, text: str) -> bool:
        """Tell whether a text is exactly an option of this field."""
        return any(owner == field for owner, _option in _first(self.options, text))

    def match(self, path: tuple[str, ...]) -> list[Match]:
        """Everything that a heading (from its upper to its lower level) can mean, best first."""
        leaf, above = path[-1], path[:-1]
        found = [*self._option_under_parent(leaf, above)]
        if not found:
            found += self._exact(leaf)
            found += [Match(m.field, m.quality - 0.01) for m in self._exact(" ".join(path))]
            if not any(self.names_field(parent) for parent in above):
                found += self._lone_option(leaf)
        if not found:
            found += self._near(leaf, above)
        return sorted(found, key=lambda match: -match.quality)

    def names_field(self, text: str) -> str | None:
        """The field that a text is a heading of, if it clearly is one."""
        exact = self._exact(text)
        if exact:
            return exact[0].field
        near = self._near(text, ())
        return near[0].field if near else None

    # --- private

    def _exact(self, text: str) -> list[Match]:
        fields = dict.fromkeys(self.aliases[key] for key in _keys(text) if key in self.aliases)
        return [Match(field, _SURE) for field in fields]

    def _option_under_parent(self, leaf: str, above: tuple[str, ...]) -> list[Match]:
        options = _first(self.options, leaf)
        for parent in reversed(above):
            field = self.names_field(parent)
            for owner, option in options:
                if owner == field:
                    return [Match(owner, _SURE, option)]
        return []

    def _lone_option(self, leaf: str) -> list[Match]:
        return [Match(owner, 0.9, option) for owner, option in _first(self.options, leaf)]

    def _near(self, leaf: str, above: tuple[str, ...]) -> list[Match]:
        best: dict[str, float] = {}
        for text in dict.fromkeys((leaf, " ".join((*above, leaf)))):
            for key in _keys(text):
                for field, quality in _alike(self.register, key).items():
                    best[field] = max(best.get(field, 0), quality)
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _LEAD:
            leading = [item[0] for item in ranked[:2] if self._leads(item[0], leaf)]
            if len(leading) != 1:
                return []
            ranked.sort(key=lambda item: item[0] != leading[0])
        return [Match(field, quality * 0.95) for field, quality in ranked]

    def alike(self, key: str) -> dict[str, float]:
        """The fields that a folded heading resembles closely enough, and how much."""
        best: dict[str, float] = {}
        if key in IGNORED_WORDS or key in ORDER_WORDS or key in MEASURE_WORDS:
            return best
        counts = key.startswith(_COUNTING)
        for alias, field in self.aliases.items():
            if counts and field not in self.numbers and not alias.startswith(_COUNTING):
                continue
            quality = self._likeness(key, alias)
            if quality >= _CLOSE:
                best[field] = max(best.get(field, 0), quality)
        return best

    def _likeness(self, heading: str, alias: str) -> float:
        """How alike two folded texts are, 0 to 1: by words, else by letters (slips of the pen).

        A word that many fields share ("số", "đăng ký") says little about which one is meant.
        """
        ours, theirs = _words(heading), _words(alias)
        common = ours & theirs
        if common and len(theirs) > 1 and theirs - _NO_WEIGHT:
            if theirs <= ours:
                leads = _HEAD_BONUS if heading.startswith(alias) else 0
                return min(0.5 + 0.45 * self._weight(theirs) / self._weight(ours) + leads, 1)
            alike = self._weight(common) / self._weight(ours | theirs)
            if alike >= _CLOSE:
                return alike
        length = len(heading) + len(alias)
        if min(len(heading), len(alias)) < 6 or abs(len(heading) - len(alias)) > 3:
            return 0
        # No ratio is above what the letters allow in any order, which is quickly counted.
        if 2 * (_letters(heading) & _letters(alias)).total() < _SLIP * length:
            return 0
        ratio = SequenceMatcher(None, heading, alias).ratio()
        return ratio if ratio >= _SLIP else 0

    def _leads(self, field: str, text: str) -> bool:
        """Tell whether a heading begins with a name of this field."""
        key = fold_key(text)
        return any(key.startswith(a) for a, owner in self.aliases.items() if owner == field)

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self.weights.get(word, _UNKNOWN_WEIGHT) for word in words)


@cache
def vocabulary(register: str) -> Vocabulary:
    """The words of one register."""
    spec = import_target(register)
    aliases: dict[str, str] = {}
    options: dict[str, dict[tuple[str, str], None]] = {}
    importable = [field for field in spec.fields if not field.derived]
    for words in (_own_words, lambda f: f.aliases, lambda f: _generic_words(spec, f)):
        for field in importable:
            for word in words(field):
                for key in _forms(word):
                    aliases.setdefault(key, field.name)
    for field in importable:
        if isinstance(field.type, Choice):
            for option in field.type.options:
                for word in (option.label, option.short, *option.aliases):
                    if word:
                        options.setdefault(fold_key(word), {})[field.name, option.code] = None
    owners: dict[str, set[str]] = {}
    for alias, name in aliases.items():
        for word in alias.split():
            owners.setdefault(word, set()).add(name)
    return Vocabulary(
        register,
        aliases,
        {key: tuple(found) for key, found in options.items()},
        frozenset(f.name for f in importable if isinstance(f.type, Number)),
        {word: 1 / len(names) for word, names in owners.items()},
    )


@lru_cache(maxsize=32_768)
def _alike(register: str, key: str) -> dict[str, float]:
    return vocabulary(register).alike(key)


@lru_cache(maxsize=32_768)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@lru_cache(maxsize=32_768)
def _letters(text: str) -> Counter[str]:
    return Counter(text)


def is_order(text: str) -> bool:
    """Tell whether a heading is that of running numbers."""
    return fold_key(text) in ORDER_WORDS


def is_ignored(text: str) -> bool:
    """Tell whether a heading's column is never imported."""
    return any(key in IGNORED_WORDS for key in _keys(text))


def is_surname(text: str) -> bool:
    """Tell whether a heading is that of the front part of a name."""
    return fold_key(text) in SURNAME_WORDS


def is_given_name(text: str) -> bool:
    """Tell whether a heading is that of the last part of a name."""
    return fold_key(text) in GIVEN_NAME_WORDS


def _own_words(field: FieldSpec) -> Iterable[str]:
    return (field.label, field.short)


def _generic_words(spec: RegisterSpec, field: FieldSpec) -> Iterable[str]:
    if field.name == spec.date_field:
        return _GENERIC_DATE
    return _GENERIC.get(type(field.type), ())


@lru_cache(maxsize=8192)
def _keys(text: str) -> tuple[str, ...]:
    """The compared forms of a heading, and of each name that it offers."""
    either = [fold_key(part) for part in _EITHER.split(text)] if "/" in text else []
    return tuple(key for key in dict.fromkeys((*_forms(text), *either)) if key)


@lru_cache(maxsize=8192)
def _forms(text: str) -> tuple[str, ...]:
    """The compared forms of a name: whole, without parentheses, abbreviations written out."""
    whole, bare = fold_key(text), fold_key(_PARENTHESES.sub(" ", text))
    bare = _NUMBER_IN_FRONT.sub("", bare)
    long = " ".join(_ABBREVIATIONS.get(word, word) for word in bare.split())
    return tuple(key for key in dict.fromkeys((whole, bare, long)) if key)


def _first(table: dict[str, tuple[tuple[str, str], ...]], text: str) -> tuple[tuple[str, str], ...]:
    return next((table[key] for key in _keys(text) if key in table), ())
