"""Templates as a file of their own (``.dvmau``), to carry from one office to another.

The file is JSON: a mark, the number of its form, the templates, and the SHA-256 of the templates,
so that a copy cut short or changed by hand is told. It may come from anybody: its size, depth and
every type in it are checked before a template is made of it, and nothing is written before the
clerk has seen what would change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.mau_van_ban import FILE
from danvan_desktop.reports.template_changes import Difference, differences
from danvan_desktop.reports.template_store import (
    Stored,
    checked_template,
    in_use,
    save_versions,
)
from danvan_desktop.vietnamese import nfc

SUFFIX = ".dvmau"
MARK = "danvan-mau"
FORM = 1
MAX_BYTES = 4_000_000
MAX_DEPTH = 16
MAX_TEMPLATES = 100
MAX_SECTIONS = 300
MAX_TEXT = 200_000

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A template of a file beside the one that serves here; ``present`` is None for a new one.

    ``changes`` is empty when accepting it would change nothing.
    """

    data: Data
    name: str
    present: Stored | None
    changes: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Tell whether the office has exactly this already."""
        return self.present is not None and not self.changes


def write_templates(path: Path, several: Sequence[Data]) -> Path:
    """Write templates to a file, complete or not at all; give its path with the suffix."""
    path = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(packed(several))
    temporary.replace(path)
    return path


def packed(several: Sequence[Data]) -> bytes:
    """Give the bytes of a file with these templates; the same templates give the same bytes."""
    templates = [dict(data) for data in several]
    whole = {"mark": MARK, "form": FORM, "sha256": _checksum(templates), "templates": templates}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_templates(path: Path) -> list[Data]:
    """Read the templates of a file; the UserError says why it cannot be used."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _refused(path.name, _("tệp quá lớn"))
        raw = path.read_bytes()
    except OSError as error:
        raise _refused(path.name, _("không đọc được tệp")) from error
    return unpacked(raw, path.name)


