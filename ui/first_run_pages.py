"""The pages of the first run; each reads and changes one shared ``Answers``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import LANGUAGES, N_, _
from danvan_desktop.organisation.first_run import (
    Answers,
    chosen_code,
    is_code,
    parse_unit,
    proposed_code,
    suggested_names,
)
from danvan_desktop.organisation.kinds import KINDS, office_kind
from danvan_desktop.organisation.setup import read_units
from danvan_desktop.organisation.unit_faults import unit_faults
from danvan_desktop.organisation.units import AGENCY
from danvan_desktop.vietnamese import fold
from ui import messages, theme
from ui.widgets.buttons import Button
from ui.widgets.choice_card import ChoiceCard
from ui.widgets.header_preview import HeaderPreview
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel

_NAME_LABELS = {
    "ten_day_du": N_("Tên đầy đủ của cơ quan"),
    "cap_tren": N_("Cơ quan cấp trên trực tiếp"),
    "tieu_de_1": N_("Dòng đầu của tiêu đề"),
    "tieu_de_2": N_("Dòng tên cơ quan"),
    "ky_hieu": N_("Ký hiệu văn bản"),
}
_PEOPLE_LABELS = {
    "head": N_("Người đứng đầu"),
    "deputy": N_("Cấp phó"),
    "clerk": N_("Chuyên viên, văn thư"),
}


class Page(QWidget):
    """A step: ``title`` and ``note`` stand above it; ``problem`` says why it cannot be left."""

    title = ""
    note = ""

    def __init__(self, wizard: Answering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wizard = wizard
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(4))

    def enter(self) -> None:
        """Show what the answers so far imply."""

    def leave(self) -> None:
        """Put what was typed into the answers."""

    def problem(self) -> tuple[str, QWidget] | None:
        """Say what is missing and where to type it."""
        return None


class Answering(QWidget):
    """Whoever holds the answers: the window of the first run."""

    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers = Answers()

    def answer(self, **changes: Any) -> None:
        """Change some answers."""
        self.answers = replace(self.answers, **changes)


class WelcomePage(Page):
    """What will be asked, in which language, and the sample office."""

    def __init__(self, wizard: Answering, languages: Callable[[str], None], current: str) -> None:
        super().__init__(wizard)
        self.title = _("Chào mừng")
        self.note = _("Vài câu hỏi về cơ quan, rồi bạn ghi sổ được ngay.")
        for icon, words in (
            ("disk", _("Dữ liệu chỉ nằm trên máy này. Chương trình không cần mạng.")),
            ("save", _("Mỗi lần lưu là ghi chắc xuống đĩa; mất điện không mất dữ liệu.")),
            ("edit", _("Mọi điều khai ở đây, trừ mã cơ quan, đều sửa lại được trong Cài đặt.")),
        ):
            self.column.addLayout(_point(icon, words))
        self.language = QComboBox()
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(current)))
        self.language.activated.connect(lambda: languages(self.language.currentData()))
        self.column.addSpacing(theme.px(16))
        self.column.addLayout(_row(_("Ngôn ngữ giao diện"), self.language))
        self.column.addStretch(1)
        self.column.addWidget(sample_box(wizard))


class KindPage(Page):
    """Which kind of office; the header as it will be printed changes with the choice."""

    def __init__(self, wizard: Answering) -> None:
        super().__init__(wizard)
        self.title = _("Cơ quan của bạn là")
        self.note = _("Loại cơ quan quyết định tên trên văn bản, cấp báo cáo và thể thức in.")
        body = QHBoxLayout()
        body.setSpacing(theme.px(20))
        inside = QWidget()
        cards = QVBoxLayout(inside)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(theme.px(4))
        self.cards: dict[str, ChoiceCard] = {}
        for kind in KINDS:
            card = ChoiceCard(_(kind.label), _(kind.note), self)
            card.toggled.connect(partial(self._toggled, kind.key))
            self.cards[kind.key] = card
            cards.addWidget(card)
        cards.addStretch(1)
        self.choices = _scrolling(inside)
        body.addWidget(self.choices, 3)
        self.preview = HeaderPreview()
        body.addWidget(self.preview, 2)
        self.column.addLayout(body, 1)
        self.column.addWidget(sample_box(wizard))

    def enter(self) -> None:
        self.cards[self.wizard.answers.kind].setChecked(True)
        self.preview.show_answers(self.wizard.answers)

    def _toggled(self, key: str, on: bool) -> None:
        if on:
            self.choices.ensureWidgetVisible(
                self.cards[key], 0, theme.px(4)
            )  # arrows do not scroll
            self._chosen(key)

    def _chosen(self, key: str) -> None:
        kind = office_kind(key)
        if key != self.wizard.answers.kind:
            self.wizard.answer(
                kind=key, body=kind.bodies[0], territory=kind.territories[0], names={}
            )
        self.preview.show_answers(self.wizard.answers)


class NamesPage(Page):
    """Place, names, symbol and the people who sign."""

    def __init__(self, wizard: Answering) -> None:
        super().__init__(wizard)
        self.title = _("Tên và ký hiệu")
        self.note = _("Gõ địa danh; các tên khác tự điền theo, sửa được.")
        self.body = QComboBox()
        self.body.activated.connect(self._suggest)
        self.place = QLineEdit()
        self.place.setPlaceholderText(_("ví dụ Đồng Tâm"))
        self.province = QLineEdit()
        self.place.editingFinished.connect(self._suggest)
        self.province.editingFinished.connect(self._suggest)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        _cell(grid, 0, 0, _("Cấp ủy"), self.body, required=True)
        _cell(grid, 0, 1, _("Địa danh"), self.place, required=True)
        _cell(grid, 0, 2, _("Tỉnh, thành phố"), self.province, required=True)
        self.names = {name: QLineEdit() for name in _NAME_LABELS}
        places = ((1, 0, 2), (1, 2, 1), (2, 0, 1), (2, 1, 1), (2, 2, 1))
        for (name, words), (row, column, span) in zip(_NAME_LABELS.items(), places, strict=True):
            _cell(grid, row, column, _(words), self.names[name], span=span, required=True)
        self.people = {name: QLineEdit() for name in _PEOPLE_LABELS}
        for column, (name, words) in enumerate(_PEOPLE_LABELS.items()):
            _cell(grid, 3, column, _(words), self.people[name])
        self._proposed = ""
        self.code = QLineEdit()
        self.names["ky_hieu"].editingFinished.connect(self._suggest)
        self.code.editingFinished.connect(self._suggest)
        _cell(grid, 4, 0, _("Mã cơ quan"), self.code, required=True)
        told = _(
            "Cấp trên nhận ra cơ quan bằng mã này; không cơ quan nào khác được dùng, và không đổi "
            "được sau khi khai báo. Cấp trên đã cấp mã thì ghi mã đó."
        )
        grid.addWidget(label(told, "help", wrap=True), 4, 1, 1, 2)
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.addLayout(grid)
        body.addSpacing(theme.px(8))
        self.preview = HeaderPreview()
        body.addWidget(self.preview)
        body.addStretch(1)
        self.column.addWidget(_scrolling(inside), 1)

    def enter(self) -> None:
        answers = self.wizard.answers
        self.body.clear()
        self.body.addItems(list(office_kind(answers.kind).bodies))
        self.body.setCurrentText(answers.body)
        self.place.setText(answers.place)
        self.province.setText(answers.province)
        for name, line in self.people.items():
            line.setText(getattr(answers, name))
        self._suggest()

    def leave(self) -> None:
        self._suggest()
        names = {name: line.text().strip() for name, line in self.names.items()}
        if (code := self._code()) != self._proposed:
            names["ma"] = code
        people = {name: line.text().strip() for name, line in self.people.items()}
        self.wizard.answer(names=names, **people)

    def problem(self) -> tuple[str, QWidget] | None:
        if not self.place.text().strip():
            return _("Gõ địa danh của cơ quan, ví dụ Đồng Tâm."), self.place
        if not self.province.text().strip():
            return _("Gõ tên tỉnh, thành phố."), self.province
        for name, line in self.names.items():
            if not line.text().strip():
                return _("{what}: để trống.").format(what=_(_NAME_LABELS[name])), line
        if not is_code(self._code()):
            return _("Mã cơ quan gồm chữ không dấu, số, dấu chấm, gạch nối."), self.code
        return None

    def _code(self) -> str:
        return fold(self.code.text().strip()).upper()

    def _read(self) -> None:
        kind = office_kind(self.wizard.answers.kind)
        index = max(0, self.body.currentIndex())
        self.wizard.answer(
            body=kind.bodies[index],
            territory=kind.territories[index],
            place=self.place.text().strip(),
            province=self.province.text().strip(),
        )

    def _suggest(self) -> None:
        before = suggested_names(self.wizard.answers)
        self._read()
        after = {**suggested_names(self.wizard.answers)}
        for name, line in self.names.items():
            kept = self.wizard.answers.names.get(name)
            typed = line.text().strip()
            if not typed or typed == before[name]:
                line.setText(kept or after[name])
        self.preview.show_answers(self._with_names())
        if self._code() in ("", self._proposed):
            self._proposed = proposed_code(self._with_names())
            self.code.setText(self.wizard.answers.names.get("ma") or self._proposed)

    def _with_names(self) -> Answers:
        names = {name: line.text().strip() for name, line in self.names.items()}
        return replace(self.wizard.answers, names=names)


EXAMPLES = {
    "H": N_("thị trấn Đồng Tâm\nxã An Bình\nxã Hòa Lạc\nHội LHPN huyện\nCông an huyện"),
    "X": N_("Hội LHPN xã\nHội Nông dân xã\nCông an xã\nBan Chỉ huy quân sự xã"),
    "T": N_("xã An Bình\nphường Hòa Lạc\nđặc khu Phú Quý\nHội LHPN tỉnh\nCông an tỉnh"),
}
"""What a list of units looks like, by the level of the office."""


class UnitsPage(Page):
    """The communes and bodies below the office: typed one a line, or from a CSV file."""

    def __init__(self, wizard: Answering) -> None:
        super().__init__(wizard)
        self.title = _("Đơn vị trực thuộc")
        self.note = _("Mỗi đơn vị một dòng: xã, phường; cơ quan cấp mình ghi tên đầy đủ.")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("Danh sách đơn vị, mỗi đơn vị một dòng"))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._count)
        self.counted = label("", "help")
        foot = QHBoxLayout()
        foot.addWidget(self.counted, 1)
        foot.addWidget(Button(_("Nạp từ tệp CSV…"), "sheet", on_click=self._load))
        self.column.addWidget(self.text, 1)
        self.column.addLayout(foot)

    def enter(self) -> None:
        self.text.setPlaceholderText(_(EXAMPLES[office_kind(self.wizard.answers.kind).level]))
        if not self.wizard.answers.ready_units:
            self.text.setPlainText("\n".join(self.wizard.answers.units))
        self._count()

    def leave(self) -> None:
        if not self.wizard.answers.ready_units:
            self.wizard.answer(units=tuple(self.text.toPlainText().splitlines()))

    def problem(self) -> tuple[str, QWidget] | None:
        if not self.wizard.answers.ready_units and not self.text.toPlainText().strip():
            return _("Ghi ít nhất một đơn vị, mỗi đơn vị một dòng."), self.text
        return None

    def _count(self) -> None:
        ready = self.wizard.answers.ready_units
        if ready and self.text.isReadOnly():
            self.counted.setText(_("{n} đơn vị từ tệp CSV.").format(n=len(ready)))
            return
        kinds = [parse_unit(line)[0] for line in self.text.toPlainText().splitlines() if line]
        bodies = kinds.count(AGENCY)
        self.counted.setText(
            _("{units} đơn vị địa bàn; {bodies} cơ quan.").format(
                units=len(kinds) - bodies, bodies=bodies
            )
        )

    def _load(self) -> None:
        path = messages.choose_file(
            _("Chọn danh sách đơn vị"), kinds=_("Danh sách đơn vị (*.csv)"), parent=self
        )
        if path is None:
            return
        try:
            units = read_units(path)
            faults = unit_faults(units)
            if faults:
                raise UserError(faults[0].message, remedy=faults[0].remedy, code=faults[0].code)
        except UserError as error:
            messages.show_error(error, self)
            return
        self.wizard.answer(ready_units=units)
        self.text.setReadOnly(True)
        self.text.setPlainText("\n".join(f"{unit['loai']} {unit['ten']}" for unit in units))
        self._count()


class PeriodsPage(Page):
    """How half-years are cut off, and the committee's term."""

    def __init__(self, wizard: Answering, *, today: str) -> None:
        super().__init__(wizard)
        self.title = _("Kỳ báo cáo")
        self.note = _("Ngày chốt số liệu của từng kỳ sửa riêng được trong Cài đặt.")
        self.cards = {
            "15-14": ChoiceCard(
                _("Từ ngày 15 đến ngày 14"),
                _("6 tháng đầu năm: 15/12 – 14/6; 6 tháng cuối năm: 15/6 – 14/12"),
                self,
            ),
            "duong_lich": ChoiceCard(
                _("Theo dương lịch"),
                _("6 tháng đầu năm: 01/01 – 30/6; 6 tháng cuối năm: 01/7 – 31/12"),
                self,
            ),
        }
        for key, card in self.cards.items():
            card.toggled.connect(partial(self._toggled, key))
            self.column.addWidget(card)
        self.column.addSpacing(theme.px(12))
        year = int(today[:4]) - int(today[:4]) % 5
        self.term = QLineEdit(f"{year}-{year + 5}")
        self.column.addLayout(_row(_("Nhiệm kỳ cấp ủy"), self.term))
        self.column.addWidget(
            label(_("Số văn bản của Đảng đánh liên tục trong một nhiệm kỳ."), "help", wrap=True)
        )
        self.column.addStretch(1)

    def enter(self) -> None:
        self.cards[self.wizard.answers.scheme].setChecked(True)

    def leave(self) -> None:
        first, last = self._years() or ("", "")
        self.wizard.answer(term=(self.term.text().strip(), f"{first}-07-01", f"{last}-06-30"))

    def problem(self) -> tuple[str, QWidget] | None:
        if self._years() is None:
            return _("Gõ nhiệm kỳ bằng hai năm, ví dụ 2020-2025."), self.term
        return None

    def _toggled(self, key: str, on: bool) -> None:
        if on:
            self.wizard.answer(scheme=key)

    def _years(self) -> tuple[str, str] | None:
        years = [part for part in self.term.text().replace("–", "-").split("-") if part.strip()]
        if len(years) != 2 or not all(len(y.strip()) == 4 and y.strip().isdigit() for y in years):
            return None
        return years[0].strip(), years[1].strip()


