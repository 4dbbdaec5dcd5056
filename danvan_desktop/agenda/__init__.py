"""“Việc cần làm”: what waits for the clerk, drawn from deadlines, drafts, papers and coverage.

How to add a kind of work: one function that yields ``TodoItem`` in the fitting module, named in
``todo.SOURCES``, and an ``ActionKind`` if no screen opens such a thing yet.
"""

from typing import TYPE_CHECKING

from danvan_desktop import lazy

if TYPE_CHECKING:
    from danvan_desktop.agenda.model import Action, ActionKind, TodoGroup, TodoItem, counts
else:
    __getattr__ = lazy.exports(__name__, model="Action ActionKind TodoGroup TodoItem counts")

__all__ = ["Action", "ActionKind", "TodoGroup", "TodoItem", "counts"]
