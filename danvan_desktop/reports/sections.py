"""The text of one section: a template with live figures in, paragraphs and faults out.

The template language is python-liquid with nothing but the filters of ``shown.py``, loops and
conditions, all of them limited; it reaches no file, no other template and no attribute of an
object. A live figure travels through it as one private character (``_MARK`` + its number), so
that no loop, condition or markup can cut it apart and the place of its value stays known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.reports.figures import FigureSource
from danvan_desktop.reports.shown import (
    COVERAGE_FILTERS,
    FILTERS,
    NO_DATA,
    UnknownFigure,
    WrongFilter,
    is_missing,
)
from danvan_desktop.vietnamese import nfc

if TYPE_CHECKING:
    from liquid import Environment

MAX_TEXT = 200_000
MAX_LOOPS = 1_000
MAX_OUTPUT = 400_000
MAX_NAMES = 200_000
MAX_DEPTH = 12
MAX_FIGURES = 5_000

TAGS = ("if", "unless", "case", "for", "break", "continue", "assign", "comment")
_INNER = ("content", "output", "illegal")

_MARK = 0xF0000
"""First of the private characters that stand for figures; the text may hold none itself."""

_PRIVATE = re.compile(r"[\U000F0000-\U0010FFFF]")
_BLOCK = re.compile(r"\{%-?\s*(end)?(if|unless|case|for|comment)\b")
_OPENING = re.compile(r"\{\{|\{%")


@dataclass(frozen=True, slots=True)
class FigureUse:
    """A figure that a section shows: its path, the filter, and the words that it became."""

    path: str
    filter: str
    shown: str

    @property
    def missing(self) -> bool:
        """Tell whether there was nothing to show."""
        return is_missing(self.shown)


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in a section's text at ``line`` and ``column`` (both from 1) and ``offset``."""

    offset: int
    line: int
    column: int
    message: str
    remedy: str
    code: str = "template"

    def issue(self, *, section: str = "", title: str = "") -> Issue:
        """Give the fault as an Issue of the report; the place's row is the line."""
        where = _("dòng {line}, cột {column}").format(line=self.line, column=self.column)
        head = f"{title}, {where}" if title else where[:1].upper() + where[1:]
        return Issue(
            self.code,
            f"{head}: {self.message}",
            self.remedy,
            Place(register="bao_cao", field=section or None, row=self.line),
            Severity.ERROR,
        )


@dataclass(frozen=True, slots=True)
class Rendered:
    """A section after its figures were filled in; ``text`` holds a mark for each figure."""

    text: str
    uses: tuple[FigureUse, ...]
    faults: tuple[Fault, ...]

    def plain(self) -> str:
        """Return the text as people read it."""
        return _PRIVATE.sub(lambda found: self.use_of(found[0]).shown, self.text)

    def use_of(self, mark: str) -> FigureUse:
        """Tell which figure a mark stands for."""
        return self.uses[ord(mark) - _MARK]


def is_mark(character: str) -> bool:
    """Tell whether a character of a rendered text stands for a figure."""
    return ord(character) >= _MARK


def render_section(text: str, source: FigureSource, names: Mapping[str, Any]) -> Rendered:
    """Fill in a section's text; with faults the text comes back as it was typed.

    ``names`` are the words that a template may use besides figures (``ky.ten``, ``co_quan.ten``).
    """
    text = _PRIVATE.sub("", nfc(text))[:MAX_TEXT]
    if "{{" not in text and "{%" not in text:
        return Rendered(text, (), ())
    return _Rendering(text, source).run(names)


