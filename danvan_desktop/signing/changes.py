"""Which changes may lie between two signatures of a paper: nothing but the later signature itself.

The signing library also lets fields of a form be filled in after a signature, because contracts are
used that way. An official paper has no such fields; one that was filled in later shows something
that its first signer never saw. So does an empty field for a signature, which may look like
anything; what a signed one may show is judged in ``overlays.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.sign.diff_analysis import DiffPolicy, FormUpdate, ModificationLevel
    from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext


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
        SuspiciousModification,
        XrefStreamRule,
    )

    class UnseenUnlessSigned(SigFieldCreationRule):
        """Lets in new fields, but none that shows something for which nobody signs."""

        def apply(
            self, context: FieldComparisonContext
        ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
            for name, spec in context.field_specs.items():
                field = spec.new_field
                if field is None or spec.old_field_ref is not None or "/V" in field:
                    continue
                if is_shown(field) or any("/AP" in one for one in widgets_of(field)):
                    raise SuspiciousModification(f"{name} shows something and is not signed")
            return super().apply(context)

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
                UnseenUnlessSigned(),  # type: ignore[no-untyped-call]
                SigFieldModificationRule(),
            ]
        ),
    )


def is_shown(field: Any) -> bool:
    """Tell whether a field of a signature takes up room on a page."""
    return any(area_of(widget) for widget in widgets_of(field))


def widgets_of(field: Any) -> list[Any]:
    """Return what may be drawn of a field: itself and its parts."""
    return [field, *(one.get_object() for one in field.get("/Kids", ()))]


def area_of(widget: Any) -> float:
    """Return the area of a widget in square points; endless for a rectangle that is none."""
    if "/Rect" not in widget:
        return 0.0
    try:
        left, bottom, right, top = (float(one) for one in widget["/Rect"])
    except (TypeError, ValueError):
        return math.inf
    return abs(right - left) * abs(top - bottom)
