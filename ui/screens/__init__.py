"""The one list of screens: where they stand in the rail, how they are called, who makes them.

A register needs no line here: its list and form are entered from its declaration.

How to add a screen: write ``screens/<name>.py`` with a ``Screen``, add one line to ``SCREENS`` and
the help page ``resources/help/<help_key>.vi.html``. The module is imported when it is first shown.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from danvan_desktop.i18n import N_

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from ui.screens.base import Screen


class ScreenEntry(NamedTuple):
    """A screen: key, words, icon, section of the rail ("" for pages reached from others).

    ``factory`` is "module:Class"; it is called with the context and ``options``.
    ``parent`` is the rail entry that stays marked while a page without its own entry is shown.
    """

    key: str
    label: str
    icon: str
    section: str
    factory: str
    parent: str = ""
    options: Mapping[str, Any] = MappingProxyType({})

    def load(self) -> Any:
        """Import the module and return the class; on the GUI thread (see ``ui/warm_up.py``)."""
        module, _colon, name = self.factory.partition(":")
        return getattr(importlib.import_module(module), name)

    def make(self, context: Context) -> Screen:
        """Make the screen."""
        screen: Screen = self.load()(context, **self.options)
        return screen


LIST, FORM = "ui.screens.registers:RegisterScreen", "ui.screens.record:RecordScreen"


def _register(key: str, label: str, icon: str) -> tuple[ScreenEntry, ScreenEntry]:
    """Enter the list of a register and its form, which needs no place in the rail."""
    which = {"register": key}
    return (
        ScreenEntry(key, label, icon, "books", LIST, options=which),
        ScreenEntry(f"record:{key}", label, icon, "", FORM, parent=key, options=which),
    )


_IN_RAIL = ("dan_van_kheo", "hoi_nghi", "doi_thoai")
"""Registers with a place in the rail; the page of all registers leads to the others."""


def _directory(key: str, label: str, icon: str) -> tuple[ScreenEntry, ScreenEntry]:
    """Enter a part of the office's directory: the same two pages, reached from the settings."""
    which = {"register": key}
    return (
        ScreenEntry(key, label, icon, "", LIST, parent="settings", options=which),
        ScreenEntry(f"record:{key}", label, icon, "", FORM, parent="settings", options=which),
    )


