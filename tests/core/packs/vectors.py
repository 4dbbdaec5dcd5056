"""Make the test vectors of packs: a good one, and bad ones with one failure each.

They lie in ``docs/bundle-reader/vectors/packs`` with the certificate to check them with; run
``python -m tests.core.packs.vectors`` to make them anew after a change of the format.
"""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from danvan_desktop.bundles.message import write_message
from danvan_desktop.bundles.packs.model import KIND
from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.signing.keys import SigningKey
from tests.core.bundles.tampering import packed
from tests.core.packs.kit import INDICATORS, PERIOD, UNITS, body, unit
from tests.core.signing.kit import NOW

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "bundle-reader" / "vectors" / "packs"
CERTIFICATE, EXPECTED = "province.pem", "expected.json"
SENDER, SENDER_NAME = "TN-BDVTU", "Ban Dân vận Tỉnh ủy Tây Ninh"

Body = dict[str, Any]
Change = Callable[[Any], None]


def good() -> Body:
    """Describe a small pack with something of three parts."""
    return body(
        parts={
            "units": [unit(*UNITS[1])],
            "periods": [dict(PERIOD)],
            "indicators": [{"name": "tinh.json", "data": copy.deepcopy(INDICATORS)}],
        }
    )


def changed(change: Change) -> Body:
    """Change the good pack in one place."""
    said = good()
    change(said)
    return said


def at(*path: Any) -> Callable[[Any], Body]:
    """Put another value at a place of the good pack."""

    def put(value: Any) -> Body:
        def change(said: Any) -> None:
            for step in path[:-1]:
                said = said[step]
            said[path[-1]] = value

        return changed(change)

    return put


BAD: Mapping[str, Body] = {
    "form": at("form")(2),
    "epoch": at("epoch")("1"),
    "number": at("number")(0),
    "number-text": at("number")("1"),
    "for": at("for")("TN"),
    "nothing": at("parts")({}),
    "part": at("parts", "keys")([]),
    "list": at("parts", "units")({}),
    "missing-field": changed(lambda said: said["parts"]["units"][0].pop("ten")),
    "foreign-field": at("parts", "units", 0, "owner")("X"),
    "no-text": at("parts", "units", 0, "ten")(5),
    "day": at("parts", "units", 0, "tu_ngay")("20200701"),
    "level": at("parts", "units", 0, "cap")("Z"),
    "twice": changed(lambda said: said["parts"]["periods"].append(dict(PERIOD))),
    "path": at("parts", "indicators", 0, "name")("../x.json"),
    "device": at("parts", "indicators", 0, "name")("con.json"),
    "file": at("parts", "indicators", 0, "data")([]),
    "certificate": at("parts", "certificates")([{"pem": "x"}]),
}
"""Bodies with one failure each, signed by the province."""


def make(folder: Path) -> None:
    """Write every vector, the certificate, and what is expected of each."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        key, other = (
            make_office_key(
                Path(place) / name, office_code=SENDER, office_name=SENDER_NAME, now=NOW
            )
            for name in ("a", "b")
        )
    (folder / CERTIFICATE).write_text(key.certificate_pem)
    _write(folder / "good-pack.asice", good(), key)
    expected = {"good-pack.asice": ""}
    for name, said in BAD.items():
        _write(folder / f"bad-pack-{name}.asice", said, key)
    _write(folder / "bad-pack-other-key.asice", good(), other)
    data = (folder / "good-pack.asice").read_bytes()
    whole = {
        "cut": data[:-1],
        "longer": data + b"\0",
        "byte": _flipped(folder, b"TN-DMC-90", b"TN-DMC-91"),
    }
    for name, content in whole.items():
        (folder / f"bad-pack-{name}.asice").write_bytes(content)
    bad = sorted(path.name for path in folder.glob("bad-*.asice"))
    expected |= dict.fromkeys(bad, "refused")
    (folder / EXPECTED).write_text(json.dumps(expected, indent=1) + "\n")


def _write(path: Path, said: Body, key: SigningKey) -> None:
    write_message(
        path, KIND, said, key, sender=(SENDER, SENDER_NAME), created=NOW, lines={"Số": "1"}
    )


def _flipped(folder: Path, before: bytes, after: bytes) -> bytes:
    """Change the message inside an archive that is right otherwise."""
    with ZipFile(folder / "good-pack.asice") as archive:
        contents = {one.filename: archive.read(one) for one in archive.infolist()}
    said = contents["message.json"]
    return packed({**contents, "message.json": said.replace(before, after, 1)})


if __name__ == "__main__":
    make(FOLDER)
