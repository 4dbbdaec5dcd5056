"""“Văn phòng mẫu”: a made-up district office with real work in it, for looking around and demos.

Everything comes in by the ways that a clerk uses: set-up, workbooks, meetings, a draft report.
Some rows are wrong and some deadlines are past on purpose. The rehearsal happens on one day,
``SAMPLE_DAY``: a year later everything would only be overdue.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from danvan_desktop.context import Context, SystemClock, open_context
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Clock
from danvan_desktop.organisation.links import links_of
from danvan_desktop.organisation.setup import OfficeSetup, read_setup
from danvan_desktop.paths import resources
from danvan_desktop.reports.drafts import plan_report
from danvan_desktop.reports.meeting_file import read_meeting
from danvan_desktop.settings import Settings

SAMPLE_DAY = "2020-07-08"
"""The day after the half-year conference, when the report is due in two days."""

USER = "Đỗ Thị L"
SENT = "tu-cac-xa"
WAITING = "cho-nhap"
UNFINISHED = ("II.7", "III.1")
"""Sections of the sample report that are still to be finished."""


class SampleClock:
    """A clock that stands on one day and keeps the real time of everything that is recorded."""

    def __init__(self, clock: Clock | None = None, day: str = SAMPLE_DAY) -> None:
        self._clock = clock or SystemClock()
        self._day = day

    def today(self) -> str:
        """Give the day of the rehearsal."""
        return self._day

    def now(self) -> str:
        """Give the present moment as UTC ISO text."""
        return self._clock.now()


def open_sample(
    folder: Path,
    progress: Progress = no_progress,
    *,
    clock: Clock | None = None,
    settings: Settings | None = None,
) -> Context:
    """Open the sample office in a folder, filling the folder when it is empty.

    The caller closes the Context. UserError when the folder belongs to another office.
    """
    context = open_context(folder, clock=SampleClock(clock), user=USER, settings=settings)
    try:
        office = context.office()
        if office is None:
            load_sample(context, progress)
        elif office["ma"] != _setup().office["ma"]:
            raise UserError(
                _("Thư mục này là của cơ quan khác."),
                safe=_("Không có gì thay đổi."),
                remedy=_("Chọn một thư mục trống cho Văn phòng mẫu."),
                code="already_set_up",
            )
    except BaseException:
        context.close()
        raise
    return context


def load_sample(context: Context, progress: Progress = no_progress) -> None:
    """Set up the sample office in an empty data folder and enter everything that it has.

    The workbook that waits to be imported is copied to ``inbox``. UserError when there is an
    office already.
    """
    if context.office() is not None:
        raise UserError(
            _("Thư mục này đã có cơ quan nên không nạp Văn phòng mẫu vào đây."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Chọn một thư mục trống."),
            code="already_set_up",
        )
    setup = _setup()
    steps = 5
    progress(0, steps, _("Lập Văn phòng mẫu"))
    context.set_up(setup)
    progress(1, steps, _("Nhập các tệp Excel mẫu"))
    import_workbooks(context, workbooks(SENT))
    progress(2, steps, _("Ghi các sổ"))
    load_records(context)
    progress(3, steps, _("Ghi hội nghị và đối thoại"))
    for file in sorted(sample_folder().glob("meeting*.json")):
        for register, values in read_meeting(file):
            context.save(register, values)
    progress(4, steps, _("Soạn báo cáo"))
    if setup.report:
        plan_report(context, setup.report)
        _finish_report(context)
    _copy_waiting(inbox(context))
    progress(steps, steps, _("Văn phòng mẫu đã sẵn sàng"))


def load_records(context: Context) -> None:
    """Write the rows of the other registers, each register in one operation.

    A test checks that all of them keep the rules.
    """
    for register, rows in record_rows(context):
        context.write_all(register, [(None, None, values) for values in rows], _("Ghi các sổ"))


def record_rows(context: Context) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Read the lists of rows by register; a link names its record by the title."""
    for file in sorted((sample_folder() / "records").glob("*.json")):
        for register, rows in json.loads(file.read_text("utf-8")).items():
            yield register, [_linked(context, register, values) for values in rows]


def _linked(context: Context, register: str, values: dict[str, Any]) -> dict[str, Any]:
    names = context.directory()
    links = [link for link in links_of(register) if link.field in values]
    found = {one.field: names.find_record(one.target, values[one.field])[0] for one in links}
    return {**values, **found}


def sample_folder() -> Path:
    """Name the folder of the sample's files in the program."""
    return resources() / "sample"


def workbooks(part: str) -> list[Path]:
    """List the sample workbooks that were sent (``SENT``) or still wait (``WAITING``)."""
    return sorted((sample_folder() / part).glob("*.xlsx"))


def inbox(context: Context) -> Path:
    """Name the folder where the workbook waits that the clerk is to import."""
    return context.paths.data / "tep_mau"


def import_workbooks(context: Context, files: Sequence[Path]) -> int:
    """Import workbooks as a clerk does who accepts every good row; gives the rows written."""
    from danvan_desktop.spreadsheets.importer import inspect, write

    return write(inspect(list(files), context), context).rows


def _setup() -> OfficeSetup:
    return read_setup(sample_folder() / "office.json", sample_folder() / "units.csv")


def _finish_report(context: Context) -> None:
    """Write the sections of the draft, but leave two for the clerk to read and finish."""
    texts = json.loads((sample_folder() / "report.json").read_text("utf-8"))
    for report in context.all_of("bao_cao"):
        sections = [
            {
                **section,
                "noi_dung": texts.get(section["ma"], section["noi_dung"]),
                "xong": section["ma"] not in UNFINISHED,
            }
            for section in report.values["muc"]
        ]
        context.save("bao_cao", {"muc": sections}, id=report.id, label=_("Viết báo cáo"))


def _copy_waiting(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for file in workbooks(WAITING):
        shutil.copyfile(file, folder / file.name)
