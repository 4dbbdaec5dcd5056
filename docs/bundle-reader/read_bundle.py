"""Check and read a bundle or a message: the standard library and openssl, nothing of the program.

    python3 read_bundle.py FILE CERTIFICATE.pem [RECEIVING-KEY.pem RECEIVING-CERTIFICATE.pem]

Written from bundle-format.md alone, to show that the page is enough. Prints one JSON object; ends
with status 1 and the reason when the file must not be believed.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any, NoReturn

Entry = tuple[str, int, int, int, bytes]
"""Name, method, CRC-32, size, packed content."""

ENVELOPE = bytes.fromhex("060b2a864886f70d0109100117")
TAIL = ("datapackage.json", "To-bia.html", "META-INF/ASiCManifest001.xml")
SIGNATURE = "META-INF/signature001.p7s"
PAYLOAD = (
    r"data/[a-z][a-z0-9_]{0,59}\.jsonl|papers/[A-Za-z0-9][A-Za-z0-9_-]{0,99}\.pdf"
    r"|attachments/[0-9a-f]{64}"
)
DEVICES = r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)"
GROUPS = ("data/", "papers/", "attachments/")
DIRECTORY = {"don_vi", "van_phong", "ky"}
TYPES = {"jsonl": "application/x-ndjson", "json": "application/json", "html": "text/html"}
TYPES |= {"pdf": "application/pdf", "p7s": "application/pkcs7-signature"}
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
EPOCH = r"\d{12}-[0-9a-f-]{36}"
MESSAGES = ("danvan-message/1", "danvan-message/2")
MOST = 2 << 30

UNIT = "den_ngay cha nhap_vao tach_tu ten_ngan ky_hieu dia_danh can_cu_lap can_cu_thoi"
PARTS = {
    "units": (20_000, "ma tu_ngay", "ma ten loai cap tu_ngay", UNIT),
    "periods": (500, "ma", "ma ten tu_ngay den_ngay", "han_nop so_sanh_voi"),
    "indicators": (200, "name", "name data", ""),
    "annexes": (200, "name", "name data", ""),
    "templates": (100, "code", "code name kind title sections", "*"),
    "certificates": (200, "pem", "pem", ""),
}
"""Of each part of a pack: the most entries, what no two share, required fields, further ones."""


def need(fact: object, reason: str) -> None:
    """Leave with the reason unless the fact holds."""
    if not fact:
        raise SystemExit(reason)


def openssl(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run openssl."""
    return subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False)


def opened(path: Path, key: str | None, certificate: str | None, folder: Path) -> bytes:
    """Read the file, out of its envelope if it has one."""
    data = path.read_bytes()
    if ENVELOPE not in data[:32]:
        return data
    count = data[1] & 0x7F if data[1] & 0x80 else 0
    length = int.from_bytes(data[2 : 2 + count], "big") if count else data[1]
    need(data[0] == 0x30 and 2 + count + length == len(data), "envelope: length")
    need(key, "envelope: no key given")
    plain = folder / "plain"
    done = openssl(
        "cms",
        "-decrypt",
        "-binary",
        "-inform",
        "DER",
        "-in",
        path,
        "-inkey",
        key,
        "-recip",
        certificate,
        "-out",
        plain,
    )
    need(done.returncode == 0, "envelope: not for this key, or changed")
    return plain.read_bytes()


def entries(data: bytes) -> list[Entry]:
    """Take the archive apart and compare it with one that is put together from the parts."""
    need(len(data) > 22 and data[-22:-18] == b"PK\x05\x06", "zip: no end record")
    count, _count, _size, offset = struct.unpack("<2H2I", data[-14:-2])
    found, place = [], offset
    for _ in range(count):
        need(data[place : place + 4] == b"PK\x01\x02", "zip: directory")
        head = data[place + 10 : place + 30]
        method, _time, _date, crc, packed, whole, name = struct.unpack("<3H3IH", head)
        start = struct.unpack("<I", data[place + 42 : place + 46])[0]
        text = data[place + 46 : place + 46 + name].decode("ascii", "replace")
        begin = start + 30 + name
        need(whole <= MOST and whole <= max(4 << 20, 200 * packed), "zip: too large")
        found.append((text, method, crc, whole, data[begin : begin + packed]))
        place += 46 + name
    need(rebuilt(found) == data, "zip: not in the exact form")
    return found


