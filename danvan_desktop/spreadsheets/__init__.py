"""Workbooks in and out: what communes send, the rows that must go back, and lists to take along.

The only room that opens workbooks with openpyxl. A file is looked at from outside (``safety``),
read into plain cells (``reader``, large ones in a process of their own: ``worker``), understood
(``header``, ``mapping``, ``layout``, ``titles``), checked row by row (``rows``) and becomes a plan
that the clerk corrects and writes (``importer``).

What goes out: blank forms that come back without questions (``blank_form``, ``form_identity``), the
units' own workbooks with their wrong cells marked (``marked_copy``), lists and tables (``export``,
``table_book``).
"""
