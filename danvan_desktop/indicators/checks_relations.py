"""Do the relations hold that are declared between indicators? E5, E6, E13, E14, W2."""

from __future__ import annotations

from collections.abc import Iterator

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators.checking import Facts, found
from danvan_desktop.indicators.numbers import Number, added
from danvan_desktop.indicators.relations import BEFORE, Relation
from danvan_desktop.indicators.values import Figure
from danvan_desktop.vietnamese import format_number, to_decimal


def relations_hold(facts: Facts) -> Iterator[Issue]:
    """Check every declared relation of which both sides are known."""
    for relation in facts.catalogue.relations:
        yield from _KINDS[relation.kind](facts, relation)


def _equal(facts: Facts, relation: Relation) -> Iterator[Issue]:
    """E6, E14: what was there and came in is what went out and is left.

    Without a known opening stock the right side may be larger: the rest is the opening.
    """
    left, open_left = _side(facts, relation.left)
    right, open_right = _side(facts, relation.right)
    if left is None or right is None or open_right:
        return
    if left > right or (left < right and not open_left):
        one = facts.catalogue[relation.codes_in_order[-1]]
        yield found(
            relation.rule,
            one,
            _("{left} = {n}, nhưng {right} = {m}.").format(
                left=_words(facts, relation.left),
                n=format_number(left),
                right=_words(facts, relation.right),
                m=format_number(right),
            ),
            remedy=_("Đối chiếu tồn đầu kỳ, phát sinh trong kỳ và tồn cuối kỳ."),
        )


def _at_most(facts: Facts, relation: Relation) -> Iterator[Issue]:
    """E5, E14: persons are at most memberships, what was settled at most what came in."""
    left, _open = _side(facts, relation.left)
    right, _open = _side(facts, relation.right)
    if left is not None and right is not None and left > right:
        yield found(
            relation.rule,
            facts.catalogue[relation.left[0]],
            _("{after} ({n}) nhiều hơn {before} ({m}).").format(
                after=_words(facts, relation.left),
                n=format_number(left),
                before=_words(facts, relation.right),
                m=format_number(right),
            ),
            remedy=_("Đối chiếu hai số liệu này."),
        )


def _per(facts: Facts, relation: Relation) -> Iterator[Issue]:
    """W2: people for each event outside what is usual."""
    people, _open = _side(facts, relation.left)
    events, _open = _side(facts, relation.right)
    if not people or not events:
        return
    each = to_decimal(people) / to_decimal(events)
    first, last = relation.limits
    if not first <= each <= last:
        yield found(
            relation.rule,
            facts.catalogue[relation.left[0]],
            _("{name}: bình quân {n} mỗi {event} (thường từ {first} đến {last}).").format(
                name=facts.catalogue[relation.left[0]].label,
                n=format_number(each, 1),
                event=facts.catalogue[relation.right[0]].unit_label,
                first=format_number(first),
                last=format_number(last),
            ),
            remedy=_("Kiểm tra số lượt và số cuộc; nếu đúng thì ghi lý do."),
            severity=Severity.WARNING,
        )


def _rows(facts: Facts, relation: Relation) -> Iterator[Issue]:
    """E13: a typed count of awards is the number of rows in the book."""
    code = relation.left[0]
    one, figure = facts.catalogue[code], facts.figures[code]
    if not figure.typed or figure.recorded is None or figure.recorded == figure.value:
        return
    yield found(
        relation.rule,
        one,
        _("{name}: nhập tay {n}, sổ có {m} dòng.").format(
            name=one.label,
            n=format_number(figure.value or 0),
            m=format_number(figure.recorded),
        ),
        remedy=_("Ghi đủ các dòng vào sổ, hoặc xóa số nhập tay."),
    )


_KINDS = {"equal": _equal, "at_most": _at_most, "per": _per, "rows": _rows}


def _side(facts: Facts, terms: tuple[str, ...]) -> tuple[Number | None, bool]:
    """Add the terms of one side; None when a figure of the period is unknown.

    The second value tells that the period before is not known and counted as nothing.
    """
    total: Number = 0
    opening_unknown = False
    for term in terms:
        code = term.removesuffix(BEFORE)
        figure: Figure | None = (facts.before if term != code else facts.figures).get(code)
        if figure is None or not figure.known:
            if term == code:
                return None, False
            opening_unknown = True
            continue
        total = added(total, figure.value)
    return total, opening_unknown


def _words(facts: Facts, terms: tuple[str, ...]) -> str:
    names = []
    for term in terms:
        label = facts.catalogue[term.removesuffix(BEFORE)].short_label
        names.append(_("{name} kỳ trước").format(name=label) if BEFORE in term else label)
    return " + ".join(names)
