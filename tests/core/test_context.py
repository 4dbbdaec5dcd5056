"""What the composition root decides: the period at hand, ids, copies of the data."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from danvan_desktop.context import Context, new_id, open_context
from danvan_desktop.errors import UserError
from danvan_desktop.paths import Paths
from danvan_desktop.storage import attachments, backup
from danvan_desktop.storage.values import ListQuery
from tests.conftest import FixedClock
from tests.core.signing.kit import make_authority


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2020-06-01", "H1/2020"),
        ("2020-06-18", "H1/2020"),
        ("2020-07-08", "H2/2020"),
        ("2026-01-01", "H2/2020"),
    ],
)
def test_period_at_hand_is_the_one_due_next(
    office: Context, clock: FixedClock, day: str, code: str
) -> None:
    """Until its report is due, the period that ended stays the work at hand."""
    clock.day = day
    period = office.current_period()
    assert period is not None
    assert period.code == code


def test_period_that_was_chosen_is_remembered(office: Context) -> None:
    """What the clerk chose last wins."""
    office.settings.set("period", "H2/2019")
    period = office.current_period()
    assert period is not None
    assert period.code == "H2/2019"


def test_new_ids_are_ordered_version_seven() -> None:
    """Ids are UUIDv7: they sort by the time of making, to the millisecond."""
    ids = [new_id() for _number in range(100)]
    assert {UUID(one).version for one in ids} == {7}
    assert [one[:13] for one in ids] == sorted(one[:13] for one in ids)


def test_restore_brings_back_and_keeps_what_was_there(
    office_data_dir: Path, office: Context, clock: FixedClock
) -> None:
    """A restored copy replaces the data, and the data of before are in a copy of their own."""
    copy = office.back_up_now("thu")
    model = {
        "ten": "Sau bản sao",
        "don_vi": "TN-DMC-07",
        "linh_vuc": "KT",
        "doi_tuong": "tap_the",
        "ngay_dang_ky": "2020-02-01",
    }
    assert office.save("dan_van_kheo", model).saved
    paths = office.paths
    office.close()
    before = backup.restore(
        copy, paths.database, safety=paths.backups, stamp="2020-06-16T08:00:00Z"
    )
    assert before is not None
    assert backup.is_sound(before)
    again = open_context(paths.data, clock=clock)
    assert again.count(ListQuery(register="dan_van_kheo")) == 0
    again.close()


def test_restore_takes_no_log_away_from_a_program_that_has_the_file_open(
    office: Context, clock: FixedClock
) -> None:
    """What is only in the log would be lost, and the file behind it damaged: it is refused."""
    copy, paths = office.back_up_now("thu"), office.paths
    before = office.count(ListQuery(register="ky"))
    office.close()
    with closing(sqlite3.connect(paths.database)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("PRAGMA wal_autocheckpoint=0")
        other.execute("UPDATE ky SET deleted = 1")
        other.commit()
        with pytest.raises(UserError) as caught:
            backup.restore(copy, paths.database, safety=paths.backups, stamp="2020-06-16T08:00:00Z")
        assert caught.value.code == "locked"
        assert not paths.database.with_suffix(".khoi-phuc").exists()
    again = open_context(paths.data, clock=clock)
    assert before > 0 == again.count(ListQuery(register="ky"))
    again.close()


def test_copy_on_a_medium_has_the_kept_files(
    office: Context, clock: FixedClock, tmp_path: Path
) -> None:
    """A lost laptop loses no attachment; a damaged file and a stranger's do not come back."""
    kept = [attachments.store(office.paths.attachments, text) for text in (b"%PDF-1", b"%PDF-2")]
    medium, new = tmp_path / "usb", Paths(tmp_path / "new")
    copy = office.back_up_now("usb", medium)
    beside = medium / office.paths.attachments.name
    assert attachments.copy_missing(office.paths.attachments, beside) == 0
    (beside / kept[1][:2] / kept[1]).write_bytes(b"%PDF-x")
    (beside / "ab").mkdir(exist_ok=True)
    (beside / "ab" / "autorun.inf").write_bytes(b"x")
    (beside / "ab" / ("ab" * 32)).mkdir()
    new.data.mkdir()
    backup.restore(copy, new.database, safety=new.backups, stamp=clock.now())
    assert attachments.copy_missing(beside, new.attachments) == 1
    assert attachments.read(new.attachments, kept[0]) == b"%PDF-1"
    with pytest.raises(UserError, match="hỏng"):
        attachments.read(new.attachments, kept[1])
    assert [one.name for one in new.attachments.rglob("*") if one.is_file()] == [kept[0]]


def test_restore_of_something_else_changes_nothing(office: Context, tmp_path: Path) -> None:
    """A file that is no copy of ours is refused in words."""
    (tmp_path / "danvan-x.db").write_bytes(b"no database" * 1000)
    with pytest.raises(UserError, match="hỏng"):
        backup.restore(
            tmp_path / "danvan-x.db",
            office.paths.database,
            safety=office.paths.backups,
            stamp="2020-06-16T08:00:00Z",
        )
    assert office.office() is not None


def test_lost_office_key_is_said_and_not_replaced(office: Context) -> None:
    """A missing key file is named; papers signed before can still be checked."""
    fingerprint = office.office_key().fingerprint_text
    (office.paths.keys / "khoa-co-quan.p12").unlink()
    with pytest.raises(UserError):
        office.office_key()
    assert not (office.paths.keys / "khoa-co-quan.p12").exists()
    assert len(office.trust().certificates) == 1
    assert fingerprint


def test_stray_file_among_certificates_is_skipped(office: Context) -> None:
    """What a file manager leaves there, or an empty file, stops no check of signatures."""
    folder = office.paths.trusted
    folder.mkdir()
    authority = make_authority()
    (folder / "root.cer").write_bytes(authority.der)
    (folder / "desktop.ini").write_text("[.ShellClassInfo]\n")
    (folder / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0" * 100)
    (folder / "trong.pem").write_bytes(b"")
    office.office_key()
    found = office.trust().certificates
    assert len(found) == 2
    assert authority.der in found
