"""The process in which foreign token drivers run: a driver that crashes or hangs takes only it.

It is this program started again with ``FLAG``. It reads questions and writes answers as lines of
JSON over its standard input and output, holds at most one open session, and knows the PIN only
while it lives. It imports nothing of ours, so that it starts at once.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

FLAG = "--token-driver"
"""The only argument of the packed program with which ``main.py`` calls ``serve``."""

Answer = dict[str, Any]

_CODES = {
    "PinIncorrect": "pin_wrong",
    "PinInvalid": "pin_wrong",
    "PinLenRange": "pin_wrong",
    "PinLocked": "pin_locked",
    "PinExpired": "pin_expired",
    "UserPinNotInitialized": "pin_missing",
    "TokenNotPresent": "token_gone",
    "DeviceRemoved": "token_gone",
    "TokenNotRecognised": "token_gone",
    "SlotIDInvalid": "token_gone",
    "SessionHandleInvalid": "token_gone",
    "SessionClosed": "token_gone",
    "UserNotLoggedIn": "token_gone",
    "FunctionCancelled": "token_cancelled",
}
"""What the driver says, in our words; everything else is ``driver_failed``."""


class _Refused(Exception):
    """A question that cannot be answered; the text is the code of the reason."""


class _Driver:
    """One loaded driver and the session that was opened in it."""

    def __init__(self) -> None:
        self._library: Any = None
        self._session: Any = None
        self._pin: Any = None

    def look(self, question: Answer) -> Answer:
        """Load the driver and tell what tokens are there, with their public certificates."""
        library = self._load(str(question["module"]))
        tokens = [self._about(slot.get_token()) for slot in library.get_slots(token_present=True)]
        return {"tokens": [one for one in tokens if one["initialized"]]}

    def login(self, question: Answer) -> Answer:
        """Open a session with a PIN on the token of a serial number; certificates are read anew."""
        import pkcs11

        token = self._token(question)
        flags = token.flags
        pin: Any = question["pin"]
        if not pin and flags & pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH:
            pin = pkcs11.PROTECTED_AUTH
        self._session = token.open(user_pin=pin)
        self._pin = pin
        return {"certificates": list(_certificates(self._session))}

    def sign(self, question: Answer) -> Answer:
        """Sign what is given with a key of an id: DigestInfo for RSA, the digest for EC.

        Several keys may bear the id, as after a renewal: ``number`` says which, ``count`` how many.
        """
        import pkcs11

        if self._session is None:
            raise _Refused("token_gone")
        rsa = bool(question["rsa"])
        wanted = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
            pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.RSA if rsa else pkcs11.KeyType.EC,
            pkcs11.Attribute.ID: bytes.fromhex(question["id"]),
        }
        found = list(self._session.get_objects(wanted))
        number = int(question["number"])
        if number >= len(found):
            raise _Refused("key_missing")
        key = found[number]
        mechanism = pkcs11.Mechanism.RSA_PKCS if rsa else pkcs11.Mechanism.ECDSA
        options: dict[str, Any] = {"mechanism": mechanism}
        if self._asks_each_time(key):
            options["pin"] = self._pin
        value = key.sign(base64.b64decode(question["data"]), **options)
        return {"signature": base64.b64encode(value).decode("ascii"), "count": len(found)}

    def state(self, question: Answer) -> Answer:
        """Tell the flags of a token, after a wrong PIN for instance."""
        return self._about(self._token(question), certificates=False)

    # --- private

    def _load(self, module: str) -> Any:
        import pkcs11

        self._library = pkcs11.lib(module)
        return self._library

    def _token(self, question: Answer) -> Any:
        library = self._library or self._load(str(question["module"]))
        for slot in library.get_slots(token_present=True):
            token = slot.get_token()
            if token.serial.hex() == question["serial"]:
                return token
        raise _Refused("token_gone")

    def _about(self, token: Any, *, certificates: bool = True) -> Answer:
        from pkcs11 import TokenFlag

        flags = token.flags
        found: list[Answer] = []
        if certificates and flags & TokenFlag.TOKEN_INITIALIZED:
            with token.open() as session:
                found = list(_certificates(session))
        return {
            "label": token.label.strip(),
            "serial": token.serial.hex(),
            "manufacturer": token.manufacturer_id.strip(),
            "model": token.model.strip(),
            "initialized": bool(flags & TokenFlag.TOKEN_INITIALIZED),
            "pin_low": bool(flags & TokenFlag.USER_PIN_COUNT_LOW),
            "pin_final": bool(flags & TokenFlag.USER_PIN_FINAL_TRY),
            "pin_locked": bool(flags & TokenFlag.USER_PIN_LOCKED),
            "pin_change": bool(flags & TokenFlag.USER_PIN_TO_BE_CHANGED),
            "pin_pad": bool(flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH),
            "certificates": found,
        }

    @staticmethod
    def _asks_each_time(key: Any) -> bool:
        import pkcs11

        with suppress(pkcs11.PKCS11Error, KeyError):
            return bool(key[pkcs11.Attribute.ALWAYS_AUTHENTICATE])
        return False


def serve() -> None:
    """Answer the questions of the process that started this one, until it hangs up."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # drivers print; nothing may stand between the answers
    os.dup2(silence, 2)
    driver = _Driver()
    asked: dict[str, Callable[[Answer], Answer]] = {
        "look": driver.look,
        "login": driver.login,
        "sign": driver.sign,
        "state": driver.state,
    }
    for line in questions:
        question = json.loads(line)
        _say(answers, _answer(asked[question["ask"]], question))
    # A driver may hang while it is unloaded, and nothing is left to save.
    os._exit(0)


