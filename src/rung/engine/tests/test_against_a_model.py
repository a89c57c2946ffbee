"""The store against a slow and obvious one that keeps everything in Python lists."""

from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.base import to_minor
from rung.engine import EngineSettings, FactStore
from rung.engine.snapshot import _chosen
from rung.engine.tests.building import AT, chunk, customer, everything, line, rows_of
from rung.facts import INVOICE_LINES, TABLES, FileEnd, FileHead

PROVENANCE = {"batch", "file", "row", "line_key", "source"}


class Model:
    """What the store should say, worked out from every batch anew each time."""

    def __init__(self):
        self.batches = {}
        self.next = 1

    def add(self, readings, customers):
        batch = f"{self.next:06d}"
        self.next += 1
        lines, repeated, overlapped = settled(readings)
        now = self.current()
        known = [row for row in lines if identity(row) in now]
        differing = [row for row in known if content(row) != content(now[identity(row)])]
        self.batches[batch] = ([row | {"batch": batch} for row in lines], [row | {"batch": batch} for row in customers])
        return {
            "id": batch,
            "added": len(lines) - len(known),
            "replaced": len(differing),
            "unchanged": len(known) - len(differing),
            "repeated_rows": len(repeated),
            "repeated_minor": to_minor(sum((row["revenue"] for row in repeated), Decimal(0))),
            "overlapped_rows": len(overlapped),
            "overlapped_minor": to_minor(sum((row["revenue"] for row in overlapped), Decimal(0))),
        }

    def undo(self, batch):
        del self.batches[batch]

    def current(self):
        return {identity(row): row for lines, _ in self.batches.values() for row in lines}

    def everything(self):
        now = list(self.current().values())
        told_by_lines = {month(row) for row in now if row["source"] == "lines"}
        counted = [row for row in now if row["source"] == "lines" or month(row) not in told_by_lines]
        said = {
            "invoice_lines": told(counted, INVOICE_LINES),
            "customers": told(self.customers(), TABLES["customers"]),
            "products": [],
            **{name: [] for name in TABLES if name not in ("invoice_lines", "customers", "products")},
        }
        for source in ("lines", "ledger"):
            own = [row for row in now if row["source"] == source]
            said[source], said[f"{source}_sums"] = told(own, INVOICE_LINES), summed(own)
        return said | {"sums": summed(counted)}

    def customers(self):
        found = {}
        for _, customers in self.batches.values():
            for row in customers:
                known = found.setdefault(row["customer_id"], dict(row))
                known.update({name: value for name, value in row.items() if value is not None})
        return list(found.values())


def identity(row):
    return row["source"], row["line_key"]


def content(row):
    return {name: value for name, value in row.items() if name not in PROVENANCE}


def month(row):
    return row["date"].replace(day=1)


def settled(readings):
    """The lines of a batch with keys of their own: (what counts, what was repeated in a file, what was overlapped)."""
    files, renamed = defaultdict(list), {}
    for number, rows in enumerate(readings):
        for place, row in enumerate(rows):
            files[number, row["file"]].append((row["row"], place, dict(row), number))
    for rows in files.values():
        rows.sort(key=lambda one: one[:2])
        while max(Counter(identity(row) for _, _, row, _ in rows).values(), default=1) > 1:
            seen = Counter()
            for _, place, row, number in rows:
                seen[identity(row)] += 1
                if (nth := seen[identity(row)]) > 1:
                    row["line_key"] += f"#{nth}"
                    renamed[number, place] = row
    winners, overlapped = {}, []
    for _, _, row, _ in sorted((one for rows in files.values() for one in rows), key=lambda one: (one[3], one[1])):
        if identity(row) in winners:
            overlapped.append(winners[identity(row)])
        winners[identity(row)] = row
    return list(winners.values()), list(renamed.values()), overlapped


def summed(rows):
    groups = defaultdict(list)
    for row in rows:
        groups[row["customer_id"], month(row)].append(row)
    return sorted((customer_month(who, when, lines) for (who, when), lines in groups.items()), key=repr)


