"""Get at the plain bundle inside whatever arrived: parts put together, an envelope opened.

What is opened goes into the data folder's own temporary folder, readable by its owner only; it is
removed when the bundle is closed, and at the next start after a crash.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from danvan_desktop.bundles.envelope import is_envelope, recipients_of, unseal
from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.partners import names_of
from danvan_desktop.bundles.parts import is_part, join_parts
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.paths import Paths
from danvan_desktop.signing.keys import (
    GIVEN_UP,
    RECEIVING,
    RENEWED,
    finish_renewal,
    load_stored,
    stored_certificate,
)
from danvan_desktop.signing.wrapping import OpeningKey, key_identifier, opening_key


@contextmanager
def plain_bundle(
    path: Path, paths: Paths | None = None, *, progress: Progress = no_progress
) -> Iterator[Path]:
    """Yield the file to read: ``path`` itself, or what was put together or opened from it.

    ``paths`` is the data folder with the keys; without it neither is possible. Raises UserError
    when parts are missing, BundleRefused when the envelope is for somebody else or damaged.
    """
    made: list[Path] = []
    try:
        if paths is not None and is_part(path):
            whole = _room(paths, made)
            join_parts(path, whole, progress=progress)
            path = whole
        if sealed_for(path):
            path = _opened(path, paths, made, progress)
        yield path
    finally:
        for one in made:
            with suppress(OSError):
                one.unlink(missing_ok=True)


def sealed_for(path: Path) -> tuple[bytes, ...]:
    """List the key identifiers that a file is encrypted for; empty when it is no envelope.

    BundleRefused when it is a damaged one, UserError when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return recipients_of(file) if is_envelope(file) else ()
    except OSError as error:
        raise unreadable(path) from error


def unreadable(path: Path) -> UserError:
    """Say that a file cannot be read."""
    return UserError(
        _("Không đọc được gói {name}.").format(name=path.name),
        remedy=_("Kiểm tra đường dẫn và USB rồi chọn lại."),
        code="file_unreadable",
    )


def receiving_key(keys: Path, identifiers: tuple[bytes, ...]) -> OpeningKey | None:
    """Load the receiving key that an envelope names, an older one too; None for none of ours."""
    finish_renewal(keys)
    folders = [keys, *sorted((keys / RENEWED).glob("*")), *sorted((keys / GIVEN_UP).glob("*"))]
    for folder in folders:
        certificate = stored_certificate(folder, RECEIVING)
        if certificate is not None and key_identifier(certificate) in identifiers:
            try:
                return opening_key(load_stored(folder, RECEIVING))
            except OSError:
                continue
    return None


# --- private


def _opened(path: Path, paths: Paths | None, made: list[Path], progress: Progress) -> Path:
    identifiers = sealed_for(path)
    key = receiving_key(paths.keys, identifiers) if paths is not None else None
    if paths is None or key is None:
        names = names_of(paths, identifiers) if paths is not None else []
        raise refused("envelope_for_other", ", ".join(names))
    plain = _room(paths, made)
    unseal(path, plain, key, progress=progress)
    return plain


def _room(paths: Paths, made: list[Path]) -> Path:
    """Name a new temporary file of ours."""
    paths.copies.mkdir(mode=0o700, parents=True, exist_ok=True)
    made.append(paths.copies / f"goi-{secrets.token_hex(8)}.asice")
    return made[-1]
