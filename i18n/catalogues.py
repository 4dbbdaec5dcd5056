"""Keep the message catalogues in step with the source: collect, update, compile, inspect.

Vietnamese is written in the source (``_("…")``, ``N_("…")``); every other language is a folder
here with ``LC_MESSAGES/danvan.po``. To add one: ``python3 dev.py i18n`` after making the folder,
translate the .po, and name it in ``danvan_desktop.i18n.LANGUAGES``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from string import Formatter

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DOMAIN = "danvan"
SOURCES = ("danvan_desktop", "ui")
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None}


def main(arguments: list[str]) -> int:
    """Run ``update`` or ``compile``; ``update`` also says what is still untranslated."""
    if arguments not in (["update"], ["compile"]):
        print("usage: catalogues.py update|compile")
        return 2
    if arguments == ["update"]:
        template = collect()
        for path in catalogue_files():
            update(path, template)
            print(f"{path.relative_to(ROOT)}: {len(template)} messages")
            for problem in problems(path, template):
                print(f"  {problem}")
    compile_all()
    return 0


def catalogue_files() -> list[Path]:
    """List the .po file of every language folder, making it where a folder has none yet."""
    return [
        folder / "LC_MESSAGES" / f"{DOMAIN}.po"
        for folder in sorted(HERE.iterdir())
        if folder.is_dir() and not folder.name.startswith(("_", "."))
    ]


def collect() -> Catalog:
    """Read every marked message from the source, with the files that use it."""
    template = Catalog(project="Dân Vận Desktop", charset="utf-8", fuzzy=False)
    for folder in SOURCES:
        found = extract_from_dir(
            ROOT / folder,
            method_map=[("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
        )
        for name, _line, message, comments, context in found:
            place = (f"{folder}/{Path(name).as_posix()}", 0)
            template.add(message, None, [place], auto_comments=comments, context=context)
    return template


def update(path: Path, template: Catalog) -> None:
    """Add new messages to a catalogue and drop those that the source no longer has."""
    catalogue = load(path)
    made = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = made  # a date that changes at every run would only make conflicts
    path.parent.mkdir(parents=True, exist_ok=True)
    made_beside = path.with_name(f".{path.stem}.{os.getpid()}.po")
    with made_beside.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)
    made_beside.replace(path)  # whoever reads meanwhile finds the old one whole


def load(path: Path) -> Catalog:
    """Read a catalogue; a file that does not exist yet is an empty one."""
    locale = path.parent.parent.name
    if not path.exists():
        return Catalog(
            locale=locale,
            domain=DOMAIN,
            header_comment=f"# The texts of Dân Vận Desktop in another language: {locale}.",
            project="Dân Vận Desktop",
            version="",
            msgid_bugs_address="none",
            last_translator="Dân Vận Desktop",
            language_team=locale,
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain=DOMAIN)


def compile_all() -> None:
    """Write the .mo beside every catalogue; whoever reads meanwhile finds the old one whole."""
    for path in catalogue_files():
        if path.exists():
            made = path.with_name(f".{path.stem}.{os.getpid()}.mo")
            with made.open("wb") as file:
                write_mo(file, load(path))
            made.replace(path.with_suffix(".mo"))


def problems(path: Path, template: Catalog) -> list[str]:
    """Say in words what keeps a catalogue from being complete; an empty list means it is."""
    catalogue = load(path)
    found = []
    for message in template:
        if not message.id:
            continue
        translated = catalogue.get(message.id)
        text = str(translated.string) if translated and translated.string else ""
        if not text:
            found.append(f"untranslated: {message.id}")
        elif translated and translated.fuzzy:
            found.append(f"unsure (fuzzy): {message.id}")
        elif fields(str(message.id)) != fields(text):
            found.append(f"other fields in braces: {message.id} → {text}")
    found += [f"not in the source: {m.id}" for m in catalogue if m.id and m.id not in template]
    return found


def fields(text: str) -> set[str]:
    """Name the ``{fields}`` of a message."""
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
