"""Rules that registers of totals share: a part is at most its whole, an end follows from a start.

Unknown figures (None) prove nothing, so a rule speaks only when all of its figures are known.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import _
from danvan_desktop.schema import RegisterSpec, Values, issue_for


def parts_within(spec: RegisterSpec, values: Values, whole: str, *parts: str) -> Iterable[Issue]:
    """Refuse each part that is larger than the whole."""
    limit = values.get(whole)
    for name in parts:
        part = values.get(name)
        if part is not None and limit is not None and int(part) > int(limit):
            yield _fault(
                spec,
                name,
                _("{part} ({n}) nhiều hơn {whole} ({limit}).").format(
                    part=_label(spec, name),
                    n=spec.field(name).type.format(part),
                    whole=_label(spec, whole).lower(),
                    limit=spec.field(whole).type.format(limit),
                ),
            )


def sum_within(
    spec: RegisterSpec, values: Values, whole: str, parts: tuple[str, ...], *, place: str
) -> Iterable[Issue]:
    """Refuse parts that make up more than the whole together; unknown parts count as none."""
    limit, total = values.get(whole), sum(int(values.get(name) or 0) for name in parts)
    if limit is not None and total > int(limit):
        yield _fault(
            spec,
            place,
            _("{parts} cộng lại là {n}, nhiều hơn {whole} ({limit}).").format(
                parts=", ".join(_label(spec, name).lower() for name in parts),
                n=total,
                whole=_label(spec, whole).lower(),
                limit=limit,
            ),
        )


def balanced(
    spec: RegisterSpec,
    values: Values,
    end: str,
    *,
    plus: tuple[str, ...],
    minus: tuple[str, ...],
    carried: str = "",
) -> Iterable[Issue]:
    """Refuse an end that is not what came minus what went (rule E14 and its like).

    ``carried`` is what was left over from before; unknown, it counts as none.
    """
    if any(values.get(name) is None for name in (end, *plus, *minus)):
        return
    came = [int(values.get(carried) or 0)] if values.get(carried) else []
    came += [int(values[name]) for name in plus]
    went = [int(values[name]) for name in minus]
    right = sum(came) - sum(went)
    if int(values[end]) == right:
        return
    terms = [f" + {n}" for n in came[1:]] + [f" − {n}" for n in went]
    yield _fault(
        spec,
        end,
        _("{end} ghi {n}, tính ra {terms} = {right}.").format(
            end=_label(spec, end), n=values[end], right=right, terms=f"{came[0]}{''.join(terms)}"
        ),
    )


def _label(spec: RegisterSpec, name: str) -> str:
    return _(spec.field(name).label)


def _fault(spec: RegisterSpec, name: str, message: str) -> Issue:
    return issue_for(
        "impossible_value", place=Place(register=spec.key, field=name), message=message
    )
