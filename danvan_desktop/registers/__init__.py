"""The office's books: importing this package fills ``REGISTERS`` in the order of the list below."""

from danvan_desktop.registers import (  # noqa: I001 - the order in which the clerk sees them
    dan_van_kheo,
    hoi_nghi,
    doi_thoai,
    giam_sat,
    phan_bien,
    gop_y,
    ban_thanh_tra,
    thanh_tra_nd,
    ban_gs_dau_tu,
    gsdt_cong_dong,
    to_hoa_giai,
    hoa_giai_tong_hop,
    hoa_giai_vu_viec,
    tuyen_truyen,
    doan_vien,
    van_dong,
    dan_chu_co_so,
    tiep_dan,
    mot_cua,
    phoi_hop,
    van_ban,
    can_bo,
    hoi_thi,
    khen_thuong,
    tinh_hinh,
    ra_quan,
    lay_y_kien,
    xep_loai,
    so_lieu,
    to_chuc,
    bao_cao,
    so_di,
    mau_van_ban,
)
from danvan_desktop.schema import REGISTERS, RegisterSpec

__all__ = [
    "REGISTERS",
    "ban_gs_dau_tu",
    "ban_thanh_tra",
    "bao_cao",
    "can_bo",
    "carried_registers",
    "clerk_registers",
    "dan_chu_co_so",
    "dan_van_kheo",
    "doan_vien",
    "doi_thoai",
    "giam_sat",
    "gop_y",
    "gsdt_cong_dong",
    "hoa_giai_tong_hop",
    "hoa_giai_vu_viec",
    "hoi_nghi",
    "hoi_thi",
    "khen_thuong",
    "lay_y_kien",
    "mau_van_ban",
    "mot_cua",
    "phan_bien",
    "phoi_hop",
    "ra_quan",
    "so_di",
    "so_lieu",
    "thanh_tra_nd",
    "tiep_dan",
    "tinh_hinh",
    "to_chuc",
    "to_hoa_giai",
    "tuyen_truyen",
    "van_ban",
    "van_dong",
    "xep_loai",
]


def carried_registers() -> tuple[RegisterSpec, ...]:
    """What a bundle carries to the province: the books, typed figures and their reasons."""
    kept = ("register", "figures")
    return tuple(spec for spec in REGISTERS.values() if spec.group in kept)


def clerk_registers() -> tuple[RegisterSpec, ...]:
    """The registers that the clerk keeps, without the office's directory and its papers."""
    return tuple(spec for spec in REGISTERS.values() if spec.group == "register")
