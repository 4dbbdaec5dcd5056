"""Papers that several sign: who signs beside the office's own signer, for which body.

The office that issues the paper stands first in the header, in the symbol and among the
signatures; the others follow in the order in which they were entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CoSigner:
    """Another who signs: ``lines`` stand above the name; the body is empty for the own office."""

    name: str
    lines: tuple[str, ...]
    issuer: str = ""
    symbol: str = ""


def co_signers(values: Mapping[str, Any]) -> tuple[CoSigner, ...]:
    """Read from a paper who signs it besides its own signer."""
    return tuple(_co_signer(entry) for entry in values.get("cung_ky") or ())


def joint_symbol(own: str, values: Mapping[str, Any]) -> str:
    """Join the symbols of the bodies that issue a paper, e.g. ``BDVTU-BCSĐUBND``."""
    symbols = (own, *(one.symbol for one in co_signers(values)))
    return "-".join(dict.fromkeys(filter(None, symbols)))


def _co_signer(entry: Mapping[str, Any]) -> CoSigner:
    lines = (str(entry.get("tham_quyen") or "").strip(), str(entry["chuc_vu"]).strip())
    return CoSigner(
        name=str(entry["ho_ten"]).strip(),
        lines=tuple(filter(None, lines)),
        issuer=str(entry.get("co_quan") or "").strip(),
        symbol=str(entry.get("ky_hieu") or "").strip(),
    )
