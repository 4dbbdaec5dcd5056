"""Attachments: what is taken, what is refused, and that nothing of a refused file stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.storage import attachments
from danvan_desktop.storage.values import Record

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def record(office: Context) -> Record:
    """A saved dialogue to attach files to."""
    saved = office.save(
        "doi_thoai",
        {
            "don_vi": "TN-DMC-10",
            "ngay": "2020-05-14",
            "hinh_thuc": "dinh_ky",
            "so_nguoi": 80,
            "y_kien": 6,
            "tra_loi": 3,
            "chuyen": 3,
        },
    ).record
    assert saved is not None
    return saved


def test_attach_keeps_one_copy_by_content(office: Context, record: Record, tmp_path: Path) -> None:
    """Two files with the same bytes are stored once and listed twice."""
    for name in ("Quyết định 21.pdf", "ban sao.pdf"):
        (tmp_path / name).write_bytes(PDF)
        office.attach("doi_thoai", record.id, tmp_path / name)
    listed = office.attachments("doi_thoai", record.id)
    assert [attachment.name for attachment in listed] == ["Quyết định 21.pdf", "ban sao.pdf"]
    assert len([p for p in office.paths.attachments.rglob("*") if p.is_file()]) == 1


def test_copy_is_read_only(office: Context, record: Record, tmp_path: Path) -> None:
    """Another program gets a copy that cannot change what is kept."""
    (tmp_path / "a.pdf").write_bytes(PDF)
    attachment = office.attach("doi_thoai", record.id, tmp_path / "a.pdf")
    copy = office.attachment_copy(attachment.id)
    assert copy.read_bytes() == PDF
    assert not copy.stat().st_mode & 0o222


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("chay.exe", b"MZ", "wrong_format"),
        ("gia.pdf", b"MZ not a pdf", "wrong_format"),
        ("Bao cao MAT ton giao.docx", b"PK\x03\x04", "state_secret"),
        ("bc_TUYỆT MẬT_2020.pdf", PDF, "state_secret"),
    ],
)
def test_attach_refuses_and_keeps_nothing(
    office: Context, record: Record, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    """Programs, disguised files and secret papers leave no trace (acceptance scenario 9)."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as refused:
        office.attach("doi_thoai", record.id, tmp_path / name)
    assert refused.value.code == code
    assert office.attachments("doi_thoai", record.id) == []
    assert not office.paths.attachments.exists()


def test_honey_is_no_secret(office: Context, record: Record, tmp_path: Path) -> None:
    """Lower-case "mật" is an ordinary word."""
    (tmp_path / "Mo hinh nuoi ong lay mật.pdf").write_bytes(PDF)
    office.attach("doi_thoai", record.id, tmp_path / "Mo hinh nuoi ong lay mật.pdf")
    assert len(office.attachments("doi_thoai", record.id)) == 1


def test_attach_too_big_is_refused_unread(office: Context, record: Record, tmp_path: Path) -> None:
    """The size is checked before a byte is read."""
    big = tmp_path / "to.pdf"
    with big.open("wb") as stream:
        os.truncate(stream.fileno(), attachments.MAX_BYTES + 1)
    with pytest.raises(UserError) as refused:
        office.attach("doi_thoai", record.id, big)
    assert refused.value.code == "too_big"


def test_damaged_store_is_noticed(office: Context, record: Record, tmp_path: Path) -> None:
    """Content that rotted on the disk is not handed out."""
    (tmp_path / "a.pdf").write_bytes(PDF)
    attachment = office.attach("doi_thoai", record.id, tmp_path / "a.pdf")
    kept = office.paths.attachments / attachment.sha256[:2] / attachment.sha256
    kept.write_bytes(PDF + b"x")
    with pytest.raises(UserError, match="hỏng"):
        office.attachment_copy(attachment.id)
