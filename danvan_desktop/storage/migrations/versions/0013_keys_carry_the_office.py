"""Every table's key begins with the office, or the row carries it."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Change nothing yet."""
