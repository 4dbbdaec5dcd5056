"""Each command against the answer key, its exit status, and what it prints where."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from danvan_desktop.context import open_context
from danvan_desktop.signing.demo_keys import DemoKey
from tests.core.cli.conftest import PASSPHRASE, Command
from tests.core.documents.docx_reading import all_text
from tests.core.spreadsheets.kit import make_book


@pytest.fixture
def imported(imported_data_dir: Path, tmp_path: Path) -> Path:
    """Copy the office into which the workbooks were imported."""
    return Path(shutil.copytree(imported_data_dir, tmp_path / "data"))


# --- set-up and import


def test_init_sets_up_an_office(command: Command, year_2020: Path, tmp_path: Path) -> None:
    """The office, its units and periods come from two files, with a key of its own."""
    where = ("--data-dir", tmp_path / "data", "init")
    files = ("--office", year_2020 / "office.json", "--units", year_2020 / "units.csv")
    done = command(*where, *files, "--json")
    assert (done.status, done.json["office"], done.json["units"]) == (0, "TN-DMC-BDV", 25)
    again = command(*where, *files, "--json")
    assert (again.status, again.json["error"]["code"]) == (1, "already_set_up")
    assert "đã có cơ quan" in again.err


def test_init_refuses_a_wrong_directory_of_units(
    command: Command, year_2020: Path, tmp_path: Path
) -> None:
    """A unit without a level is named by its row, and nothing is set up."""
    units = tmp_path / "units.csv"
    units.write_text("code,name,kind,level\nA,Một,xã,X\nB,Hai,xã,Z\n", "utf-8")
    files = ("--office", year_2020 / "office.json", "--units", units)
    done = command("--data-dir", tmp_path / "data", "init", *files, "--json")
    assert done.status == 1
    places = [i["place"] for i in done.json["issues"] if i["severity"] == "error"]
    assert {"register": "don_vi", "field": "cap", "row": 2} in places


@pytest.mark.parametrize(
    "wrong",
    [
        {"periods": 5},
        {"officers": ["x"]},
        {"report": {"date": "x"}},
        {"last_numbers_in_term": 7},
        {"address": "số 1 \ud800"},
    ],
)
def test_init_refuses_an_office_of_another_shape(
    command: Command, year_2020: Path, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    """A value of the wrong form is a refusal in words, and nothing is set up."""
    office = {**json.loads((year_2020 / "office.json").read_text("utf-8")), **wrong}
    (tmp_path / "office.json").write_text(json.dumps(office), "utf-8")
    files = ("--office", tmp_path / "office.json", "--units", year_2020 / "units.csv")
    done = command("--data-dir", tmp_path / "data", "init", *files, "--json")
    assert (done.status, done.json["error"]["code"]) == (1, "bad_office_file")
    assert not (tmp_path / "data").exists()


def test_import_without_office_is_refused(
    command: Command, year_2020: Path, tmp_path: Path
) -> None:
    """A command that needs an office says how to set one up."""
    done = command("--data-dir", tmp_path / "data", "import", year_2020 / "incoming")
    assert done.status == 1
    assert "init" in done.err


def test_dry_run_tells_what_the_key_tells_and_writes_nothing(
    command: Command, office_data_dir: Path, year_2020: Path, key: dict[str, Any], tmp_path: Path
) -> None:
    """Accepted rows, refused rows with reason classes, and duplicates are those of the key."""
    data = shutil.copytree(office_data_dir, tmp_path / "data")
    where = ("--data-dir", data, "import", year_2020 / "incoming")
    records = tmp_path / "records.jsonl"
    done = command(*where, "--dry-run", "--records", records, "--json")
    assert done.status == 0
    found = {(s["file"], s["sheet"]): s for s in done.json["sheets"] if s["register"]}
    wanted = [s for s in _sheets(key) if s.get("register")]
    assert set(found) == {(s["file"], s["sheet"]) for s in wanted}
    for sheet in wanted:
        plan = found[sheet["file"], sheet["sheet"]]
        assert plan["accepted"] == sheet["accepted"]
        rejected = sorted((r["row"], r["code"]) for r in plan["rejected"])
        assert rejected == sorted((r["row"], r["reason"]) for r in sheet["rejected"])
    assert sorted(map(_pair, done.json["duplicates"])) == sorted(map(_pair, key["duplicates"]))
    lines = [json.loads(line) for line in records.read_text("utf-8").splitlines()]
    assert len(lines) == key["totals"]["rows_accepted"]
    figures = command("--data-dir", data, "indicators", "--period", "H1/2020", "--json")
    assert figures.json["dvk_dang_ky"]["value"] == 0


def test_period_that_no_title_names_can_be_given(
    command: Command, office_data_dir: Path, tmp_path: Path
) -> None:
    """Rows without a day get the period of the option; a text that is none is refused."""
    data = shutil.copytree(office_data_dir, tmp_path / "data")
    head = ["STT", "Đơn vị", "Số tổ hòa giải", "Số hòa giải viên"]
    book = make_book(tmp_path / "a.xlsx", [head, [1, "xã Phan", 4, 28]])
    where = ("--data-dir", data, "import", book, "--dry-run", "--json", "--period")
    (sheet,) = command(*where, "H2/2019").json["sheets"]
    assert (sheet["period"], sheet["period_asked"]) == ("H2/2019", False)
    assert command(*where, "nay mai").json["error"]["code"] == "bad_period"


def test_second_import_adds_nothing(command: Command, imported: Path, year_2020: Path) -> None:
    """Importing the same folder twice leaves the figures as they were."""
    done = command("--data-dir", imported, "import", year_2020 / "incoming", "--json")
    assert (done.status, done.json["written"]) == (0, 0)


def test_unusable_files_are_refused_with_a_sentence_each(
    command: Command, imported: Path, year_2020: Path
) -> None:
    """Six unusable files: six codes and sentences, nothing on the way in."""
    done = command("--data-dir", imported, "import", year_2020 / "incoming-bad", "--json")
    refused = done.json["refused_files"]
    assert (done.status, len(refused)) == (1, 6)
    assert all(one["code"] and one["message"] for one in refused)


def test_missing_path_is_refused(command: Command, imported: Path) -> None:
    """A path that does not exist is a refusal, not an empty import."""
    done = command("--data-dir", imported, "import", "khong-co.xlsx", "--json")
    assert (done.status, done.json["error"]["code"]) == (1, "not_found")


def test_folder_without_workbooks_is_said(command: Command, imported: Path, tmp_path: Path) -> None:
    """An empty folder is a refusal in words, not a silent success."""
    (tmp_path / "trong").mkdir()
    done = command("--data-dir", imported, "import", tmp_path / "trong", "--json")
    assert (done.status, done.json["error"]["code"]) == (1, "no_workbooks")


def test_data_folder_that_cannot_be_one_is_refused(command: Command, tmp_path: Path) -> None:
    """A file or a place below a file is named in one sentence; nothing is made there."""
    (tmp_path / "tep").write_text("x", "utf-8")
    for folder in (tmp_path / "tep", tmp_path / "tep" / "con"):
        done = command("--data-dir", folder, "indicators", "--period", "H1/2020", "--json")
        assert done.status == 1
        assert done.json["error"]["message"]


def test_mistyped_data_folder_is_not_made(command: Command, tmp_path: Path) -> None:
    """Only ``init`` makes a data folder; reading from one that is not there leaves no trace."""
    done = command("--data-dir", tmp_path / "x" / "y", "indicators", "--period", "H1/2020")
    assert done.status == 1
    assert not (tmp_path / "x").exists()


# --- figures and papers


def test_indicators_after_import_agree_with_the_key(
    command: Command, imported: Path, key: dict[str, Any]
) -> None:
    """Workbooks in, figures out: every figure, comparison and coverage is that of the key."""
    wanted = key["indicators"]
    done = command("--data-dir", imported, "indicators", "--period", "H1/2020", "--json")
    assert {code: done.json[code] for code in wanted} == wanted
    done = command("--data-dir", imported, "period", "compare", "--period", "H1/2020", "--json")
    found = {one["indicator"]: one for one in done.json["comparison"]}
    assert [found[one["indicator"]] for one in key["comparison"]] == key["comparison"]
    done = command("--data-dir", imported, "period", "who", "--period", "H1/2020", "--json")
    for form, reported in key["coverage"].items():
        assert {name: done.json[form][name] for name in reported} == reported


def test_period_is_checked_closed_and_reopened(command: Command, imported: Path) -> None:
    """Closing wants reasons, reopening too; errors are told by the status."""
    of_half = ("--period", "H1/2020", "--json")
    done = command("--data-dir", imported, "period", "check", *of_half)
    assert (done.status, done.json["since_closing"]) == (0, [])
    done = command("--data-dir", imported, "period", "close", *of_half)
    assert (done.status, done.json["error"]["code"]) == (1, "period_has_warnings")
    done = command("--data-dir", imported, "period", "close", *of_half, "--reason", "đã soát")
    assert (done.status, done.json["state"]) == (0, "closed")
    done = command("--data-dir", imported, "period", "reopen", *of_half, "--reason", "bổ sung")
    assert (done.status, done.json["state"]) == (0, "open")


def test_indicators_for_people_name_what_is_missing(command: Command, imported: Path) -> None:
    """The table is on standard output, reminders on standard error."""
    done = command("--data-dir", imported, "indicators", "--period", "H1/2020")
    assert "tăng 8 (+50%)" in done.out
    assert "thiếu xã Chà Là" in done.err


def test_unknown_period_is_refused(command: Command, imported: Path) -> None:
    """A period that the office does not have is refused in words."""
    done = command("--data-dir", imported, "indicators", "--period", "H1/1999", "--json")
    assert (done.status, done.json["error"]["code"]) == (1, "unknown_period")


@pytest.mark.parametrize("profile", ["DANG_HD36", "ND30"])
def test_report_holds_the_figures_of_the_key(
    command: Command, imported: Path, tmp_path: Path, profile: str
) -> None:
    """The printed half-year report says what the registers hold."""
    out = tmp_path / "bao-cao.pdf"
    where = ("--data-dir", imported, "report", "--period", "H1/2020", "--out", out)
    assert command(*where, "--profile", profile).status == 0
    text = _text(out)
    for words in ("24 mô hình", "1.844", "86,9%", "10/11"):
        assert words in text


def test_paper_named_docx_is_written_for_word(
    command: Command, imported: Path, tmp_path: Path
) -> None:
    """The ending of the file decides; a draft bears its mark, and nobody counts its pages."""
    out = tmp_path / "bao-cao.docx"
    done = command("--data-dir", imported, "report", "--period", "H1/2020", "--out", out, "--json")
    assert (done.status, done.json["file"], "pages" in done.json) == (0, str(out), False)
    text = all_text(out.read_bytes()).replace("\xa0", " ")
    for words in ("24 mô hình", "1.844", "86,9%", "Dự thảo"):
        assert words in text


def test_meeting_is_added_and_its_minutes_printed(
    command: Command, imported: Path, year_2020: Path, tmp_path: Path
) -> None:
    """The ids that adding prints lead to the minutes; the dialogue is not counted twice."""
    done = command("--data-dir", imported, "meeting", "add", year_2020 / "meeting.json", "--json")
    assert [one["register"] for one in done.json["meetings"]] == ["hoi_nghi", "doi_thoai"]
    out = tmp_path / "bien-ban.pdf"
    meeting = done.json["ids"][0]
    assert (
        command("--data-dir", imported, "minutes", "--meeting", meeting, "--out", out).status == 0
    )
    assert "40" in _text(out)
    figures = command("--data-dir", imported, "indicators", "--period", "H1/2020", "--json")
    assert figures.json["doi_thoai_cuoc"]["value"] == 19


def test_unusable_meeting_file_is_refused(command: Command, imported: Path, tmp_path: Path) -> None:
    """A file of another kind leaves the registers as they were, in words without Python's."""
    path = tmp_path / "meeting.json"
    for content in ("[]", '{"conference": [1]}', '{"conference": {"start": "2020-07-07T08:00"}}'):
        path.write_text(content, "utf-8")
        done = command("--data-dir", imported, "meeting", "add", path, "--json")
        assert (done.status, done.json["error"]["code"]) == (1, "bad_meeting_file")
        assert "list indices" not in done.err


