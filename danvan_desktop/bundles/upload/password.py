"""The password of an upload address lies in the system's keyring and nowhere else."""

from __future__ import annotations

from danvan_desktop.bundles.upload.places import Place
from danvan_desktop.storage import passwords
from danvan_desktop.storage.passwords import available as available

SERVICE = "Dân Vận Desktop: tải gói lên"
"""The name under which the password is found in the system's own list of passwords."""


def kept(place: Place) -> str:
    """Find the password of a place; "" when there is none or the keyring stays closed."""
    return passwords.kept(SERVICE, _account(place)) if place.user else ""


def keep(place: Place, password: str) -> bool:
    """Keep the password of a place; tell whether the system took it."""
    return passwords.keep(SERVICE, _account(place), password)


def forget(place: Place) -> None:
    """Take the password of a place out of the keyring; nothing happens when there is none."""
    if place.user:
        passwords.forget(SERVICE, _account(place))


def _account(place: Place) -> str:
    return f"{place.user} – {place.address}"
