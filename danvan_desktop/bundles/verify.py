"""Verify any file that carries our signatures: a PDF paper or a bundle."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from danvan_desktop.bundles.envelope import is_envelope
from danvan_desktop.bundles.message import is_message, read_message
from danvan_desktop.bundles.model import EXTENSION, BundleRefused, Limits
from danvan_desktop.bundles.opening import KIND_BUNDLE, open_bundle
from danvan_desktop.bundles.parts import is_part
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.paths import Paths
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import FileVerdict, State, reason
from danvan_desktop.signing.verify import PDF_START, unreadable, verify_pdf

KIND_OTHER, KIND_MESSAGE = "other", "message"
_ZIP_START = b"PK\x03\x04"
_PDF_HEADER_WITHIN = 1024


def verify_file(
    path: Path,
    trust: TrustList,
    *,
    now: datetime,
    paths: Paths | None = None,
    progress: Progress = no_progress,
) -> FileVerdict:
    """Judge a PDF, a bundle or a message, told apart by extension and then by content.

    With the data folder (``paths``) also a bundle that is encrypted to this office, or in parts.
    Raises UserError only when the file, or a part of it, cannot be read from the disk.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_PDF_HEADER_WITHIN)
    except OSError as error:
        raise unreadable(path) from error
    extension = path.suffix.lower()
    if extension == EXTENSION and is_message(path):
        return verify_message(path, trust, now=now)
    wrapped = is_part(path) or _sealed(path)
    if wrapped or extension == EXTENSION or (extension != ".pdf" and start.startswith(_ZIP_START)):
        return verify_bundle(path, trust, now=now, paths=paths, progress=progress)
    if extension == ".pdf" or PDF_START in start:
        return verify_pdf(path, trust, now=now)
    found = reason("not_a_signed_file")
    return FileVerdict(path, KIND_OTHER, State.UNKNOWN, (found,))


def verify_bundle(
    path: Path,
    trust: TrustList,
    *,
    now: datetime,
    paths: Paths | None = None,
    limits: Limits | None = None,
    progress: Progress = no_progress,
) -> FileVerdict:
    """Judge a bundle; a damaged or tampered one is INVALID with the damage as its reason.

    One that is encrypted to somebody else is unknown: only its receiver can look inside.
    """
    try:
        with open_bundle(
            path, now=now, trust=trust, paths=paths, limits=limits, progress=progress
        ) as bundle:
            return bundle.verdict
    except BundleRefused as refusal:
        return _refusal(path, refusal)


def verify_message(path: Path, trust: TrustList, *, now: datetime) -> FileVerdict:
    """Judge a receipt or another signed message."""
    try:
        signature = read_message(path, trust, now=now).signature
    except BundleRefused as refusal:
        return _refusal(path, refusal)
    return FileVerdict(path, KIND_MESSAGE, signature.state, signature.reasons, (signature,))


# --- private


def _refusal(path: Path, refusal: BundleRefused) -> FileVerdict:
    if refusal.verdict is not None:
        return refusal.verdict
    if refusal.code == "envelope_for_other":
        found = reason("sealed", name=refusal.about or _("nơi khác"))
        return FileVerdict(path, KIND_BUNDLE, State.UNKNOWN, (found,))
    found = reason("damaged_bundle", detail=refusal.detail)
    return FileVerdict(path, KIND_BUNDLE, State.INVALID, (found,))


def _sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return is_envelope(file)
