"""What a review says of typed numbers that contradict a figure or a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators import catalogue
from danvan_desktop.reports.outline import OutlineItem, section_name
from danvan_desktop.reports.typed_numbers import TypedNumber

MOST_NAMED = 3
"""How many figures one line names."""
MOST_SAID = 80
"""Letters of a paper's own words that one line repeats."""


def typed_issues(items: Mapping[str, OutlineItem], typed: Iterable[TypedNumber]) -> Iterator[Issue]:
    """Say of each number in turn what it contradicts, one Issue for each."""
    for number in typed:
        name = section_name(items[number.section])
        if not number.sure:
            yield _doubted(name, number)
            continue
        if number.path:
            message = _("{section}: gõ tay “{typed}”, trong sổ là {shown}.").format(
                section=name, typed=number.typed, shown=number.shown
            )
            remedy = _("Lấy số {shown} từ sổ.").format(shown=number.shown)
        else:
            shown = said(number.shown)
            message = _("{section}: văn bản ghi “{typed}”, trong sổ là “{shown}”.").format(
                section=name, typed=said(number.typed), shown=shown
            )
            remedy = _("Lấy “{shown}” từ sổ.").format(shown=shown)
        yield _issue(number.section, message, remedy)


def named(paths: Sequence[str]) -> str:
    """Name figures as people say them: the first few, and how many more."""
    known = catalogue()
    codes = list(dict.fromkeys(path.partition("/")[0].partition("@")[0] for path in paths))
    names = [f"“{known[code].label}”" if code in known else f"“{code}”" for code in codes]
    text = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        text += _(" và {n} số khác").format(n=len(names) - MOST_NAMED)
    return text


def said(words: str) -> str:
    """Say words of a text on one line, without the signs of bold type; long ones are cut."""
    line = " ".join(words.replace("**", "").split())
    return line if len(line) <= MOST_SAID else line[: MOST_SAID - 1].rstrip() + "…"


def _doubted(section: str, number: TypedNumber) -> Issue:
    """Remind of a number in the clerk's own words that seems to contradict a figure."""
    message = _("{section}: gõ tay “{typed}”, trong sổ {name} là {shown}.").format(
        section=section, typed=number.typed, name=named([number.path]), shown=number.shown
    )
    remedy = _("Lấy số {shown} từ sổ; nếu câu nói về số khác thì ghi lý do.")
    return _issue(
        number.section,
        message,
        remedy.format(shown=number.shown),
        Severity.WARNING,
        unit=f"{number.path}={number.typed}",
    )


def _issue(
    section: str, message: str, remedy: str, severity: Severity = Severity.ERROR, unit: str = ""
) -> Issue:
    place = Place(register="bao_cao", field=section, unit=unit or None)
    return Issue("typed_number", message, remedy, place, severity)
