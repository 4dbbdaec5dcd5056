"""The office's books: importing this package fills ``REGISTERS`` in the order of the list below."""

from danvan_desktop.registers import (  # noqa: I001 - the order in which the clerk sees them
    dan_van_kheo,
    hoi_nghi,
    doi_thoai,
    to_chuc,
    bao_cao,
)
from danvan_desktop.schema import REGISTERS, RegisterSpec

__all__ = [
    "REGISTERS",
    "bao_cao",
    "clerk_registers",
    "dan_van_kheo",
    "doi_thoai",
    "hoi_nghi",
    "to_chuc",
]


def clerk_registers() -> tuple[RegisterSpec, ...]:
    """The registers that the clerk keeps, without the office's directory and its papers."""
    return tuple(spec for spec in REGISTERS.values() if spec.group == "register")
