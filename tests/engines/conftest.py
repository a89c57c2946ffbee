"""The same facts on two engines: DuckDB, and Spark in this process with two threads."""

import gc
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from random import Random
from shutil import which
from typing import Any, ClassVar, Protocol

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from rung.demo_company import DemoCompany, make
from rung.engine import EngineSettings, FactStore
from rung.engine.spark import SparkSnapshot, start
from rung.facts import TABLES, Chunk, Event, FileEnd, FileHead
from rung.profitability import with_margin

NEEDED = {'pip install "rung[spark]"': find_spec("pyspark"), "apt-get install -y openjdk-17-jre-headless": which("java")}
MISSING = [command for command, there in NEEDED.items() if not there]
# Next to nothing is shared out here, and each of 200 parts would cost more than all of it; the same for the best of Java's compilers.
SMALL = {
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.showConsoleProgress": "false",
}
DATA = ("nasty", "demo", "nothing")


class Engine(Protocol):
    def table(self, name: str) -> ir.Table: ...
    def run(self, expression: ir.Expr) -> pa.Table: ...


class Facts:
    """The tables of one data set on one engine."""

    group_margins: ClassVar = {"Tools": Decimal("0.35"), "Skruer & bolter": Decimal("0.12345")}

    def __init__(self, engine: Engine) -> None:
        self.engine, self.run = engine, engine.run

    @cached_property
    def lines(self) -> ir.Table:
        return self.engine.table("invoice_lines")

    @cached_property
    def priced(self) -> ir.Table:
        return with_margin(self.lines, self.group_margins)

    def __getattr__(self, name: str) -> ir.Table:
        if name not in TABLES:
            raise AttributeError(name)
        return self.engine.table(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:  # PySpark leaves its sockets to the garbage collector, which may come in any later test
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("spark") and MISSING:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"Spark is not here; install it: {' && '.join(MISSING)}")


@pytest.fixture(scope="module", autouse=True)
def _no_sockets_for_others() -> Iterator[None]:
    """What PySpark leaves behind is collected here, and not in the next module's first test."""
    yield
    collect()


def collect() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="session")
def session() -> Iterator[Any]:
    started = start("local[2]", SMALL)
    started.sparkContext.setLogLevel("ERROR")
    yield started
    started.stop()
    del started
    collect()


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, FactStore]]:
    """One store for each data set, filled as any import fills one."""
    opened = {}
    for name, events in zip(DATA, (nasty(), demo(make(customers=200, months=36)), nothing()), strict=True):
        opened[name] = FactStore(tmp_path_factory.mktemp(name), EngineSettings(threads=2, memory_limit="500MB"))
        opened[name].add(events, files=[], mapping="", at=datetime(2026, 1, 2, tzinfo=UTC))
    yield opened
    for store in opened.values():
        store.close()


@pytest.fixture(scope="session")
def on_duckdb(stores: dict[str, FactStore]) -> Iterator[dict[str, Facts]]:
    opened = {name: store.snapshot() for name, store in stores.items()}
    yield {name: Facts(snapshot) for name, snapshot in opened.items()}
    for snapshot in opened.values():
        snapshot.close()


@pytest.fixture(scope="session")
def on_spark(stores: dict[str, FactStore], session: Any) -> Iterator[dict[str, Facts]]:
    opened = {name: SparkSnapshot(session, store.snapshot().files()) for name, store in stores.items()}
    yield {name: Facts(snapshot) for name, snapshot in opened.items()}
    for snapshot in opened.values():
        snapshot.close()


@pytest.fixture(scope="session")
def in_order() -> Callable[[pa.Table], pa.Table]:
    """A table's rows in an order that depends on nothing but the rows."""
    return lambda table: table.sort_by([(name, "ascending") for name in table.column_names]).combine_chunks()


def nasty() -> Iterator[Event]:
    """Everything that engines are known to differ on, in three years of a small company. Made by a rule: the same on every machine."""
    yield FileHead("test")
    yield _chunk("invoice_lines", [*_drawn(Random(7)), *_planted()])  # noqa: S311  no secret
    yield _chunk("customers", [_customer(n) for n in range(30)])
    yield _chunk("market", [_party(n) for n in range(40)])
    yield _chunk("contacts", [_contact(n) for n in range(40)])
    yield _chunk("activities", [_activity(n) for n in range(150)])
    yield _chunk("products", [{"product_id": f"P{n}", "name": f"Vare {n}", "product_group": GROUPS[n % 5], **_place(n)} for n in range(8)])
    yield FileEnd(1)


def nothing() -> Iterator[Event]:
    """A file without a row: what is never null must be 0 then too."""
    yield FileHead("test")
    yield FileEnd(0)


