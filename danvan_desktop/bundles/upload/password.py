"""The password of an upload address lies in the system's keyring and nowhere else.

The library is imported only when a password is asked for or kept. Where the system has no keyring
(or only one that protects nothing) nothing is kept, and the clerk types the password each time.
"""

from __future__ import annotations

from typing import Any

from danvan_desktop.bundles.upload.places import Place

SERVICE = "Dân Vận Desktop: tải gói lên"
"""The name under which the password is found in the system's own list of passwords."""


def available() -> bool:
    """Tell whether the system has a keyring worth the name."""
    return _keyring() is not None


def kept(place: Place) -> str:
    """Find the password of a place; "" when there is none or the keyring stays closed."""
    ring = _keyring()
    if ring is None or not place.user:
        return ""
    from keyring.errors import KeyringError

    try:
        return ring.get_password(SERVICE, _account(place)) or ""
    except (KeyringError, OSError):
        return ""


def keep(place: Place, password: str) -> bool:
    """Keep the password of a place; tell whether the system took it."""
    ring = _keyring()
    if ring is None:
        return False
    from keyring.errors import KeyringError

    try:
        ring.set_password(SERVICE, _account(place), password)
    except (KeyringError, OSError):
        return False
    return True


def forget(place: Place) -> None:
    """Take the password of a place out of the keyring; nothing happens when there is none."""
    ring = _keyring()
    if ring is None or not place.user:
        return
    from keyring.errors import KeyringError

    try:
        ring.delete_password(SERVICE, _account(place))
    except (KeyringError, OSError):
        return


# --- private


def _account(place: Place) -> str:
    return f"{place.user} – {place.address}"


def _keyring() -> Any:
    """Give the system's keyring, None when it has none (``fail``) or only one without protection.

    Backends below priority 1 are those that keyring itself does not recommend: plain files.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        ring = keyring.get_keyring()
        return ring if ring.priority >= 1 else None
    except (KeyringError, OSError):
        return None
