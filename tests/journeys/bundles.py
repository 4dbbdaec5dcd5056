"""Bundles as other people's tools read them: openssl, and the reader that stands beside the format.

What a bundle says is judged only with the certificate of its office and, for an encrypted one, the
key of the receiver; nothing of the program is imported here.
"""

from __future__ import annotations

import json
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.desktop import ROOT
from tests.journeys.papers import said

READER = ROOT / "docs" / "bundle-reader" / "read_bundle.py"


@dataclass(frozen=True)
class Opener:
    """The receiver's key and certificate, as PEM files."""

    key: Path
    certificate: Path


def read_bundle(path: Path, certificate: Path, opener: Opener) -> dict[str, Any]:
    """Let the second reader accept an encrypted bundle and say what it is."""
    command = (sys.executable, READER, path, certificate, opener.key, opener.certificate)
    found: dict[str, Any] = json.loads(said(*map(str, command)))
    return found


def unseal(path: Path, opener: Opener, plain: Path) -> Path:
    """Let openssl take an encrypted bundle out of its envelope, which is AES-256-GCM."""
    printed = said("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", str(path))
    assert "authEnvelopedData" in printed or "id-smime-ct-authEnvelopedData" in printed
    assert "aes-256-gcm" in printed
    what = ("openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in", str(path))
    who = ("-inkey", str(opener.key), "-recip", str(opener.certificate), "-out", str(plain))
    said(*what, *who)
    return plain


def verify(path: Path, folder: Path, certificate: Path | None = None) -> None:
    """Let openssl accept the signature of a bundle over its manifest.

    Without a certificate the one that the bundle carries is taken: then only its form is judged.
    """
    with zipfile.ZipFile(path) as container:
        (signature,) = (n for n in container.namelist() if n.endswith(".p7s"))
        manifest = signature.replace("signature", "ASiCManifest").replace(".p7s", ".xml")
        for name in (signature, manifest):
            (folder / Path(name).name).write_bytes(container.read(name))
    sealed, listed = folder / Path(signature).name, folder / Path(manifest).name
    if certificate is None:
        certificate = folder / "co-quan.pem"
        carried = ("openssl", "pkcs7", "-inform", "DER", "-in", str(sealed), "-print_certs")
        certificate.write_text(said(*carried), "utf-8")
    check = ("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER")
    what = ("-in", str(sealed), "-content", str(listed), "-CAfile", str(certificate))
    said(*check, *what, "-out", "/dev/null")
