"""The field type of codes that people choose by name, of which later versions may know more.

Unlike a Choice it is a text: a code that this version does not know is kept and shown as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from danvan_desktop.i18n import _
from danvan_desktop.schema.types import Option, Parsed, ReadingContext, Text, Value
from danvan_desktop.vietnamese import fold_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded(Text):
    """A code with a name for people; any other text of at most ``max_length`` is one too."""

    options: tuple[Option, ...]
    max_length: int = 20

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        key = fold_key(str(raw)) if raw is not None else ""
        known = (o for o in self.options if key in map(fold_key, (o.code, o.label, *o.aliases)))
        found = next(known, None) if key else None
        return Parsed(found.code) if found else Text.parse(self, raw, context)

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        found = next((option for option in self.options if option.code == value), None)
        return _(found.label) if found else str(value or "")

    def sample(self, random: Random) -> Value:
        return random.choice(self.options).code