GROUPS = ("Tools", "Skruer & bolter", "Ærlige åpne ører", "tools", None)
# Sorted by code point, not by alphabet or number; accents, capitals and spaces tell ids apart.
CUSTOMERS = ["9", "10", "0010", "a", "A", "Å", "å", "Z", "é", "e", " 9", "ß", *(f"C{n:02}" for n in range(20))]
# Few amounts, so that many are equal; halves of the minor unit, four decimals, more than a float can hold, nothing.
AMOUNTS = ["100", "100", "250.5", "0.005", "-0.005", "0.0001", "33.3333", "1.005", "99999999.9999", "0", "12.345", "700"]


def _drawn(rng: Random) -> Iterator[dict[str, Any]]:
    def of(options: Sequence[Any]) -> Any:
        return options[int(rng.random() * len(options))]  # random() is the one method that never changes

    for n in range(900):
        customer = None if rng.random() < 0.05 else of(CUSTOMERS)
        revenue = Decimal(of(AMOUNTS))
        yield _line(
            n,
            date(2023, 1, 1) + timedelta(days=int(rng.random() ** 0.7 * 1095)),
            revenue=revenue,
            customer_id=customer,
            invoice_id=None if rng.random() < 0.1 else f"F{n // 3}",
            product_id=of([None, "P1", "P2", "P3", "P4", "P5", "P6", "P7"]),
            product_group=of(GROUPS),
            seller_id=of(["S1", "S2", None]),
            quantity=of([None, Decimal(1), Decimal("-2.5"), Decimal("0.3333")]),
            cost=of([None, Decimal(0), (revenue / 2).quantize(Decimal("0.0001")), Decimal("80.125")]),
            estimated=rng.random() < 0.1,
        )
        if rng.random() < 0.15:  # credited: all or half of it, later or on the same day, with the invoice's number or without
            yield _line(
                10_000 + n,
                date(2023, 1, 1) + timedelta(days=min(1095, int(rng.random() * 1095))),
                revenue=-revenue if rng.random() < 0.6 else -(revenue / 2).quantize(Decimal("0.0001")),
                customer_id=customer,
                invoice_id=of([None, f"F{n // 3}"]),
                product_group=of(GROUPS),
                quantity=Decimal(-1),
            )


def _planted() -> Iterator[dict[str, Any]]:
    """Cases that chance might leave out."""
    for n, customer in enumerate(("TIE1", "TIE2", "TIE3")):  # alike in everything but the number
        for month in (1, 4, 9):
            yield _line(20_000 + 10 * n + month, date(2025, month, 5), revenue=Decimal(500), customer_id=customer, product_group="Tools")
    for key, day, revenue in ((21_001, 3, "75.25"), (21_002, 3, "-75.25"), (21_003, 9, "10"), (21_004, 9, "-10")):  # sums to nothing
        yield _line(key, date(2025, 5, day), revenue=Decimal(revenue), customer_id="ZERO", invoice_id="F-ZERO")
    yield _line(21_010, date(2025, 6, 1), revenue=Decimal("-40.405"), customer_id="ONLY CREDIT")
    yield _line(21_011, date(2024, 2, 29), revenue=Decimal("0.0049"), customer_id="LEAP")  # rounds to nothing
    yield _line(21_012, date(2025, 1, 1), revenue=Decimal(1), customer_id="FIRST DAY")
    yield _line(21_013, date(2025, 12, 31), revenue=Decimal(1), customer_id="LAST DAY")
    yield _line(21_014, date(2026, 1, 1), revenue=Decimal(1), customer_id="AFTER")
    # The ledger: of a month that has invoice lines, which is not counted, and of one that has none.
    for key, day in ((22_001, date(2025, 3, 31)), (22_002, date(2022, 11, 30))):
        yield _line(key, day, revenue=Decimal("1234.5"), customer_id="C01", source="ledger", product_group="3000")


def _line(n: int, day: date, **more: Any) -> dict[str, Any]:
    return {"line_key": f"{day}-{n}", "source": "lines", "date": day, "estimated": False, **_place(n), **more}


def _place(n: int) -> dict[str, Any]:
    return {"file": "f.csv", "row": n + 1}


