"""The receiver's commands: take, look, pin, return, answer, accept, remind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from danvan_desktop.bundles.enrolment import accept, read_enrolment, write_enrolment
from danvan_desktop.context import SystemClock
from tests.core.cli.conftest import Command
from tests.core.sync.province_kit import enrol, make_office, make_province

CODE = "doi_thoai_cuoc"
OFFICE = "TN-GODAU-BDV"


@pytest.fixture
def period(empty_data_dir: Path, tmp_path: Path) -> str:
    """Make a province and a district that know each other; name the period of today."""
    clock = SystemClock()
    province = make_province(empty_data_dir, tmp_path / "tinh", clock)
    (tmp_path / "huyen").mkdir()
    office = make_office(empty_data_dir, tmp_path / "huyen", "Gò Dầu", clock)
    enrol(province, office)
    letter = write_enrolment(province, tmp_path, province.office_key())
    accept(office.context, read_enrolment(office.context, letter))
    today = clock.today()
    office.dialogue(today)
    code = next(one.code for one in office.context.periods() if one.holds(today))
    province.close()
    office.context.close()
    return code


def test_province_by_command(command: Command, period: str, tmp_path: Path) -> None:
    """From an owing office to an accepted answer, every step by a command."""
    there = ("--data-dir", tmp_path / "tinh", "--json", "province")
    here = ("--data-dir", tmp_path / "huyen" / "data", "--json", "bundle")
    in_period = ("--period", period)
    for_people = ("--data-dir", tmp_path / "tinh", "province")
    assert "chờ gửi" in command(*for_people, "matrix", *in_period).out
    assert "đang tin khóa; chưa có" in command(*for_people, "offices").out
    assert command(*there, "matrix", *in_period).json["owing"] == {period: [OFFICE]}
    letter = command(*there, "remind", *in_period, "--each", "--out", tmp_path / "thu").json
    assert (letter["offices"], len(letter["files"])) == ([OFFICE], 1)
    assert Path(letter["files"][0]).read_bytes().startswith(b"%PDF")
    first = command(*here, "export", *in_period, "--out", tmp_path / "1.asice")
    assert first.status == 0, first.err
    (tmp_path / "xau.asice").write_bytes(b"khong phai goi")
    taken = command(*there, "receive", tmp_path / "1.asice", tmp_path / "xau.asice")
    assert (taken.status, [one["verdict"] for one in taken.json["bundles"]]) == (
        1, ["replace", "refused"],
    )  # fmt: skip
    letter_only = tmp_path / "chi-thu"
    shutil.copytree(tmp_path / "thu", letter_only)
    nothing = (*for_people, "receive", tmp_path / "khong-co.asice", letter_only)
    left = command(*nothing, *tmp_path.glob("*gioi-thieu-khoa*"))
    assert left.status == 1
    assert "khong-co.asice: Không có tệp" in left.err
    assert "gioi-thieu-khoa" in left.err
    assert "không phải gói" in left.err
    assert "Không có gói nào" in left.err
    [bad] = command(*there, "quarantine").json["files"]
    assert bad["from"] == str(tmp_path / "xau.asice")
    assert len(command(*there, "inbox").json["bundles"]) == 2
    figures = command(*there, "figures", *in_period, "--code", CODE).json
    assert figures[CODE]["offices"] == {"": 0, OFFICE: 1}
    pin = (*there, "pin", "--office", OFFICE, *in_period, "--figure", CODE, "--text", "Ít quá")
    made = command(*pin).json
    assert made["state"] == "draft"
    assert (
        command(*there, "pin", "--figure", CODE, "--text", "x").json["error"]["code"] == "no_place"
    )
    back = (*there, "return", "--out", tmp_path / "tra", "--deadline")
    assert command(*back, "mai").json["error"]["code"] == "bad_day"
    assert command(*back, "2019-01-01").json["error"]["code"] == "past_deadline"
    [file] = command(*back, SystemClock().today()).json["returns"]
    assert command(*here, "return", file["file"]).json["pins"] == 1
    assert [one["id"] for one in command(*here, "answer").json["pins"]] == [made["id"]]
    assert command(*here, "answer", made["id"], "--text", "Đúng vậy").json == {"pins": []}
    command(*here, "export", *in_period, "--out", tmp_path / "2.asice")
    command(*there, "receive", tmp_path / "2.asice")
    [pinned] = command(*there, "pins").json["pins"]
    assert (pinned["state"], pinned["answer"]) == ("answered", "Đúng vậy")
    again = command(*there, "accept", made["id"], "--again", "Vẫn ít").json
    assert again["state"] == "draft"
    [state] = command(*there, "offices").json["offices"]
    assert (state["office"], state["enrolled"], state["bundles"], state["pins"]) == (
        OFFICE, True, 2, 1,
    )  # fmt: skip


def test_what_takes_records_away_waits_for_agree_and_another_offices_code_for_renamed(
    command: Command, period: str, empty_data_dir: Path, tmp_path: Path
) -> None:
    """Each is told in words with the status of a refusal; dropping the file declines it."""
    there = ("--data-dir", tmp_path / "tinh", "--json")
    send = ("--period", period, "--out")
    here = ("--data-dir", tmp_path / "huyen" / "data", "bundle", "export")
    assert command(*here, *send, tmp_path / "1.asice").status == 0
    receive = (*there, "province", "receive")
    assert command(*receive, tmp_path / "1.asice").json["bundles"][0]["verdict"] == "replace"
    clock = SystemClock()
    anew = make_office(empty_data_dir, tmp_path / "khac", "Bến Cầu", clock, code=OFFICE)
    anew.dialogue(clock.today())
    key = anew.context.office_key().info.fingerprint
    letter = write_enrolment(anew.context, tmp_path, anew.context.office_key())
    anew.context.close()
    enrol_it = (*there, "bundle", "enrol", letter, "--fingerprint", key)
    refused = command(*enrol_it)
    assert (refused.status, refused.json["error"]["code"]) == (1, "code_taken")
    assert command(*enrol_it, "--renamed").json["accepted"]
    other = ("--data-dir", tmp_path / "khac" / "data", "bundle", "export")
    assert command(*other, *send, tmp_path / "2.asice").status == 0
    asked = command(*receive, tmp_path / "2.asice")
    [bundle] = asked.json["bundles"]
    assert (asked.status, bundle["verdict"], len(bundle["lost"])) == (1, "asks", 1)
    assert "--agree" in asked.err
    quarantine = (*there, "province", "quarantine")
    assert [one["waits"] for one in command(*quarantine).json["files"]] == [True]
    assert command(*quarantine, "--drop", "x").json["error"]["code"] == "not_aside"
    assert command(*quarantine, "--drop", "2.asice").json["files"] == []
    agreed = command(*receive, tmp_path / "2.asice", "--agree")
    assert (agreed.status, agreed.json["bundles"][0]["verdict"]) == (0, "replace")
