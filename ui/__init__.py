"""The window: the only importer of Qt; it shows what the core returns and decides nothing."""
