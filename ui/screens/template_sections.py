"""The sections of the template that is open: their text, headings, order and level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from danvan_desktop.i18n import _
from danvan_desktop.reports.outline import OutlineItem, outline
from danvan_desktop.reports.placeholders import tags_in
from danvan_desktop.reports.preview import HEAD_PARTS, HEADING
from danvan_desktop.reports.tag_words import tag_words
from danvan_desktop.reports.template_changes import HEAD
from danvan_desktop.reports.templates import MAX_LEVEL
from ui.widgets.section_text import read_template, write_template

if TYPE_CHECKING:
    from ui.screens.template_editor import TemplateScreen

Data = Mapping[str, Any]


class TemplateSections(QObject):
    """Holds the template's data while it is written; ``data`` gives it as it stands."""

    def __init__(self, screen: TemplateScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self.level = "H"
        """The level of the office, whose own default texts are shown."""
        self.head: dict[str, Any] = {}
        self.stored: dict[str, Any] = {}
        self._sections: list[dict[str, Any]] = []
        self._titles: dict[tuple[str, str], str] = {}
        """Headings as the sample prints them, by code and what is written."""
        panes = screen.panes
        panes.outline.chosen.connect(self._go_to)
        panes.outline.add_wanted.connect(self.add)
        panes.outline.remove_wanted.connect(self.remove)
        panes.outline.moved.connect(self.move)
        panes.outline.shifted.connect(self.shift)
        panes.editor.section_changed.connect(self._entered)
        panes.heading.textEdited.connect(self._rename)

    # ------------------------------------------------------------------ queries
    def data(self) -> dict[str, Any]:
        """Give the whole template as it stands on the screen."""
        texts = self.screen.panes.editor.texts()
        sections = [self._with_text(one, texts) for one in self._sections]
        return {**self.head, "sections": sections}

    def names(self) -> dict[str, str]:
        """Name every section, heading and part of the head for the list of mistakes."""
        found = {item.code: _plain(f"{item.mark} {item.title}".strip()) for item in self._items()}
        heading = _("Tiêu đề của {section}")
        found |= {f"{HEADING}{code}": heading.format(section=name) for code, name in found.items()}
        labels = {name: _(words) for name, words in HEAD}
        return {**found, **{name: labels[name] for name in HEAD_PARTS}}

    # ------------------------------------------------------------------ commands
    def take_titles(self, printed: Iterable[Data]) -> None:
        """Show the headings as a sample prints them (its sections: ``ma``, ``tieu_de``)."""
        written = {str(one["code"]): str(one["heading"]) for one in self._sections}
        found = {
            (str(one["ma"]), written[str(one["ma"])]): str(one["tieu_de"])
            for one in printed
            if str(one["ma"]) in written
        }
        if found != self._titles:
            self._titles = found
            self._take_texts()
            self._show_headings()

    def take_stored(self, data: Data) -> None:
        """Compare with this version from now on, written as the editor itself would."""
        self.stored = {**data, "sections": [self._rewritten(one) for one in data["sections"]]}

    def show_data(self, data: Data) -> None:
        """Show a template."""
        self.head = {key: value for key, value in data.items() if key != "sections"}
        self._sections = [dict(one) for one in data["sections"]]
        self._show()

    def add(self) -> None:
        """Add a section behind the present one, at its level."""
        self._take_texts()
        row = self._row()
        codes = {str(one["code"]) for one in self._sections}
        number = len(self._sections) + 1
        while f"m{number}" in codes:
            number += 1
        level = int(self._sections[row]["level"]) if self._sections else 1
        new = {"code": f"m{number}", "level": max(level, 1), "heading": _("Mục mới"), "text": ""}
        self._sections.insert(row + 1 if self._sections else 0, new)
        self._show(present=str(new["code"]))
        self.screen.panes.heading.setFocus()
        self.screen.panes.heading.selectAll()
        self._changed()

    def remove(self) -> None:
        """Remove the present section; the draft and the versions still have it."""
        if len(self._sections) < 2:
            return
        self._take_texts()
        row = self._row()
        gone = self._sections.pop(row)
        present = self._sections[min(row, len(self._sections) - 1)]["code"]
        self._show(present=str(present))
        words = _("Đã bỏ mục “{name}”; “Các bản…” còn giữ").format(name=_plain(gone["heading"]))
        self.screen.told.emit(words, False)
        self._changed()

    def move(self, step: int) -> None:
        """Move the present section up or down."""
        self._take_texts()
        row = self._row()
        if 0 <= row + step < len(self._sections):
            moved = self._sections.pop(row)
            self._sections.insert(row + step, moved)
            self._show(present=str(moved["code"]))
            self._changed()

    def shift(self, step: int) -> None:
        """Bring the present section a level up or down; level 0 has no heading."""
        row = self._row()
        if self._sections:
            self._take_texts()
            section = self._sections[row]
            section["level"] = min(max(int(section["level"]) + step, 0), MAX_LEVEL)
            self._show(present=str(section["code"]))
            self._changed()

    # ------------------------------------------------------------------ private
    def _items(self) -> list[OutlineItem]:
        return outline(
            {
                "muc": [
                    {
                        "ma": one["code"],
                        "tieu_de": self._title(one),
                        "cap": one["level"],
                        # Every section of a template can be written, also one with others below.
                        "noi_dung": self._text(one) or " .",
                    }
                    for one in self._sections
                ]
            }
        )

    def _title(self, section: Data) -> str:
        heading = str(section["heading"])
        return self._titles.get((str(section["code"]), heading), heading)

    def _show_headings(self) -> None:
        items, panes = self._items(), self.screen.panes
        panes.editor.show_report(panes.editor.texts(), items, read_only=False)
        lines = [(i.code, i.level, _plain(f"{i.mark} {i.title}".strip())) for i in items]
        panes.outline.show_sections(lines, present=panes.editor.current)

    def _show(self, *, present: str = "") -> None:
        panes = self.screen.panes
        items = self._items()
        texts = {str(one["code"]): self._text(one) for one in self._sections}
        panes.editor.show_report(texts, items, read_only=False)
        lines = [
            (item.code, item.level, _plain(f"{item.mark} {item.title}".strip())) for item in items
        ]
        present = present or panes.editor.current
        panes.outline.show_sections(lines, present=present)
        if present in panes.editor.sections and present != panes.editor.current:
            panes.editor.go_to(present)
        self._entered(present)

    def _row(self) -> int:
        code = self.screen.panes.editor.current
        codes = [str(one["code"]) for one in self._sections]
        return codes.index(code) if code in codes else max(0, len(codes) - 1)

    def _go_to(self, code: str) -> None:
        self.screen.panes.editor.go_to(code)
        self.screen.pages.follow_section(code)

    def _entered(self, code: str) -> None:
        section = next((one for one in self._sections if one["code"] == code), None)
        if section is not None:
            self.screen.panes.heading.setText(str(section["heading"]))
            self.screen.panes.outline.mark(code)

    def _rename(self, words: str) -> None:
        if self._sections:
            self._sections[self._row()]["heading"] = words
            self._take_texts()
            self._show_headings()
            self._changed()

    def _changed(self) -> None:
        self.screen.panes.editor.edited.emit(self.screen.panes.editor.current)

    def _take_texts(self) -> None:
        texts = self.screen.panes.editor.texts()
        self._sections = [self._with_text(one, texts) for one in self._sections]

    def _with_text(self, section: Data, texts: Mapping[str, str]) -> dict[str, Any]:
        text = texts.get(str(section["code"]))
        if text is None or text == self._text(section):
            return dict(section)
        by_level = section.get("by_level") or {}
        if self.level in by_level:
            return {**section, "by_level": {**by_level, self.level: text}}
        return {**section, "text": text}

    def _text(self, section: Data) -> str:
        by_level = section.get("by_level") or {}
        return str(by_level.get(self.level, section.get("text") or ""))

    def _rewritten(self, section: Data) -> dict[str, Any]:
        text = self._text(section)
        written = write_template(read_template(text)).text
        return self._with_text(section, {str(section["code"]): written})


def _plain(words: str) -> str:
    """Write a heading with the words that its tags stand for."""
    pieces, position = [], 0
    for tag in tags_in(words):
        pieces += [words[position : tag.start], f"‹{tag_words(tag.text)}›"]
        position = tag.end
    return "".join([*pieces, words[position:]])
