"""Every language says everything that the source says, with the same fields."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from danvan_desktop.i18n import LANGUAGES, SOURCE_LANGUAGE
from i18n import catalogues

TRANSLATIONS = sorted(set(LANGUAGES) - {SOURCE_LANGUAGE})


@pytest.fixture(scope="module")
def template() -> Catalog:
    """Every message of the source, which takes seconds to collect."""
    return catalogues.collect()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_catalogue_is_complete(language: str, template: Catalog) -> None:
    """Nothing is untranslated, unsure, left over or short of a field."""
    path = catalogues.HERE / language / "LC_MESSAGES" / f"{catalogues.DOMAIN}.po"
    problems = catalogues.problems(path, template)
    assert not problems, f"{len(problems)} problems, first: {problems[:5]}; run dev.py i18n"


def test_collect_finds_messages_of_core_and_window(template: Catalog) -> None:
    """Both the core and the window have messages; an empty template would pass everything."""
    places = {place[0].partition("/")[0] for m in template for place in m.locations}
    assert {"danvan_desktop", "ui"} <= places


def test_fields_are_found_with_format() -> None:
    """A field counts by its name, whatever its format is."""
    assert catalogues.fields("Đã lưu {n:d} dòng của {ten!s}") == {"n", "ten"}
