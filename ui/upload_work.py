"""What an upload does on a worker: find the password, send, keep the password where asked to.

``send_agreed`` is the only upload without a dialog; it goes only to places that the clerk agreed
to, right after an export that the clerk made.
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.upload import password as stored_password
from danvan_desktop.bundles.upload.places import Place, agreed
from danvan_desktop.bundles.upload.sending import Uploaded, upload
from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _

PASSWORD_WANTED = "password_wanted"


@dataclass(frozen=True, slots=True)
class AgreedUploads:
    """What became of the uploads after an export: what was done, and what was refused."""

    entry: Entry | None
    done: tuple[Uploaded, ...] = ()
    refused: tuple[tuple[Place, UserError], ...] = ()


def send(
    context: Context,
    entry: Entry,
    place: Place,
    password: str,
    *,
    keep: bool = False,
    progress: Progress = no_progress,
) -> Uploaded:
    """Upload a bundle with the password given, else the one that the system keeps.

    ``keep`` gives a password that worked to the system's keyring. UserError ``password_wanted``
    where there is none.
    """
    given = password
    if place.user and not given:
        given = stored_password.kept(place)
        if not given:
            raise UserError(
                _("Cần mật khẩu của {user} cho {place}.").format(user=place.user, place=place.host),
                safe=_("Chưa gửi gì."),
                remedy=_("Gõ mật khẩu rồi nhấn “Tải lên”."),
                code=PASSWORD_WANTED,
            )
    done = upload(context, entry, place, password=given, progress=progress)
    if keep and password:
        stored_password.keep(place, password)
    return done


def send_agreed(
    context: Context, sha256: str, *, progress: Progress = no_progress
) -> AgreedUploads:
    """Upload the bundle just exported to the places that the clerk agreed to; usually to none."""
    log = journal.entries(context)
    entry = next((one for one in journal.exports(log) if one.sha256 == sha256), None)
    done: list[Uploaded] = []
    refused: list[tuple[Place, UserError]] = []
    if entry is None:
        return AgreedUploads(None)
    for place in agreed(context.settings):
        try:
            done.append(send(context, entry, place, "", progress=progress))
        except UserError as error:
            refused.append((place, error))
    return AgreedUploads(entry, tuple(done), tuple(refused))
