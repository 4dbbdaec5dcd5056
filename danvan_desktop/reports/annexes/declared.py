"""What an annex is: tables, lists and charts declared as data, read from JSON.

How to add an annex: one file in ``resources/annex_tables`` (or in the folder of the same name of a
province pack); a report template lists its ``code`` under ``annexes``. A block is one of:

* ``{"compare": [rows]}``: TT | Chỉ tiêu | ĐVT | Kỳ này | Cùng kỳ | So sánh | Lũy kế | Ghi chú; of
  a period of several years a column for each year instead. A row is the path of a figure,
  ``{"path", "label", "part": true}`` (a part is not numbered), ``{"each": "code/axis"}`` (a part
  for each key that occurs) or ``{"section": "words"}``.
* ``{"matrix": "don_vi" or an axis, "columns": [...]}``: a row for each unit (or key of a choice).
  A column has ``path`` (``code`` or ``code/axis/key``) and ``header``, maybe ``group``, ``width``,
  ``share`` (percent of the total); ``each`` (axis names) repeats it for every key.
* ``{"list": register, "where": {field: value}, "columns": [{"field", "header"}]}``: the records.
* ``{"chart": [paths]}``: bars of figures beside those of the same period last year; a
  bar may be ``{"path", "label"}`` or ``{"each": "code/axis"}``.
* ``{"text": "words"}``.

Every block may have ``title``, ``unit`` and ``note``. A row or column with ``"optional": true`` is
left out when nobody knows anything of its figure, so that an annex has no lines of dots for books
that an office does not keep. In words ``{ky}`` is the period's name and ``{so_sanh}`` what a
comparison is called: with the same period, or of the years.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Issue, Place, UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators import catalogue
from danvan_desktop.paths import resources
from danvan_desktop.registers import REGISTERS

MAX_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a comparison or a bar: a figure (``path``), all parts of one, or a section."""

    path: str = ""
    label: str = ""
    each: bool = False
    part: bool = False
    section: str = ""
    note: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """A column of a matrix: which figure, under which words; ``each`` names further axes."""

    path: str
    header: str
    group: str = ""
    width: float = 1.0
    each: tuple[str, ...] = ()
    share: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A column of a list: a field, ``when`` a flag holds (else "-"), ``empty`` without a value."""

    field: str
    header: str
    width: float = 1.0
    when: str = ""
    empty: str = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What every block has; ``lines``, ``columns`` or ``fields`` say what kind it is."""

    kind: str
    title: str = ""
    unit: str = ""
    note: str = ""
    rows: str = ""
    head: str = ""
    register: str = ""
    empty: str = ""
    sort: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    columns: tuple[ColumnOf, ...] = ()
    fields: tuple[FieldOf, ...] = ()

    @property
    def codes(self) -> set[str]:
        """The indicators that the block shows."""
        paths = [line.path for line in self.lines] + [column.path for column in self.columns]
        return {path.partition("/")[0] for path in paths if path}


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """An annex as declared; ``name`` is what a list of annexes calls it (B3. …)."""

    code: str
    name: str
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = True

    @property
    def codes(self) -> set[str]:
        """The indicators that the annex shows."""
        return set().union(*(block.codes for block in self.blocks))


_FURTHER: dict[str, AnnexTable] = {}
"""The annexes of the open office's province pack."""


def annex_tables() -> Mapping[str, AnnexTable]:
    """Give every declared annex by code: ours, then those of the province pack."""
    return {**own_tables(), **_FURTHER}


def use_tables(folder: Path | None) -> list[Issue]:
    """Put the further annexes of a folder into force, None takes them away; tell what is wrong.

    A wrong file is left out; an annex of ours is never replaced.
    """
    fresh: dict[str, AnnexTable] = {}
    issues: list[Issue] = []
    for path in sorted(folder.glob("*.json")) if folder is not None else ():
        try:
            found = load_table(path)
        except UserError as error:
            place = Place(file=path.name)
            issues.append(Issue(error.code or "", error.message, error.remedy or "", place))
            continue
        if found.code not in own_tables():
            fresh[found.code] = found
    _FURTHER.clear()
    _FURTHER.update(fresh)
    return issues


@cache
def own_tables() -> Mapping[str, AnnexTable]:
    """Give the annexes of the program itself."""
    files = sorted((resources() / "annex_tables").glob("*.json"))
    return {table.code: table for table in map(load_table, files)}


