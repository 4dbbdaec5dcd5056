"""Who signs a paper, in what order: minutes first the secretary, then the chair (NĐ 30/2020).

The paper itself says it: its file reserves a numbered place for each signature, and those of
minutes are numbered secretary, chair. Other papers may be signed in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.signers import signers
from danvan_desktop.reports.subjects import subject_of
from danvan_desktop.signing.places import person_slug
from danvan_desktop.signing.signed_by import SignedState, SignPlace, signed_state
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import fold, fold_key

MINUTES = "BB"
_MINUTES_ROLES = ("Thư ký", "Chủ trì")
"""Printed in the signature; official papers are Vietnamese."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One signature of a paper: the number of its place, name, role, whether it is there.

    ``at`` is its place among the signatures of the file, from 0; None when its name is not known.
    """

    number: int
    name: str
    role: str
    done: bool
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Turns:
    """The signatures of a paper; ``ordered`` ones are made in the order of their numbers."""

    turns: tuple[Turn, ...] = ()
    ordered: bool = False

    @property
    def next(self) -> Turn | None:
        """The signature that is to be made now; None when all are there."""
        return next((turn for turn in self.turns if not turn.done), None)

    @property
    def complete(self) -> bool:
        """Tell whether every signature is there."""
        return all(turn.done for turn in self.turns)

    @property
    def skipped(self) -> Turn | None:
        """The first signature that ought to stand before one that was made; None when none."""
        if not self.ordered:
            return None
        for turn, later in combinations(self.turns, 2):
            if not turn.done and later.done:
                return turn
            if turn.at is not None and later.at is not None and turn.at > later.at:
                return turn
        return None

    def of(self, name: str) -> Turn | None:
        """Find the signature of a person."""
        return next((turn for turn in self.turns if fold(turn.name) == fold(name)), None)


def turns_of(books: Books, record: Record) -> Turns:
    """Read from the kept file of an issued paper who signs it; none for a draft."""
    kept = record.values.get("tep_da_ky") or record.values.get("tep_pdf")
    if not kept:
        return Turns()
    return turns_in(books, record, files.read(books.paths.attachments, str(kept)))


def turns_in(books: Books, record: Record, data: bytes) -> Turns:
    """Read from a file of a paper who signs it and who has.

    What a signature states counts when it is a person of this paper, else what its certificate
    says: a file that another program signed was held against this by ``taking_back``.
    """
    state = signed_state(data)
    if state is None:
        return Turns()
    return turns_by(books, record, state, signers_in(books, record, state))


def signers_in(books: Books, record: Record, state: SignedState) -> list[str]:
    """Return who made each signature of a kept file: whom it states, if that is a person of it."""
    slugs = {*_people(books, record), *(place.person for place in state.places)}
    pairs = zip(state.names, state.holders, strict=True)
    return [name if person_slug(name) in slugs else holder for name, holder in pairs]


def turns_by(books: Books, record: Record, state: SignedState, signed: Sequence[str]) -> Turns:
    """Say who signs a paper and who has, if its signatures were made by ``signed``."""
    minutes = record.values["loai"] == MINUTES
    people = _people(books, record)
    found = []
    for place in state.places or _issued_places(books, record):
        name = people.get(place.person, "")
        if not name and place.person:
            name = place.person.replace("-", " ")
        role = _role(books, record, name)
        if minutes and place.number <= len(_MINUTES_ROLES):
            role = _MINUTES_ROLES[place.number - 1]
        at = next((at for at, holder in enumerate(signed) if is_named(name, holder)), None)
        # on minutes a picture at somebody's place is not yet that person's signature
        done = at is not None or (not place.free and not (minutes and name))
        found.append(Turn(place.number, name, role, done, at))
    return Turns(tuple(found), ordered=minutes)


def is_named(name: str, holder: str) -> bool:
    """Tell whether a certificate's name holds a person's, word by word: “Lê Văn C (Huyện ủy)”."""
    wanted, words = fold_key(name).split(), fold_key(holder).split()
    rows = range(len(words) - len(wanted) + 1)
    return bool(wanted) and any(words[row : row + len(wanted)] == wanted for row in rows)


def refuse_out_of_turn(turns: Turns, name: str) -> None:
    """Raise UserError when it is not a person's turn to sign, or when they have signed."""
    turn = turns.of(name)
    if turn is not None and turn.done:
        raise UserError(
            _("{name} đã ký văn bản này rồi.").format(name=name),
            safe=_("Chưa ký thêm gì."),
            remedy=_("Chọn người ký khác, hoặc mở bản đã ký để xem."),
            code="already_signed",
        )
    if not turns.ordered:
        return
    if turn is None:
        names = ", ".join(one.name for one in turns.turns if one.name)
        raise UserError(
            _("Biên bản này do {names} ký.").format(names=names),
            safe=_("Chưa ký gì."),
            remedy=_("Chọn đúng người ký."),
            code="not_a_signer",
        )
    before = [one for one in turns.turns if one.number < turn.number and not one.done]
    if before:
        raise UserError(
            _("{role} {name} chưa ký biên bản này.").format(
                role=before[0].role, name=before[0].name
            ),
            safe=_("Chưa ký gì."),
            remedy=_("Thư ký ký trước, chủ trì ký sau."),
            code="wrong_order",
        )


# --- private


def _issued_places(books: Books, record: Record) -> tuple[SignPlace, ...]:
    """Read the places off the issued file; a program that wrote it anew may have left them out."""
    issued = record.values.get("tep_pdf")
    state = signed_state(files.read(books.paths.attachments, str(issued))) if issued else None
    return state.places if state is not None else ()


def _people(books: Books, record: Record) -> dict[str, str]:
    """Map the slugs of everybody who may have a place on a paper to their names."""
    values = record.values
    names = [str(values.get("nguoi_ky") or "")]
    for one in subject_of(books, values).records:
        names += [str(one.values.get(field) or "") for field in ("thu_ky", "chu_tri")]
    names += [str(officer.get("ho_ten") or "") for officer in books.officers(str(values["ngay"]))]
    return {person_slug(name): name for name in names if name}


def _role(books: Books, record: Record, name: str) -> str:
    found: list[Any] = [
        one for one in signers(books, str(record.values["ngay"])) if one.name == name
    ]
    return str(found[0].role) if found else ""
