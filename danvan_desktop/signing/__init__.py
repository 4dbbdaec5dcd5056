"""Keys, signatures on PDF files and on bundles, and their verification in five states.

The only room that knows pyHanko and cryptography; both are imported on first use, because they
cost about half a second. Nothing here reads a clock: callers pass ``now`` (timezone-aware).
"""
