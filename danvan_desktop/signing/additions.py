"""What was added to a PDF since it was issued: nothing but signatures, or more.

A file that begins with the issued bytes is not yet the issued paper: an update behind them may show
other pages, and a signature made after that covers them as they then look.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from danvan_desktop.errors import Severity
from danvan_desktop.signing.judge import damage_errors

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
    from pyhanko.sign.diff_analysis import DiffPolicy, FormUpdate, ModificationLevel


def only_signed(issued: bytes, content: bytes) -> bool:
    """Tell whether ``content`` is ``issued`` with nothing added but what signatures need."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import DiffResult

    if not content.startswith(issued):
        return False
    try:
        before = PdfFileReader(io.BytesIO(issued), strict=True)
        after = PdfFileReader(io.BytesIO(content), strict=True)
        if not _continues(before, after):
            return False
        changes = _policy().review_file(after, before.xrefs.total_revisions - 1)
    except damage_errors():
        return False
    return isinstance(changes, DiffResult)


def hides_print(before: bytes, content: bytes) -> bool:
    """Tell whether blocks of signatures that ``content`` adds to ``before`` hide or alter print."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    from danvan_desktop.signing.overlays import overlays

    try:
        found = overlays(content, len(before), PdfFileReader(io.BytesIO(content)))
    except damage_errors():
        return True
    return any(one.severity is Severity.ERROR for one in found)


# --- private


def _continues(before: PdfFileReader, after: PdfFileReader) -> bool:
    """Tell whether the revisions of one file are the first ones of the other.

    Its last table need not lead back to them: a whole other file may follow the issued one.
    """
    count = before.xrefs.total_revisions
    return after.xrefs.total_revisions >= count and all(
        before.xrefs.get_startxref_for_revision(number)
        == after.xrefs.get_startxref_for_revision(number)
        for number in range(count)
    )


def _policy() -> DiffPolicy:
    """Return the strict rule between signatures, for a file that has no form for them yet.

    The library takes a form for granted, because it compares with what was signed before.
    """
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, pdf_name
    from pyhanko.pdf_utils.reader import HistoricalResolver
    from pyhanko.sign.diff_analysis import FormUpdatingRule, StandardDiffPolicy

    from danvan_desktop.signing.changes import strict_policy

    class WithForm(HistoricalResolver):
        """An earlier revision as if it had a form without fields."""

        form = DictionaryObject({pdf_name("/Fields"): ArrayObject()})  # type: ignore[no-untyped-call]

        @property
        def root(self) -> DictionaryObject:
            entries = {**super().root, pdf_name("/AcroForm"): self.form}
            return DictionaryObject(entries)  # type: ignore[no-untyped-call]

    class FirstForm(FormUpdatingRule):
        """Lets the first signature bring the form."""

        def apply(
            self, old: HistoricalResolver, new: HistoricalResolver
        ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
            if "/AcroForm" not in new.root:
                return ()
            if "/AcroForm" not in old.root:
                old = WithForm(old.reader, old.revision)
            return super().apply(old, new)

    policy = strict_policy()
    assert isinstance(policy, StandardDiffPolicy)
    assert policy.form_rule is not None
    ignored = policy.form_rule.ignored_acroform_keys | {"/SigFlags"}
    policy.form_rule = FirstForm(policy.form_rule.field_rules, ignored)
    return policy
