"""Charts of horizontal bars, drawn so that a mono laser printer shows them whole.

This period is solid, the one before outlined and hatched, and every value stands beside its bar
as text: nothing is said by colour alone. A chart is cut between its lines, never inside one.
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.documents.model import Align, Bar, Chart, Run
from danvan_desktop.documents.pdf_fonts import Face
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_lines import SLACK, Segment, break_lines
from danvan_desktop.documents.pdf_sheet import Sheet
from danvan_desktop.documents.pdf_text import Box, TextBox
from danvan_desktop.documents.profiles import SINGLE_SPACING
from danvan_desktop.i18n import N_

BAR = 12.0
"""Height of one bar in points."""

ROW_GAP = 7.0
GAP = 4.0
"""Points between a bar and the words beside it."""

WHOLE = 300.0
"""Points up to which a chart is not cut: eight pairs of bars are better moved than divided."""

LABEL_SHARE = 0.36
VALUE_SHARE = 0.3
DIFFERENCE_SHARE = 0.18
"""The widest that labels, values and differences may be, as shares of the text width."""


@dataclass(frozen=True, slots=True)
class BarText:
    """One bar with its value: ``length`` is a share of the longest one, None without a bar."""

    length: float | None
    lines: tuple[str, ...]
    solid: bool
    height: float
    figure: str | None


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One line of a chart, ready to draw."""

    label: tuple[str, ...]
    bars: tuple[BarText, ...]
    difference: tuple[str, ...]
    height: float


SAMPLE = 18.0
"""Width of the piece of a bar that the legend shows."""


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What solid or hatched means; ``x`` and ``down`` are its place below the chart's top."""

    solid: bool
    lines: tuple[str, ...]
    x: float
    down: float


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """What all pages of a chart share: where bars begin, how long they get, letters, legend."""

    x: float
    reach: float
    width: float
    size: float
    face: Face
    bold: Face
    legend: tuple[LegendEntry, ...]
    legend_height: float

    @property
    def leading(self) -> float:
        """Return the height of a line of letters."""
        return self.size * SINGLE_SPACING


class ChartBox(Box):
    """Lines of a chart under the legend."""

    name = N_("biểu đồ")

    def __init__(self, plan: ChartPlan, rows: tuple[ChartRow, ...], note: TextBox | None) -> None:
        self._plan = plan
        self._rows = rows
        self._note = note
        self._legend = plan.legend_height
        self.height = self._legend + sum(row.height for row in rows)
        self.height += note.before + note.height if note else 0.0
        self.before = 8.0

    @property
    def least(self) -> float:
        if len(self._rows) < 4 or self.height <= WHOLE:
            return self.height
        return self._legend + sum(row.height for row in self._rows[:2])

    def split(self, room: float) -> tuple[Box, Box] | None:
        used, count = self._legend, 0
        for row in self._rows:
            used += row.height
            if used > room + SLACK:
                break
            count += 1
        count = min(count, max(1, len(self._rows) - 2))  # the last line gets company
        if count < 1 or count == len(self._rows):
            return None
        return (
            ChartBox(self._plan, self._rows[:count], None),
            ChartBox(self._plan, self._rows[count:], self._note),
        )

    def draw(self, sheet: Sheet, top: float) -> None:
        self._draw_legend(sheet, top)
        y = top - self._legend
        above = y
        for row in self._rows:
            self._draw_row(sheet, row, y)
            y -= row.height
        x = self._plan.x
        sheet.grid([(x, above, x, y)], thickness=0.75)
        if self._note:
            self._note.draw(sheet, y - self._note.before)

    def _draw_legend(self, sheet: Sheet, top: float) -> None:
        plan = self._plan
        for entry in plan.legend:
            baseline = top - entry.down - plan.face.ascent * plan.size
            sheet.bar(x=entry.x, bottom=baseline, width=SAMPLE, height=8, solid=entry.solid)
            x = entry.x + SAMPLE + GAP
            for line in entry.lines:
                sheet.text(line, x=x, baseline=baseline, face=plan.face, size=plan.size)
                baseline -= plan.leading

    def _draw_row(self, sheet: Sheet, row: ChartRow, top: float) -> None:
        plan = self._plan
        inner = row.height - ROW_GAP
        top -= ROW_GAP / 2
        self._draw_words(sheet, row.label, x=plan.x - GAP, top=top, inner=inner, face=plan.face)
        self._draw_words(sheet, row.difference, x=plan.width, top=top, inner=inner, face=plan.bold)
        y = top - (inner - sum(bar.height for bar in row.bars)) / 2
        for bar in row.bars:
            self._draw_bar(sheet, bar, y)
            y -= bar.height

    def _draw_words(
        self,
        sheet: Sheet,
        lines: tuple[str, ...],
        *,
        x: float,
        top: float,
        inner: float,
        face: Face,
    ) -> None:
        """Draw lines that end at ``x``, in the middle of the row."""
        plan = self._plan
        baseline = top - (inner - len(lines) * plan.leading) / 2 - face.ascent * plan.size
        for line in lines:
            left = x - face.width(line, plan.size)
            sheet.text(line, x=left, baseline=baseline, face=face, size=plan.size)
            baseline -= plan.leading

    def _draw_bar(self, sheet: Sheet, bar: BarText, top: float) -> None:
        plan = self._plan
        length = (bar.length or 0.0) * plan.reach
        middle = top - bar.height / 2
        if length > 0:
            length = max(length, 0.8)
            sheet.bar(x=plan.x, bottom=middle - BAR / 2, width=length, height=BAR, solid=bar.solid)
        x = plan.x + length + GAP
        face = plan.bold if bar.solid else plan.face
        baseline = middle + len(bar.lines) * plan.leading / 2 - face.ascent * plan.size
        for line in bar.lines:
            sheet.text(line, x=x, baseline=baseline, face=face, size=plan.size)
            baseline -= plan.leading
        if bar.figure:
            width = max((face.width(line, plan.size) for line in bar.lines), default=0.0)
            sheet.figure(bar.figure, x=x, bottom=top - bar.height, width=width, height=bar.height)


