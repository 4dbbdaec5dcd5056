"""Keys introduced once, renewed, lost and withdrawn; encrypted bundles opened by their receiver."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from danvan_desktop.agenda import ActionKind, TodoGroup, TodoItem
from danvan_desktop.agenda.todo import todo
from danvan_desktop.bundles import enrolment, journal
from danvan_desktop.bundles.enrolment import (
    accept,
    read_enrolment,
    withdraw_key,
    write_enrolment,
)
from danvan_desktop.bundles.export import ExportChoices, contents, export_bundle
from danvan_desktop.bundles.logbook import KEY
from danvan_desktop.bundles.message import write_message
from danvan_desktop.bundles.model import BundleReceipt, BundleRefused
from danvan_desktop.bundles.opening import open_bundle
from danvan_desktop.bundles.partners import Role, partners, receiver
from danvan_desktop.bundles.receipts import take_in, write_receipt
from danvan_desktop.bundles.receiving import REFUSED, receive
from danvan_desktop.bundles.verify import verify_file
from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import UserError
from danvan_desktop.signing import keys
from danvan_desktop.signing.certificates import describe
from danvan_desktop.signing.keys import RECEIVING, stored_certificate
from danvan_desktop.signing.verdict import State
from tests.conftest import FixedClock
from tests.core.sync.kit import PERIOD
from tests.core.sync.pair import PROVINCE_NAME, introduce, keyed_province


@pytest.fixture(scope="module")
def province_dir(empty_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a province with its keys, once."""
    return keyed_province(empty_data_dir, tmp_path_factory.mktemp("province") / "d", Moments())


class Moments:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.moment = "2020-06-16T07:05:12Z"

    def today(self) -> str:
        return self.moment[:10]

    def now(self) -> str:
        return self.moment


@pytest.fixture
def receiving(tmp_path: Path, province_dir: Path) -> Iterator[Context]:
    """Open a province that has its keys."""
    shutil.copytree(province_dir, tmp_path / "tinh")
    context = open_context(tmp_path / "tinh", clock=Moments())
    yield context
    context.close()


@pytest.fixture
def pair(filled: Context, receiving: Context, tmp_path: Path) -> tuple[Context, Context]:
    """Give an office and a province that know each other's keys."""
    introduce(filled, receiving, tmp_path / "thu")
    introduce(receiving, filled, tmp_path / "thu")
    return filled, receiving


def _export(
    office: Context, folder: Path, *, full: bool = False, plain: bool = False
) -> BundleReceipt:
    folder.mkdir(exist_ok=True)
    choices = ExportChoices(full=full, plain=plain)
    return export_bundle(
        office, office.period(PERIOD), folder, office.office_key(), choices=choices
    )


def test_letter_shows_the_fingerprint_and_who(
    filled: Context, receiving: Context, tmp_path: Path
) -> None:
    """What is to be read over the telephone is the key's own fingerprint, in groups of four."""
    letter = write_enrolment(filled, tmp_path, filled.office_key())
    found = read_enrolment(receiving, letter)
    assert found.fingerprint_text == filled.office_key().fingerprint_text
    assert (found.partner.office, found.partner.role) == ("TN-DMC-BDV", Role.OFFICE)
    assert not found.renewal
    assert not found.settled
    assert not found.partner.receiving
    assert not receiving.enrolled().certificates
    accept(receiving, found)
    assert receiving.enrolled().holds(filled.office_key().info.fingerprint)
    assert not receiving.superiors().certificates
    assert read_enrolment(receiving, letter).settled
    assert [one.kind for one in journal.entries(receiving)] == [KEY]
    assert journal.entries(filled)[0].kind == KEY


def test_encrypted_bundle_goes_the_whole_way(pair: tuple[Context, Context], tmp_path: Path) -> None:
    """Export is encrypted, the province takes it, its receipt is taken in and kept as proof."""
    office, province = pair
    assert contents(office, office.period(PERIOD)).receiver == PROVINCE_NAME
    written = _export(office, tmp_path / "goi")
    assert written.sealed is not None
    assert written.to_send.name.endswith(".asice.p7m")
    received = receive(province, written.to_send, province.enrolled())
    assert received.taken
    assert received.sha256 == written.sha256
    assert not list(province.paths.copies.iterdir())
    answer = write_receipt(province, received, tmp_path, province.office_key())
    taken = take_in(office, answer, office.superiors())
    assert taken.verdict == "replace"
    log = journal.entries(office)
    [sent] = journal.exports(log)
    found = journal.answered(log, sent)
    assert found is not None
    assert Path(str(found.file)).read_bytes() == answer.read_bytes()
    assert "mã hóa cho" in sent.text
    (tmp_path / "usb").mkdir()
    copy = journal.copy_out(office, sent, tmp_path / "usb")
    assert copy.read_bytes() == written.to_send.read_bytes()
    assert journal.copied(journal.entries(office), sent) is not None


