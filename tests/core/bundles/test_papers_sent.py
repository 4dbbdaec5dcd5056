"""Which issued papers travel with a bundle, and what the receiver then lists."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.export import contents, export_bundle
from danvan_desktop.bundles.ledger import papers_of
from danvan_desktop.bundles.model import Member
from danvan_desktop.bundles.names import paper_name
from danvan_desktop.bundles.opening import open_bundle
from danvan_desktop.bundles.outgoing_papers import distinct, reported, stored_papers
from danvan_desktop.bundles.receiving import receive
from danvan_desktop.cli.packages import papers_of as command_papers_of
from danvan_desktop.context import Context
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage import attachments as files
from tests.core.sync.province_kit import make_province

H1, H2 = "H1/2020", "H2/2020"


def test_all_papers_of_a_period_travel_and_are_listed_there(
    office: Context, empty_data_dir: Path, tmp_path: Path
) -> None:
    """Two reports and minutes of one half-year arrive, each once though sent twice."""
    sent = {
        _issued(office, "sáu tháng", so=15),
        _issued(office, "chuyên đề", so=16, ngay="2020-07-10"),
        _issued(office, "biên bản", loai="BB", ky=None, ngay="2020-05-14"),
    }
    _issued(office, "của kỳ sau", so=17, ky=H2)
    period = office.period(H1)
    assert len(contents(office, period).papers) == 3
    made = [export_bundle(office, period, tmp_path, office.office_key()) for _n in range(2)]
    with open_bundle(made[0].path, now=datetime.fromisoformat(office.clock.now())) as bundle:
        inside = [one["name"] for one in bundle.summary()["papers"]]
    assert inside == ["papers/BB.pdf", "papers/BC-15.pdf", "papers/BC-16.pdf"]
    province = make_province(empty_data_dir, tmp_path / "province", office.clock)
    trust = TrustList((office.office_key().certificate,))
    for one in made:
        receive(province, one.path, trust)
    listed = papers_of(province, "TN-DMC-BDV", H1)
    assert {one.sha256 for one in listed} == {_sha256(title) for title in sent}
    assert {(one.number, len(listed)) for one in listed} == {(2, 3)}
    province.close()


def test_paper_that_another_replaces_stays_at_home(office: Context) -> None:
    """What an issued paper replaces, by its word or by its number; a draft replaces nothing."""
    first = _saved(office, "lần một", so=15)
    assert _titles(office, H1) == ["lần một"]
    _saved(office, "bản thay thế", so=18, lan=2, thay_cho=first, trang_thai="nhap", tep_pdf=None)
    assert _titles(office, H1) == ["lần một"]
    second = _saved(office, "lần hai", so=18, lan=2, thay_cho=first)
    assert _titles(office, H1) == ["lần hai"]
    _saved(office, "lần ba, giữ số", so=18, lan=3, thay_cho=second)
    assert _titles(office, H1) == ["lần ba, giữ số"]
    _saved(office, "ghi từ bản cũ", so=20)
    _saved(office, "ghi từ bản cũ, lần hai", so=20, lan=2)
    _saved(office, "số này năm trước", so=20, ngay="2019-12-20")
    left = ["ghi từ bản cũ, lần hai", "lần ba, giữ số", "số này năm trước"]
    assert sorted(_titles(office, H1)) == left


def test_paper_without_a_period_goes_by_its_day(office: Context) -> None:
    """Also by the day of the one that it replaces: minutes put right in July are those of May."""
    may = _saved(office, "tháng 5", loai="BB", ky=None, ngay="2020-05-14")
    assert (_titles(office, H1), _titles(office, H2)) == (["tháng 5"], [])
    assert not reported(office, office.period(H1))
    right = {"loai": "BB", "ky": None, "lan": 2, "thay_cho": may}
    _saved(office, "đính chính", ngay="2020-07-02", **right)
    assert (_titles(office, H1), _titles(office, H2)) == (["đính chính"], ["đính chính"])
    _saved(office, "báo cáo", so=1, ngay="2020-07-03")
    assert _titles(office, H2) == ["đính chính"]
    assert reported(office, office.period(H1))


def test_command_adds_the_report_as_of_now_until_one_is_issued(office: Context) -> None:
    """Minutes alone do not stand for the report on the period."""
    _saved(office, "biên bản", loai="BB", ky=None, ngay="2020-05-14")
    period = office.period(H1)
    names = ["papers/BC.pdf", "papers/BB.pdf"]
    assert [one.name for one in command_papers_of(office, period)] == names
    _saved(office, "báo cáo", so=1)
    assert {one.name for one in command_papers_of(office, period)} == {
        *("papers/BB.pdf", "papers/BC-01.pdf"),
    }


def test_names_inside_a_bundle_are_unique(office: Context) -> None:
    """One number in two books, and papers without a number, get names of their own."""
    for mark in ("15-BC/BDV", "15-BC/LN"):
        _saved(office, mark, so=15, ky_hieu=mark)
    for day in ("2020-05-14", "2020-05-15"):
        _saved(office, day, loai="BB", ky=None, ngay=day)
    found = [one.name for one in stored_papers(office, office.period(H1))]
    assert sorted(found) == [
        *("papers/BB-2.pdf", "papers/BB.pdf", "papers/BC-15-2.pdf", "papers/BC-15.pdf"),
    ]
    told = [Member(paper_name(name), list) for name in ("a", "A", "a-2", "x" * 100, "X" * 100)]
    assert len({one.name.lower() for one in distinct(told)}) == 5


def _issued(office: Context, title: str, **values: Any) -> str:
    _saved(office, title, **values)
    return title


def _saved(office: Context, title: str, **values: Any) -> str:
    """Enter a paper as it stands after its issue; returns its id."""
    paper = {
        "loai": "BC",
        "ten": title,
        "ky": H1,
        "mau": "bao_cao_6_thang",
        "the_thuc": "DANG_HD36",
        "ngay": "2020-06-16",
        "trang_thai": "chot",
        "tep_pdf": files.store(office.paths.attachments, _content(title)),
    }
    found = office.save("bao_cao", {**paper, **values}).record
    assert found is not None
    return found.id


def _titles(office: Context, period: str) -> list[str]:
    return [one.title for one in stored_papers(office, office.period(period))]


def _content(title: str) -> bytes:
    return f"%PDF-1.4 {title}".encode()


def _sha256(title: str) -> str:
    return hashlib.sha256(_content(title)).hexdigest()
