"""The kinds of office, before and after 2025: names, level, symbol and papers that each implies.

A pattern's ``{place}`` is the place name, ``{body}`` the word for its committee ("Huyện ủy").
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeKind:
    """What a kind of office suggests at first run; every name can be changed there and later."""

    key: str
    label: str
    note: str
    level: str
    territories: tuple[str, ...]
    bodies: tuple[str, ...]
    name: str
    full_name: str
    superior: str
    header_1: str
    header_2: str
    symbol: str
    profile: str
    head: str
    below: str
    collective: bool = False
    """Whether its head signs for the body (TM. BAN THƯỜNG TRỰC), with no K/T for a deputy."""


KINDS: tuple[OfficeKind, ...] = (
    OfficeKind(
        key="bdv_huyen",
        label=N_("Ban Dân vận Huyện ủy, Quận ủy, Thị ủy, Thành ủy"),
        note=N_("Cấp huyện đến 02/2025, dùng cả khi ghi bù số liệu cũ"),
        level="H",
        territories=("huyện", "quận", "thị xã", "thành phố"),
        bodies=("Huyện ủy", "Quận ủy", "Thị ủy", "Thành ủy"),
        name="Ban Dân vận",
        full_name="Ban Dân vận {body} {place}",
        superior="{body} {place}",
        header_1="{body} {place}",
        header_2="Ban Dân vận",
        symbol="BDV",
        profile="DANG_HD36",
        head="Trưởng Ban",
        below="X",
    ),
    OfficeKind(
        key="tgdv_huyen",
        label=N_("Ban Tuyên giáo và Dân vận Huyện ủy"),
        note=N_("Từ 02/2025 đến 30/6/2025"),
        level="H",
        territories=("huyện", "quận", "thị xã", "thành phố"),
        bodies=("Huyện ủy", "Quận ủy", "Thị ủy", "Thành ủy"),
        name="Ban Tuyên giáo và Dân vận",
        full_name="Ban Tuyên giáo và Dân vận {body} {place}",
        superior="{body} {place}",
        header_1="{body} {place}",
        header_2="Ban Tuyên giáo và Dân vận",
        symbol="BTGDV",
        profile="DANG_HD36",
        head="Trưởng Ban",
        below="X",
    ),
    OfficeKind(
        key="xdd_xa",
        label=N_("Ban Xây dựng Đảng xã, phường"),
        note=N_("Từ 01/7/2025"),
        level="X",
        territories=("xã", "phường"),
        bodies=("Đảng ủy xã", "Đảng ủy phường"),
        name="Ban Xây dựng Đảng",
        full_name="Ban Xây dựng Đảng {body} {place}",
        superior="{body} {place}",
        header_1="{body} {place}",
        header_2="Ban Xây dựng Đảng",
        symbol="BXDĐ",
        profile="DANG_HD36",
        head="Trưởng Ban",
        below="X",
    ),
    OfficeKind(
        key="tgdv_dac_khu",
        label=N_("Ban Tuyên giáo và Dân vận đặc khu"),
        note=N_("Từ 01/7/2025"),
        level="X",
        territories=("đặc khu",),
        bodies=("Đảng ủy đặc khu",),
        name="Ban Tuyên giáo và Dân vận",
        full_name="Ban Tuyên giáo và Dân vận {body} {place}",
        superior="{body} {place}",
        header_1="{body} {place}",
        header_2="Ban Tuyên giáo và Dân vận",
        symbol="BTGDV",
        profile="DANG_HD36",
        head="Trưởng Ban",
        below="X",
    ),
    OfficeKind(
        key="mttq_xa",
        label=N_("Ủy ban MTTQ Việt Nam xã, phường"),
        note=N_("Khi được giao theo dõi công tác dân vận"),
        level="X",
        territories=("xã", "phường"),
        bodies=("xã", "phường"),
        name="Ban Thường trực",
        full_name="Ban Thường trực Ủy ban MTTQ Việt Nam {body} {place}",
        superior="Ủy ban MTTQ Việt Nam {body} {place}",
        header_1="Ủy ban MTTQ Việt Nam {body} {place}",
        header_2="Ban Thường trực",
        symbol="MTTQ-BTT",
        profile="MTTQ",
        head="Chủ tịch",
        below="X",
        collective=True,
    ),
    OfficeKind(
        key="tinh",
        label=N_("Nơi nhận cấp tỉnh"),
        note=N_("Nhận gói số liệu, gửi biên nhận, tổng hợp"),
        level="T",
        territories=("tỉnh", "thành phố"),
        bodies=("Tỉnh ủy", "Thành ủy"),
        name="Ban Dân vận",
        full_name="Ban Dân vận {body} {place}",
        superior="{body} {place}",
        header_1="{body} {place}",
        header_2="Ban Dân vận",
        symbol="BDVTU",
        profile="DANG_HD36",
        head="Trưởng Ban",
        below="H",
    ),
)


def office_kind(key: str) -> OfficeKind:
    """Find a kind by its key."""
    return next(kind for kind in KINDS if kind.key == key)
