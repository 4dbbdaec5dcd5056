"""Passwords lie in the system's keyring and nowhere else.

The library is imported only when a password is asked for or kept. Where the system has no keyring
(or only one that protects nothing) nothing is kept, and the password is typed each time.

What goes wrong inside a keyring comes as whatever its system raises (Windows without a logon
session, a D-Bus that went away), not only as the library's own errors: all of it means "no".
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any, TypeVar

T = TypeVar("T")

_SECRET_SERVICE = frozenset({"keyring.backends.SecretService", "keyring.backends.libsecret"})
_WALLET = "keyring.backends.kwallet"
_DEFAULT_COLLECTION = "/org/freedesktop/secrets/aliases/default"


def available() -> bool:
    """Tell whether the system has a keyring worth the name."""
    return _keyring() is not None


def quiet() -> bool:
    """Tell whether there is a keyring that answers without a question of the system's own.

    A locked one asks for its password in a window, whoever calls, and waits for the answer.
    """
    ring = _keyring()
    if ring is None:
        return False
    kinds = {type(one).__module__ for one in getattr(ring, "backends", (ring,))}
    if _WALLET in kinds:
        return False  # it cannot be looked at without opening it
    return not kinds & _SECRET_SERVICE or _attempt(_unlocked, False)


def kept(service: str, account: str) -> str:
    """Find a password; "" when there is none or the keyring stays closed."""
    ring = _keyring()
    if ring is None:
        return ""
    return _attempt(lambda: ring.get_password(service, account) or "", "")


def keep(service: str, account: str, password: str) -> bool:
    """Keep a password; tell whether the system took it."""
    ring = _keyring()
    if ring is None:
        return False
    return _attempt(lambda: ring.set_password(service, account, password) is None, False)


def forget(service: str, account: str) -> None:
    """Take a password out of the keyring; nothing happens when there is none."""
    ring = _keyring()
    if ring is not None:
        _attempt(lambda: ring.delete_password(service, account), None)


def _keyring() -> Any:
    """Give the system's keyring, None when it has none (``fail``) or only one without protection.

    Backends below priority 1 are those that keyring itself does not recommend: plain files.
    """
    import keyring

    ring: Any = _attempt(keyring.get_keyring, None)
    return ring if _attempt(lambda: ring.priority >= 1, False) else None


def _unlocked() -> bool:
    """Look whether the Secret Service's collection is open, without asking for it."""
    if sys.platform != "linux":
        return False
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        return not secretstorage.Collection(bus, _DEFAULT_COLLECTION).is_locked()


def _attempt(call: Callable[[], T], otherwise: T) -> T:
    try:
        return call()
    except Exception:  # noqa: BLE001 - whatever a keyring does wrong means that it does not serve
        return otherwise
