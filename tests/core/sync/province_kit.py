"""A province and the districts that send to it, as real data folders."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.export import ExportChoices, export_bundle
from danvan_desktop.bundles.partners import Partner, Role, keep
from danvan_desktop.context import Context, open_context
from danvan_desktop.organisation.first_run import Answers, office_of
from tests.core.sync.kit import dialogue

PLACES = (
    *("Gò Dầu", "Tân Biên", "Bến Cầu", "Hòa Thành", "Phú Giáo", "Châu Thành"),
    *("Tân Châu", "Đức Hòa", "Cần Đước", "Thủ Thừa", "Mộc Hóa", "Kiến Tường"),
)
"""Names of districts, no two of which have the same initials."""


@dataclass
class Office:
    """A district's books and the folder that its bundles go to."""

    context: Context
    post: Path
    sent: list[Path] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The code of the office."""
        return str((self.context.office() or {})["ma"])

    def unit(self, number: int = 1) -> str:
        """Return the code of one of its communes."""
        return f"{(self.context.office() or {})['don_vi']}-{number:02d}"

    def send(self, period: str, **decided: Any) -> Path:
        """Export the next bundle of a period."""
        books = self.context
        choices = ExportChoices(**decided)
        made = export_bundle(
            books, books.period(period), self.post, books.office_key(), choices=choices
        )
        self.sent.append(made.path)
        return made.path

    def dialogue(self, day: str, people: int = 50, unit: int = 1) -> str:
        """Enter a dialogue; returns its id."""
        values = {**dialogue(day), "don_vi": self.unit(unit), "so_nguoi": people}
        saved = self.context.save("doi_thoai", values)
        assert saved.record is not None, saved.issues
        return saved.record.id


def make_office(
    empty: Path,
    folder: Path,
    place: str,
    clock: Any,
    *,
    units: Sequence[str] = ("Một", "Hai"),
    code: str = "",
) -> Office:
    """Set a district up with communes that only it has; ``code`` instead of the proposed one."""
    answers = Answers(
        place=place,
        province="Tây Ninh",
        term=("2020-2025", "2020-01-01", "2025-12-31"),
        units=tuple(f"xã {place} {name}" for name in units),
        names={"ma": code} if code else {},
    )
    context = _set_up(empty, folder / "data", answers, clock)
    (folder / "post").mkdir()
    return Office(context, folder / "post")


def make_province(empty: Path, folder: Path, clock: Any) -> Context:
    """Set the receiver up; it knows its province and no districts."""
    answers = Answers(
        kind="tinh", body="Tỉnh ủy", territory="tỉnh", place="Tây Ninh", province="Tây Ninh",
        term=("2020-2025", "2020-01-01", "2025-12-31"),
    )  # fmt: skip
    return _set_up(empty, folder, answers, clock)


_set_up_once: dict[tuple[str, ...], Path] = {}
"""Folders of offices as they were set up; only copies of them are opened."""


def _set_up(empty: Path, folder: Path, answers: Answers, clock: Any) -> Context:
    """Open the data folder of an office; only the first of its kind is set up, with its key."""
    kind = (str(empty), repr(answers), clock.now())
    if kind in _set_up_once:
        shutil.copytree(_set_up_once[kind], folder)
        return open_context(folder, clock=clock)
    shutil.copytree(empty, folder)
    context = open_context(folder, clock=clock)
    context.set_up(office_of(answers, today=clock.today()))
    if context.server is not None:
        return context  # its database ends with the test (see ``on_server``)
    context.close()
    _set_up_once[kind] = empty.with_name(f"{empty.name}-{len(_set_up_once)}")
    shutil.copytree(folder, _set_up_once[kind])
    return open_context(folder, clock=clock)


def enrol(province: Context, *offices: Office) -> None:
    """Accept the keys of offices, as after the telephone call."""
    for one in offices:
        office = one.context.office() or {}
        keep(
            province.paths,
            Partner(
                role=Role.OFFICE,
                office=str(office["ma"]),
                name=str(office["ten_day_du"]),
                certificate=one.context.office_key().certificate,
                receiving=b"",
                since=province.clock.now(),
                by="",
                how="telephone",
            ),
        )
