r"""The text of one section: a template with live figures in, paragraphs and faults out.

The template language is python-liquid with nothing but the filters of ``shown.py``, loops and
conditions, all of them limited; it reaches no file, no other template and no attribute of an
object. A live figure travels through it as one private character (``_MARK`` + its number), so
that no loop, condition or markup can cut it apart and the place of its value stays known.

| written | means |
|---|---|
| ``{{ "dvk_dang_ky" \| so }}`` | a figure, shown by a filter |
| ``{{ ky.ten }}``, ``{{ ky.tu_ngay \| ngay_dai }}`` | a word of ``names.py``, changed by a filter |
| ``{% if "doi_thoai_cuoc" \| co %} … {% else %} … {% endif %}`` | text on a condition |
| ``{% if "a" \| gia_tri > 10 and "b" \| tang %} … {% endif %}`` | a condition on numbers |
| ``{% if "a" \| co_cung_ky %} {{ "a" \| so_sanh }} {% endif %}`` | only what can be compared |
| ``{% for dv in don_vi %}{{ dv.ten }}: {{ "a" \| so: dv.ma }} … {% endfor %}`` | for each commune |

Lists, tables and headings inside the text are the light markup of ``markup.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.reports.figures import FigureSource
from danvan_desktop.reports.literal import literal, shields_in_rows, without_shields
from danvan_desktop.reports.mistakes import (
    Mistake,
    misplaced_filters,
    mistakes,
    unclosed,
    unknown_filter,
)
from danvan_desktop.reports.placeholders import words_in
from danvan_desktop.reports.shown import (
    CATALOGUE,
    CONDITIONS,
    COVERAGE_FILTERS,
    FILTERS,
    LETTERS,
    NO_DATA,
    TEXT_FILTERS,
    UnknownFigure,
    WrongFilter,
    WrongOption,
    at_unit,
    is_missing,
)
from danvan_desktop.vietnamese import broken_at, nfc

if TYPE_CHECKING:
    from liquid import Environment

MAX_TEXT = 200_000
MAX_LOOPS = 1_000
MAX_OUTPUT = 400_000
MAX_NAMES = 200_000
MAX_DEPTH = 12
MAX_TAG = 1_000
"""Letters in one tag; the language takes seconds to read some longer ones."""
MAX_FIGURES = 5_000

TAGS = ("if", "unless", "case", "for", "break", "continue", "assign", "comment")
_INNER = ("content", "output", "illegal")

_MARK = 0xF0000
"""First of the private characters that stand for figures; the text may hold none itself."""

_PRIVATE = re.compile(r"[\U000F0000-\U0010FFFF]")
_OPENING = re.compile(r"\{\{|\{%")
_GAP = re.compile(r"\s{100}")
_SENT_WORD = re.compile(rf"\{{\{{-?\s*([a-z_][\w.]*)\s*\|\s*(?:{'|'.join(FILTERS)})\b")
_KEPT = re.compile(r"\{%-?\s*(raw|doc)\b")
_LOOP_OF_UNITS = re.compile(r"\bin\s+don_vi\b|\bdon_vi\s*[.\[|}]")


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
    """A section after its figures were filled in; ``text`` holds a mark for each figure.

    ``conditional`` says that conditions or loops may have left lines out or repeated them.
    """

    text: str
    uses: tuple[FigureUse, ...]
    faults: tuple[Fault, ...]
    conditional: bool = False

    def plain(self) -> str:
        """Return the text as people read it."""
        text = without_shields(self.text)
        return _PRIVATE.sub(lambda found: self.use_of(found[0]).shown, text)

    def stored(self) -> str:
        """Return the text as a draft keeps it: what stood in records can never become markup."""
        return _PRIVATE.sub(lambda found: literal(self.use_of(found[0]).shown), self.text)

    def use_of(self, mark: str) -> FigureUse:
        """Tell which figure a mark stands for."""
        return self.uses[ord(mark) - _MARK]


def hopeless(text: str) -> bool:
    """Tell whether a text has a tag that nobody can read: without an end, or of endless length."""
    return _hopeless(text) is not None


def is_mark(character: str) -> bool:
    """Tell whether a character of a rendered text stands for a figure."""
    return ord(character) >= _MARK


def render_section(text: str, source: FigureSource, names: Mapping[str, Any]) -> Rendered:
    """Fill in a section's text; with faults the text comes back as it was typed.

    ``names`` are the words that a template may use besides figures (``ky.ten``, ``co_quan.ten``).
    """
    found = _filled(text, source, names)
    return replace(found, text=shields_in_rows(found.text))


def settle_words(text: str, source: FigureSource, names: Mapping[str, Any]) -> str:
    """Write the words of a text out (``{{ ky.ten }}``); figures, conditions and loops stay.

    A word that is unknown here, such as that of a loop, stays too.
    """
    pieces, position = [], 0
    for word in words_in(text):
        found = _filled(word.text, source, names)
        said = word.text if found.faults else found.stored()
        pieces += [text[position : word.start], said]
        position = word.end
    return shields_in_rows("".join([*pieces, text[position:]]))


def _filled(text: str, source: FigureSource, names: Mapping[str, Any]) -> Rendered:
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
        self._known: dict[tuple[str, str, str], str] = {}

    def run(self, names: Mapping[str, Any]) -> Rendered:
        """Parse and fill in; every refusal of the language becomes a Fault."""
        from liquid.exceptions import LiquidError

        hopeless = _hopeless(self.text)
        if hopeless is not None:
            self.faults.append(hopeless)
            return Rendered(self.text, (), tuple(self.faults))
        if misplaced_filters(self.text):
            return Rendered(self.text, (), tuple(self._written_wrong()))
        if _LOOP_OF_UNITS.search(self.text):
            units = [{"ma": code, "ten": name} for code, name in self.source.units()]
            names = {**names, "don_vi": units}
        try:
            shown = self._environment().from_string(self.text).render(**names)
        except LiquidError as error:
            self.faults += self._faults_of(error)
        except RecursionError:
            self.faults.append(_too_much(self.text, 0))
        if self.faults:
            return Rendered(self.text, (), tuple(self.faults))
        return Rendered(nfc(shown), tuple(self.uses), (), "{%" in self.text)

    def _environment(self) -> Environment:
        from liquid import StrictUndefined

        environment: Environment = _limited()(undefined=StrictUndefined)
        environment.filters = {
            **{name: partial(self._filter, name) for name in FILTERS},
            **{name: partial(self._condition, name) for name in CONDITIONS},
            **{name: partial(self._words, name) for name in TEXT_FILTERS},
        }
        return environment

    def _filter(self, name: str, path: object, option: object = "") -> str:
        """Show a figure and leave its mark; what cannot be shown becomes a Fault."""
        if len(self.uses) >= MAX_FIGURES:
            if len(self.faults) < 1:
                self.faults.append(_too_much(self.text, 0))
            return NO_DATA
        found = self._shown(name, path, option)
        if found is None:
            return NO_DATA
        where, words, shown = found
        return self._mark(FigureUse(where, words, shown))

    def _condition(self, name: str, path: object, option: object = "") -> object:
        """Ask a figure for a condition: True, False, or of ``gia_tri`` the number (None: none)."""
        found = self._shown(name, path, option)
        shown = found[2] if found else ""
        if name == "gia_tri":
            return Decimal(shown) if shown else None
        return bool(shown)

    def _words(self, name: str, value: object, *extra: object) -> str:
        """Change words, or the first letter of a figure that was shown."""
        text = str(value)
        if len(text) == 1 and is_mark(text):
            use = self.uses[ord(text) - _MARK]
            if name in LETTERS:
                words = f"{use.filter}|{name}"
                return self._mark(FigureUse(use.path, words, TEXT_FILTERS[name](use.shown)))
            text = use.shown
        try:
            return TEXT_FILTERS[name](_PRIVATE.sub("", text))
        except WrongFilter:
            self._refuse(
                f"| {name}",
                _("“{words}” không phải là ngày.").format(words=text[:40]),
                _("Bỏ phần “| {filter}”.").format(filter=name),
            )
            return text

    def _shown(self, name: str, path: object, option: object) -> tuple[str, str, str] | None:
        """Give path, filter and words of a figure; None after a Fault."""
        path, option = (_PRIVATE.sub(NO_DATA, str(part)) for part in (path, option))
        key = (name, path, option)
        spec = CATALOGUE[name]
        words = f"{name}:{option}" if option else name
        try:
            if option and not (spec.options or spec.counts or spec.axes):
                path, option, words = at_unit(path, option), "", name
            if key not in self._known:
                self._known[key] = spec.show(self.source, path, option)
            return path, words, self._known[key]
        except UnknownFigure:
            self._refuse(path, *_unknown(path, name))
        except WrongFilter as error:
            message = _("số liệu “{path}” không phải là {kind}.").format(path=path, kind=error)
            remedy = _("Dùng “so” thay cho “{filter}”.").format(filter=name)
            self._refuse(path, message, remedy)
        except WrongOption as error:
            message = _("cách hiện số “{filter}” không có lựa chọn “{option}”.")
            self._refuse(
                path,
                message.format(filter=name, option=str(error)[:40]),
                _("Chèn lại số liệu bằng nút “Chèn số liệu” (Ctrl+D)."),
            )
        return None

    def _mark(self, use: FigureUse) -> str:
        self.uses.append(use)
        return chr(_MARK + len(self.uses) - 1)

    def _refuse(self, path: str, message: str, remedy: str) -> None:
        offset = self.text.find(path)
        if offset < 0:
            # Not a figure that is named in the text, but a word that was sent through a filter.
            word = _SENT_WORD.search(self.text)
            offset = word.start(1) if word else 0
        fault = _fault(self.text, offset, message, remedy, code="unknown_figure")
        if fault not in self.faults:
            self.faults.append(fault)

    def _faults_of(self, error: Any) -> list[Fault]:
        """Give every mistake of the text where its writing is wrong, else the one that stopped."""
        from liquid import exceptions as refused

        stopped = (
            refused.ResourceLimitError,
            refused.BlockNestingError,
            refused.UndefinedError,
        )
        found = [] if isinstance(error, stopped) else self._written_wrong()
        return found or [self._fault_of(error)]

    def _written_wrong(self) -> list[Fault]:
        reads = partial(self._reads, self._environment())
        return [_at(self.text, one) for one in mistakes(self.text, reads)]

    def _reads(self, environment: Environment, tag: str) -> Mistake | None:
        from liquid.exceptions import LiquidError

        try:
            environment.from_string(tag)
        except LiquidError as error:
            place = -1 if error.token is None else error.token.start_index
            fault = self._fault_of(error)
            return Mistake(place, fault.message, fault.remedy)
        return None

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
            return _refused_tag(self.text, offset, word)
        if isinstance(error, refused.UnknownFilterError):
            return _at(self.text, unknown_filter(offset, word))
        return _fault(
            self.text,
            offset,
            _("thẻ số liệu viết sai."),
            _("Xóa thẻ này rồi chèn lại bằng nút “Chèn số liệu”."),
        )


@cache
def _limited() -> Any:
    """Make the class of environments with our limits and tags (making one takes milliseconds)."""
    from liquid import Environment
    from liquid.builtin.output import Output, OutputNode
    from liquid.stringify import to_liquid_string

    from danvan_desktop.reports.conditions import condition_tags

    class LiteralNode(OutputNode):
        """Puts words in as letters, whatever signs they hold."""

        def render_to_output(self, context: Any, buffer: Any) -> int:
            shown = to_liquid_string(self.expression.evaluate(context), autoescape=False)
            return int(buffer.write(literal(shown)))

    class LiteralOutput(Output):
        node_class = LiteralNode

    class Limited(Environment):
        loop_iteration_limit = MAX_LOOPS
        output_stream_limit = MAX_OUTPUT
        local_namespace_limit = MAX_NAMES
        context_depth_limit = MAX_DEPTH
        block_nesting_limit = MAX_DEPTH

        def setup_tags_and_filters(self, *, extra: bool = False) -> None:
            super().setup_tags_and_filters(extra=extra)
            kept = (*TAGS, *_INNER)
            self.tags = {name: tag for name, tag in self.tags.items() if name in kept}
            self.add_tag(LiteralOutput)
            for tag in condition_tags():
                self.add_tag(tag)

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


def _at(text: str, found: Mistake) -> Fault:
    return _fault(text, found.offset, found.message, found.remedy)


def _refused_tag(text: str, offset: int, word: str) -> Fault:
    return _fault(
        text,
        offset,
        _("không dùng được thẻ “{word}” trong báo cáo.").format(word=word),
        _("Xóa thẻ này."),
    )


def _fault(text: str, offset: int, message: str, remedy: str, *, code: str = "template") -> Fault:
    before = text[:offset]
    line = before.count("\n") + 1
    column = offset - (before.rfind("\n") + 1) + 1
    return Fault(offset, line, column, message, remedy, code)


def _hopeless(text: str) -> Fault | None:
    """Find a broken letter, or a tag that never closes or is longer than any that is needed.

    The language's own reader takes time by the square of the length for either.
    """
    broken = broken_at(text)
    if broken >= 0:
        return _fault(text, broken, _("có ký tự hỏng."), _("Xóa ký tự đó rồi gõ lại chỗ này."))
    found = _OPENING.search(text)
    while found is not None:
        close = "}}" if found[0] == "{{" else "%}"
        end = text.find(close, found.end())
        if end < 0:
            return _at(text, unclosed(found.start()))
        if end - found.end() > MAX_TAG or _GAP.search(text, found.end(), end):
            return _fault(
                text,
                found.start(),
                _("thẻ này quá dài."),
                _("Viết thẻ ngắn hơn {n} chữ, hoặc xóa thẻ này.").format(n=MAX_TAG),
                code="template_limit",
            )
        kept = _KEPT.match(text, found.start())
        if kept is not None:
            # No tag of a report, but the reader looks for its end from every place where it stands.
            return _refused_tag(text, kept.start(1), kept[1])
        found = _OPENING.search(text, end + len(close))
    return None
