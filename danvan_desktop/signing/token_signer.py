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