class DonePage(Page):
    """What will be created, in words."""

    def __init__(self, wizard: Answering) -> None:
        super().__init__(wizard)
        self.title = _("Xong")
        self.note = _("Xem lại rồi nhấn “Bắt đầu ghi sổ”.")
        self.preview = HeaderPreview()
        self.summary = label("", "base", wrap=True)
        self.column.addWidget(self.preview)
        self.column.addSpacing(theme.px(12))
        self.column.addWidget(self.summary)
        self.column.addStretch(1)

    def enter(self) -> None:
        answers = self.wizard.answers
        units = answers.ready_units or [line for line in answers.units if line.strip()]
        scheme = _("15 đến 14") if answers.scheme == "15-14" else _("dương lịch")
        self.preview.show_answers(answers)
        self.summary.setText(
            _(
                "{office}, mã {code}\n{n} đơn vị trực thuộc · kỳ báo cáo {scheme} · nhiệm kỳ {term}"
            ).format(
                office=answers.names.get("ten_day_du", ""),
                code=chosen_code(answers),
                n=len(units),
                scheme=scheme,
                term=answers.term[0],
            )
        )


def sample_box(wizard: Answering) -> Panel:
    """Offer the sample office openly, on the first two pages."""
    box = Panel(ground="raised", radius=6, frame="line")
    row = QHBoxLayout(box)
    row.setContentsMargins(14, 10, 14, 10)
    row.setSpacing(theme.px(12))
    row.addWidget(IconLabel("office", "accent", size=24))
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(label(_("Chỉ muốn xem thử? Mở Văn phòng mẫu"), "strong"))
    words.addWidget(
        label(
            _(
                "Một cơ quan giả định có sẵn số liệu, hội nghị và tệp Excel mẫu. Dữ liệu để riêng, "
                "xóa lúc nào cũng được."
            ),
            "help",
            wrap=True,
        )
    )
    row.addLayout(words, 1)
    row.addWidget(Button(_("Mở Văn phòng mẫu"), "play", on_click=wizard.sample_wanted.emit))
    return box


