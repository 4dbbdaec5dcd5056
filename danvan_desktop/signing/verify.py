"""Verify the signatures of a PDF file, without any network."""

from __future__ import annotations

import asyncio
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import Issue, UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import (
    FileVerdict,
    SignatureVerdict,
    reason,
    state_of,
    worst,
    worst_first,
)

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

KIND_PDF = "pdf"
PDF_START = b"%PDF-"


def verify_pdf(path: Path, trust: TrustList, *, now: datetime) -> FileVerdict:
    """Judge a PDF file by all its signatures; the last one must cover the whole file.

    Raises UserError only when the file cannot be read from the disk.
    """
    return verdict_on(path, read_file(path), trust, now=now)


def verdict_on(
    path: Path, data: bytes, trust: TrustList, *, now: datetime, signing: bool = False
) -> FileVerdict:
    """Judge the content of a PDF file that bears the name ``path``.

    ``signing``: it is about to be signed, so a time stamp on top needs no pinned authority.
    """
    from danvan_desktop.signing.judge import damage_errors

    try:
        return asyncio.run(_verify(path, data, trust, now, signing=signing))
    except damage_errors():
        return _file_verdict(path, [reason("unreadable")])


def read_file(path: Path) -> bytes:
    """Read a whole file; UserError when the disk refuses."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path) from error


def unreadable(path: Path) -> UserError:
    """Say that a file cannot be read from its disk."""
    return UserError(
        _("Không đọc được tệp {name}.").format(name=path.name),
        remedy=_("Kiểm tra đường dẫn và USB rồi chọn lại."),
        code="file_unreadable",
    )


async def _verify(
    path: Path, data: bytes, trust: TrustList, now: datetime, *, signing: bool
) -> FileVerdict:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from danvan_desktop.signing.coverage import end_of_coverage, signatures_of, unknown_signatures
    from danvan_desktop.signing.judge import unreadable_verdict
    from danvan_desktop.signing.overlays import overlays
    from danvan_desktop.signing.stamps import broken_below, reached_by

    reader = PdfFileReader(BytesIO(data), strict=True)
    if reader.encrypted:
        return _file_verdict(path, [reason("encrypted")])
    signatures, stamps = signatures_of(reader)
    if not signatures:
        return _file_verdict(path, [reason("unsigned")])
    ends = [end_of_coverage(one) for one in signatures]
    last = max(ends)
    ended = [(one, end_of_coverage(one)) for one in stamps]
    above = [(one, end) for one, end in ended if end > last]
    found: list[Issue] = []
    if await reached_by(above, last, None if signing else trust, now=now) != len(data):
        found.append(reason("not_whole_file"))
        found.extend([reason("stamp_not_proved")] if above else [])
    if await broken_below(ended, last, first=min(ends), now=now):
        found.append(reason("stamp_broken"))
    if min(ends) > 0:
        found.extend(overlays(data, min(ends), reader))
    verdicts = [unreadable_verdict() for _one in range(unknown_signatures(reader))]
    for signature, end in zip(signatures, ends, strict=True):
        verdicts.append(await _judge_one(signature, end, last, reader, trust, now))
    return _file_verdict(path, found, verdicts)


async def _judge_one(
    signature: Any, end: int, last: int, reader: PdfFileReader, trust: TrustList, now: datetime
) -> SignatureVerdict:
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    from danvan_desktop.signing.changes import strict_policy
    from danvan_desktop.signing.judge import (
        any_usage,
        damage_errors,
        judge,
        unreadable_verdict,
    )
    from danvan_desktop.signing.pdf import ROLE_PREFIX

    found: list[Issue] = []
    whole = end == last and end > 0
    if not end:
        found.append(reason("changed"))
    elif not whole:
        found.append(reason("later_signed"))

    async def validate(context: ValidationContext) -> Any:
        policy = strict_policy()
        status = await async_validate_pdf_signature(
            signature, context, diff_policy=policy, key_usage_settings=any_usage()
        )
        if not (status.docmdp_ok and status.seed_value_ok):
            found.append(reason("illegal_change"))
        return status

    text = str(signature.sig_object.get("/Reason", ""))
    role = text.removeprefix(ROLE_PREFIX) if text.startswith(ROLE_PREFIX) else ""
    try:
        # found is read by judge only after validate has added to it
        return await judge(
            validate,
            signature.signer_cert.dump(),
            trust=trust,
            now=now,
            role=role,
            covers_whole_file=whole,
            found=found,
        )
    except damage_errors():
        return unreadable_verdict(*found, covers_whole_file=whole)


def _file_verdict(
    path: Path, found: list[Issue], signatures: list[SignatureVerdict] | None = None
) -> FileVerdict:
    signatures = signatures or []
    # without signatures the second is UNKNOWN, whatever else was found
    states = (state_of(found), worst(one.state for one in signatures))
    reasons = worst_first([*found, *(issue for one in signatures for issue in one.reasons)])
    return FileVerdict(path, KIND_PDF, worst(states), reasons, tuple(signatures))