class _Rendering:
    """One run of the template language over one text."""

    def __init__(self, text: str, source: FigureSource) -> None:
        self.text = text
        self.source = source
        self.uses: list[FigureUse] = []
        self.faults: list[Fault] = []

    def run(self, names: Mapping[str, Any]) -> Rendered:
        """Parse and fill in; every refusal of the language becomes a Fault."""
        from liquid.exceptions import LiquidError

        try:
            shown = self._environment().from_string(self.text).render(**names)
        except LiquidError as error:
            self.faults.append(self._fault_of(error))
        except RecursionError:
            self.faults.append(_too_much(self.text, 0))
        if self.faults:
            return Rendered(self.text, (), tuple(self.faults))
        return Rendered(nfc(shown), tuple(self.uses), ())

    def _environment(self) -> Environment:
        from liquid import StrictUndefined

        environment: Environment = _limited()(undefined=StrictUndefined)
        environment.tags = {
            name: tag for name, tag in environment.tags.items() if name in (*TAGS, *_INNER)
        }
        environment.filters = {name: partial(self._filter, name) for name in FILTERS}
        return environment

    def _filter(self, name: str, path: object, *extra: object) -> str:
        """Show a figure and leave its mark; what cannot be shown becomes a Fault."""
        path = _PRIVATE.sub(NO_DATA, str(path))
        if len(self.uses) >= MAX_FIGURES:
            if len(self.faults) < 1:
                self.faults.append(_too_much(self.text, 0))
            return NO_DATA
        try:
            shown = FILTERS[name](self.source, path)
        except UnknownFigure:
            self._refuse(path, *_unknown(path, name))
            return NO_DATA
        except WrongFilter:
            self._refuse(
                path,
                _("số liệu “{path}” không phải là {kind}.").format(
                    path=path, kind=_("tỷ lệ") if name == "ty_le" else _("số tiền")
                ),
                _("Dùng “so” thay cho “{filter}”.").format(filter=name),
            )
            return NO_DATA
        self.uses.append(FigureUse(path, name, shown))
        return chr(_MARK + len(self.uses) - 1)

    def _refuse(self, path: str, message: str, remedy: str) -> None:
        offset = max(self.text.find(path), 0)
        fault = _fault(self.text, offset, message, remedy, code="unknown_figure")
        if fault not in self.faults:
            self.faults.append(fault)

    def _fault_of(self, error: Any) -> Fault:
        from liquid import exceptions as refused

        found = -1 if error.token is None else error.token.start_index
        offset = min(max(found, 0), max(len(self.text) - 1, 0))
        word = str(getattr(error.token, "value", "") or "")[:40]
        limits = (refused.ResourceLimitError, refused.BlockNestingError)
        if isinstance(error, limits):
            return _too_much(self.text, offset)
        if isinstance(error, refused.UndefinedError):
            return _fault(
                self.text,
                offset,
                _("không có mục “{word}”.").format(word=word),
                _("Chọn số liệu bằng nút “Chèn số liệu”, hoặc xóa phần trong {{ }}."),
            )
        if getattr(error.token, "kind", "") == "tag" and word.removeprefix("end") not in TAGS:
            return _fault(
                self.text,
                offset,
                _("không dùng được thẻ “{word}” trong báo cáo.").format(word=word),
                _("Xóa thẻ này."),
            )
        if isinstance(error, refused.UnknownFilterError):
            return _fault(
                self.text,
                offset,
                _("không có cách hiện số “{word}”.").format(word=word),
                _("Dùng một trong: {names}.").format(names=", ".join(FILTERS)),
            )
        return self._syntax(offset)

    def _syntax(self, offset: int) -> Fault:
        unclosed = _unclosed(self.text)
        if unclosed is not None:
            return _fault(
                self.text,
                unclosed,
                _("thẻ mở ở đây chưa có phần đóng."),
                _("Viết cho đủ {{ … }} hoặc {% … %} và thẻ “end…”, hoặc xóa thẻ này."),
            )
        return _fault(
            self.text,
            offset,
            _("thẻ số liệu viết sai."),
            _("Xóa thẻ này rồi chèn lại bằng nút “Chèn số liệu”."),
        )


def _limited() -> Any:
    """Make the class of environments with our limits (python-liquid reads them from the class)."""
    from liquid import Environment

    class Limited(Environment):
        loop_iteration_limit = MAX_LOOPS
        output_stream_limit = MAX_OUTPUT
        local_namespace_limit = MAX_NAMES
        context_depth_limit = MAX_DEPTH
        block_nesting_limit = MAX_DEPTH

    return Limited


def _unknown(path: str, name: str) -> tuple[str, str]:
    if name in COVERAGE_FILTERS:
        message = _("không có sổ hay chỉ tiêu “{path}” để đếm đơn vị báo cáo.")
    else:
        message = _("không có số liệu “{path}”.")
    remedy = _("Chèn lại số liệu bằng nút “Chèn số liệu” (Ctrl+D).")
    return message.format(path=path[:80]), remedy


def _too_much(text: str, offset: int) -> Fault:
    return _fault(
        text,
        offset,
        _("đoạn này lặp quá nhiều hoặc lồng quá sâu nên đã dừng."),
        _("Bớt số lần lặp, hoặc chia mục này thành hai mục."),
        code="template_limit",
    )


def _fault(text: str, offset: int, message: str, remedy: str, *, code: str = "template") -> Fault:
    before = text[:offset]
    line = before.count("\n") + 1
    column = offset - (before.rfind("\n") + 1) + 1
    return Fault(offset, line, column, message, remedy, code)


def _unclosed(text: str) -> int | None:
    """Find the last tag or block that is opened and never closed."""
    for found in _OPENING.finditer(text):
        close = "}}" if found[0] == "{{" else "%}"
        end = text.find(close, found.end())
        again = _OPENING.search(text, found.end())
        if end < 0 or (again is not None and again.start() < end):
            return found.start()
    open_blocks: list[tuple[str, int]] = []
    for found in _BLOCK.finditer(text):
        if not found[1]:
            open_blocks.append((found[2], found.start()))
        elif open_blocks and open_blocks[-1][0] == found[2]:
            open_blocks.pop()
        elif any(name == found[2] for name, _start in open_blocks):
            return open_blocks[-1][1]
    return open_blocks[-1][1] if open_blocks else None
