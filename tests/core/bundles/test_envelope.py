"""Envelopes: opened by openssl and by us, refused when anything in them was changed."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from danvan_desktop.bundles import envelope
from danvan_desktop.bundles.envelope import is_envelope, recipients_of, seal, unseal
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.errors import UserError
from danvan_desktop.signing.wrapping import OpeningKey, key_identifier
from tests.core.signing.kit import NOW

MESSAGE = "Gói của Ban Dân vận".encode() * 3


@dataclass(frozen=True)
class Receiver:
    """Who gets bundles: the certificate (DER) and the key."""

    certificate: bytes
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    @property
    def opening(self) -> OpeningKey:
        """The key as the program holds it."""
        assert isinstance(self.private, rsa.RSAPrivateKey)
        return OpeningKey(key_identifier(self.certificate), self.private)


def receiver(
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, *, encipher: bool = True
) -> Receiver:
    """Make a self-signed certificate for a key."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ban Dân vận Tỉnh ủy")])
    usage = x509.KeyUsage(
        digital_signature=not encipher,
        content_commitment=False,
        key_encipherment=encipher,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    public = private.public_key()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=3650))
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(private, hashes.SHA256())
    )
    return Receiver(certificate.public_bytes(Encoding.DER), private)


@pytest.fixture(scope="module")
def province() -> Receiver:
    """Return the province's receiving key."""
    return receiver(rsa.generate_private_key(65537, 3072))


@pytest.fixture(scope="module")
def other() -> Receiver:
    """Return somebody else's key."""
    return receiver(rsa.generate_private_key(65537, 3072))


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Return a small file to send."""
    path = tmp_path / "goi.asice"
    path.write_bytes(MESSAGE)
    return path


@pytest.fixture
def sealed(tmp_path: Path, plain: Path, province: Receiver) -> Path:
    """Return the file in its envelope."""
    path = tmp_path / "goi.asice.p7m"
    seal(plain, path, [province.certificate])
    return path


@pytest.mark.parametrize("size", [0, 1, 127, 128, 70_000, envelope.CHUNK + 1])
def test_envelope_opens_for_each_receiver(
    tmp_path: Path, province: Receiver, other: Receiver, size: int
) -> None:
    """Any length comes back whole, by the key of each of two receivers."""
    plain, sealed, opened = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    plain.write_bytes(bytes(i % 251 for i in range(size)))
    seal(plain, sealed, [province.certificate, other.certificate])
    for one in (province, other):
        unseal(sealed, opened, one.opening)
        assert opened.read_bytes() == plain.read_bytes()
    with sealed.open("rb") as file:
        assert is_envelope(file)
        assert len(recipients_of(file)) == 2


def test_envelope_opens_with_openssl(tmp_path: Path, sealed: Path, province: Receiver) -> None:
    """Another tool decrypts it with the same key."""
    key, certificate, opened = tmp_path / "k.pem", tmp_path / "c.pem", tmp_path / "o"
    key.write_bytes(
        province.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    certificate.write_bytes(
        x509.load_der_x509_certificate(province.certificate).public_bytes(Encoding.PEM)
    )
    command = ("openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in", str(sealed))
    who = ("-inkey", str(key), "-recip", str(certificate), "-out", str(opened))
    subprocess.run((*command, *who), check=True, capture_output=True)
    assert opened.read_bytes() == MESSAGE
    assert MESSAGE[:20] not in sealed.read_bytes()


def test_every_flipped_byte_is_refused(tmp_path: Path, sealed: Path, province: Receiver) -> None:
    """No byte of an envelope may be changed, and nothing is written when one was."""
    data, changed, opened = sealed.read_bytes(), tmp_path / "x", tmp_path / "o"
    for place in range(len(data)):
        changed.write_bytes(data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :])
        with pytest.raises(BundleRefused) as caught:
            unseal(changed, opened, province.opening)
        assert caught.value.code in ("envelope_damaged", "envelope_for_other")
        assert not opened.exists()


def test_every_cut_and_extension_is_refused(
    tmp_path: Path, sealed: Path, province: Receiver
) -> None:
    """An envelope that is shorter or longer than it says is refused."""
    data, changed, opened = sealed.read_bytes(), tmp_path / "x", tmp_path / "o"
    for length in range(len(data)):
        changed.write_bytes(data[:length])
        with pytest.raises(BundleRefused):
            unseal(changed, opened, province.opening)
    changed.write_bytes(data + b"\0")
    with pytest.raises(BundleRefused):
        unseal(changed, opened, province.opening)
    assert not opened.exists()


def test_envelope_for_another_receiver_is_refused(
    tmp_path: Path, sealed: Path, other: Receiver
) -> None:
    """A key that is not named in the envelope does not open it, and the sentence says why."""
    with pytest.raises(BundleRefused) as caught:
        unseal(sealed, tmp_path / "o", other.opening)
    assert caught.value.code == "envelope_for_other"


def test_certificate_that_cannot_take_a_key_is_refused(tmp_path: Path, plain: Path) -> None:
    """Signing certificates, weak keys and other kinds of key are refused before writing."""
    weak = receiver(rsa.generate_private_key(65537, 2048))
    signing = receiver(rsa.generate_private_key(65537, 3072), encipher=False)
    curve = receiver(ec.generate_private_key(ec.SECP256R1()))
    for unfit in (weak, signing, curve):
        with pytest.raises(UserError) as caught:
            seal(plain, tmp_path / "o", [unfit.certificate])
        assert caught.value.code == "recipient_unfit"
    assert not (tmp_path / "o").exists()
