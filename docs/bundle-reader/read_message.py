"""Check and read a message (receipt, return, pack, letter), beside read_bundle.py.

    python3 read_message.py FILE CERTIFICATE.pem

Written from bundle-format.md alone. Prints what message.json says; ends with status 1 and the
reason when the message must not be believed.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

from read_bundle import EPOCH, FIGURE, PERIOD, UUID, said_in, whole
from signed_file import NO_DEVICE, check, need, tell

FORMATS = ("danvan-message/1", "danvan-message/2")
VERDICTS = "replace merge nothing gap needs_full diverged older_epoch".split()
FILE = rf"{NO_DEVICE}[a-z0-9][a-z0-9_-]{{0,59}}\.json"
PEM = r"-----BEGIN (CERTIFICATE|X509 CRL)-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END \1-----\n"
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


def answered(body: dict[str, Any], newer: bool) -> None:
    """Check how far a receipt says that the receiver is, and what became of the bundle."""
    held, about = body["held"], body["bundle"]
    whole(body["number"], 1)
    need("diverged" in body, "receipt: diverged")
    need(re.fullmatch(EPOCH, body["epoch"]), "receipt: epoch")
    if held:
        whole(held["high"], 0)
        need(re.fullmatch(EPOCH, held["epoch"]), "receipt: epoch held")
        state = held["state"] if newer else held.get("state") or "0" * 64
        need(re.fullmatch("[0-9a-f]{64}", state), "receipt: state")
    whole(about["number"], 1)
    need(about["verdict"] in VERDICTS, "receipt: verdict")
    for text in (body["office"], about["sha256"], about["period"], *about["counts"]):
        need(isinstance(text, str) and len(text) <= 100, "receipt: text")
    for count in about["counts"].values():
        whole(count, 0)


def sent_back(body: dict[str, Any]) -> None:
    """Check the remarks of a return, on records and on figures."""
    pins, figures = body["pins"], body.get("figures", [])
    need(isinstance(pins, list) and isinstance(figures, list), "return: no lists")
    need(0 < len(pins) + len(figures) <= 5_000, "return: no pins, or too many")
    need(date.fromisoformat(body["deadline"]), "return: deadline")
    texts = [body["office"]]
    for pin in pins:
        need(type(pin["rev"]) is int, "return: rev")
        need(re.fullmatch(UUID, pin["record"]), "return: record")
        seen = pin.get("seen")
        need(seen is None or re.fullmatch("[0-9a-f]{64}", seen), "return: seen")
        texts += [pin["register"], pin["field"]]
    for pin in figures:
        need(re.fullmatch(PERIOD, pin["period"]), "return: period")
        need(pin["value"] is None or re.fullmatch(FIGURE, pin["value"]), "return: value")
        texts += [pin["place"], pin["path"]]
    for pin in (*pins, *figures, body):
        need(re.fullmatch(UUID, pin["id"]), "return: id")
    for text in (*texts, *(pin[name] for pin in (*pins, *figures) for name in ("title", "text"))):
        need(isinstance(text, str) and len(text) <= 4_000, "return: text")


def laid_down(body: dict[str, Any]) -> None:
    """Check a pack: its number and its parts."""
    whole(body["form"], 1)
    whole(body["number"], 1)
    need(body["form"] == 1 and body["number"] <= 10**6, "pack: form or number")
    need(re.fullmatch(EPOCH, body["epoch"]), "pack: epoch")
    need(type(body["for"]) is list and len(body["for"]) <= 2_000, "pack: for")
    note = "" if body.get("note") is None else body["note"]
    need(isinstance(note, str) and len(note) <= 2_000, "pack: note")
    need(isinstance(body["program"], str) and 0 < len(body["program"]) <= 40, "pack: program")
    need(body["parts"], "pack: nothing in it")
    for name, entries in body["parts"].items():
        need(name in PARTS and isinstance(entries, list), f"pack: part {name}")
        most, key, required, further = PARTS[name]
        need(len(entries) <= most, f"pack: {name}, too many")
        keys = [tuple(one[field] for field in key.split()) for one in entries]
        need(len(set(keys)) == len(keys), f"pack: {name}, twice")
        for full in entries:
            one = {field: value for field, value in full.items() if value is not None}
            known = {*required.split(), *further.split()}
            need(further == "*" or {*one} <= known, f"pack: {name}, unknown field")
            need({*required.split()} <= {*one}, f"pack: {name}, field missing")
            entry(name, one)


def entry(part: str, one: dict[str, Any]) -> None:
    """Check the values of an entry."""
    if part in ("units", "periods"):
        good = all(isinstance(value, str) and len(value) <= 1_000 for value in one.values())
        need(good, f"pack: {part}, no text, or too long")
        need(all(one[name].strip() for name in PARTS[part][2].split()), f"pack: {part}, empty")
        for name in {"tu_ngay", "den_ngay", "han_nop"}.intersection(one):
            day = one[name] and date.fromisoformat(one[name]).isoformat()
            need(day == one[name], f"pack: {part}, day")
        need(part != "units" or one["cap"] in ("T", "H", "X"), "pack: level")
        need(part != "periods" or re.fullmatch(PERIOD, one["ma"]), "pack: code of a period")
    elif part == "certificates":
        need(re.fullmatch(PEM, one["pem"]), "pack: certificate")
    elif part == "templates":
        need(isinstance(one["code"], str), "pack: code of a template")
    else:
        need(re.fullmatch(FILE, one["name"]), "pack: name of a file")
        need(isinstance(one["data"], dict), "pack: file")


def read(path: str, certificate: str) -> dict[str, Any]:
    """Return what a message says, or leave with the reason for not believing it."""
    signed = check(path, certificate)
    need(len(signed.files) == 5, "message: other files in it")
    need(Path(path).stat().st_size <= 16 << 20, "message: too large")
    said = said_in(signed, "message.json", "sender")
    need(said["format"] in FORMATS, "message: format")
    need(max(len(said["kind"]), len(said["sender"]["name"])) <= 2_000, "message: text")
    if said["kind"] == "receipt":
        answered(said["body"], said["format"] == "danvan-message/2")
    if said["kind"] == "return":
        sent_back(said["body"])
    if said["kind"] == "pack":
        laid_down(said["body"])
    return said


if __name__ == "__main__":
    tell(read)
