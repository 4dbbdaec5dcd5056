"""The province's book: what came, what was answered, and who signed it."""

from __future__ import annotations

from pathlib import Path

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.inbox import answer_all, take_all
from danvan_desktop.bundles.ledger import bundles_of
from danvan_desktop.bundles.logbook import ANSWER, RECEIVED
from danvan_desktop.bundles.returns import LOGGED, take_in_return, write_returns
from danvan_desktop.context import Context
from danvan_desktop.organisation.pins import write_pin
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import State
from tests.core.sync.province_kit import Office

H1 = "H1/2020"


def test_book_joins_what_came_with_what_was_answered(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """Office, period, number and verdict of each file, then the receipt; what was torn as well."""
    (tmp_path / "hong.asice").write_bytes(b"nothing")
    outcomes = take_all(receiver, [districts[0].send(H1), tmp_path / "hong.asice"])
    answer_all(receiver, [one.received for one in outcomes], tmp_path, receiver.office_key())
    answer, torn, came = journal.entries(receiver)
    assert (came.kind, came.period, came.number) == (RECEIVED, H1, 1)
    assert came.text == (
        "Nhận gói của Ban Dân vận Huyện ủy Gò Dầu: Đã nhận toàn bộ số liệu của cơ quan."
    )
    assert torn.text.startswith("Từ chối tệp hong.asice: ")
    assert (answer.kind, answer.period, answer.sha256) == (ANSWER, H1, came.sha256)
    assert answer.text.startswith("Lập biên nhận số 1 cho Ban Dân vận Huyện ủy Gò Dầu")
    assert journal.entries(receiver, period=H1) == [answer, came]


def test_book_of_a_period_has_the_returns_of_it(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """On both sides; the office stands there by its name."""
    office = districts[0]
    record = office.dialogue("2020-02-01")
    take_all(receiver, [office.send(H1)])
    write_pin(receiver, "doi_thoai", record, "so_nguoi", "Ít quá")
    key = receiver.office_key()
    [(_code, path)] = write_returns(receiver, tmp_path, key, deadline="2020-06-25")
    take_in_return(office.context, path, TrustList((key.certificate,)))
    for books in (receiver, office.context):
        [line] = [one for one in journal.entries(books, period=H1) if one.kind == LOGGED]
        assert H1 in line.periods
        assert not [one for one in journal.entries(books, period="H2/2020") if one.kind == LOGGED]
    assert "Huyện ủy Gò Dầu" in journal.entries(receiver, period=H1)[0].text


def test_book_holds_what_came_before_the_log_took_note(
    receiver: Context, districts: list[Office], clock: object
) -> None:
    """A bundle of an older version of the program stands there once, and later ones too."""
    take_all(receiver, [districts[0].send(H1)])
    with receiver.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM sync_log")
    [line] = journal.entries(receiver)
    assert (line.number, "Huyện ủy Gò Dầu" in line.text) == (1, True)
    [old] = bundles_of(receiver)
    assert old.signer is None
    clock.moment = "2020-06-17T03:00:00Z"  # type: ignore[attr-defined]
    take_all(receiver, [districts[0].send(H1)])
    assert [one.number for one in journal.entries(receiver)] == [2, 1]


def test_signer_is_kept_with_each_bundle(receiver: Context, districts: list[Office]) -> None:
    """Name, code, fingerprint, validity, moment and state, as they were when it came."""
    [outcome] = take_all(receiver, [districts[0].send(H1)])
    [entry] = bundles_of(receiver)
    signer, key = entry.signer, districts[0].context.office_key()
    assert signer is not None
    assert signer == outcome.received.signer
    assert (signer.name, signer.office) == ("Ban Dân vận Huyện ủy Gò Dầu", districts[0].code)
    assert signer.fingerprint == key.info.fingerprint
    assert signer.valid_to == key.info.not_after.isoformat()
    assert signer.signed_at.startswith("2020-06-16")
    assert signer.state is State.VALID
