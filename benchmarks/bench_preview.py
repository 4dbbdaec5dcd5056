"""From the end of a typing pause to the picture of the page: at 3, 10 and 50 pages of text.

The pages are those of a report of the sample office, its narrative made longer. One run is what
the window does after a pause: fill in every section anew, lay out and write the pages of the text,
open the file, draw the page in sight. Limit: 300 ms at ten pages (median).
Run: ``python benchmarks/bench_preview.py``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from danvan_desktop.context import Context  # noqa: E402
from danvan_desktop.documents.raster import PdfPages  # noqa: E402
from danvan_desktop.reports.drafts import paper_values  # noqa: E402
from danvan_desktop.reports.preview import body_document, render_pages  # noqa: E402
from danvan_desktop.sample import open_sample  # noqa: E402

LIMIT_MS = 300
LIMITED = 10
WANTED = (3, 10, 50)
REPEATS = 9
DPI = 96.0


def main() -> int:
    """Measure, print, and return 1 above the limit."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        context = open_sample(Path(folder) / "data")
        try:
            period = [one.code for one in context.periods() if one.last_day < "2020-07"][-1]
            base = paper_values(context, "bao_cao_6_thang", period=period)
            for wanted in WANTED:
                values, pages = _of_pages(context, base, wanted)
                times = [_run(context, values, number) for number in range(REPEATS)]
                total = statistics.median(sum(one) for one in times)
                text, layout, picture = (
                    statistics.median(part) for part in zip(*times, strict=True)
                )
                print(
                    f"{pages} pages: {total:.0f} ms "
                    f"(text {text:.0f}, pages {layout:.0f}, picture {picture:.0f})"
                )
                failed |= wanted == LIMITED and total > LIMIT_MS
        finally:
            context.close()
    print(f"limit at {LIMITED} pages: {LIMIT_MS} ms")
    return int(failed)


def _of_pages(context: Context, base: dict[str, Any], wanted: int) -> tuple[dict[str, Any], int]:
    """Make the narrative longer, or shorter, until the text has about so many pages."""
    values, pages, repeats = dict(base), 0, 1
    while pages < wanted and repeats < 200:
        values = {**base, "muc": [_longer(one, repeats) for one in base["muc"]]}
        pages = render_pages(body_document(context, values), []).body_pages
        repeats += max(1, (wanted - pages) // 2)
    if pages > wanted:
        sections = list(values["muc"])
        while pages > wanted and len(sections) > 1:
            sections.pop()
            values = {**values, "muc": sections}
            pages = render_pages(body_document(context, values), []).body_pages
    return values, pages


def _longer(section: dict[str, Any], times: int) -> dict[str, Any]:
    text = section.get("noi_dung")
    return {**section, "noi_dung": "\n".join([text] * times)} if text else section


def _run(context: Context, values: dict[str, Any], number: int) -> tuple[float, float, float]:
    sections = list(values["muc"])
    changed = next(n for n, one in enumerate(sections) if one.get("noi_dung"))
    text = f"{sections[changed]['noi_dung']} Sửa lần {number}."
    sections[changed] = {**sections[changed], "noi_dung": text}
    begun = time.perf_counter()
    document = body_document(context, {**values, "muc": sections})
    filled = time.perf_counter()
    pages = render_pages(document, [])
    laid_out = time.perf_counter()
    with PdfPages(pages.pdf) as opened:
        opened.picture(len(opened) // 2, dpi=DPI)
    drawn = time.perf_counter()
    return (filled - begun) * 1000, (laid_out - filled) * 1000, (drawn - laid_out) * 1000


if __name__ == "__main__":
    sys.exit(main())
