"""Two readers, one verdict: the program and the script of the format's page judge every pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from danvan_desktop.bundles.packs.reading import read_pack
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.signing.trust import TrustList
from tests.conftest import FixedClock
from tests.core.bundles.second_reader import said, script
from tests.core.packs.vectors import BAD, CERTIFICATE, EXPECTED, FOLDER
from tests.core.signing.kit import NOW

LISTED: dict[str, str] = json.loads((FOLDER / EXPECTED).read_text())


@pytest.fixture
def then(believing: Context) -> TrustList:
    """Return the key of the vectors, at the time when they were made."""
    clock = believing.clock
    assert isinstance(clock, FixedClock)
    clock.moment = NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    return TrustList.from_files(FOLDER / CERTIFICATE)


def test_every_failure_has_its_vector() -> None:
    """What the maker lists lies there."""
    assert {f"bad-pack-{name}.asice" for name in BAD} <= set(LISTED)
    assert {path.name for path in FOLDER.glob("*.asice")} == set(LISTED)


def test_second_reader_agrees() -> None:
    """The script takes the good pack and refuses each bad one with a reason."""
    refused = {}
    for name in LISTED:
        try:
            if name.removeprefix("bad-pack-").removesuffix(".asice") in BAD:
                # The signature is right, and openssl takes its time to say so.
                script("signed_file").tried(_unsigned, FOLDER / name)
            else:
                said("read_message", FOLDER / name, FOLDER / CERTIFICATE)
        except SystemExit as reason:
            refused[name] = reason.code
    assert set(refused) == {name for name, verdict in LISTED.items() if verdict}
    assert all(isinstance(reason, str) for reason in refused.values())


def test_program_agrees(believing: Context, then: TrustList) -> None:
    """The program takes the good pack and refuses each bad one in words."""
    refused = {}
    for name in LISTED:
        try:
            read_pack(believing, FOLDER / name, then, believing.pack_parts)
        except UserError as error:
            refused[name] = error.remedy
    assert set(refused) == {name for name, verdict in LISTED.items() if verdict}
    assert all(refused.values())


def _unsigned(path: Path) -> None:
    files, _packed = script("signed_file").unpacked(path.read_bytes())
    script("read_message").laid_down(script("read_bundle").strict(files["message.json"])["body"])
