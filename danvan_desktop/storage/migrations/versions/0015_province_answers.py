"""What the province and its offices tell each other about remarks."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Change nothing yet."""
