"""Codes of Dân vận khéo models: ``DVK-2020-020``; a continuing model keeps the code it has.

Years are told apart by the registration row, models by their code, so a model that is kept up for
three years is three registrations and one model.
"""

from __future__ import annotations

from sqlalchemy import Connection

from danvan_desktop.schema import Values
from danvan_desktop.storage.unit_of_work import counter, set_counter
from danvan_desktop.vietnamese import fold_key


def code_for(connection: Connection, values: Values) -> str:
    """Find the code of the same unit's model of the same name in an earlier year, or count on."""
    if values.get("tinh_chat") == "duy_tri":
        earlier = _earlier_code(connection, values)
        if earlier:
            return earlier
    year = int(values.get("nam") or 0)
    name = f"dan_van_kheo/{year}"
    number = counter(connection, name) + 1
    set_counter(connection, name, number)
    return f"DVK-{year}-{number:03d}"


def _earlier_code(connection: Connection, values: Values) -> str | None:
    key = fold_key(str(values.get("ten") or ""))
    rows = connection.exec_driver_sql(
        "SELECT ma, ten FROM dan_van_kheo WHERE don_vi = ? AND nam < ? AND deleted = 0 "
        "ORDER BY nam DESC",
        (values.get("don_vi"), values.get("nam")),
    )
    return next((str(code) for code, name in rows if code and fold_key(name) == key), None)