def test_meeting_that_contradicts_itself_is_refused(
    command: Command, imported: Path, year_2020: Path, tmp_path: Path
) -> None:
    """A stated total must equal its list; a conclusion may be one text as well as a list."""
    data = json.loads((year_2020 / "meeting.json").read_text("utf-8"))
    data["conference"]["present"] = 41
    data["conference"]["conclusion"] = "Thống nhất báo cáo.\nGiao việc cho các xã."
    path = tmp_path / "meeting.json"
    path.write_text(json.dumps(data), "utf-8")
    done = command("--data-dir", imported, "meeting", "add", path, "--json")
    assert (done.status, done.json["error"]["code"]) == (1, "impossible_value")
    assert "tệp ghi 41, danh sách trong tệp có 42" in done.err
    data["conference"]["present"] = 42
    path.write_text(json.dumps(data), "utf-8")
    added = command("--data-dir", imported, "meeting", "add", path, "--json")
    with closing(open_context(imported)) as context:
        meeting = context.record("hoi_nghi", added.json["ids"][0])
    assert meeting is not None
    assert meeting.values["ket_luan"].splitlines() == [
        "Thống nhất báo cáo.",
        "Giao việc cho các xã.",
    ]


# --- signatures and bundles


def test_report_is_signed_sent_and_verified(
    command: Command,
    imported: Path,
    demo_key: DemoKey,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Report, signature, bundle: each is verified, and a changed byte is refused."""
    monkeypatch.setenv("DANVAN_KEY_PASSPHRASE", PASSPHRASE)
    paper, signed, bundle = (tmp_path / n for n in ("bc.pdf", "bc-da-ky.pdf", "goi.asice"))
    assert (
        command("--data-dir", imported, "report", "--period", "H1/2020", "--out", paper).status == 0
    )
    other = ("--name", "Phạm Thị X", "--out", tmp_path / "khac.pdf")
    warned = command("sign", paper, "--key", demo_key.p12, *other)
    assert (warned.status, "chứng thư cấp cho" in warned.err) == (0, True)
    assert command("sign", paper, "--key", demo_key.p12, "--out", signed).err == ""
    trusted = command("verify", signed, "--trust", demo_key.root_pem, "--json")
    assert (trusted.status, trusted.json["state"]) == (0, "restricted")
    where = ("--data-dir", imported, "bundle", "export", "--period", "H1/2020")
    sent = command(*where, "--out", bundle, "--paper", signed, "--json")
    assert (sent.status, sent.json["papers"]) == (0, ["papers/bc-da-ky.pdf"])
    shown = command("bundle", "show", bundle, "--json")
    assert shown.json["counts"]["doi_thoai"] == 21  # one of them lies outside the period
    for file in (signed, bundle):
        _change_a_byte(file)
        assert command("verify", file, "--json").status == 1


def test_unsigned_paper_is_not_believed(command: Command, imported: Path, tmp_path: Path) -> None:
    """A PDF without any signature is a refusal for a script."""
    out = tmp_path / "bc.pdf"
    command("--data-dir", imported, "report", "--period", "H1/2020", "--out", out)
    done = command("verify", out, "--json")
    assert (done.status, done.json["reasons"][0]["code"]) == (1, "unsigned")


def test_wrong_passphrase_signs_nothing(
    command: Command, demo_key: DemoKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong passphrase leaves no file behind."""
    monkeypatch.setenv("DANVAN_KEY_PASSPHRASE", "sai")
    out = tmp_path / "x.pdf"
    done = command("sign", demo_key.root_pem, "--key", demo_key.p12, "--out", out, "--json")
    assert done.status == 1
    assert not out.exists()


def test_second_bundle_of_a_period_has_the_next_number(
    command: Command, imported: Path, tmp_path: Path
) -> None:
    """“Lần 2” follows “lần 1”, and an existing file is not overwritten."""
    where = ("--data-dir", imported, "bundle", "export", "--period", "H1/2020", "--out")
    for number in (1, 2):
        bundle = tmp_path / f"{number}.asice"
        assert command(*where, bundle).status == 0
        assert command("bundle", "show", bundle, "--json").json["number"] == number
    assert command(*where, tmp_path / "1.asice", "--json").json["error"]["code"] == "target_exists"


def test_signatory_is_who_signs_the_report(
    command: Command, imported: Path, tmp_path: Path
) -> None:
    """A bundle of a period without a report names the head, as the paper printed for it does."""
    where = ("--data-dir", imported, "bundle", "export", "--period", "H2/2020", "--out")
    made = command(*where, tmp_path / "2.asice", "--json").json
    shown = command("bundle", "show", tmp_path / "2.asice", "--json").json
    assert shown["signatory"] == "Nguyễn Văn A, Trưởng Ban"
    assert shown["size"] == made["size"] == (tmp_path / "2.asice").stat().st_size


def test_paper_of_a_bundle_must_be_a_pdf(command: Command, imported: Path, tmp_path: Path) -> None:
    """What is no PDF is not packed under the name of one."""
    (tmp_path / "thu.pdf").write_text("x", "utf-8")
    where = ("--data-dir", imported, "bundle", "export", "--period", "H1/2020")
    done = command(*where, "--out", tmp_path / "1", "--paper", tmp_path / "thu.pdf", "--json")
    assert (done.status, done.json["error"]["code"]) == (1, "not_a_pdf")
    assert not (tmp_path / "1").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such devices")
def test_device_is_not_replaced_by_a_paper(
    command: Command, imported: Path, tmp_path: Path
) -> None:
    """A pipe named as the target is refused and stays what it is."""
    os.mkfifo(tmp_path / "ong")
    where = ("--data-dir", imported, "report", "--period", "H1/2020", "--out", tmp_path / "ong")
    done = command(*where, "--json")
    assert (done.status, done.json["error"]["code"]) == (1, "write_failed")
    assert (tmp_path / "ong").is_fifo()


# --- usage


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["indicators"], "thiếu --period"),
        (["bundle"], "thiếu export|show"),
        (["meeting", "add"], "thiếu meeting.json"),
        (["khong-co"], "không nhận “khong-co”"),
        (
            ["report", "--period", "H1/2020", "--out", "x.pdf", "--profile", "ND99"],
            "không nhận “ND99”",
        ),
        (["verify", "x", "--la"], "không có lựa chọn --la"),
    ],
)
def test_wrong_usage_is_said_in_vietnamese(
    command: Command, arguments: list[str], words: str
) -> None:
    """Wrong usage ends with status 2, a sentence on standard error and nothing else."""
    done = command(*arguments)
    assert (done.status, done.out) == (2, "")
    assert words in done.err