def test_receipts_come_only_from_the_superior(
    pair: tuple[Context, Context], tmp_path: Path
) -> None:
    """Another office's key, or our own, signs no receipt that we believe."""
    office, province = pair
    received = receive(province, _export(office, tmp_path / "goi").to_send, province.enrolled())
    forged = write_receipt(province, received, tmp_path, office.office_key())
    with pytest.raises((UserError, BundleRefused)):
        take_in(office, forged, office.superiors())
    assert not [one for one in journal.entries(office) if one.kind == "bien_nhan"]


def test_envelope_says_for_whom_it_is(pair: tuple[Context, Context], tmp_path: Path) -> None:
    """The office that wrote it cannot open it, and is told who can."""
    office, province = pair
    written = _export(office, tmp_path / "goi")
    now = datetime.fromisoformat(office.clock.now())
    verdict = verify_file(written.to_send, office.trust(), now=now, paths=office.paths)
    assert verdict.state is State.UNKNOWN
    assert PROVINCE_NAME in verdict.reasons[0].message
    with pytest.raises(BundleRefused, match=PROVINCE_NAME):
        open_bundle(written.to_send, now=now, paths=office.paths)
    verdict = verify_file(written.to_send, province.trust(), now=now, paths=province.paths)
    assert verdict.state is State.VALID


def test_changed_envelope_leaves_nothing_behind(
    pair: tuple[Context, Context], tmp_path: Path
) -> None:
    """A damaged envelope is refused, noted, and its content never stays on the disk."""
    office, province = pair
    path = _export(office, tmp_path / "goi").to_send
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    assert receive(province, path, province.enrolled()).verdict == REFUSED
    assert not list(province.paths.copies.iterdir())


def test_crash_leaves_no_opened_bundle(pair: tuple[Context, Context], tmp_path: Path) -> None:
    """What a crash left open is gone after the next start."""
    office, province = pair
    written = _export(office, tmp_path / "goi")
    now = datetime.fromisoformat(province.clock.now())
    left = open_bundle(written.to_send, now=now, paths=province.paths)
    assert len(list(province.paths.copies.iterdir())) == 1
    province.close()
    again = open_context(province.paths.data, clock=Moments())
    assert not province.paths.copies.exists()
    again.close()
    left.close()


def test_plain_bundle_when_no_receiver_is_known(filled: Context, tmp_path: Path) -> None:
    """Without the province's certificate the bundle is only signed, and the log says so."""
    written = _export(filled, tmp_path / "goi")
    assert written.sealed is None
    assert contents(filled, filled.period(PERIOD)).receiver == ""
    assert "không mã hóa" in journal.entries(filled)[0].text


def test_bundle_goes_plain_only_by_choice_once_the_receivers_certificate_is_over(
    pair: tuple[Context, Context], tmp_path: Path, clock: FixedClock
) -> None:
    """Refused in words that say how to get the new letter; chosen by hand it goes, unencrypted."""
    office, province = pair
    assert contents(office, office.period(PERIOD)).lapsed == ""
    clock.moment = "2030-05-01T00:00:00Z"
    office.replace_keys(lost=False)
    clock.moment = "2030-07-01T00:00:00Z"
    lapsed = contents(office, office.period(PERIOD)).lapsed
    assert PROVINCE_NAME in lapsed
    with pytest.raises(UserError) as refused:
        _export(office, tmp_path / "goi")
    assert refused.value.code == "receiver_lapsed"
    assert lapsed in str(refused.value)
    assert "giấy giới thiệu khóa mới" in str(refused.value.remedy)
    assert list((tmp_path / "goi").iterdir()) == []
    assert _export(office, tmp_path / "goi", plain=True).sealed is None
    withdraw_key(office, province.office_key().info.fingerprint, "Thử")
    assert "thu hồi" in contents(office, office.period(PERIOD)).lapsed


