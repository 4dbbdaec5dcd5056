"""A token in software (SoftHSM) with an officer's RSA key, an EC key and an expired certificate."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.tokens import Module, Token, find_modules, read_tokens
from tests.core.signing.kit import DAY, NOW, Authority, make_key

PIN, SO_PIN = "246810", "13579135"
RSA, EC, OLD = "01", "02", "03"
"""Ids of the keys; every certificate has the same label, as on some real tokens."""


@dataclass(frozen=True)
class Hsm:
    """A token in a folder of its own, reached through ``module``."""

    folder: Path
    module: Module
    certificates: dict[str, bytes]

    @property
    def token(self) -> Token:
        """Read the token as it is now."""
        [token] = read_tokens(self.module)
        return token


@contextmanager
def hsm(folder: Path, authority: Authority) -> Iterator[Hsm]:
    """Make the token, and let every process that starts meanwhile find it; skip without SoftHSM."""
    found = [one for one in find_modules() if one.name == "SoftHSM"]
    if not found or not shutil.which("softhsm2-util") or not shutil.which("pkcs11-tool"):
        pytest.skip("softhsm2 and opensc are not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(_configured(folder)))
        _run("softhsm2-util", "--init-token", "--free", "--label", "officer", *_pins())
        keys = {
            RSA: make_key(folder, authority=authority, name="Nguyễn Văn A", key="rsa2048"),
            EC: make_key(folder, authority=authority, name="Lê Văn C", title="Thư ký"),
            OLD: make_key(folder, authority=authority, name="Nguyễn Văn A", end=NOW - DAY),
        }
        for identifier, key in keys.items():
            _put(folder, found[0].path, identifier, key)
        yield Hsm(folder, found[0], {one: key.certificate for one, key in keys.items()})


def renew(made: Hsm, folder: Path, identifier: str, key: SigningKey, *, with_key: bool) -> None:
    """Put a second certificate under an id, with its key or, as some tools do, without."""
    if with_key:
        _put(folder, made.module.path, identifier, key, "--force")
    else:
        _put_certificate(folder, made.module.path, identifier, key)


def _configured(folder: Path) -> Path:
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n"
        "log.level = ERROR\n"
    )
    return configuration


def _pins() -> tuple[str, ...]:
    return ("--pin", PIN, "--so-pin", SO_PIN)


def _put(folder: Path, module: Path, identifier: str, key: SigningKey, *more: str) -> None:
    private = load_der_private_key(key.private_key_der, None)
    pem = folder / f"{identifier}.p8"
    pem.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    which = ("--id", identifier, "--label", "officer", *more)
    _run("softhsm2-util", "--import", pem, "--token", "officer", "--pin", PIN, *which)
    _put_certificate(folder, module, identifier, key)


def _put_certificate(folder: Path, module: Path, identifier: str, key: SigningKey) -> None:
    der = folder / f"{identifier}.der"
    der.write_bytes(key.certificate)
    which = ("--id", identifier, "--label", "officer")
    login = ("--module", module, "--token-label", "officer", "--login", "--pin", PIN)
    _run("pkcs11-tool", *login, "--write-object", der, "--type", "cert", *which)


def _run(*command: str | Path) -> None:
    done = subprocess.run([str(one) for one in command], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
