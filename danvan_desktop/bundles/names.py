"""Which file names a bundle may hold, and in what order: an allow-list, never a clean-up.

Names are ASCII and fixed in form, so none of the tricks of archives has a way in: parent folders,
drive letters, devices such as CON, trailing dots, look-alike or case-colliding names. No name is
ever used as a path: whoever takes a file out chooses where it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MIMETYPE = "mimetype"
DATAPACKAGE = "datapackage.json"
COVER = "To-bia.html"
MANIFEST = "META-INF/ASiCManifest001.xml"
SIGNATURE = "META-INF/signature001.p7s"

DATA, PAPERS, ATTACHMENTS = "data/", "papers/", "attachments/"

_PAYLOAD = (
    re.compile(r"data/[a-z][a-z0-9_]{0,59}\.jsonl"),
    re.compile(r"papers/[A-Za-z0-9][A-Za-z0-9_-]{0,99}\.pdf"),
    re.compile(r"attachments/[0-9a-f]{64}"),
)
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_TAIL = (DATAPACKAGE, COVER, MANIFEST, SIGNATURE)

MEDIA_TYPES = {
    ".jsonl": "application/x-ndjson",
    ".json": "application/json",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".xml": "text/xml",
    ".p7s": "application/pkcs7-signature",
}


def is_payload(name: str) -> bool:
    """Tell whether a name may be that of a register, a paper or an attachment."""
    if not any(pattern.fullmatch(name) for pattern in _PAYLOAD):
        return False
    return not _DEVICES.match(name.rpartition("/")[2])


def is_allowed(name: str) -> bool:
    """Tell whether a bundle may hold a file of this name at all."""
    return name == MIMETYPE or name in _TAIL or is_payload(name)


def order(name: str) -> tuple[int, str]:
    """Return the sorting key that puts names into their one allowed order."""
    if name == MIMETYPE:
        return 0, ""
    for rank, prefix in enumerate((DATA, PAPERS, ATTACHMENTS), start=1):
        if name.startswith(prefix):
            return rank, name
    return 4 + _TAIL.index(name), ""


def is_packed(name: str) -> bool:
    """Tell whether a file is compressed: registers are, papers and scans already are inside."""
    return name.startswith(DATA)


def media_type(name: str) -> str:
    """Return the media type that belongs to a name."""
    _stem, dot, extension = name.rpartition(".")
    return MEDIA_TYPES.get(dot + extension, "application/octet-stream")


def register_of(name: str) -> str:
    """Return the register key of a data file."""
    return name.removeprefix(DATA).removesuffix(".jsonl")


def data_name(register: str) -> str:
    """Return the name of a register's data file."""
    return f"{DATA}{register}.jsonl"


def paper_name(symbol: str) -> str:
    """Return the name of a paper from its symbol (``BC-15``); what is not ASCII becomes a dash."""
    return f"{PAPERS}{re.sub(r'[^A-Za-z0-9_-]+', '-', symbol).strip('-')[:100]}.pdf"


def attachment_name(sha256: str) -> str:
    """Return the name of an attachment from the SHA-256 of its content."""
    return f"{ATTACHMENTS}{sha256}"


def bundle_file_name(office_code: str, period_code: str, number: int) -> str:
    """Return the file name of a bundle: ``TN-DMC-BDV_2020-H1_lan-1.asice``."""
    return f"{_stem(office_code, period_code)}_lan-{number}.asice"


def numbers_of(files: Iterable[str], office_code: str, period_code: str) -> set[int]:
    """Pick the numbers of a period's bundles, encrypted or cut, from the names of files."""
    ours = re.compile(rf"{re.escape(_stem(office_code, period_code))}_lan-(\d{{1,9}})\.asice.*")
    return {int(found[1]) for name in files if (found := ours.fullmatch(name))}


def package_name(office_code: str, period_code: str, number: int) -> str:
    """Return the ``name`` of a data package: lower case, digits, ``-``, ``_`` and ``.`` only."""
    return f"{_stem(office_code, period_code)}_{number}".lower()


def _stem(office_code: str, period_code: str) -> str:
    # The year first, so that a folder sorts by time.
    period = "-".join(reversed(period_code.split("/")))
    parts = (re.sub(r"[^A-Za-z0-9.-]+", "-", part).strip("-.") for part in (office_code, period))
    return "_".join(parts)