def unpacked(raw: bytes, name: str) -> list[Data]:
    """Read the templates of a file's bytes; UserError for anything that is not one."""
    if len(raw) > MAX_BYTES:
        raise _refused(name, _("tệp quá lớn"))
    try:
        text = raw.decode("utf-8-sig")
        if _depth(text) > MAX_DEPTH:
            raise _refused(name, _("nội dung lồng quá sâu"))
        whole = json.loads(text, parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _refused(name, _("đây không phải là tệp mẫu")) from error
    if not isinstance(whole, dict) or whole.get("mark") != MARK:
        raise _refused(name, _("đây không phải là tệp mẫu"))
    if whole.get("form") != FORM:
        raise UserError(
            _("Tệp mẫu {name} do bản chương trình mới hơn tạo ra.").format(name=name),
            safe=_("Không có gì thay đổi."),
            remedy=_("Cập nhật chương trình rồi mở lại tệp này."),
            code="newer_template_file",
        )
    templates = whole.get("templates")
    if not isinstance(templates, list) or not templates or len(templates) > MAX_TEMPLATES:
        raise _refused(name, _("tệp không có mẫu nào, hoặc có quá nhiều mẫu"))
    if whole.get("sha256") != _checksum(templates):
        raise _refused(name, _("nội dung không còn nguyên vẹn"))
    return [_cleaned(one, name) for one in templates]


def offers(books: Books, several: Sequence[Data]) -> list[Offer]:
    """Say of each template what accepting it would change here."""
    present = in_use(books)
    found = []
    for data in several:
        template = checked_template(data)
        now = present.get(template.code)
        changes = differences(now.data, data) if now else []
        found.append(Offer(data, template.name, now, tuple(changes)))
    return found


def accept(
    books: Books, offered: Sequence[Offer], *, origin: str = FILE, note: str = ""
) -> list[Stored]:
    """Take templates over as the next versions, in one operation; what is the same is left."""
    wanted = [one.data for one in offered if not one.same]
    if not wanted:
        return []
    names = ", ".join(one.name for one in offered if not one.same)
    label = _("Nhận mẫu {name}").format(name=names[:200])
    return save_versions(books, wanted, origin=origin, note=note, label=label)


# --- private


def _cleaned(data: object, name: str) -> Data:
    """Keep of a template only what has the right type; UserError when it is none."""
    if not isinstance(data, dict):
        raise _refused(name, _("một mẫu trong tệp bị hỏng"))
    sections = data.get("sections")
    if not isinstance(sections, list) or len(sections) > MAX_SECTIONS:
        raise _refused(name, _("mẫu không có mục nào, hoặc có quá nhiều mục"))
    for section in sections:
        if not isinstance(section, dict):
            raise _refused(name, _("một mục của mẫu bị hỏng"))
        if not isinstance(section.get("level", 0), int) or isinstance(section.get("level"), bool):
            raise _refused(name, _("bậc của một mục không phải là số"))
    cleaned = _plain(data, name)
    for key in ("code", "name", "kind", "title"):
        if not isinstance(cleaned.get(key), str) or not cleaned[key].strip():
            raise _refused(name, _("mẫu thiếu mục {key}").format(key=key))
    if not str(cleaned["code"]).isascii() or not str(cleaned["code"]).isidentifier():
        raise _refused(name, _("mã mẫu có ký tự lạ"))
    for part in (cleaned, *cleaned["sections"]):
        wrong = next(
            (key for key, kind in _TYPES if not isinstance(part.get(key, kind()), kind)), ""
        )
        if wrong or not all(isinstance(one, str) for one in _texts(part)):
            raise _refused(name, _("mục {key} không đúng dạng").format(key=wrong or "recipients"))
    cleaned.setdefault("version", 1)
    if not isinstance(cleaned["version"], int) or isinstance(cleaned["version"], bool):
        raise _refused(name, _("bản của mẫu không phải là số"))
    checked_template(cleaned)
    return dict(cleaned)


_TYPES: tuple[tuple[str, type], ...] = (
    *((key, str) for key in ("heading", "text", "type_name", "subject", "group", "about", "code")),
    *((key, list) for key in ("recipients", "periods", "addressees", "annexes", "needs")),
    *((key, dict) for key in ("by_level", "keeps")),
)


def _texts(part: Data) -> list[object]:
    """Give what must be texts inside the lists of a template."""
    lists = (part.get(key, []) for key in ("recipients", "periods", "addressees", "needs"))
    return [*(one for found in lists for one in found), *part.get("by_level", {}).values()]


def _plain(value: Any, name: str) -> Any:
    """Bring texts to NFC without control characters; refuse those that are too long."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise _refused(name, _("một đoạn quá dài"))
        return "".join(c for c in nfc(value) if c >= " " or c in "\n\t")
    if isinstance(value, dict):
        return {_plain(key, name): _plain(part, name) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, name) for part in value]
    return value


def _depth(text: str) -> int:
    """Tell how deep brackets are nested, without reading the text as JSON."""
    depth = deepest = 0
    inside = escaped = False
    for letter in text:
        if escaped:
            escaped = False
        elif inside and letter == "\\":
            escaped = True
        elif letter == '"':
            inside = not inside
        elif not inside and letter in "[{":
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > MAX_DEPTH:
                    return deepest
        elif not inside and letter in "]}":
            depth -= 1
    return deepest


def _checksum(templates: list[Any]) -> str:
    canonical = json.dumps(templates, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _refused(name: str, reason: str) -> UserError:
    return UserError(
        _("Không nhận được mẫu từ {name}: {reason}.").format(name=name, reason=reason),
        safe=_("Không có gì thay đổi."),
        remedy=_("Xin lại tệp từ nơi gửi, hoặc chọn tệp khác."),
        code="bad_template_file",
    )
