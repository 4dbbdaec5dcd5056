"""Format profiles: how an official paper looks, as versioned, effective-dated data.

One JSON file in ``resources/format_profiles`` is one regulation. A paper always uses the profile
that was valid on its own date, so an old report still reprints as it was issued.

How to add a regulation: copy the nearest file, change ``code``, ``source``, the two dates and
the values, and set ``valid_to`` of its predecessor to the day before. No code changes.
Lengths ending in ``_mm`` are millimetres; ``size``, ``leading``, ``before`` are points.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from danvan_desktop.documents.profile_reader import ProfileError, read
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import resources

FOLDER = resources() / "format_profiles"

SINGLE_SPACING = 1.15
"""Leading of single-spaced Times New Roman relative to its size, as word processors set it."""

STYLE_NAMES = (
    "superior issuer mark number place_date letter_abstract urgency circulation draft type_name "
    "abstract addressee_label addressee body heading_1 heading_2 heading_3 heading_4 part "
    "part_name section section_name article grounds authority position signature_note signer "
    "recipients_label recipients typist contact page_number annex_label annex_title annex_note "
    "table_title table_unit table_header table_cell table_note"
).split()
LETTER = "CV"
MARK_NAMES = ("motto", "issuer", "abstract")
FRAME_NAMES = ("urgency", "circulation")
WORDING_NAMES = (
    "number number_letter letter_abstract_prefix on_behalf for by_order authorised acting "
    "heading_1 ending secretary secretary_note chair chair_note"
).split()


@dataclass(frozen=True, slots=True)
class Style:
    """Letters of one element: size, weight, and the space above it, in points."""

    size: float
    bold: bool = False
    italic: bool = False
    upper: bool = False
    underline: bool = False
    leading: float = 0.0
    before: float = 0.0

    @property
    def line_height(self) -> float:
        """Return the distance between baselines: exact if given, else single spacing."""
        return self.leading or self.size * SINGLE_SPACING


@dataclass(frozen=True, slots=True)
class PageBox:
    """A sheet and its margins in millimetres; on the back side left and right change places."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float

    @property
    def text_width_mm(self) -> float:
        """Return the width between the side margins."""
        return self.width_mm - self.left_mm - self.right_mm


@dataclass(frozen=True, slots=True)
class PageNumber:
    """Where the page number stands (top of its line) and on which page it first shows."""

    top_mm: float
    first_shown: int


@dataclass(frozen=True, slots=True)
class Columns:
    """How the head of page 1 is shared between issuer and motto."""

    left_mm: float
    right_mm: float
    gap_mm: float


@dataclass(frozen=True, slots=True)
class MottoLine:
    """One line of the motto at the top right."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Mark:
    """A separator: a rule ``share`` times as long as the text above it, or characters."""

    kind: str
    text: str = ""
    share: float = 1.0
    before: float = 0.0
    after: float = 0.0
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkFrame:
    """The frame around urgency or circulation: of a given size by word, else of its text.

    ``red`` colours frame and letters, as the stamp that the regulation describes.
    """

    padding_mm: float
    height_mm: float = 0.0
    widths_mm: Mapping[str, float] = field(default_factory=dict)
    red: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """First-line indent, and the space between title and text in points."""

    indent_mm: float
    title_gap: float


@dataclass(frozen=True, slots=True)
class SignatureRules:
    """Columns of the foot, empty lines left for the hand, and what stays with the block.

    A signature's picture is at most ``image_mm`` wide. The seal's is ``seal_mm`` across and
    covers ``seal_cover`` of the signature's width, from its left edge.
    """

    left_mm: float
    right_mm: float
    before: float
    gap_lines: float
    lone_position_bold: bool
    text_lines: int
    image_mm: float
    seal_mm: float
    seal_cover: float


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A labelled list such as *Nơi nhận*: what each item starts and ends with."""

    label: str
    separator: str
    last: str
    marker: str = "- "
    labels_by_kind: Mapping[str, str] = field(default_factory=dict)

    def lines(self, items: tuple[str, ...]) -> list[str]:
        """Return the items with the marker and the prescribed punctuation."""
        ends = [self.separator] * (len(items) - 1) + [self.last]
        bare = [item.strip().rstrip(";,.") for item in items]
        return [f"{self.marker}{item}{end}" for item, end in zip(bare, ends, strict=True)]

    def label_for(self, kind: str) -> str:
        """Return the label for a document kind, e.g. *Kính trình:* for a TTr under HD 05."""
        return self.labels_by_kind.get(kind, self.label)


