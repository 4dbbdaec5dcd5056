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

EPOCH = r"([0-3][0-9]{11}|40{11})-[0-9a-f-]{36}"
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = rf"{DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}Z"
PERIOD = r"[0-9A-Z]{1,4}/[0-9-]{4,9}"
FIGURE = r"-?[0-9]{1,30}(\.[0-9]{1,12})?"


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


def whole(value: object, least: int) -> None:
    """Check a whole number; ``strict`` has looked whether it is too great."""
    need(type(value) is int and value >= least, "number: not whole, or too small")


def described(pack: dict[str, Any]) -> None:
    """Check the fields of datapackage.json that stand for themselves."""
    need(pack["format"] == "danvan-bundle/1", "datapackage: format")
    need(isinstance(pack["receipt"], dict), "datapackage: receipt")
    for one in (pack, pack["receipt"] or pack):
        need(re.fullmatch(EPOCH, one["epoch"]) and type(one["number"]) is int, "epoch or number")
    for least, value in ((0, pack["base"]), (pack["base"], pack["high"]), (1, pack["number"])):
        whole(value, least)
    need(pack["number"] <= 10**9, "datapackage: number")
    office, period = pack["office"], pack["period"]
    codes = [office["code"], pack["state"], pack["schema_version"], pack["program_version"]]
    codes += [period[key] for key in ("code", "first_day", "last_day")]
    titles = [office["name"], period["name"], pack["signatory"]]
    titles += [one["title"] for one in pack["resources"]]
    for most, texts in ((100, codes), (2_000, titles), (20_000, [pack["note"]])):
        need(all(isinstance(one, str) and len(one) <= most for one in texts), "datapackage: text")
    answers = pack.get("answers", [])
    need(isinstance(answers, list) and len(answers) <= 20_000, "answers: no list, or too many")
    need(len({one["pin"] for one in answers}) == len(answers), "answers: a pin twice")
    for one in answers:
        good = re.fullmatch(UUID, one["pin"]) and one["state"] in ("open", "fixed", "answered")
        need(good and isinstance(one["words"], str), "answers: pin, state or words")
        figure = one.get("value")
        need(figure is None or re.fullmatch(FIGURE, figure), "answers: value")
        need(len(one["words"]) <= 4_000, "answers: too many words")


def recorded(pack: dict[str, Any], signed: Signed) -> None:
    """Compare the resources and every record with what is really there."""
    names, counts, state = [*signed.files][1:-4], {}, hashlib.sha256()
    need([one["path"] for one in pack["resources"]] == names, "datapackage: resources")
    for one, name in zip(pack["resources"], names, strict=True):
        digest = measured(one, signed.files[name])
        need(name[0] != "a" or name == f"attachments/{digest}", "attachment: name")
        need(("count" in one) == (name[0] == "d"), "datapackage: count")
        if name[0] == "d":
            measured(one["packed"], signed.packed[name])
            *lines, rest = signed.files[name].split(b"\n")
            whole(one["count"], 0)
            need(one["count"] == len(lines) and not rest, "records: count, or last line is cut")
            counts[name[5:-6]] = len(lines)
            rows = [strict(line) for line in lines]
            if name[5:-6] not in ("don_vi", "van_phong", "ky"):
                state.update(states(name[5:-6], rows, pack, names).encode())
    need(pack["counts"] == counts, "datapackage: counts")
    need(pack["base"] > 0 or state.hexdigest() == pack["state"], "datapackage: state")


def measured(said: dict[str, Any], data: bytes) -> str:
    """Compare size and digest with what is said of them; return the digest."""
    digest = hashlib.sha256(data).hexdigest()
    whole(said["bytes"], len(data))
    need(said["bytes"] == len(data) and said["hash"] == f"sha256:{digest}", "size or hash")
    return digest


def whole_record(row: dict[str, Any], names: list[str]) -> None:
    """Check what stands beside the values; their kinds follow from the schema."""
    need(isinstance(row["values"], dict), "records: values")
    need(re.fullmatch(DAY, row.get("event_date") or "2020-01-01"), "records: event_date")
    need(re.fullmatch(UUID, row.get("duplicate_of") or row["id"]), "records: duplicate_of")
    for period, later in row.get("late", ()):
        need(
            re.fullmatch(PERIOD, period) and re.fullmatch(PERIOD, later or period), "records: late"
        )
    for one in row.get("attachments", ()):
        need(f"attachments/{one['sha256']}" in names, "records: an attachment is not there")


def states(register: str, rows: list[Any], pack: dict[str, Any], names: list[str]) -> str:
    """Check the records of a register; return their lines of the state."""
    for row in rows:
        need(row["owner"] == pack["office"]["code"], "records: of another office")
        whole(row["rev"], 1)
        whole(row["seq"], pack["base"] + 1)
        need(row["seq"] <= pack["high"], "records: seq")
        need(re.fullmatch(UUID, row["id"]) and re.fullmatch(MOMENT, row["at"]), "records: id or at")
        row["gone"] = int(row.get("deleted") is True)
        if not row["gone"]:
            whole_record(row, names)
    need(len({row["id"] for row in rows}) == len(rows), "records: one comes twice")
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
