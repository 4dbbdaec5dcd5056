"""Starts the window: paint first, open the data on a worker, show every failure in words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, Qt
from PySide6.QtWidgets import QApplication

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _, language, use_language
from danvan_desktop.paths import Paths, default_data_folder
from danvan_desktop.settings import Settings
from ui import screens, tasks, theme, translator
from ui.main_window import MainWindow
from ui.single_instance import SingleInstance
from ui.widgets.focus_ring import FocusFollower
from ui.widgets.logo import logo

if TYPE_CHECKING:
    from danvan_desktop.context import Context

LOG_BYTES = 500_000
BACKUP_CHECK_MS = 15 * 60 * 1000
"""How often to look whether an automatic copy is due (the context decides)."""


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
        QLocale.setDefault(QLocale("vi_VN" if language() == "vi" else "en_GB"))
        translator.install()
        theme.apply(app, mode=self.settings.get("theme"), zoom=int(self.settings.get("zoom")))
        theme.follow_system(app)
        app.setWindowIcon(QIcon(logo(64)))
        self._ring = FocusFollower(app)
        self.window = self._make_window()
        self._copies = QTimer(self)
        self._copies.setInterval(BACKUP_CHECK_MS)
        self._copies.timeout.connect(self._back_up)
        self._hook_before = sys.excepthook
        sys.excepthook = self._show_fault

    # ------------------------------------------------------------------ commands
    def start(self) -> None:
        """Show the frame and open the data as soon as it was painted."""
        self.window.painted.connect(self.open)
        self.window.show()

    def open(self) -> None:
        """Open the data folder on a worker."""
        tasks.run(
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
        from danvan_desktop.storage import backup
        from ui import messages

        stamp = SystemClock().now()
        self._close()
        try:
            backup.restore(copy, self._paths.database, safety=self._paths.backups, stamp=stamp)
        except UserError as error:
            messages.show_error(error, self.window)
        self._renew_window()
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
        before.deleteLater()
        self._app.setQuitOnLastWindowClosed(True)

    def _close(self) -> None:
        self._copies.stop()
        if self.context is not None:
            self.context.settings.set("closed_well", True)
            self.context.close()
            self.context = None

    def _opened(self, context: Context) -> None:
        self.context = context
        context.settings.set("closed_well", False)
        _log_to(self._paths.log)
        self.window.take_context(context)
        self._copies.start()
        self._back_up()
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

    def _back_up(self) -> None:
        if self.context is not None:
            tasks.run(
                self.context.back_up_if_due,
                done=lambda _copy: self.window.read_backup(),
                owner=self,
            )

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

    context = open_context(folder, settings=settings)
    screens.SCREENS[0].load()  # its imports would hold the window for 0.1 s
    return context


def _open_sample(folder: Path, settings: Settings) -> Context:
    from danvan_desktop.sample import open_sample

    return open_sample(folder, settings=settings)


def _log_to(path: Path) -> None:
    import logging
    from logging.handlers import RotatingFileHandler

    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


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
