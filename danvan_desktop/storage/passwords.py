"""Passwords lie in the system's keyring and nowhere else.

The library is imported only when a password is asked for or kept. Where the system has no keyring
(or only one that protects nothing) nothing is kept, and the password is typed each time.
"""

from __future__ import annotations

from typing import Any


def available() -> bool:
    """Tell whether the system has a keyring worth the name."""
    return _keyring() is not None


def kept(service: str, account: str) -> str:
    """Find a password; "" when there is none or the keyring stays closed."""
    ring = _keyring()
    if ring is None:
        return ""
    from keyring.errors import KeyringError

    try:
        return ring.get_password(service, account) or ""
    except (KeyringError, OSError):
        return ""


def keep(service: str, account: str, password: str) -> bool:
    """Keep a password; tell whether the system took it."""
    ring = _keyring()
    if ring is None:
        return False
    from keyring.errors import KeyringError

    try:
        ring.set_password(service, account, password)
    except (KeyringError, OSError):
        return False
    return True


def forget(service: str, account: str) -> None:
    """Take a password out of the keyring; nothing happens when there is none."""
    ring = _keyring()
    if ring is None:
        return
    from keyring.errors import KeyringError

    try:
        ring.delete_password(service, account)
    except (KeyringError, OSError):
        return


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
