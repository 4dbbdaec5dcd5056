"""The signed bundle that carries a period's records and papers from one office to another.

``docs/bundle-format.md`` describes the file; this package writes, opens and verifies it.
"""
