"""The numbering book of the papers that the office sends."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the numbering book."""
