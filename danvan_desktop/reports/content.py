"""A paper's content before any format: what a Party and a State layout are both made from.

``to_document`` adds what the format prescribes: the number line, how headings are numbered, how
the signing authority and the last recipient are written (HD 36-HD/VPTW, HD 05-HD/VPTW;
NĐ 30/2020, Phụ lục I).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from danvan_desktop.documents.model import (
    Annex,
    Block,
    Document,
    Header,
    Heading,
    Run,
    Signature,
)
from danvan_desktop.documents.profiles import Profile, profile_for, profile_valid_on
from danvan_desktop.reports.filters import hoa_dau
from danvan_desktop.reports.joint import CoSigner
from danvan_desktop.reports.kinds import kind_of
from danvan_desktop.vietnamese import (
    format_date,
    format_date_header,
    format_date_long,
    list_letter,
)

NO_NUMBER = "……"
PARTY = "DANG"

_HEADING_NUMBER = re.compile(r"^(?:[IVXLC]+[-.]|\d{1,2}[.)]|[a-zđ]\)|-)\s+")
_AUTHORITY = (
    ("on_behalf", re.compile(r"^T/M\s+|^TM\.\s*")),
    ("for", re.compile(r"^K/T\s+|^KT\.\s*")),
    ("by_order", re.compile(r"^T/L\s+|^TL\.\s*")),
    ("authorised", re.compile(r"^T/UQ\s+|^TUQ\.\s*")),
    ("acting", re.compile(r"^Q\.\s*")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Who issues the paper, when, under which number, signed by whom and sent where.

    ``kind`` is a code of ``kinds``. ``signer_lines`` are the lines above the name as the office
    keeps them. ``to_lines`` stand at the head in every format; ``addressees`` are the superiors
    that a State report names there when it has no ``to_lines``. Minutes carry no place and date
    (``dated`` False), agendas and lists no number (``numbered`` False). ``urgency`` and
    ``circulation`` are printed as given; ``co_signers`` sign beside the signer, each for the body
    that is named there. ``contact`` are the lines at the foot of page 1, ``typist`` the mark under
    the recipients (``ABC-268``).
    """

    kind: str
    type_name: str
    title: str
    number: int | None
    symbol: str
    date: str
    superior: str
    issuer: str
    issuer_full: str
    place: str
    signer_name: str = ""
    signer_lines: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    to_lines: tuple[str, ...] = ()
    dated: bool = True
    numbered: bool = True
    urgency: str = ""
    circulation: str = ""
    co_signers: tuple[CoSigner, ...] = ()
    contact: tuple[str, ...] = ()
    typist: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section with its heading (none at level 0) and its finished blocks."""

    code: str
    level: int
    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that a paper says, in no format yet.

    Minutes bring their own ``signatures``, other papers are signed by whom the facts name.
    """

    facts: Facts
    parts: tuple[Part, ...]
    annexes: tuple[Annex, ...] = ()
    signatures: tuple[Signature, ...] = ()
    certification: Signature | None = None


def to_document(content: Content, profile_code: str) -> Document:
    """Write the content in a format; UserError for a format that does not exist.

    A State paper's abstract begins with a capital (NĐ 30/2020, Phụ lục III), a Party one does not.
    """
    profile = profile_for(profile_code)
    facts = content.facts
    kind = kind_of(facts.kind)
    state = profile.family != PARTY
    to_lines = facts.to_lines or (facts.addressees if state else ())
    return Document(
        profile=profile.code,
        kind=kind.symbol,
        header=header_of(facts, profile, dated=facts.dated),
        type_name=facts.type_name,
        abstract=hoa_dau(facts.title) if state and not kind.letter else facts.title,
        blocks=tuple(_body(content.parts, profile)),
        date=date.fromisoformat(facts.date),
        signatures=content.signatures or _signatures(facts, profile),
        certification=content.certification,
        recipients=recipients_for(_others(facts.recipients, to_lines), profile),
        to_lines=to_lines,
        annexes=tuple(_annex(annex, facts, profile) for annex in content.annexes),
        typist_mark=facts.typist,
        contact_lines=facts.contact,
        title=f"{facts.type_name.capitalize() or kind.name} {facts.title}",
        author=facts.issuer_full,
        subject=number_of(facts, profile) if facts.numbered else "",
    )


def profile_on(code: str, day: str) -> Profile:
    """Find the format of a regulation's family that is in force on an ISO day.

    An office that writes by HD 36 writes by HD 05 from the day that this is in force.
    """
    return profile_valid_on(profile_for(code).family, date.fromisoformat(day))


