"""A key asks to be believed: who, the fingerprint to compare by telephone, and the decision."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.bundles.enrolment import ROLE_NAMES, Candidate, code_taken
from danvan_desktop.bundles.partners import Role
from danvan_desktop.i18n import _
from danvan_desktop.signing.keys import day_text
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel

GROUPS_A_LINE = 8
"""Groups of four in a line of the fingerprint: two lines that fit any window."""

ACCEPT, REPLACE = "accept", "replace"


def decide(candidate: Candidate, parent: QWidget | None = None) -> str | None:
    """Ask whether to believe a key: ACCEPT, REPLACE (the old one was lost), None for no."""
    dialog = EnrolmentDialog(candidate, parent)
    return dialog.answer() if dialog.exec() else None


class EnrolmentDialog(QDialog):
    """The letter's contents; the button waits until the clerk says that they compared."""

    def __init__(self, candidate: Candidate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidate = candidate
        one = candidate.partner
        self.setWindowTitle(_("Giấy giới thiệu khóa"))
        self.setMinimumWidth(theme.px(520))
        self.compared = QCheckBox(
            _("Đã gọi điện cho nơi gửi và so từng nhóm: giống hệt vân tay trên")
        )
        self.renamed = QCheckBox(
            _("Vẫn chính là {name}, nay đổi tên").format(name=candidate.held_by)
        )
        self.lost = QCheckBox(_("Khóa cũ đã mất hoặc lộ: thôi tin khóa cũ ngay"))
        self.accept_button = Button(_("Tin khóa này"), "key", kind="primary", on_click=self.accept)
        self.cancel_button = Button(_("Không nhận"), on_click=self.reject)
        self.compared.toggled.connect(self._check)
        self.renamed.toggled.connect(self._check)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(theme.px(10))
        column.addWidget(label(one.name, "card_title", wrap=True))
        facts = _("{role} · mã {code} · khóa có hiệu lực đến {day}").format(
            role=_(ROLE_NAMES[one.role]), code=one.office, day=day_text(one.info.not_after)
        )
        column.addWidget(label(facts, "label", wrap=True))
        column.addWidget(_fingerprint(candidate.fingerprint_text))
        for icon, role, text in _warnings(candidate):
            column.addLayout(_line(icon, role, text))
        if not candidate.renewal:
            column.addWidget(self.compared)
            if candidate.held_by:
                column.addWidget(self.renamed)
            if candidate.rivals:
                column.addWidget(self.lost)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        column.addLayout(foot)
        # Left to itself a dialog takes two thirds of the screen's height at most, and cuts lines.
        width = max(self.minimumWidth(), column.minimumSize().width())
        self.resize(width, column.totalHeightForWidth(width))
        self._check()

    def answer(self) -> str:
        """Return what was decided."""
        return REPLACE if self.lost.isChecked() else ACCEPT

    def _check(self) -> None:
        if not (self.candidate.renewal or self.compared.isChecked()):
            self.accept_button.forbid(_("So vân tay qua điện thoại trước."))
        elif self.candidate.held_by and not self.renamed.isChecked():
            self.accept_button.forbid(_("Mã này đang là của cơ quan khác."))
        else:
            self.accept_button.forbid("")


def _fingerprint(text: str) -> QWidget:
    """Show the fingerprint large, in lines of whole groups."""
    groups = text.split(" ")
    lines = [" ".join(groups[i : i + GROUPS_A_LINE]) for i in range(0, len(groups), GROUPS_A_LINE)]
    shown = label("\n".join(lines), "record_title")
    shown.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    shown.setAccessibleName(_("Vân tay khóa: {text}").format(text=text))
    box = Panel(ground="raised", radius=4, frame="line")
    inside = QVBoxLayout(box)
    inside.setContentsMargins(12, 10, 12, 10)
    inside.addWidget(label(_("Vân tay khóa"), "label"))
    inside.addWidget(shown)
    return box


def _warnings(candidate: Candidate) -> list[tuple[str, str, str]]:
    found = []
    if candidate.renewal:
        told = _("Khóa đang được tin ký giới thiệu khóa mới này, nên không cần gọi điện.")
        found.append(("shield", "success", told))
    else:
        told = _(
            "Gọi số điện thoại cơ quan mà bạn vẫn dùng (không lấy số ghi kèm tệp), nhờ họ đọc vân "
            "tay trên máy của họ."
        )
        found.append(("note", "accent", told))
    known = candidate.known
    if known is not None and known.withdrawn:
        told = _("Khóa này đã bị thu hồi tin cậy trước đây: {reason}.").format(reason=known.reason)
        found.append(("warning", "error", told))
    if candidate.held_by:
        told = _("{what} Cấp mã khác cho nơi gửi, để họ lập cơ quan với mã đó.")
        found.append(("warning", "error", told.format(what=code_taken(candidate).message)))
    elif candidate.rivals and not candidate.renewal:
        told = _("Cơ quan này đang có khóa khác. Hỏi rõ vì sao đổi khóa.")
        found.append(("warning", "warning", told))
    if candidate.partner.role is Role.SUPERIOR and candidate.partner.receiving:
        told = _("Từ nay các gói được mã hóa cho nơi này.")
        found.append(("lock", "text2", told))
    return found


def _line(icon: str, role: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(IconLabel(icon, role))
    row.addWidget(label(text, "base", wrap=True), 1)
    return row