def rebuilt(found: list[Entry]) -> bytes:
    """Write the archive in its one allowed form."""
    data, directory = b"", b""
    for name, method, crc, whole, packed in found:
        sizes = struct.pack("<3I2H", crc, len(packed), whole, len(name.encode()), 0)
        middle = struct.pack("<5H", 20, 0, method, 0, 33)
        directory += b"PK\x01\x02" + struct.pack("<H", 0x314) + middle + sizes
        directory += struct.pack("<3H2I", 0, 0, 0, 0o100644 << 16, len(data)) + name.encode()
        data += b"PK\x03\x04" + middle + sizes + name.encode() + packed
    counts = (0, 0, len(found), len(found), len(directory), len(data), 0)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", *counts)
    return data + directory + end


def contents(found: list[Entry]) -> dict[str, bytes]:
    """Unpack the files, once names, order and sizes are right."""
    plain: dict[str, bytes] = {}
    order: list[int] = []
    for name, method, crc, whole, packed in found:
        need(name.lower() not in {one.lower() for one in plain}, "name: twice")
        good = re.fullmatch(PAYLOAD, name) and not re.match(DEVICES, name.split("/")[1], re.I)
        need(good or name in (*TAIL, "mimetype", "message.json", SIGNATURE), f"name: {name}")
        need(method == (8 if name.startswith("data/") else 0), "zip: method")
        inflate = zlib.decompressobj(-15)
        try:
            content = inflate.decompress(packed, whole + 1) if method else packed
        except zlib.error:
            raise SystemExit("zip: content") from None
        need(len(content) == whole and zlib.crc32(content) == crc, "zip: size or checksum")
        need(not method or (inflate.eof and not inflate.unused_data), "zip: content")
        plain[name] = content
        order.append(next((i for i, g in enumerate(GROUPS) if name.startswith(g)), 9))
    names = list(plain)
    tail = ("message.json", *TAIL[1:], SIGNATURE) if "message.json" in plain else (*TAIL, SIGNATURE)
    payload = names[1 : -len(tail)]
    need(names[0] == "mimetype" and tuple(names[-len(tail) :]) == tail, "name: order")
    right = [name for _o, name in sorted(zip(order[1 : -len(tail)], payload, strict=True))]
    need(payload == right, "name: order")
    need(plain["mimetype"] == b"application/vnd.etsi.asic-e+zip", "mimetype")
    return plain


def kind(name: str) -> str:
    """Return the media type of a name."""
    return TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def listed(plain: dict[str, bytes]) -> None:
    """Compare the signed list with the files."""
    xml = plain[TAIL[2]].decode("ascii", "replace")
    reference = r'<asic:DataObjectReference URI="([^"]*)".*?<ds:DigestValue>([^<]*)<'
    found = dict(re.findall(reference, xml))
    sha = "http://www.w3.org/2001/04/xmlenc#sha256"
    want = '<?xml version="1.0" encoding="UTF-8"?>\n<asic:ASiCManifest '
    want += 'xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" '
    want += 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
    want += f'<asic:SigReference URI="{SIGNATURE}" MimeType="{kind(SIGNATURE)}"/>'
    for name, digest in found.items():
        want += f'<asic:DataObjectReference URI="{name}" MimeType="{kind(name)}">'
        want += f'<ds:DigestMethod Algorithm="{sha}"/>'
        want += f"<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>"
    need(xml == want + "</asic:ASiCManifest>\n", "manifest: form")
    wanted = [name for name in plain if name not in ("mimetype", TAIL[2], SIGNATURE)]
    need(list(found) == wanted, "manifest: names")
    for name, digest in found.items():
        real = base64.b64encode(hashlib.sha256(plain[name]).digest()).decode()
        need(real == digest, f"changed: {name}")


