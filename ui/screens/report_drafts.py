"""What is typed into a report and not saved yet: compared with the register, kept as a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from danvan_desktop.i18n import _
from danvan_desktop.storage.values import Record
from ui.moments import clock_text
from ui.screens.record_draft import DraftKeeper
from ui.screens.report_work import REGISTER, Opened
from ui.widgets.section_text import read_template, write_template

if TYPE_CHECKING:
    from ui.screens.report import ReportScreen

Texts = dict[str, tuple[str, bool]]
"""Text and mark “đã viết xong” of every section, by its code."""


class ReportDrafts(QObject):
    """The text as it stands on the screen, and the draft that is kept of it."""

    def __init__(self, screen: ReportScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self.stored: Texts = {}
        """What the register holds."""
        self.done: dict[str, bool] = {}
        """Which sections are marked as written, as it stands on the screen."""
        self.keeper = DraftKeeper(screen.context, REGISTER, self._snapshot, self)
        self.keeper.kept.connect(self._kept)
        self.keeper.failed.connect(lambda why: screen.status.emit(why, "error"))

    # ------------------------------------------------------------------ queries
    @property
    def dirty(self) -> bool:
        """Tell whether something typed is not in the register yet."""
        return self.screen.record is not None and self.present() != self.stored

    def present(self) -> Texts:
        """Give text and mark of every section as they stand on the screen."""
        texts = self.screen.editor.texts()
        return {
            code: (texts.get(code, before), self.done.get(code, False))
            for code, (before, _done) in self.stored.items()
        }

    def sections(self) -> list[dict[str, Any]]:
        """Give the sections of the open report as the register wants them."""
        assert self.screen.record is not None
        present = self.present()
        return [
            {
                **section,
                "noi_dung": present[section["ma"]][0] or None,
                "xong": present[section["ma"]][1],
                "lay_tu": None if present[section["ma"]][1] else section.get("lay_tu"),
            }
            for section in self.screen.record.values["muc"]
        ]

    def working(self) -> Record:
        """Give the report with the text as it stands on the screen."""
        record = self.screen.record
        assert record is not None
        if not self.screen.editable:
            return record
        return replace(record, values={**record.values, "muc": self.sections()})

    # ------------------------------------------------------------------ commands
    def take_stored(self, values: Any) -> None:
        """Compare with these values of the register from now on; the marks stay."""
        self.stored = _texts_of(values)

    def take_marks(self) -> None:
        """Go back to the marks that the register holds."""
        self.done = {code: done for code, (_text, done) in self.stored.items()}

    def take_opened(self, opened: Opened) -> Any:
        """Begin with a report that was read; give the values to show, those of its draft first."""
        self.take_stored(opened.record.values)
        values = opened.draft.values if opened.draft is not None else opened.record.values
        self.done = {str(s["ma"]): bool(s.get("xong")) for s in values["muc"]}
        return values

    def begin(self, opened: Opened) -> None:
        """Keep drafts of this report, once its text is shown."""
        kept = opened.draft
        self.keeper.begin(
            opened.record.id, dict(kept.values) if kept else None, kept.at if kept else ""
        )

    def tell_restored(self, at: str) -> None:
        """Say that the text is the draft kept at ``at`` (UTC ISO text), with the way back."""
        self.screen.panes.banner.tell(
            _("Đã mở lại bản nháp giữ lúc {time}, chưa lưu vào báo cáo.").format(
                time=clock_text(at)
            ),
            icon="draft",
            tone="warning",
            link=_("Bỏ bản nháp"),
            on_link=self.discard,
        )

    def discard(self) -> None:
        """Go back to what was saved."""
        screen = self.screen
        if screen.record is not None:
            self.keeper.drop()
            self.take_marks()
            screen.show_text(screen.record.values)
            screen.panes.banner.tell("")
            screen.told.emit(_("Đã bỏ bản nháp"), False)
            screen.live.look()

    def mark_done(self, done: bool) -> None:
        """Mark the section of the cursor as written, or not."""
        self.done[self.screen.editor.current] = done
        self.keeper.touch()
        self.screen.sections.show_outline()
        self.screen.live.look_soon()

    def leave(self) -> None:
        """Keep the draft before the page is left."""
        if self.keeper.at and not self.dirty:
            self.keeper.drop()  # what was typed was taken back
        self.keeper.keep()

    # ------------------------------------------------------------------ private
    def _snapshot(self) -> tuple[dict[str, Any], str] | None:
        if not self.screen.editable or not self.dirty:
            return None
        return dict(self.working().values), self.screen.editor.current

    def _kept(self) -> None:
        self.screen.status.emit(clock_text(self.keeper.at), "draft")


def _texts_of(values: Any) -> Texts:
    """Give text and mark of every section, the text as the editor itself would write it."""
    return {
        str(section["ma"]): (
            write_template(read_template(str(section.get("noi_dung") or ""))).text,
            bool(section.get("xong")),
        )
        for section in values["muc"]
    }
