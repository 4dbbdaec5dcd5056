"""What would be lost here when a bundle takes the place of everything that its office had sent.

An office that set itself up anew, or that was given a code which is another's, has none of the
records that are held under its code: what came over years would go in one moment, and nobody would
have seen it. So they are counted and named before, for a person to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from danvan_desktop.bundles.differences import SHOWN, Difference
from danvan_desktop.bundles.opening import Bundle
from danvan_desktop.bundles.partners import partner
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.pins import title_of
from danvan_desktop.registers import carried_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.merging import Incoming
from danvan_desktop.storage.rows import read_records
from danvan_desktop.vietnamese import fold_key, format_number

PLACES = 6
"""So many registers and periods are named with their numbers of records."""

Rows = Callable[[RegisterSpec], Iterator[Incoming]]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a person has to agree to, in words ("" for nothing), and the first of the records."""

    said: str = ""
    differences: tuple[Difference, ...] = ()


def losses(books: Books, connection: Statements, bundle: Bundle, rows: Rows) -> Loss:
    """Look for what is held of a bundle's office, not deleted, and not in the bundle at all.

    Read before anything is taken. Another office's name under the code is told too, unless the
    key that signed was accepted under the name that is held. ValueError as ``rows`` raises it.
    """
    office = bundle.info.office_code
    periods = sorted(books.periods(), key=lambda one: (one.whole_year, one.first_day))
    counted: Counter[tuple[str, str]] = Counter()
    shown: list[Difference] = []
    for spec in carried_registers():
        found = connection.exec_driver_sql(
            f'SELECT id, event_date FROM "{spec.key}" WHERE owner = ? AND deleted = 0 '
            "ORDER BY event_date, id",
            (office,),
        )
        held = {str(row[0]): str(row[1] or "") for row in found.fetchall()}
        if not held:
            continue
        for row in rows(spec):
            held.pop(row.id, None)
        counted.update((_(spec.label), _period(periods, day)) for day in held.values())
        first = list(islice(held, SHOWN - len(shown)))
        records = read_records(connection, spec, first)
        line = ((_("Hồ sơ"), _("không có trong gói này")),)
        shown += [Difference(title_of(books, records[one]), line) for one in first]
    parts = (_other_name(books, connection, bundle), _said(counted))
    return Loss(" ".join(part for part in parts if part), tuple(shown))


# --- private


def _period(periods: Sequence[Period], day: str) -> str:
    return next((one.name for one in periods if one.holds(day)), day[:4] or _("không rõ kỳ"))


def _said(counted: Counter[tuple[str, str]]) -> str:
    if not counted:
        return ""
    places = [
        _("{register}, {period}: {n}").format(register=register, period=period, n=format_number(n))
        for (register, period), n in islice(counted.items(), PLACES)
    ]
    listed = "; ".join(places) + ("; …" if len(counted) > PLACES else "")
    return _(
        "Gói này thay toàn bộ số liệu đang giữ của cơ quan; {n} hồ sơ đang giữ không có trong gói "
        "({listed})."
    ).format(n=format_number(counted.total()), listed=listed)


def _other_name(books: Books, connection: Statements, bundle: Bundle) -> str:
    """Say that the code belongs to an office of another name, by whom nobody vouched there."""
    info = bundle.info
    row = connection.exec_driver_sql(
        "SELECT name FROM sync_office WHERE office = ?", (info.office_code,)
    ).fetchone()
    signatures = bundle.verdict.signatures
    signer = partner(books.paths, signatures[0].fingerprint) if signatures else None
    names = {fold_key(info.office_name), fold_key(signer.name) if signer else ""}
    if row is None or fold_key(str(row[0])) in names:
        return ""
    return _("Mã {code} đang là của {held}; gói này của {name}.").format(
        code=info.office_code, held=row[0], name=info.office_name
    )