def _party_facts(n: int) -> dict[str, Any]:
    return {
        "name": ["Bjørk Bygg AS", " ", None, "ÅS RØR", "Søn & Co", " \tvest foto f\r\n "][n % 6],
        "kind": ["company", "Person", None][n % 3],
        "org_number": None if n % 4 == 3 else f"9{n:08}",
        "country": ["NO", "no ", None, "SE"][n % 4],
        "region": ["Vestland", " vestland", None, "", "\t \n"][n % 5],
        "city": ["Bergen", "BERGEN", "Ålesund", "ålesund", None][n % 5],
        "postal_code": ["5003", "50 04", "0150", None, " 9"][n % 5],
        "address": ["Gate 1", "", None][n % 3],
        "phone": ["22 22 22 22", None][n % 2],
        "email": [None, "post@bjork.example"][n % 2],
        "industry": ["43.210", "43", " 47.11 ", "Bygg og anlegg", "", None][n % 6],
        "employees": [None, 0, 4, 5, 99, 250][n % 6],
        "turnover": [None, Decimal("1000000.0001"), Decimal(-5)][n % 3],
        "legal_form": ["AS", "as", "ENK", None][n % 4],
        "founded": [None, date(1999, 12, 31)][n % 2],
        "sex": ["woman", "man", None][n % 3],
        "birth_year": [None, 1950, 1985, 2001][n % 4],
        "income": [None, Decimal(450_000)][n % 2],
        "protected": [None, True, False][n % 3],
    }


def _customer(n: int) -> dict[str, Any]:
    more = {"customer_group": ["Proff", "Privat", None][n % 3], "seller_id": ["S1", None][n % 2]}
    return {"customer_id": [*CUSTOMERS[:28], "NEVER BOUGHT", "ZERO"][n], **_party_facts(n), **more, **_place(n)}


def _party(n: int) -> dict[str, Any]:
    return {"party_id": f"M{n}", **_party_facts(3 * n + 1), "seller_id": None, **_place(n)}


def _contact(n: int) -> dict[str, Any]:
    whose = CUSTOMERS[n % 25] if n % 3 else f"M{n}"
    titles = ["Innkjøpssjef", "DAGLIG LEDER", None, " "]
    left = [None, date(2025, 6, 1), date(2027, 1, 1)][n % 3]
    return {"contact_id": f"K{n}", "party_id": whose, "name": f"Kari {n}", "title": titles[n % 4], "left": left, **_place(n)}


def _activity(n: int) -> dict[str, Any]:
    return {
        "activity_id": f"V{n}",
        "date": date(2024, 1, 1) + timedelta(days=5 * n),
        "party_id": [None, f"M{n % 40}", CUSTOMERS[n % 25], CUSTOMERS[n % 7]][n % 4],
        "seller_id": ["S1", "S2", None][n % 3],
        "channel": ["Visit", "meeting", "phone", "email", None][n % 5],
        "incoming": [None, True, False, False][n % 4],
        "result": ["Request", "declined", None, "won", "offer", None, None][n % 7],
        "minutes": [None, Decimal("45.5"), Decimal(20)][n % 3],
        **_place(n),
    }


def demo(company: DemoCompany) -> Iterator[Event]:
    """The demo company's lines, customers and products."""
    lines = company.lines
    rows = pa.array(range(lines.num_rows), pa.int64())
    keys = pc.binary_join_element_wise(lines["invoice_id"], lines["line"].cast(pa.string()), "-")
    amounts = {"revenue": ("net_minor", -2), "cost": ("cost_minor", -2), "quantity": ("quantity", 0)}
    exact = {name: _exact(lines[column], power) for name, (column, power) in amounts.items()}
    more = {"line_key": keys, "row": rows, "source": "lines", "estimated": False, **exact}
    yield FileHead("test")
    yield Chunk("invoice_lines", _canonical("invoice_lines", lines, more))
    for name in ("customers", "products"):
        table = getattr(company, name)
        yield Chunk(name, _canonical(name, table, {"row": pa.array(range(table.num_rows), pa.int64())}))
    yield FileEnd(lines.num_rows)


def _canonical(name: str, table: pa.Table, more: dict[str, Any]) -> pa.Table:
    """The columns that the table has, under their names; the others null."""
    n, columns = table.num_rows, {"file": "demo", **more}
    schema = TABLES[name].read_schema
    found = [columns.get(field.name, table[field.name] if field.name in table.column_names else None) for field in schema]
    arrays = [
        pa.nulls(n, f.type) if c is None else pa.repeat(c, n) if isinstance(c, str | bool) else c.cast(f.type)
        for c, f in zip(found, schema, strict=True)
    ]
    return pa.table(arrays, schema=schema)


def _exact(whole: pa.ChunkedArray, power: int) -> pa.Array:
    return pa.array([Decimal(one).scaleb(power) for one in whole.to_pylist()], pa.decimal128(18, 4))


def _chunk(table: str, rows: Iterable[dict[str, Any]]) -> Chunk:
    return Chunk(table, pa.Table.from_pylist(list(rows), TABLES[table].read_schema))
