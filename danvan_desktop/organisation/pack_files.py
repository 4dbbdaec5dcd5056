"""Parts of a pack that are files: the province's whole set of them, one folder each.

A pack that holds such a part brings all files of that kind; those that an earlier pack of the same
sender brought and this one does not name go away. So a pack that was missed does no harm. Names
are checked against one narrow form, and no name is ever anything but the last part of a path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from danvan_desktop.errors import Issue, UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_parts import (
    Brought,
    Difference,
    Entry,
    Item,
    Offer,
    Part,
    Sort,
    text_of,
    unique,
)
from danvan_desktop.paths import Paths

MAX_FILE = 1_000_000
"""Letters of one file."""

OWN_FILE = N_("Cơ quan đã có tệp này với nội dung khác.")
OTHERS_FILE = N_("Tệp này do gói của nơi khác mang đến.")

MAX_DEPTH = 24
"""Levels of lists and objects in a declaration; ours have six."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\.json")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])\.", re.IGNORECASE)


class FilePart(Part):
    """Files of one folder; a subclass says which, and what is in them."""

    ending = ".json"
    most = 200

    def contents(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Give name and text of every entry."""
        raise NotImplementedError

    def title(self, name: str, content: str) -> str:
        """Name a file for people."""
        raise NotImplementedError

    def differences(self, before: str, after: str) -> list[Difference]:
        """Tell in words what differs between two contents, "" for none."""
        raise NotImplementedError

    def same(self, before: str, after: str) -> bool:
        """Tell whether two contents mean the same."""
        return before == after

    def listed(self, paths: Paths) -> list[Path]:
        """List the files that stand in the folder."""
        folder = self.folder(paths)
        found = folder.glob(f"*{self.ending}") if folder is not None and folder.is_dir() else ()
        return sorted(one for one in found if one.is_file())

    # --- taking in

    def compare(self, books: Books, entries: Sequence[Entry], brought: Brought) -> list[Item]:
        """Compare with the files that stand here."""
        wanted, held = self.contents(entries), brought.files.get(self.key, {})
        here = {path.name: _text(path) for path in self.listed(books.paths)}
        items = [
            self._item(name, here.get(name), content, own=name not in held, brought=brought)
            for name, content in wanted.items()
        ]
        for name, content in held.items():
            if name not in wanted:
                parts = tuple(self.differences(content, ""))
                title = self.title(name, content)
                items.append(
                    Item(part=self.key, key=name, title=title, sort=Sort.REMOVE, differences=parts)
                )
        return items

    def issues(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> list[Issue]:
        """Check the folder as it would stand, against what it says already today."""
        here = {path.name: path.read_bytes() for path in self.listed(books.paths)}
        after = self.after(books, entries, accepted, brought)
        with laid_out(books.paths, here) as old, laid_out(books.paths, after) as new:
            known = self.faults(old)
            return [one for one in self.faults(new) if one not in known]

    def after(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> dict[str, bytes]:
        """Give the content of the folder as it would be."""
        held = brought.files.get(self.key, {})
        wanted = self.files(books, entries, accepted, brought) or {}
        kept = {p.name: p.read_bytes() for p in self.listed(books.paths) if p.name not in held}
        return kept | {name: content.encode() for name, content in wanted.items()}

    def files(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> dict[str, str] | None:
        """Give the files from then on: what is accepted or the same, else what was held before."""
        held = brought.files.get(self.key, {})
        wanted: dict[str, str] = {}
        for item in self.compare(books, entries, brought):
            taken = item.key in accepted or item.sort is Sort.SAME
            if item.sort is Sort.REMOVE:
                if not taken:
                    wanted[item.key] = held[item.key]
            elif taken:
                wanted[item.key] = self.contents(entries)[item.key]
            elif item.key in held:
                wanted[item.key] = held[item.key]
        return wanted

    # --- private

    def _item(
        self, name: str, here: str | None, content: str, *, own: bool, brought: Brought
    ) -> Item:
        sort = Sort.ADD if here is None else Sort.CHANGE
        if here is not None and self.same(here, content):
            sort = Sort.SAME
        others = name in brought.others.get(self.key, ())
        return Item(
            part=self.key,
            key=name,
            title=self.title(name, content),
            sort=sort,
            differences=() if sort is Sort.SAME else tuple(self.differences(here or "", content)),
            conflict=_(OWN_FILE) if sort is Sort.CHANGE and own and not others else "",
            barred=_(OTHERS_FILE) if sort is not Sort.SAME and others else "",
        )


class JsonPart(FilePart):
    """Files of JSON, carried as what they say; written in one form."""

    lists: tuple[tuple[str, str], ...] = ()
    """Names of the lists whose entries are told one by one, and what people call an entry."""

    def offers(self, books: Books) -> list[Offer]:
        """Offer what stands in this office's own folder."""
        found = []
        for path in self.listed(books.paths):
            content = _text(path)
            found.append(
                Offer(path.name, self.title(path.name, content), path.name, True, path=path)
            )
        return found

    def packed(
        self, books: Books, keys: Collection[str], files: Sequence[Path] = ()
    ) -> list[dict[str, Any]]:
        """Carry the chosen files of the folder, and others."""
        chosen = [path for path in self.listed(books.paths) if path.name in keys]
        entries = [{"name": _named(path), "data": _read(path)} for path in [*chosen, *files]]
        return [dict(one) for one in self.read(entries)]

    def read(self, entries: Sequence[Any]) -> list[Entry]:
        """Take name and object; every text inside is checked for its length only."""
        found: list[Entry] = []
        for entry in entries:
            name = text_of(entry, "name", most=70)
            if _NAME.fullmatch(name) is None or _DEVICE.match(name):
                raise ValueError(_("tên tệp “{name}” không được phép").format(name=name))
            if not isinstance(entry.get("data"), dict):
                raise ValueError(_("tệp {name} không phải là một bảng khai").format(name=name))
            if _too_deep(entry["data"]):
                raise ValueError(_("tệp {name} lồng quá sâu").format(name=name))
            found.append({"name": name, "data": entry["data"]})
        unique(found, lambda one: one["name"])
        for name, content in self.contents(found).items():
            if len(content) > MAX_FILE:
                raise ValueError(_("tệp {name} quá lớn").format(name=name))
        return found

    def contents(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Write every object in one form."""
        return {
            str(one["name"]): json.dumps(one["data"], ensure_ascii=False, indent=1) + "\n"
            for one in entries
        }

    def same(self, before: str, after: str) -> bool:
        """Compare what they say, not how they are laid out."""
        return bool(_data(before) == _data(after))

    def title(self, name: str, content: str) -> str:
        """Name a file by its own title, or by its name."""
        said = _data(content)
        known = (said.get(key) for key in ("name", "family", "title"))
        names = [_said(one) for key, _word in self.lists for one in _by_code(said, key).values()]
        found = next((str(one)[:120] for one in known if isinstance(one, str) and one), "")
        return found or ", ".join(names)[:120] or name

    def differences(self, before: str, after: str) -> list[Difference]:
        """Tell which entries of the lists come, go or change."""
        old, new = _data(before), _data(after)
        found = []
        for key, word in self.lists:
            was, will = _by_code(old, key), _by_code(new, key)
            for code in [*was, *(code for code in will if code not in was)]:
                old_one, new_one = was.get(code), will.get(code)
                if old_one != new_one:
                    place = f"{_(word)} {code}"
                    found.append(Difference(place, _said(old_one), _said(new_one, old_one)))
        if not found and old and new:
            found.append(Difference(_("Nội dung"), _("bản đang dùng"), _("bản của gói")))
        return found


@contextmanager
def laid_out(paths: Paths, contents: Mapping[str, bytes]) -> Iterator[Path]:
    """Lay files out in a folder of their own, to be read as if they were in force."""
    paths.copies.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=paths.copies) as place:
        for name, content in contents.items():
            (Path(place) / name).write_bytes(content)
        yield Path(place)


def _too_deep(value: Any) -> bool:
    """Tell whether lists and objects are nested deeper than any declaration is."""
    level = [value]
    for _depth in range(MAX_DEPTH):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def _named(path: Path) -> str:
    return path.name.lower().replace(" ", "-")


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_FILE:
            raise ValueError(_("tệp quá lớn"))
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(
            _("Không đọc được tệp {name}.").format(name=path.name),
            safe=_("Chưa lập gói nào."),
            remedy=_("Chọn tệp khai báo dạng .json của chương trình."),
            code="bad_pack_file",
        ) from error


def _text(path: Path) -> str:
    """Read a file that stands here; whatever is not UTF-8 only has to differ from what is."""
    return path.read_bytes().decode("utf-8", "replace")


def _data(content: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _by_code(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = data.get(key)
    listed = found if isinstance(found, list) else []
    return {str(one.get("code", "")): one for one in listed if isinstance(one, dict)}


def _said(entry: Any, before: Any = None) -> str:
    """Name an entry of a list; what else it says is too much for a line."""
    if not entry:
        return ""
    name = str(entry.get("name") or entry.get("code") or "")[:120]
    same = before is not None and before.get("name") == entry.get("name")
    return _("{name} (đổi cách tính)").format(name=name) if same else name
