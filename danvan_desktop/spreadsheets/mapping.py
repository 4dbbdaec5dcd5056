"""Which column is which field: found from the headings, changed by the clerk, remembered.

A mapping is plain data, kept under the fingerprint of the headings it was made for, so that the
next workbook with the same headings needs no question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping as MappingOf, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from danvan_desktop.schema import Choice, Money, Period, PersonName, RegisterSpec, Text
from danvan_desktop.spreadsheets.header import Header
from danvan_desktop.spreadsheets.targets import find_target, import_targets, is_plausible
from danvan_desktop.spreadsheets.titles import money_unit_in
from danvan_desktop.spreadsheets.vocabulary import Match, is_given_name, is_surname, vocabulary
from danvan_desktop.vietnamese import fold_key

_ENOUGH_REQUIRED = 0.6
_ENOUGH_WITH_TITLE = 0.4
_ENOUGH_HEADINGS = 0.5
_TITLE_BONUS = 0.5
_GUESSED = 0.5
_FEWEST_TOTALS = 2
_UNIT_WORDS = ("don vi ", "xa ", "dia phuong ")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column's field; ``option`` for a tick column, ``unit_dong`` for a money column.

    A name split over two columns has two with the same field; their texts are joined.
    """

    column: int
    field: str
    option: str | None = None
    unit_dong: int | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A register and the columns that are read into it; columns not listed are not imported."""

    register: str
    columns: tuple[ColumnMapping, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that some column gives."""
        return frozenset(column.field for column in self.columns)

    def to_json(self) -> dict[str, Any]:
        """Write it as plain data."""
        columns = [[c.column, c.field, c.option, c.unit_dong] for c in self.columns]
        return {"register": self.register, "columns": columns}

    @staticmethod
    def from_json(data: MappingOf[str, Any]) -> Mapping | None:
        """Read it back; None when it speaks of a register or field that no longer exists."""
        spec = find_target(str(data.get("register")))
        try:
            columns = tuple(ColumnMapping(*entry) for entry in data["columns"])
        except (KeyError, TypeError):
            return None
        if spec is None or not all(_exists(spec, column) for column in columns):
            return None
        return Mapping(spec.key, columns)


class MappingMemory(Protocol):
    """Where mappings that the clerk made are kept, by the fingerprint of their headings."""

    def recall_mapping(self, fingerprint: str) -> MappingOf[str, Any] | None:
        """Return what was kept, or None."""

    def remember_mapping(self, fingerprint: str, mapping: MappingOf[str, Any]) -> object:
        """Keep a mapping as plain data."""


def find_mapping(
    header: Header, *, titles: Sequence[str], sheet_money: int | None = None
) -> Mapping | None:
    """Choose the register that the headings belong to and map its columns; None for no register.

    ``titles`` are the lines over the table, the sheet's and the file's name.
    """
    for guess in (False, True):
        best: tuple[float, Mapping] | None = None
        for spec in import_targets():
            mapping = map_columns(header, spec, sheet_money=sheet_money, guess=guess)
            score = _score(spec, mapping, header, titles)
            if score is not None and (best is None or score > best[0]):
                best = score, mapping
        if best is not None:
            return best[1]
    return None


def map_columns(
    header: Header, spec: RegisterSpec, *, sheet_money: int | None = None, guess: bool = False
) -> Mapping:
    """Map the columns to the fields of one register, as far as their headings tell.

    ``guess`` also takes the only column left over for the title.
    """
    words = vocabulary(spec.key)
    matches = {column: words.match(path) for column, path in header.headings.items()}
    names = _name_columns(header, spec)
    matches = {column: [] if column in names else found for column, found in matches.items()}
    ticks = _tick_groups(matches)
    required = {field.name for field in spec.fields if field.required}
    named = {match.field for match in names.values()}
    single = _single_columns(matches, ticks, taken=named, required=required)
    chosen = {
        **names,
        **{column: match for columns in ticks.values() for column, match in columns.items()},
        **single,
    }
    chosen.update(_unit_column(header, spec, chosen))
    if guess:
        chosen.update(_left_over(header, spec, chosen))
    columns = tuple(
        ColumnMapping(
            column,
            match.field,
            match.option,
            _money(spec, match.field, header.columns[column], sheet_money),
        )
        for column, match in sorted(chosen.items())
    )
    return Mapping(spec.key, columns)


def _exists(spec: RegisterSpec, column: ColumnMapping) -> bool:
    known = next((field for field in spec.fields if field.name == column.field), None)
    if known is None or column.option is None:
        return known is not None
    return isinstance(known.type, Choice) and known.type.option(column.option) is not None


def _unit_column(
    header: Header, spec: RegisterSpec, chosen: MappingOf[int, Match]
) -> dict[int, Match]:
    """Where no column gives the unit, one headed "Đơn vị …" that only an optional field claims."""
    name = spec.unit_field
    if name is None or not spec.field(name).required:
        return {}
    if name in {match.field for match in chosen.values()}:
        return {}
    optional = [
        column
        for column, match in sorted(chosen.items())
        if fold_key(header.columns[column][-1]).startswith(_UNIT_WORDS)
        and isinstance(spec.field(match.field).type, Text)
        and not spec.field(match.field).required
    ]
    return {optional[0]: Match(name, _GUESSED)} if len(optional) == 1 else {}


