"""Loading keys, refusing unfit ones, and the office key that set-up makes."""

from __future__ import annotations

import os
import stat
import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from danvan_desktop.errors import UserError
from danvan_desktop.signing.certificates import fingerprint_text
from danvan_desktop.signing.demo_keys import make_personal_p12
from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.signing.keys import (
    OFFICE_CERTIFICATE_FILE,
    OFFICE_KEY_FILE,
    OFFICE_PASSPHRASE_FILE,
    SigningKey,
    check_key,
    load_office_key,
    load_p12,
)
from danvan_desktop.signing.trust import TrustList
from tests.core.signing.kit import (
    DAY,
    DOCUMENTS,
    MAIL,
    NOW,
    OCSP,
    PASSPHRASE,
    TIME_STAMPS,
    TLS_CLIENT,
    TLS_SERVER,
    Authority,
    make_key,
    make_test_p12,
    run,
)

OFFICE = "Ban Dân vận Huyện ủy Dương Minh Châu"

FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")


def test_p12_loads_with_a_vietnamese_passphrase(tmp_path: Path, authority: Authority) -> None:
    """Name, role and issuer come from the certificate, with their Vietnamese letters."""
    key = load_p12(make_test_p12(tmp_path / "a.p12", authority=authority), PASSPHRASE)
    assert key.info.name == "Nguyễn Thị Ngọc Ánh"
    assert key.info.role == "Trưởng Ban"
    assert key.info.issuer == "CA của bài kiểm tra"
    assert check_key(key, NOW) == []


@pytest.mark.parametrize("made", [*FORMS, None])
def test_p12_passphrase_of_another_typing_program_opens_it(
    tmp_path: Path, made: Literal["NFC", "NFD"] | None
) -> None:
    """Composed, decomposed and as on the keyboard of Windows (letter, tone): one passphrase."""
    windows = "Mâ\u0323t khâ\u0309u mo\u0323i"
    composed, spread = (unicodedata.normalize(form, windows) for form in FORMS)
    passphrase = windows if made is None else unicodedata.normalize(made, windows)
    path = make_test_p12(tmp_path / "a.p12", passphrase=passphrase)
    for typed in (composed, spread, windows):
        assert load_p12(path, typed).certificate


def test_p12_wrong_passphrase_is_said_in_words(tmp_path: Path) -> None:
    """A wrong passphrase is told apart from a file that is no key."""
    path = make_test_p12(tmp_path / "a.p12")
    with pytest.raises(UserError, match=r"Mật khẩu của tệp khóa a\.p12 không đúng") as caught:
        load_p12(path, "sai")
    assert caught.value.code == "wrong_passphrase"


@pytest.mark.parametrize("content", [b"", b"khong phai khoa", b"0\x82\xff\xff", b"PK\x03\x04" * 50])
def test_p12_that_is_no_key_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    """Any other file is refused as such, without a traceback."""
    path = tmp_path / "a.p12"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        load_p12(path, PASSPHRASE)
    assert caught.value.code == "key_not_p12"


def test_p12_cut_is_never_loaded(tmp_path: Path) -> None:
    """A file that a USB stick lost half of is refused at every length."""
    whole = make_test_p12(tmp_path / "a.p12").read_bytes()
    path = tmp_path / "b.p12"
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(UserError):
            load_p12(path, PASSPHRASE)


def test_p12_missing_file_is_said_in_words(tmp_path: Path) -> None:
    """A vanished USB stick is a sentence, not a traceback."""
    with pytest.raises(UserError, match="Không đọc được tệp khóa"):
        load_p12(tmp_path / "mat.p12", "")


def test_p12_of_another_program_loads(tmp_path: Path) -> None:
    """What openssl writes is what authorities hand out."""
    made = run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=Tran Van B",
        "-days",
        "30",
        "-keyout",
        tmp_path / "k.pem",
        "-out",
        tmp_path / "c.pem",
    )
    assert made.returncode == 0, made.stderr
    packed = run(
        "openssl",
        "pkcs12",
        "-export",
        "-inkey",
        tmp_path / "k.pem",
        "-in",
        tmp_path / "c.pem",
        "-passout",
        "pass:abc",
        "-out",
        tmp_path / "o.p12",
    )
    assert packed.returncode == 0, packed.stderr
    assert load_p12(tmp_path / "o.p12", "abc").info.key_text == "RSA 2048"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"end": NOW - DAY}, "key_expired"),
        ({"start": NOW + DAY}, "key_not_yet_valid"),
        ({"end": NOW + 10 * DAY}, "key_expires_soon"),
        ({"sign": False}, "key_usage"),
        ({"purposes": (TLS_SERVER, OCSP), "usage": "none"}, "key_usage"),
        ({"key": "rsa1024"}, "key_weak"),
    ],
)
def test_unfit_key_is_named_before_signing(
    tmp_path: Path, options: dict[str, object], code: str
) -> None:
    """Everything that a receiver would refuse is found before signing."""
    issues = check_key(make_key(tmp_path, **options), NOW)
    assert [issue.code for issue in issues] == [code]
    assert issues[0].message
    assert issues[0].remedy


