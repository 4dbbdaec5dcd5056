"""From the answers of the first run to an office: names suggested by its kind, units typed by hand.

The clerk types a place and the names of communes; codes, headers, symbol and periods follow, and
all of it can be changed afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.organisation.kinds import OfficeKind, office_kind
from danvan_desktop.organisation.periods import half_year
from danvan_desktop.organisation.setup import OPEN_SINCE, OfficeSetup
from danvan_desktop.organisation.unit_names import KIND_WORDS
from danvan_desktop.organisation.units import AGENCY
from danvan_desktop.vietnamese import clean, fold, fold_key

PERIODS_BACK = 2
"""Years of periods made before the present one, so that last year's figures can be entered."""


LETTERS_OF_PLACE = 16
"""So many letters of a place's name stand in a code; the whole code has room for 40."""

_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,39}")

COMMUNES = ("xã", "phường", "thị trấn", "đặc khu")
"""Units of the commune level, also where no district stands between them and the province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the clerk answered; ``units`` are lines such as "xã Suối Đá" or "Công an huyện".

    ``names`` are the fields of the office that were typed otherwise than suggested, ``ma`` too.
    """

    kind: str = "bdv_huyen"
    body: str = "Huyện ủy"
    territory: str = "huyện"
    place: str = ""
    province: str = ""
    names: dict[str, str] = field(default_factory=dict)
    term: tuple[str, str, str] = ("", "", "")
    head: str = ""
    deputy: str = ""
    clerk: str = ""
    units: tuple[str, ...] = ()
    ready_units: tuple[dict[str, Any], ...] = ()
    scheme: str = "15-14"


def suggested_names(answers: Answers) -> dict[str, str]:
    """Suggest the names that a kind of office implies for a place."""
    kind = office_kind(answers.kind)
    words = {"body": answers.body, "place": answers.place}
    return {
        "ten": kind.name,
        "ten_day_du": kind.full_name.format(**words).strip(),
        "cap_tren": kind.superior.format(**words).strip(),
        "tieu_de_1": kind.header_1.format(**words).strip().upper(),
        "tieu_de_2": kind.header_2.upper(),
        "ky_hieu": kind.symbol,
        "dia_danh": answers.place,
        "the_thuc": kind.profile,
    }


def office_of(answers: Answers, *, today: str) -> OfficeSetup:
    """Make the office with its units, officers, term and periods, valid since long before today."""
    kind = office_kind(answers.kind)
    names = {**suggested_names(answers), **{k: v for k, v in answers.names.items() if v}}
    top, own = unit_codes(answers)[0], _own_unit(answers)
    office = {
        **names,
        "ma": chosen_code(answers),
        "loai": kind.key,
        "noi_nhan": names["cap_tren"],
        "don_vi": own,
        "cap": kind.level,
        "cach_tinh_ky": answers.scheme,
        "tu_ngay": OPEN_SINCE,
        "den_ngay": None,
    }
    return OfficeSetup(
        office=office,
        terms=_terms(answers, today),
        officers=_officers(answers, kind),
        periods=_periods(answers.scheme, today),
        units=answers.ready_units or _units(answers, kind, top, own),
    )


def parse_unit(line: str) -> tuple[str, str]:
    """Read a typed unit into kind and name; what has no word for a territory is an agency."""
    text = clean(line).strip(" .;,")
    for word, kind in sorted(KIND_WORDS.items(), key=lambda item: -len(item[0])):
        for shape in (word + ". ", word + "."):
            if fold(text).startswith(shape):
                return kind, text[len(shape) :].strip()
        # "Huyện đoàn" is a body: the name of a territory begins with a capital or a number.
        name = text[len(word) + 1 :].strip()
        if fold(text).startswith(word + " ") and not name[:1].islower():
            return kind, name
    return AGENCY, text


def unit_codes(answers: Answers) -> tuple[str, str]:
    """Give the codes of the province and of the office's own unit.

    The place stands there with its whole name, and with the kind of its territory: whoever
    receives knows an office by its code alone, and initials are soon those of two (Tân Biên and
    Trảng Bàng), as the name may be (thành phố Cao Lãnh, huyện Cao Lãnh).
    """
    top = _initials(answers.province) or "T"
    kind = office_kind(answers.kind)
    if kind.level == "T":
        return top, top
    typed = answers.names.get("ma", "")
    if typed:
        symbol = answers.names.get("ky_hieu") or kind.symbol
        return top, typed.removesuffix(_code_of("", symbol))
    name = fold_key(answers.place).replace(" ", "").upper()[:LETTERS_OF_PLACE]
    mark = "" if answers.territory == "huyện" else _initials(answers.territory)
    return top, f"{top}-{mark + name or 'DV'}"


