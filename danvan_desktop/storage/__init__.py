"""The office's data in one SQLite file: tables, the one write path, lists, search, backup, lock."""
