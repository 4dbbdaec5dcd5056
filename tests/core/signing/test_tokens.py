"""Keys on a token: found by id, opened by PIN, and a driver that misbehaves hurts nobody."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.signing.appearance import Appearance
from danvan_desktop.signing.cms import sign_detached, verify_detached
from danvan_desktop.signing.keys import pem
from danvan_desktop.signing.pdf import sign_pdf
from danvan_desktop.signing.token_doctor import diagnose
from danvan_desktop.signing.token_words import REFUSALS, pin_warning, refusal
from danvan_desktop.signing.tokens import (
    Looked,
    Module,
    TokenSession,
    WrongPin,
    find_modules,
    look,
    read_tokens,
)
from danvan_desktop.signing.verdict import State
from danvan_desktop.signing.verify import verify_pdf
from tests.core.signing.kit import DAY, NOW, Authority, make_key, run, small_pdf
from tests.softhsm import EC, OLD, PIN, RSA, Hsm, hsm, renew


@dataclass(frozen=True)
class Renewed:
    """A token and the fingerprints of its new certificates, without a key and with one."""

    made: Hsm
    keyless: str
    keyed: str


def test_token_is_read_without_its_pin(softhsm: Hsm) -> None:
    """Label, serial number and certificates stand there before anything is asked."""
    token = softhsm.token
    assert token.label == "officer"
    assert token.serial
    assert {one.id: one.der for one in token.certificates} == softhsm.certificates


@pytest.mark.parametrize("identifier", [RSA, EC])
@pytest.mark.parametrize("visible", [True, False])
def test_key_on_a_token_signs_a_pdf(
    softhsm: Hsm,
    tmp_path: Path,
    authority: Authority,
    font: Path,
    font_cache: Path,
    identifier: str,
    visible: bool,
) -> None:
    """RSA and EC, visible and not: the paper verifies here and with poppler."""
    look_ = Appearance(font, font_cache) if visible else None
    with TokenSession(softhsm.token) as session:
        session.login(PIN)
        key = session.key(identifier)
        assert key.certificate == softhsm.certificates[identifier]
        done = sign_pdf(
            small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW, appearance=look_
        )
    verdict = verify_pdf(done.path, authority.trust, now=NOW)
    assert verdict.state is State.VALID, verdict.reasons
    said = run("pdfsig", "-nocert", done.path).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


@pytest.mark.parametrize("identifier", [RSA, EC])
def test_key_on_a_token_signs_a_manifest(
    softhsm: Hsm, tmp_path: Path, authority: Authority, identifier: str
) -> None:
    """The detached signature has the one form that we accept, and openssl takes it too."""
    with TokenSession(softhsm.token) as session:
        session.login(PIN)
        signature = sign_detached(b"manifest", session.key(identifier), now=NOW)
    verdict = verify_detached(b"manifest", signature, authority.trust, now=NOW)
    assert verdict.state is State.VALID, verdict.reasons
    (tmp_path / "s.p7s").write_bytes(signature)
    (tmp_path / "content").write_bytes(b"manifest")
    (tmp_path / "root.pem").write_text(pem(authority.der))
    said = run(
        *("openssl", "cms", "-verify", "-cades", "-inform", "DER", "-binary", "-purpose", "any"),
        *("-in", tmp_path / "s.p7s", "-content", tmp_path / "content"),
        *("-CAfile", tmp_path / "root.pem", "-attime", str(int(NOW.timestamp()))),
        *("-out", tmp_path / "out"),
    )
    assert said.returncode == 0, said.stderr


def test_one_pin_signs_many(softhsm: Hsm, tmp_path: Path) -> None:
    """The session stays open from file to file; its process ends with it."""
    with TokenSession(softhsm.token) as session:
        session.login(PIN)
        key = session.key(RSA)
        for number in range(3):
            source = small_pdf(tmp_path / f"{number}.pdf")
            sign_pdf(source, tmp_path / f"{number}-signed.pdf", key, now=NOW)
        assert session.pid
    assert not session.pid
    assert len(list(tmp_path.glob("*-signed.pdf"))) == 3


def test_wrong_pin_is_told_and_remembered_by_the_token(softhsm: Hsm) -> None:
    """After a wrong PIN the token warns, before the field and after; a right one clears it."""
    with TokenSession(softhsm.token) as session:
        with pytest.raises(WrongPin) as caught:
            session.login("000000")
        assert caught.value.code == "pin_wrong"
        assert caught.value.token.pin_low
        assert "PIN đã bị nhập sai" in pin_warning(
            low=softhsm.token.pin_low, final=False, locked=False
        )
        session.login(PIN)
    assert not softhsm.token.pin_low


def test_last_try_and_locked_token_are_said_before_the_pin() -> None:
    """The more there is to lose, the plainer the sentence."""
    assert "Chỉ còn một lần thử" in pin_warning(low=True, final=True, locked=False, tries=2)
    assert "đã khóa PIN" in pin_warning(low=True, final=True, locked=True)
    assert "2 lần" in pin_warning(low=True, final=False, locked=False, tries=2)
    assert pin_warning(low=False, final=False, locked=False) == ""


def test_unfit_key_on_a_token_does_not_sign(softhsm: Hsm, tmp_path: Path) -> None:
    """The device would sign with an expired certificate; we do not."""
    with TokenSession(softhsm.token) as session:
        session.login(PIN)
        with pytest.raises(UserError) as caught:
            sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", session.key(OLD), now=NOW)
    assert caught.value.code == "key_expired"
    assert not (tmp_path / "b.pdf").exists()


@pytest.fixture(scope="module")
def renewed(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Renewed]:
    """Make a token on which one certificate was renewed without a key, and one with its key."""
    folder = tmp_path_factory.mktemp("renewed")
    for name in ("hsm", "keyless", "keyed"):
        (folder / name).mkdir()
    with hsm(folder / "hsm", authority) as made:
        end = NOW + 900 * DAY
        keyless = make_key(folder / "keyless", authority=authority, key="rsa2048", end=end)
        keyed = make_key(folder / "keyed", authority=authority, end=end)
        renew(made, folder / "keyless", RSA, keyless, with_key=False)
        renew(made, folder / "keyed", EC, keyed, with_key=True)
        yield Renewed(made, keyless.info.fingerprint, keyed.info.fingerprint)


def test_certificate_whose_key_is_not_on_the_token_signs_nothing(
    renewed: Renewed, tmp_path: Path
) -> None:
    """The old key would sign in its name, and only the receiver would notice."""
    with TokenSession(renewed.made.token) as session:
        session.login(PIN)
        key = session.key(RSA, fingerprint=renewed.keyless)
        assert key.info.fingerprint == renewed.keyless
        with pytest.raises(UserError) as caught:
            sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW)
        with pytest.raises(UserError) as detached:
            sign_detached(b"manifest", key, now=NOW)
        before = session.key(RSA)
        assert before.certificate == renewed.made.certificates[RSA]
    assert (caught.value.code, detached.value.code) == ("key_missing", "key_missing")
    assert not (tmp_path / "b.pdf").exists()


def test_second_key_of_an_id_signs_for_its_own_certificate(
    renewed: Renewed, tmp_path: Path, authority: Authority
) -> None:
    """Old and new key bear one id: each certificate finds its own, for every signature."""
    with TokenSession(renewed.made.token) as session:
        session.login(PIN)
        for certificate in renewed.made.token.certificates:
            if certificate.id != EC:
                continue
            key = session.key(EC, fingerprint=certificate.info.fingerprint)
            for name in ("a", "b"):
                source = small_pdf(tmp_path / f"{name}.pdf")
                target = tmp_path / f"{name}-{certificate.info.fingerprint}.pdf"
                done = sign_pdf(source, target, key, now=NOW).path
                [found] = verify_pdf(done, authority.trust, now=NOW).signatures
                assert (found.state, found.fingerprint) == (
                    State.VALID,
                    certificate.info.fingerprint,
                )
    assert len(list(tmp_path.glob("*-*.pdf"))) == 4


def test_doctor_sees_a_certificate_without_its_key(renewed: Renewed) -> None:
    """It offers the one that can sign; where there is none it says what is missing."""
    token = renewed.made.token
    keyless = [one.info.fingerprint for one in token.certificates if not one.keyed]
    assert keyless == [renewed.keyless]
    found = diagnose([Looked(renewed.made.module, (token,))], now=NOW)
    assert found.certificate is not None
    assert found.certificate.info.fingerprint == renewed.keyed
    alone = replace(token, certificates=tuple(one for one in token.certificates if not one.keyed))
    said = diagnose([Looked(renewed.made.module, (alone,))], now=NOW)
    assert said.advice.startswith("Trên thiết bị không có khóa bí mật của chứng thư này.")


def test_token_lost_in_the_middle_leaves_nothing_half_written(softhsm: Hsm, tmp_path: Path) -> None:
    """The driver's process dies between two signatures: the first file is whole, no second one."""
    with TokenSession(softhsm.token) as session:
        session.login(PIN)
        key = session.key(RSA)
        sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW)
        os.kill(session.pid, signal.SIGKILL)
        with pytest.raises(UserError) as caught:
            sign_pdf(small_pdf(tmp_path / "c.pdf"), tmp_path / "d.pdf", key, now=NOW)
    assert caught.value.code == "driver_crashed"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.pdf", "b.pdf", "c.pdf"]


