"""Verify any file that carries our signatures: a PDF paper or a bundle."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from danvan_desktop.bundles.model import EXTENSION, BundleRefused, Limits
from danvan_desktop.bundles.opening import KIND_BUNDLE, open_bundle
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import FileVerdict, State, reason
from danvan_desktop.signing.verify import PDF_START, unreadable, verify_pdf

KIND_OTHER = "other"
_ZIP_START = b"PK\x03\x04"
_PDF_HEADER_WITHIN = 1024


def verify_file(
    path: Path, trust: TrustList, *, now: datetime, progress: Progress = no_progress
) -> FileVerdict:
    """Judge a PDF or a bundle, told apart by extension and then by content.

    Raises UserError only when the file cannot be read from the disk.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_PDF_HEADER_WITHIN)
    except OSError as error:
        raise unreadable(path) from error
    extension = path.suffix.lower()
    if extension == EXTENSION or (extension != ".pdf" and start.startswith(_ZIP_START)):
        return verify_bundle(path, trust, now=now, progress=progress)
    if extension == ".pdf" or PDF_START in start:
        return verify_pdf(path, trust, now=now)
    found = reason("not_a_signed_file")
    return FileVerdict(path, KIND_OTHER, State.UNKNOWN, (found,))


def verify_bundle(
    path: Path,
    trust: TrustList,
    *,
    now: datetime,
    limits: Limits | None = None,
    progress: Progress = no_progress,
) -> FileVerdict:
    """Judge a bundle; a damaged or tampered one is INVALID with the damage as its reason."""
    try:
        with open_bundle(path, now=now, trust=trust, limits=limits, progress=progress) as bundle:
            return bundle.verdict
    except BundleRefused as refusal:
        if refusal.verdict is not None:
            return refusal.verdict
        found = reason("damaged_bundle", detail=refusal.detail)
        return FileVerdict(path, KIND_BUNDLE, State.INVALID, (found,))
