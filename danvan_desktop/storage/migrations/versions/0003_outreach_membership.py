"""Registers of outreach, membership, fund-raising, democracy and authority-side work."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables."""