def _left_over(
    header: Header, spec: RegisterSpec, chosen: MappingOf[int, Match]
) -> dict[int, Match]:
    """The only column that nobody claims is the title, where nearly all the others are known."""
    title = spec.field(spec.title_field)
    free = [column for column in header.headings if column not in chosen]
    taken = {match.field for match in chosen.values()}
    required = {f.name for f in spec.fields if f.required and not f.derived} - {title.name}
    open_title = title.required and isinstance(title.type, Text) and title.name not in taken
    if len(free) != 1 or not open_title or not required or not required <= taken:
        return {}
    return {free[0]: Match(title.name, _GUESSED)}


def _name_columns(header: Header, spec: RegisterSpec) -> dict[int, Match]:
    """The two columns "Họ và đệm" and "Tên" side by side, where the register keeps a name."""
    person = next((f for f in spec.fields if isinstance(f.type, PersonName) and f.required), None)
    if person is None:
        return {}
    for column, path in header.columns.items():
        beside = header.columns.get(column + 1)
        if beside and is_surname(path[-1]) and is_given_name(beside[-1]):
            return {c: Match(person.name, 1.0) for c in (column, column + 1)}
    return {}


def _tick_groups(matches: MappingOf[int, list[Match]]) -> dict[str, dict[int, Match]]:
    """Columns that are ticked: at least two options of one field; the surest column for each."""
    groups: dict[str, dict[int, Match]] = {}
    best: dict[tuple[str, str], int] = {}
    offers = ((column, found[0]) for column, found in matches.items() if found)
    for column, match in sorted(offers, key=lambda offer: -offer[1].quality):
        if match.option is None or (match.field, match.option) in best:
            continue
        best[match.field, match.option] = column
        groups.setdefault(match.field, {})[column] = match
    return {field: columns for field, columns in groups.items() if len(columns) > 1}


def _single_columns(
    matches: MappingOf[int, list[Match]],
    ticks: MappingOf[str, MappingOf[int, Match]],
    taken: Collection[str],
    required: Collection[str],
) -> dict[int, Match]:
    """The best column for each field that is not ticked; the first one when two are alike.

    A heading of two names ("Địa điểm / Đơn vị") goes to the field that no record can do without.
    """
    used = {column for columns in ticks.values() for column in columns}
    offers = [
        (match.quality, match.field in required, -column, match)
        for column, found in matches.items()
        if column not in used
        for match in found
        if match.option is None and match.field not in ticks and match.field not in taken
    ]
    single: dict[int, Match] = {}
    done: set[str] = set()
    for _quality, _needed, column, match in sorted(offers, key=lambda o: o[:3], reverse=True):
        if -column not in single and match.field not in done:
            single[-column] = match
            done.add(match.field)
    return single


def _money(
    spec: RegisterSpec, name: str, path: tuple[str, ...], sheet_money: int | None
) -> int | None:
    kind = spec.field(name).type
    if not isinstance(kind, Money):
        return None
    named = next((unit for text in reversed(path) if (unit := money_unit_in(text))), None)
    return named or sheet_money or kind.unit_dong


def _score(
    spec: RegisterSpec, mapping: Mapping, header: Header, titles: Sequence[str]
) -> float | None:
    """How well a table fits a register; None when it is not one of that register's.

    A missing column of units or periods counts neither way: both may stand in the title.
    """
    required = {f.name for f in spec.fields if f.required and not f.derived}
    required -= {spec.unit_field, *_periods(spec)} - mapping.fields
    if not _has_key_column(spec, mapping):
        return None
    covered = len(required & mapping.fields) / len(required) if required else 1.0
    share = len(mapping.columns) / max(len(header.headings), 1)
    named = _named(spec, titles)
    if covered < (_ENOUGH_WITH_TITLE if named else _ENOUGH_REQUIRED):
        return None
    given = mapping.fields | {spec.unit_field} if required <= mapping.fields else mapping.fields
    if share < _ENOUGH_HEADINGS or len(given) < 3:
        return None
    if not is_plausible(spec, mapping.fields):
        return None
    return 2 * covered + share + (_TITLE_BONUS if named else 0)


def _has_key_column(spec: RegisterSpec, mapping: Mapping) -> bool:
    """A record without its name and its day is nothing: one of the two must be there.

    Totals of a period have no day; their units stand in a column, in groups or in the title.
    """
    keys = {spec.date_field}
    if spec.field(spec.title_field).required:
        keys = {spec.title_field}
    if _periods(spec) and len(mapping.fields) >= _FEWEST_TOTALS:
        return True
    return bool(keys & mapping.fields)


def _periods(spec: RegisterSpec) -> set[str | None]:
    """The date field where it is a period, which the title of a sheet usually gives."""
    return {spec.date_field} if isinstance(spec.field(spec.date_field).type, Period) else set()


def _named(spec: RegisterSpec, titles: Iterable[str]) -> bool:
    words = fold_key(spec.label)
    return any(words in fold_key(line) for line in titles)
