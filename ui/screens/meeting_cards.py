"""The cards of a meeting: facts, sums that must balance, speeches, votes, conclusions, tasks.

Each shows a part of the record and carries the link that edits this part; nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from danvan_desktop.i18n import _
from danvan_desktop.organisation.units import Directory
from danvan_desktop.vietnamese import format_date, format_percent, percent_of
from ui import theme
from ui.widgets.badge import Badge, Mark, deadline_mark
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, Link, label
from ui.widgets.panel import Line, Panel

FACTS = (
    "ten",
    "loai",
    "ngay",
    "gio_bat_dau",
    "gio_ket_thuc",
    "dia_diem",
    "chu_tri",
    "chuc_vu_chu_tri",
    "thu_ky",
    "chuc_vu_thu_ky",
    "so_bien_ban",
)
COUNTS = ("duoc_moi", "co_mat", "vang_co_ly_do", "vang_khong_ly_do")

EditFields = Callable[[Sequence[str], str], None]
EditList = Callable[[str], None]


class MeetingCards:
    """Makes the cards of one meeting; ``locked`` minutes show their links disabled."""

    def __init__(
        self,
        directory: Directory,
        *,
        today: date,
        locked: bool,
        edit_fields: EditFields,
        edit_list: EditList,
    ) -> None:
        self.directory = directory
        self.edit_fields = edit_fields
        self.edit_list = edit_list
        self._today = today
        self._locked = locked

    def facts(self, values: Mapping[str, Any]) -> Card:
        """Show when, where, who leads and who writes."""
        card = Card(_("Thông tin"))
        self._editable(card, _("Sửa"), partial(self.edit_fields, FACTS, _("Thông tin")))
        day = date.fromisoformat(str(values["ngay"]))
        start, end = values.get("gio_bat_dau"), values.get("gio_ket_thuc")
        chair = _person(values.get("chu_tri"), values.get("chuc_vu_chu_tri"))
        secretary = _person(values.get("thu_ky"), values.get("chuc_vu_thu_ky"))
        guests = "; ".join(
            _person(guest.get("ho_ten"), guest.get("chuc_vu")) for guest in values["khach_moi"]
        )
        for name, text in (
            (
                _("Bắt đầu"),
                _("{time}, ngày {date}").format(time=_clock(start), date=format_date(day)),
            ),
            (_("Kết thúc"), _clock(end)),
            (_("Địa điểm"), values.get("dia_diem") or "…"),
            (_("Chủ trì"), chair),
            (_("Thư ký"), secretary),
            (_("Khách mời"), guests or "-"),
        ):
            card.body.addLayout(_fact(name, text))
        return card

    def attendance(self, values: Mapping[str, Any]) -> Card:
        """Show the two sums and name the absent with their reasons."""
        card = Card(_("Thành phần"))
        delegates = values["dai_bieu"]
        if delegates:
            words = _("Điểm danh {n} người").format(n=len(delegates))
            self._editable(card, words, partial(self.edit_list, "dai_bieu"))
        else:
            self._editable(card, _("Ghi danh sách"), partial(self.edit_list, "dai_bieu"))
        invited, present = values.get("duoc_moi") or 0, values.get("co_mat") or 0
        absent = invited - present
        excused = values.get("vang_co_ly_do") or 0
        unexcused = values.get("vang_khong_ly_do") or 0
        card.body.addLayout(
            _sum((invited, _("được mời")), (present, _("có mặt")), (absent, _("vắng")))
        )
        card.body.addLayout(
            _sum((absent, _("vắng")), (excused, _("có lý do")), (unexcused, _("không lý do")))
        )
        away = [person for person in delegates if not person.get("co_mat")]
        if not delegates:
            counts = Link(_("Sửa số có mặt, vắng"))
            counts.clicked.connect(lambda: self.edit_fields(COUNTS, _("Thành phần")))
            card.body.addWidget(counts)
        if away:
            card.body.addWidget(label(_("Người vắng"), "strong"))
        for person in away:
            card.body.addWidget(Line())
            card.body.addLayout(self._absent_row(person))
        card.body.addStretch(1)
        return card

    def _absent_row(self, person: Mapping[str, Any]) -> QHBoxLayout:
        reason = person.get("ly_do")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        icon, role = ("check", "accent") if reason else ("warning", "warning")
        row.addWidget(IconLabel(icon, role), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        unit = self._unit(person)
        words.addWidget(
            label(", ".join(t for t in (str(person["ho_ten"]), unit) if t), "strong", wrap=True)
        )
        words.addWidget(label(str(reason or _("Không lý do.")), "help", wrap=True))
        row.addLayout(words, 1)
        return row

    def agenda(self, values: Mapping[str, Any]) -> Card:
        """Show the points of the agenda."""
        items = values["chuong_trinh"]
        card = Card(_("Chương trình"), _("{n} mục").format(n=len(items)))
        self._editable(card, _("Sửa"), partial(self.edit_list, "chuong_trinh"))
        for number, item in enumerate(items, start=1):
            row = QHBoxLayout()
            row.setSpacing(theme.px(10))
            row.addWidget(IconLabel("tick", "success"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(f"{number}. {item['noi_dung']}", "base", wrap=True), 1)
            card.body.addLayout(row)
        _say_if_empty(card, items, _("Chưa ghi chương trình."))
        return card

    def speech(self, values: Mapping[str, Any]) -> Card:
        """Show who spoke and what they said."""
        items = values["phat_bieu"]
        card = Card(_("Phát biểu"), _("{n} người").format(n=len(items)), padding=0)
        self._editable(card, _("Thêm, sửa phát biểu"), partial(self.edit_list, "phat_bieu"))
        for number, item in enumerate(items, start=1):
            row = QHBoxLayout()
            row.setContentsMargins(14, 4, 14, 4)
            row.setSpacing(theme.px(10))
            row.addWidget(label(str(number), "muted"), 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(1)
            words.addWidget(
                label(_person(item.get("ho_ten"), item.get("chuc_vu")), "strong", wrap=True)
            )
            words.addWidget(label(str(item["tom_tat"]), "base", wrap=True))
            row.addLayout(words, 1)
            card.body.addLayout(row)
            card.body.addWidget(Line())
        _say_if_empty(card, items, _("Chưa ghi phát biểu nào."))
        card.body.addStretch(1)
        return card

    def vote(self, values: Mapping[str, Any]) -> Card:
        """Show each vote with the share that agreed."""
        items = values["bieu_quyet"]
        note = _("{n} người có mặt").format(n=values.get("co_mat") or 0)
        card = Card(_("Biểu quyết"), note)
        self._editable(card, _("Sửa"), partial(self.edit_list, "bieu_quyet"))
        for item in items:
            agree, entitled = item.get("tan_thanh") or 0, item.get("co_quyen") or 0
            share = percent_of(agree, entitled)
            card.body.addWidget(label(str(item["noi_dung"]), "base", wrap=True))
            counts = _("Tán thành {agree} · không {no} · khác {other}").format(
                agree=agree,
                no=item.get("khong_tan_thanh") or 0,
                other=item.get("y_kien_khac") or 0,
            )
            row = QHBoxLayout()
            row.addWidget(label(counts, "help"))
            row.addStretch(1)
            row.addWidget(label(format_percent(share) if share is not None else "…", "strong"))
            card.body.addLayout(row)
        _say_if_empty(card, items, _("Chưa có biểu quyết."))
        return card

    def conclusion(self, values: Mapping[str, Any]) -> Card:
        """Show what the chair concluded."""
        card = Card(_("Kết luận"), _("chủ trì"))
        fields = ("ket_luan", "da_doc_lai")
        self._editable(card, _("Sửa"), partial(self.edit_fields, fields, _("Kết luận")))
        lines = [line for line in str(values.get("ket_luan") or "").splitlines() if line]
        for number, line in enumerate(lines, start=1):
            card.body.addWidget(label(f"{number}. {line}", "base", wrap=True))
        _say_if_empty(card, lines, _("Chưa ghi kết luận."))
        if values.get("da_doc_lai"):
            card.body.addWidget(label(_("Biên bản đã đọc lại và thông qua."), "success"))
        return card

    def task(self, values: Mapping[str, Any]) -> Card:
        """Show who does what by when."""
        items = values["viec_giao"]
        card = Card(_("Việc giao"), _("từ kết luận"))
        self._editable(card, _("Giao việc"), partial(self.edit_list, "viec_giao"))
        for number, item in enumerate(items, start=1):
            card.body.addWidget(label(f"{number}. {item['noi_dung']}", "base", wrap=True))
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            row.addWidget(IconLabel("people", "text2"))
            row.addWidget(label(str(item["nguoi"]), "strong"))
            row.addStretch(1)
            due = date.fromisoformat(str(item["han"]))
            row.addWidget(label(format_date(due), "label"))
            done = item.get("ngay_xong")
            mark = (
                Mark(_("Xong"), "success", "check")
                if done
                else deadline_mark((due - self._today).days)
            )
            row.addWidget(Badge(mark))
            card.body.addLayout(row)
            card.body.addWidget(Line())
        _say_if_empty(card, items, _("Chưa giao việc nào."))
        hint = _("Việc giao hiện ở “Việc cần làm” và được rà lại ở hội nghị sau.")
        card.body.addWidget(label(hint, "help", wrap=True))
        card.body.addStretch(1)
        return card

    def _editable(self, card: Card, words: str, edit: Callable[[], Any]) -> None:
        link = Link(words)
        link.setAccessibleName(f"{words}: {card.accessibleName()}")
        link.clicked.connect(lambda: edit())
        if self._locked:
            link.setEnabled(False)
            link.setToolTip(_("Biên bản đã khóa"))
        card.add_action(link)

    def _unit(self, person: Mapping[str, Any]) -> str:
        code = person.get("don_vi")
        return self.directory.short_name(str(code)) if code else ""


def _fact(name: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    head = label(name, "label")
    head.setFixedWidth(theme.px(76))
    row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text, "base", wrap=True), 1)
    return row


def _sum(whole: tuple[int, str], first: tuple[int, str], second: tuple[int, str]) -> QHBoxLayout:
    """Show a sum that must balance: whole = first + second."""
    row = QHBoxLayout()
    row.setSpacing(theme.px(6))
    for sign, (number, words) in (("", whole), ("=", first), ("+", second)):
        if sign:
            row.addWidget(label(sign, "base"))
        box = Panel(radius=4, frame="border")
        column = QVBoxLayout(box)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        for text, role in ((str(number), "card_title"), (words, "small")):
            line = label(text, role)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        row.addWidget(box, 1)
    return row


def _say_if_empty(card: Card, items: Sequence[object], words: str) -> None:
    if not items:
        line = label(words, "muted", wrap=True)
        line.setContentsMargins(12, 8, 12, 8)
        card.body.addWidget(line)


def _person(name: object, role: object) -> str:
    return ", ".join(str(part) for part in (name, role) if part) or "…"


def _clock(text: object) -> str:
    if not text:
        return "…"
    hour, minute = str(text).split(":")
    return _("{hour} giờ {minute}").format(hour=hour, minute=minute)
