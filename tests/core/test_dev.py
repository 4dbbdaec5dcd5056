"""The set-up tool: what it decides before it runs anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import dev


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Collect the commands that a task would run, with the machine already set up."""
    made: list[tuple[str, ...]] = []

    def record(command: tuple[str, ...], **_options: object) -> int:
        made.append(command)
        return 0

    monkeypatch.setattr(dev, "call", record)
    monkeypatch.setattr(dev, "ensure_system", lambda _packages: None)
    monkeypatch.setattr(dev, "ensure_environment", lambda: None)
    return made


def test_run_passes_every_argument_on(calls: list[tuple[str, ...]]) -> None:
    """What follows ``run`` belongs to main.py, in its order, even what looks like ours."""
    assert dev.main(["run", "--data-dir", "d", "import", "--dry-run", "--help", "-k"]) == 0
    assert calls[0][2:] == ("--data-dir", "d", "import", "--dry-run", "--help", "-k")


def test_run_without_display_makes_the_sample_papers(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where no window can open, the same main job is done in ./out."""
    monkeypatch.setattr("dev.sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.chdir(tmp_path)
    dev.main(["run"])
    assert calls[0][2:] == ("--demo", str(tmp_path / "out"))


def test_run_with_display_opens_the_window(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a display and no argument, main.py is started bare."""
    monkeypatch.setenv("DISPLAY", ":0")
    dev.main(["run"])
    assert len(calls[0]) == 2


def test_keyword_narrows_to_those_tests() -> None:
    """A quick turn runs neither the linters nor the other tests."""
    steps = dev.test_steps(all_levels=False, keyword="funnel", paths=[])
    assert [step.name for step in steps] == ["tests"]
    assert steps[0].command[-2:] == ("-k", "funnel")


def test_failed_step_does_not_hide_the_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every step runs; the summary names the ones that failed and the status is 1."""
    monkeypatch.setattr(dev, "call", lambda command, **_options: int(command[0] == "bad"))
    steps = [dev.Step("lint", ("bad",)), dev.Step("types", ("good",))]
    assert dev.run_steps(steps) == 1
    said = capsys.readouterr().out
    assert "types: passed" in said
    assert "FAILED" in said.splitlines()[-1]
    assert "lint" in said.splitlines()[-1]


def test_stamp_changes_with_the_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another lock file makes the environment stale."""
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(dev, "LOCK", lock)
    lock.write_text("six==1.16.0", "utf-8")
    before = dev.expected_stamp()
    lock.write_text("six==1.17.0", "utf-8")
    assert dev.expected_stamp() != before


def test_environment_refuses_an_unfit_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unsupported Python is refused with the versions that fit."""
    monkeypatch.setattr("dev.sys.version_info", (3, 10, 0))
    with pytest.raises(dev.Stop, match=r"3\.11 to 3\.13"):
        dev.ensure_environment()


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="needs a Debian system")
def test_missing_packages_accepts_either_name() -> None:
    """A package counts as there under any of its names; an unknown one keeps its first name."""
    assert dev.missing_packages(("no-such-package|dpkg", "dpkg")) == []
    assert dev.missing_packages(("no-such-package|nor-this",)) == ["no-such-package"]
