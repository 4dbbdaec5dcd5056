"""Two readers, one verdict: the program and the script of the format's page judge every vector."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509 import load_pem_x509_certificate

from danvan_desktop.bundles.export import export_bundle
from danvan_desktop.bundles.message import is_message, read_message
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.bundles.receiving import receive
from danvan_desktop.context import Context, open_context
from danvan_desktop.paths import Paths
from danvan_desktop.signing import keys
from danvan_desktop.signing.trust import TrustList
from tests.core.bundles.second_reader import said
from tests.core.bundles.vectors import CERTIFICATE, EXPECTED, FOLDER, RECEIVING, RECEIVING_KEY
from tests.core.signing.kit import NOW

LISTED: dict[str, str] = json.loads((FOLDER / EXPECTED).read_text())


class Then:
    """A clock at the time when the vectors were made."""

    def today(self) -> str:
        return NOW.date().isoformat()

    def now(self) -> str:
        return NOW.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="module")
def receiver_dir(empty_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty data folder that receives, with the receiving key of the vectors."""
    data = tmp_path_factory.mktemp("receiver") / "d"
    shutil.copytree(empty_data_dir, data)
    folder = Paths(data).keys
    folder.mkdir()
    private: Any = load_pem_private_key((FOLDER / RECEIVING_KEY).read_bytes(), None)
    certificate = load_pem_x509_certificate((FOLDER / RECEIVING).read_bytes())
    (folder / keys.RECEIVING.key).write_bytes(
        pkcs12.serialize_key_and_certificates(
            None, private, certificate, None, BestAvailableEncryption(b"x")
        )
    )
    (folder / keys.RECEIVING.passphrase).write_text("x")
    (folder / keys.RECEIVING.certificate).write_bytes((FOLDER / RECEIVING).read_bytes())
    return data


@pytest.fixture
def receiver(receiver_dir: Path, tmp_path: Path) -> Iterator[Context]:
    """Open a copy of that folder."""
    shutil.copytree(receiver_dir, tmp_path / "d")
    context = open_context(tmp_path / "d", clock=Then())
    yield context
    context.close()


@pytest.mark.parametrize("name", LISTED)
def test_second_reader_agrees(name: str) -> None:
    """The script takes the good vectors and refuses each bad one with a reason."""
    reader = "read_message" if "message" in name else "read_bundle"
    opening = (FOLDER / RECEIVING_KEY, FOLDER / RECEIVING) if name.endswith(".p7m") else ()
    words = (FOLDER / name, FOLDER / CERTIFICATE, *opening)
    if not LISTED[name]:
        assert said(reader, *words)["format"].startswith("danvan-")
        return
    with pytest.raises(SystemExit) as caught:
        said(reader, *words)
    assert isinstance(caught.value.code, str)


@pytest.mark.parametrize("name", LISTED)
def test_program_agrees(receiver: Context, name: str) -> None:
    """The program takes the good vectors and refuses each bad one."""
    path, trust = FOLDER / name, TrustList.from_files(FOLDER / CERTIFICATE)
    if "message" in name:
        assert is_message(path)
        if LISTED[name]:
            with pytest.raises(BundleRefused):
                read_message(path, trust, now=NOW)
        else:
            assert read_message(path, trust, now=NOW).office == "TN-DMC-BDV"
        return
    verdict = receive(receiver, path, trust).verdict
    assert verdict == (LISTED[name] or "replace")


def test_second_reader_takes_a_real_bundle(office: Context, tmp_path: Path) -> None:
    """What the program exports is what the page says."""
    key = office.office_key()
    (tmp_path / "co-quan.pem").write_text(key.certificate_pem)
    made = export_bundle(office, office.period("H1/2020"), tmp_path, key)
    pack = said("read_bundle", made.path, tmp_path / "co-quan.pem")
    assert pack["counts"] == dict(made.counts)