def load_table(path: Path) -> AnnexTable:
    """Read one file; the UserError names what is wrong in it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(_("tệp quá lớn"))
        return read_table(json.loads(path.read_text(encoding="utf-8")))
    except KeyError as error:
        reason = _("thiếu mục {name}").format(name=error)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        reason = str(error)
    raise UserError(
        _("Mẫu phụ lục {file} không dùng được: {reason}.").format(file=path.name, reason=reason),
        remedy=_("Sửa tệp này, hoặc chép lại từ bộ cài."),
        code="bad_annex",
    )


def read_table(data: Mapping[str, Any]) -> AnnexTable:
    """Read a declaration; ValueError or KeyError says what is wrong."""
    return AnnexTable(
        code=str(data["code"]),
        name=str(data["name"]),
        title=str(data["title"]),
        blocks=tuple(_block(item) for item in data["blocks"]),
        landscape=bool(data.get("landscape", True)),
    )


_WORDS = ("title", "unit", "note", "head", "empty")
_KINDS = ("compare", "matrix", "list", "chart", "text")


def _block(item: Mapping[str, Any]) -> Block:
    kind = next((name for name in _KINDS if name in item), "")
    words: dict[str, Any] = {name: str(item.get(name, "")) for name in _WORDS}
    if kind in ("compare", "chart"):
        return Block(kind=kind, lines=tuple(_line(one) for one in item[kind]), **words)
    if kind == "matrix":
        columns = tuple(_column(one) for one in item["columns"])
        return Block(kind=kind, rows=str(item[kind]), columns=columns, **words)
    if kind == "list":
        return _list(item, words)
    if kind == "text":
        return Block(kind=kind, **{**words, "title": str(item[kind])})
    raise ValueError(_("một khối không ghi loại ({kinds})").format(kinds=", ".join(_KINDS)))


def _line(item: Any) -> Line:
    if isinstance(item, str):
        return Line(path=_checked(item))
    if "section" in item:
        return Line(section=str(item["section"]))
    each = "each" in item
    return Line(
        path=_checked(str(item["each"] if each else item["path"]), parts=2 if each else 0),
        label=str(item.get("label", "")),
        each=each,
        part=each or bool(item.get("part", False)),
        note=str(item.get("note", "")),
        optional=bool(item.get("optional", False)),
    )


def _column(item: Mapping[str, Any]) -> ColumnOf:
    return ColumnOf(
        path=_checked(str(item["path"])),
        header=str(item.get("header", "")),
        group=str(item.get("group", "")),
        width=float(item.get("width", 1.0)),
        each=tuple(map(str, item.get("each", ()))),
        share=bool(item.get("share", False)),
        optional=bool(item.get("optional", False)),
    )


def _list(item: Mapping[str, Any], words: Mapping[str, Any]) -> Block:
    register = str(item["list"])
    if register not in REGISTERS:
        raise ValueError(_("không có sổ {key}").format(key=register))
    fields = tuple(
        FieldOf(
            field=str(one["field"]),
            header=str(one["header"]),
            width=float(one.get("width", 1.0)),
            when=str(one.get("when", "")),
            empty=str(one.get("empty", "…")),
        )
        for one in item["columns"]
    )
    where = dict(item.get("where", {}))
    sort = str(item.get("sort", ""))
    named = (*(one.field for one in fields), *(one.when for one in fields), *where, sort)
    _check_fields(register, named)
    return Block(kind="list", register=register, fields=fields, where=where, sort=sort, **words)


def _checked(path: str, parts: int = 0) -> str:
    """Check a path: its indicator, its axis, its length (``parts``: exactly so many)."""
    code, *rest = path.split("/")
    one = catalogue().get(code)
    if one is None:
        raise ValueError(_("chưa khai báo chỉ tiêu {code}").format(code=code))
    if len(rest) not in (0, 1, 2) or (len(rest) == 1) != (parts == 2):
        raise ValueError(_("đường dẫn {path} viết sai").format(path=path))
    if rest and rest[0] not in one.axes:
        raise ValueError(
            _("chỉ tiêu {code} không chia theo {axis}").format(code=code, axis=rest[0])
        )
    return path


def _check_fields(register: str, names: Iterable[str]) -> None:
    known = {one.name for one in REGISTERS[register].fields}
    for name in names:
        if name and name not in known:
            message = _("sổ {register} không có trường {name}")
            raise ValueError(message.format(register=register, name=name))
