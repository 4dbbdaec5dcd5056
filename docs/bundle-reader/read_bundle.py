"""Check and read a bundle: the standard library and openssl, nothing of the program.

    python3 read_bundle.py FILE CERTIFICATE.pem [RECEIVING-KEY.pem RECEIVING-CERTIFICATE.pem]

Written from bundle-format.md alone. Prints what datapackage.json says; ends with status 1 and the
reason when the bundle must not be believed.
"""

import hashlib
import json
import re
from datetime import datetime
from typing import Any

from signed_file import Signed, check, need, tell

EPOCH = r"([0-3]\d{11}|40{11})-[0-9a-f-]{36}"
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def strict(data: bytes) -> dict[str, Any]:
    """Read a JSON object that has no key twice and no number or letter out of bounds."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(found)) == len(found), "json: key twice")
        return dict(found)

    def number(digits: str) -> int:
        need(abs(int(digits)) <= 1 << 62, "json: number too large")
        return int(digits)

    hooks: dict[str, Any] = {"parse_int": number, "parse_constant": number}
    value = json.loads(data.decode(), object_pairs_hook=pairs, **hooks)
    again = json.dumps(value, ensure_ascii=False).replace(r"\\", "")
    need(not re.search("\\\\u0000|[\ud800-\udfff]", again), "json: character")
    need(isinstance(value, dict), "json: no object")
    return dict(value)


def described(pack: dict[str, Any]) -> None:
    """Check the fields of datapackage.json that stand for themselves."""
    need(pack["format"] == "danvan-bundle/1", "datapackage: format")
    seen = pack["receipt"] or pack
    numbers = (pack["base"], pack["high"], pack["number"], seen["number"])
    need(all(type(one) is int for one in numbers), "datapackage: no whole number")
    need(0 <= numbers[0] <= numbers[1] and 0 < numbers[2] <= 10**9, "datapackage: number")
    need(re.fullmatch(EPOCH, pack["epoch"]), "datapackage: epoch")
    need(re.fullmatch(EPOCH, seen["epoch"]), "datapackage: epoch of the receipt")
    office, period, titled = pack["office"], pack["period"], pack["resources"]
    codes = [office["code"], pack["state"], pack["schema_version"], pack["program_version"]]
    codes += [period[key] for key in ("code", "first_day", "last_day")]
    titles = [office["name"], period["name"], pack["signatory"], *(one["title"] for one in titled)]
    for most, texts in ((100, codes), (2_000, titles), (20_000, [pack["note"]])):
        need(all(isinstance(one, str) and len(one) <= most for one in texts), "datapackage: text")
    for one in pack.get("answers", []):
        good = re.fullmatch(UUID, one["pin"]) and one["state"] in ("open", "fixed", "answered")
        need(good and isinstance(one["words"], str), "answers: pin, state or words")
        value = re.fullmatch(r"-?\d{1,30}(\.\d{1,12})?", one["value"] or "0")
        need(value and len(one["words"]) <= 4_000, "answers: value, or too many words")


def recorded(pack: dict[str, Any], signed: Signed) -> None:
    """Compare the resources and every record with what is really there."""
    names, state = [*signed.files][1:-4], hashlib.sha256()
    need([one["path"] for one in pack["resources"]] == names, "datapackage: resources")
    for one, name in zip(pack["resources"], names, strict=True):
        content, packed = signed.files[name], signed.packed[name]
        whole, inner = (f"sha256:{hashlib.sha256(data).hexdigest()}" for data in (content, packed))
        need((one["bytes"], one["hash"]) == (len(content), whole), "datapackage: size or hash")
        need(name[0] != "a" or whole.endswith(name[12:]), "attachment: name")
        if name.startswith("data/"):
            need(one["packed"] == {"bytes": len(packed), "hash": inner}, "datapackage: packed")
            *lines, rest = content.split(b"\n")
            need(one["count"] == len(lines) and not rest, "records: count, or last line is cut")
            rows = [strict(line) for line in lines]
            state.update(states(name[5:-6], rows, pack).encode())
    need(pack["base"] > 0 or state.hexdigest() == pack["state"], "datapackage: state")


def states(register: str, rows: list[dict[str, Any]], pack: dict[str, Any]) -> str:
    """Check the records of a register; return their lines of the state."""
    if register in ("don_vi", "van_phong", "ky"):
        return ""
    for row in rows:
        need(row["owner"] == pack["office"]["code"], "records: of another office")
        need(pack["base"] < row["seq"] <= pack["high"], "records: seq")
        row["gone"] = int(row.get("deleted") is True)
    rows.sort(key=lambda row: row["id"])
    return "".join("{} {id} {seq} {rev} {gone} {at}\n".format(register, **row) for row in rows)


def said_in(signed: Signed, head: str, sender: str) -> dict[str, Any]:
    """Read what a signed file says of itself, and compare who and when with the signature."""
    said = strict(signed.files[head])
    need(said[sender]["code"] == signed.office, "signature: of another office")
    moment = datetime.fromisoformat(said["created"])
    need(moment == signed.moment, "created: not the time of signing")
    return said


def read(path: str, certificate: str, *keys: str) -> dict[str, Any]:
    """Return what a bundle says, or leave with the reason for not believing it."""
    signed = check(path, certificate, *keys)
    pack = said_in(signed, "datapackage.json", "office")
    described(pack)
    recorded(pack, signed)
    return pack


if __name__ == "__main__":
    tell(read)
