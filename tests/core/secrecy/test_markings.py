"""A marking of a degree of secrecy is found in every guise; ordinary words are left alone."""

from __future__ import annotations

import unicodedata

import pytest

from danvan_desktop.secrecy import (
    PAPER_BOOK,
    declares_degree,
    name_declares_degree,
    table_declares_degree,
)

MARKED = [
    "MẬT",
    "TỐI MẬT",
    "* TUYỆT MẬT *",
    "Tối mật",
    "M Ậ T",
    "T Ố I  M Ậ T",
    "Độ mật: Tối mật",
    "Độ mật: Mật",
    "độ mật: “mật”",
    "Mức độ mật - MẬT",
    "Độ mật Tối mật",
    "Do mat: toi mat",
    "(MẬT)",
    "Số 12-BC/HU (MẬT)",
    "[tối mật]",
    "MẬT – Báo cáo tình hình tôn giáo",
    "Văn bản MẬT số 12",
    "Văn bản TUYỆT MẬT",
    "BÁO CÁO MẬT",
    "Tình hình\nMẬT\nđiểm nóng",
    "mËt",
    "TUYEÄT MAÄT",
]

ORDINARY = [
    "mật độ dân số",
    "MẬT ĐỘ DÂN SỐ",
    "bí mật kinh doanh",
    "bảo vệ bí mật nhà nước",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Nuôi ong lấy mật",
    "mật ong",
    "thân mật",
    "BẢO MẬT THÔNG TIN",
    "Giữ mối quan hệ mật thiết với Nhân dân",
    "ông Mật",
    "Nguyễn Văn Mật",
    "NGUYỄN VĂN MẬT",
    "Nguyễn Văn MẬT",
    "Mật",
    "quản lý văn bản mật theo quy định",
    "Danh mục bí mật nhà nước độ Tối mật",
    "Độ mật",
    "ĐỘ MẬT",
    "Độ mật: không",
    "Độ mật: Thường",
    "MẶT TRẬN TỔ QUỐC",
    "có mặt 42, vắng mặt 3",
    "MẤT MÁT",
    "FORMAT",
    PAPER_BOOK,
    PAPER_BOOK.upper(),
]


@pytest.mark.parametrize("text", MARKED)
def test_marking_is_found(text: str) -> None:
    """Stamps, labels, brackets and degrees in capitals declare (acceptance scenario 9)."""
    assert declares_degree(text)
    assert declares_degree(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_word_passes(text: str) -> None:
    """Other words, talk about secrets and names are no declaration."""
    assert not declares_degree(text)


@pytest.mark.parametrize(
    "name",
    [
        "Bao cao MAT ton giao.docx",
        "BAO CAO MAT TON GIAO.docx",
        "bc_TUYỆT MẬT_2020.pdf",
        "MẬT-bao cao.docx",
        "Mật - Báo cáo.docx",
        "Báo cáo (mật).pdf",
        "Bao cao (MAT).pdf",
        "Văn bản mật 12.pdf",
        "tuyet mat.docx",
        "Do mat toi mat.docx",
        "MAT.docx",
    ],
)
def test_marked_name_is_found(name: str) -> None:
    """Names declare with and without accents."""
    assert name_declares_degree(name)


@pytest.mark.parametrize(
    "name",
    [
        "Mo hinh nuoi ong lay mật.pdf",
        "HTX Mật ong Suối Đá.pdf",
        "BAO CAO MAT TRAN TO QUOC.docx",
        "DANH SACH CO MAT.xlsx",
        "GIAI PHONG MAT BANG.docx",
        "MẬT ĐỘ DÂN SỐ.xlsx",
        "BAO VE BI MAT NHA NUOC.pdf",
        "Quy định quản lý văn bản mật.pdf",
        "Nguyen Van Mat.jpg",
        "Don toi mat xe.docx",
        "FORMAT.xlsx",
    ],
)
def test_ordinary_name_passes(name: str) -> None:
    """The Front, cleared ground and honey are no secrets."""
    assert not name_declares_degree(name)


def test_degree_counts_under_and_beside_its_label() -> None:
    """The bare word Mật declares in the column or row of "Độ mật", not in a column of names."""
    assert table_declares_degree([{1: "Số", 2: "Độ mật"}, {1: "12", 2: "Mật"}])
    assert table_declares_degree([{1: "Độ mật:", 2: "Tối mật"}])
    assert not table_declares_degree([{1: "Họ và đệm", 2: "Tên"}, {1: "Nguyễn Văn", 2: "Mật"}])
    assert not table_declares_degree([{1: "Độ mật", 2: "Tên"}, {1: "Thường", 2: "Mật"}])
