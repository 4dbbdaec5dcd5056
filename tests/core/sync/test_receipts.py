"""Receipts as files: signed, small, for one office, and refused when anything was changed."""

from __future__ import annotations

import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from danvan_desktop.bundles.journal import entries
from danvan_desktop.bundles.message import is_message, write_message
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.bundles.receipts import TAKEN_IN, take_in, write_receipt
from danvan_desktop.bundles.receiving import receive
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.kit import Post, dialogue


@pytest.fixture
def province_key(tmp_path: Path, office: Context) -> SigningKey:
    """Return the key with which the province signs what it sends."""
    return make_office_key(
        tmp_path / "province-key",
        office_code="TN-BDV",
        office_name="Ban Dân vận Tỉnh ủy Tây Ninh",
        now=datetime.fromisoformat(office.clock.now()),
    )


@pytest.fixture
def known(province_key: SigningKey) -> TrustList:
    """Return the office's list, on which its province stands."""
    return TrustList((province_key.certificate,))


@pytest.fixture
def set_up(province: Context) -> Context:
    """Give the province its name."""
    values = {
        "ma": "TN-BDV",
        "ten": "Ban Dân vận",
        "ten_day_du": "Ban Dân vận Tỉnh ủy Tây Ninh",
        "cap": "T",
    }
    spec = "van_phong"
    with province.operation("Lập cơ quan") as (work, _done):
        from danvan_desktop.registers import REGISTERS

        work.insert(REGISTERS[spec], REGISTERS[spec].complete(values))
    return province


@pytest.fixture
def receipt(
    filled: Context,
    set_up: Context,
    post: Post,
    trust: TrustList,
    province_key: SigningKey,
    tmp_path: Path,
) -> Path:
    """Return the province's answer to the office's first bundle."""
    received = receive(set_up, post(), trust)
    return write_receipt(set_up, received, tmp_path, province_key)


def test_receipt_tells_the_office_that_its_bundle_arrived(
    filled: Context, receipt: Path, known: TrustList, post: Post
) -> None:
    """The log names the bundle, and the next one carries only what changed."""
    assert is_message(receipt)
    taken = take_in(filled, receipt, known)
    assert (taken.verdict, taken.period, taken.number) == ("replace", "H1/2020", 1)
    assert taken.news
    assert not taken.shut_out
    assert taken.counts["doi_thoai"] == 3
    [entry] = [one for one in entries(filled) if one.kind == TAKEN_IN]
    assert entry.sha256 == taken.sha256
    filled.save("doi_thoai", dialogue("2020-03-03"))
    assert not is_message(post())


def test_receipt_again_changes_nothing(filled: Context, receipt: Path, known: TrustList) -> None:
    """The same file twice is one receipt."""
    take_in(filled, receipt, known)
    again = take_in(filled, receipt, known)
    assert not again.news
    assert len([one for one in entries(filled) if one.kind == TAKEN_IN]) == 1


def test_receipt_of_an_unknown_province_is_refused(filled: Context, receipt: Path) -> None:
    """Without the province's key on the list nothing is believed."""
    with pytest.raises(UserError) as caught:
        take_in(filled, receipt, TrustList())
    assert caught.value.code == "unknown_province"


def test_receipt_of_another_office_is_refused(
    filled: Context, province_key: SigningKey, known: TrustList, tmp_path: Path
) -> None:
    """What is meant for somebody else says so."""
    now = datetime.fromisoformat(filled.clock.now())
    body = {
        "office": "TN-GD-BDV",
        "epoch": "000000000001-018f0000-0000-7000-8000-000000000000",
        "number": 1,
        "held": {},
        "diverged": False,
        "bundle": {
            "sha256": "0" * 64,
            "period": "H1/2020",
            "number": 1,
            "verdict": "merge",
            "counts": {},
        },
    }
    target = tmp_path / "khac.asice"
    write_message(
        target, "receipt", body, province_key, sender=("TN-BDV", "Tỉnh"), created=now, lines={}
    )
    with pytest.raises(UserError) as caught:
        take_in(filled, target, known)
    assert caught.value.code == "other_office"


def test_receipt_is_checked_by_other_tools(
    receipt: Path, province_key: SigningKey, tmp_path: Path
) -> None:
    """Any ZIP program opens it, the cover sheet stands alone, and openssl verifies it."""
    with zipfile.ZipFile(receipt) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        for name in names:
            (tmp_path / Path(name).name).write_bytes(archive.read(name))
    assert names[0] == "mimetype"
    assert "Biên nhận gói số liệu" in (tmp_path / "To-bia.html").read_text("utf-8")
    (tmp_path / "ca.pem").write_text(province_key.certificate_pem)
    command = ("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER")
    files = ("-in", "signature001.p7s", "-content", "ASiCManifest001.xml", "-CAfile", "ca.pem")
    subprocess.run(
        (*command, *files, "-out", "/dev/null"), cwd=tmp_path, check=True, capture_output=True
    )


def test_bundle_is_no_receipt(
    filled: Context, post: Post, known: TrustList, tmp_path: Path
) -> None:
    """A bundle given in place of a receipt is refused in words."""
    with pytest.raises(BundleRefused):
        take_in(filled, post(), known)