def signed(plain: dict[str, bytes], certificate: str, created: str, folder: Path) -> str:
    """Check the signature; return the office that the certificate names."""
    (folder / "m").write_bytes(plain[TAIL[2]])
    (folder / "s").write_bytes(plain[SIGNATURE])
    moment = int(datetime.datetime.fromisoformat(created).timestamp())
    files = ("-in", folder / "s", "-content", folder / "m", "-out", folder / "o")
    who = ("-CAfile", certificate, "-attime", moment, "-signer", folder / "c")
    done = openssl("cms", "-verify", "-cades", "-binary", "-inform", "DER", *files, *who)
    need(done.returncode == 0, "signature: not by this certificate, or changed")
    both = (folder / "c", certificate)
    der = [openssl("x509", "-in", one, "-outform", "DER").stdout for one in both]
    need(der[0] == der[1], "signature: by another certificate")
    names = ("-noout", "-subject", "-nameopt", "sep_multiline,lname,utf8")
    subject = openssl("x509", "-in", certificate, *names).stdout.decode()
    return next(iter(re.findall(r"serialNumber=(.*)", subject)), "").strip()


def strict(data: bytes) -> dict[str, Any]:
    """Read one JSON object without double keys, NaN or infinity."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(found)) == len(found), "json: key twice")
        return dict(found)

    def number(_name: str) -> NoReturn:
        raise SystemExit("json: number")

    try:
        value = json.loads(data.decode(), object_pairs_hook=pairs, parse_constant=number)
    except ValueError:
        raise SystemExit("json: cannot be read") from None
    need(isinstance(value, dict), "json: no object")
    bounded(value)
    return dict(value)


def bounded(value: Any) -> None:
    """Go through what was read: numbers and characters that a database does not take."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for one in value:
            bounded(one)
    elif isinstance(value, str):
        need(not re.search("[\0\ud800-\udfff]", value), "json: character")
    elif type(value) is int:
        need(abs(value) <= 1 << 62, "json: number too large")


def answered(body: dict[str, Any], newer: bool) -> None:
    """Check how far a receipt says that the receiver is."""
    held = body["held"]
    for one in (body, held) if held else (body,):
        lived(one["epoch"])
    if held:
        need(type(held["high"]) is int and held["high"] >= 0, "receipt: held")
        need(not newer or re.fullmatch("[0-9a-f]{64}", held["state"]), "receipt: state")


def lived(epoch: Any) -> None:
    """Check the name of a life of a database."""
    good = isinstance(epoch, str) and re.fullmatch(EPOCH, epoch)
    need(good and int(epoch[:12]) <= 400_000_000_000, "epoch")


def described(plain: dict[str, bytes], found: list[Entry], pack: dict[str, Any]) -> None:
    """Compare datapackage.json and every record with what is really there."""
    need(pack.get("format") == "danvan-bundle/1", "datapackage: format")
    base, high = pack["base"], pack["high"]
    need(0 <= base <= high, "datapackage: order")
    lived(pack["epoch"])
    if pack["receipt"]:
        lived(pack["receipt"]["epoch"])
    need(0 < pack["number"] <= 10**9, "datapackage: number")
    texts = (pack["office"]["code"], pack["period"]["code"], pack["state"])
    need(all(len(one) <= 100 for one in texts), "datapackage: too long")
    for one in pack.get("answers", []):
        good = re.fullmatch(UUID, one["pin"]) and one["state"] in ("open", "fixed", "answered")
        need(good and len(one["words"]) <= 4_000, "datapackage: answer")
    packed = {name: inner for name, _m, _c, _w, inner in found}
    payload = [name for name in plain if re.fullmatch(PAYLOAD, name)]
    need([one["path"] for one in pack["resources"]] == payload, "datapackage: resources")
    state = hashlib.sha256()
    for one in pack["resources"]:
        name, content = one["path"], plain[one["path"]]
        digest = hashlib.sha256(content).hexdigest()
        real = (len(content), f"sha256:{digest}")
        need((one["bytes"], one["hash"]) == real, "datapackage: size or hash")
        if name.startswith("attachments/"):
            need(name.endswith(digest), "attachment: name")
        if not name.startswith("data/"):
            continue
        digest = hashlib.sha256(packed[name]).hexdigest()
        need(one["packed"] == {"bytes": len(packed[name]), "hash": f"sha256:{digest}"}, "packed")
        need(one["count"] == content.count(b"\n"), "datapackage: count")
        need(content[-1:] in (b"", b"\n"), "records: last line is cut")
        register, rows = name[5:-6], [strict(line) for line in content.split(b"\n")[:-1]]
        for row in sorted(rows, key=lambda row: row["id"]) if register not in DIRECTORY else ():
            need(row["owner"] == pack["office"]["code"], "records: of another office")
            need(base < row["seq"] <= high, "records: seq")
            line = (register, row["id"], row["seq"], row["rev"], int("deleted" in row), row["at"])
            state.update((" ".join(map(str, line)) + "\n").encode())
    need(base > 0 or state.hexdigest() == pack["state"], "datapackage: state")


