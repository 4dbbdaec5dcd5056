"""``--demo DIR``: the sample office does the whole job, from workbooks to a verified bundle."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, REFUSED, now
from danvan_desktop.cli.signatures import sign_file, tell
from danvan_desktop.i18n import _

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.signing.verdict import FileVerdict

PERIOD = "H1/2020"
PASSPHRASE = "van-phong-mau"
"""The demo certificate is worth nothing, so its passphrase need not be a secret."""

HEADLINES = ("dvk_dang_ky", "dvk_cong_nhan", "doi_thoai_cuoc", "hoi_nghi_cuoc")


def demo(options: argparse.Namespace, output: Output) -> int:
    """Fill the sample office, print, sign, bundle and verify; the paths are told."""
    from danvan_desktop.sample import open_sample

    folder = options.demo.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_sample(folder / "van-phong-mau")) as context:
        period = context.period(PERIOD)
        output.say(_("Văn phòng mẫu: {folder}").format(folder=context.paths.data))
        figures = _figures(context, period, folder, output)
        paper = _print_report(context, folder)
        minutes = _print_minutes(context, folder)
        signed, on_paper = _sign(context, paper)
        bundle, on_bundle = _bundle(context, period, folder, signed)
    files = (figures, paper, minutes, signed, bundle)
    verdicts = (on_paper, on_bundle)
    for file in files:
        output.say(_("Đã ghi {file}").format(file=file))
    for verdict in verdicts:
        tell(verdict, output)
    output.result(
        {
            "data_dir": str(folder / "van-phong-mau"),
            "files": [str(file) for file in files],
            "verdicts": [verdict.as_dict() for verdict in verdicts],
        }
    )
    return OK if all(verdict.accepted for verdict in verdicts) else REFUSED


def _figures(context: Context, period: Period, folder: Path, output: Output) -> Path:
    from danvan_desktop.indicators import catalogue, compare, compute

    figures = compute(context, period)
    rows = [
        (
            catalogue()[code].label,
            figures[code].shown(),
            compare(context, code, period).shown or "",
        )
        for code in HEADLINES
    ]
    output.table(rows, right=frozenset({1}))
    target = folder / "so-lieu.json"
    plain = {code: figure.plain() for code, figure in figures.items()}
    target.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def _print_report(context: Context, folder: Path) -> Path:
    from danvan_desktop.documents.pdf import render_pdf
    from danvan_desktop.reports.service import build_report

    document, _issues = build_report(context, PERIOD)
    render_pdf(document, folder / "bao-cao.pdf")
    return folder / "bao-cao.pdf"


def _print_minutes(context: Context, folder: Path) -> Path:
    from danvan_desktop.documents.pdf import render_pdf
    from danvan_desktop.reports.minutes import build_minutes

    meetings = [one for one in context.all_of("hoi_nghi") if one.values["dai_bieu"]]
    document, _issues = build_minutes(context, meetings[-1])
    render_pdf(document, folder / "bien-ban.pdf")
    return folder / "bien-ban.pdf"


def _sign(context: Context, paper: Path) -> tuple[Path, FileVerdict]:
    """Sign as the officer whom the report names, with a certificate made for trial."""
    from danvan_desktop.bundles.verify import verify_file
    from danvan_desktop.cli.packages import signing_officer
    from danvan_desktop.signing.demo_keys import make_personal_p12
    from danvan_desktop.signing.keys import load_p12
    from danvan_desktop.signing.trust import TrustList

    office = context.office() or {}
    head = signing_officer(context, context.period(PERIOD))
    assert head is not None
    moment = now()
    made = make_personal_p12(
        paper.with_name("chung-thu-thu-nghiem.p12"),
        name=head.name,
        role=head.role,
        organisation=str(office["ten_day_du"]),
        passphrase=PASSPHRASE,
        now=moment,
    )
    signed = paper.with_name("bao-cao-da-ky.pdf")
    key = load_p12(made.p12, PASSPHRASE)
    sign_file(paper, signed, key=key, moment=moment, place=str(office["dia_danh"]))
    return signed, verify_file(signed, TrustList.from_files(made.root_pem), now=moment)


def _bundle(
    context: Context, period: Period, folder: Path, signed: Path
) -> tuple[Path, FileVerdict]:
    """Export with the signed report and verify as the province does that enrolled the office."""
    from danvan_desktop.bundles.export import ExportChoices, export_bundle
    from danvan_desktop.bundles.verify import verify_file
    from danvan_desktop.cli.packages import file_member
    from danvan_desktop.signing.trust import TrustList

    key = context.office_key()
    choices = ExportChoices(papers=[file_member(signed)], overwrite=True)
    receipt = export_bundle(context, period, folder, key, choices=choices)
    return receipt.path, verify_file(receipt.path, TrustList((key.certificate,)), now=now())
