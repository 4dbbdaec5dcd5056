"""The frozen program stands on its own: built once, then started as a clerk's machine would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from danvan_desktop import __version__
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


def start(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start the frozen program away from the source and from every Python setting."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(
        (str(program), *arguments),
        cwd=program.parent,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_package_passes_self_test(program: Path, tmp_path: Path) -> None:
    """Database, migrations, fonts, PDF, signing and window load in the frozen program."""
    result = start(program, "--data-dir", str(tmp_path / "data"), "--self-test")
    assert result.returncode == 0, result.stdout + result.stderr


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
