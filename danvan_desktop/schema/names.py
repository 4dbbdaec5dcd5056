"""The field type of persons' names: a text that lists put in order by the given name."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from danvan_desktop.schema.types import Text, Value
from danvan_desktop.vietnamese import name_sort_key

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Điểu")
_MIDDLE = ("Văn", "Thị", "Minh", "Ngọc")
_GIVEN = ("An", "Ánh", "Ân", "Dũng", "Đức", "Yến")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName(Text):
    """A person's full name; sorted by given name (the last word), family name, middle names.

    Workbooks often split it into two columns, “Họ và đệm” and “Tên”. Its letters are never changed.
    """

    max_length: int = 120

    def sort_key(self, value: Value) -> str:
        return name_sort_key(str(value))

    def sample(self, random: Random) -> Value:
        parts = (random.choice(_FAMILY), random.choice(_MIDDLE), random.choice(_GIVEN))
        return " ".join(parts)
