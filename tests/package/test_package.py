"""The frozen program stands on its own: built once, then started as a clerk's machine would."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from danvan_desktop import __version__
from danvan_desktop.paths import Paths
from i18n import catalogues

pytestmark = pytest.mark.package
BIGGEST_MB = 320  # 229 MB were measured for a bare Qt program of this kind


@pytest.fixture(scope="module")
def program(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the program folder and return the program in it."""
    folder = tmp_path_factory.mktemp("package")
    catalogues.compile_all()
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(folder / "dist"), "--workpath", str(folder / "build")]
    subprocess.run([*command, "pyinstaller.spec"], cwd=root, check=True)
    name = "danvan-cli.exe" if os.name == "nt" else "danvan"
    return folder / "dist" / "danvan" / name


def clean_environment() -> dict[str, str]:
    """Return the environment without any setting that would help Python find the source."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}


def start(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start the frozen program away from the source and wait for its end."""
    return subprocess.run(
        (str(program), *arguments),
        cwd=program.parent,
        env=clean_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def wait_until(condition: Callable[[], bool], window: subprocess.Popen[bytes]) -> None:
    """Wait until something is so, at most half a minute and only while the window lives."""
    end = time.monotonic() + 30
    while not condition():
        assert window.poll() is None, "the program ended"
        assert time.monotonic() < end, "the program did not get that far"
        time.sleep(0.05)


def test_package_passes_self_test(program: Path, tmp_path: Path) -> None:
    """Database, migrations, fonts, PDF and signing work in the frozen program."""
    result = start(program, "--data-dir", str(tmp_path / "data"), "--self-test")
    assert result.returncode == 0, result.stdout + result.stderr


def test_package_opens_its_window(program: Path, tmp_path: Path) -> None:
    """The window opens over new data, stays, and comes forward when the program starts again."""
    options = ("--data-dir", str(tmp_path / "data"))
    said = tmp_path / "said.txt"
    with (
        said.open("w") as log,
        subprocess.Popen(
            (str(program), *options),
            cwd=program.parent,
            env=clean_environment(),
            stdout=log,
            stderr=log,
        ) as window,
    ):
        try:
            wait_until(Paths(tmp_path / "data").log.is_file, window)
            assert start(program, *options).returncode == 0
            assert window.poll() is None, said.read_text("utf-8")
        finally:
            window.terminate()
    assert "Traceback" not in said.read_text("utf-8")


def test_package_names_its_version(program: Path) -> None:
    """The frozen program is the version that the source says."""
    assert __version__ in start(program, "--version").stdout


def test_package_carries_its_data(program: Path) -> None:
    """Resources, migrations and the English catalogue travel with the program."""
    inside = program.parent / "_internal"
    assert (inside / "resources").is_dir()
    assert list((inside / "danvan_desktop/storage/migrations").rglob("*.py"))
    assert (inside / "i18n/en/LC_MESSAGES/danvan.mo").is_file()


def test_package_stays_small(program: Path) -> None:
    """Parts of Qt for other kinds of programs are left out."""
    files = [path for path in program.parent.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert not [name for name in names if name.startswith(("libQt6Qml", "libQt6Quick", "Qt6Qml"))]
    megabytes = sum(path.lstat().st_size for path in files) / 1e6
    assert megabytes < BIGGEST_MB, f"{megabytes:.0f} MB"
