"""Files cut for e-mail: joined in any order, by other tools too, the missing part named."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from danvan_desktop.bundles.parts import (
    SMALLEST,
    is_part,
    join_parts,
    split_file,
    stands_for_all,
)
from danvan_desktop.errors import UserError

CONTENT = bytes(i * 7 % 251 for i in range(SMALLEST * 2 + 100))


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """Return the list and the three parts of a file."""
    whole = tmp_path / "goi.asice.p7m"
    whole.write_bytes(CONTENT)
    return split_file(whole, tmp_path / "thu", SMALLEST)


def test_any_part_leads_to_the_whole(parts: list[Path], tmp_path: Path) -> None:
    """Whichever of the files is opened, all of them are put together."""
    assert [path.name for path in parts] == [
        "goi.asice.p7m.sha256",
        *(f"goi.asice.p7m.00{n}" for n in (1, 2, 3)),
    ]
    for path in parts:
        assert is_part(path)
        assert join_parts(path, tmp_path / "lai") == "goi.asice.p7m"
        assert (tmp_path / "lai").read_bytes() == CONTENT
    assert not is_part(tmp_path / "goi.asice.p7m")


def test_other_tools_join_and_check(parts: list[Path]) -> None:
    """``cat`` joins the parts and ``sha256sum`` accepts the list."""
    folder = parts[0].parent
    (folder / "goi.asice.p7m").write_bytes(b"".join(path.read_bytes() for path in parts[1:]))
    command = ("sha256sum", "--check", "--strict", parts[0].name)
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def test_missing_and_changed_parts_are_named(parts: list[Path], tmp_path: Path) -> None:
    """The sentence says which file is wanted again; nothing appears under the name of the whole."""
    target = tmp_path / "lai"
    second = parts[2].read_bytes()
    parts[2].unlink()
    with pytest.raises(UserError, match=r"Thiếu phần 2/3: tệp goi\.asice\.p7m\.002"):
        join_parts(parts[1], target)
    parts[2].write_bytes(second[:-1] + b"x")
    with pytest.raises(UserError, match=r"goi\.asice\.p7m\.002 bị hỏng"):
        join_parts(parts[1], target)
    parts[2].write_bytes(second)
    parts[0].unlink()
    with pytest.raises(UserError, match=r"Thiếu tệp goi\.asice\.p7m\.sha256"):
        join_parts(parts[3], target)
    assert not target.exists()


@pytest.mark.parametrize(
    "change",
    [
        (b"goi", b"../goi"),
        (b".002", b".003"),
        (b"  ", b" "),
        (b"0", b"G"),
        (b"goi.asice.p7m.001", b"/etc/passwd"),
    ],
)
def test_list_that_is_not_ours_is_refused(
    parts: list[Path], tmp_path: Path, change: tuple[bytes, bytes]
) -> None:
    """Names follow from the list's own name; nothing in it leads elsewhere."""
    before, after = change
    parts[0].write_bytes(parts[0].read_bytes().replace(before, after))
    with pytest.raises(UserError) as caught:
        join_parts(parts[0], tmp_path / "lai")
    assert caught.value.code == "part_changed"


def test_list_that_a_mail_program_changed_is_read(parts: list[Path], tmp_path: Path) -> None:
    """A mark in front, capital digits, other line ends, a name for what was downloaded twice."""
    said, folder = parts[0].read_bytes(), parts[0].parent
    lines = [line.split(b"  ") for line in said.splitlines()]
    capital = b"\r\n".join(b"  ".join((digest.upper(), name)) for digest, name in lines)
    parts[0].unlink()
    again = folder / "goi.asice.p7m (1).sha256"
    again.write_bytes(b"\xef\xbb\xbf" + capital)
    parts[2].rename(folder / "goi.asice.p7m (2).002")
    (folder / "goi.asice.p7m (1).002").write_bytes(b"cut")
    for path in (again, parts[1], folder / "goi.asice.p7m (2).002"):
        assert join_parts(path, tmp_path / "lai") == "goi.asice.p7m"
        assert (tmp_path / "lai").read_bytes() == CONTENT
    assert [one for one in sorted(folder.iterdir()) if stands_for_all(one)] == [again]
    parts[0].write_bytes(said)
    assert [one for one in sorted(folder.iterdir()) if stands_for_all(one)] == [parts[0]]


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    """Nobody wants a thousand attachments."""
    whole = tmp_path / "goi.asice"
    whole.write_bytes(CONTENT)
    for size in (SMALLEST - 1, 0, -SMALLEST):
        with pytest.raises(UserError) as caught:
            split_file(whole, tmp_path / "thu", size)
        assert caught.value.code == "too_many_parts"
