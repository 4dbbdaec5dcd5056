"""All papers at once: what there is, what is written, and what happens when the medium refuses."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.raster import PdfPages
from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.reports.batch import (
    BatchPaper,
    batch_for_period,
    batch_for_record,
    safe_name,
)
from danvan_desktop.reports.batch_run import Batch, Existing, PaperFormat
from danvan_desktop.storage.values import Record

PDF = (PaperFormat.PDF,)


def meeting(books: Context, register: str = "doi_thoai") -> Record:
    """Give the fullest dialogue or meeting of the office."""
    whole = [books.record(register, one.id) for one in books.all_of(register)]
    found = [one for one in whole if one is not None]
    return max(found, key=lambda one: len(str(one.values)))


@pytest.fixture(scope="session")
def papers(reading: Context) -> list[BatchPaper]:
    """The papers of the half-year."""
    return batch_for_period(reading, reading.period("H1/2020"))


@pytest.fixture(scope="session")
def lists(papers: list[BatchPaper]) -> list[BatchPaper]:
    """Lists of three registers: small papers that are made quickly."""
    return [one for one in papers if one.kind == "DS"][:3]


def test_period_offers_reports_lists_and_lists(papers: list[BatchPaper]) -> None:
    """The report is ticked and says that it is a draft; lists are there to be ticked."""
    first = papers[0]
    assert (first.kind, first.state, first.wanted) == ("BC", "bản nháp", True)
    assert "Danh sách: Dân vận khéo" in [one.label for one in papers if not one.wanted]
    assert len({one.name for one in papers}) == len(papers)


def test_meeting_says_what_it_lacks(reading: Context) -> None:
    """A paper that cannot be made is listed with the fields that are empty."""
    found = batch_for_record(reading, meeting(reading))
    assert {"BB", "TB"} <= {one.kind for one in found}
    for one in found:
        assert one.wanted == (not one.lacking)


def test_every_format_of_every_paper_is_written(reading: Context, tmp_path: Path) -> None:
    """The report as PDF, Word and its annexes; the minutes have no annex and so no workbook."""
    papers = batch_for_period(reading, reading.period("H1/2020"))[:1]
    papers += [one for one in batch_for_record(reading, meeting(reading)) if one.kind == "TB"]
    told: list[tuple[int, int, str]] = []
    batch = Batch(reading, papers, tmp_path / "ra", tuple(PaperFormat))
    result = batch.run(progress=lambda done, total, text="": told.append((done, total, text)))
    assert sorted(path.suffix for path in result.written) == sorted(
        [".docx", ".docx", ".pdf", ".pdf", ".xlsx"]
    )
    assert all(path.stat().st_size > 1000 for path in result.written)
    assert not result.failed
    assert (0, 2, papers[0].label) in told
    assert told[-1][:2] == (2, 2)
    assert sorted((tmp_path / "ra").iterdir()) == sorted(result.written)


def test_issued_paper_goes_out_as_it_was_kept(
    reporting: Context, issued: Record, tmp_path: Path
) -> None:
    """Its file is the one in the store, byte for byte, whatever the registers say now."""
    reporting.delete("doi_thoai", [one.id for one in reporting.all_of("doi_thoai")][:2])
    papers = batch_for_period(reporting, reporting.period("H1/2020"))[:1]
    assert papers[0].state == "đã ban hành"
    (path,) = Batch(reporting, papers, tmp_path / "ra", PDF).run().written
    kept = reporting.paths.attachments
    stored = next(file for file in kept.rglob(f"*{str(issued.values['tep_pdf'])[2:]}*"))
    assert path.read_bytes() == stored.read_bytes()


@pytest.mark.parametrize(
    ("existing", "names", "old"),
    [
        (Existing.BOTH, {"a.pdf", "a (2).pdf"}, b"cu"),
        (Existing.SKIP, {"a.pdf"}, b"cu"),
        (Existing.REPLACE, {"a.pdf"}, b"%PDF"),
    ],
)
def test_file_that_is_there_is_never_lost_silently(
    reading: Context,
    lists: list[BatchPaper],
    tmp_path: Path,
    existing: Existing,
    names: set[str],
    old: bytes,
) -> None:
    """It stays beside the new one, stays alone, or gives way because that was asked for."""
    from dataclasses import replace

    (tmp_path / "a.pdf").write_bytes(b"cu")
    result = Batch(reading, [replace(lists[0], name="a")], tmp_path, PDF, existing).run()
    assert {path.name for path in tmp_path.iterdir()} == names
    assert (tmp_path / "a.pdf").read_bytes().startswith(old)
    assert len(result.skipped) == (existing is Existing.SKIP)


def test_papers_of_one_name_do_not_replace_each_other(
    reading: Context, lists: list[BatchPaper], tmp_path: Path
) -> None:
    """Even where old files are replaced, both papers of this run are kept."""
    from dataclasses import replace

    same = [replace(one, name="a") for one in lists[:2]]
    result = Batch(reading, same, tmp_path, PDF, Existing.REPLACE).run()
    assert [path.name for path in result.written] == ["a.pdf", "a (2).pdf"]


def test_stopping_leaves_the_finished_files(
    reading: Context, lists: list[BatchPaper], tmp_path: Path
) -> None:
    """Cancelled at the third paper: two files, nothing half, and the result says so."""

    def stop(done: int, total: int, text: str = "") -> None:
        if done == 2:
            raise Cancelled

    result = Batch(reading, lists, tmp_path, PDF).run(progress=stop)
    assert result.stopped
    assert len(result.written) == 2
    assert sorted(tmp_path.iterdir()) == sorted(result.written)
    for path in result.written:
        with PdfPages(path) as pages:
            assert len(pages)


def test_nothing_appears_after_stop_has_returned(
    reading: Context, lists: list[BatchPaper], tmp_path: Path
) -> None:
    """Stopped while a paper is being rendered: its file does not come any more."""
    batch = Batch(reading, lists, tmp_path, PDF)
    final: list[int] = []

    def stop(done: int, total: int, text: str = "") -> None:
        if done == 1 and not final:
            final.append(len(batch.stop().written))

    assert len(batch.run(progress=stop).written) == final[0] == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_folder_that_vanishes_ends_the_run_and_says_what_is_there(
    reading: Context, lists: list[BatchPaper], tmp_path: Path
) -> None:
    """A stick pulled out after the first file."""
    folder = tmp_path / "usb"

    def pull(done: int, total: int, text: str = "") -> None:
        if done == 1 and folder.exists():
            shutil.rmtree(folder)

    result = Batch(reading, lists, folder, PDF).run(progress=pull)
    assert result.refused is not None
    assert result.refused.remedy
    assert len(result.written) == 1
    assert not folder.exists()


def test_full_disk_is_named_and_leaves_nothing_half(
    reading: Context, lists: list[BatchPaper], tmp_path: Path, monkeypatch: Any
) -> None:
    """The system says that there is no room: the sentence says it too."""

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = Batch(reading, lists, tmp_path, PDF).run()
    assert result.refused is not None
    assert result.refused.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


def test_place_that_is_no_folder_is_refused_before_anything_is_made(
    reading: Context, lists: list[BatchPaper], tmp_path: Path
) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    result = Batch(reading, lists, tmp_path / "tep", PDF).run()
    assert result.refused is not None
    assert result.written == ()


def test_paper_that_fails_does_not_stop_the_others(
    reading: Context, lists: list[BatchPaper], tmp_path: Path
) -> None:
    """The reason is kept with its name."""

    def refuse(_books: Any) -> Any:
        raise UserError("Không dàn được trang.", code="too_tall")

    bad = BatchPaper("x", "BC", "Văn bản hỏng", "hong", build=refuse)
    lacking = BatchPaper("y", "TB", "Thông báo", "tb", lacking="Chưa ghi: Kết luận")
    result = Batch(reading, [bad, lacking, lists[0]], tmp_path, PDF).run()
    assert [(label, error.message) for label, error in result.failed] == [
        ("Văn bản hỏng", "Không dàn được trang."),
        ("Thông báo", "Chưa ghi: Kết luận"),
    ]
    assert len(result.written) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Báo cáo 6 tháng/2020: “Dân vận khéo”", "Bao-cao-6-thang-2020-Dan-van-kheo"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "CON-1"),
        ("…", "van-ban"),
        ("a" * 300, "a" * 100),
    ],
)
def test_names_of_files_are_safe_everywhere(text: str, name: str) -> None:
    """Plain lists, no folders, no devices, not too long."""
    assert safe_name(text) == name
