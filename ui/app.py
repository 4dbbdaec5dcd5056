"""Starts the window: with its first page where the data open at once, else with its frame first.

The data are opened on a worker, every failure is shown in words, and what the first page does not
need is imported and done after it was painted.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtGui import QGuiApplication, Qt
from PySide6.QtWidgets import QApplication

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _, language, use_language
from danvan_desktop.paths import Paths, default_data_folder
from danvan_desktop.settings import Settings
from ui import icons, quick_start, tasks, theme, translator
from ui.collector import Collector
from ui.farewell import delete_later
from ui.layouts import forget_items_when_nesting
from ui.main_window import MainWindow
from ui.single_instance import SingleInstance
from ui.widgets.focus_ring import FocusFollower
from ui.widgets.logo import sign

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.storage.values import Changes
    from ui.database_dialog import Wish
    from ui.warm_up import WarmUp

LOG_BYTES = 500_000
PATIENCE = 0.12
"""Seconds for which the window waits for its data before it is shown without them."""
REST_MS, WARM_MS = 1500, 400
"""For how long the window is left alone before a copy is made, and before imports begin."""
BACKUP_CHECK_MS = 15 * 60 * 1000
"""How often to look whether an automatic copy is due (the context decides)."""


NEWS_MS = 5000
"""How often to ask a server what others wrote."""


def run(arguments: Sequence[str]) -> int:
    """Open the window and return the exit status when it was closed."""
    named, files = _read(arguments)
    app = make_application()
    folder = named or default_data_folder()
    instance = SingleInstance(folder)
    if not instance.first and instance.hand_over(files):
        return 0
    program = Program(app, Paths(folder.resolve()), files)
    instance.asked.connect(program.come_forward)
    program.start()
    try:
        return app.exec()
    finally:
        program.finish()
        instance.release()


def make_application() -> QApplication:
    """Make the Qt application with names and scaling, without any window."""
    forget_items_when_nesting()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("danvan-desktop")
    app.setDesktopFileName("danvan-desktop")
    return app


class Program(QObject):
    """One run of the window: over the office's data folder, or over that of the sample office."""

    def __init__(self, app: QApplication, paths: Paths, files: Sequence[str] = ()) -> None:
        super().__init__()
        self._app = app
        self._home = paths
        self._paths = paths
        self._files = list(files)
        self.context: Context | None = None
        self.settings = Settings(paths.settings)
        self._after_crash = not self.settings.get("closed_well", True)
        use_language(str(self.settings.get("language")))
        self._opening = self.open()  # on its thread, while the window is made
        QLocale.setDefault(QLocale("vi_VN" if language() == "vi" else "en_GB"))
        translator.install()
        icons.keep_in(paths.icons)
        theme.apply(app, mode=self.settings.get("theme"), zoom=int(self.settings.get("zoom")))
        theme.follow_system(app)
        app.setWindowIcon(sign())
        self._ring = FocusFollower(app)
        self.window = self._make_window()
        self._collector = Collector(self)
        self._copies = QTimer(self)
        self._copies.setInterval(BACKUP_CHECK_MS)
        self._copies.timeout.connect(self._back_up)
        self._news = QTimer(self)
        self._news.setInterval(NEWS_MS)
        self._news.timeout.connect(self._ask_for_news)
        tasks.hub().changed.connect(self._own_change)
        self._warming: WarmUp | None = None
        self._hook_before = sys.excepthook
        sys.excepthook = self._show_fault

    # ------------------------------------------------------------------ commands
    def start(self) -> None:
        """Show the window, with its first page if the data are open in the time of a glance."""
        self._opening.wait(PATIENCE)
        self.window.painted.connect(quick_start.end)
        self.window.painted.connect(self._drawn)
        self.window.show()

    def open(self) -> tasks.Task:
        """Open the data folder on a worker."""
        return tasks.run(
            _open_sample if self._paths == Paths(self._home.sample) else _open,
            self._paths.data,
            self.settings,
            done=self._opened,
            failed=lambda error: self.window.show_failure(error),
            owner=self,
        )

    def come_forward(self, files: Sequence[str] = ()) -> None:
        """Raise the window for a second start and open what it was given."""
        window = self.window
        window.setWindowState(
            window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive
        )
        window.show()
        window.raise_()
        window.activateWindow()
        self._open_files(files)

    def finish(self) -> None:
        """Let the writer finish and give the folder back."""
        self._close()
        sys.excepthook = self._hook_before

    def speak(self, code: str) -> None:
        """Switch the language at once: the window is made anew over the open data."""
        self.settings.set("language", code)
        use_language(code)
        QLocale.setDefault(QLocale("vi_VN" if language() == "vi" else "en_GB"))
        translator.install()
        self._renew_window()
        if self.context is not None:
            self.window.take_context(self.context)

    def open_folder(self, paths: Paths) -> None:
        """Leave the present data and open another folder."""
        self._close()
        self._paths = paths
        self._renew_window()
        self.open()

    def open_sample(self) -> None:
        """Open the sample office, which has a data folder of its own."""
        self.open_folder(Paths(self._home.sample))

    def leave_sample(self) -> None:
        """Go back to the office's own data."""
        self.open_folder(self._home)

    def restore(self, copy: Path) -> None:
        """Put a backup in the place of the data, keeping what was there, and open it."""
        from danvan_desktop.context import SystemClock
        from ui import messages, restore_dialog

        if self._paths.place.exists():
            messages.show_error(_restored_by_the_server(), self.window)
            return
        self._close()
        self._renew_window()
        restore_dialog.restore(copy, self._paths, SystemClock().now(), self.window)
        self.open()

    def relocate(self, wish: Wish) -> None:
        """Move the data to a server or back while nothing has them open, and open them there."""
        from danvan_desktop.context import SystemClock
        from ui import database_dialog

        self._close()
        self._renew_window()
        database_dialog.carry_out(wish, self._paths, SystemClock().now(), self.window)
        self.open()

    # ------------------------------------------------------------------ private
    def _make_window(self) -> MainWindow:
        window = MainWindow(self.settings)
        window.retry_wanted.connect(self.open)
        window.setup_wanted.connect(self._set_up)
        window.ready.connect(self._ready)
        window.setProperty("program", self)
        return window

    def _renew_window(self) -> None:
        before, geometry = self.window, self.window.saveGeometry()
        self._app.setQuitOnLastWindowClosed(False)
        self.window = self._make_window()
        self.window.restoreGeometry(geometry)
        self.window.show()
        before.close()
        delete_later(before)
        self._app.setQuitOnLastWindowClosed(True)

    def _close(self) -> None:
        self._copies.stop()
        self._news.stop()
        if self._warming is not None:
            self._warming.stop()
        if self.context is not None:
            self.context.settings.set("closed_well", True)
            context, self.context = self.context, None
            period = self.window.period
            context.close(answers=lambda: _answers(context, period.code if period else ""))

    def _opened(self, context: Context) -> None:
        self.context = context
        context.settings.set("closed_well", False)
        _log_to(self._paths.log)
        self.window.take_context(context)
        self._copies.start()
        if context.server is not None:
            self._news.start()
        QTimer.singleShot(REST_MS, self, self._back_up)
        QTimer.singleShot(WARM_MS, self, self._warm_up)
        QTimer.singleShot(REST_MS, self, quick_start.end)  # were it never painted
        self._open_files(self._files)

    def _set_up(self) -> None:
        assert self.context is not None
        from ui.first_run import FirstRun

        first = FirstRun(self.context)
        first.finished.connect(self._office_made)
        first.sample_wanted.connect(self.open_sample)
        first.restore_wanted.connect(self.restore)
        first.language_chosen.connect(self.speak)
        self.window.show_alone(first)

    def _office_made(self) -> None:
        assert self.context is not None
        self._renew_window()
        self.window.take_context(self.context)

    def _ready(self) -> None:
        if self._paths != self._home:
            self.window.tell_standing(
                _("Văn phòng mẫu: người và số liệu đều giả định, để riêng với dữ liệu của bạn."),
                link=_("Về cơ quan của tôi"),
                on_link=self.leave_sample,
            )
        if self._after_crash and self.context is not None:
            from ui import recovery

            self._after_crash = False
            recovery.offer(self.context, self.window)
        elif self._paths == self._home and self.context is not None:
            from ui import moved_folder

            moved_folder.offer(self.context, self.window)

    def _back_up(self) -> None:
        if self.context is not None:
            tasks.run(
                self.context.back_up_if_due,
                done=lambda _copy: self.window.read_backup(),
                owner=self,
            )

    def _ask_for_news(self) -> None:
        if self.context is not None:
            tasks.run(
                self.context.news,
                done=self._tell_news,
                failed=lambda _error: None,  # whoever reads or saves next is told
                owner=self,
            )

    def _tell_news(self, changes: Changes | None) -> None:
        if changes is not None:
            tasks.hub().changed.emit(changes)

    def _own_change(self, changes: Changes) -> None:
        if self.context is not None:
            self.context.is_own(changes)

    def _drawn(self) -> None:
        icons.keep_in(None)

    def _warm_up(self) -> None:
        from ui.warm_up import WarmUp

        if self._warming is None:
            self._warming = WarmUp(self)

    def _open_files(self, files: Sequence[str]) -> None:
        for name in files:
            key = "import" if name.lower().endswith((".xlsx", ".xlsm", ".xls")) else "sync"
            self.window.open_screen(key, name)

    def _show_fault(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._app.quit()
            return
        tasks.show_failure(error)


def _open(folder: Path, settings: Settings) -> Context:
    from danvan_desktop.context import open_context

    return open_context(folder, settings=settings)


def _restored_by_the_server() -> UserError:
    return UserError(
        _("Dữ liệu nằm trên máy chủ PostgreSQL nên chương trình không khôi phục được."),
        safe=_("Không có gì thay đổi."),
        remedy=_("Người quản trị máy chủ khôi phục; hoặc chuyển dữ liệu về tệp trước."),
        code="server_backup",
    )


def _answers(context: Context, period: str) -> Mapping[str, Any] | None:
    """Work out what the next start shows at once; a fault in it must not keep a folder open."""
    from ui.screens.home_values import is_kept

    if is_kept(context, period):
        return None
    from ui.screens.home_facts import answers

    try:
        return answers(context)
    except Exception:  # the next start works it out itself, and shows what is wrong
        logging.getLogger(__name__).exception("no answers to keep")
        return None


def _open_sample(folder: Path, settings: Settings) -> Context:
    from danvan_desktop.sample import open_sample

    return open_sample(folder, settings=settings)


def _log_to(path: Path) -> None:
    logging.getLogger().addHandler(_LateLog(path))


class _LateLog(logging.Handler):
    """Opens its file for the first fault: most runs have none, and its module takes its time."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._path, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8"
            )
            self._file.setFormatter(
                logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
            )
        self._file.emit(record)


def _read(arguments: Sequence[str]) -> tuple[Path | None, list[str]]:
    """Take the data folder and the files to open; argparse would cost 8 ms before the window."""
    folder, files, rest = None, [], list(arguments)
    while rest:
        word = rest.pop(0)
        if word.startswith("--data-dir"):
            folder = Path(word.partition("=")[2] or (rest.pop(0) if rest else "."))
        else:
            files.append(str(Path(word).resolve()))
    return folder, files