@dataclass(frozen=True, slots=True)
class AnnexRules:
    """The word above an annex and how several are numbered: ``roman`` or ``arabic``."""

    label: str
    numbering: str

    def label_of(self, number: int, *, total: int, title: str) -> str:
        """Return ``Phụ lục II``; alone the bare word, or nothing when the title says it already."""
        if total < 2:
            return "" if title.lower().startswith(self.label.lower()) else self.label
        return f"{self.label} {roman(number) if self.numbering == 'roman' else number}"


@dataclass(frozen=True, slots=True)
class ContactRules:
    """Whether a rule as wide as the text stands above the contact lines, and the space there."""

    rule: bool
    before: float


@dataclass(frozen=True, slots=True)
class TableRules:
    """Cell padding, the smallest size to which a wide table may shrink, the rule's thickness."""

    padding_mm: float
    min_size: float
    rule_pt: float


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that one regulation says about how a paper looks."""

    code: str
    version: int
    family: str
    name: str
    source: str
    valid_from: date
    valid_to: date | None
    page: PageBox
    landscape: PageBox
    page_number: PageNumber
    columns: Columns
    motto: tuple[MottoLine, ...]
    marks: Mapping[str, Mark]
    frames: Mapping[str, MarkFrame]
    styles: Mapping[str, Style]
    ranges: Mapping[str, tuple[float, ...]]
    body: Body
    signature: SignatureRules
    recipients: Enumeration
    addressee: Enumeration
    grounds: Enumeration
    contact: ContactRules
    annex: AnnexRules
    table: TableRules
    wording: Mapping[str, str]

    def number_line(self, number: int | str, *, kind: str, symbol: str) -> str:
        """Write the number line; a number under ten gets its leading zero.

        State letters (công văn) name no kind: ``Số: 12/UBND-VX`` (NĐ 30/2020, Phụ lục I, II.3).
        """
        shown = f"{number:02d}" if isinstance(number, int) else number
        form = self.wording["number_letter" if kind == LETTER else "number"]
        return form.format(number=shown, kind=kind, symbol=symbol)

    def heading_number(self, number: int) -> str:
        """Write the number of a level-1 heading: ``II- `` or ``II. ``."""
        return self.wording["heading_1"].format(n=roman(number))

    @property
    def signing_room(self) -> float:
        """Give the room for the hand, between captions and name, in points."""
        return self.signature.gap_lines * self.styles["body"].line_height

    def covers(self, day: date) -> bool:
        """Tell whether this profile was in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def profile_for(code: str) -> Profile:
    """Return the profile named ``code``; raise UserError when there is none or it is damaged."""
    found = all_profiles().get(code)
    if found is None:
        raise UserError(
            _("Không có thể thức văn bản {code}").format(code=code),
            remedy=_("Chọn một trong: {codes}.").format(codes=", ".join(sorted(all_profiles()))),
            code="unknown_profile",
        )
    return found


def profile_valid_on(family: str, day: date) -> Profile:
    """Return the profile of ``family`` in force on ``day``; before the first one, the first."""
    family_profiles = sorted(
        (p for p in all_profiles().values() if p.family == family), key=lambda p: p.valid_from
    )
    if not family_profiles:
        raise UserError(
            _("Không có thể thức văn bản nào thuộc hệ {family}").format(family=family),
            code="unknown_profile",
        )
    valid = [p for p in family_profiles if p.covers(day)]
    return valid[-1] if valid else family_profiles[0]


@cache
def all_profiles(folder: Path = FOLDER) -> Mapping[str, Profile]:
    """Load every profile of ``folder`` by code, once; a damaged file raises UserError."""
    profiles = [load_profile(path) for path in sorted(folder.glob("*.json"))]
    return {profile.code: profile for profile in profiles}


