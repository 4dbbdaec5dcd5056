"""Commands run in this process, so that a test takes milliseconds; a few start the real program."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.cli import main
from danvan_desktop.cli.run import now
from danvan_desktop.signing.demo_keys import DemoKey, make_personal_p12
from danvan_desktop.signing.keys import load_p12

PASSPHRASE = "Mật khẩu 1"


@dataclass(frozen=True)
class Done:
    """What a command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Read standard output, which must be one JSON object and nothing else."""
        found: dict[str, Any] = json.loads(self.out)
        return found


Command = Callable[..., Done]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command and collect what it leaves."""

    def run(*arguments: object) -> Done:
        capsys.readouterr()
        status = main([str(one) for one in arguments])
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def imported_data_dir(
    office_data_dir: Path, year_2020: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make one office into which the real workbooks were imported by the command."""
    import shutil

    folder = tmp_path_factory.mktemp("imported") / "data"
    shutil.copytree(office_data_dir, folder)
    assert main(["--data-dir", str(folder), "import", str(year_2020 / "incoming")]) == 0
    return folder


@pytest.fixture(scope="session")
def demo_key(tmp_path_factory: pytest.TempPathFactory) -> DemoKey:
    """Make a demo certificate."""
    path = tmp_path_factory.mktemp("key") / "khoa.p12"
    made = make_personal_p12(
        path,
        name="Nguyễn Văn A",
        role="Trưởng Ban",
        organisation="Ban Dân vận Huyện ủy Dương Minh Châu",
        passphrase=PASSPHRASE,
        now=now(),
    )
    assert load_p12(made.p12, PASSPHRASE).info.name == "Nguyễn Văn A"
    return made
