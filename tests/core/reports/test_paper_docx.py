"""A paper of the office as DOCX: what a draft bears, what an issued one says of its original."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx

from danvan_desktop.context import Context
from danvan_desktop.reports.paper_docx import word_name, write_document, write_paper
from danvan_desktop.reports.service import build_report
from danvan_desktop.storage.values import ListQuery, Record
from tests.core.documents.docx_reading import all_text


def test_draft_bears_its_mark(reporting: Context, report: Record, tmp_path: Path) -> None:
    """Nobody takes a draft that leaves the program for the paper itself."""
    write_paper(reporting, report, tmp_path / "nhap.docx")
    text = all_text((tmp_path / "nhap.docx").read_bytes())
    assert "Dự thảo" in text.splitlines()
    core = docx.Document(str(tmp_path / "nhap.docx")).core_properties
    assert (core.content_status, core.comments) == ("Bản nháp", "Bản nháp, chưa ban hành.")
    replacement = replace(report, values={**report.values, "lan": 2})
    write_paper(reporting, replacement, tmp_path / "thay.docx")
    assert "Dự thảo" in all_text((tmp_path / "thay.docx").read_bytes()).splitlines()


def test_issued_paper_names_the_pdf_as_its_original(
    reporting: Context, issued: Record, tmp_path: Path
) -> None:
    """The DOCX of an issued paper keeps the frozen figures and says what the original is."""
    models = reporting.page(ListQuery(register="dan_van_kheo"), 0, 3)
    reporting.delete("dan_van_kheo", [model.id for model in models])
    write_paper(reporting, issued, tmp_path / "ban-hanh.docx")
    data = (tmp_path / "ban-hanh.docx").read_bytes()
    assert "đăng ký thực hiện 24 mô hình" in all_text(data).replace("\xa0", " ")
    assert "Dự thảo" not in all_text(data)
    core = docx.Document(str(tmp_path / "ban-hanh.docx")).core_properties
    assert core.content_status == "Đã ban hành"
    assert "Bản gốc là tệp PDF đã ban hành" in core.comments


def test_name_is_that_of_the_pdf(report: Record) -> None:
    """Both files of a paper lie side by side; a DOCX never calls itself signed."""
    assert word_name(report) == "15-BC-BDV_H1-2020_ban-nhap.docx"
    signed = replace(report, values={**report.values, "tep_da_ky": "x", "trang_thai": "da_ky"})
    assert word_name(signed) == "15-BC-BDV_H1-2020.docx"


def test_same_document_gives_the_same_file(reading: Context, tmp_path: Path) -> None:
    """Two writes of a paper do not differ in a byte."""
    document, _issues = build_report(reading, "H1/2020")
    for name in ("a.docx", "b.docx"):
        write_document(document, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
