"""“Việc cần làm”: what waits for the clerk, drawn from deadlines, drafts, papers and coverage.

How to add a kind of work: one function that yields ``TodoItem`` in the fitting module, named in
``todo.SOURCES``, and an ``ActionKind`` if no screen opens such a thing yet.
"""

from danvan_desktop.agenda.model import Action, ActionKind, TodoGroup, TodoItem
from danvan_desktop.agenda.todo import counts, todo

__all__ = ["Action", "ActionKind", "TodoGroup", "TodoItem", "counts", "todo"]
