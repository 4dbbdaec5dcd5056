"""Import of 100,000 rows, against bare reading of the same workbook with openpyxl (target: ≤ 2×).

Bare reading is openpyxl in its read-only mode handing out the values of every row, nothing else.
The import is the whole way: safety check, reading (large files in a process of their own), header
and mapping, checking every row, and writing all of them in one durable transaction.

Memory is measured at a fifth of the rows and at all of them, over the whole way (import, then undo
and redo) and over that of the import page (verdict of every row, a correction's recheck): the most
that both processes took, the importing one and the one that reads the file. It may grow by 15 % at
most. Each way runs in a process of its own.
Run: python benchmarks/bench_import.py [rows [turns]]
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook, load_workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from danvan_desktop.context import Context, open_context  # noqa: E402
from danvan_desktop.organisation.setup import read_setup  # noqa: E402
from danvan_desktop.spreadsheets.importer import inspect, write  # noqa: E402
from danvan_desktop.spreadsheets.worker import WorkbookReader  # noqa: E402

TARGET = 2.0
MEMORY_TARGET, FEWER = 1.15, 5
"""Memory at all rows against memory at a fifth of them."""

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
    book = load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) if any(row))


def opened(folder: Path) -> Context:
    """Open an office of its own."""
    sample = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
    context = open_context(folder)
    context.set_up(read_setup(sample / "office.json", sample / "units.csv"))
    return context


def whole_import(path: Path, folder: Path) -> dict[str, float]:
    context = opened(folder)
    try:
        started = time.perf_counter()
        plan = inspect([path], context)
        checked = time.perf_counter()
        rows = write(plan, context).rows
        done = time.perf_counter()
        used = processor()
        context.undo()
        context.redo()
    finally:
        context.close()
    found = {"rows": rows, "check": checked - started, "write": done - checked}
    return {**found, "seconds": done - started, "processor": used}


def page_import(path: Path, folder: Path) -> dict[str, float]:
    """The way of the import page, without its widgets: they show what a screen holds."""
    from ui.screens.import_session import look

    context = opened(folder)
    try:
        session = look(context, [path])
        session = session.with_plan(session.plan.recheck())
        rows = write(session.plan, context).rows
        session.with_plan(session.plan.recheck())
    finally:
        context.close()
    return {"rows": rows, "seconds": 0.0, "processor": 0.0}


def measured(kind: str, path: Path, folder: Path) -> dict[str, float]:
    """Run one side in a process of its own: seconds, rows, and the most memory that it took."""
    command = [sys.executable, __file__, "--run", kind, str(path), str(folder)]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(made.stdout.splitlines()[-1])
    return found


def processor() -> float:
    """Seconds of processor time so far, of this process and of those that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def most_memory(process: str | int) -> float:
    """Megabytes that a process took at most so far; Linux keeps count of it."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) / 1024 for line in lines.splitlines() if "VmHWM" in line)


def run(kind: str, path: Path, folder: Path) -> None:
    readers = [0.0]
    close = WorkbookReader.close

    def close_measured(reader: WorkbookReader) -> None:
        if reader._process is not None:
            readers.append(most_memory(reader._process.pid))
        close(reader)

    WorkbookReader.close = close_measured  # type: ignore[method-assign, assignment]
    before = processor()
    if kind == "bare":
        started = time.perf_counter()
        rows = bare(path)
        found: dict[str, float] = {"rows": rows, "seconds": time.perf_counter() - started}
        found["processor"] = processor()
    else:
        found = {"import": whole_import, "page": page_import}[kind](path, folder)
    found["processor"] -= before
    found["megabytes"] = most_memory("self")
    found["reader"] = max(readers)
    print(json.dumps(found))


def memory(path: Path, fewer: Path, folder: Path, whole: dict[str, float]) -> dict[str, object]:
    """Compare what both ways take at all rows and at fewer: importing and reading process."""
    found: dict[str, object] = {}
    for kind in ("import", "page"):
        small = measured(kind, fewer, folder / f"fewer-{kind}")
        large = whole if kind == "import" else measured(kind, path, folder / kind)
        sums = [one["megabytes"] + one["reader"] for one in (small, large)]
        found[f"{kind}_megabytes"] = [round(one["megabytes"]) for one in (small, large)]
        found[f"{kind}_reader_megabytes"] = [round(one["reader"]) for one in (small, large)]
        found[f"{kind}_growth"] = round(sums[1] / sums[0], 3)
    return found


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, fewer = folder / "lon.xlsx", folder / "nho.xlsx"
        make_workbook(path, rows)
        make_workbook(fewer, rows // FEWER)
        plain, ours = [], []
        for turn in range(turns):  # side by side, so that a busy machine slows both
            plain.append(measured("bare", path, folder))
            ours.append(measured("import", path, folder / f"data-{turn}"))
        taken = memory(path, fewer, folder, ours[-1])
    if min(one["rows"] for one in plain + ours) < rows:
        raise SystemExit(f"only some of {rows} rows")
    best, import_ = (min(one, key=lambda found: found["seconds"]) for one in (plain, ours))
    ratio = import_["seconds"] / best["seconds"]
    busy = [min(found["processor"] for found in one) for one in (plain, ours)]
    result = {
        "benchmark": "import",
        "rows": rows,
        "bare_seconds": round(best["seconds"], 2),
        "import_seconds": round(import_["seconds"], 2),
        "check_seconds": round(import_["check"], 2),
        "write_seconds": round(import_["write"], 2),
        "bare_megabytes": round(best["megabytes"]),
        "rows_compared": [rows // FEWER, rows],
        **taken,
        "memory_target": MEMORY_TARGET,
        "ratio": round(ratio, 2),
        "processor_ratio": round(busy[1] / busy[0], 2),
        "target": TARGET,
    }
    print(json.dumps(result))
    print(f"Nhập {rows} dòng: {ratio:.2f} lần so với chỉ đọc tệp (mục tiêu ≤ {TARGET:g}).")
    growth = max(float(str(taken[f"{kind}_growth"])) for kind in ("import", "page"))
    print(
        f"Bộ nhớ khi dòng nhiều gấp {FEWER}: {growth:.2f} lần (mục tiêu ≤ {MEMORY_TARGET:g}).",
        f"Cao nhất {taken['import_megabytes']} MB, trang nhập {taken['page_megabytes']} MB.",
    )
    sys.exit(0 if ratio <= TARGET and growth <= MEMORY_TARGET else 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
