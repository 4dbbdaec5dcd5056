"""Prints many papers, each as its kind was printed last; one after another, stopped between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from danvan_desktop.context import Context
from danvan_desktop.documents.print_plan import Sides
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.reports.batch import BatchPaper, paper_bytes
from danvan_desktop.reports.kinds import kind_of
from danvan_desktop.settings import Settings
from ui import print_job, printing
from ui.printing import PrintChoices, PrinterFacts


@dataclass(frozen=True, slots=True)
class Printed:
    """How many papers went out, and which did not, with the reason."""

    papers: int = 0
    failed: tuple[tuple[str, UserError], ...] = ()


def choices_for(settings: Settings, kind: str, found: list[PrinterFacts]) -> PrintChoices:
    """Give how papers of a kind are printed; nobody can turn the stack in the middle of many."""
    chosen = printing.fitting(printing.recall(settings, kind), found)
    return replace(chosen, sides=Sides.ONE) if chosen.sides is Sides.MANUAL else chosen


def ways(settings: Settings, papers: Sequence[BatchPaper], found: list[PrinterFacts]) -> list[str]:
    """Say for each kind of paper which printer it goes to, how often and on how many sides."""
    labels = {one.name: one.label for one in found}
    said: dict[str, str] = {}
    for paper in papers:
        choices = choices_for(settings, paper.kind, found)
        sides = _("hai mặt") if choices.sides is Sides.LONG_EDGE else _("một mặt")
        said[paper.kind] = _("{kind}: {printer}, {n} bản, {sides}").format(
            kind=kind_of(paper.kind).name,
            printer=labels.get(choices.printer, choices.printer),
            n=choices.copies,
            sides=sides,
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

    Cancelled from ``progress``; what was sent before is printed.
    """
    printed = 0
    failed: list[tuple[str, UserError]] = []
    for number, paper in enumerate(papers):
        progress(number, len(papers), paper.label)
        choices = choices_for(context.settings, paper.kind, found)
        alignment = printing.alignment_of(context.settings, choices.printer)

        def told(done: int, total: int, text: str = "", *, at: int = number) -> None:
            progress(at, len(papers), papers[at].label)

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
    return Printed(printed, tuple(failed))
