"""Records entered after their period was closed keep that in a bundle."""

from __future__ import annotations

from danvan_desktop.bundles.receiving import receive
from danvan_desktop.context import Context
from danvan_desktop.organisation.closing import place_waiting
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.kit import LIST, PERIOD, Post


def test_late_record_without_a_later_period_is_taken(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """While no later period exists, the record waits for one at the province too."""
    record = filled.page(LIST, 0, 1)[0]
    with filled.database.write() as connection:
        connection.exec_driver_sql(
            'INSERT INTO late_record (register, record_id, period, counted_in, at, "by") '
            "VALUES ('doi_thoai', ?, ?, '', '2020-07-01T00:00:00Z', 'x')",
            (record.id, PERIOD),
        )
    assert receive(province, post(), trust).verdict == "replace"
    with province.database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT period, counted_in FROM late_record WHERE record_id = ?", (record.id,)
        ).fetchone()
    assert tuple(row) == (PERIOD, "")


def test_period_in_which_a_late_record_counts_travels(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """When a later period is made, the waiting record changes, and the province hears of it."""
    record = filled.page(LIST, 0, 1)[0]
    with filled.database.write() as connection:
        connection.exec_driver_sql(
            'INSERT INTO late_record (register, record_id, period, counted_in, at, "by") '
            "VALUES ('doi_thoai', ?, ?, '', '2020-07-01T00:00:00Z', 'x')",
            (record.id, "H1/2019"),
        )
    receive(province, post(), trust)
    place_waiting(filled.database, filled.periods())
    assert receive(province, post(), trust).taken
    with province.database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT counted_in FROM late_record WHERE record_id = ?", (record.id,)
        ).fetchone()
    assert tuple(row) == ("H2/2019",)