def test_program_speaks_utf8_whatever_the_console(imported: Path) -> None:
    """Started as a program in the plainest locale, it prints one JSON object in UTF-8."""
    plain = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    arguments = ["--data-dir", str(imported), "indicators", "--period", "H1/2020", "--json"]
    done = _program(arguments, plain)
    assert done.returncode == 0
    found = json.loads(done.stdout.decode("utf-8"))
    assert found["dvk_dang_ky"]["name"] == "Mô hình, điển hình “Dân vận khéo” đăng ký"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux starts without a screen")
def test_program_without_a_screen_says_so() -> None:
    """No screen is a sentence and status 1, no abort of Qt; a lacking value is wrong usage."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: value for name, value in os.environ.items() if name not in hidden}
    done = _program([], bare)
    assert done.returncode == 1
    assert "Không có màn hình" in done.stderr.decode("utf-8")
    assert _program(["--data-dir"], bare).returncode == 2


def test_help_loads_nothing_heavy() -> None:
    """``--help`` answers without the database, the workbook or the PDF libraries."""
    code = (
        "import sys; from danvan_desktop.cli import main; main(['--help']); "
        "heavy = {'sqlalchemy', 'openpyxl', 'reportlab', 'pyhanko', 'PySide6'} & set(sys.modules); "
        "sys.exit(3 if heavy else 0)"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=root)
    assert done.returncode == 0


def test_self_test_says_what_works(command: Command) -> None:
    """Every layer is tried on a throw-away office."""
    done = command("--self-test", "--json")
    assert done.status == 0
    assert done.json["ok"] is True
    assert len(done.json["steps"]) == 7


def test_demo_does_the_whole_job(command: Command, tmp_path: Path) -> None:
    """The sample office goes from workbooks to a verified bundle."""
    done = command("--demo", tmp_path / "out", "--json")
    assert done.status == 0
    assert [Path(file).suffix for file in done.json["files"]] == [
        ".json",
        ".pdf",
        ".pdf",
        ".pdf",
        ".asice",
    ]
    assert all(Path(file).is_file() for file in done.json["files"])
    assert [one["state"] for one in done.json["verdicts"]] == ["restricted", "valid"]


def _program(
    arguments: list[str], environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    program = Path(__file__).resolve().parents[3] / "main.py"
    command = [sys.executable, str(program), *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=environment, timeout=60)


def _sheets(key: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"file": book["file"], "sheet": sheet["name"], **sheet}
        for book in key["workbooks"]
        for sheet in book["sheets"]
    ]


def _pair(item: dict[str, Any]) -> str:
    return json.dumps([item["register"], item["counted"], item["duplicate"]], sort_keys=True)


def _text(path: Path) -> str:
    words = " ".join(page.extract_text() for page in PdfReader(path).pages)
    return " ".join(words.split())


def _change_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
