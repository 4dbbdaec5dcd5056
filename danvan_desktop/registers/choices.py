"""Choices that several registers share, each declared once (codes as in the domain glossary)."""

from __future__ import annotations

from random import Random

from danvan_desktop.i18n import N_
from danvan_desktop.schema import NOT_SECRET, Choice, Coded, Option

LINH_VUC = Choice(
    options=(
        Option("KT", N_("Kinh tế"), "KT", ("phát triển kinh tế",)),
        Option(
            "VHXH",
            N_("Văn hóa - xã hội"),
            "VHXH",
            ("VH-XH", "văn hóa, xã hội", "văn hóa xã hội"),
        ),
        Option(
            "QPAN",
            N_("Quốc phòng - an ninh"),
            "QPAN",
            ("QP-AN", "an ninh, quốc phòng", "ANQP", "an ninh trật tự"),
        ),
        Option(
            "HTCT",
            N_("Xây dựng hệ thống chính trị"),
            "HTCT",
            ("XD hệ thống chính trị", "hệ thống chính trị", "XDHTCT"),
        ),
    )
)
"""The four fields of work that every province reports by."""

DOI_TUONG = Choice(
    options=(
        Option("tap_the", N_("Tập thể"), N_("Tập thể"), ("TT",)),
        Option("ca_nhan", N_("Cá nhân"), N_("Cá nhân"), ("CN",)),
    )
)

TINH_CHAT = Choice(
    options=(
        Option("moi", N_("Mới"), N_("Mới"), ("đăng ký mới", "mới đăng ký")),
        Option("duy_tri", N_("Duy trì"), N_("Duy trì"), ("tiếp tục", "tiếp tục duy trì", "cũ")),
    )
)

HINH_THUC_DOI_THOAI = Choice(
    options=(
        Option("dinh_ky", N_("Định kỳ"), N_("Định kỳ"), ("thường kỳ",)),
        Option("dot_xuat", N_("Đột xuất"), N_("Đột xuất"), ("bất thường",)),
    )
)

CAP = Choice(
    options=(
        Option("X", N_("Cấp xã"), N_("Xã"), ("xã", "cơ sở")),
        Option("H", N_("Cấp huyện"), N_("Huyện"), ("huyện",)),
        Option("T", N_("Cấp tỉnh"), N_("Tỉnh"), ("tỉnh",)),
    )
)

THE_THUC = Coded(
    options=(
        Option("DANG_HD36", N_("Thể thức Đảng (HD 36)"), N_("Đảng, HD 36"), ("HD 36",)),
        Option("DANG_HD05", N_("Thể thức Đảng (HD 05)"), N_("Đảng, HD 05"), ("HD 05",)),
        Option("ND30", N_("Thể thức Nhà nước (NĐ 30)"), N_("Nhà nước"), ("NĐ 30",)),
        Option("MTTQ", N_("Thể thức Mặt trận (NĐ 30)"), N_("Mặt trận"), ()),
    )
)
"""The format profiles by which an office may write; each is a file of ``format_profiles``."""

CAP_ORDER = {"X": 0, "H": 1, "T": 2}
"""Levels from low to high, for rules that compare them."""

HINH_THUC_KHEN = Choice(
    options=(
        Option("giay_khen", N_("Giấy khen"), "", ("GK",)),
        Option("bang_khen", N_("Bằng khen"), "", ("BK",)),
        Option("co", N_("Cờ thi đua"), "", ("cờ",)),
        Option("ky_niem_chuong", N_("Kỷ niệm chương"), N_("KNC"), ("KNC", "huy hiệu")),
    )
)

