"""The values that cross the border of this package: what goes into a bundle and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from danvan_desktop.bundles.protocol import Parcel
from danvan_desktop.errors import UserError
from danvan_desktop.organisation.pins import Told
from danvan_desktop.signing.verdict import FileVerdict

FORMAT = "danvan-bundle/1"
EXTENSION = ".asice"


@dataclass(frozen=True, slots=True)
class BundleInfo:
    """Who sends what: the part of ``datapackage.json`` that the sender states.

    ``parcel`` says which changes it carries (see ``protocol``).
    ``number`` counts the issues of one period from 1 (“lần”); ``created`` is timezone-aware;
    ``signatory`` and ``note`` only appear on the cover sheet. ``answers`` says how every pin stands
    that the office was sent.
    """

    office_code: str
    office_name: str
    period_code: str
    period_name: str
    first_day: str
    last_day: str
    number: int
    parcel: Parcel
    schema_version: str
    program_version: str
    created: datetime
    signatory: str = ""
    note: str = ""
    answers: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One file for the bundle; ``content`` is opened once or twice and yields its bytes in pieces.

    ``name`` must be one that ``names.is_payload`` allows. ``title`` is the heading for people
    (register label, paper title, original file name of an attachment).
    """

    name: str
    content: Callable[[], Iterable[bytes]]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """One file inside an opened bundle; sizes in bytes, ``count`` the records of a register."""

    name: str
    title: str
    size: int
    sha256: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """The encrypted copy of a bundle: file, its SHA-256 and size, and who can open it."""

    path: Path
    sha256: str
    size: int
    receiver: str


@dataclass(frozen=True, slots=True)
class BundleReceipt:
    """What was written: the file, its SHA-256 and size, and the records per register key.

    ``sealed`` is what leaves the office, where the receiver's certificate is known.
    """

    path: Path
    sha256: str
    size: int
    counts: Mapping[str, int] = field(default_factory=dict)
    sealed: Sealed | None = None

    @property
    def to_send(self) -> Path:
        """The file to carry to the receiver."""
        return self.sealed.path if self.sealed else self.path


@dataclass(frozen=True, slots=True)
class Limits:
    """What a bundle may be at most; bytes. ``ratio`` counts only above ``ratio_floor`` bytes."""

    file_size: int = (1 << 32) - (1 << 20)
    members: int = 20_000
    member_size: int = 2 << 30
    total_size: int = 6 << 30
    directory_size: int = 8 << 20
    head_size: int = 16 << 20
    ratio: int = 200
    ratio_floor: int = 4 << 20
    line_size: int = 16 << 20


class BundleRefused(UserError):
    """The file is no bundle, or not as its sender signed it; ``detail`` says what is wrong.

    ``about`` is the bare name or place of it.
    ``verdict`` is there when the file is whole but its signature must not be believed.
    """

    def __init__(self, code: str, detail: str, message: str, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy, code=code)
        self.detail = detail
        self.about = ""
        self.verdict: FileVerdict | None = None