def customer_month(who, when, lines):
    days = defaultdict(Decimal)
    for row in lines:
        days[row["date"]] += row["revenue"]
    bought = sorted(day for day, revenue in days.items() if revenue > 0)
    costs = [row["cost"] for row in lines if row["cost"] is not None]
    quantities = [row["quantity"] for row in lines if row["quantity"] is not None]
    return (
        who,
        when,
        four(sum(days.values())),
        four(sum(costs)) if costs else None,
        four(sum(row["revenue"] for row in lines if row["cost"] is not None)),
        four(sum(quantities)) if quantities else None,
        len(lines),
        len(bought),
        bought[0] if bought else None,
        bought[-1] if bought else None,
    )


def four(amount):
    return Decimal(amount).quantize(Decimal("0.0001"))


def told(rows, table):
    return sorted((tuple(row[name] for name in table.schema.names) for row in rows), key=repr)


amounts = st.integers(-30_000, 90_000).map(lambda n: str(Decimal(n) / 10_000)) | st.just("0")
lines = st.builds(
    lambda key, day, revenue, **more: {
        name: four(value) if isinstance(value, Decimal) else value for name, value in line(key, day, revenue, **more).items()
    },
    st.sampled_from(["a", "b", "c", "a#2", "b#2#2", "dé"]),
    st.sampled_from(["2023-12-31", "2024-01-01", "2024-01-31", "2024-02-29", "2024-12-01"]),
    amounts,
    source=st.sampled_from(["lines", "lines", "ledger"]),
    file=st.sampled_from(["x.csv", "y.csv"]),
    row=st.integers(2, 5),
    customer_id=st.sampled_from([None, "1", "2"]),
    product_group=st.sampled_from([None, "g", ""]),
    cost=st.none() | amounts,
    quantity=st.none() | amounts,
    estimated=st.booleans(),
)
customers = st.builds(
    customer,
    st.sampled_from(["1", "2"]),
    name=st.sampled_from([None, "Ann", "Bo"]),
    employees=st.none() | st.integers(0, 3),
    city=st.sampled_from([None, "", "Ås"]),
    row=st.integers(1, 3),
)
adds = st.tuples(st.sampled_from(["add", "adopt"]), st.lists(st.lists(lines, max_size=6), max_size=2), st.lists(customers, max_size=3))
undos = st.tuples(st.just("undo"), st.integers(0, 5), st.none())
histories = st.lists(st.one_of(adds, adds, undos), min_size=1, max_size=6)


def do(store, model, folder, step):
    kind, what, who = step
    if kind == "undo":
        if model.batches:
            batch = list(model.batches)[what % len(model.batches)]
            model.undo(batch)
            assert store.undo(batch).batch.id == batch
        return
    expected = model.add(what, who)
    chunks = [[FileHead("x"), *([chunk("invoice_lines", rows)] if rows else [])] for rows in what]
    dimension = [chunk("customers", [one]) for one in who]  # several small chunks make one table
    if kind == "add":
        events = [*(event for one in chunks for event in one), *dimension, FileEnd(0)]
        record = store.add(events, files=[], mapping="", at=AT)
    else:
        files = []
        for number, rows in enumerate(what):
            files.append(folder / f"{number}.parquet")
            pq.write_table(chunk("invoice_lines", rows).rows, files[-1])
        record = store.adopt(files, files=[], mapping="", at=AT, events=[*dimension, FileEnd(0)])
    assert {name: getattr(record, name) for name in expected} == expected


def follow(history):
    with TemporaryDirectory() as temp, FactStore(Path(temp) / "store", EngineSettings(threads=2, memory_limit="500MB")) as store:
        model = Model()
        for step in history:
            do(store, model, Path(temp), step)
            assert everything(store) == model.everything()
            assert tuple(record.id for record in store.batches()) == tuple(model.batches)
        with store.snapshot() as snapshot:
            for batch, (_, who) in model.batches.items():
                assert len(rows_of(snapshot, snapshot.batch(batch, "customers"))) == len(who)
            assert [part.rows for part in snapshot._manifest.parts] == [sum(part.batches.values()) for part in snapshot._manifest.parts]
            assert {part.month for part in _chosen(snapshot._manifest.parts)} == {part.month for part in snapshot._manifest.parts}


@settings(max_examples=12)
@given(histories)
def test_the_store_says_what_a_list_would_say(history):
    follow(history)


@pytest.mark.slow
@settings(max_examples=150)
@given(histories)
def test_the_store_says_what_a_list_would_say_many_times(history):
    follow(history)
