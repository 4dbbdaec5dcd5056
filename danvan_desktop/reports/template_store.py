"""The office's own templates beside those of the program: versions, copies, what replaces what.

A template of the program is a file; one of the office is a row of the register ``mau_van_ban`` for
each version, which never changes. What the office changes becomes the next version of the same
code and from then on serves instead; papers that were started keep theirs. A version whose code
is no longer in use still renders its old papers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from danvan_desktop.errors import Issue, UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.paths import resources
from danvan_desktop.registers.mau_van_ban import IN_USE, OWN, RETIRED
from danvan_desktop.reports.templates import ReportTemplate, template_of
from danvan_desktop.storage.counters import counter
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.vietnamese import fold

REGISTER = "mau_van_ban"
BUILT_IN = "chuong_trinh"
"""The origin of a template that came with the program; the others are those of the register."""

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of a template: as it is used, its data, and where it comes from.

    ``record_id`` and ``day`` (from which it serves) are empty for a template of the program.
    """

    template: ReportTemplate
    data: Data
    origin: str = BUILT_IN
    record_id: str = ""
    day: str = ""
    note: str = ""
    retired: bool = False

    @property
    def code(self) -> str:
        """The code that all versions share."""
        return self.template.code

    @property
    def version(self) -> int:
        """The number of this version."""
        return self.template.version


_TRIED: ContextVar[Stored | None] = ContextVar("tried_template", default=None)

_CACHE: WeakKeyDictionary[Books, tuple[int, tuple[Stored, ...]]] = WeakKeyDictionary()


# --- what there is


def every_version(books: Books | None) -> dict[tuple[str, int], Stored]:
    """Give every version of every template; where both have one, the office's wins."""
    found = {(one.code, one.version): one for one in built_in()}
    found |= {(one.code, one.version): one for one in _own(books)}
    tried = _TRIED.get()
    return found if tried is None else found | {(tried.code, tried.version): tried}


def in_use(books: Books | None) -> dict[str, Stored]:
    """Give the version of each template with which a new paper starts."""
    found: dict[str, Stored] = {}
    for one in sorted(built_in(), key=lambda one: one.version):
        found[one.code] = one
    own: dict[str, Stored] = {}
    for one in _own(books):
        if not one.retired and (one.code not in own or one.version > own[one.code].version):
            own[one.code] = one
    tried = _TRIED.get()
    return found | own if tried is None else found | own | {tried.code: tried}


@contextmanager
def trying(template: ReportTemplate, data: Data | None = None) -> Iterator[None]:
    """Let a template that is still being written serve as if it were in use, in this thread."""
    token = _TRIED.set(Stored(template, data or {}, OWN))
    try:
        yield
    finally:
        _TRIED.reset(token)


def newer_program(books: Books, code: str) -> Stored | None:
    """Give the program's version that came after the office had begun its own; None when none did.

    What the office has taken over since, with the same content, is not newer.
    """
    mine = [one for one in _own(books) if one.code == code]
    theirs = [one for one in built_in() if one.code == code]
    if not mine or not theirs or all(one.retired for one in mine):
        return None
    newest = max(theirs, key=lambda one: one.version)
    if newest.version < min(one.version for one in mine):
        return None
    known = any(_content(one) == _content(newest) for one in mine)
    return None if known else newest


def take_program(books: Books, code: str) -> Stored:
    """Let the program's newest version serve, as the office's next version of the template."""
    newest = newer_program(books, code)
    if newest is None:
        raise _gone(code)
    note = _("Bản {n} của chương trình").format(n=newest.version)
    return save_version(books, newest.data, note=note, label=f"{note}: {newest.template.name}")


def versions_of(books: Books, code: str) -> list[Stored]:
    """List the versions of one template, the newest first."""
    found = [one for one in every_version(books).values() if one.code == code]
    return sorted(found, key=lambda one: one.version, reverse=True)


