"""What kind of file somebody chose, and where it belongs: a sound file is never called damaged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from danvan_desktop.bundles.envelope import is_envelope
from danvan_desktop.bundles.manifest import CONTAINER_TYPE
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.i18n import N_, _

BUNDLE = "bundle"
"""The kind of what is no message; those are named as in the messages themselves."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of file is called, and what opens it."""

    name: str
    place: str


_KINDS = {
    BUNDLE: _Kind(
        N_("gói số liệu của một kỳ"),
        N_("Nơi nhận mở gói ở trang Nhận gói, hoặc bằng lệnh province receive."),
    ),
    "receipt": _Kind(
        N_("biên nhận"),
        N_("Cơ quan gửi thả tệp vào trang Gửi – nhận, hoặc dùng lệnh bundle receipt."),
    ),
    "return": _Kind(
        N_("phiếu trả lại"),
        N_("Cơ quan gửi thả tệp vào trang Gửi – nhận, hoặc dùng lệnh bundle return."),
    ),
    "enrolment": _Kind(
        N_("giấy giới thiệu khóa"),
        N_("Thả tệp vào trang Gửi – nhận, hoặc dùng lệnh bundle enrol."),
    ),
    "pack": _Kind(
        N_("gói của tỉnh"),
        N_("Mở ở trang Gói của tỉnh, hoặc bằng lệnh pack show."),
    ),
}


def looks_like_bundle(path: Path) -> bool:
    """Tell whether a file that is no message begins as a bundle does, encrypted or not."""
    with path.open("rb") as file:
        return is_envelope(file) or CONTAINER_TYPE in file.read(200)


def wrong_kind(path: Path, kind: str, wanted: str) -> BundleRefused | None:
    """Make the refusal of a file of another kind than is wanted; None for a kind nobody knows."""
    found = _KINDS.get(kind)
    if found is None:
        return None
    said = _("{name} là {kind}, không phải {wanted}.").format(
        name=path.name, kind=_(found.name), wanted=_(_KINDS[wanted].name)
    )
    return BundleRefused("wrong_kind", said, said, remedy=_(found.place))
