"""What differs between two versions of a template, in words, for the clerk to accept or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.i18n import N_, _

Data = Mapping[str, Any]

HEAD = (
    ("name", N_("Tên mẫu")),
    ("kind", N_("Loại văn bản")),
    ("type_name", N_("Tên loại in trên văn bản")),
    ("title", N_("Trích yếu")),
    ("subject", N_("Lập từ")),
    ("periods", N_("Kỳ")),
    ("addressees", N_("Kính gửi")),
    ("recipients", N_("Nơi nhận")),
    ("annexes", N_("Phụ lục")),
    ("group", N_("Nhóm")),
    ("about", N_("Ghi chú")),
)
"""What a template says besides its sections, as the clerk calls it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: where, what happened, the text before and after (empty where none was)."""

    place: str
    what: str
    before: str = ""
    after: str = ""


def differences(before: Data, after: Data) -> list[Difference]:
    """List what differs between two templates' data; an order of sections counts too."""
    return [*_head(before, after), *_sections(before, after)]


def _head(before: Data, after: Data) -> Iterator[Difference]:
    named = {name for name, _label in HEAD}
    for name, words in HEAD:
        old, new = _plain(before.get(name)), _plain(after.get(name))
        if old != new:
            yield Difference(_(words), _("đổi"), old, new)
    rest = (set(before) | set(after)) - named - {"sections", "code", "version"}
    for name in sorted(rest):
        if before.get(name) != after.get(name):
            yield Difference(name, _("đổi"), _plain(before.get(name)), _plain(after.get(name)))


def _sections(before: Data, after: Data) -> Iterator[Difference]:
    old, new = _by_code(before), _by_code(after)
    for code, section in old.items():
        if code not in new:
            yield Difference(_name(section), _("bỏ mục"), before=_plain(section.get("text")))
    for code, section in new.items():
        earlier = old.get(code)
        if earlier is None:
            yield Difference(_name(section), _("thêm mục"), after=_plain(section.get("text")))
            continue
        for key, words in (
            ("heading", _("đổi tiêu đề")),
            ("level", _("đổi bậc")),
            ("text", _("sửa nội dung")),
        ):
            if earlier.get(key) != section.get(key) and (earlier.get(key) or section.get(key)):
                what = (_plain(earlier.get(key)), _plain(section.get(key)))
                yield Difference(_name(section), words, *what)
        known = ("code", "heading", "level", "text")
        rest = {k: v for k, v in section.items() if k not in known}
        if rest != {k: v for k, v in earlier.items() if k not in known}:
            yield Difference(_name(section), _("đổi cách trình bày"))
    kept_old = [code for code in old if code in new]
    kept_new = [code for code in new if code in old]
    if kept_old != kept_new:
        yield Difference(_("Các mục"), _("đổi thứ tự"))


def _by_code(data: Data) -> dict[str, Data]:
    found = data.get("sections")
    sections = found if isinstance(found, list) else []
    return {str(one.get("code", "")): one for one in sections if isinstance(one, Mapping)}


def _name(section: Data) -> str:
    return _("Mục “{title}”").format(title=str(section.get("heading", ""))[:80])


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value)
    return str(value)
