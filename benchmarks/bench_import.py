"""Import of 10,000 rows, against bare reading of the same workbook with openpyxl (target: ≤ 3×).

The import is the whole way: safety check, reading (large files in a process of their own), header
and mapping, checking every row, and writing all of them in one durable transaction.
Run: python benchmarks/bench_import.py [rows]
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook, load_workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from danvan_desktop.context import open_context  # noqa: E402
from danvan_desktop.organisation.setup import read_setup  # noqa: E402
from danvan_desktop.spreadsheets.importer import inspect, write  # noqa: E402

TARGET = 3.0
HEADINGS = (
    "STT Tên mô hình, điển hình|Đơn vị thực hiện|Lĩnh vực|Đối tượng|Ngày đăng ký|Mới/duy trì|"
    "Kinh phí (triệu đồng)|Đã thẩm định|Công nhận|Tiêu biểu|Khen thưởng"
)  # fmt: skip
UNITS = ("xã Suối Đá", "X. Bàu Năng", "TT Dương Minh Châu", "UBND xã Phan", "Lộc Ninh", "Chà Là")
FIELDS = ("Kinh tế", "VH-XH", "QP-AN", "Xây dựng hệ thống chính trị")


def make_workbook(path: Path, rows: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Đăng ký")
    sheet.append(["DANH SÁCH ĐĂNG KÝ MÔ HÌNH “DÂN VẬN KHÉO” NĂM 2020"])
    sheet.append([])
    headings = HEADINGS.replace("STT ", "STT|").split("|")
    sheet.append(headings)
    for number in range(1, rows + 1):
        day = date(2020, 1, 2) + timedelta(days=number % 150)
        sheet.append(
            [
                number,
                f"Tổ phụ nữ phân loại rác thải tại hộ gia đình số {number}",
                UNITS[number % len(UNITS)],
                FIELDS[number % len(FIELDS)],
                "Tập thể" if number % 3 else "CN",
                day if number % 2 else day.strftime("%d/%m/%Y"),
                "mới",
                "43,5" if number % 5 else 20,
                "x",
                "x" if number % 2 else None,
                None,
                None,
            ]
        )
    book.save(path)


def bare(path: Path) -> int:
    book = load_workbook(path)
    return sum(1 for sheet in book for row in sheet.iter_rows() if row[0].value is not None)


def whole_import(path: Path, folder: Path) -> int:
    sample = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
    context = open_context(folder)
    try:
        context.set_up(read_setup(sample / "office.json", sample / "units.csv"))
        return timed_import(path, context)
    finally:
        context.close()


def timed_import(path: Path, context: object) -> int:
    started = time.perf_counter()
    plan = inspect([path], context)  # type: ignore[arg-type]
    checked = time.perf_counter()
    written = write(plan, context)  # type: ignore[arg-type]
    PHASES.update(check=checked - started, write=time.perf_counter() - checked)
    return written.rows


PHASES: dict[str, float] = {}


def seconds(run: Callable[[], int], expected: int) -> float:
    started = time.perf_counter()
    found = run()
    taken = time.perf_counter() - started
    if found < expected:
        raise SystemExit(f"only {found} of {expected} rows")
    return taken


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "lon.xlsx"
        make_workbook(path, rows)
        plain, ours = [], []
        for turn in range(3):  # side by side, so that a busy machine slows both
            plain.append(seconds(lambda: bare(path), rows))
            whole_import(path, Path(name) / f"data-{turn}")
            ours.append(sum(PHASES.values()))
        ratio = min(ours) / min(plain)
        result = {
            "benchmark": "import",
            "rows": rows,
            "bare_seconds": round(min(plain), 3),
            "import_seconds": round(min(ours), 3),
            "check_seconds": round(PHASES["check"], 3),
            "write_seconds": round(PHASES["write"], 3),
            "ratio": round(ratio, 2),
            "target": TARGET,
        }
        print(json.dumps(result))
        print(f"Nhập {rows} dòng: {ratio:.2f} lần so với chỉ đọc tệp (mục tiêu ≤ {TARGET:g}).")
        sys.exit(0 if ratio <= TARGET else 1)


if __name__ == "__main__":
    main()
