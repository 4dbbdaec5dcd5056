"""Writing bundles: what is in them, what other people's tools say, what happens when it fails."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from danvan_desktop.bundles import names
from danvan_desktop.bundles.container import copy_bundle, write_bundle
from danvan_desktop.bundles.jsonl import encode_rows
from danvan_desktop.bundles.model import BundleRefused, Limits, Member
from danvan_desktop.bundles.opening import open_bundle
from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList
from tests.core.bundles.kit import (
    EPOCH,
    OFFICE_NAME,
    ROWS,
    SCAN,
    SCAN_NAME,
    bundle_info,
    make_bundle,
    members,
)
from tests.core.signing.kit import NOW, run, tool

ORDER = [
    "mimetype",
    "data/dan_van_kheo.jsonl",
    "papers/BC-15.pdf",
    SCAN_NAME,
    "datapackage.json",
    "To-bia.html",
    "META-INF/ASiCManifest001.xml",
    "META-INF/signature001.p7s",
]


def test_bundle_holds_the_files_in_their_order(bundle: Path) -> None:
    """``mimetype`` first and stored, as ASiC demands; the rest in one order."""
    with zipfile.ZipFile(bundle) as archive:
        assert archive.namelist() == ORDER
        assert archive.testzip() is None
        assert archive.read("mimetype") == b"application/vnd.etsi.asic-e+zip"
        assert archive.read(SCAN_NAME) == SCAN
    assert bundle.read_bytes()[30:69] == b"mimetypeapplication/vnd.etsi.asic-e+zip"


def test_bundle_is_an_ordinary_zip(bundle: Path) -> None:
    """Other people's unzip reads it without a warning."""
    result = run("unzip", "-tqq", bundle)
    assert result.returncode == 0, result.stdout + result.stderr


def test_receipt_names_file_digest_and_counts(tmp_path: Path, office_key: SigningKey) -> None:
    """The receipt is what the clerk's log keeps."""
    receipt = make_bundle(tmp_path, office_key)
    assert receipt.path.name == "TN-DMC-BDV_2020-H1_lan-1.asice"
    data = receipt.path.read_bytes()
    assert receipt.sha256 == hashlib.sha256(data).hexdigest()
    assert receipt.size == len(data)
    assert receipt.counts == {"dan_van_kheo": 2}
    assert [path.name for path in tmp_path.iterdir()] == [receipt.path.name]


