"""Tokens (PKCS#11): which drivers and tokens are there, and a session that signs with one PIN.

Drivers are other people's code and run in a process of their own (``token_process``); what it does
not answer in time is killed with it. A key is chosen by the id of its certificate, never by a
label, because several certificates of one token may bear the same. After a renewal several may bear
one id too: what a key has signed counts only when the certificate confirms it.

How to add a driver: one line in ``resources/pkcs11_modules.json``, with its usual paths.
"""

from __future__ import annotations

import base64
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.paths import resources
from danvan_desktop.signing.certificates import CertificateInfo, describe
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.token_process import command
from danvan_desktop.signing.token_signer import is_key_of, made_by
from danvan_desktop.signing.token_words import refusal

LOOK_SECONDS = 20.0
"""Some drivers wait for a service of the system that is not running."""

LOGIN_SECONDS = 60.0
SIGN_SECONDS = 60.0
"""An RSA signature takes a slow card some three seconds; a PIN pad waits for its user."""

_TICK = 0.1

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Module:
    """A driver: whose it is and the file."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate on a token; ``id`` (hex) is shared with its key.

    Not ``keyed``: the token shows that the key of this id belongs to another certificate.
    """

    id: str
    der: bytes
    info: CertificateInfo
    keyed: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its driver describes it; the flags are what it says of its PIN."""

    module: Module
    label: str
    serial: str
    manufacturer: str = ""
    model: str = ""
    pin_low: bool = False
    pin_final: bool = False
    pin_locked: bool = False
    pin_change: bool = False
    pin_pad: bool = False
    certificates: tuple[TokenCertificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at one driver gave: its tokens, or why there is no answer."""

    module: Module
    tokens: tuple[Token, ...] = ()
    error: UserError | None = None


class WrongPin(UserError):
    """The token refused a PIN; ``token`` says what it thinks of its PIN since then."""

    def __init__(self, token: Token) -> None:
        code = "pin_locked" if token.pin_locked else "pin_wrong"
        said = refusal(code)
        super().__init__(said.message, safe=said.safe, remedy=said.remedy, code=said.code)
        self.token = token


def find_modules(
    chosen: Iterable[Path] = (), *, listed: Path | None = None, platform: str = sys.platform
) -> tuple[Module, ...]:
    """List the drivers that are on this machine; those that the clerk ``chosen`` come first."""
    listed = listed or resources() / "pkcs11_modules.json"
    found = {_real(path): Module(path.stem, path) for path in chosen if path.exists()}
    system = "windows" if platform == "win32" else "linux"
    for entry in json.loads(listed.read_text(encoding="utf-8")):
        for pattern in entry[system]:
            for path in _matching(Path(os.path.expandvars(pattern))):
                found.setdefault(_real(path), Module(entry["name"], path))
    return tuple(found.values())


def look(modules: Sequence[Module], *, progress: Progress = no_progress) -> tuple[Looked, ...]:
    """Ask every driver, each in its own process, what tokens are there; never raises UserError."""
    found = []
    for number, module in enumerate(modules):
        progress(number, len(modules), module.name)
        try:
            found.append(Looked(module, read_tokens(module, progress=progress)))
        except UserError as error:
            found.append(Looked(module, error=error))
    return tuple(found)


def read_tokens(
    module: Module, *, seconds: float = LOOK_SECONDS, progress: Progress = no_progress
) -> tuple[Token, ...]:
    """Ask one driver what tokens are there; UserError when it fails or does not answer."""
    with _Process(module) as process:
        answer = process.ask("look", seconds=seconds, progress=progress)
    return tuple(_token(module, one) for one in answer["tokens"])


