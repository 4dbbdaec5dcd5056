"""Annex tables of figures by unit; their sums are the figures that the text shows.

How to add a table: write a function ``(AnnexData) -> Annex`` and name it in ``ANNEXES``; a report
template lists the names that it wants. "-" means nothing happened, "…" that the unit has not
reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from danvan_desktop.documents.model import (
    Align,
    Annex,
    Cell,
    Column,
    Paragraph,
    Row,
    RowKind,
    Run,
    TableBlock,
)
from danvan_desktop.indicators import cross
from danvan_desktop.indicators.coverage import reporting_units
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.indicators.reasons import notes_for_paper
from danvan_desktop.indicators.unit_change import notes_for
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.units import AGENCY, UnitVersion
from danvan_desktop.registers.choices import DOI_TUONG, LINH_VUC
from danvan_desktop.reports.figures import FigureSource, reference
from danvan_desktop.reports.shown import NO_DATA, NOTHING
from danvan_desktop.schema import Option
from danvan_desktop.storage.values import Filter, ListQuery, Record
from danvan_desktop.vietnamese import format_money, format_number, format_percent, percent_of

PAGE = 500


@dataclass(frozen=True)
class AnnexData:
    """What the tables of one report are made from."""

    books: Books
    period: Period
    source: FigureSource

    def units_for(self, register: str) -> list[tuple[UnitVersion, bool]]:
        """List the units of a table, each with whether it reported.

        First the upper levels that have records, then every commune, then bodies with records.
        """
        reported = reporting_units(self.books, register, self.period)
        directory = self.books.directory(self.period.last_day)
        every = directory.units()
        upper = [u for u in every if u.level != "X" and u.kind != AGENCY and u.code in reported]
        bodies = [u for u in every if u.kind == AGENCY and u.code in reported]
        listed = {u.code for u in (*upper, *directory.communes(), *bodies)}
        others = [directory.unit(code) for code in sorted(reported - listed)]
        gone = [unit for unit in others if unit is not None]
        return [(u, u.code in reported) for u in (*upper, *directory.communes(), *bodies, *gone)]

    def cell(self, path: str) -> Cell:
        """Make a cell that shows a figure and refers to it."""
        figure = self.source.figure(path)
        if figure is None or figure.value is None:
            return Cell(NO_DATA, None)
        word = f"{figure.qualifier} " if figure.qualifier else ""
        return Cell(word + _number(figure.value), reference(path, self.period.code))

    @cached_property
    def legend(self) -> str:
        """What stands under a table of units; a change of units within the period is told."""
        notes = notes_for(self.books.directory(), self.period, None)
        return " ".join((_LEGEND, *notes))

    @cached_property
    def models(self) -> list[Record]:
        """Every counted registration of the period."""
        return self._records("dan_van_kheo")

    @cached_property
    def exemplary(self) -> list[Record]:
        """The counted registrations that became exemplary."""
        return self._records("dan_van_kheo", Filter("tieu_bieu", "eq", True))

    def _records(self, register: str, *filters: Filter) -> list[Record]:
        query = ListQuery(
            register=register,
            first_day=self.period.first_day,
            last_day=self.period.last_day,
            filters=filters,
            counted=True,
        )
        found: list[Record] = []
        while page := self.books.page(query, len(found), PAGE):
            found += page
        return found


def build_annexes(
    names: Iterable[str], books: Books, period: Period, source: FigureSource
) -> tuple[Annex, ...]:
    """Build the named annexes of a report; a name that this version does not know is left out."""
    data = AnnexData(books, period, source)
    found = tuple(ANNEXES[name](data) for name in names if name in ANNEXES)
    notes = explanations(data)
    return found if notes is None else (*found, notes)


def dialogues(data: AnnexData) -> Annex:
    """Table of dialogues by unit (B4)."""
    forms = cross(data.books, "doi_thoai_cuoc", data.period, rows="don_vi", columns="hinh_thuc")
    codes = ("doi_thoai_nguoi", "doi_thoai_y_kien", "doi_thoai_tra_loi", "doi_thoai_chuyen")
    sums = (*codes, "doi_thoai_qua_han")
    rows = []
    for number, (unit, reported) in enumerate(data.units_for("doi_thoai"), start=1):
        cells: list[Cell | str] = [str(number), unit_label(unit)]
        if reported:
            by_form = [forms.get((unit.code, form), 0) for form in ("dinh_ky", "dot_xuat")]
            cells += [data.cell(f"doi_thoai_cuoc/don_vi/{unit.code}"), *map(_number, by_form)]
            cells += [data.cell(f"{code}/don_vi/{unit.code}") for code in sums]
        else:
            cells += [NO_DATA] * (3 + len(sums))
        rows.append(Row(tuple(cells)))
    parts = ("dinh_ky", "dot_xuat")
    total = (
        data.cell("doi_thoai_cuoc"),
        *(data.cell(f"doi_thoai_cuoc/hinh_thuc/{form}") for form in parts),
        *(data.cell(code) for code in sums),
    )
    rows.append(_total(total))
    right = Align.RIGHT
    columns = (
        *_LEAD,
        Column("Tổng số", 1.2, right, "Hội nghị đối thoại"),
        Column("Định kỳ", 1.2, right, "Hội nghị đối thoại"),
        Column("Đột xuất", 1.2, right, "Hội nghị đối thoại"),
        Column("Lượt người dự", 1.5, right),
        Column("Tiếp nhận", 1.3, right, "Ý kiến, kiến nghị"),
        Column("Trả lời tại chỗ", 1.3, right, "Ý kiến, kiến nghị"),
        Column("Chuyển giải quyết", 1.3, right, "Ý kiến, kiến nghị"),
        Column("Quá hạn", 1.3, right, "Ý kiến, kiến nghị"),
    )
    table = TableBlock(columns, tuple(rows), note=data.legend)
    return Annex(f"Kết quả tiếp xúc, đối thoại {data.period.name}", (table,))


def models(data: AnnexData) -> Annex:
    """Matrix of Dân vận khéo by unit, field and kind, then the funnel against last year (B5)."""
    fields, kinds = _options(LINH_VUC.options), _options(DOI_TUONG.options)
    counted: dict[tuple[str, str, str], int] = {}
    for record in data.models:
        values = record.values
        key = (str(values["don_vi"]), str(values["linh_vuc"]), str(values["doi_tuong"]))
        counted[key] = counted.get(key, 0) + 1
    rows = []
    for number, (unit, reported) in enumerate(data.units_for("dan_van_kheo"), start=1):
        cells: list[Cell | str] = [str(number), unit_label(unit)]
        if reported:
            cells += [_number(counted.get((unit.code, f, k), 0)) for f in fields for k in kinds]
            cells += [_number(_summed(counted, unit=unit.code, kind=kind)) for kind in kinds]
            cells.append(data.cell(f"dvk_dang_ky/don_vi/{unit.code}"))
        else:
            cells += [NO_DATA] * (len(fields) * len(kinds) + len(kinds) + 1)
        rows.append(Row(tuple(cells)))
    total: list[Cell | str] = [
        _number(_summed(counted, field=field, kind=kind)) for field in fields for kind in kinds
    ]
    total += [data.cell(f"dvk_dang_ky/doi_tuong/{kind}") for kind in kinds]
    rows.append(_total((*total, data.cell("dvk_dang_ky"))))
    columns = [*_LEAD]
    for name in (*fields.values(), "Tổng số"):
        columns += [Column(kind, 1.0, Align.RIGHT, name) for kind in kinds.values()]
    columns.append(Column("Cộng", 1.0, Align.RIGHT, "Tổng số"))
    title = "1. Đăng ký theo đơn vị, lĩnh vực và đối tượng"
    matrix = TableBlock(
        tuple(columns), tuple(rows), title, "Đơn vị tính: mô hình, điển hình", data.legend
    )
    return Annex(f"Phong trào thi đua “Dân vận khéo” {data.period.name}", (matrix, _funnel(data)))


def exemplary_models(data: AnnexData) -> Annex:
    """List of the exemplary models (B6)."""
    directory = data.books.directory(data.period.last_day)
    order = {unit.code: place for place, (unit, _r) in enumerate(data.units_for("dan_van_kheo"))}
    fields, kinds = _options(LINH_VUC.options), _options(DOI_TUONG.options)
    found = sorted(
        data.exemplary,
        key=lambda record: (
            order.get(str(record.values["don_vi"]), len(order)),
            str(record.values["ten"]),
        ),
    )
    rows = tuple(
        Row(
            (
                str(number),
                str(record.values["ten"]),
                directory.unit_name(str(record.values["don_vi"])),
                fields.get(str(record.values["linh_vuc"]), ""),
                kinds.get(str(record.values["doi_tuong"]), ""),
                str(record.values.get("so_qd_cong_nhan") or NO_DATA),
                str(record.values.get("so_qd_khen") or NO_DATA)
                if record.values.get("khen")
                else NOTHING,
            )
        )
        for number, record in enumerate(found, start=1)
    )
    title = f"Danh sách mô hình, điển hình “Dân vận khéo” tiêu biểu {data.period.name}"
    if not rows:
        return Annex(title, (Paragraph((Run("Trong kỳ chưa có mô hình, điển hình tiêu biểu."),)),))
    columns = (
        Column("TT", 0.5, Align.CENTER),
        Column("Tên mô hình, điển hình", 4.6),
        Column("Đơn vị", 2.2),
        Column("Lĩnh vực", 1.9),
        Column("Đối tượng", 1.2),
        Column("Quyết định công nhận", 1.7),
        Column("Quyết định khen thưởng", 1.7),
    )
    return Annex(title, (TableBlock(columns, rows, note=data.legend),))


def explanations(data: AnnexData) -> Annex | None:
    """List the reasons that were given for what is odd (thuyết minh); None when there are none."""
    notes = notes_for_paper(data.books, data.period)
    if not notes:
        return None
    rows = tuple(
        Row((str(number), subject, reason)) for number, (subject, reason) in enumerate(notes, 1)
    )
    columns = (
        Column("TT", 0.5, Align.CENTER),
        Column("Số liệu", 3.4),
        Column("Thuyết minh", 6.0),
    )
    title = f"Thuyết minh số liệu {data.period.name}"
    return Annex(title, (TableBlock(columns, rows),), landscape=False)


ANNEXES: dict[str, Callable[[AnnexData], Annex]] = {
    "doi_thoai": dialogues,
    "dan_van_kheo": models,
    "tieu_bieu": exemplary_models,
}

_LEAD = (Column("TT", 0.5, Align.CENTER), Column("Đơn vị", 2.6))
_LEGEND = "Ghi chú: “-” là không phát sinh; “…” là chưa có số liệu."
_FUNNEL = ("dvk_dang_ky", "dvk_tham_dinh", "dvk_cong_nhan", "dvk_tieu_bieu", "dvk_khen")


def unit_label(unit: UnitVersion) -> str:
    """Name a unit at the head of a table row: with a capital, communes with their kind."""
    name = unit.full_name
    return name[:1].upper() + name[1:]


def _funnel(data: AnnexData) -> TableBlock:
    rows = []
    for number, code in enumerate((*_FUNNEL, "dvk_kinh_phi"), start=1):
        figure = data.source.figure(code)
        if figure is None:
            continue
        money = figure.unit == "đồng"
        compared = data.source.comparison(code)
        now = data.cell(code)
        last = difference = percent = NO_DATA
        if compared is not None and not (money and not compared.last):
            change = int(compared.now) - int(compared.last)
            share = percent_of(change, int(compared.last))
            last = _amount(int(compared.last), money)
            difference = ("+" if change > 0 else "") + _amount(change, money)
            percent = NOTHING if share is None else format_percent(share, signed=True)
        if money and figure.value is not None:
            word = f"{figure.qualifier} " if figure.qualifier else ""
            now = Cell(word + _amount(int(figure.value), money), now.figure)
        unit = "triệu đồng" if money else figure.unit
        parts = [_part(data, code, kind) for kind in ("tap_the", "ca_nhan")]
        cells = (str(number), figure.name, unit, now, *parts, last, difference, percent)
        rows.append(Row(cells))
    right = Align.RIGHT
    columns = (
        Column("TT", 0.6, Align.CENTER),
        Column("Chỉ tiêu", 4.6),
        Column("Đơn vị tính", 1.4, Align.CENTER),
        Column("Tổng số", 1.2, right, "Kỳ này"),
        Column("Tập thể", 1.2, right, "Kỳ này"),
        Column("Cá nhân", 1.2, right, "Kỳ này"),
        Column("Cùng kỳ năm trước", 1.4, right),
        Column("Tăng, giảm", 1.2, right, "So sánh"),
        Column("Tỷ lệ", 1.2, right, "So sánh"),
    )
    return TableBlock(columns, tuple(rows), "2. Đăng ký, thẩm định, công nhận, khen thưởng")


def _part(data: AnnexData, code: str, kind: str) -> Cell | str:
    path = f"{code}/doi_tuong/{kind}"
    return "" if data.source.figure(path) is None else data.cell(path)


def _total(cells: Iterable[Cell | str]) -> Row:
    return Row(("", "Tổng cộng", *cells), RowKind.TOTAL)


def _number(number: Number) -> str:
    return format_number(number) if number else NOTHING


def _amount(number: int, money: bool) -> str:
    if not money:
        return _number(number)
    return format_money(number).removesuffix(" triệu đồng") if number else NOTHING


def _summed(
    counted: Mapping[tuple[str, str, str], int],
    *,
    unit: str | None = None,
    field: str | None = None,
    kind: str | None = None,
) -> int:
    wanted = (unit, field, kind)
    return sum(
        number
        for key, number in counted.items()
        if all(part is None or part == have for part, have in zip(wanted, key, strict=True))
    )


def _options(options: Iterable[Option]) -> dict[str, str]:
    """Map the codes of a choice to the words that papers print (never translated)."""
    return {option.code: option.label for option in options}