def test_token_that_is_not_there_any_more(softhsm: Hsm) -> None:
    """A token of another serial number is not the one that was chosen."""
    other = replace(softhsm.token, serial="00")
    with TokenSession(other) as session, pytest.raises(UserError) as caught:
        session.login(PIN)
    assert caught.value.code == "token_gone"


def test_library_that_is_no_driver(tmp_path: Path) -> None:
    """A file that is no driver is refused in words, and the others are still asked."""
    path = tmp_path / "no-driver.so"
    path.write_bytes(b"\x7fELF nothing")
    [found] = look([Module("Thử", path)])
    assert found.error is not None
    assert found.error.code == "driver_bad"
    assert "Thử" in found.error.message


@pytest.mark.skipif(
    sys.platform == "win32", reason="a pipe with a name stands for a hanging driver"
)
def test_driver_that_hangs_is_given_up(tmp_path: Path) -> None:
    """Loading from a pipe that nobody writes never ends; the wait for it does."""
    path = tmp_path / "hangs.so"
    os.mkfifo(path)
    with pytest.raises(UserError) as caught:
        read_tokens(Module("Thử", path), seconds=0.6)
    assert caught.value.code == "driver_hangs"


@pytest.mark.skipif(
    sys.platform == "win32", reason="a pipe with a name stands for a hanging driver"
)
def test_wait_for_a_driver_can_be_cancelled(tmp_path: Path) -> None:
    """The clerk need not wait for the limit."""

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    path = tmp_path / "hangs.so"
    os.mkfifo(path)
    with pytest.raises(Cancelled):
        read_tokens(Module("Thử", path), progress=stop)