CHU_THE = Choice(
    options=(
        Option(
            "MTTQ",
            N_("Ủy ban MTTQ Việt Nam"),
            N_("MTTQ"),
            (
                "Mặt trận Tổ quốc",
                "Mặt trận",
                "MTTQ Việt Nam",
                "MTTQVN",
                "UB MTTQ",
                "UBMTTQ",
                "Ủy ban MTTQ",
                "UBMTTQVN",
                "UBMTTQ VN",
                "MTTQ VN",
                "Ủy ban Mặt trận Tổ quốc",
            ),
        ),
        Option(
            "LHPN",
            N_("Hội Liên hiệp Phụ nữ"),
            N_("Phụ nữ"),
            ("Hội LHPN", "Hội LHPN Việt Nam", "LHPNVN", "Hội Phụ nữ", "Hội PN", "PN"),
        ),
        Option(
            "HND",
            N_("Hội Nông dân"),
            N_("Nông dân"),
            ("Hội ND", "HNDVN", "Hội Nông dân Việt Nam", "ND"),
        ),
        Option(
            "CCB",
            N_("Hội Cựu chiến binh"),
            N_("Cựu chiến binh"),
            ("Hội CCB", "Hội CCB Việt Nam", "CCBVN"),
        ),
        Option(
            "DTN",
            N_("Đoàn Thanh niên"),
            N_("Đoàn TN"),
            (
                "ĐTN",
                "ĐTNCS",
                "Đoàn TNCS Hồ Chí Minh",
                "Đoàn TNCS HCM",
                "Đoàn TNCS",
                "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
                "Huyện đoàn",
                "Tỉnh đoàn",
                "Thành đoàn",
                "Xã đoàn",
            ),
        ),
        Option(
            "CD",
            N_("Công đoàn"),
            N_("Công đoàn"),
            ("CĐ", "LĐLĐ", "Liên đoàn Lao động", "CĐCS", "Tổ chức Công đoàn"),
        ),
        Option("KHAC", N_("Tổ chức khác"), N_("Khác"), ("hội quần chúng", "tổ chức, hội khác")),
    )
)
"""Who acts: the Front, the five socio-political organisations, any other association."""

TO_CHUC = Choice(
    options=(
        *(option for option in CHU_THE.options if option.code not in ("MTTQ", "KHAC")),
        Option("CTD", N_("Hội Chữ thập đỏ"), N_("Chữ thập đỏ"), ("Hội CTĐ", "CTĐ")),
        Option("NCT", N_("Hội Người cao tuổi"), N_("Người cao tuổi"), ("Hội NCT", "NCT")),
        Option("KHAC", N_("Tổ chức khác"), N_("Khác"), ("hội quần chúng", "tổ chức, hội khác")),
    )
)
"""Organisations that have members; the Front has organisations as members, not people."""


class _Degree(Choice):
    """A choice whose sample is an open paper: any other is refused beside content."""

    def sample(self, random: Random) -> str:
        return NOT_SECRET


DO_MAT = _Degree(
    options=(
        Option(NOT_SECRET, N_("Không mật"), "", ("không", "thường", "bình thường", "công khai")),
        Option("mat", N_("Mật")),
        Option("toi_mat", N_("Tối mật")),
        Option("tuyet_mat", N_("Tuyệt mật")),
    )
)
"""The degree of secrecy of a paper; it exists to refuse (``schema/forbidden``)."""

LOAI = Choice(
    options=(
        Option("BC", N_("Báo cáo")),
        Option("BB", N_("Biên bản")),
        Option("TB", N_("Thông báo")),
        Option("CV", N_("Công văn")),
        Option("GM", N_("Giấy mời")),
        Option("KH", N_("Kế hoạch")),
        Option("CTR", N_("Chương trình")),
        Option("QD", N_("Quyết định")),
        Option("TTR", N_("Tờ trình")),
        Option("HD", N_("Hướng dẫn")),
        Option("DS", N_("Danh sách")),
    )
)

LARGEST_NUMBER = 99_999
"""No paper of a term or year has a larger one: what is longer slipped in by hand, as a telephone
number does, and every number up to it would stand in the book as missing."""
"""The types of paper that an office numbers (NĐ 30/2020, Phụ lục III; Quy định 66-QĐ/TW)."""