def test_renewed_key_is_introduced_by_the_old_one(
    pair: tuple[Context, Context], tmp_path: Path
) -> None:
    """One confirmation and no telephone; what the old key signed is believed a while longer."""
    office, province = pair
    before = _export(office, tmp_path / "cu")
    old = office.office_key()
    new = office.replace_keys(lost=False)
    assert new.info.fingerprint != old.info.fingerprint
    assert office.office_key().info.fingerprint == new.info.fingerprint
    letter = write_enrolment(office, tmp_path, new)
    found = read_enrolment(province, letter)
    assert found.renewal
    assert [one.fingerprint for one in found.rivals] == [old.info.fingerprint]
    assert accept(province, found).how == "renewal"
    assert receive(province, before.to_send, province.enrolled()).taken
    after = _export(office, tmp_path / "moi", full=True)
    assert receive(province, after.to_send, province.enrolled()).verdict != REFUSED
    assert isinstance(province.clock, Moments)
    province.clock.moment = "2020-09-30T07:00:00Z"
    assert not province.enrolled().holds(old.info.fingerprint)
    assert province.enrolled().holds(new.info.fingerprint)


def test_lost_key_is_replaced_by_telephone(pair: tuple[Context, Context], tmp_path: Path) -> None:
    """The new key introduces itself, and the province withdraws the old one at once."""
    office, province = pair
    old = office.office_key()
    before = _export(office, tmp_path / "cu")
    new = office.replace_keys(lost=True)
    found = read_enrolment(province, write_enrolment(office, tmp_path, new))
    assert not found.renewal
    assert [one.fingerprint for one in found.rivals] == [old.info.fingerprint]
    accept(province, found, withdraw_others=True)
    assert not province.enrolled().holds(old.info.fingerprint)
    assert receive(province, before.to_send, province.enrolled()).verdict == REFUSED


def test_withdrawn_key_is_believed_nowhere(pair: tuple[Context, Context], tmp_path: Path) -> None:
    """Withdrawing counts at once, even where the certificate lies among the trusted too."""
    office, province = pair
    mark = office.office_key().info.fingerprint
    (province.paths.trusted / "them.pem").write_text(office.office_key().certificate_pem)
    assert province.trust().holds(mark)
    withdraw_key(province, mark, "Máy bị mất")
    assert not province.trust().holds(mark)
    assert not province.enrolled().certificates
    assert "Máy bị mất" in journal.entries(province)[0].text
    [one] = [one for one in partners(province.paths) if one.fingerprint == mark]
    assert one.withdrawn
    withdraw_key(office, province.office_key().info.fingerprint, "Thử")
    assert receiver(office.paths, datetime.fromisoformat(office.clock.now())) is None


def test_receivers_certificate_is_renewed_in_time_on_both_sides(
    pair: tuple[Context, Context], tmp_path: Path, clock: FixedClock
) -> None:
    """The province is asked two months ahead, the office warned for the last of them; one click."""
    office, province = pair

    def come_to(day: str) -> None:
        for books in (clock, province.clock):
            assert isinstance(books, Moments | FixedClock)
            books.moment = f"{day}T07:00:00Z"
        clock.day = day

    come_to("2029-06-01")
    office.replace_keys(lost=False)
    introduce(office, province, tmp_path / "thu")
    old = describe(stored_certificate(province.paths.keys, RECEIVING) or b"")
    assert old.not_after.isoformat().startswith("2030-06-14")
    come_to("2030-04-10")
    assert not _renewals(province)
    come_to("2030-04-25")
    [asked] = _renewals(province)
    assert (asked.group, asked.days) == (TodoGroup.SOON, 20)
    assert "14/06/2030" in asked.detail
    assert not _renewals(office)
    assert contents(office, office.period(PERIOD)).ending is None
    come_to("2030-05-25")
    [asked] = _renewals(province)
    assert asked.group is TodoGroup.OVERDUE
    [wanted] = _renewals(office)
    assert PROVINCE_NAME in wanted.title
    ending = contents(office, office.period(PERIOD)).ending
    assert ending is not None
    assert ending.told() == f"Chứng thư nhận gói của {PROVINCE_NAME} hết hạn ngày 14/06/2030."
    before = _export(office, tmp_path / "cu")
    province.replace_keys(lost=False)
    assert journal.entries(province)[0].kind == KEY
    [untold] = _renewals(province)
    assert untold.title == "Phát giấy giới thiệu khóa mới của cơ quan"
    found = read_enrolment(office, write_enrolment(province, tmp_path, province.office_key()))
    assert found.renewal
    assert not _renewals(province)
    accept(office, found)
    assert not _renewals(office)
    come_to("2030-07-01")
    assert contents(office, office.period(PERIOD)).lapsed == ""
    assert receive(province, before.to_send, province.enrolled()).taken
    after = _export(office, tmp_path / "moi", full=True)
    assert receive(province, after.to_send, province.enrolled()).verdict != REFUSED


