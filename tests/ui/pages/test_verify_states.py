"""A file with several signatures: the clerk sees which of them is the one that is not valid."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from danvan_desktop.errors import Issue
from danvan_desktop.signing.verdict import FileVerdict, SignatureVerdict, State, reason, state_of
from ui.verify_dialog import VerifyDialog


def _signature(name: str, found: Issue) -> SignatureVerdict:
    return SignatureVerdict(
        name=name,
        role="Trưởng Ban",
        organisation="Ban Dân vận Huyện ủy",
        office_code="",
        signed_at=None,
        issuer="CA",
        valid_from=None,
        valid_to=None,
        fingerprint="",
        covers_whole_file=True,
        state=state_of([found]),
        reasons=(found,),
    )


def test_each_signature_shows_its_own_state(qtbot: QtBot) -> None:
    """Name, then state in words, then why; as on the printed sheet."""
    good = _signature("Nguyễn Văn A", reason("later_signed"))
    bad = _signature("Trần Thị B", reason("revoked"))
    every = (*bad.reasons, *good.reasons)
    verdict = FileVerdict(Path("1-BC.pdf"), "pdf", State.INVALID, every, (good, bad))
    box = VerifyDialog(verdict)
    qtbot.addWidget(box)
    box.show()
    words = [one.text() for one in box.findChildren(QLabel)]
    first, second = words.index("Chữ ký 1: Nguyễn Văn A"), words.index("Chữ ký 2: Trần Thị B")
    assert words[first + 1] == "Hợp lệ"
    assert words[second + 1] == "Không hợp lệ"
