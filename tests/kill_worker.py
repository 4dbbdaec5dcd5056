"""The victim of ``kill_test.py``: works without pause and reports each save once it is durable.

Every line on standard output is one acknowledgement: ``save <id>``, ``import <n> <size>``,
``export <file>``, ``figures <number> <cells>``, ``units <day> <units>``. What was printed must
survive the kill that comes at a random moment.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from danvan_desktop.context import Context, open_context
from danvan_desktop.storage.values import ImportRow

PER_REGISTER = 100
"""Rows of one import for each register: enough that many kills fall inside its transaction."""

BASE = {
    "don_vi": "TN-DMC-07",
    "linh_vuc": "KT",
    "doi_tuong": "tap_the",
    "ngay_dang_ky": "2020-02-01",
}
OTHERS: dict[str, dict[str, Any]] = {
    "tuyen_truyen": {
        "chu_the": "MTTQ",
        "don_vi": "TN-DMC-07",
        "ngay": "2020-03-01",
        "so_cuoc": 1,
        "luot_nguoi": 50,
    },
    "hoi_thi": {"don_vi": "TN-DMC-07", "ngay": "2020-04-01", "loai": "dvk"},
}
"""Registers that an import fills besides, with values; the text field comes to them."""
TEXTS = {"tuyen_truyen": "noi_dung", "hoi_thi": "ten"}
TOUCHED = ("dan_van_kheo", *OTHERS, "so_lieu")
COMMUNES = tuple(f"TN-DMC-{number:02d}" for number in range(1, 12))


def enter(office: Context, run: int) -> None:
    """Type records one after the other, with drafts and changes between."""
    number = 0
    while True:
        number += 1
        values = {**BASE, "ten": f"Mô hình {run}-{number}"}
        office.keep_draft("dan_van_kheo", None, values, "ten")
        record = office.save("dan_van_kheo", values).record
        assert record is not None
        _acknowledge(f"save {record.id}")
        office.save("dan_van_kheo", {"kinh_phi": number}, id=record.id)
        office.drop_draft("dan_van_kheo", None)


def bring_in(office: Context, run: int) -> None:
    """Import workbook after workbook into three registers, each one operation."""
    number = 0
    while True:
        number += 1
        name = f"{run}-{number}"
        rows = list(_rows(name))
        office.import_rows(f"Nhập {name}", rows, [(name, name)])
        _acknowledge(f"import {name} {len(rows)}")


def _rows(name: str) -> Iterator[ImportRow]:
    for row in range(PER_REGISTER):
        values = {**BASE, "ten": f"Nhập {name}-{row}"}
        yield ImportRow("dan_van_kheo", values, {"file": name}, f"{name}-{row}")
        for register, others in OTHERS.items():
            values = {**others, TEXTS[register]: f"Nhập {name}-{row}"}
            yield ImportRow(register, values, {"file": name}, f"{name}-{register}-{row}")


def send_out(office: Context, run: int) -> None:
    """Export the bundle of the period again and again."""
    from danvan_desktop.bundles.export import export_bundle

    folder = office.paths.outbox
    folder.mkdir(parents=True, exist_ok=True)
    period, key, number = office.period("H1/2020"), office.office_key(), 0
    while True:
        number += 1
        target = folder / f"goi-{run}-{number}.asice"
        export_bundle(office, period, target, key)
        # The first export loads the signing library; the kill shall fall on the work after it.
        _acknowledge(f"export {target.name}")


def type_figures(office: Context, run: int) -> None:
    """Type the same rising number into two cells at once, again and again."""
    from danvan_desktop.indicators.typed import enter as enter_cells

    period, number = office.period("H1/2020"), run * 1_000_000
    while True:
        number += 1
        cells = dict.fromkeys(("dvk_dang_ky", "dvk_cong_nhan"), number)
        entered = enter_cells(office, period, "TN-DMC-07", cells)
        assert entered.changes is not None, entered.issues
        _acknowledge(f"figures {number} {len(cells)}")


def change_units(office: Context, run: int) -> None:
    """Rename all communes at once, each time from the next day on."""
    from danvan_desktop.organisation.unit_changes import ChangeKind, UnitChange, apply, preview

    while True:
        last = max(one.first_day for one in office.directory().versions(COMMUNES[0]))
        day = max(date.fromisoformat(last), date(2020, 7, 1)) + timedelta(days=1)
        new = tuple({"ma": code, "ten": f"Xã {code} từ {day}"} for code in COMMUNES)
        asked = UnitChange(
            kind=ChangeKind.RENAME, day=str(day), basis=f"Nghị quyết {run}", old=COMMUNES, new=new
        )
        effect = preview(office, asked)
        assert effect.can_apply, effect.issues
        apply(office, effect, f"Đổi tên từ {day}")
        _acknowledge(f"units {day} {len(COMMUNES)}")


WORK = {
    "entry": enter,
    "import": bring_in,
    "export": send_out,
    "figures": type_figures,
    "units": change_units,
}


def _acknowledge(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Open the folder named on the command line and work in the named way until killed."""
    folder, kind, run = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    office = open_context(folder, user="Lê Văn C")
    if kind != "export":
        # The first save loads what writing needs; the kill shall fall on the work after it.
        office.save("dan_van_kheo", {**BASE, "ten": f"Mở {run}"})
        _acknowledge("open -")
    WORK[kind](office, run)


if __name__ == "__main__":
    main()
