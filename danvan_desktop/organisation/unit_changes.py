"""Merge, split, rename, move and abolish units: what a change would do, then doing it at once.

A change never deletes a unit: its version ends the day before, and what follows begins on the day.
Records stay with the units that they were written for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity, has_errors
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.setup import read_units
from danvan_desktop.organisation.unit_effects import Effect, Step, effect_of
from danvan_desktop.organisation.units import day_after
from danvan_desktop.schema import Values
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.vietnamese import format_count

__all__ = ["ChangeKind", "Effect", "Period", "UnitChange", "apply", "preview", "preview_file"]


class ChangeKind(StrEnum):
    """The ways in which units change."""

    MERGE = "sap_nhap"
    SPLIT = "chia_tach"
    RENAME = "doi_ten"
    MOVE = "chuyen_cap"
    ABOLISH = "giai_the"


KIND_LABELS: Mapping[ChangeKind, str] = {
    ChangeKind.MERGE: N_("Sáp nhập"),
    ChangeKind.SPLIT: N_("Chia tách"),
    ChangeKind.RENAME: N_("Đổi tên"),
    ChangeKind.MOVE: N_("Chuyển cấp, chuyển đơn vị cha"),
    ChangeKind.ABOLISH: N_("Giải thể, kết thúc hoạt động"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """What the clerk asks for: ``old`` are codes, ``new`` values of ``don_vi`` (ma, ten, loai …).

    ``day`` is the first day of the new order, ``basis`` the paper that it follows.
    """

    kind: ChangeKind
    day: str
    basis: str
    old: tuple[str, ...] = ()
    new: tuple[Mapping[str, Any], ...] = field(default=())


def preview(books: Books, change: UnitChange) -> Effect:
    """Tell what a change would do; nothing is written."""
    rows = books.all_of("don_vi")
    issues = [*_incomplete(change), *_not_standing(books, rows, change)]
    steps = [] if has_errors(issues) else _steps(rows, change)
    found = effect_of(books, rows, steps)
    return replace(found, issues=(*issues, *found.issues))


def preview_file(books: Books, path: Path, basis: str = "") -> Effect:
    """Tell what taking in a units file would do; UserError when it cannot be read.

    Units that the file does not name and cells that it leaves empty stay as they are.
    """
    rows = books.all_of("don_vi")
    known = {(r.values["ma"], r.values["tu_ngay"]): r for r in rows}
    steps = []
    for unit in read_units(path):
        given = {name: value for name, value in unit.items() if value is not None}
        record = known.get((unit["ma"], unit["tu_ngay"]))
        if record is None:
            steps.append(Step(None, None, _with_basis(given, basis)))
            continue
        changed = {n: v for n, v in given.items() if v != record.values.get(n)}
        if changed:
            steps.append(Step(record.id, record.rev, _with_basis(changed, basis)))
    found = effect_of(books, rows, steps)
    if all(map(_has_basis, steps)):
        return found
    return replace(found, issues=(_no_basis(), *found.issues))


def apply(books: Books, effect: Effect, label: str) -> Changes:
    """Do what was previewed, as one operation that undo takes back whole."""
    if not effect.can_apply:
        raise ValueError("the effect has errors or changes nothing")
    return books.write_all("don_vi", [(s.record_id, s.rev, s.values) for s in effect.steps], label)


def label_of(change: UnitChange) -> str:
    """Name a change for the undo list and the history."""
    words = {
        ChangeKind.MERGE: _("Sáp nhập {old} đơn vị thành {names}"),
        ChangeKind.SPLIT: _("Chia tách {first} thành {new} đơn vị"),
        ChangeKind.RENAME: _("Đổi tên {old} đơn vị"),
        ChangeKind.MOVE: _("Chuyển cấp {old} đơn vị"),
        ChangeKind.ABOLISH: _("Kết thúc {old} đơn vị"),
    }[change.kind]
    return words.format(
        old=format_count(len(change.old)),
        new=format_count(len(change.new)),
        first=change.old[0] if change.old else "",
        names=", ".join(str(unit.get("ten") or unit.get("ma")) for unit in change.new),
    )


# --- private


def _incomplete(change: UnitChange) -> Iterable[Issue]:
    """Say what is still to be chosen or typed."""
    least_old = 2 if change.kind is ChangeKind.MERGE and not change.new else 1
    if not change.day:
        yield _missing(_("Chưa ghi ngày có hiệu lực."), _("Ghi ngày theo văn bản."))
    if not change.basis.strip():
        yield _no_basis()
    if len(change.old) < least_old:
        yield _missing(_("Chưa chọn đơn vị cũ."), _("Đánh dấu đơn vị trong danh sách."))
    wanted = {ChangeKind.SPLIT: 2, ChangeKind.ABOLISH: 0}.get(change.kind, 1)
    if len(change.new) < wanted:
        yield _missing(_("Chưa đủ đơn vị mới."), _("Cần ít nhất {n} đơn vị mới.").format(n=wanted))
    for unit in change.new:
        if not unit.get("ma") or not unit.get("ten"):
            yield _missing(_("Đơn vị mới chưa có mã hoặc tên."), _("Ghi mã và tên đơn vị mới."))
            return


def _not_standing(books: Books, rows: Sequence[Record], change: UnitChange) -> Iterable[Issue]:
    for code in change.old:
        if change.day and _standing(rows, code, change.day) is None:
            name = books.directory().unit_name(code)
            yield _missing(
                _("{unit} không có hiệu lực vào ngày trước khi thay đổi.").format(unit=name),
                _("Bỏ chọn đơn vị này hoặc sửa ngày."),
            )


def _standing(rows: Sequence[Record], code: str, day: str) -> Record | None:
    """Find the version of a unit that the change ends."""
    for row in rows:
        values = row.values
        last = values.get("den_ngay")
        if values["ma"] == code and values["tu_ngay"] < day and (last is None or last >= day):
            return row
    return None


def _steps(rows: Sequence[Record], change: UnitChange) -> list[Step]:
    new = {str(unit["ma"]): unit for unit in change.new}
    steps: list[Step] = []
    goes_on: dict[str, Values] = {}
    for code in change.old:
        record = _standing(rows, code, change.day)
        if record is None:
            continue
        goes_on[code] = record.values
        ended = {"den_ngay": day_after(change.day, -1), "can_cu_thoi": change.basis}
        if change.kind is ChangeKind.MERGE and code not in new:
            ended["nhap_vao"] = str(change.new[0]["ma"])
        steps.append(Step(record.id, record.rev, ended))
    standing = {
        str(row.values["ma"]) for row in rows if _standing([row], str(row.values["ma"]), change.day)
    }
    for code, unit in new.items():
        if code in standing and code not in goes_on:
            continue  # an existing unit takes the others in and stays as it is
        before = goes_on.get(code) or goes_on.get(change.old[0], {})
        steps.append(Step(None, None, _begun(change, code, unit, before)))
    return steps


def _begun(change: UnitChange, code: str, unit: Values, before: Values) -> dict[str, Any]:
    """Make the values of a unit that begins, level and parent as of the one that it follows."""
    same = str(before.get("ma")) == code
    kept = before if same else {name: before.get(name) for name in ("loai", "cap", "cha")}
    values = {**kept, **{name: value for name, value in unit.items() if value not in (None, "")}}
    values |= {
        "ma": code,
        "tu_ngay": change.day,
        "den_ngay": None,
        "nhap_vao": None,
        "tach_tu": None,
        "can_cu_lap": change.basis,
        "can_cu_thoi": None,
    }
    if change.kind is ChangeKind.SPLIT and not same:
        values["tach_tu"] = change.old[0]
    return values


def _with_basis(values: dict[str, Any], basis: str) -> dict[str, Any]:
    """Note the paper where a unit begins or ends."""
    noted = dict(values)
    if basis and "den_ngay" in values:
        noted.setdefault("can_cu_thoi", basis)
    if basis and "ma" in values:
        noted.setdefault("can_cu_lap", basis)
    return noted


def _has_basis(step: Step) -> bool:
    """Tell whether a unit that begins or ends names its paper."""
    values = step.values
    ends = "den_ngay" not in values or values.get("can_cu_thoi")
    begins = step.record_id is not None or values.get("can_cu_lap")
    return bool(ends and begins)


def _no_basis() -> Issue:
    return _missing(
        _("Chưa ghi văn bản căn cứ."), _("Ghi số, ngày và cơ quan ban hành nghị quyết.")
    )


def _missing(message: str, remedy: str) -> Issue:
    return Issue("incomplete", message, remedy, Place(register="don_vi"), Severity.ERROR)