FIXED: tuple[ScreenEntry, ...] = (
    ScreenEntry("home", N_("Việc cần làm"), "todo", "top", "ui.screens.home:HomeScreen"),
    *_register("dan_van_kheo", N_("Dân vận khéo"), "sparkles"),
    *_register("hoi_nghi", N_("Hội nghị"), "people"),
    ScreenEntry(
        "page:hoi_nghi",
        N_("Biên bản hội nghị"),
        "people",
        "",
        "ui.screens.meeting:MeetingScreen",
        parent="hoi_nghi",
    ),
    *_register("doi_thoai", N_("Đối thoại"), "dialogue"),
    ScreenEntry(
        "registers",
        N_("Tất cả các sổ"),
        "book",
        "books",
        "ui.screens.all_registers:AllRegistersScreen",
    ),
    ScreenEntry(
        "import",
        N_("Nhập từ Excel"),
        "import",
        "summary",
        "ui.screens.import_workbooks:ImportScreen",
    ),
    ScreenEntry(
        "repeats",
        N_("Nghi trùng"),
        "copy",
        "",
        "ui.screens.repeats:RepeatsScreen",
        parent="registers",
    ),
    ScreenEntry("figures", N_("Số liệu"), "figures", "summary", "ui.screens.figures:FiguresScreen"),
    ScreenEntry(
        "figure_entry",
        N_("Nhập số liệu"),
        "figures",
        "",
        "ui.screens.figure_entry:FigureEntryScreen",
        parent="figures",
    ),
    ScreenEntry(
        "completeness",
        N_("Tình hình gửi số liệu"),
        "inbox",
        "",
        "ui.screens.completeness:CompletenessScreen",
        parent="figures",
    ),
    ScreenEntry(
        "period_closing",
        N_("Khóa kỳ"),
        "lock",
        "",
        "ui.screens.period_closing:PeriodClosingScreen",
        parent="figures",
    ),
    ScreenEntry("reports", N_("Báo cáo"), "report", "summary", "ui.screens.reports:ReportsScreen"),
    ScreenEntry(
        "report",
        N_("Soạn báo cáo"),
        "report",
        "",
        "ui.screens.report:ReportScreen",
        parent="reports",
    ),
    ScreenEntry(
        "numbers",
        N_("Sổ văn bản đi"),
        "book",
        "",
        "ui.screens.numbers:NumbersScreen",
        parent="reports",
    ),
    ScreenEntry(
        "templates",
        N_("Mẫu văn bản"),
        "report",
        "",
        "ui.screens.template_list:TemplatesScreen",
        parent="reports",
    ),
    ScreenEntry(
        "template",
        N_("Soạn mẫu văn bản"),
        "report",
        "",
        "ui.screens.template_editor:TemplateScreen",
        parent="reports",
    ),
    ScreenEntry("sync", N_("Gửi – nhận"), "sync", "summary", "ui.screens.sync:SyncScreen"),
    ScreenEntry(
        "packs", N_("Gói của tỉnh"), "inbox", "", "ui.screens.packs:PacksScreen", parent="sync"
    ),
    ScreenEntry(
        "province", N_("Nhận gói"), "inbox", "summary", "ui.screens.province:ProvinceScreen"
    ),
    ScreenEntry(
        "settings", N_("Cài đặt"), "settings", "bottom", "ui.screens.settings:SettingsScreen"
    ),
    *_directory("van_phong", N_("Cơ quan"), "office"),
    *_directory("can_bo_ky", N_("Người ký, cán bộ"), "officer"),
    *_directory("don_vi", N_("Đơn vị"), "units"),
    ScreenEntry(
        "unit_changes",
        N_("Sáp nhập, chia tách, đổi tên đơn vị"),
        "units",
        "",
        "ui.screens.units_change:UnitChangesScreen",
        parent="settings",
    ),
    ScreenEntry(
        "token",
        N_("Thiết bị ký"),
        "key",
        "",
        "ui.screens.token:TokenScreen",
        parent="settings",
    ),
    *_directory("ky", N_("Kỳ báo cáo"), "calendar"),
    *_directory("nhiem_ky", N_("Nhiệm kỳ"), "term"),
)
"""The screens that need no declaration, in the order of the rail; the first is the one that opens.

The window begins with these alone: a start must not wait for the registers, however many they are.
"""


RECEIVERS_ONLY = ("province",)
"""Entries of the rail that only an office that receives bundles has."""


class _Screens(Sequence[ScreenEntry]):
    """Every screen: those of the registers after the page that leads to them."""

    @cached_property
    def _all(self) -> tuple[ScreenEntry, ...]:
        place = next(n for n, entry in enumerate(FIXED) if entry.key == "registers") + 1
        return (*FIXED[:place], *_other_registers(), *FIXED[place:])

    @overload
    def __getitem__(self, place: int) -> ScreenEntry: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[ScreenEntry]: ...

    def __getitem__(self, place: int | slice) -> ScreenEntry | Sequence[ScreenEntry]:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)


SCREENS = _Screens()
"""Every screen, in the order of the rail; asking for it reads the declarations of all registers."""


def _other_registers() -> tuple[ScreenEntry, ...]:
    """Enter the list and the form of every register that stands only on the page of all."""
    from danvan_desktop.registers import clerk_registers

    entries = []
    for spec in clerk_registers():
        if spec.key in _IN_RAIL:
            continue
        which = {"register": spec.key}
        entries += [
            ScreenEntry(spec.key, spec.label, spec.icon, "", LIST, "registers", which),
            ScreenEntry(f"record:{spec.key}", spec.label, spec.icon, "", FORM, "registers", which),
        ]
    return tuple(entries)


def screen(key: str) -> ScreenEntry | None:
    """Find a screen by its key."""
    found = next((entry for entry in FIXED if entry.key == key), None)
    return found or next((entry for entry in SCREENS if entry.key == key), None)


PAGES = {
    "hoi_nghi": "page:hoi_nghi",
    "bao_cao": "report",
    "so_di": "numbers",
    "mau_van_ban": "templates",
}
"""Registers whose records have a page of their own in place of the form."""


def record_screen(register: str) -> str:
    """Name the screen that shows a record of a register."""
    return PAGES.get(register, f"record:{register}")


HELP = ScreenEntry("help", N_("Trợ giúp (F1)"), "help", "bottom", "")
"""The last item of the rail; it opens a dialog, not a page."""
