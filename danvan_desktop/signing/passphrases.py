"""Where the passphrase of a kept key lies: in the system's keyring, or in a file beside the key.

A new key's passphrase begins in the file, written durably, and moves: it is kept in the keyring
under the hash of the very file that it opens, read back, compared and tried on the key, and only
then its own file goes. Whoever copies the folder then has no key. What stops half-way leaves the
file, and the file is what counts while it is there.
"""

from __future__ import annotations

from pathlib import Path

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import sync_folder
from danvan_desktop.signing.files import replacing, sha256_of
from danvan_desktop.signing.keys import (
    GIVEN_UP,
    OFFICE,
    RECEIVING,
    RENEWED,
    KeyFiles,
    load_p12,
)
from danvan_desktop.storage import passwords

SERVICE = "Dân Vận Desktop: khóa cơ quan"
"""The name under which a passphrase is found in the system's own list of passwords."""


def key_folders(folder: Path) -> list[Path]:
    """List the folders that hold keys: the present ones, those renewed, those given up."""
    kept = [one for name in (RENEWED, GIVEN_UP) for one in sorted((folder / name).glob("*"))]
    return [folder, *kept]


def passphrase_of(folder: Path, files: KeyFiles) -> str:
    """Find the passphrase of a kept key; UserError when neither file nor keyring has it."""
    try:
        return (folder / files.passphrase).read_text(encoding="utf-8")
    except FileNotFoundError:
        place = _place(folder, files)
    if place is None or not passwords.available():
        raise _elsewhere()
    if not passwords.quiet():
        raise UserError(
            _("Kho mật khẩu của máy đang khóa nên chưa mở được khóa cơ quan."),
            safe=_("Khóa và số liệu vẫn nguyên vẹn."),
            remedy=_("Mở kho mật khẩu của hệ điều hành (hoặc đăng xuất rồi đăng nhập) và làm lại."),
            code="keyring_locked",
        )
    found = passwords.kept(*place)
    if not found:
        raise _elsewhere()
    return found


def in_keyring(folder: Path) -> bool:
    """Tell whether the office key is there and its passphrase is not in a file."""
    return (folder / OFFICE.key).exists() and not (folder / OFFICE.passphrase).exists()


def into_keyring(folder: Path) -> bool:
    """Move the passphrases of all kept keys to the keyring; tell whether any moved.

    Nothing moves where there is no keyring, or one that would ask for its own password now.
    """
    waiting = [
        (place, files)
        for place in key_folders(folder)
        for files in (OFFICE, RECEIVING)
        if (place / files.passphrase).exists()
    ]
    if not waiting or not passwords.quiet():
        return False
    moved = [_move(place, files) for place, files in waiting]
    return any(moved)


def into_files(folder: Path) -> bool:
    """Write the passphrases beside their keys again, for a folder that others open too.

    Tells whether any was written; one that is not on this machine stays away.
    """
    missing = [
        (place, files)
        for place in key_folders(folder)
        for files in (OFFICE, RECEIVING)
        if (place / files.key).exists() and not (place / files.passphrase).exists()
    ]
    if not missing or not passwords.quiet():
        return False
    written = [_write(place, files) for place, files in missing]
    return any(written)


def _write(folder: Path, files: KeyFiles) -> bool:
    place = _place(folder, files)
    passphrase = passwords.kept(*place) if place is not None else ""
    if not passphrase:
        return False
    try:
        with replacing(folder / files.passphrase, private=True) as file:
            file.write(passphrase.encode())
    except UserError:  # a stick that forbids writing: the keyring still has it
        return False
    return True


def _move(folder: Path, files: KeyFiles) -> bool:
    """Move one passphrase that opens its key; whatever is not as it should be stays as it is."""
    place, file = _place(folder, files), folder / files.passphrase
    if place is None:
        return False
    try:
        passphrase = file.read_text(encoding="utf-8")
        if not passwords.keep(*place, passphrase) or passwords.kept(*place) != passphrase:
            return False
        load_p12(folder / files.key, passwords.kept(*place))
        file.unlink()
        sync_folder(folder)
    except (OSError, UserError):
        return False
    return True


def _place(folder: Path, files: KeyFiles) -> tuple[str, str] | None:
    """Name a key's entry in the keyring: a service of its own, as Windows has one for each."""
    try:
        mark = sha256_of(folder / files.key)
    except OSError:
        return None
    return f"{SERVICE} {mark[:16]}", mark


def _elsewhere() -> UserError:
    return UserError(
        _("Máy này không mở được khóa cơ quan: mật khẩu của khóa không có ở đây."),
        safe=_("Số liệu vẫn nguyên vẹn; gói đã gửi vẫn đúng."),
        remedy=_(
            "Ở trang Gửi – nhận, nhấn Khóa…: nạp khóa dự phòng, hoặc không có thì chọn Khóa bị mất…"
        ),
        code="office_key_elsewhere",
    )
