"""How does the product do on a million, ten million, a hundred million lines? Canonical facts of any size, written quickly."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rung.base.period import add_months
from rung.demo_company.names import GOODS
from rung.demo_company.trade import SEASON
from rung.facts import INVOICE_LINES

Ints = npt.NDArray[np.int64]

LINES_AT_ONCE = 500_000  # about 150 MB in the making, whatever the whole is
LINES_PER_INVOICE = 4  # on the average: 1 to 7, each as often
SELLERS = 200
PRODUCTS_PER_GROUP = 250
SPREAD = 1.5  # of log revenue between customers: the best fifth buys about 75 per cent
UNKNOWN = 0.004  # share of invoices without a customer
CREDITED = 0.02  # share of invoices that are credit notes
QUANTILES = 1 << 16
FIRST_INVOICE = 1_000_000_001  # as many digits for the last as for the first


def write_lines(
    folder: Path, lines: int, *, customers: int | None = None, seed: int = 1, last_month: date = date(2025, 12, 1), months: int = 36
) -> tuple[Path, ...]:
    """Exactly `lines` invoice lines as Parquet in the folder, one part a month ("invoice_lines-2023-01.parquet"), in invoice order.

    The parts have the schema of rung.facts.INVOICE_LINES. customers: how many there are to buy, lines / 100 unless given.
    Memory does not grow with lines. The same arguments give the same rows. Returns the parts in the order of time.
    """
    if lines < months:
        raise ValueError(f"lines={lines} is less than one a month; write {months} or more")
    folder.mkdir(parents=True, exist_ok=True)
    first = add_months(last_month, 1 - months)
    weight = SEASON[(first.month - 1 + np.arange(months)) % 12] * np.linspace(1.0, 1.2, months)
    ends = np.rint(np.cumsum(weight) / weight.sum() * lines).astype(np.int64)
    maker = _Maker(max(customers or lines // 100, 20), seed)
    paths = []
    for index, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
        month = add_months(first, index)
        paths.append(folder / f"invoice_lines-{month:%Y-%m}.parquet")
        _write_part(paths[-1], maker, month, int(start), int(end))
    return tuple(paths)


def _write_part(path: Path, maker: "_Maker", month: date, start: int, end: int) -> None:
    # Invoice and line number grow along the file: only the difference to the row before is kept, which is a tenth of the size.
    plain = ["line_key", "invoice_id", "row", "revenue", "cost"]
    writer = pq.ParquetWriter(
        path,
        INVOICE_LINES.schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in INVOICE_LINES.schema.names if name not in plain],
        column_encoding={"line_key": "DELTA_BYTE_ARRAY", "invoice_id": "DELTA_BYTE_ARRAY", "row": "DELTA_BINARY_PACKED"},
        write_statistics=["date", "customer_id", "invoice_id"],
    )
    with writer:
        for begin in range(start, end, LINES_AT_ONCE):
            stop = min(begin + LINES_AT_ONCE, end)
            share = ((begin - start) / (end - start), (stop - start) / (end - start))
            writer.write_table(maker.rows(month, begin, stop, share))


class _Maker:
    """Makes the rows from `begin` to `stop` of one month, each block from its own stream of random numbers."""

    def __init__(self, customers: int, seed: int) -> None:
        self._seed = seed
        self._customers = customers
        self._customer_ids = pc.utf8_lpad(pa.array(np.arange(1, customers + 1)).cast(pa.string()), 8, "0")
        self._products = pa.array([f"P{i:05}" for i in range(len(GOODS) * PRODUCTS_PER_GROUP)])
        self._groups = pa.array(list(GOODS))
        self._sellers = pa.array([f"S{i:03}" for i in range(1, SELLERS + 1)])
        # Which customer stands at each point of the cumulative share of lines.
        weight = np.sort(np.exp(np.random.Generator(np.random.PCG64([seed, 1])).normal(0.0, SPREAD / 2, customers)))[::-1]
        cumulative = np.concatenate([[0.0], np.cumsum(weight) / weight.sum()])
        self._at_share = np.interp(np.linspace(0.0, 1.0, QUANTILES + 1), cumulative, np.arange(customers + 1))
        # A step that visits every customer once spreads the large ones over the numbers.
        self._step = next(s for s in _odd_from(int(customers * 0.618)) if np.gcd(s, customers) == 1)

    def rows(self, month: date, begin: int, stop: int, share: tuple[float, float]) -> pa.Table:
        """Rows begin to stop of the whole; share: which part of the month's days they fill."""
        rng = np.random.Generator(np.random.PCG64([self._seed, 2, begin]))
        count = stop - begin
        invoice, line = _invoices(rng, count)
        orders = int(invoice[-1]) + 1
        rank = self._ranks(rng, orders)
        customer = (rank * self._step) % self._customers
        length = (add_months(month, 1) - month).days
        day = np.datetime64(month, "D") + (np.sort(rng.uniform(*share, orders)) * length).astype(np.int64)
        sign = np.where(rng.random(orders) < CREDITED, -1, 1)
        number = pa.array(begin + FIRST_INVOICE + np.flatnonzero(line == 1)).cast(pa.string())
        unknown = rng.random(orders) < UNKNOWN
        buyer = pa.array(customer, mask=unknown)
        columns = self._amounts(rng, rank[invoice], sign[invoice]) | {
            "line_key": pc.binary_join_element_wise(number.take(pa.array(invoice)), pa.array(line).cast(pa.string()), "-"),
            "date": pa.array(day.astype("datetime64[D]")[invoice]),
            "customer_id": self._customer_ids.take(buyer).take(pa.array(invoice)),
            "invoice_id": number.take(pa.array(invoice)),
            "seller_id": self._sellers.take(pa.array(customer % SELLERS, mask=unknown)).take(pa.array(invoice)),
            "row": pa.array(np.arange(begin + 2, stop + 2)),
        }
        return _in_schema(columns, count)

    def _ranks(self, rng: np.random.Generator, orders: int) -> Ints:
        """A customer for each order, drawn by weight, 0 the largest."""
        point = rng.random(orders) * QUANTILES
        cell = point.astype(np.int64)
        low, high = self._at_share[cell], self._at_share[cell + 1]
        rank: Ints = np.minimum((low + (point - cell) * (high - low)).astype(np.int64), self._customers - 1)
        return rank

    def _amounts(self, rng: np.random.Generator, rank: Ints, sign: Ints) -> dict[str, pa.Array]:
        """Product, quantity, revenue and cost of each line; large customers buy more at a time, and a few buy below cost."""
        count = len(rank)
        product = rng.integers(0, len(self._products), count, dtype=np.int32)
        price = 1_500 + (product.astype(np.int64) * 7_919) % 40_000  # øre
        large = 1.0 + 8.0 * np.exp(-6.0 * rank / self._customers)
        quantity = (1.0 + rng.standard_exponential(count) * large * 4.0).astype(np.int64) * sign
        discount = (rank * 13) % 21  # per cent, its own for each customer
        discount += np.where(rank % 41 == 7, 25, 0)
        net = quantity * price * (100 - discount) // 100
        cost = quantity * (price * (58 + product % 16) // 100)
        return {
            "product_id": self._products.take(pa.array(product)),
            "product_group": self._groups.take(pa.array(product // PRODUCTS_PER_GROUP)),
            "quantity": _decimals(quantity, 10_000),
            "revenue": _decimals(net, 100),
            "cost": _decimals(cost, 100),
        }


def _odd_from(start: int) -> Iterator[int]:
    step = start | 1
    while True:
        yield step
        step += 2


def _invoices(rng: np.random.Generator, count: int) -> tuple[Ints, Ints]:
    """For `count` lines: which invoice of the block each is on (0 ...), and its line number there (1 ...)."""
    sizes = rng.integers(1, 2 * LINES_PER_INVOICE, count // LINES_PER_INVOICE * 2 + 16)
    starts = np.cumsum(sizes) - sizes
    starts = starts[: np.searchsorted(starts, count)]  # the last invoice ends with the block
    invoice = np.repeat(np.arange(len(starts)), np.diff(starts, append=count))
    return invoice, np.arange(count) - starts[invoice] + 1


def _decimals(amount: Ints, factor: int) -> pa.Array:
    """DECIMAL(18,4) from whole numbers times factor: a decimal128 is its low and its high 64 bits."""
    words = np.empty((len(amount), 2), dtype=np.int64)
    np.multiply(amount, factor, out=words[:, 0])
    words[:, 1] = words[:, 0] >> 63
    return pa.Array.from_buffers(pa.decimal128(18, 4), len(amount), [None, pa.py_buffer(words)])


def _in_schema(columns: dict[str, pa.Array], count: int) -> pa.Table:
    """The columns in the order of the schema; those nobody gave hold the same value throughout, or nothing."""
    same = {"source": "lines", "estimated": False, "batch": "demo", "file": "demo.parquet"}
    schema = INVOICE_LINES.schema
    arrays = [
        columns[field.name] if field.name in columns else pa.repeat(pa.scalar(same.get(field.name), field.type), count) for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