def header_of(facts: Facts, profile: Profile, *, dated: bool = True) -> Header:
    """Write the head of page 1; minutes carry no place and date (``dated`` False)."""
    when = date.fromisoformat(facts.date)
    others = (one.issuer for one in facts.co_signers if one.issuer)
    return Header(
        superior_lines=(facts.superior,) if facts.superior else (),
        issuer_lines=tuple(dict.fromkeys((facts.issuer, *others))),
        number_line=number_of(facts, profile) if facts.numbered else "",
        place_date_line=format_date_header(facts.place, when) if dated else None,
        urgency=facts.urgency,
        circulation=facts.circulation,
    )


def number_of(facts: Facts, profile: Profile) -> str:
    """Write the number line; a paper without number yet keeps a gap for it.

    A State letter names no type: ``Số: 12/BDV`` (NĐ 30/2020, Phụ lục I, mục II.3).
    """
    number: int | str = NO_NUMBER if facts.number is None else facts.number
    kind = kind_of(facts.kind)
    line = profile.number_line(number, kind=kind.symbol, symbol=facts.symbol)
    if kind.letter and profile.family != PARTY:
        return line.replace(f"/{kind.symbol}-", "/", 1)
    return line


def symbol_of(facts: Facts, profile: Profile) -> str:
    """Write number and symbol as they are cited: ``15-BC/BDV`` or ``15/BC-BDV``."""
    return number_of(facts, profile).removeprefix("Số").lstrip(": ")


def authority_lines(lines: tuple[str, ...], profile: Profile) -> tuple[str, ...]:
    """Write the lines above a signer's name as the format does: K/T or KT., T/M or TM."""
    return tuple(_authority(line, profile) for line in lines)


def _others(recipients: tuple[str, ...], to_lines: tuple[str, ...]) -> tuple[str, ...]:
    """Say “Như trên” for those that the head of the paper names already."""
    rest = tuple(one for one in recipients if one not in to_lines)
    return ("Như trên", *rest) if len(rest) < len(recipients) else recipients


def recipients_for(recipients: tuple[str, ...], profile: Profile) -> tuple[str, ...]:
    """Write the recipients; State papers end in ``Lưu: VT`` (NĐ 30/2020, Phụ lục I, mục II.9)."""
    if not recipients or profile.family == PARTY:
        return recipients
    *others, last = recipients
    if not last.startswith("Lưu") or last.startswith("Lưu: VT"):
        return recipients
    return (*others, "Lưu: VT")


def bare_heading(title: str) -> str:
    """Take away a number that was typed in front of a heading."""
    return _HEADING_NUMBER.sub("", title.strip())


class Numbering:
    """Counts headings while walking through the parts: I, II; then 1, 2; then a), b)."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0, 0, 0]

    def next(self, level: int) -> tuple[int, ...]:
        """Count one more heading and give its place, e.g. (2, 6) for the sixth of the second."""
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (4 - level)
        return tuple(self._counts[1 : level + 1])


def heading_text(place: tuple[int, ...], title: str, profile: Profile) -> str:
    """Write a heading with its number in the format's way."""
    match len(place):
        case 1:
            return profile.heading_number(place[0]) + title.upper()
        case 2:
            return f"{place[1]}. {title}"
        case 3:
            return f"{list_letter(place[2])}) {title}"
        case _:
            return f"- {title}"


def _body(parts: tuple[Part, ...], profile: Profile) -> list[Block]:
    numbering = Numbering()
    blocks: list[Block] = []
    for part in parts:
        if part.level:
            place = numbering.next(part.level)
            text = heading_text(place, bare_heading(part.title), profile)
            blocks.append(Heading(part.level, (Run(text),)))
        blocks.extend(part.blocks)
    return blocks


def _signatures(facts: Facts, profile: Profile) -> tuple[Signature, ...]:
    everybody = [(facts.signer_name, facts.signer_lines)] if facts.signer_name else []
    everybody += [(one.name, one.lines) for one in facts.co_signers]
    return tuple(_signature(name, lines, profile) for name, lines in everybody if lines)


def _signature(name: str, lines: tuple[str, ...], profile: Profile) -> Signature:
    *authority, position = authority_lines(lines, profile)
    return Signature(position=position, name=name, authority=tuple(authority))


def _authority(line: str, profile: Profile) -> str:
    for word, pattern in _AUTHORITY:
        found = pattern.match(line)
        if found is not None:
            return f"{profile.wording[word]} {line[found.end() :]}"
    return line


def _annex(annex: Annex, facts: Facts, profile: Profile) -> Annex:
    cited = symbol_of(facts, profile)
    when = date.fromisoformat(facts.date)
    name = kind_of(facts.kind).name
    head = f"(Kèm theo {name} số {cited}" if facts.numbered else f"(Kèm theo {name}"
    by = f" của {facts.issuer_full}" if facts.dated else ""
    day = f", ngày {format_date(when)}" if profile.family == PARTY else f" {format_date_long(when)}"
    note = f"{head}{day}{by})"
    return Annex(annex.title, annex.blocks, note, annex.landscape)
