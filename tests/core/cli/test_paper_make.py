"""``paper list`` and ``paper make``: every kind of paper without a window."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.core.cli.conftest import Command


def test_paper_is_made_from_a_record_and_kept(
    command: Command, office_data_dir: Path, year_2020: Path, tmp_path: Path
) -> None:
    """A meeting's invitation as a file; with --keep its draft is found again in the book."""
    data = tmp_path / "data"
    shutil.copytree(office_data_dir, data)
    added = command("--data-dir", data, "meeting", "add", year_2020 / "meeting.json", "--json")
    meeting = added.json["ids"][0]
    listed = command("--data-dir", data, "paper", "list", "--json").json["templates"]
    assert ("giay_moi", "hoi_nghi") in [(one["code"], one["subject"]) for one in listed]
    out = tmp_path / "giay-moi.pdf"
    call = ("--data-dir", data, "paper", "make", "giay_moi", "--record", meeting, "--out", out)
    first = command(*call, "--keep", "--json")
    assert (first.status, first.json["issues"]) == (0, [])
    assert out.read_bytes().startswith(b"%PDF")
    again = command(*call, "--profile", "ND30", "--json")
    assert again.json["profile"] == "ND30"
    refused = command("--data-dir", data, "paper", "make", "giay_moi", "--out", out, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (1, "no_subject")
