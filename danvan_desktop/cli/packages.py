"""``bundle export`` and ``bundle show``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.bundles import names
from danvan_desktop.bundles.export import ExportChoices, export_bundle
from danvan_desktop.bundles.model import Member, Sealed
from danvan_desktop.bundles.opening import open_bundle
from danvan_desktop.bundles.outgoing_papers import distinct, reported, stored_papers
from danvan_desktop.bundles.partners import receiver, receiver_ends_soon
from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, REFUSED, now, office
from danvan_desktop.cli.signatures import believed, known_keys, tell
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.paths import Paths, default_data_folder

if TYPE_CHECKING:
    from danvan_desktop.reports.signers import Signer


def export(options: argparse.Namespace, output: Output) -> int:
    """Write the signed bundle of a period."""
    with office(options) as context:
        period = context.period(options.period)
        papers = [file_member(path) for path in options.paper] or papers_of(context, period)
        if options.encrypt:
            _require_receiver(context)
        choices = ExportChoices(
            papers=papers,
            personal=options.with_personal,
            reason=options.reason,
            full=options.full,
            restart=options.restart,
            plain=options.plain,
            signatory=_signatory(context, period),
            note=options.note,
        )
        options.out.parent.mkdir(parents=True, exist_ok=True)
        receipt = export_bundle(context, period, options.out, context.office_key(), choices=choices)
        ending = receiver_ends_soon(context.paths, datetime.fromisoformat(context.clock.now()))
    output.result(
        {
            "file": str(receipt.path),
            "sha256": receipt.sha256,
            "size": receipt.size,
            "counts": dict(receipt.counts),
            "papers": [paper.name for paper in papers],
            "sealed": _sealed(receipt.sealed),
        }
    )
    output.say(
        _("Đã xuất {file} ({size} byte), đã đọc lại và so sánh.").format(
            file=receipt.path, size=receipt.size
        )
    )
    if receipt.sealed is not None:
        output.say(
            _("Bản để gửi, mã hóa cho {receiver}: {file}").format(
                receiver=receipt.sealed.receiver, file=receipt.sealed.path
            )
        )
    else:
        output.say(_("Gói không mã hóa: ai cầm tệp cũng mở đọc được."))
    output.say(f"SHA-256 {receipt.sha256}")
    if ending is not None:
        output.complain(f"{ending.told()} {ending.remedy}")
    return OK


def show(options: argparse.Namespace, output: Output) -> int:
    """Tell what a bundle holds and who signed it; a damaged one is refused."""
    trust = known_keys(options)
    paths = Paths(options.data_dir or default_data_folder())
    with open_bundle(options.file, now=now(), trust=trust, paths=paths) as bundle:
        summary = bundle.summary()
        output.result(summary)
        info = bundle.info
        output.say(f"{info.office_name} – {info.period_name}")
        output.say(
            _("Lần {n} · {first} – {last}").format(
                n=info.number, first=info.first_day, last=info.last_day
            )
        )
        rows = [(one.title, str(one.count)) for one in bundle.resources if one.count is not None]
        output.table(rows, right=frozenset({1}))
        for one in bundle.resources:
            if one.name.startswith((names.PAPERS, names.ATTACHMENTS)):
                output.say(f"  {one.title or one.name}")
        tell(bundle.verdict, output)
        return OK if believed(bundle.verdict, trust_given=bool(options.trust)) else REFUSED


def _require_receiver(context: Context) -> None:
    if receiver(context.paths, datetime.fromisoformat(context.clock.now())) is None:
        raise UserError(
            _("Chưa biết khóa của nơi nhận nên không mã hóa được."),
            safe=_("Chưa xuất gói nào."),
            remedy=_("Nạp giấy giới thiệu khóa của cấp trên: bundle enrol FILE."),
            code="no_receiver",
        )


def _sealed(sealed: Sealed | None) -> dict[str, object] | None:
    if sealed is None:
        return None
    return {
        "file": str(sealed.path),
        "sha256": sealed.sha256,
        "size": sealed.size,
        "receiver": sealed.receiver,
    }


def papers_of(context: Context, period: Period) -> list[Member]:
    """Give the papers as they are kept; while none is on the period, the report as of now too."""
    stored = stored_papers(context, period)
    if reported(context, period):
        return stored
    from danvan_desktop.documents.pdf import render_pdf
    from danvan_desktop.reports.service import build_report

    document, _issues = build_report(context, period.code)
    printed = BytesIO()
    render_pdf(document, printed)
    title = f"{document.type_name.capitalize()} {document.abstract}".strip()
    return distinct([Member(names.paper_name("BC"), _always(printed.getvalue()), title), *stored])


def file_member(path: Path) -> Member:
    """Make a bundle's paper of a PDF file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("Không đọc được tệp {name}.").format(name=path), code="file_unreadable"
        ) from error
    if not content.startswith(b"%PDF-"):
        raise UserError(
            _("Tệp {name} không phải PDF nên không kèm theo gói được.").format(name=path.name),
            safe=_("Chưa xuất gói nào."),
            code="not_a_pdf",
        )
    return Member(names.paper_name(path.stem), _always(content), path.name)


def _always(content: bytes) -> Callable[[], list[bytes]]:
    return lambda: [content]


def signing_officer(context: Context, period: Period) -> Signer | None:
    """Find who signs the report of a period on its day: who is named there, else the head."""
    from danvan_desktop.reports.drafts import report_of, usual_day
    from danvan_desktop.reports.signers import signers

    report = report_of(context, period.code)
    named = report.values.get("nguoi_ky") if report else None
    found = signers(context, str(report.values["ngay"]) if report else usual_day(context, period))
    return next((one for one in found if one.name == named), found[0] if found else None)


def _signatory(context: Context, period: Period) -> str:
    officer = signing_officer(context, period)
    return ", ".join(part for part in (officer.name, officer.role) if part) if officer else ""
