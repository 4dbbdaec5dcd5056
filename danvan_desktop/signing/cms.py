"""Detached CAdES signatures over bytes: what signs a bundle's manifest.

``verify_detached`` accepts only the one form that ``sign_detached`` writes. A CMS structure has
bytes that its signature does not cover (versions, algorithm lists, spare certificates); asking for
the exact form leaves no byte that could be changed unnoticed.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any

from danvan_desktop.signing.judge import any_usage, damage_errors, judge, unreadable_verdict
from danvan_desktop.signing.keys import SigningKey, refuse_unfit
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import SignatureVerdict

if TYPE_CHECKING:
    from asn1crypto import cms
    from pyhanko_certvalidator import ValidationContext

DIGEST = "sha256"


def sign_detached(data: bytes, key: SigningKey, *, now: datetime) -> bytes:
    """Sign bytes: CMS SignedData, detached, CAdES baseline B, DER. UserError for an unfit key."""
    refuse_unfit(key, now)
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    from danvan_desktop.signing.pdf import signer

    content = asyncio.run(
        signer(key, chain=False).async_sign_general_data(
            data,
            DIGEST,
            detached=True,
            use_cades=True,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=now),
        )
    )
    return bytes(content.dump())


def verify_detached(
    data: bytes, signature: bytes, trust: TrustList, *, now: datetime
) -> SignatureVerdict:
    """Judge a detached signature over ``data``; never raises for a bad one."""
    from asn1crypto import cms
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

    async def validate(context: ValidationContext) -> Any:
        return await async_validate_detached_cms(
            data, signed_data, context, key_usage_settings=any_usage()
        )

    try:
        content = cms.ContentInfo.load(signature, strict=True)
        signed_data = content["content"]
        if content["content_type"].native != "signed_data" or not _exact(content, signature):
            return unreadable_verdict()
        certificate = signed_data["certificates"][0].chosen.dump()
        return asyncio.run(
            judge(validate, certificate, trust=trust, now=now, covers_whole_file=True)
        )
    except damage_errors():
        return unreadable_verdict()


def _exact(content: cms.ContentInfo, signature: bytes) -> bool:
    """Tell whether a parsed SignedData is, byte for byte, what we would have written."""
    signed = content["content"]
    certificates, signers = list(signed["certificates"]), list(signed["signer_infos"])
    if len(certificates) != 1 or len(signers) != 1:
        return False
    [certificate], [signer_info] = certificates, signers
    if certificate.name != "certificate":
        return False
    from asn1crypto import cms

    rebuilt = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": {
                "version": "v1",
                "digest_algorithms": [{"algorithm": DIGEST}],
                "encap_content_info": {"content_type": "data"},
                "certificates": [certificate.chosen],
                "signer_infos": [
                    {
                        "version": "v1",
                        "sid": {
                            "issuer_and_serial_number": {
                                "issuer": certificate.chosen.issuer,
                                "serial_number": certificate.chosen.serial_number,
                            }
                        },
                        "digest_algorithm": {"algorithm": DIGEST},
                        "signed_attrs": signer_info["signed_attrs"],
                        "signature_algorithm": signer_info["signature_algorithm"],
                        "signature": signer_info["signature"].native,
                    }
                ],
            },
        }
    )
    return bool(rebuilt.dump() == signature)
