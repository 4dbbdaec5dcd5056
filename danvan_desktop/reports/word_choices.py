"""The words of a template's subject as pieces that an editor can offer: label and text to insert.

What is offered follows from the declaration of the register, so every register has its words, and
a new field is offered without a line here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from danvan_desktop.i18n import N_, _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.subject_words import FURTHER_LABELS
from danvan_desktop.reports.subjects import SELECTION, word_of
from danvan_desktop.reports.templates import PERIOD, SEVERAL
from danvan_desktop.schema import ChildSpec, FieldSpec, LongText, RegisterSpec

ROW = "dong"
"""What a loop over a list calls each of its rows."""

PAPER_WORDS = {
    "van_ban.ngay": N_("Ngày văn bản"),
    "van_ban.nam": N_("Năm của văn bản"),
    "noi_nhan_bao_cao": N_("Nơi nhận báo cáo của cơ quan"),
    "co_quan.nguoi_dung_dau": N_("Chức vụ người đứng đầu"),
}
"""Words that every paper has besides those of its period and office."""


@dataclass(frozen=True, slots=True)
class WordChoice:
    """A piece of template: what it is called, what is inserted, under which heading."""

    label: str
    text: str
    group: str = ""


def word_choices(subject: str) -> list[WordChoice]:
    """List the pieces for a template's subject (PERIOD, a register, a register with SEVERAL)."""
    common = [WordChoice(_(words), _tag(name)) for name, words in PAPER_WORDS.items()]
    spec = REGISTERS.get(subject.removesuffix(SEVERAL))
    if subject == PERIOD or spec is None:
        return common
    if subject.endswith(SEVERAL):
        return [*common, *_of_selection(spec)]
    return [*common, *_of_record(spec)]


def _of_record(spec: RegisterSpec) -> Iterator[WordChoice]:
    word, group = word_of(spec.key), _(spec.label)
    for field in _offered(spec.fields):
        yield WordChoice(_(field.label), _tag(f"{word}.{field.name}"), group)
    for name, label in FURTHER_LABELS.get(spec.key, {}).items():
        yield WordChoice(_(label), _tag(f"{word}.{name}"), group)
    for child in spec.children:
        yield from _of_list(child, f"{word}.{child.key}", f"{word}.so_{child.key}")
    for field in _offered(spec.fields):
        if isinstance(field.type, LongText):
            path = f"{word}.{field.name}_dong"
            label = _("{name}: từng ý").format(name=_(field.label))
            yield WordChoice(label, f"{{% for y in {path} %}}- {{{{ y }}}}\n{{% endfor %}}", group)


def _of_list(child: ChildSpec, path: str, count: str) -> Iterator[WordChoice]:
    group = _(child.label)
    yield WordChoice(_("Số dòng"), _tag(count), group)
    cells = "; ".join(_tag(f"{ROW}.{field.name}") for field in _offered(child.fields)[:4])
    loop = f"{{% for {ROW} in {path} %}}- {cells}\n{{% endfor %}}"
    yield WordChoice(_("Liệt kê từng dòng"), loop, group)
    for field in _offered(child.fields):
        yield WordChoice(_(field.label), _tag(f"{ROW}.{field.name}"), group)


def _of_selection(spec: RegisterSpec) -> Iterator[WordChoice]:
    group = _(spec.label)
    yield WordChoice(_("Số hồ sơ đã chọn"), _tag("so_luong"), group)
    cells = "; ".join(_tag(f"{ROW}.{field.name}") for field in _offered(spec.fields)[:3])
    loop = f"{{% for {ROW} in {SELECTION} %}}- {cells}\n{{% endfor %}}"
    yield WordChoice(_("Liệt kê từng hồ sơ"), loop, group)
    for field in _offered(spec.fields):
        yield WordChoice(_(field.label), _tag(f"{ROW}.{field.name}"), group)


def _offered(fields: tuple[FieldSpec, ...]) -> list[FieldSpec]:
    return [field for field in fields if not field.personal]


def _tag(name: str) -> str:
    return f"{{{{ {name} }}}}"
