"""Figures typed from paper, reasons for warnings, what was received for a period."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables."""
