"""Check a signed file (bundle, receipt, return, pack, letter): whole, unchanged, and by whom.

    python3 signed_file.py FILE CERTIFICATE.pem [RECEIVING-KEY.pem RECEIVING-CERTIFICATE.pem]

The standard library and openssl, nothing of the program; written from bundle-format.md alone, to
show that the page is enough. Prints the names inside; ends with status 1 and the reason when the
file must not be believed. What it says is for read_bundle.py and read_message.py.
"""

import base64
import hashlib
import json
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

HEADS, COVER = ("datapackage.json", "message.json"), "To-bia.html"
MANIFEST, SIGNATURE = "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"
NO_DEVICE = r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])\.)"
PAYLOAD = rf"data/{NO_DEVICE}[a-z][a-z0-9_]{{0,59}}\.jsonl|attachments/[0-9a-f]{{64}}"
PAYLOAD += rf"|papers/{NO_DEVICE}[A-Za-z0-9][A-Za-z0-9_-]{{0,99}}\.pdf"
TYPES = {"jsonl": "application/x-ndjson", "json": "application/json", "html": "text/html"}
TYPES |= {"pdf": "application/pdf", "": "application/octet-stream"}
SIGNED = """3INTEGER:01 3SET 4SEQUENCE 5OBJECT:sha256 5NULL 3SEQUENCE 4OBJECT:pkcs7-data 3cont
4SEQUENCE 5SEQUENCE 5SEQUENCE 5BIT 3SET 4SEQUENCE 5INTEGER:01 5SEQUENCE 5SEQUENCE 5cont 5SEQUENCE
5OCTET"""
"""What openssl shows of a signature, by depth: one certificate and one signer, nothing else."""

SEALED = """3INTEGER:00 3SET (4SEQUENCE 5INTEGER:02 5cont 5SEQUENCE 5OCTET ){1,8}3SEQUENCE
4OBJECT:pkcs7-data 4SEQUENCE 5OBJECT:aes-256-gcm 5SEQUENCE 4cont 3OCTET"""
"""The same of an envelope: receivers, content, tag, no attributes."""


class Signed(NamedTuple):
    """What may be believed: the files, the same as they lie in the archive, who signed and when."""

    files: dict[str, bytes]
    packed: dict[str, bytes]
    office: str
    moment: datetime


def need(fact: object, reason: str) -> None:
    """Leave with the reason unless the fact holds."""
    if not fact:
        raise SystemExit(reason)


