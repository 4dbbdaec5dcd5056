"""The victim of ``kill_test.py``: works without pause and reports each save once it is durable.

Every line on standard output is one acknowledgement: ``save <id>``, ``import <n> <size>``,
``export <file>``. What was printed must survive the kill that comes at a random moment.
"""

from __future__ import annotations

import sys
from pathlib import Path

from danvan_desktop.context import Context, open_context
from danvan_desktop.storage.values import ImportRow

IMPORT_SIZE = 300
"""Rows of one import: enough that many kills fall inside its transaction."""

BASE = {
    "don_vi": "TN-DMC-07",
    "linh_vuc": "KT",
    "doi_tuong": "tap_the",
    "ngay_dang_ky": "2020-02-01",
}


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
    """Import workbook after workbook, each one operation."""
    number = 0
    while True:
        number += 1
        rows = [
            ImportRow(
                "dan_van_kheo",
                {**BASE, "ten": f"Nhập {run}-{number}-{row}"},
                {"file": f"{run}-{number}"},
                f"{run}-{number}-{row}",
            )
            for row in range(IMPORT_SIZE)
        ]
        office.import_rows(f"Nhập {run}-{number}", rows, [(f"{run}-{number}", f"{run}-{number}")])
        _acknowledge(f"import {run}-{number} {IMPORT_SIZE}")


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
    {"entry": enter, "import": bring_in, "export": send_out}[kind](office, run)


if __name__ == "__main__":
    main()
