"""Which customers count as one? What people decided, put into every table that is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from rung.engine import FactStore, Snapshot
from rung.identity import IdentityBook


@contextmanager
def as_decided(store: FactStore, *, roll_up: bool = False) -> Iterator[tuple[Snapshot, Snapshot]]:
    """The facts with merged customers read as one, and the facts with every customer apart. roll_up: groups of companies as one too."""
    book = IdentityBook(store.folder)
    with store.snapshot() as apart:
        customers = apart.run(apart.table("customers")) if roll_up else None
        with store.snapshot(book.mapping(rolled_up=roll_up, customers=customers)) as together:
            yield together, apart
