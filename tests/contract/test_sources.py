"""Rules of the house that no linter knows; each message says what to do."""

from __future__ import annotations

import ast
import os
import unicodedata
from pathlib import Path

import pytest

TEXT_SUFFIXES = {".py", ".toml", ".md", ".json", ".liquid", ".po", ".spec", ".csv", ".txt", ".lock"}
NOT_OURS = {".git", ".venv", "__pycache__", ".hypothesis", "out", "build", "dist"}
OURS = {"danvan_desktop", "ui", "main"}


def project_files(root: Path) -> list[Path]:
    """List the text files that belong to the project, also where it was not cloned by git."""
    files = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [n for n in subfolders if n not in NOT_OURS and not n.endswith("_cache")]
        files += [Path(folder, name) for name in names if Path(name).suffix in TEXT_SUFFIXES]
    return files


def imports(path: Path) -> set[str]:
    """Name the top-level packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.fixture(scope="module")
def sources(root: Path) -> dict[Path, str]:
    """Read every text file of the project once."""
    return {path: path.read_text("utf-8") for path in project_files(root)}


def test_source_text_is_nfc(sources: dict[Path, str], root: Path) -> None:
    """Two spellings of one letter in the source would make equal words differ."""
    wrong = [
        str(path.relative_to(root))
        for path, text in sources.items()
        if not unicodedata.is_normalized("NFC", text)
    ]
    assert wrong == [], "save these files in Unicode NFC"


def test_source_names_no_machine(sources: dict[Path, str], root: Path) -> None:
    """The project speaks of itself, not of the place where it was written."""
    # Put together here, so that this file does not find itself.
    forbidden = ["/" + "work/", "/" + "root/", "/home" + "/", "C:\\" + "Users"]
    wrong = [
        f"{path.relative_to(root)}: {word}"
        for path, text in sources.items()
        for word in forbidden
        if word in text
    ]
    assert wrong == [], "use relative paths or a temporary folder"


def test_lock_file_holds_no_address(root: Path) -> None:
    """Where packages come from is a setting of the machine that installs them."""
    text = (root / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert "--find-links" not in text
    assert "--index-url" not in text


def test_migrations_import_nothing_of_ours(root: Path) -> None:
    """A migration must still run when today's code is gone."""
    folder = root / "danvan_desktop" / "storage" / "migrations"
    wrong = [path.name for path in folder.rglob("*.py") if imports(path) & OURS]
    assert wrong == [], "write what the migration needs into the migration"


def test_registers_do_not_import_each_other(root: Path) -> None:
    """A link between registers is a key, so that each can be read and changed alone."""
    folder = root / "danvan_desktop" / "registers"
    registers = {p.stem for p in folder.glob("*.py") if "@register(" in p.read_text("utf-8")}
    for name in sorted(registers):
        modules = {
            (node.module or "").rpartition(".")[2]
            for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8")))
            if isinstance(node, ast.ImportFrom)
        }
        assert modules & registers == set(), f"{name}.py imports another register"
    assert registers, "no register found: has the way to declare one changed?"