def packed(body: dict[str, Any]) -> None:
    """Check a pack: its number and its parts, each entry of the form of its part."""
    need(body.get("form") == 1, "pack: form")
    need(re.fullmatch(EPOCH, str(body.get("epoch"))), "pack: epoch")
    need(type(body.get("number")) is int and 0 < body["number"] <= 10**6, "pack: number")
    need(type(body.get("for")) is list and isinstance(body.get("note"), str), "pack: for or note")
    need(isinstance(body.get("program"), str) and body.get("parts"), "pack: nothing in it")
    for name, entries in body["parts"].items():
        need(name in PARTS and isinstance(entries, list), f"pack: part {name}")
        most, key, required, rest = PARTS[name]
        need(len(entries) <= most, f"pack: {name}, too many")
        need(all(isinstance(one, dict) for one in entries), f"pack: {name}, no object")
        keys = [tuple(one.get(field) for field in key.split()) for one in entries]
        need(all(isinstance(part, str) for one in keys for part in one), f"pack: {name}, no text")
        need(len(set(keys)) == len(keys), f"pack: {name}, twice")
        for one in entries:
            fields = {*required.split(), *rest.split()}
            need(rest == "*" or set(one) <= fields, f"pack: {name}, unknown field")
            need(set(required.split()) <= set(one), f"pack: {name}, field missing")
            entry(name, one)


def entry(part: str, one: dict[str, Any]) -> None:
    """Check the values of an entry."""
    if part in ("units", "periods"):
        need(all(isinstance(value, str) for value in one.values()), f"pack: {part}, no text")
        days = [one[name] for name in ("tu_ngay", "den_ngay", "han_nop") if name in one]
        need(all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days), f"pack: {part}, day")
        need(part != "units" or one["cap"] in "THX", "pack: level")
    elif part == "certificates":
        form = (
            r"-----BEGIN (CERTIFICATE|X509 CRL)-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END \1-----\n"
        )
        need(re.fullmatch(form, str(one["pem"])), "pack: certificate")
    elif part != "templates":
        good = re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}\.json", str(one["name"]))
        need(good and not re.match(DEVICES, one["name"], re.I), "pack: name of a file")
        need(isinstance(one["data"], dict), "pack: file")


def read(
    path: str, certificate: str, key: str | None = None, receiving: str | None = None
) -> dict[str, Any]:
    """Return what the file says, or leave with the reason for not believing it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = entries(opened(Path(path), key, receiving, folder))
        plain = contents(found)
        listed(plain)
        bundle = "message.json" not in plain
        said = strict(plain["datapackage.json" if bundle else "message.json"])
        code = signed(plain, certificate, said["created"], folder)
        need(code == said["office" if bundle else "sender"]["code"], "signature: another office")
        if bundle:
            described(plain, found, said)
        else:
            need(said.get("format") in MESSAGES, "message: format")
            if said["kind"] == "receipt":
                answered(said["body"], said["format"] == "danvan-message/2")
            if said["kind"] == "pack":
                packed(said["body"])
        return said


if __name__ == "__main__":
    need(len(sys.argv) in (3, 5), str(__doc__))
    sys.stdout.write(json.dumps(read(*sys.argv[1:]), ensure_ascii=False, indent=1) + "\n")