def test_datapackage_states_what_the_receiver_needs(bundle: Path) -> None:
    """Office, period, interval, versions, counts, and size and digest of each file."""
    with zipfile.ZipFile(bundle) as archive:
        package = json.loads(archive.read("datapackage.json"))
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert package["office"]["code"] == "TN-DMC-BDV"
    assert package["period"]["code"] == "2020-H1"
    assert (package["epoch"], package["base"], package["high"]) == (str(EPOCH), 0, 7)
    assert (package["schema_version"], package["program_version"]) == ("0001", "0.1.0")
    assert package["counts"] == {"dan_van_kheo": 2}
    for resource in package["resources"]:
        content = contents[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_openssl_alone_verifies_the_bundle(tmp_path: Path, root: Path) -> None:
    """The commands of docs/bundle-format.md, run as they stand there."""
    tool("openssl")
    tool("unzip")
    # openssl looks at the real date
    now = datetime.now(UTC)
    key = make_office_key(
        tmp_path / "key", office_code="TN-DMC-BDV", office_name=OFFICE_NAME, now=now
    )
    bundle = make_bundle(tmp_path, key, created=now).path
    text = (root / "docs" / "bundle-format.md").read_text(encoding="utf-8")
    look, check, *_others = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    unpack, compare = check.split("\n\n", 1)
    work = tmp_path / "goi"
    work.mkdir()
    shutil.copy(bundle, work)
    shutil.copy(tmp_path / "key" / "chung-thu-co-quan.pem", work)
    assert key.fingerprint_text.replace(" ", "") in _shell(look, work).replace(":", "")
    _shell(unpack, work)
    said = _shell(compare, work)
    assert "CAdES Verification successful" in said
    assert re.findall(r"same +(\S+)", said) == ORDER[1:6]
    assert "CHANGED" not in said
    (work / ORDER[1]).write_bytes(b"{}\n")
    assert f"CHANGED  {ORDER[1]}" in _shell(compare, work)
    manifest = work / "META-INF" / "ASiCManifest001.xml"
    manifest.write_bytes(manifest.read_bytes().replace(b"BC-15", b"BC-16"))
    assert "CAdES Verification failure" in _shell(compare, work)


def _shell(script: str, folder: Path) -> str:
    done = subprocess.run(
        ["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_cover_sheet_is_readable_and_harmless(tmp_path: Path, office_key: SigningKey) -> None:
    """Anyone can open it; nothing that was typed becomes markup."""
    receipt = make_bundle(tmp_path, office_key, note='<script>alert(1)</script><img src="x">')
    with zipfile.ZipFile(receipt.path) as archive:
        html = archive.read("To-bia.html").decode("utf-8")
    page = _Tags()
    page.feed(html)
    assert not page.tags & {"script", "img", "iframe", "link", "object", "form", "b"}
    assert not {name for name in page.attributes if name.startswith("on") or name == "src"}
    for text in (
        "6 tháng đầu năm 2020",
        "15/12/2019 – 14/06/2020",
        "Dân vận khéo",
        "Báo cáo số 15",
        "<script>alert(1)</script>",
        "Nguyễn Văn A, Trưởng Ban",
        office_key.fingerprint_text,
        "07/07/2020 14:05:33 +07:00",
    ):
        assert text in page.text, text


def test_same_content_gives_the_same_payload(tmp_path: Path, office_key: SigningKey) -> None:
    """Two exports differ in their signature value only (ECDSA draws a random number)."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = make_bundle(tmp_path / "a", office_key).path.read_bytes()
    other = make_bundle(tmp_path / "b", office_key, reversed(members())).path.read_bytes()
    end = one.index(b"META-INF/signature001.p7s", one.index(b"META-INF/signature001.p7s") + 1) - 30
    assert one[:end] == other[:end]


def test_existing_bundle_is_not_overwritten(tmp_path: Path, office_key: SigningKey) -> None:
    """What was sent once stays as it was sent."""
    receipt = make_bundle(tmp_path, office_key)
    with pytest.raises(UserError) as caught:
        make_bundle(tmp_path, office_key)
    assert caught.value.code == "target_exists"
    again = write_bundle(receipt.path, members(), bundle_info(), office_key, overwrite=True)
    assert again.path.read_bytes() != b""


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "data/x.json",
        "data/X.jsonl",
        "data/../x.jsonl",
        "papers/con.pdf",
        "papers/a b.pdf",
        "attachments/x",
        "mimetype",
        "To-bia.html",
        "META-INF/x",
        "papers/ă.pdf",
        "papers/.pdf",
    ],
)
def test_member_name_that_is_not_allowed_is_a_bug(
    tmp_path: Path, office_key: SigningKey, name: str
) -> None:
    """Names come from our own code, so a wrong one is an error of the programmer."""
    with pytest.raises(ValueError, match="not allowed"):
        make_bundle(tmp_path, office_key, [Member(name, lambda: [b""])])
    assert list(tmp_path.iterdir()) == []


def test_member_twice_is_a_bug(tmp_path: Path, office_key: SigningKey) -> None:
    """Two papers must not fall onto one name."""
    with pytest.raises(ValueError, match="twice"):
        make_bundle(tmp_path, office_key, [*members(), members()[0]])


def test_unreadable_attachment_leaves_no_bundle(tmp_path: Path, office_key: SigningKey) -> None:
    """A member that fails half-way is named, and nothing is left behind."""

    def broken() -> Iterator[bytes]:
        yield b"anh"
        raise OSError(5, "I/O error")

    with pytest.raises(UserError, match="Không đọc được “ảnh”") as caught:
        make_bundle(tmp_path, office_key, [Member(SCAN_NAME, broken, "ảnh")])
    assert caught.value.code == "member_unreadable"
    assert list(tmp_path.iterdir()) == []


def test_changed_attachment_leaves_no_bundle(tmp_path: Path, office_key: SigningKey) -> None:
    """An attachment that is no longer what was attached is not signed."""
    with pytest.raises(UserError) as caught:
        make_bundle(tmp_path, office_key, [Member(SCAN_NAME, lambda: [b"khac"], "ảnh")])
    assert caught.value.code == "attachment_changed"
    assert list(tmp_path.iterdir()) == []


class _Steps:
    """Lets so many steps pass and then cancels."""

    def __init__(self, allowed: int) -> None:
        self._left = allowed

    def __call__(self, done: int, total: int, text: str = "") -> None:
        self._left -= 1
        if self._left < 0:
            raise Cancelled


def test_cancelling_leaves_no_bundle(tmp_path: Path, office_key: SigningKey) -> None:
    """Stopping at any step leaves the folder as it was."""
    for stop in range(6):
        steps = _Steps(stop)
        with pytest.raises(Cancelled):
            write_bundle(tmp_path / "a.asice", members(), bundle_info(), office_key, progress=steps)
        left = [path.name for path in tmp_path.iterdir()]
        assert left == [] or (stop >= 5 and left == ["a.asice"])
        (tmp_path / "a.asice").unlink(missing_ok=True)


def test_missing_folder_is_said_in_words(tmp_path: Path, office_key: SigningKey) -> None:
    """A USB stick that was pulled out."""
    with pytest.raises(UserError) as caught:
        write_bundle(tmp_path / "usb" / "a.asice", members(), bundle_info(), office_key)
    assert caught.value.code == "write_failed"
    assert caught.value.safe


def test_full_disk_is_said_in_words(office_key: SigningKey) -> None:
    """What the clerk reads when the system says ENOSPC."""
    from danvan_desktop.signing.files import write_refused

    refusal = write_refused(Path("a.asice"), OSError(28, "No space left on device"))
    assert refusal.code == "disk_full"
    assert "Ổ đĩa đã đầy" in refusal.message


def test_expired_office_key_does_not_sign(tmp_path: Path, office_key: SigningKey) -> None:
    """The receiver would refuse it, so the sender hears it first."""
    info = replace(bundle_info(), created=NOW + timedelta(days=365 * 11))
    with pytest.raises(UserError) as caught:
        write_bundle(tmp_path / "a.asice", members(), info, office_key)
    assert caught.value.code == "key_expired"


def test_limits_hold_for_the_sender_too(tmp_path: Path, office_key: SigningKey) -> None:
    """What a receiver would refuse is found by reading back, before it has its name."""
    with pytest.raises(BundleRefused):
        write_bundle(
            tmp_path / "a.asice", members(), bundle_info(), office_key, limits=Limits(members=3)
        )
    assert list(tmp_path.iterdir()) == []


def test_copy_is_compared_and_complete(tmp_path: Path, bundle: Path) -> None:
    """The copy on the stick has the same bytes under the same name."""
    target = copy_bundle(bundle, tmp_path)
    assert target.name == bundle.name
    assert target.read_bytes() == bundle.read_bytes()


def test_empty_bundle_is_possible(tmp_path: Path, office_key: SigningKey) -> None:
    """A period without any record is reported, too."""
    receipt = make_bundle(tmp_path, office_key, [])
    with open_bundle(receipt.path, now=NOW) as opened:
        assert opened.counts == {}


def test_rows_come_back_as_they_went_in(bundle: Path, province: TrustList) -> None:
    """Text, numbers, null, true and the order of keys survive."""
    with open_bundle(bundle, now=NOW, trust=province) as opened:
        rows = list(opened.rows("dan_van_kheo"))
        assert rows == ROWS
        assert [list(row) for row in rows] == [list(row) for row in ROWS]
        assert b"".join(opened.read(SCAN_NAME)) == SCAN


def test_many_rows_are_streamed(tmp_path: Path, office_key: SigningKey) -> None:
    """Rows come from a generator and go to a generator."""
    given = ({"id": f"{number:06}", "ten": "Ấp Phước Hội"} for number in range(20_000))
    member = Member(names.data_name("hoi_nghi"), lambda: encode_rows(given), "Hội nghị")
    receipt = make_bundle(tmp_path, office_key, [member])
    assert receipt.counts == {"hoi_nghi": 20_000}
    with open_bundle(receipt.path, now=NOW) as opened:
        assert sum(1 for _row in opened.rows("hoi_nghi")) == 20_000


@pytest.mark.parametrize(
    ("office", "period", "expected"),
    [
        ("TN-DMC-BDV", "2020-H1", "TN-DMC-BDV_2020-H1_lan-1.asice"),
        ("../x", "Q1/2020", "x_2020-Q1_lan-1.asice"),
        ("Đông Hà", "2020", "ng-H_2020_lan-1.asice"),
    ],
)
def test_bundle_file_name_is_always_a_plain_name(office: str, period: str, expected: str) -> None:
    """Whatever the codes are, the name is ASCII and without folders."""
    assert names.bundle_file_name(office, period, 1) == expected