def test_refusal_names_what_a_certificate_is_for(tmp_path: Path) -> None:
    """Its holder learns which other certificate to look for."""
    [issue] = check_key(make_key(tmp_path, name="A", purposes=(TLS_SERVER, TIME_STAMPS)), NOW)
    assert issue.message == (
        "Chứng thư của A chỉ được cấp cho việc khác: máy chủ web, đóng dấu thời gian."
    )


@pytest.mark.parametrize(
    "options",
    [
        {"usage": "signature"},
        {"usage": "none"},
        {"purposes": (TLS_CLIENT, MAIL)},
        {"purposes": (DOCUMENTS,)},
        {"purposes": (TLS_SERVER, "1.2.704.9.9")},
    ],
)
def test_certificates_as_they_are_issued_here_may_sign(
    tmp_path: Path, options: dict[str, object]
) -> None:
    """Only what is certainly for something else is refused; the verdict says the same."""
    assert check_key(make_key(tmp_path, **options), NOW) == []


def test_office_key_is_stored_for_its_owner_only(tmp_path: Path) -> None:
    """The key and its passphrase are private files, the certificate is for everyone."""
    key = make_office_key(tmp_path, office_code="TN-DMC-BDV", office_name=OFFICE, now=NOW)
    again = load_office_key(tmp_path)
    assert again.info == key.info
    assert key.info.code == "TN-DMC-BDV"
    assert check_key(key, NOW) == []
    assert TrustList.from_files(tmp_path / OFFICE_CERTIFICATE_FILE).holds(key.info.fingerprint)
    if os.name == "posix":
        for name in (OFFICE_KEY_FILE, OFFICE_PASSPHRASE_FILE):
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [OFFICE_KEY_FILE, OFFICE_PASSPHRASE_FILE, OFFICE_CERTIFICATE_FILE]
    )


def test_office_key_is_never_replaced(tmp_path: Path) -> None:
    """Receivers know the office by its fingerprint, so a second set-up must not change it."""
    key = make_office_key(tmp_path, office_code="A", office_name=OFFICE, now=NOW)
    with pytest.raises(UserError) as caught:
        make_office_key(tmp_path, office_code="A", office_name=OFFICE, now=NOW)
    assert caught.value.code == "office_key_exists"
    assert load_office_key(tmp_path).info == key.info


def test_office_key_missing_is_said_in_words(tmp_path: Path) -> None:
    """A data folder without its key says what to do."""
    with pytest.raises(UserError) as caught:
        load_office_key(tmp_path)
    assert caught.value.code == "office_key_missing"
    assert caught.value.remedy


def test_office_key_takes_a_long_office_name(tmp_path: Path) -> None:
    """Certificate names end at 64 characters; an office name may be longer."""
    name = "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Dương Minh Châu"
    key = make_office_key(tmp_path / "a", office_code="TN-DMC-MT", office_name=name, now=NOW)
    assert key.info.name == name
    key = make_office_key(tmp_path / "b", office_code="TN", office_name=name * 6, now=NOW)
    assert key.info.name == (name * 6)[:64]


def test_key_is_not_shown(key: SigningKey) -> None:
    """A key that ends up in a log shows no secret."""
    assert "private" not in repr(key)


def test_fingerprint_is_grouped_for_the_telephone() -> None:
    """Four digits at a time, upper case."""
    assert fingerprint_text("7f3a91c4") == "7F3A 91C4"


def test_demo_key_names_itself(tmp_path: Path) -> None:
    """A demo certificate says in its own issuer that it has no value."""
    demo = make_personal_p12(
        tmp_path / "thu.p12",
        name="Nguyễn Văn A",
        role="Trưởng Ban",
        organisation=OFFICE,
        passphrase="thử",
        now=NOW,
    )
    key = load_p12(demo.p12, "thử")
    assert key.info.demo
    assert key.info.issuer == "Chứng thư thử nghiệm – không có giá trị pháp lý"
    assert key.info.not_after - NOW > timedelta(days=1000)


def test_trust_list_refuses_what_is_no_certificate(tmp_path: Path) -> None:
    """A wrong file in the trust dialog is a sentence."""
    path = tmp_path / "a.pem"
    path.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(UserError) as caught:
        TrustList.from_files(path)
    assert caught.value.code == "trust_file_bad"
    with pytest.raises(UserError) as caught:
        TrustList.from_files(tmp_path / "none.pem")
    assert caught.value.code == "trust_file_unreadable"


def test_trust_list_reads_der_and_many_pem(tmp_path: Path, authority: Authority) -> None:
    """One DER certificate, or any number of PEM blocks with text between them."""
    from danvan_desktop.signing.keys import pem

    (tmp_path / "a.cer").write_bytes(authority.der)
    (tmp_path / "b.pem").write_text("CA:\n" + pem(authority.der) * 2)
    assert TrustList.from_files(tmp_path / "a.cer", tmp_path / "b.pem").certificates == (
        authority.der,
    )
