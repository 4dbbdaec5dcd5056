"""What the province's packs brought, and what stood there before."""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Change nothing yet."""
