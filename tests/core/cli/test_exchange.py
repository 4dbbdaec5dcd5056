"""The whole exchange without a window: letters, encrypted bundle, receipts, parts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from danvan_desktop.context import open_context
from tests.core.cli.conftest import Command
from tests.core.sync.pair import PROVINCE_NAME, name_province


@pytest.fixture
def district(office_data_dir: Path, tmp_path: Path) -> Path:
    """Copy a set-up office, with a key that is valid on the machine's own clock."""
    folder = tmp_path / "huyen"
    shutil.copytree(office_data_dir, folder, ignore=shutil.ignore_patterns("khoa"))
    return folder


@pytest.fixture
def province(empty_data_dir: Path, tmp_path: Path) -> Path:
    """Set up a receiving office."""
    folder = tmp_path / "tinh"
    shutil.copytree(empty_data_dir, folder)
    context = open_context(folder)
    name_province(context)
    context.close()
    return folder


def test_exchange_by_command(
    command: Command, district: Path, province: Path, tmp_path: Path
) -> None:
    """Both introduce themselves, the bundle goes encrypted and in parts, the receipt returns."""
    here, there = ("--data-dir", district, "bundle"), ("--data-dir", province, "bundle")
    export = (*here, "export", "--period", "H1/2020", "--json", "--out")
    refused = command(*export, tmp_path / "x.asice", "--encrypt")
    assert refused.json["error"]["code"] == "no_receiver"
    for one, other in ((here, there), (there, here)):
        letter = command(*one, "enrol", "--out", tmp_path / "thu", "--json").json
        asked = command(*other, "enrol", letter["file"], "--json")
        assert (asked.status, asked.json["accepted"]) == (1, False)
        told = command(*other, "enrol", letter["file"], "--fingerprint", letter["fingerprint"])
        assert told.status == 0, told.err
    sent = command(*export, tmp_path / "goi.asice", "--encrypt").json
    assert sent["sealed"]["receiver"] == PROVINCE_NAME
    sealed = Path(sent["sealed"]["file"])
    assert PROVINCE_NAME in command(*here, "show", sealed).err
    shown = command(*there, "show", sealed, "--json").json
    assert (shown["sha256"], shown["verdict"]["state"]) == (sent["sha256"], "valid")
    assert command("verify", sent["file"], "--json").json["state"] == "unknown"
    known = command("--data-dir", province, "verify", sealed, "--json")
    assert (known.status, known.json["state"]) == (0, "valid")
    parts = command("bundle", "split", sealed, "--out", tmp_path / "phan", "--json").json["files"]
    receive = ("--data-dir", province, "province", "receive", tmp_path / "phan")
    received = command(*receive, "--receipts", tmp_path, "--json").json
    assert [one["verdict"] for one in received["bundles"]] == ["replace"]
    assert len(parts) == 2
    [answer] = received["receipts"]
    taken = command(*here, "receipt", answer, "--json").json
    assert (taken["verdict"], taken["news"], taken["shut_out"]) == ("replace", True, False)
    command(*export, tmp_path / "2.asice")
    assert command("bundle", "show", tmp_path / "2.asice", "--json").json["base"] > 0
    full = command(*export, tmp_path / "3.asice", "--full", "--plain").json
    assert full["sealed"] is None


def test_keys_by_command(command: Command, district: Path, province: Path, tmp_path: Path) -> None:
    """A renewed key needs no fingerprint; a withdrawn one is listed as such."""
    here, there = ("--data-dir", district, "bundle"), ("--data-dir", province, "bundle")
    first = command(*here, "enrol", "--out", tmp_path, "--json").json
    command(*there, "enrol", first["file"], "--fingerprint", first["fingerprint"])
    assert command(*here, "keys", "--json").json["ending"] == {}
    renewed = command(*here, "keys", "--renew", "--json").json["own"]
    assert renewed != first["fingerprint"]
    second = command(*here, "enrol", "--out", tmp_path, "--json").json
    assert command(*there, "enrol", second["file"], "--json").json["accepted"]
    gone = command(*there, "keys", "--withdraw", renewed[:16], "--reason", "mất máy", "--json").json
    assert [one["accepted"] for one in gone["known"] if one["fingerprint"] == renewed] == [False]
    assert command(*there, "keys", "--withdraw", "00000000").status == 1
