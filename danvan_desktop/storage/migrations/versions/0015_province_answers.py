"""Pins on figures, and what the office answered to a pin."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Give pins the cell of a figure, the office's answer and how the sender closed them."""
    for name in ("period", "place", "path", "told", "followed_by"):
        op.add_column("return_pin", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in ("value", "told_value", "closed_at", "closed_by"):
        op.add_column("return_pin", sa.Column(name, sa.Text(), nullable=True))
