"""Which changes may lie between two signatures of a paper: nothing but the later signature itself.

The signing library also lets fields of a form be filled in after a signature, because contracts are
used that way. An official paper has no such fields; one that was filled in later shows something
that its first signer never saw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.sign.diff_analysis import DiffPolicy


def strict_policy() -> DiffPolicy:
    """Return the rule by which later revisions are judged."""
    from pyhanko.sign.diff_analysis import (
        CatalogModificationRule,
        DocInfoRule,
        DSSCompareRule,
        FormUpdatingRule,
        MetadataUpdateRule,
        ModificationLevel,
        ObjectStreamRule,
        SigFieldCreationRule,
        SigFieldModificationRule,
        StandardDiffPolicy,
        XrefStreamRule,
    )

    level = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(),  # type: ignore[no-untyped-call]
            DocInfoRule().as_qualified(level),
            XrefStreamRule().as_qualified(level),
            ObjectStreamRule().as_qualified(level),
            DSSCompareRule().as_qualified(level),
            MetadataUpdateRule().as_qualified(level),  # type: ignore[no-untyped-call]
        ],
        form_rule=FormUpdatingRule(
            field_rules=[
                SigFieldCreationRule(),  # type: ignore[no-untyped-call]
                SigFieldModificationRule(),
            ]
        ),
    )


def is_shown(field: Any) -> bool:
    """Tell whether a field of a signature takes up room on a page; a bad rectangle counts."""
    widgets = [field, *(one.get_object() for one in field.get("/Kids", ()))]
    return any(_has_area(one["/Rect"]) for one in widgets if "/Rect" in one)


def _has_area(rectangle: Any) -> bool:
    try:
        left, bottom, right, top = (float(one) for one in rectangle)
    except (TypeError, ValueError):
        return True
    return left != right and bottom != top