def _renewals(books: Context) -> list[TodoItem]:
    found = todo(books, books.clock.today())
    return [one for one in found if one.action.kind is ActionKind.RENEW_KEY]


def test_renewed_receiver_still_opens_older_envelopes(
    pair: tuple[Context, Context], tmp_path: Path
) -> None:
    """A bundle under way while the province renews its keys is not lost."""
    office, province = pair
    before = _export(office, tmp_path / "cu")
    province.replace_keys(lost=False)
    assert receive(province, before.to_send, province.enrolled()).taken
    introduce(province, office, tmp_path / "thu")
    after = _export(office, tmp_path / "moi", full=True)
    assert receive(province, after.to_send, province.enrolled()).verdict != REFUSED


def test_power_cut_during_renewal_leaves_one_whole_key(
    filled: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the mark is written the new keys come into force, before it the old ones stay."""
    old = filled.office_key().info.fingerprint
    moved: list[str] = []
    real = Path.replace

    def cut(self: Path, target: Path) -> Path:
        if self.parent.name == keys.COMING and not self.name.startswith("."):
            moved.append(self.name)
            if len(moved) == 2:
                raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        filled.replace_keys(lost=False)
    monkeypatch.undo()
    now = filled.office_key()
    assert now.info.fingerprint != old
    renewed = keys.renewed_key(filled.paths.keys)
    assert renewed is not None
    assert renewed.info.fingerprint == old


def test_own_letter_and_other_messages_are_refused(
    pair: tuple[Context, Context], tmp_path: Path
) -> None:
    """A letter of our own is no news; a receipt is no letter."""
    office, province = pair
    own = write_enrolment(office, tmp_path, office.office_key())
    with pytest.raises(UserError) as caught:
        read_enrolment(office, own)
    assert caught.value.code == "own_enrolment"
    received = receive(province, _export(office, tmp_path / "goi").to_send, province.enrolled())
    answer = write_receipt(province, received, tmp_path, province.office_key())
    with pytest.raises(BundleRefused):
        read_enrolment(office, answer)


@pytest.mark.parametrize(
    "change",
    [
        {"certificate": "x"},
        {"proof": ""},
        {"role": "king"},
        {"role": "province"},
        {"office": "TN-GD-BDV"},
        {"name": 3},
        {"receiving": "certificate"},
    ],
)
def test_letter_that_contradicts_itself_is_refused(
    filled: Context, receiving: Context, tmp_path: Path, change: dict[str, object]
) -> None:
    """Even well signed, what it says must fit the certificate and its proof."""
    letter = write_enrolment(filled, tmp_path, filled.office_key())
    data = letter.read_bytes()
    begin = data.index(b'{\n "format"')
    document, _end = json.JSONDecoder().raw_decode(data[begin:].decode("utf-8", "replace"))
    body = {**document["body"], **change}
    if change.get("receiving") == "certificate":
        body["receiving"] = body["certificate"]
    forged = tmp_path / "gia.asice"
    now = datetime.fromisoformat(filled.clock.now())
    sender = ("TN-DMC-BDV", "Ban Dân vận")
    write_message(
        forged, enrolment.KIND, body, filled.office_key(), sender=sender, created=now, lines={}
    )
    with pytest.raises(BundleRefused):
        read_enrolment(receiving, forged)


def test_office_that_receives_nothing_has_no_receiving_key(filled: Context) -> None:
    """Only an office of the receiving kind makes one."""
    with pytest.raises(UserError) as caught:
        filled.receiving_key()
    assert caught.value.code == "no_receiver"
