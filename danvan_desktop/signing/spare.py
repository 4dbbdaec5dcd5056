"""The office's keys as one file for the safe, opened by a code that is shown once.

Backups hold the books and no key, and a key whose passphrase lies in a keyring opens on no other
machine. With this file and its code a new laptop goes on under the fingerprint that receivers know;
without it they must be told of a new key by telephone.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.certificates import fingerprint
from danvan_desktop.signing.files import make_folder, read_back_differs, replacing
from danvan_desktop.signing.issuing import pack_p12, store_key
from danvan_desktop.signing.keys import (
    GIVEN_UP,
    OFFICE,
    RECEIVING,
    RENEWED,
    KeyFiles,
    SigningKey,
    finish_renewal,
    load_stored,
    parse_p12,
    stored_certificate,
)
from danvan_desktop.signing.passphrases import key_folders

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

FORMAT = "danvan-khoa-du-phong/1"
SUFFIX = ".khoa-du-phong"

_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are taken for each other when copied by hand: I, L, O, 0, 1."""

_GROUPS, _GROUP = 6, 4
"""24 letters of 31: 118 bits, so that nobody tries them all."""

_KINDS = {"gui": OFFICE, "nhan": RECEIVING}
_WHEN = {"": "", RENEWED: RENEWED, GIVEN_UP: GIVEN_UP}
_MAX = 4 << 20


@dataclass(frozen=True, slots=True)
class Spare:
    """A spare that was written: its file, and the code that opens it and stands nowhere."""

    path: Path
    code: str
    fingerprint: str


def write_spare(keys: Path, folder: Path) -> Spare:
    """Write all keys of a key folder into one file, open it again with its code and compare.

    UserError when the present key cannot be opened, or the disk refuses.
    """
    finish_renewal(keys)
    code = new_code()
    entries = list(_entries(keys, code))
    own = stored_certificate(keys, OFFICE) or b""
    target = folder / f"khoa-co-quan_{fingerprint(own)[:8]}{SUFFIX}"
    text = json.dumps({"format": FORMAT, "keys": entries}, indent=1)
    with replacing(target, private=True) as file:
        file.write(text.encode())
    if _opened(target, code)[0].key.certificate != own:
        target.unlink(missing_ok=True)
        raise read_back_differs(target)
    return Spare(target, code, fingerprint(own))


def take_in_spare(keys: Path, path: Path, code: str, *, office: str) -> SigningKey:
    """Put the keys of a spare into the key folder of the office with the code ``office``.

    UserError for a wrong code, another office's keys, or a key that is not the one in use.
    """
    finish_renewal(keys)
    found = _opened(path, code)
    signing = found[0].key
    if signing.info.code != office:
        raise _refused(_("Khóa dự phòng này là của cơ quan có mã {code}."), signing.info.code)
    present = stored_certificate(keys, OFFICE)
    if present is not None and present != signing.certificate:
        raise _refused(
            _("Khóa dự phòng này không phải khóa đang dùng: vân tay của nó bắt đầu bằng {code}."),
            signing.fingerprint_text[:9],
        )
    for one in sorted(found, key=lambda one: one.files is OFFICE and not one.when):
        # the office's present key comes last: until it stands, nothing has changed
        place = keys / one.when / fingerprint(one.key.certificate)[:16] if one.when else keys
        make_folder(place)
        store_key(place, one.files, *_material(one.key))
    return signing


def new_code() -> str:
    """Make the code of a spare, in groups as it is written down."""
    groups = ("".join(secrets.choice(_ALPHABET) for _n in range(_GROUP)) for _g in range(_GROUPS))
    return "-".join(groups)


# --- private


@dataclass(frozen=True, slots=True)
class _Found:
    """One key of a spare, and when it was in use."""

    when: str
    files: KeyFiles
    key: SigningKey


def _entries(keys: Path, code: str) -> Iterator[dict[str, str]]:
    """Encrypt every key anew under the code; an old one that cannot be opened stays behind."""
    for place in key_folders(keys):
        when = "" if place == keys else place.parent.name
        for kind, files in _KINDS.items():
            if not (place / files.key).exists() and not (place == keys and files is OFFICE):
                continue
            try:
                key = load_stored(place, files)
            except UserError:
                if not when:
                    raise
                continue
            data = pack_p12(*_material(key), passphrase=_plain(code))
            p12 = base64.b64encode(data).decode("ascii")
            yield {"when": when, "kind": kind, "p12": p12}


def _opened(path: Path, code: str) -> list[_Found]:
    """Open a spare; the office's present signing key comes first."""
    try:
        with path.open("rb") as file:
            said: Any = json.loads(file.read(_MAX))
        if said["format"] != FORMAT:
            raise ValueError(FORMAT)
        packed = [
            (_WHEN[one["when"]], _KINDS[one["kind"]], base64.b64decode(one["p12"], validate=True))
            for one in said["keys"]
        ]
        if not packed or packed[0][:2] != ("", OFFICE):
            raise ValueError(FORMAT)
    except (OSError, ValueError, KeyError, TypeError, binascii.Error, RecursionError) as error:
        raise UserError(
            _("{name} không phải tệp khóa dự phòng, hoặc đã hỏng.").format(name=path.name),
            safe=_("Không có gì thay đổi."),
            remedy=_("Chọn tệp có đuôi {suffix} đã cất cùng mã.").format(suffix=SUFFIX),
            code="spare_bad",
        ) from error
    try:
        return [
            _Found(when, files, parse_p12(data, _plain(code), path.name))
            for when, files, data in packed
        ]
    except UserError as error:
        if error.code != "wrong_passphrase":
            raise
        raise UserError(
            _("Mã của khóa dự phòng không đúng."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Tắt bộ gõ tiếng Việt, rồi gõ lại {n} nhóm chữ như trên giấy đã cất.").format(
                n=_GROUPS
            ),
            code="wrong_passphrase",
        ) from error


def _material(
    key: SigningKey,
) -> tuple[ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, x509.Certificate]:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    private = load_der_private_key(key.private_key_der, None)
    assert isinstance(private, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey))
    return private, x509.load_der_x509_certificate(key.certificate)


def _plain(code: str) -> str:
    """Take a code as it may be typed: small letters, spaces or none instead of hyphens."""
    return "".join(one for one in code.upper() if one in _ALPHABET)


def _refused(words: str, code: str) -> UserError:
    return UserError(
        words.format(code=code),
        safe=_("Không có gì thay đổi."),
        remedy=_("Chọn khóa dự phòng cất sau cùng của cơ quan này, hoặc chọn Khóa bị mất…"),
        code="other_spare",
    )
