"""Open a bundle from an untrusted sender: check everything, then hand out contents by name.

Nothing is unpacked to the disk and no name of the archive is ever a path. What is not exactly as
``container`` writes it is refused, with a stable code and one sentence.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from danvan_desktop.bundles import names
from danvan_desktop.bundles.inspection import Checked, content, inspect, refused
from danvan_desktop.bundles.jsonl import decode_rows
from danvan_desktop.bundles.kinds import BUNDLE, wrong_kind
from danvan_desktop.bundles.manifest import counts_of, info_fields
from danvan_desktop.bundles.message import is_message, read_message
from danvan_desktop.bundles.model import BundleInfo, Limits, Resource
from danvan_desktop.bundles.sources import plain_bundle, unreadable
from danvan_desktop.errors import Issue, Progress, no_progress
from danvan_desktop.paths import Paths
from danvan_desktop.signing.cms import verify_detached
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import (
    FileVerdict,
    SignatureVerdict,
    State,
    reason,
    state_of,
    worst,
    worst_first,
)

KIND_BUNDLE = "bundle"


class Bundle:
    """An opened bundle. The file stays open, and contents are compared again as they are read."""

    def __init__(
        self,
        path: Path,
        file: BinaryIO,
        checked: Checked,
        limits: Limits,
        verdict: FileVerdict,
        *,
        close: Callable[[], None],
    ) -> None:
        self.path = path
        self._close = close
        self.info = checked.info
        self.resources = checked.resources
        self.sha256 = checked.sha256
        self.verdict = verdict
        self.counts = counts_of(checked.resources)
        self._file = file
        self._limits = limits
        self._entries = {entry.name: entry for entry in checked.entries}

    def __enter__(self) -> Bundle:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, and of what was made to read it."""
        self._close()

    def read(self, name: str) -> Iterator[bytes]:
        """Yield a file's content in pieces; BundleRefused if it changed since it was opened."""
        expected = next(one.sha256 for one in self.resources if one.name == name)
        digest = hashlib.sha256()
        for piece in content(self._file, self._entries[name]):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != expected:
            raise refused("content_changed", name)

    def rows(self, register: str) -> Iterator[dict[str, Any]]:
        """Yield the records of a register; BundleRefused at a line that is no JSON object."""
        name = names.data_name(register)
        try:
            yield from decode_rows(self.read(name), max_line=self._limits.line_size)
        except ValueError as error:
            raise refused("records_bad", f"{name}: {error}") from error

    def summary(self) -> dict[str, Any]:
        """Return what the bundle holds as plain values, for ``bundle show``."""
        return {
            "file": self.path.name,
            "sha256": self.sha256,
            "size": os.fstat(self._file.fileno()).st_size,
            **info_fields(self.info),
            "counts": dict(self.counts),
            "papers": _titled(self.resources, names.PAPERS),
            "attachments": _titled(self.resources, names.ATTACHMENTS),
            "verdict": self.verdict.as_dict(),
        }


def open_bundle(
    path: Path,
    *,
    now: datetime,
    trust: TrustList | None = None,
    paths: Paths | None = None,
    limits: Limits | None = None,
    progress: Progress = no_progress,
) -> Bundle:
    """Check a bundle wholly and open it; its ``verdict`` says how far the signer may be believed.

    With the data folder (``paths``) also one that is encrypted to this office, or cut into parts.
    Raises BundleRefused for anything damaged, tampered with or not in our form, whoever signed;
    an unknown signer is no reason to refuse here, so ask ``verdict.accepted`` before merging.
    """
    limits = limits or Limits()
    with ExitStack() as stack:
        source = stack.enter_context(plain_bundle(path, paths, progress=progress))
        try:
            file = stack.enter_context(source.open("rb"))
        except OSError as error:
            raise unreadable(path) from error
        if is_message(source):
            kind = read_message(source, trust or TrustList(), now=now).kind
            raise wrong_kind(path, kind, BUNDLE) or refused("not_a_bundle")
        checked = inspect(file, limits, progress)
        signature = verify_detached(
            checked.head[names.MANIFEST],
            checked.head[names.SIGNATURE],
            trust or TrustList(),
            now=now,
        )
        found = _signer_fits(signature, checked.info)
        verdict = _verdict(path, signature, found)
        if verdict.state is State.INVALID:
            code = "other_office" if found and found[0].code == "other_office" else "signature_bad"
            refusal = refused(code, verdict.reasons[0].message)
            refusal.verdict = verdict
            raise refusal
        if signature.signed_at != checked.info.created:
            raise refused("datapackage_bad", "created")
        close = stack.pop_all().close
    return Bundle(path, file, checked, limits, verdict, close=close)


def _signer_fits(signature: SignatureVerdict, info: BundleInfo) -> list[Issue]:
    """Compare the office in the bundle with the office that the signing key belongs to."""
    if signature.state is State.INVALID:
        return []
    if not signature.office_code:
        return [reason("no_office_code")]
    if signature.office_code != info.office_code:
        return [reason("other_office", office=info.office_code, signer=signature.office_code)]
    return []


def _verdict(path: Path, signature: SignatureVerdict, found: list[Issue]) -> FileVerdict:
    state = worst([signature.state, state_of(found)])
    reasons = worst_first([*found, *signature.reasons])
    return FileVerdict(path, KIND_BUNDLE, state, reasons, (signature,))


def _titled(resources: Sequence[Resource], prefix: str) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "title": one.title, "size": one.size}
        for one in resources
        if one.name.startswith(prefix)
    ]
