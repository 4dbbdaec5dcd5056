"""Who may sign a paper on its day, and the lines that stand above the name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.organisation.books import Books


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who signs, with the lines of the signature block: authority first, position last."""

    name: str
    lines: tuple[str, ...]
    role: str = ""


def signers(books: Books, day: str) -> list[Signer]:
    """List who may sign on an ISO day; the head, who signs in their own name, comes first."""
    found = [_signer(officer) for officer in books.officers(day) if officer.get("khoi_ky")]
    return sorted(found, key=lambda signer: len(signer.lines))


def signer_named(books: Books, name: str, day: str) -> Signer | None:
    """Find a signer by name on a day; None when the person may not sign then."""
    return next((signer for signer in signers(books, day) if signer.name == name), None)


def headed(role: str, office: str) -> str:
    """Write ``Trưởng Ban Dân vận Huyện ủy``: a word that ends the role is not said twice."""
    last = role.rpartition(" ")[2]
    if last and office.startswith(f"{last} "):
        return f"{role.removesuffix(last)}{office}"
    return f"{role} {office}".strip()


def _signer(officer: Mapping[str, Any]) -> Signer:
    lines = tuple(line.strip() for line in str(officer["khoi_ky"]).splitlines() if line.strip())
    return Signer(str(officer["ho_ten"]), lines, str(officer.get("chuc_vu") or ""))