class TokenSession:
    """A token opened with its PIN, for as many signatures as wanted; use it as a context manager.

    The process that holds the PIN ends with the session.
    """

    def __init__(self, token: Token, *, seconds: float = SIGN_SECONDS) -> None:
        self.token = token
        self._seconds = seconds
        self._process = _Process(token.module)
        self._certificates: tuple[TokenCertificate, ...] = token.certificates

    def __enter__(self) -> TokenSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process in which the driver runs; 0 when it does not."""
        return self._process.pid

    def login(self, pin: str) -> None:
        """Give the PIN; WrongPin when it is refused, UserError for everything else."""
        serial = self.token.serial
        try:
            answer = self._process.ask("login", seconds=LOGIN_SECONDS, pin=pin, serial=serial)
        except UserError as error:
            if error.code != "pin_wrong":
                raise
            state = self._process.ask("state", seconds=LOOK_SECONDS, serial=serial)
            raise WrongPin(_token(self.token.module, state)) from error
        self._certificates = _certificates(answer["certificates"]) or self._certificates

    def key(self, identifier: str, *, fingerprint: str = "") -> SigningKey:
        """Return the key of a certificate's id, ready to sign; it never leaves the token.

        ``fingerprint`` says which certificate, where several bear the id; else the one that has a
        key and is valid longest.
        """
        found = [
            one
            for one in self._certificates
            if one.id == identifier and fingerprint in ("", one.info.fingerprint)
        ]
        chosen = max(found, key=lambda one: one.keyed, default=None)
        if chosen is None:
            raise refusal("key_missing")
        others = tuple(one.der for one in self._certificates if one.info.authority)
        return SigningKey(chosen.info, chosen.der, others, device=self._signer(chosen))

    def close(self) -> None:
        """Log out by ending the driver's process."""
        self._process.close()

    def _signer(self, certificate: TokenCertificate) -> Callable[[bytes], bytes]:
        """Try the keys of the id until one signs for the certificate; that one is remembered."""
        first = 0

        def sign(data: bytes) -> bytes:
            nonlocal first
            number, count = first, first + 1
            while number < count:
                answer = self._process.ask(
                    "sign",
                    seconds=self._seconds,
                    id=certificate.id,
                    rsa="1" if certificate.info.key_text.startswith("RSA") else "",
                    number=str(number),
                    data=base64.b64encode(data).decode("ascii"),
                )
                value = base64.b64decode(answer["signature"])
                if made_by(certificate.der, data, value):
                    first = number
                    return value
                number, count = number + 1, int(answer["count"])
            raise refusal("key_missing")

        return sign


class _Process:
    """The other side of ``token_process``."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._answers: queue.Queue[Answer | None] = queue.Queue()
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The number of the process; 0 when there is none."""
        return self._process.pid if self._process is not None else 0

    def ask(
        self, what: str, *, seconds: float, progress: Progress = no_progress, **fields: str
    ) -> Answer:
        """Ask and wait for the answer; UserError when it is a refusal or does not come in time."""
        question = {"ask": what, "module": str(self._module.path), **fields}
        try:
            stream = self._started()
            stream.write(json.dumps(question).encode("ascii") + b"\n")
            stream.flush()
        except OSError as error:
            self.close()
            raise refusal("driver_crashed", driver=self._module.name) from error
        answer = self._wait(seconds, progress)
        if not answer["ok"]:
            raise refusal(answer["code"], driver=self._module.name, detail=answer["detail"])
        return answer

    def close(self) -> None:
        """End the process, whatever its driver is doing."""
        process, self._process, self._ended = self._process, None, True
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _started(self) -> IO[bytes]:
        if self._ended:
            raise OSError("the session is over")
        if self._process is None:
            self._process = subprocess.Popen(
                command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            listener = threading.Thread(
                target=_listen, args=(self._process.stdout, self._answers), daemon=True
            )
            listener.start()
        assert self._process.stdin is not None
        return self._process.stdin

    def _wait(self, seconds: float, progress: Progress) -> Answer:
        waited = 0.0
        try:
            while waited < seconds:
                try:
                    answer = self._answers.get(timeout=_TICK)
                except queue.Empty:
                    waited += _TICK
                    progress(0, 0, self._module.name)
                    continue
                if answer is None:
                    raise refusal("driver_crashed", driver=self._module.name)
                return answer
            raise refusal("driver_hangs", driver=self._module.name)
        except BaseException:
            self.close()
            raise


# --- private


def _listen(stream: IO[bytes], answers: queue.Queue[Answer | None]) -> None:
    """Take answers off the pipe; None says that the process is gone."""
    with suppress(OSError, ValueError):
        for line in stream:
            answers.put(json.loads(line))
    answers.put(None)


def _token(module: Module, answer: Answer) -> Token:
    return Token(
        module=module,
        label=answer["label"],
        serial=answer["serial"],
        manufacturer=answer["manufacturer"],
        model=answer["model"],
        pin_low=answer["pin_low"],
        pin_final=answer["pin_final"],
        pin_locked=answer["pin_locked"],
        pin_change=answer["pin_change"],
        pin_pad=answer["pin_pad"],
        certificates=_certificates(answer["certificates"]),
    )


def _certificates(found: Iterable[Answer]) -> tuple[TokenCertificate, ...]:
    """Read the certificates, the longest valid first: a token tells them in any order."""
    certificates = []
    for one in found:
        der = base64.b64decode(one["der"])
        with suppress(ValueError):
            keys = [base64.b64decode(text) for text in one["keys"]]
            keyed = not keys or any(is_key_of(der, key) for key in keys)
            certificates.append(TokenCertificate(one["id"], der, describe(der), keyed))
    return tuple(sorted(certificates, key=lambda one: (-one.info.not_after.timestamp(), one.id)))


def _matching(pattern: Path) -> list[Path]:
    """List the files of a pattern whose last part may hold ``*``; the newest version first."""
    try:
        return sorted(pattern.parent.glob(pattern.name), reverse=True)
    except OSError:
        return []


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))