def chart_boxes(frame: Frame, chart: Chart, *, width: float) -> list[Box]:
    """Measure a chart for a text width in points; no bars give no box."""
    if not chart.bars:
        return []
    planner = _Planner(frame, chart, width)
    style = frame.style("table_note")
    note = frame.text_box(
        frame.segments((Run(chart.note),), style), style, width=width, align=Align.LEFT
    )
    return [ChartBox(planner.plan(), planner.rows, note if note.lines else None)]


class _Planner:
    """Breaks every text of a chart and finds how long the longest bar may be."""

    def __init__(self, frame: Frame, chart: Chart, width: float) -> None:
        self._frame = frame
        self._chart = chart
        self._width = width
        self._size = frame.style("table_cell").size
        self._face, self._bold = frame.faces.regular, frame.faces.bold
        self._longest = chart.longest
        self.rows = tuple(self._row(bar) for bar in chart.bars)

    def plan(self) -> ChartPlan:
        labels = max(
            (self._face.width(line, self._size) for row in self.rows for line in row.label),
            default=0.0,
        )
        differences = max(
            (self._bold.width(line, self._size) for row in self.rows for line in row.difference),
            default=0.0,
        )
        x = labels + GAP
        legend, height = self._legend(x)
        end = self._width - (differences + 2 * GAP if differences else 0.0)
        return ChartPlan(
            x=x,
            reach=self._reach(end - x),
            width=self._width,
            size=self._size,
            face=self._face,
            bold=self._bold,
            legend=legend,
            legend_height=height,
        )

    def _reach(self, room: float) -> float:
        """Return the length of a bar of share 1 with which every value still finds its place."""
        reach = room
        for row in self.rows:
            for bar in row.bars:
                if bar.length:
                    face = self._bold if bar.solid else self._face
                    words = max((face.width(line, self._size) for line in bar.lines), default=0.0)
                    reach = min(reach, (room - words - GAP) / bar.length)
        return max(reach, 10.0)

    def _legend(self, x: float) -> tuple[tuple[LegendEntry, ...], float]:
        """Place both entries side by side from ``x`` on, or or stacked; return the height."""
        chart = self._chart
        if not chart.compares:
            return (), 0.0
        share = 1 - (SAMPLE + GAP) / self._width
        now, before = (
            self._broken(label, self._face, share)
            for label in (chart.now_label, chart.before_label)
        )
        leading = self._size * SINGLE_SPACING
        first = sum(self._face.width(line, self._size) for line in now)
        second = sum(self._face.width(line, self._size) for line in before)
        beside = x + first + SAMPLE + 6 * GAP
        if len(now) < 2 and len(before) < 2 and beside + SAMPLE + GAP + second <= self._width:
            entries = LegendEntry(True, now, x, 0.0), LegendEntry(False, before, beside, 0.0)
            return entries, leading + GAP
        down = max(1, len(now)) * leading
        entries = LegendEntry(True, now, 0.0, 0.0), LegendEntry(False, before, 0.0, down)
        return entries, down + max(1, len(before)) * leading + GAP

    def _row(self, bar: Bar) -> ChartRow:
        label = self._broken(bar.label, self._face, LABEL_SHARE)
        difference = self._broken(bar.difference, self._bold, DIFFERENCE_SHARE)
        bars = [self._bar(bar.value, bar.shown, bar.figure, solid=True)]
        if self._chart.compares:
            bars.append(
                self._bar(bar.previous, bar.previous_shown, bar.previous_figure, solid=False)
            )
        leading = self._size * SINGLE_SPACING
        words = max(len(label), len(difference)) * leading
        height = max(words, sum(one.height for one in bars)) + ROW_GAP
        return ChartRow(label, tuple(bars), difference, height)

    def _bar(self, value: float | None, shown: str, figure: str | None, *, solid: bool) -> BarText:
        lines = self._broken(shown, self._bold if solid else self._face, VALUE_SHARE)
        height = max(BAR + 2, len(lines) * self._size * SINGLE_SPACING)
        length = None
        if value is not None:
            length = value / self._longest if self._longest else 0.0
        return BarText(length, lines, solid, height, figure)

    def _broken(self, text: str, face: Face, share: float) -> tuple[str, ...]:
        shown = self._frame.clean(text).strip(" ")
        limit = share * self._width
        if face.width(shown, self._size) <= limit:
            return (shown,) if shown else ()
        broken = break_lines([Segment(shown, face)], self._size, first=limit, rest=limit)
        return tuple("".join(s.text for s in line.segments) for line in broken)