@cache
def built_in() -> tuple[Stored, ...]:
    """Load the templates of the program with their data, once."""
    found = []
    for path in sorted((resources() / "report_templates").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        found.append(Stored(template_of(data), data))
    return tuple(found)


# --- writing


def save_version(
    books: Books, data: Data, *, origin: str = OWN, note: str = "", label: str = ""
) -> Stored:
    """Keep a template as the next version of its code; UserError when it cannot be one."""
    (saved,) = save_versions(books, [data], origin=origin, note=note, label=label)
    return saved


def save_versions(
    books: Books, several: Sequence[Data], *, origin: str = OWN, note: str = "", label: str = ""
) -> list[Stored]:
    """Keep several templates in one operation that one undo takes back."""
    rows = next_versions(books, several, origin=origin, note=note)
    names = ", ".join(str(data.get("name", "")) for data in several)
    words = label or _("Lưu mẫu {name}").format(name=names[:200])
    books.write_all(REGISTER, [(None, None, values) for values in rows], words)
    after = every_version(books)
    return [after[str(values["ma"]), int(values["ban"])] for values in rows]


def next_versions(
    books: Books, several: Sequence[Data], *, origin: str = OWN, note: str = ""
) -> list[dict[str, Any]]:
    """Make the rows of templates as the next versions of their codes; nothing is written.

    This is how a province pack brings its templates (``origin`` PACK): in its own operation.
    """
    known = every_version(books)
    rows: list[dict[str, Any]] = []
    for data in several:
        code = str(data.get("code", ""))
        taken = [version for one, version in known if one == code]
        taken += [int(row["ban"]) for row in rows if row["ma"] == code]
        numbered = {**data, "version": max(taken, default=0) + 1}
        template = checked_template(numbered)
        rows.append(_values(books, template, numbered, origin, note))
    return rows


def restore_version(books: Books, code: str, version: int) -> Stored:
    """Make an earlier version the newest again, as a new version with the same content."""
    earlier = every_version(books).get((code, version))
    if earlier is None:
        raise _gone(code)
    note = _("Lấy lại bản {n}").format(n=version)
    return save_version(books, earlier.data, note=note, label=f"{note}: {earlier.template.name}")


def duplicate(books: Books, data: Data, name: str) -> Stored:
    """Keep a template under a new name and code, for another kind of paper."""
    code = free_code(books, name)
    label = _("Thêm mẫu {name}").format(name=name)
    return save_version(books, {**data, "code": code, "name": name.strip()}, label=label)


def retire(books: Books, code: str) -> Changes:
    """Stop using the office's versions of a template; the program's own serves again, if any."""
    return _set_state(books, code, RETIRED, _("Thôi dùng mẫu {name}"))


def revive(books: Books, code: str) -> Changes:
    """Use the office's versions of a template again."""
    return _set_state(books, code, IN_USE, _("Dùng lại mẫu {name}"))


def free_code(books: Books, name: str) -> str:
    """Make a code of a name that no template has: ``cq_giay_gioi_thieu``."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:40] or "mau"
    taken = {code for code, _version in every_version(books)}
    number = 1
    code = f"cq_{stem}"
    while code in taken:
        number += 1
        code = f"cq_{stem}_{number}"
    return code


def checked_template(data: Data) -> ReportTemplate:
    """Read a template's data; the UserError says what is wrong in it."""
    try:
        return template_of(data)
    except KeyError as error:
        reason = _("thiếu mục {name}").format(name=error)
    except (ValueError, TypeError, AttributeError) as error:
        reason = str(error)
    name = str(data.get("name", ""))[:80]
    raise UserError(
        _("Mẫu “{name}” không dùng được: {reason}.").format(name=name, reason=reason[:200]),
        safe=_("Không có gì thay đổi."),
        remedy=_("Sửa chỗ này rồi lưu lại."),
        code="bad_template",
    )


def origin_label(origin: str) -> str:
    """Name where a template comes from."""
    from danvan_desktop.registers.mau_van_ban import NGUON

    return _("Của chương trình") if origin == BUILT_IN else NGUON.format(origin)


# --- private


def _own(books: Books | None) -> tuple[Stored, ...]:
    """Read the office's templates; once, until anything in the database changes."""
    if books is None:
        return ()
    with books.database.reading() as connection:
        seq = counter(connection, "seq")
    known = _CACHE.get(books)
    if known is None or known[0] != seq:
        rows = [_stored(record) for record in books.all_of(REGISTER)]
        known = (seq, tuple(one for one in rows if one is not None))
        _CACHE[books] = known
    return known[1]


def _stored(record: Record) -> Stored | None:
    """Read a row; None for one that a later version of the program wrote and this cannot read."""
    values = record.values
    try:
        data = json.loads(str(values.get("du_lieu") or ""))
        template = template_of(data)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    return Stored(
        template=template,
        data=data,
        origin=str(values.get("nguon") or OWN),
        record_id=record.id,
        day=str(values.get("tu_ngay") or ""),
        note=str(values.get("ghi_chu") or ""),
        retired=values.get("trang_thai") == RETIRED,
    )


def _values(
    books: Books, template: ReportTemplate, data: Data, origin: str, note: str
) -> dict[str, Any]:
    values = {
        "ten": template.name,
        "ma": template.code,
        "ban": template.version,
        "loai": template.kind,
        "nhom": template.group,
        "tu_ngay": books.clock.today(),
        "nguon": origin,
        "ghi_chu": note or None,
        "trang_thai": IN_USE,
        "du_lieu": json.dumps(data, ensure_ascii=False, separators=(",", ":")),
    }
    issues: list[Issue] = books.validate(REGISTER, values)
    if issues:
        first = issues[0]
        raise UserError(first.message, remedy=first.remedy, code=first.code)
    return values


def _content(one: Stored) -> Data:
    return {name: value for name, value in one.data.items() if name != "version"}


def _set_state(books: Books, code: str, state: str, label: str) -> Changes:
    rows = [one for one in _own(books) if one.code == code]
    if not rows:
        raise _gone(code)
    changes = {one.record_id: {"trang_thai": state} for one in rows}
    name = max(rows, key=lambda one: one.version).template.name
    result = books.save_many(REGISTER, changes, label.format(name=name))
    assert result.changes is not None
    return result.changes


def _gone(code: str) -> UserError:
    return UserError(
        _("Không tìm thấy mẫu {code}.").format(code=code),
        remedy=_("Mở lại danh sách mẫu rồi chọn."),
        code="unknown_template",
    )
