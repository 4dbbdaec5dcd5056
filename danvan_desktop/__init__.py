"""The core of Dân Vận Desktop: registers, figures, papers and bundles, without any window.

Nothing heavy is imported here, and nothing in this package may import Qt or ``ui``.
"""

__version__ = "0.1.0"
