"""The same paper made by this program and by what could be used in its place.

Three pages (cold: a new process, from its start; warm: again in the same process), and about two
hundred pages with ten thousand table rows: seconds of the whole process and its peak memory.
Limit: at most 1.3 times bare ReportLab, and faster than LibreOffice, which a clerk could use
instead. The others are other people's engines, reported beside them; the ones that are not
installed are left out. Their packages are not the program's, so they live in an environment of
their own: ``python -m venv others; others/bin/pip install weasyprint typst fpdf2``.
Run: ``python benchmarks/bench_papers.py [python of the others] [runs]``.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from danvan_desktop.documents.fonts import find_family  # noqa: E402

SCRIPTS = Path(__file__).resolve().parent / "papers"
LIMIT_BARE = 1.3
WARM = 8


@dataclass(frozen=True, slots=True)
class Tool:
    """An engine: its script and whether it runs in the environment of the others."""

    name: str
    script: str
    other: bool = False


OURS, BARE = Tool("this program", "ours.py"), Tool("bare ReportLab", "bare.py")
OFFICE = Tool("LibreOffice", "libreoffice_paper.py")
TOOLS = (
    OURS,
    BARE,
    OFFICE,
    Tool("WeasyPrint", "weasyprint_paper.py", other=True),
    Tool("Typst", "typst_paper.py", other=True),
    Tool("fpdf2", "fpdf_paper.py", other=True),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Median seconds (whole process; one more time in it), peak megabytes, pages of the PDF."""

    cold: float
    warm: float
    memory: float
    pages: int


def main() -> int:
    """Measure, print, and return 1 above a limit."""
    others = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    tools = [tool for tool in TOOLS if _there(tool, others)]
    over = False
    for size, times, again in (("three", runs, WARM), ("long", max(runs // 2, 1), 1)):
        found = _in_turn(tools, size, others, times, again)
        print(f"{size}:")
        for tool in tools:
            print(_line(tool, found[tool], found[OURS]))
        ours = found[OURS]
        for value in ("cold", "warm") if size == "three" else ("cold",):
            over |= getattr(ours, value) > LIMIT_BARE * getattr(found[BARE], value)
        over |= OFFICE in found and ours.cold > found[OFFICE].cold
    print("over a limit" if over else f"within the limit of {LIMIT_BARE} and ahead of LibreOffice")
    return int(over)


def _there(tool: Tool, others: str) -> bool:
    if tool is OFFICE:
        return shutil.which("soffice") is not None
    if not tool.other:
        return True
    package = tool.script.removesuffix("_paper.py")
    asked = subprocess.run((others, "-c", f"import {package}"), capture_output=True, check=False)
    if asked.returncode:
        print(f"{tool.name} is not installed for {Path(others).name}: left out")
    return asked.returncode == 0


def _in_turn(
    tools: list[Tool], size: str, others: str, runs: int, again: int
) -> dict[Tool, Measured]:
    taken: dict[Tool, list[Measured]] = {tool: [] for tool in tools}
    with tempfile.TemporaryDirectory() as folder:
        for _run in range(runs):
            for tool in tools:
                taken[tool].append(_once(tool, size, others, Path(folder), again))
    return {tool: _median(rows) for tool, rows in taken.items()}


def _once(tool: Tool, size: str, others: str, folder: Path, again: int) -> Measured:
    """Run a tool's script once for the whole process, once more for the repeats."""
    target = folder / f"{tool.script}.pdf"
    seconds, memory, _said = _process(tool, size, others, target, 1)
    warm = seconds
    if again > 1:
        _all, _memory, said = _process(tool, size, others, target, again)
        warm = statistics.median(json.loads(said)[1:])
    return Measured(seconds, warm, memory, _pages(target))


def _process(
    tool: Tool, size: str, others: str, target: Path, repeats: int
) -> tuple[float, float, str]:
    fonts = find_family(lambda family: family.regular.exists()).regular.parent
    python = others if tool.other else sys.executable
    command = (python, str(SCRIPTS / tool.script), size, str(fonts), str(target), str(repeats))
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read().decode()
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{tool.name} failed")
    return seconds, usage.ru_maxrss / 1024, said


def _pages(pdf: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(pdf).pages)


def _median(rows: list[Measured]) -> Measured:
    return Measured(
        statistics.median(row.cold for row in rows),
        statistics.median(row.warm for row in rows),
        statistics.median(row.memory for row in rows),
        rows[0].pages,
    )


def _line(tool: Tool, found: Measured, ours: Measured) -> str:
    return (
        f"  {tool.name:15} cold {found.cold * 1000:7.0f} ms ({found.cold / ours.cold:5.2f})  "
        f"warm {found.warm * 1000:7.0f} ms ({found.warm / ours.warm:5.2f})  "
        f"{found.memory:5.0f} MB  {found.pages} pages"
    )


if __name__ == "__main__":
    raise SystemExit(main())
