"""A second library, GnuTLS by its ``certtool``, accepts what we sign and refuses what was changed.

It judges certificates at the real date, so the keys of these tests are valid today.
"""

from __future__ import annotations

import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.signing.keys import OFFICE_PASSPHRASE_FILE, SigningKey, pem
from danvan_desktop.signing.pdf import sign_pdf
from tests.core.bundles.kit import OFFICE_NAME, make_bundle
from tests.core.signing.kit import DAY, Authority, make_key, run, small_pdf, tool

MANIFEST, SIGNATURE = "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"


@pytest.fixture(scope="module")
def today() -> datetime:
    """Return the real moment."""
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, today: datetime) -> tuple[Path, SigningKey]:
    """Return an office's key folder and key, made today."""
    folder = tmp_path_factory.mktemp("office")
    key = make_office_key(folder, office_code="TN-DMC-BDV", office_name=OFFICE_NAME, now=today)
    return folder, key


def test_signature_of_a_bundle_is_accepted(
    tmp_path: Path, office: tuple[Path, SigningKey], today: datetime
) -> None:
    """The detached signature covers the manifest and was made by the office's certificate."""
    folder, key = office
    with zipfile.ZipFile(make_bundle(tmp_path, key, created=today).path) as archive:
        manifest, signature = archive.read(MANIFEST), archive.read(SIGNATURE)
    signer = ("--load-certificate", str(folder / "chung-thu-co-quan.pem"))
    assert _verifies(tmp_path, signature, manifest, signer)
    assert not _verifies(tmp_path, signature, manifest.replace(b"BC-15", b"BC-16"), signer)


def test_signature_of_a_paper_is_accepted(
    tmp_path: Path, authority: Authority, today: datetime
) -> None:
    """The signature in a PDF covers its bytes and leads to the authority."""
    key = make_key(tmp_path, authority=authority, end=today + 30 * DAY)
    paper = small_pdf(tmp_path / "a.pdf")
    signature, covered = _parts(sign_pdf(paper, tmp_path / "b.pdf", key, now=today).path)
    (tmp_path / "ca.pem").write_text(pem(authority.der))
    trusted = ("--load-ca-certificate", str(tmp_path / "ca.pem"))
    assert _verifies(tmp_path, signature, covered, trusted)
    assert not _verifies(tmp_path, signature, covered[:-1] + b"?", trusted)


def test_office_key_file_opens(office: tuple[Path, SigningKey]) -> None:
    """The kept PKCS#12 file is one that other programs read, with the passphrase alone."""
    folder, _key = office
    passphrase = (folder / OFFICE_PASSPHRASE_FILE).read_text("utf-8").strip()
    command = (tool("certtool"), "--p12-info", "--inder", "--infile", folder / "khoa-co-quan.p12")
    said = run(*command, "--password", passphrase)
    assert said.returncode == 0, said.stderr
    assert "BEGIN CERTIFICATE" in said.stdout
    assert run(*command, "--password", passphrase + "x").returncode != 0


def _verifies(folder: Path, signature: bytes, content: bytes, trust: tuple[str, str]) -> bool:
    (folder / "signature.p7s").write_bytes(signature)
    (folder / "content").write_bytes(content)
    command = (tool("certtool"), "--p7-verify", "--inder", "--infile", folder / "signature.p7s")
    done: subprocess.CompletedProcess[str] = run(
        *command, *trust, "--load-data", folder / "content"
    )
    return done.returncode == 0 and "Signature status: ok" in done.stderr + done.stdout


def _parts(signed: Path) -> tuple[bytes, bytes]:
    """Give the CMS of the one signature and the bytes that it covers."""
    data = signed.read_bytes()
    [field] = (PdfReader(signed).get_fields() or {}).values()
    start, first, second, rest = (int(one) for one in field["/V"]["/ByteRange"])
    value = bytes.fromhex(data[first + 1 : second - 1].decode())
    length = 4 + int.from_bytes(value[2:4], "big")
    return value[:length], data[start:first] + data[second : second + rest]
