"""Check and read a message (receipt, return, pack, letter), beside read_bundle.py.

    python3 read_message.py FILE CERTIFICATE.pem

Written from bundle-format.md alone. Prints what message.json says; ends with status 1 and the
reason when the message must not be believed.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

from read_bundle import EPOCH, said_in
from signed_file import NO_DEVICE, check, need, tell

FORMATS = ("danvan-message/1", "danvan-message/2")
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
    """Check how far a receipt says that the receiver is."""
    need(re.fullmatch(EPOCH, body["epoch"]), "receipt: epoch")
    held = body["held"]
    if held:
        need(re.fullmatch(EPOCH, held["epoch"]), "receipt: epoch held")
        need(type(held["high"]) is int and held["high"] >= 0, "receipt: held")
        need(not newer or re.fullmatch("[0-9a-f]{64}", held["state"]), "receipt: state")


def laid_down(body: dict[str, Any]) -> None:
    """Check a pack: its number and its parts."""
    need(type(body["form"]) is int and body["form"] == 1, "pack: form")
    need(re.fullmatch(EPOCH, body["epoch"]), "pack: epoch")
    need(type(body["number"]) is int and 0 < body["number"] <= 10**6, "pack: number")
    need(type(body["for"]) is list and isinstance(body["note"], str), "pack: for or note")
    need(isinstance(body["program"], str) and body["parts"], "pack: nothing in it")
    for name, entries in body["parts"].items():
        need(name in PARTS and isinstance(entries, list), f"pack: part {name}")
        most, key, required, further = PARTS[name]
        need(len(entries) <= most, f"pack: {name}, too many")
        keys = [tuple(one[field] for field in key.split()) for one in entries]
        need(len(set(keys)) == len(keys), f"pack: {name}, twice")
        for one in entries:
            known = {*required.split(), *further.split()}
            need(further == "*" or {*one} <= known, f"pack: {name}, unknown field")
            need({*required.split()} <= {*one}, f"pack: {name}, field missing")
            entry(name, one)


def entry(part: str, one: dict[str, Any]) -> None:
    """Check the values of an entry."""
    if part in ("units", "periods"):
        need(all(isinstance(value, str) for value in one.values()), f"pack: {part}, no text")
        need(all(one[name].strip() for name in PARTS[part][2].split()), f"pack: {part}, empty")
        for name in {"tu_ngay", "den_ngay", "han_nop"}.intersection(one):
            day = one[name] and date.fromisoformat(one[name]).isoformat()
            need(day == one[name], f"pack: {part}, day")
        need(part != "units" or one["cap"] in ("T", "H", "X"), "pack: level")
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
    if said["kind"] == "receipt":
        answered(said["body"], said["format"] == "danvan-message/2")
    if said["kind"] == "pack":
        laid_down(said["body"])
    return said


if __name__ == "__main__":
    tell(read)
