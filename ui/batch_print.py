"""Prints many papers, each as its kind was printed last; one after another, stopped between two.

Where sheets are turned by hand, the papers of a printer go out as one stack: all fronts, then the
clerk turns the stack once, then all backs. They come last, so that nothing lies between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from danvan_desktop.context import Context
from danvan_desktop.documents.print_plan import Side, Sides, Stack
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import N_, _
from danvan_desktop.reports.batch import BatchPaper, paper_bytes
from danvan_desktop.reports.kinds import kind_of
from danvan_desktop.settings import Settings
from ui import print_job, printing
from ui.print_job import Prepared
from ui.printing import PrintChoices, PrinterFacts

SIDES_WORDS = {
    Sides.ONE: N_("một mặt"),
    Sides.LONG_EDGE: N_("hai mặt"),
    Sides.MANUAL: N_("hai mặt, lật giấy bằng tay"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper whose fronts are printed and whose backs wait, with a side for each of its sheets."""

    prepared: Prepared
    choices: PrintChoices
    title: str


@dataclass(frozen=True, slots=True)
class Turning:
    """The stack of one printer that has to be turned: its papers in the order of their fronts."""

    stack: Stack
    papers: tuple[Waiting, ...]

    @property
    def sheets(self) -> int:
        """How many sheets lie in the stack."""
        return sum(one.prepared.plan.sheets for one in self.papers)


@dataclass(frozen=True, slots=True)
class Printed:
    """How many papers went out, which did not and why, and which stacks have to be turned."""

    papers: int = 0
    failed: tuple[tuple[str, UserError], ...] = ()
    turning: tuple[Turning, ...] = ()


def choices_for(settings: Settings, kind: str, found: list[PrinterFacts]) -> PrintChoices:
    """Give how papers of a kind are printed."""
    return printing.fitting(printing.recall(settings, kind), found)


def ways(settings: Settings, papers: Sequence[BatchPaper], found: list[PrinterFacts]) -> list[str]:
    """Say for each kind of paper which printer it goes to, how often and on how many sides."""
    labels = {one.name: one.label for one in found}
    said: dict[str, str] = {}
    for paper in papers:
        choices = choices_for(settings, paper.kind, found)
        said[paper.kind] = _("{kind}: {printer}, {n} bản, {sides}").format(
            kind=kind_of(paper.kind).name,
            printer=labels.get(choices.printer, choices.printer),
            n=choices.copies,
            sides=_(SIDES_WORDS[choices.sides]),
        )
    return list(said.values())


def print_papers(
    context: Context,
    papers: Sequence[BatchPaper],
    found: list[PrinterFacts],
    *,
    progress: Progress = no_progress,
) -> Printed:
    """Print papers (for a worker); a printer that refuses ends it, a paper that fails does not.

    Of papers that are turned by hand only the fronts; ``turning`` then tells what waits. Cancelled
    from ``progress``; what was sent before is printed.
    """
    printed = 0
    failed: list[tuple[str, UserError]] = []
    waiting: list[Waiting] = []
    chosen = [(one, choices_for(context.settings, one.kind, found)) for one in papers]
    chosen.sort(key=lambda pair: (pair[1].sides is Sides.MANUAL, pair[1].printer))
    for number, (paper, choices) in enumerate(chosen):
        progress(number, len(chosen), paper.label)
        alignment = printing.alignment_of(context.settings, choices.printer)

        def told(done: int, total: int, text: str = "", *, at: int = number) -> None:
            progress(at, len(chosen), chosen[at][0].label)

        try:
            if paper.build is None:
                raise UserError(paper.lacking, code="lacking")
            pdf = paper_bytes(context, paper.build(context), progress=told)
            prepared = print_job.prepare(pdf, choices, alignment)
            print_job.send_pass(prepared, 0, choices, title=paper.label, progress=told)
        except UserError as error:
            failed.append((paper.label, error))
            if error.code.startswith("printer"):
                break
        else:
            printed += 1
            if choices.sides is Sides.MANUAL:
                waiting.append(Waiting(_with_backs(prepared), choices, paper.label))
    return Printed(printed, tuple(failed), _stacks(context.settings, waiting))


def print_backs(turning: Turning, *, progress: Progress = no_progress) -> int:
    """Print the backs of a turned stack (for a worker); returns how many papers have theirs."""
    last_first = turning.stack is Stack.LAST
    papers = turning.papers[::-1] if last_first else turning.papers
    for number, one in enumerate(papers):
        progress(number, len(papers), one.title)
        print_job.send_pass(one.prepared, 1, one.choices, title=one.title)
    return len(papers)


# --- private


def _with_backs(prepared: Prepared) -> Prepared:
    """Give a paper without backs an empty one for each sheet, so that its sheets pass through."""
    if len(prepared.plan.passes) > 1:
        return prepared
    (fronts,) = prepared.plan.passes
    empty = tuple(Side(None) for _side in fronts)
    return replace(prepared, plan=replace(prepared.plan, passes=(fronts, empty)))


def _stacks(settings: Settings, waiting: Sequence[Waiting]) -> tuple[Turning, ...]:
    """Put papers together by printer; a stack that has no backs at all is not turned."""
    found = []
    for printer in dict.fromkeys(one.choices.printer for one in waiting):
        papers = tuple(one for one in waiting if one.choices.printer == printer)
        backs = (side.page for one in papers for side in one.prepared.plan.passes[1])
        if any(page is not None for page in backs):
            found.append(Turning(printing.alignment_of(settings, printer).stack, papers))
    return tuple(found)