def _scrolling(inside: QWidget) -> QScrollArea:
    """Let what is higher than a small screen at 150 % be scrolled, on the ground of the page."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setAutoFillBackground(False)
    scroll.viewport().setAutoFillBackground(False)
    return scroll


def _point(icon: str, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(10))
    row.addWidget(IconLabel(icon, "accent", size=18))
    row.addWidget(label(words, "base", wrap=True), 1)
    return row


def _row(words: str, editor: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    name = label(words, "label")
    name.setBuddy(editor)
    editor.setAccessibleName(words)
    editor.setMinimumWidth(theme.px(180))
    row.addWidget(name)
    row.addWidget(editor)
    row.addStretch(1)
    return row


def _cell(
    grid: QGridLayout,
    row: int,
    column: int,
    words: str,
    editor: QWidget,
    *,
    span: int = 1,
    required: bool = False,
) -> None:
    cell = QVBoxLayout()
    cell.setSpacing(theme.px(3))
    head = QHBoxLayout()
    head.setSpacing(theme.px(3))
    name = label(words, "label")
    name.setBuddy(editor)
    editor.setAccessibleName(words)
    head.addWidget(name)
    if required:
        head.addWidget(label("*", "error_text"))
    head.addStretch(1)
    cell.addLayout(head)
    cell.addWidget(editor)
    grid.addLayout(cell, row, column, 1, span)
