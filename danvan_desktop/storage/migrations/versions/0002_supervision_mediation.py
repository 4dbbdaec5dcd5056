"""Registers of supervision, inspection and mediation."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
