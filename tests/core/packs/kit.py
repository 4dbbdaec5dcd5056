"""A province that makes packs, and the things that it puts into them."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.message import write_message
from danvan_desktop.bundles.packs.making import Choice, draft, write_pack
from danvan_desktop.bundles.packs.model import KIND, Made, Plan
from danvan_desktop.bundles.partners import Partner, Role, keep
from danvan_desktop.context import Context
from danvan_desktop.reports.template_store import built_in, save_version
from danvan_desktop.signing.keys import SigningKey

EPOCH = "000000000001-018f0000-0000-7000-8000-000000000000"

INDICATORS: dict[str, Any] = {
    "register": "doi_thoai",
    "indicators": [
        {"code": "tinh_cuoc", "name": "Cuộc đối thoại", "unit": "cuộc", "kind": "flow",
         "axes": ["don_vi"]},
    ],
}  # fmt: skip
ANNEX: dict[str, Any] = {
    "code": "bieu_tinh",
    "name": "Biểu của tỉnh",
    "title": "Biểu của tỉnh {ky}",
    "blocks": [{"compare": ["tinh_cuoc"]}],
}
UNITS: tuple[tuple[str, str, str, str, str, dict[str, str]], ...] = (
    ("TN-DMC", "Dương Minh Châu", "huyện", "H", "TN", {}),
    ("TN-DMC-90", "Suối Mới", "xã", "X", "TN-DMC", {"tu_ngay": "2020-07-01"}),
    ("TN-TB", "Tân Biên", "huyện", "H", "TN", {}),
    ("TN-TB-01", "Thạnh Tây", "xã", "X", "TN-TB", {}),
)
DUE = {"ma": "H1/2020", "han_nop": "2020-06-25"}


def unit(code: str, name: str, kind: str, level: str, above: str, more: Mapping[str, str]) -> Any:
    """Describe a unit as a row."""
    row = {"ma": code, "ten": name, "loai": kind, "cap": level, "cha": above}
    return {**row, "tu_ngay": "2011-01-01", **more}


def template(words: str = "Theo mẫu của tỉnh.", code: str = "bao_cao_6_thang") -> dict[str, Any]:
    """Make the half-year report of the program say something more."""
    data = copy.deepcopy(dict(next(one.data for one in built_in() if one.code == code)))
    data["sections"][0]["text"] = words
    return data


def write_json(path: Path, data: Any) -> Path:
    """Write a declaration."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


def fill(province: Context, folder: Path) -> dict[str, Choice]:
    """Give the province something of every part; returns the choice of all of it."""
    for row in UNITS:
        assert province.save("don_vi", unit(*row)).saved
    period = next(r for r in province.all_of("ky") if r.values["ma"] == DUE["ma"])
    province.save("ky", DUE, id=period.id)
    save_version(province, template())
    files = write_json(folder / "tinh.json", INDICATORS), write_json(folder / "bieu.json", ANNEX)
    return {
        "units": Choice(keys=frozenset({"TN", *(row[0] for row in UNITS)})),
        "periods": Choice(keys=frozenset({DUE["ma"]})),
        "indicators": Choice(files=files[:1]),
        "annexes": Choice(files=files[1:]),
        "templates": Choice(keys=frozenset({"bao_cao_6_thang"})),
    }


def make(province: Context, choices: Mapping[str, Choice], folder: Path, **more: Any) -> Made:
    """Make a pack in a folder."""
    parts = province.pack_parts
    wanted = draft(province, choices, parts, **more)
    return write_pack(province, wanted, folder, province.office_key(), parts)


def key_of(province: Context) -> Partner:
    """Return the province's key as its offices keep it, after the telephone call."""
    own = province.office() or {}
    return Partner(
        role=Role.SUPERIOR,
        office=str(own["ma"]),
        name=str(own["ten_day_du"]),
        certificate=province.office_key().certificate,
        receiving=b"",
        since=province.clock.now(),
        by="",
        how="telephone",
    )


def believe(office: Context, province: Context) -> None:
    """Let an office take what its province signs."""
    keep(office.paths, key_of(province))


def body(**changes: Any) -> dict[str, Any]:
    """Describe the body of a pack."""
    said = {
        "form": 1, "program": "0.1.0", "epoch": EPOCH, "number": 1, "for": [], "note": "",
        "parts": {"periods": [{**PERIOD}]},
    }  # fmt: skip
    return {**said, **changes}


PERIOD = {
    "ma": "H2/2031", "ten": "6 tháng cuối năm 2031", "tu_ngay": "2031-06-15",
    "den_ngay": "2031-12-14", "han_nop": "2031-12-20", "so_sanh_voi": "H2/2030",
}  # fmt: skip


def sign(
    province: Context, path: Path, said: Mapping[str, Any], key: SigningKey | None = None
) -> Path:
    """Sign whatever body as the province; who signs many gives its key."""
    own = province.office() or {}
    write_message(
        path,
        KIND,
        said,
        key or province.office_key(),
        sender=(str(own["ma"]), str(own["ten_day_du"])),
        created=datetime.fromisoformat(province.clock.now()),
        lines={},
    )
    return path


def everything(plan: Plan) -> frozenset[tuple[str, str]]:
    """Accept all of a pack, what replaces the office's own too."""
    return frozenset(one.ident for one in plan.items if one.open)


def state(context: Context) -> dict[str, Any]:
    """Photograph what packs may touch: rows without their counters, files byte by byte."""
    rows = {
        register: sorted(
            (record.id, json.dumps(record.values, ensure_ascii=False, sort_keys=True))
            for record in context.all_of(register)
        )
        for register in ("don_vi", "ky", "mau_van_ban")
    }
    files = {
        str(path.relative_to(context.paths.data)): path.read_bytes()
        for folder in (context.paths.indicators, context.paths.annexes, context.paths.trusted)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {**rows, "files": files}
