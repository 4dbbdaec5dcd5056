"""Personal certificates for trials: “chứng thư thử nghiệm”, without any legal value.

Used by the sample office and ``main.py --demo`` only. Verification calls them RESTRICTED, even
where their issuer is trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from danvan_desktop.signing.certificates import DEMO_ORGANISATION
from danvan_desktop.signing.files import replacing
from danvan_desktop.signing.issuing import (
    CLOCK_TOLERANCE,
    issue_certificate,
    new_private_key,
    pack_p12,
    subject_name,
)
from danvan_desktop.signing.keys import pem

DEMO_YEARS = 3
DEMO_AUTHORITY = "Chứng thư thử nghiệm – không có giá trị pháp lý"


@dataclass(frozen=True, slots=True)
class DemoKey:
    """Where a demo key lies: the officer's PKCS#12 file and the demo issuer's certificate."""

    p12: Path
    root_pem: Path


def make_personal_p12(
    path: Path, *, name: str, role: str, organisation: str, passphrase: str, now: datetime
) -> DemoKey:
    """Write a demo PKCS#12 file for one person and, beside it, its issuer as ``….goc.pem``."""
    from cryptography.hazmat.primitives.serialization import Encoding

    root_key, key = new_private_key(), new_private_key()
    root_name = subject_name(common_name=DEMO_AUTHORITY, organisation=DEMO_ORGANISATION)
    start, end = now - CLOCK_TOLERANCE, now + timedelta(days=365 * DEMO_YEARS)
    root = issue_certificate(
        subject=root_name,
        issuer=root_name,
        public_key=root_key.public_key(),
        issuer_key=root_key,
        not_before=start,
        not_after=end,
        authority=True,
    )
    certificate = issue_certificate(
        subject=subject_name(common_name=name, organisation=organisation, title=role),
        issuer=root_name,
        public_key=key.public_key(),
        issuer_key=root_key,
        not_before=start,
        not_after=end,
    )
    root_path = path.with_suffix(".goc.pem")
    with replacing(path, private=True) as file:
        file.write(pack_p12(key, certificate, root, passphrase=passphrase))
    with replacing(root_path) as file:
        file.write(pem(root.public_bytes(Encoding.DER)).encode())
    return DemoKey(p12=path, root_pem=root_path)
