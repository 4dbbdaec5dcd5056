"""An office and its province that have introduced their keys to each other."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.enrolment import accept, read_enrolment, write_enrolment
from danvan_desktop.bundles.partners import Partner
from danvan_desktop.context import Context, open_context
from danvan_desktop.registers import REGISTERS

PROVINCE = "TN-BDV"
PROVINCE_NAME = "Ban Dân vận Tỉnh ủy Tây Ninh"


def name_province(context: Context, *, code: str = PROVINCE, name: str = PROVINCE_NAME) -> None:
    """Give a database the profile of an office that receives bundles."""
    spec = REGISTERS["van_phong"]
    values = {"ma": code, "ten": "Ban Dân vận", "ten_day_du": name, "cap": "T"}
    with context.operation("Lập cơ quan") as (work, _done):
        work.insert(spec, spec.complete(values))


def keyed_province(empty: Path, folder: Path, clock: Any) -> Path:
    """Make a data folder of a province that has both its keys; slow, so do it once and copy."""
    shutil.copytree(empty, folder)
    context = open_context(folder, clock=clock)
    name_province(context)
    context.office_key()
    context.receiving_key()
    context.close()
    return folder


def introduce(one: Context, other: Context, folder: Path, *, lost: bool = False) -> Partner:
    """Carry the letter of one to the other, which believes it."""
    folder.mkdir(exist_ok=True)
    letter = write_enrolment(one, folder, one.office_key())
    return accept(other, read_enrolment(other, letter), withdraw_others=lost)
