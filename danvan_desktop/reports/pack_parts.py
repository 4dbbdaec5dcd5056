"""Templates and annexes as parts of a province pack.

A template becomes the next version of its code, so papers that were started keep theirs, and
issued papers never change. Where the office serves itself with a version of its own, that one
stays until somebody says yes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Issue, Place, UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.indicators import catalogue
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_files import JsonPart
from danvan_desktop.organisation.pack_parts import (
    Brought,
    Difference,
    Entry,
    Item,
    Leaving,
    Offer,
    Part,
    Sort,
    Step,
    unique,
)
from danvan_desktop.organisation.periods import at_hand
from danvan_desktop.paths import Paths
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.mau_van_ban import FILE, OWN, PACK, RETIRED
from danvan_desktop.reports.annexes.declared import load_table, own_tables, use_tables
from danvan_desktop.reports.preview import HEADING, sample_records, try_template
from danvan_desktop.reports.template_files import (
    MAX_TEMPLATES,
    Offer as TemplateOffer,
    offers,
    packed,
    read_templates,
    unpacked,
)
from danvan_desktop.reports.template_store import (
    BUILT_IN,
    REGISTER,
    checked_template,
    in_use,
    next_versions,
    origin_label,
)
from danvan_desktop.reports.templates import PERIOD, SEVERAL
from danvan_desktop.storage.values import Record

MOST_SHOWN = 400
"""Letters of a changed text that the page of a pack shows."""


class TemplatesPart(Part):
    """Templates of papers: rows of ``mau_van_ban``."""

    key = "templates"
    label = N_("Mẫu văn bản")
    icon = "report"
    most = MAX_TEMPLATES

    def __init__(self) -> None:
        self._known: dict[tuple[str, frozenset[str]], tuple[Issue, ...]] = {}

    # --- making

    def offers(self, books: Books) -> list[Offer]:
        """Offer every template in use; those that did not come with the program are chosen."""
        found = in_use(books).values()
        return [
            Offer(
                one.code,
                one.template.name,
                _("{origin}, bản {n}").format(origin=origin_label(one.origin), n=one.version),
                one.origin != BUILT_IN,
            )
            for one in sorted(found, key=lambda one: (one.origin == BUILT_IN, one.template.name))
        ]

    def packed(
        self, books: Books, keys: Collection[str], files: Sequence[Path] = ()
    ) -> list[dict[str, Any]]:
        """Carry the versions in use of the chosen templates, and templates of files."""
        several = [dict(one.data) for code, one in in_use(books).items() if code in keys]
        several += [dict(data) for path in files for data in read_templates(path)]
        return [dict(one) for one in self.read(several)] if several else []

    # --- taking in

    def read(self, entries: Sequence[Any]) -> list[Entry]:
        """Check each as a template file would be."""
        if not entries:
            return []
        try:
            found = unpacked(packed(entries), self.key)
        except UserError as error:
            raise ValueError(error.message) from error
        except (TypeError, ValueError, AttributeError) as error:
            raise ValueError(_("có mẫu không đúng dạng")) from error
        unique(found, lambda one: one["code"])
        return found

    def compare(self, books: Books, entries: Sequence[Entry], brought: Brought) -> list[Item]:
        """Compare with the versions in use here."""
        return [self._item(one) for one in offers(books, entries)]

    def issues(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> list[Issue]:
        """Try every accepted template on this office's own period or records."""
        wanted = [one for one in entries if one["code"] in accepted]
        return [issue for one in wanted for issue in self._tried(books, one)]

    def rows(
        self, books: Books, entries: Sequence[Entry], accepted: Collection[str], note: str
    ) -> list[Step]:
        """Give the next versions of the accepted templates."""
        several = [one for one in entries if one["code"] in accepted]
        rows = next_versions(books, several, origin=PACK, note=note[:500])
        return [Step(REGISTER, None, None, values) for values in rows]

    # --- afterwards

    def owns(self, register: str) -> bool:
        """Tell that versions of templates are its rows."""
        return register == REGISTER

    def leaving(self, books: Books, records: Sequence[Record]) -> dict[str, Leaving]:
        """Keep a version that papers were made with, but start no more papers with it."""
        papers = books.all_of("bao_cao")
        used = {(paper.values.get("mau"), paper.values.get("mau_ban")) for paper in papers}
        reason = _("đã có văn bản lập theo bản này, nên chỉ thôi dùng")
        return {
            one.id: Leaving(reason, {"trang_thai": RETIRED})
            for one in records
            if (one.values["ma"], one.values["ban"]) in used
        }

    # --- private

    def _tried(self, books: Books, data: Entry) -> tuple[Issue, ...]:
        """Say what is wrong in the texts of a template; asked at every tick, worked out once."""
        written = json.dumps(data, ensure_ascii=False, sort_keys=True)
        key = written, frozenset(catalogue())
        if key not in self._known:
            if len(self._known) > MAX_TEMPLATES:
                self._known.clear()
            self._known[key] = tuple(_faults(books, data))
        return self._known[key]

    def _item(self, offer: TemplateOffer) -> Item:
        present, code = offer.present, str(offer.data["code"])
        sort = Sort.ADD if present is None else Sort.SAME if offer.same else Sort.CHANGE
        own = present is not None and present.origin in (OWN, FILE)
        changes = tuple(
            Difference(f"{one.place}: {one.what}", one.before[:MOST_SHOWN], one.after[:MOST_SHOWN])
            for one in offer.changes
        )
        return Item(
            part=self.key,
            key=code,
            title=offer.name,
            sort=sort,
            differences=changes,
            conflict=_("Cơ quan đang dùng bản mẫu của mình.") if own and not offer.same else "",
        )


def _faults(books: Books, data: Entry) -> Iterator[Issue]:
    template = checked_template(data)
    period = at_hand(books.periods(), books.clock.today())
    records: tuple[str, ...] = ()
    register = template.subject.removesuffix(SEVERAL)
    if template.subject != PERIOD and register in REGISTERS:
        found = sample_records(books, register, several=template.several)
        records = tuple(one.id for one in found)[: None if template.several else 1]
    try:
        trial = try_template(
            books,
            data,
            period=period.code if period else None,
            records=records,
            annexes=False,
        )
    except UserError:
        return  # there is nothing here yet that it could be made from
    sections = {one.code: one.heading for one in template.sections}
    for code, faults in trial.faults.items():
        title = f"{template.name}, {sections.get(code.removeprefix(HEADING), code)}"
        yield from (one.issue(section=code, title=title) for one in faults)


class AnnexesPart(JsonPart):
    """Further annexes of reports: the files of ``phu_luc``."""

    key = "annexes"
    label = N_("Phụ lục báo cáo")
    icon = "sheet"

    def folder(self, paths: Paths) -> Path:
        """Give the folder of further annexes."""
        return paths.annexes

    def use(self, folder: Path | None) -> None:
        """Put them beside the program's own annexes."""
        use_tables(folder)

    def faults(self, folder: Path) -> list[Issue]:
        """Read each file as the program does; one of the program's own is never replaced."""
        found: list[Issue] = []
        for path in sorted(folder.glob("*.json")):
            place = Place(file=path.name)
            try:
                table = load_table(path)
            except UserError as error:
                found.append(Issue("bad_annex", error.message, error.remedy, place))
                continue
            if table.code in own_tables():
                message = _("Phụ lục {code} của chương trình không thay bằng gói được.")
                found.append(Issue("bad_annex", message.format(code=table.code), place=place))
        return found
