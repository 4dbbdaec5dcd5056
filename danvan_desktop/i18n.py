"""Vietnamese is the source language of every message; other languages are gettext catalogues.

Mark text where it is declared with ``N_`` and translate it where it is shown with ``_``.
Messages hold named fields only: ``_("Đã lưu {n} dòng").format(n=3)``.
"""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "danvan"
SOURCE_LANGUAGE = "vi"
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}

_current: gettext.NullTranslations = gettext.NullTranslations()
_language = SOURCE_LANGUAGE


def N_(message: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Mark a message for extraction without translating it yet."""
    return message


def _(message: str) -> str:
    """Translate a message into the language in use."""
    return _current.gettext(message) if message else ""


def language() -> str:
    """Name the language in use (``vi`` or ``en``)."""
    return _language


def use_language(code: str, *, folder: Path | None = None) -> None:
    """Switch every following message to ``code``; an unknown language falls back to Vietnamese."""
    global _current, _language
    if code == SOURCE_LANGUAGE:
        _current, _language = gettext.NullTranslations(), code
        return
    folder = folder or Path(__file__).resolve().parent.parent / "i18n"
    _current = gettext.translation(DOMAIN, folder, languages=[code], fallback=True)
    found = isinstance(_current, gettext.GNUTranslations)
    _language = code if found else SOURCE_LANGUAGE
