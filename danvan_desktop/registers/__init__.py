"""The office's books: importing this package fills ``REGISTERS`` in the order of the list below."""

from danvan_desktop.registers import (  # noqa: I001 - the order in which the clerk sees them
    dan_van_kheo,
    hoi_nghi,
    doi_thoai,
    to_chuc,
    bao_cao,
)
from danvan_desktop.schema import REGISTERS

__all__ = ["REGISTERS", "bao_cao", "dan_van_kheo", "doi_thoai", "hoi_nghi", "to_chuc"]
