"""Do the books of models and of awards say the same? E13 for awards that name their model."""

from __future__ import annotations

from collections.abc import Iterator

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators.checking import Facts

_AWARDED = (
    "SELECT m.id, m.ten, a.so_qd FROM khen_thuong a JOIN dan_van_kheo m ON m.id = a.lien_ket "
    "WHERE a.deleted = 0 AND a.duplicate_of IS NULL AND a.event_date BETWEEN ? AND ? "
    "AND coalesce(m.khen, 0) = 0 AND m.deleted = 0 ORDER BY a.event_date, a.pk"
)
_CLAIMED = (
    "SELECT m.id, m.ten, m.so_qd_khen FROM dan_van_kheo m WHERE m.deleted = 0 "
    "AND m.duplicate_of IS NULL AND m.khen = 1 AND m.ngay_khen BETWEEN ? AND ? AND NOT EXISTS "
    "(SELECT 1 FROM khen_thuong a WHERE a.lien_ket = m.id AND a.deleted = 0) "
    "ORDER BY m.ngay_khen, m.pk"
)


def awards_and_models_agree(facts: Facts) -> Iterator[Issue]:
    """E13: a rewarded model is marked so, and its decision stands in the register of awards."""
    days = (facts.period.first_day, facts.period.last_day)
    with facts.books.database.read() as connection:
        awarded = connection.exec_driver_sql(_AWARDED, days).fetchall()
        claimed = connection.exec_driver_sql(_CLAIMED, days).fetchall()
    for record, name, number in awarded:
        yield _issue(
            record,
            _("“{name}” được khen theo quyết định {number} mà phiếu chưa ghi khen thưởng.").format(
                name=name, number=number
            ),
            _("Mở phiếu mô hình, đánh dấu “Khen thưởng”."),
        )
    for record, name, number in claimed:
        yield _issue(
            record,
            _("“{name}” ghi khen theo quyết định {number} mà sổ khen thưởng không có.").format(
                name=name, number=number
            ),
            _("Ghi vào sổ Khen thưởng và chọn mô hình này."),
        )


def _issue(record: str, message: str, remedy: str) -> Issue:
    place = Place(register="dan_van_kheo", record=record, field="khen")
    return Issue("E13", message, remedy, place, Severity.WARNING)
