"""Where the data live: per user, or beside the program when it is portable.

A file ``danvan-portable.txt`` beside the program makes the data folder ``du-lieu`` beside it, found
from the program's own place, so the drive letter does not matter.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

PORTABLE_MARKER = "danvan-portable.txt"
PORTABLE_FOLDER = "du-lieu"


class Paths(NamedTuple):
    """The files and folders of one data folder."""

    data: Path

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.data / "danvan.db"

    @property
    def place(self) -> Path:
        """Says on which server the database is; without it, it is the file above."""
        return self.data / "noi-du-lieu.json"

    @property
    def has_database(self) -> bool:
        """Tell whether the folder has a database, its own or on a server."""
        return self.database.exists() or self.place.exists()

    @property
    def settings(self) -> Path:
        """What this machine remembers: language, theme, columns."""
        return self.data / "cai-dat.json"

    @property
    def sample(self) -> Path:
        """The data folder of the sample office, apart from the real one."""
        return self.data / "van-phong-mau"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.data / "sao_luu"

    @property
    def attachments(self) -> Path:
        """Attached files by the hash of their content."""
        return self.data / "tep_kem"

    @property
    def keys(self) -> Path:
        """The office key."""
        return self.data / "khoa"

    @property
    def trusted(self) -> Path:
        """Certificates that the province pinned or the clerk accepted (PEM or DER files)."""
        return self.data / "tin_cay"

    @property
    def partners(self) -> Path:
        """The keys of other offices that were accepted, one small file each."""
        return self.trusted / "co-quan"

    @property
    def outbox(self) -> Path:
        """Bundles that were exported."""
        return self.data / "goi_gui"

    @property
    def receipts(self) -> Path:
        """Receipts that were taken in: the proof that a bundle arrived."""
        return self.data / "bien_nhan"

    @property
    def indicators(self) -> Path:
        """Further indicators that the province gave: files shaped like those of the program."""
        return self.data / "chi_tieu"

    @property
    def packs(self) -> Path:
        """The province's packs that were applied, and which of them is the newest."""
        return self.data / "goi_tinh"

    @property
    def annexes(self) -> Path:
        """Further annexes of reports that the province gave."""
        return self.data / "phu_luc"

    @property
    def copies(self) -> Path:
        """Read-only copies handed to other programs; emptied at every start."""
        return self.data / "tam"

    @property
    def answers(self) -> Path:
        """What was worked out before and a start shows at once while it is true."""
        return self.data / "da-biet.json"

    @property
    def icons(self) -> Path:
        """The icons of the first page as they were drawn before."""
        return self.data / "bieu-tuong.bin"

    @property
    def lock(self) -> Path:
        """The file that says who has this folder open."""
        return self.data / "dang-mo.lock"

    @property
    def log(self) -> Path:
        """The log of unexpected faults."""
        return self.data / "nhat-ky.log"


def sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def program_folder() -> Path:
    """The folder of the program: of the frozen executable, or of the source tree."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return Path(__file__).resolve().parent.parent


def resources() -> Path:
    """The folder of fonts, profiles, templates, catalogues and the sample office."""
    bundled = getattr(sys, "_MEIPASS", None)
    return (Path(bundled) if bundled else program_folder()) / "resources"


def is_portable(data: Path) -> bool:
    """Tell whether a data folder travels with the program from machine to machine."""
    beside = program_folder()
    return (beside / PORTABLE_MARKER).exists() and data.is_relative_to(beside)


def default_data_folder() -> Path:
    """The data folder to use when the command line names none."""
    beside = program_folder()
    if (beside / PORTABLE_MARKER).exists():
        return beside / PORTABLE_FOLDER
    import platformdirs

    return Path(platformdirs.user_data_dir("DanVanDesktop", appauthor=False))
