"""Papers from the books: report templates with live figures, drafts, frozen issues, minutes.

This room writes ``documents.model.Document`` values and the records of the register ``bao_cao``;
it draws nothing and shows nothing. ``service`` and ``minutes`` are the doors for others.
"""