def test_modules_come_from_the_list_and_from_the_clerk(tmp_path: Path) -> None:
    """A chosen file stands first; one file is listed once, whatever its name."""
    driver = tmp_path / "libx_v2.so"
    driver.write_bytes(b"")
    (tmp_path / "link.so").symlink_to(driver)
    listed = tmp_path / "list.json"
    listed.write_text(
        json.dumps([{"name": "X-CA", "windows": [], "linux": [str(tmp_path / "libx_v*.so")]}])
    )
    assert find_modules(listed=listed, platform="linux") == (Module("X-CA", driver),)
    chosen = find_modules([tmp_path / "link.so"], listed=listed, platform="linux")
    assert [one.path.name for one in chosen] == ["link.so"]


def test_list_of_drivers_names_those_in_use() -> None:
    """Both kinds of token of the Government Cipher Committee and the large providers are there."""
    path = Path(__file__).parents[3] / "resources" / "pkcs11_modules.json"
    names = " ".join(entry["name"] for entry in json.loads(path.read_text("utf-8")))
    for wanted in ("SafeNet", "Bit4ID", "Viettel", "VNPT", "FPT", "SoftHSM"):
        assert wanted in names


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_what_to_do(code: str) -> None:
    """What happened, that nothing was signed, what to do."""
    error = refusal(code, driver="VGCA", detail="CKR")
    assert error.code == code
    assert error.message.endswith(".")
    assert error.safe
    assert error.remedy.endswith(".")
