"""Wrap a content key for a receiver and run the cipher: the cryptography under an envelope.

RSA-OAEP with SHA-256 for the key (RFC 8017), AES-256-GCM for the content (RFC 5084).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509 import Certificate

    from danvan_desktop.signing.keys import SigningKey

MIN_BITS = 3072


@dataclass(frozen=True, slots=True)
class OpeningKey:
    """The RSA key that opens envelopes, loaded once, and the identifier of its certificate."""

    identifier: bytes
    private: rsa.RSAPrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Encryption:
    """Encrypts piece by piece; ``finish`` gives the tag."""

    update: Callable[[bytes], bytes]
    finish: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Decryption:
    """Decrypts piece by piece; only when ``finish`` says so was it authentic."""

    update: Callable[[bytes], bytes]
    finish: Callable[[], bool]


def opening_key(key: SigningKey) -> OpeningKey:
    """Take the key that opens envelopes out of a kept key; ValueError when it is not RSA."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    private = load_der_private_key(key.private_key_der, None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise ValueError("not an RSA key")
    return OpeningKey(key_identifier(key.certificate), private)


def key_identifier(certificate: bytes) -> bytes:
    """Return the subject key identifier of a certificate (DER), by which envelopes name it."""
    return _identifier(_certificate(certificate))


def fit_to_receive(certificate: bytes) -> bool:
    """Tell whether a certificate (DER) can take a content key."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import rsa

    try:
        found = _certificate(certificate)
        public = found.public_key()
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
        _identifier(found)
    except (ValueError, x509.ExtensionNotFound):
        return False
    strong = isinstance(public, rsa.RSAPublicKey) and public.key_size >= MIN_BITS
    return strong and usage.key_encipherment


def wrap(certificate: bytes, key: bytes) -> tuple[bytes, bytes]:
    """Wrap a content key for a certificate (DER): its identifier, the wrapped key.

    UserError when the certificate is not one that can take it.
    """
    if not fit_to_receive(certificate):
        raise UserError(
            _("Chứng thư của nơi nhận không dùng để mã hóa được."),
            safe=_("Chưa ghi gói nào."),
            remedy=_("Xin nơi nhận gửi lại chứng thư nhận gói (khóa RSA từ {bits} bit).").format(
                bits=MIN_BITS
            ),
            code="recipient_unfit",
        )
    found = _certificate(certificate)
    public: Any = found.public_key()
    return _identifier(found), public.encrypt(key, _padding())


def unwrap(key: OpeningKey, wrapped: bytes) -> bytes | None:
    """Unwrap a content key; None when it was changed."""
    try:
        return key.private.decrypt(wrapped, _padding())
    except ValueError:
        return None


def encryption(key: bytes, nonce: bytes) -> Encryption:
    """Begin to encrypt with AES-256-GCM."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    encryptor = Cipher(algorithms.AES256(key), modes.GCM(nonce)).encryptor()

    def finish() -> bytes:
        encryptor.finalize()
        return bytes(encryptor.tag)

    return Encryption(encryptor.update, finish)


def decryption(key: bytes, nonce: bytes, tag: bytes) -> Decryption:
    """Begin to decrypt with AES-256-GCM."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES256(key), modes.GCM(nonce, tag)).decryptor()

    def finish() -> bool:
        try:
            decryptor.finalize()
        except InvalidTag:
            return False
        return True

    return Decryption(decryptor.update, finish)


# --- private


def _certificate(der: bytes) -> Certificate:
    from cryptography import x509

    return x509.load_der_x509_certificate(der)


def _identifier(certificate: Certificate) -> bytes:
    from cryptography import x509

    extension = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return extension.value.digest


def _padding() -> Any:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    return padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
