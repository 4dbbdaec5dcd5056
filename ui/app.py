"""Starts the window: paint first, open the data on a worker, show every failure in words."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, Qt
from PySide6.QtWidgets import QApplication

from danvan_desktop.i18n import language, use_language
from danvan_desktop.paths import Paths, default_data_folder
from danvan_desktop.settings import Settings
from ui import tasks, theme, translator
from ui.main_window import PROGRAM, MainWindow
from ui.single_instance import SingleInstance
from ui.widgets.focus_ring import FocusRing
from ui.widgets.logo import logo

if TYPE_CHECKING:
    from danvan_desktop.context import Context

LOG_BYTES = 500_000
BACKUP_CHECK_MS = 15 * 60 * 1000
"""How often to look whether an automatic copy is due (the context decides)."""


def run(arguments: Sequence[str]) -> int:
    """Open the window and return the exit status when it was closed."""
    options = _parser().parse_args(list(arguments))
    app = make_application()
    folder = options.data_dir or default_data_folder()
    instance = SingleInstance(folder)
    files = [str(Path(name).resolve()) for name in options.files]
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
    app.setApplicationDisplayName(PROGRAM)
    app.setDesktopFileName("danvan-desktop")
    return app


class Program(QObject):
    """One run of the window over one data folder."""

    def __init__(self, app: QApplication, paths: Paths, files: Sequence[str] = ()) -> None:
        super().__init__()
        self._app = app
        self._paths = paths
        self._files = list(files)
        self.context: Context | None = None
        settings = Settings(paths.data / "cai-dat.json")
        use_language(str(settings.get("language")))
        QLocale.setDefault(QLocale("vi_VN" if language() == "vi" else "en_GB"))
        translator.install()
        theme.apply(app, mode=settings.get("theme"), zoom=int(settings.get("zoom")))
        theme.follow_system(app)
        app.setWindowIcon(QIcon(logo(64)))
        self._ring = FocusRing.install(app)
        self.window = MainWindow(settings)
        self.window.retry_wanted.connect(self.open)
        self._copies = QTimer(self)
        self._copies.setInterval(BACKUP_CHECK_MS)
        self._copies.timeout.connect(self._back_up)
        sys.excepthook = self._show_fault

    def start(self) -> None:
        """Show the frame and open the data as soon as it was painted."""
        self.window.show()
        QTimer.singleShot(0, self.open)

    def open(self) -> None:
        """Open the data folder on a worker."""
        tasks.run(
            _open, self._paths.data, done=self._opened, failed=self.window.show_failure, owner=self
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
        if self.context is not None:
            self.context.close()
            self.context = None
        sys.excepthook = sys.__excepthook__

    def _opened(self, context: Context) -> None:
        self.context = context
        _log_to(self._paths.log)
        self.window.take_context(context)
        self._copies.start()
        self._back_up()
        self._open_files(self._files)

    def _back_up(self) -> None:
        if self.context is not None:
            tasks.run(
                self.context.back_up_if_due, done=lambda _copy: self.window.read_facts(), owner=self
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


def _open(folder: Path) -> Context:
    from danvan_desktop.context import open_context

    return open_context(folder)


def _log_to(path: Path) -> None:
    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", add_help=False)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("files", nargs="*")
    return parser
