"""``--self-test``: one throw-away office through every layer, to see what works on this machine."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from danvan_desktop import __version__
from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, REFUSED, now
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import half_year
from danvan_desktop.organisation.setup import OPEN_SINCE, OfficeSetup

YEAR = 2020
PERIOD = f"H1/{YEAR}"
PASSPHRASE = "thu-nghiem"


def self_test(options: argparse.Namespace, output: Output) -> int:
    """Try storage, figures, workbooks, papers, signatures and bundles; 1 when any of them fails."""
    with tempfile.TemporaryDirectory(prefix="danvan-") as folder:
        trial = _Trial(Path(folder))
        steps = [_tried(name, step) for name, step in trial.steps()]
        trial.close()
    failed = [step for step in steps if not step["ok"]]
    output.result({"version": __version__, "ok": not failed, "steps": steps})
    for step in steps:
        word = _("được") if step["ok"] else _("HỎNG")
        output.say(f"{word:5} {step['name']} ({step['ms']} ms) {step['detail']}".rstrip())
    return REFUSED if failed else OK


def _tried(name: str, step: Callable[[], object]) -> dict[str, Any]:
    begun = time.perf_counter()
    detail, ok = "", True
    try:
        detail = str(step() or "")
    except UserError as error:
        detail, ok = str(error), False
    except Exception as error:  # noqa: BLE001 - a self-test tells every fault and goes on
        detail, ok = f"{type(error).__name__}: {error}", False
    took = round((time.perf_counter() - begun) * 1000)
    return {"name": name, "ok": ok, "ms": took, "detail": detail}


class _Trial:
    """The throw-away office and what each step leaves for the next."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._context: Any = None

    def steps(self) -> list[tuple[str, Callable[[], object]]]:
        """Name the steps in their order."""
        return [
            (_("Mở dữ liệu mới, lập cơ quan"), self._open),
            (_("Ghi, tìm, hoàn tác"), self._save),
            (_("Số liệu"), self._figures),
            (_("Đọc bảng tính"), self._workbook),
            (_("In báo cáo"), self._report),
            (_("Ký và kiểm tra"), self._sign),
            (_("Gói số liệu"), self._bundle),
        ]

    def close(self) -> None:
        """Let go of the folder."""
        if self._context is not None:
            self._context.close()

    def _open(self) -> str:
        from danvan_desktop.context import open_context

        self._context = open_context(self._folder / "data")
        self._context.set_up(_office())
        return str(self._context.database.quick_check() and "SQLite")

    def _save(self) -> None:
        for name in ("Tiếng kẻng an ninh", "Bếp ăn nghĩa tình"):
            saved = self._context.save("dan_van_kheo", _model(name))
            _require(saved.saved, "save")
        _require(len(self._context.search("bep an nghia tinh")) == 1, "search")
        _require(self._context.undo() is not None, "undo")
        _require(self._context.redo() is not None, "redo")

    def _figures(self) -> None:
        from danvan_desktop.indicators import compute

        period = self._context.period(PERIOD)
        found = compute(self._context, period)["dvk_dang_ky"]
        _require(found.value == 2 and found.by["linh_vuc"] == {"QPAN": 2}, "figure")

    def _workbook(self) -> None:
        from danvan_desktop.spreadsheets.importer import inspect

        empty = self._folder / "rong.xlsx"
        empty.write_bytes(b"")
        plan = inspect([empty], self._context)
        _require(plan.files[0].refused is not None, "empty workbook")

    def _report(self) -> str:
        from danvan_desktop.documents.pdf import render_pdf
        from danvan_desktop.documents.pdf_fonts import faces
        from danvan_desktop.reports.service import build_report

        document, _issues = build_report(self._context, PERIOD)
        render_pdf(document, self._folder / "bao-cao.pdf")
        return faces().family.name

    def _sign(self) -> None:
        from danvan_desktop.bundles.verify import verify_file
        from danvan_desktop.cli.signatures import sign_file
        from danvan_desktop.signing.demo_keys import make_personal_p12
        from danvan_desktop.signing.keys import load_p12
        from danvan_desktop.signing.trust import TrustList

        demo = make_personal_p12(
            self._folder / "khoa.p12",
            name="Nguyễn Văn A",
            role="Trưởng Ban",
            organisation="Ban Dân vận",
            passphrase=PASSPHRASE,
            now=now(),
        )
        signed = self._folder / "da-ky.pdf"
        key = load_p12(demo.p12, PASSPHRASE)
        sign_file(self._folder / "bao-cao.pdf", signed, key=key, moment=now())
        verdict = verify_file(signed, TrustList.from_files(demo.root_pem), now=now())
        _require(verdict.accepted, "signature")

    def _bundle(self) -> None:
        from danvan_desktop.bundles.export import export_bundle
        from danvan_desktop.bundles.verify import verify_file
        from danvan_desktop.signing.trust import TrustList

        period = self._context.period(PERIOD)
        key = self._context.office_key()
        receipt = export_bundle(self._context, period, self._folder, key)
        trust = TrustList((key.certificate,))
        _require(verify_file(receipt.path, trust, now=now()).accepted, "bundle")


def _require(condition: bool, what: str) -> None:
    if not condition:
        raise RuntimeError(what)


def _office() -> OfficeSetup:
    since = OPEN_SINCE
    unit = {"ma": "THU", "ten": "Thử", "loai": "huyện", "cap": "H", "tu_ngay": since}
    commune = {"ma": "THU-01", "ten": "Một", "loai": "xã", "cap": "X", "cha": "THU"}
    office = {
        "ma": "THU-BDV",
        "loai": "bdv_huyen",
        "ten": "Ban Dân vận",
        "ten_day_du": "Ban Dân vận Huyện ủy Thử",
        "cap_tren": "Ban Dân vận Tỉnh ủy",
        "tieu_de_1": "HUYỆN ỦY THỬ",
        "tieu_de_2": "BAN DÂN VẬN",
        "noi_nhan": "Ban Dân vận Tỉnh ủy",
        "ky_hieu": "BDV",
        "dia_danh": "Thử",
        "don_vi": "THU",
        "cap": "H",
        "the_thuc": "DANG_HD36",
        "cach_tinh_ky": "15-14",
        "tu_ngay": since,
    }
    head = {"ho_ten": "Nguyễn Văn A", "chuc_vu": "Trưởng Ban", "khoi_ky": "TRƯỞNG BAN"}
    term = {"ten": "2015-2020", "tu_ngay": since, "so_da_dung": []}
    return OfficeSetup(
        office=office,
        terms=(term,),
        officers=({**head, "tu_ngay": since},),
        periods=(dict(half_year(YEAR, 1, "15-14")),),
        units=(unit, {**commune, "tu_ngay": since}),
    )


def _model(name: str) -> dict[str, Any]:
    return {
        "ten": name,
        "don_vi": "THU-01",
        "linh_vuc": "QPAN",
        "doi_tuong": "tap_the",
        "ngay_dang_ky": f"{YEAR}-02-03",
        "tinh_chat": "moi",
    }
