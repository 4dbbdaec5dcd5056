"""Which papers a bundle carries: all that the office issued for its period, as they stand.

They come whole with every bundle of the period, not since the last receipt: a bundle that is lost,
or a receiver that restores a backup, then leaves no paper behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from danvan_desktop.bundles import names
from danvan_desktop.bundles.evidence import kept_file
from danvan_desktop.bundles.model import Member
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.values import Record

REGISTER = "bao_cao"


def stored_papers(books: Books, period: Period) -> list[Member]:
    """Give the issued papers of a period as they are kept: signed if they were, else as frozen.

    A paper on a period goes with that period, any other (minutes, a decision) with each period that
    holds its day. One that another issued paper replaces stays at home.
    """
    papers = books.all_of(REGISTER)
    gone, known = _replaced(papers), {paper.id: paper for paper in papers}
    found = [
        paper
        for paper in papers
        if paper.id not in gone and kept_file(paper.values) and _belongs(known, paper, period)
    ]
    return distinct([_member(books, paper) for paper in found])


def reported(books: Books, period: Period) -> bool:
    """Tell whether a paper on the period itself is issued."""
    return any(
        paper.values.get("ky") == period.code and kept_file(paper.values)
        for paper in books.all_of(REGISTER)
    )


def distinct(papers: Iterable[Member]) -> list[Member]:
    """Give papers names of which no two are the same, in whatever case: ``BC-1``, ``BC-1-2``."""
    found: list[Member] = []
    taken: set[str] = set()
    for paper in papers:
        stem = paper.name.removeprefix(names.PAPERS).removesuffix(".pdf")
        name, count = paper.name, 1
        while name.lower() in taken:
            count += 1
            name = names.paper_name(f"{stem[:90]}-{count}")
        taken.add(name.lower())
        found.append(replace(paper, name=name))
    return found


# --- private


def _replaced(papers: Sequence[Record]) -> set[str]:
    """Name the papers in whose place an issued one stands: it says so, or bears their number."""
    issued = [paper for paper in papers if is_issued(paper.values)]
    newest: dict[tuple[object, ...], int] = {}
    for paper in issued:
        newest[_mark(paper)] = max(newest.get(_mark(paper), 0), _version(paper))
    numbered = [paper for paper in issued if paper.values.get("so")]
    older = {paper.id for paper in numbered if _version(paper) < newest[_mark(paper)]}
    return older | {str(paper.values.get("thay_cho") or "") for paper in issued}


def _mark(paper: Record) -> tuple[object, ...]:
    """Tell one number from all others: kind, number, symbol, and the year in which it counts."""
    values = paper.values
    return values["loai"], values.get("so"), values.get("ky_hieu"), str(values["ngay"])[:4]


def _version(paper: Record) -> int:
    return int(paper.values.get("lan") or 1)


def _belongs(known: Mapping[str, Record], paper: Record, period: Period) -> bool:
    """Tell whether a paper is the period's: by its period, else by its day or a replaced one's."""
    if paper.values.get("ky"):
        return bool(paper.values["ky"] == period.code)
    seen: set[str] = set()
    now: Record | None = paper
    while now is not None and now.id not in seen:
        if period.holds(str(now.values["ngay"])):
            return True
        seen.add(now.id)
        now = known.get(str(now.values.get("thay_cho") or ""))
    return False


def _member(books: Books, paper: Record) -> Member:
    kind, number = paper.values["loai"], paper.values.get("so")
    symbol = f"{kind}-{number:02d}" if isinstance(number, int) else str(kind)
    title = f"{paper.values.get('ky_hieu') or ''} {paper.values['ten']}".strip()
    return Member(names.paper_name(symbol), _stored(books, kept_file(paper.values)), title)


def _stored(books: Books, digest: str) -> Callable[[], Iterable[bytes]]:
    return lambda: [files.read(books.paths.attachments, digest)]
