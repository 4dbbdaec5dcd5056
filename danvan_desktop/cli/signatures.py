"""``sign`` and ``verify``: signatures of papers and bundles; no data folder is needed."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, REFUSED, now, office
from danvan_desktop.errors import Issue, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import Paths
from danvan_desktop.signing.verdict import FileVerdict, SignatureVerdict, State
from danvan_desktop.vietnamese import fold_key

if TYPE_CHECKING:
    from danvan_desktop.signing.trust import TrustList

PASSPHRASE_VARIABLE = "DANVAN_KEY_PASSPHRASE"


def sign(options: argparse.Namespace, output: Output) -> int:
    """Sign a PDF with a visible block; the original is never touched."""
    from danvan_desktop.signing.keys import load_p12

    key = load_p12(options.key, passphrase())
    if options.name and fold_key(options.name) != fold_key(key.info.name):
        output.issues([_other_name(options.name, key.info.name)])
    moment = now()
    sign_file(
        options.file,
        options.out,
        key=key,
        moment=moment,
        name=options.name,
        role=options.role,
        place=options.place,
    )
    output.result(
        {
            "file": str(options.out),
            "signer": options.name or key.info.name,
            "role": options.role or key.info.role,
            "signed_at": moment.isoformat(),
        }
    )
    output.say(
        _("{name} đã ký; tệp đã ký: {file}").format(
            name=options.name or key.info.name, file=options.out
        )
    )
    return OK


def verify(options: argparse.Namespace, output: Output) -> int:
    """Judge the signatures of a file; refused when they cannot be believed.

    Where a data folder is named its office's own key and those that it believes count as well.
    """
    from danvan_desktop.bundles.verify import verify_file

    paths = Paths(options.data_dir) if options.data_dir is not None else None
    verdict = verify_file(options.file, known_keys(options), now=now(), paths=paths)
    output.result(verdict.as_dict())
    tell(verdict, output)
    return OK if believed(verdict, trust_given=bool(options.trust)) else REFUSED


def known_keys(options: argparse.Namespace) -> TrustList:
    """Give the certificates that are named, and those that a named data folder believes."""
    from danvan_desktop.signing.trust import TrustList

    found = TrustList.from_files(*options.trust)
    if options.data_dir is None:
        return found
    with office(options) as context:
        return found.joined(context.trust())


def believed(verdict: FileVerdict, *, trust_given: bool) -> bool:
    """Tell whether a verdict lets a script go on.

    With trusted certificates named, somebody must vouch for the signer; without any, a sound
    signature of an unknown signer is enough, since nobody could vouch for anyone.
    """
    if trust_given:
        return verdict.accepted
    return bool(verdict.signatures) and verdict.state is not State.INVALID


def tell(verdict: FileVerdict, output: Output) -> None:
    """Print a verdict for people."""
    output.say(f"{verdict.path.name}: {verdict.text}")
    for reason in verdict.reasons:
        output.say(f"  - {reason.message}")
    for signature in verdict.signatures:
        output.say("  " + _signature_text(signature))


def sign_file(
    source: Path,
    target: Path,
    *,
    key: object,
    moment: datetime,
    name: str | None = None,
    role: str | None = None,
    place: str = "",
) -> None:
    """Sign with the visible block in the font of the papers."""
    from danvan_desktop.documents.pdf_fonts import faces
    from danvan_desktop.signing.appearance import Appearance
    from danvan_desktop.signing.keys import SigningKey
    from danvan_desktop.signing.pdf import Signatory, sign_pdf

    assert isinstance(key, SigningKey)
    info = key.info
    signatory = Signatory(name or info.name, role or info.role, info.organisation)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as cache:
        sign_pdf(
            source,
            target,
            key,
            now=moment,
            signatory=signatory,
            appearance=Appearance(font=faces().family.regular, cache=Path(cache)),
            place_name=place,
        )


def passphrase() -> str:
    """Ask for the key's passphrase, or take it from the environment."""
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UserError(
            _("Chưa có mật khẩu của khóa."),
            safe=_("Chưa ký gì."),
            remedy=_("Đặt biến {name} hoặc chạy trong cửa sổ dòng lệnh.").format(
                name=PASSPHRASE_VARIABLE
            ),
            code="no_passphrase",
        )
    return getpass.getpass(_("Mật khẩu của khóa: "))


def _other_name(given: str, certified: str) -> Issue:
    return Issue(
        "other_name",
        _("Khung chữ ký ghi {given}, chứng thư cấp cho {certified}.").format(
            given=given, certified=certified
        ),
        _("Người nhận kiểm tra sẽ thấy tên trong chứng thư."),
        severity=Severity.WARNING,
    )


def _signature_text(signature: SignatureVerdict) -> str:
    from danvan_desktop.signing.keys import time_text

    parts = [signature.name, signature.role, signature.organisation]
    when = time_text(signature.signed_at) if signature.signed_at else _("không ghi thời điểm")
    named = ", ".join(part for part in parts if part)
    return _("{who} · {when} · cấp bởi {issuer}").format(
        who=named, when=when, issuer=signature.issuer
    )
