"""The signing library's form of a key on a token: hashing here, only the last step on the device.

Every token can do the bare RSA and ECDSA steps; which hash mechanisms it knows is not asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from danvan_desktop.signing.keys import SigningKey

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer


def made_by(certificate: bytes, data: bytes, value: bytes) -> bool:
    """Tell whether a device's answer is a signature by the key of a certificate (DER).

    ``data`` is what the device was given: a DigestInfo for RSA, the digest for EC.
    """
    from asn1crypto import algos
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

    hashing = {32: hashes.SHA256(), 48: hashes.SHA384(), 64: hashes.SHA512()}
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
        if isinstance(key, rsa.RSAPublicKey):
            digest = algos.DigestInfo.load(data)["digest"].native
            known = utils.Prehashed(hashing[len(digest)])
            key.verify(value, digest, padding.PKCS1v15(), known)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            pair = algos.DSASignature.from_p1363(value).dump()
            key.verify(pair, data, ec.ECDSA(utils.Prehashed(hashing[len(data)])))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, KeyError, TypeError):
        return False
    return True


def is_key_of(certificate: bytes, public: bytes) -> bool:
    """Tell whether a public key as a token shows it, a modulus or a point, is a certificate's."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = x509.load_der_x509_certificate(certificate).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return int.from_bytes(public) == key.public_numbers().n
    if isinstance(key, ec.EllipticCurvePublicKey):
        # the standard wraps the point in an octet string, some drivers do not
        return public.endswith(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    return False


def token_signer(key: SigningKey, device: Callable[[bytes], bytes], *, chain: bool) -> Signer:
    """Return a signer that lets ``device`` sign, with the issuers' certificates if ``chain``."""
    from asn1crypto import algos, x509
    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate = x509.Certificate.load(key.certificate)
    elliptic = certificate.public_key.algorithm == "ec"
    size = int(certificate.public_key.byte_size)

    class TokenSigner(Signer):
        """Hands the digest over and writes the answer as CMS wants it."""

        async def async_sign_raw(
            self, data: bytes, digest_algorithm: str, dry_run: bool = False
        ) -> bytes:
            """Sign bytes on the device; a dry run gives as many bytes as that may take."""
            if dry_run:
                return bytes(2 * size + 16 if elliptic else size)
            digest = hashlib.new(digest_algorithm, data).digest()
            if elliptic:
                pair = device(digest)
                return bytes(algos.DSASignature.from_p1363(pair).dump())
            info = algos.DigestInfo(
                {"digest_algorithm": {"algorithm": digest_algorithm}, "digest": digest}
            )
            return device(info.dump())

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    if chain:
        store.register_multiple([x509.Certificate.load(der) for der in key.other_certificates])
    return TokenSigner(signing_cert=certificate, cert_registry=store, embed_roots=False)