def load_profile(path: Path) -> Profile:
    """Read and check one profile file; the UserError names the entry that is wrong."""
    try:
        profile = read(Profile, json.loads(path.read_text(encoding="utf-8")))
        _check(profile)
    except (OSError, ValueError) as error:
        raise UserError(
            _("Tệp thể thức {file} không dùng được: {reason}").format(file=path.name, reason=error),
            remedy=_("Chép lại tệp này từ bộ cài, hoặc sửa mục đã nêu rồi mở lại chương trình"),
            code="bad_profile",
        ) from error
    return profile


def roman(number: int) -> str:
    """Write a positive number in Roman numerals."""
    values = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "M CM D CD C XC L XL X IX V IV I".split(),
        strict=True,
    )
    written = ""
    for value, letters in values:
        count, number = divmod(number, value)
        written += letters * count
    return written


def _check(profile: Profile) -> None:
    """Refuse values that would print nonsense."""
    _require_keys("styles", profile.styles, STYLE_NAMES)
    _require_keys("marks", profile.marks, MARK_NAMES)
    _require_keys("wording", profile.wording, WORDING_NAMES)
    _check_frames(profile)
    _check_sizes(profile)
    for name, style in profile.styles.items():
        _require_range(f"styles.{name}.size", style.size, low=6, high=30)
        if style.leading:
            _require_range(f"styles.{name}.leading", style.leading, low=style.size, high=60)
    for place, box in (("page", profile.page), ("landscape", profile.landscape)):
        for side in ("top_mm", "bottom_mm", "left_mm", "right_mm"):
            _require_range(f"{place}.{side}", getattr(box, side), low=5, high=60)
        _require_range(f"{place}.text_width", box.text_width_mm, low=80, high=400)
    columns = profile.columns.left_mm + profile.columns.right_mm
    _require_range("columns", columns, low=100, high=profile.page.text_width_mm)
    feet = profile.signature.left_mm + profile.signature.right_mm
    _require_range("signature", feet, low=100, high=profile.page.text_width_mm)
    for name, mark in profile.marks.items():
        if mark.kind not in ("rule", "text"):
            raise ProfileError(f"marks.{name}.kind", _("phải là rule hoặc text"))
    if profile.annex.numbering not in ("roman", "arabic"):
        raise ProfileError("annex.numbering", _("phải là roman hoặc arabic"))
    if profile.valid_to is not None and profile.valid_to < profile.valid_from:
        raise ProfileError("valid_to", _("đứng trước ngày bắt đầu"))


def _check_frames(profile: Profile) -> None:
    for name, frame in profile.frames.items():
        if name not in FRAME_NAMES:
            raise ProfileError(f"frames.{name}", _("là mục lạ"))
        for word, width in frame.widths_mm.items():
            _require_range(f"frames.{name}.widths_mm.{word}", width, low=10, high=80)


def _check_sizes(profile: Profile) -> None:
    """Hold every size within the regulation's own range; the motto's sizes change together.

    NĐ 30/2020, Phụ lục I, mục V: sizes grow and shrink as one set, 13/14/14 or 12/13/13.
    """
    for name, ends in profile.ranges.items():
        if name not in profile.styles or len(ends) != 2:
            raise ProfileError(f"ranges.{name}", _("là mục lạ"))
        size = profile.styles[name].size
        _require_range(f"styles.{name}.size", size, low=ends[0], high=ends[1])
    if len(profile.motto) > 1:
        upper, lower = (line.style.size for line in profile.motto[:2])
        for place, size in (
            ("motto[1].style.size", lower),
            ("styles.place_date.size", profile.styles["place_date"].size),
        ):
            _require_range(place, size, low=upper + 1, high=upper + 1)


def _require_keys(
    place: str, found: Mapping[str, object], names: list[str] | tuple[str, ...]
) -> None:
    for name in names:
        if name not in found:
            raise ProfileError(f"{place}.{name}", _("còn thiếu"))
    for name in found:
        if name not in names:
            raise ProfileError(f"{place}.{name}", _("là mục lạ"))


def _require_range(place: str, value: float, *, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ProfileError(
            place, _("phải từ {low} đến {high}").format(low=f"{low:g}", high=f"{high:g}")
        )
