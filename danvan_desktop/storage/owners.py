"""Whose a row is: the column ``owner`` of nearly every table, and the few without it.

Apart from ``columns`` because a start writes and asks too, but reads no register.
"""

OF_OFFICES = ("sync_office", "sync_bundle", "sync_paper", "return_pin")
"""Tables about the offices that send here: their column ``office`` says whose each row is."""

OF_DATABASE = ("counter", "setting")
"""Tables of the database itself, which belong to no office; every other one has ``owner``."""

THIS_OFFICE = (
    "coalesce((SELECT ma FROM van_phong WHERE deleted = 0 "
    "ORDER BY event_date DESC NULLS LAST, pk DESC LIMIT 1), '')"
)
"""The code of the office that keeps this database, for a statement; empty before its set-up."""

SET_UP_AS = (
    f"coalesce((SELECT owner FROM operation WHERE owner <> '' ORDER BY pk LIMIT 1), {THIS_OFFICE})"
)
"""The code that it was set up with, for a statement: that of the first thing that was ever done."""
