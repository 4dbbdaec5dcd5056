"""A table of a section as data: which list of words it shows, in which columns.

```json
{"of": "hop.viec_giao", "number": true, "empty": "Không có việc giao.",
 "where": {"xu_ly_ma": "chuyen"}, "sort": ["han"], "total": ["kinh_phi"],
 "columns": [{"header": "Việc", "field": "noi_dung", "width": 5},
             {"header": "Người làm", "field": "nguoi, don_vi", "width": 2},
             {"header": "Ký nhận", "width": 1.5}]}
```

A column shows one word of a row, or several of them joined by commas; without ``field`` its cells
stay empty for the pen. ``number`` puts a column of ordinals first. Cells are built from the words
and never read as a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from danvan_desktop.documents.model import Align
from danvan_desktop.i18n import _

MOST_COLUMNS = 16


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column: its header, the words of a row that it shows, its share of the width."""

    header: str
    fields: tuple[str, ...] = ()
    width: float = 1.0
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What stands in a table: the path of a list of words, its columns, order and totals.

    ``where`` keeps the rows whose words are these; ``total`` names number fields that are added up
    in a last row; ``empty`` is said instead of a table without rows. With fewer rows than ``least``
    there is no table, because the text says it all.
    """

    of: str
    columns: tuple[ColumnSpec, ...]
    number: bool = True
    where: Mapping[str, str] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    title: str = ""
    unit: str = ""
    note: str = ""
    empty: str = ""
    least: int = 1


def table_spec(data: Mapping[str, Any]) -> TableSpec:
    """Read a table from a template file; KeyError or ValueError for what is missing or wrong."""
    columns = tuple(_column(item) for item in data["columns"])
    if not 0 < len(columns) <= MOST_COLUMNS:
        raise ValueError(_("bảng có {n} cột").format(n=len(columns)))
    return TableSpec(
        of=str(data["of"]),
        columns=columns,
        number=bool(data.get("number", True)),
        where={str(name): str(word) for name, word in data.get("where", {}).items()},
        sort=tuple(map(str, data.get("sort", ()))),
        total=tuple(map(str, data.get("total", ()))),
        title=str(data.get("title", "")),
        unit=str(data.get("unit", "")),
        note=str(data.get("note", "")),
        empty=str(data.get("empty", "")),
        least=int(data.get("least", 1)),
    )


def _column(item: Mapping[str, Any]) -> ColumnSpec:
    fields = (name.strip() for name in str(item.get("field", "")).split(","))
    width = float(item.get("width", 1.0))
    if not 0.1 <= width <= 100:
        raise ValueError(_("cột “{name}” rộng {width}").format(name=item["header"], width=width))
    return ColumnSpec(
        header=str(item["header"]),
        fields=tuple(filter(None, fields)),
        width=width,
        align=Align(str(item.get("align", Align.LEFT.value))),
        group=str(item.get("group", "")),
    )
