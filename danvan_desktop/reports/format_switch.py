"""A draft that changes from a Party format to a State one, or back: its fixed words follow.

The format itself writes motto, capacity of the signer and numbers of headings anew. What stands in
the draft as words (abstract, addressees, recipients, “đồng chí”, the number of the other series)
was written for the first family. Whatever still reads as the template wrote it is written again;
what the clerk changed is kept, and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.drafts import fixed_words

Values = Mapping[str, Any]

FIELDS = {
    "ten": N_("trích yếu"),
    "kinh_gui": N_("kính gửi"),
    "noi_nhan": N_("nơi nhận"),
}
"""Fields of the head that a format decides on, as they are told."""


@dataclass(frozen=True, slots=True)
class Switched:
    """The values that follow the new format; what was written anew and what was left, in words."""

    changes: dict[str, Any]
    rewritten: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Say what happened; "" when the format changes no words."""
        said = []
        if self.rewritten:
            what = ", ".join(self.rewritten)
            said.append(_("Đã viết lại theo thể thức mới: {what}.").format(what=what))
        if self.kept:
            said.append(_("Giữ lời đã sửa: {what}.").format(what=", ".join(self.kept)))
        return " ".join(said)


def switched(books: Books, values: Values, profile: str, *, own: str = "") -> Switched:
    """Tell what follows when a draft's values go over to another format; nothing is saved.

    ``own`` is the id of the draft, whose number is not taken by itself. Formats of one family
    write alike, so nothing follows.
    """
    before = str(values["the_thuc"])
    if profile_for(before).family == profile_for(profile).family:
        return Switched({})
    old = fixed_words(books, values, own=own)
    new = fixed_words(books, {**values, "the_thuc": profile}, own=own)
    changes: dict[str, Any] = {}
    rewritten: list[str] = []
    kept: list[str] = []
    if values.get("so") is not None and new["so"] not in (None, values["so"]):
        # The other family counts in a book of its own, where the old number means nothing.
        changes["so"] = new["so"]
        rewritten.append(_("số"))
    for field, words in FIELDS.items():
        if old[field] == new[field]:
            continue
        if (values.get(field) or None) == old[field]:
            changes[field] = new[field]
            rewritten.append(_(words))
        elif values.get(field) != new[field]:
            kept.append(_(words))
    sections = []
    for section in values.get("muc") or ():
        code, text = str(section["ma"]), section.get("noi_dung") or None
        then, now = old["muc"].get(code), new["muc"].get(code)
        if then != now:
            name = _("mục “{title}”").format(title=section.get("tieu_de") or code)
            if text == then:
                section = {**section, "noi_dung": now}
                rewritten.append(name)
            elif text != now:
                kept.append(name)
        sections.append(section)
    if sections != list(values.get("muc") or ()):
        changes["muc"] = sections
    return Switched(changes, tuple(rewritten), tuple(kept))
