"""What time is it? The only module that asks; everything else is told."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251  the one place
