"""Settings take effect at once, copies are verified, certificates are taken in."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.signing.keys import pem
from tests.core.signing.kit import make_authority
from ui import messages, theme
from ui.screens.settings import SettingsScreen


@pytest.fixture
def screen(qtbot: QtBot, office: Context, settled: Callable[[], None]) -> SettingsScreen:
    """The page of settings."""
    shown = SettingsScreen(office)
    qtbot.addWidget(shown)
    shown.resize(1190, 620)
    shown.show()
    shown.activate()
    settled()
    return shown


def test_dark_look_is_taken_at_once(screen: SettingsScreen, office: Context) -> None:
    """Choosing dark changes the colours and is remembered."""
    screen.theme.setCurrentIndex(screen.theme.findData("dark"))
    screen.theme.activated.emit(screen.theme.currentIndex())
    assert theme.is_dark()
    assert office.settings.get("theme") == "dark"
    screen.theme.setCurrentIndex(screen.theme.findData("light"))
    screen.theme.activated.emit(screen.theme.currentIndex())
    assert not theme.is_dark()


def test_directory_tells_how_many_rows(screen: SettingsScreen) -> None:
    """Each part of the directory says what it holds."""
    assert screen.rows["don_vi"].text() == "25 dòng"


def test_open_directory_goes_to_its_list(qtbot: QtBot, screen: SettingsScreen) -> None:
    """The button beside a part opens its list."""
    with qtbot.waitSignal(screen.go) as gone:
        screen.go.emit("don_vi", None)
    assert gone.args == ["don_vi", None]


def test_backup_is_made_and_told(
    qtbot: QtBot, screen: SettingsScreen, office: Context, settled: Callable[[], None]
) -> None:
    """A copy made now is sound and named."""
    with qtbot.waitSignal(screen.told, timeout=10_000):
        screen.back_up()
    settled()
    assert office.last_backup() is not None


def test_certificate_that_is_none_is_refused(
    screen: SettingsScreen,
    office: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file without a certificate is refused in words and not kept."""
    (tmp_path / "a.pem").write_text("khong phai chung thu", encoding="utf-8")
    said: list[str] = []
    monkeypatch.setattr(messages, "choose_file", lambda *a, **k: tmp_path / "a.pem")
    monkeypatch.setattr(messages, "show_error", lambda error, *a: said.append(str(error)))
    screen.add_certificate()
    assert said
    assert not office.paths.trusted.exists()


def test_certificate_is_taken_in(
    screen: SettingsScreen,
    office: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Callable[[], None],
) -> None:
    """A certificate is kept and listed."""
    (tmp_path / "tinh.pem").write_text(office.office_key().certificate_pem, encoding="ascii")
    monkeypatch.setattr(messages, "choose_file", lambda *a, **k: tmp_path / "tinh.pem")
    screen.add_certificate()
    settled()
    name = office.office_key().info.name
    [kept] = office.paths.trusted.iterdir()
    assert kept.name.endswith("-tinh.pem")
    assert screen.trusted.text() == f"{name} ({kept.name})"
    assert not screen.skipped.isVisible()


def test_stray_file_among_certificates_is_named(
    screen: SettingsScreen, office: Context, settled: Callable[[], None]
) -> None:
    """Beside the certificates stands what is none of them and is skipped."""
    office.paths.trusted.mkdir()
    (office.paths.trusted / "desktop.ini").write_text("[.ShellClassInfo]\n")
    many = "".join(pem(make_authority(f"CA {n}").der) for n in range(5))
    (office.paths.trusted / "goc.pem").write_text(many)
    screen.refresh()
    settled()
    assert screen.trusted.text() == "CA 0, CA 1, CA 2, và 2 chứng thư nữa (goc.pem)"
    assert screen.skipped.text() == "Bỏ qua tệp không phải chứng thư: desktop.ini."
    assert screen.skipped.isVisible()


def test_two_certificates_of_one_name_are_both_kept(
    screen: SettingsScreen, office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two authorities whose file is called root.cer: neither takes the place of the other."""
    chosen: list[Path] = []
    monkeypatch.setattr(messages, "choose_file", lambda *a, **k: chosen[-1])
    authorities = [make_authority(f"CA {name}") for name in "ab"]
    for number, one in enumerate([*authorities, authorities[0]]):
        chosen.append(tmp_path / str(number) / "root.cer")
        chosen[-1].parent.mkdir()
        chosen[-1].write_bytes(one.der)
        screen.add_certificate()
    assert len(list(office.paths.trusted.iterdir())) == 2
    assert {one.der for one in authorities} <= set(office.trust().certificates)


def test_certificate_is_refused_whole_on_a_full_disk(
    screen: SettingsScreen, office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clerk is told, nothing of the file is believed, and later it is taken in."""
    said: list[str] = []
    many = tmp_path / "many.pem"
    many.write_text("".join(pem(make_authority(f"CA {n}").der) for n in range(12)))
    monkeypatch.setattr(messages, "choose_file", lambda *a, **k: many)
    monkeypatch.setattr(messages, "show_error", lambda error, *a: said.append(str(error)))

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        screen.add_certificate()
    assert "Ổ đĩa đã đầy" in said[0]
    assert list(office.paths.trusted.iterdir()) == []
    screen.add_certificate()
    assert len(office.trust().certificates) >= 12