def command() -> list[str]:
    """Return how this process is started, packed or from the source."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    root = str(Path(__file__).resolve().parent.parent.parent)
    code = (
        f"import sys; sys.path.insert(0, {root!r}); "
        "from danvan_desktop.signing.token_process import serve; serve()"
    )
    return [sys.executable, "-c", code]


# --- private


def _certificates(session: Any) -> Iterator[Answer]:
    """Read the certificates that have an id; without one no key can be found for them.

    ``keys`` are the public keys beside one, a modulus or a point; none says nothing.
    """
    import pkcs11

    keys = _public_keys(session)
    wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
    for one in session.get_objects(wanted):
        with suppress(pkcs11.PKCS11Error, KeyError):
            identifier, value = one[pkcs11.Attribute.ID], one[pkcs11.Attribute.VALUE]
            if identifier and value:
                der = base64.b64encode(value).decode("ascii")
                shown = keys.get(identifier.hex(), [])
                yield {"id": identifier.hex(), "der": der, "keys": shown}


def _public_keys(session: Any) -> dict[str, list[str]]:
    """Read the public keys of a token by id; a driver that shows none is not wrong."""
    import pkcs11

    found: dict[str, list[str]] = {}
    wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PUBLIC_KEY}
    with suppress(pkcs11.PKCS11Error):
        for one in list(session.get_objects(wanted)):
            for attribute in (pkcs11.Attribute.MODULUS, pkcs11.Attribute.EC_POINT):
                with suppress(pkcs11.PKCS11Error, KeyError):
                    identifier, value = one[pkcs11.Attribute.ID], one[attribute]
                    text = base64.b64encode(value).decode("ascii")
                    found.setdefault(identifier.hex(), []).append(text)
    return found


def _answer(ask: Callable[[Answer], Answer], question: Answer) -> Answer:
    try:
        return {"ok": True, **ask(question)}
    except _Refused as refusal:
        return {"ok": False, "code": str(refusal), "detail": ""}
    except Exception as error:  # noqa: BLE001 - whatever a driver does wrong is an answer here
        name = type(error).__name__
        code = _CODES.get(name, "driver_failed")
        if question["ask"] == "look" and code == "driver_failed":
            code = "driver_bad"
        return {"ok": False, "code": code, "detail": name}


def _say(stream: IO[bytes], answer: Answer) -> None:
    stream.write(json.dumps(answer).encode("ascii") + b"\n")
    stream.flush()
