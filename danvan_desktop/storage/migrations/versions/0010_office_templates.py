"""The office's own templates of papers, with their versions."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the templates."""