def proposed_code(answers: Answers) -> str:
    """Propose the code by which receivers know the office, as long as they give it none."""
    names = {name: value for name, value in answers.names.items() if name != "ma"}
    symbol = names.get("ky_hieu") or office_kind(answers.kind).symbol
    return _code_of(unit_codes(replace(answers, names=names))[1], symbol)


def chosen_code(answers: Answers) -> str:
    """Give the code that the office gets: as typed, or by its unit, which a file may have named."""
    symbol = answers.names.get("ky_hieu") or office_kind(answers.kind).symbol
    return answers.names.get("ma") or _code_of(_own_unit(answers), symbol)


def is_code(text: str) -> bool:
    """Tell whether a typed text can be the code of an office."""
    return _CODE.fullmatch(text) is not None


def _own_unit(answers: Answers) -> str:
    listed = _own_of(answers.ready_units, office_kind(answers.kind), answers.place)
    return listed or unit_codes(answers)[1]


def _own_of(units: Sequence[dict[str, Any]], kind: OfficeKind, place: str) -> str | None:
    """Find the office's own unit in a list that was read from a file."""
    level = [unit for unit in units if unit["cap"] == kind.level and unit["loai"] != AGENCY]
    named = [unit for unit in level if fold_key(str(unit["ten"])) == fold_key(place)]
    return next((str(unit["ma"]) for unit in named or level), None)


def _code_of(unit: str, symbol: str) -> str:
    return f"{unit}-{fold(symbol).upper()}"


def _initials(text: str) -> str:
    return "".join(word[0] for word in fold_key(text).split()).upper()


def _units(answers: Answers, kind: OfficeKind, top: str, own: str) -> tuple[dict[str, Any], ...]:
    units = [_unit(top, answers.province or answers.place, "tỉnh", "T", None)]
    if own != top:
        units.append(_unit(own, answers.place, answers.territory, kind.level, top))
    territories = agencies = 0
    for line in answers.units:
        if not clean(line):
            continue
        unit_kind, name = parse_unit(line)
        if unit_kind == AGENCY:
            agencies += 1
            units.append(_unit(f"{own}-CQ-{agencies:02d}", name, AGENCY, kind.level, own))
        else:
            territories += 1
            level = "X" if unit_kind in COMMUNES else kind.below
            units.append(_unit(f"{own}-{territories:02d}", name, unit_kind, level, own))
    return tuple(units)


def _unit(code: str, name: str, kind: str, level: str, parent: str | None) -> dict[str, Any]:
    return {
        "ma": code,
        "ten": name,
        "loai": kind,
        "cap": level,
        "cha": parent,
        "tu_ngay": OPEN_SINCE,
        "den_ngay": None,
    }


def _terms(answers: Answers, today: str) -> tuple[dict[str, Any], ...]:
    name, first, last = answers.term
    if not first:
        year = int(today[:4]) - int(today[:4]) % 5
        name, first, last = f"{year}-{year + 5}", f"{year}-07-01", f"{year + 5}-06-30"
    return ({"ten": name, "tu_ngay": first, "den_ngay": last or None, "so_da_dung": []},)


def _officers(answers: Answers, kind: OfficeKind) -> tuple[dict[str, Any], ...]:
    head = kind.head.upper()
    deputy = _("Phó {head}").format(head=kind.head)
    body = f"T/M {kind.header_2.upper()}\n" if kind.collective else ""
    below = body or f"K/T {head}\n"
    people: Sequence[tuple[str, str, str | None]] = (
        (answers.head, kind.head, f"{body}{head}"),
        (answers.deputy, deputy, f"{below}{deputy.upper()}"),
        (answers.clerk, _("Chuyên viên, văn thư"), None),
    )
    return tuple(
        {
            "ho_ten": clean(name),
            "chuc_vu": role,
            "kiem_nhiem": None,
            "khoi_ky": signs,
            "tu_ngay": OPEN_SINCE,
            "den_ngay": None,
        }
        for name, role, signs in people
        if clean(name)
    )


def _periods(scheme: str, today: str) -> tuple[dict[str, Any], ...]:
    year = date.fromisoformat(today).year
    years = range(year - PERIODS_BACK, year + 2)
    return tuple(dict(half_year(y, half, scheme)) for y in years for half in (1, 2))