def openssl(command: str, *more: object) -> bytes:
    """Run openssl; return what it writes, or leave when it is not content."""
    words = ["openssl", *command.split(), *map(str, more)]
    done = subprocess.run(words, capture_output=True, check=False)
    need(done.returncode == 0, f"openssl {command}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def outline(path: Path, form: str) -> str:
    """Compare a CMS file with its form, and with DER; return all that openssl shows of it."""
    again = openssl("cms -cmsout -inform DER -outform DER -in", path)
    need(again == path.read_bytes(), "cms: not DER, cut or longer")
    shown = openssl("asn1parse -inform DER -in", path).decode(errors="replace")
    values = "0[0-2]|sha256|pkcs7-data|aes-256-gcm"
    found = re.findall(rf"d=([345]) .*?: (\w+) *(:(?:{values}))?\s", shown)
    right = re.fullmatch(form.replace("\n", " "), " ".join("".join(one) for one in found))
    need(right, "cms: not in its form")
    return shown


def opened(path: Path, key: str = "", certificate: str = "") -> bytes:
    """Read the file, out of its envelope if it has one."""
    data = path.read_bytes()
    if bytes.fromhex("060b2a864886f70d0109100117") not in data[:32]:
        return data
    outline(path, SEALED)
    who = ("-inkey", key, "-recip", certificate)
    return openssl("cms -decrypt -binary -inform DER -in", path, *who)


def unpacked(data: bytes) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Walk the archive once: no byte of it may be other than a writer makes it."""
    need(len(data) < 1 << 32, "zip: too large")
    files: dict[str, bytes] = {}
    inside, directory, place = {}, b"", 0
    while data.startswith(b"PK\3\4", place):
        crc, inner, size, length = struct.unpack_from("<14x3IH", data, place)
        name = data[place + 30 : place + 30 + length].decode("ascii")
        need(name not in files and len(files) < 20_000, f"name: {name} twice, or too many")
        method = 8 if name.startswith("data/") else 0
        fixed = struct.pack("<5H3I2H", 20, 0, method, 0, 33, crc, inner, size, length, 0)
        need(data.startswith(fixed, place + 4), "zip: a header is not in the exact form")
        last = struct.pack("<3H2I", 0, 0, 0, 0o100644 << 16, place)
        directory += b"PK\1\2\x14\3" + fixed + last + name.encode()
        most = 2 << 30 if re.fullmatch(PAYLOAD, name) else 16 << 20
        need(size <= min(most, max(4 << 20, 200 * inner)), "zip: too large, or packed too much")
        place += 30 + length + inner
        packed, inflate = data[place - inner : place], zlib.decompressobj(-15)
        content = inflate.decompress(packed, size + 1) if method else packed
        need(len(content) == size and zlib.crc32(content) == crc, "zip: size or checksum")
        need(not method or (inflate.eof and not inflate.unused_data), "zip: deflated bytes")
        files[name], inside[name] = content, packed
    counts = (0, 0, len(files), len(files), len(directory), place, 0)
    directory += struct.pack("<4s4H2IH", b"PK\5\6", *counts)
    need(data[place:] == directory, "zip: the directory is not in the exact form")
    return files, inside


def judge_names(names: list[str]) -> None:
    """Compare names and order with those that are allowed; none is ever used as a path."""
    payload = [name for name in names if re.fullmatch(PAYLOAD, name)]
    payload.sort(key=lambda name: ("dpa".index(name[0]), name))
    right = [["mimetype", *payload, head, COVER, MANIFEST, SIGNATURE] for head in HEADS]
    need(names in right, "name: not allowed, missing or out of order")
    need(len({name.lower() for name in names}) == len(names), "name: twice but for case")


def listed(files: dict[str, bytes]) -> bytes:
    """Write the list that must have been signed."""
    xml = '<?xml version="1.0" encoding="UTF-8"?>\n<asic:ASiCManifest '
    xml += 'xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" '
    xml += 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
    xml += f'<asic:SigReference URI="{SIGNATURE}" MimeType="application/pkcs7-signature"/>'
    for name in [*files][1:-2]:
        digest = base64.b64encode(hashlib.sha256(files[name]).digest()).decode()
        media = TYPES[name.partition(".")[2]]
        xml += f'<asic:DataObjectReference URI="{name}" MimeType="{media}">'
        xml += '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        xml += f"<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>"
    return (xml + "</asic:ASiCManifest>\n").encode()


def signer(signed: Path, listing: Path, certificate: str) -> tuple[str, datetime]:
    """Check the signature over the list; return the office in the certificate, and when."""
    shown = outline(signed, SIGNED)
    claimed = re.findall(r":signingTime\n.*\n.*UTCTIME +:(\d{12}Z)\n", shown)[0]
    moment = datetime.strptime(claimed, "%y%m%d%H%M%S%z")
    by = signed.with_name("signer")
    who = ("-CAfile", certificate, "-attime", int(moment.timestamp()), "-signer", by)
    openssl("cms -verify -cades -binary -inform DER -in", signed, "-content", listing, *who)
    both = [openssl("x509 -outform DER -in", one) for one in (by, certificate)]
    need(both[0] == both[1], "signature: by another certificate")
    names = openssl("x509 -noout -subject -nameopt sep_multiline,lname,utf8 -in", certificate)
    return str(re.findall(r"serialNumber=(.*)", names.decode())[0]), moment


def check(path: str, certificate: str, *keys: str) -> Signed:
    """Return what a file holds and who signed it, or leave with the reason."""
    files, packed = unpacked(opened(Path(path), *keys))
    judge_names([*files])
    need(files["mimetype"] == b"application/vnd.etsi.asic-e+zip", "mimetype")
    need(sum(map(len, files.values())) <= 6 << 30, "zip: too large")
    need(files[MANIFEST] == listed(files), "list: not of these files, or not in its form")
    with tempfile.TemporaryDirectory() as folder:
        signed, listing = Path(folder) / "signature", Path(folder) / "list"
        signed.write_bytes(files[SIGNATURE])
        listing.write_bytes(files[MANIFEST])
        return Signed(files, packed, *signer(signed, listing, certificate))


def tried(read: Callable[..., Any], *words: str) -> Any:
    """Run a reader; whatever in a file is not as the page says is a reason to leave."""
    try:
        return read(*words)
    except Exception as fault:  # noqa: BLE001 - a field of another kind may cause anything
        raise SystemExit(f"not as the page says: {fault!r}") from None


def tell(read: Callable[..., Any]) -> None:
    """Run a reader on the words of the command line and print what it says."""
    said = tried(read, *sys.argv[1:])
    sys.stdout.write(json.dumps(said, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    tell(lambda *words: [*check(*words).files])
