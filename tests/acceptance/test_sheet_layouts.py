"""Are real lines the same lines in whatever layout they come? Real sales, laid out as reports lay them out."""

from collections import defaultdict
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from rung.facts import Chunk, Control, FileEnd, Problem
from rung.importers.sheet import describe_mapping, sheet_inputs

EVERY = 12


@pytest.fixture(scope="module")
def sales(data):
    """Every twelfth line of a year, if it has a customer: invoice, day, customer, product, quantity, amount."""
    table = pq.read_table(data / "online_retail" / "export_2009_2010.parquet")
    table = table.take(list(range(0, table.num_rows, EVERY)))
    names = {name.lower().replace(" ", ""): name for name in table.column_names}
    wanted = [
        next(names[one] for one in names if one.startswith(start))
        for start in ("invoice", "invoicedate", "customer", "stockcode", "quantity")
    ]
    wanted[0] = next(name for name in table.column_names if name.lower() in ("invoice", "invoiceno"))
    price = next(name for name in table.column_names if name.lower() in ("price", "unitprice"))
    rows = zip(*(table[name].to_pylist() for name in (*wanted, price)), strict=True)
    return [
        (str(invoice), day, str(int(customer)), str(product), int(quantity), (Decimal(str(cost)) * int(quantity)).quantize(Decimal("0.01")))
        for invoice, day, customer, product, quantity, cost in rows
        if customer is not None and customer == customer  # noqa: PLR0124  a NaN is not itself
    ]


def read(path):
    facts, left, rows, refused, controls = [], 0, 0, None, []
    for entry in sheet_inputs([path]):
        for event in entry.read(lambda _done, _total: None):
            if isinstance(event, Chunk) and event.table == "invoice_lines":
                facts += event.rows.to_pylist()
            elif isinstance(event, Problem):
                left, refused = left + event.rows, event if event.refused else refused
            elif isinstance(event, Control):
                controls.append(event)
            elif isinstance(event, FileEnd):
                rows += event.rows
    assert refused is None, refused
    return facts, left, rows, controls


def by_customer(pairs):
    found = defaultdict(Decimal)
    for customer, amount in pairs:
        found[customer] += amount
    return {customer: amount for customer, amount in found.items() if amount}


def comma(amount):
    return f"{amount:.2f}".replace(".", ",")


def test_customers_as_headings_give_the_same_lines(sales, tmp_path):
    groups = defaultdict(list)
    for line in sales:
        groups[line[2]].append(line)
    with (tmp_path / "omsetning.csv").open("w", encoding="cp1252") as out:
        out.write("Omsetning per kunde;;;;\nFakturanr;Fakturadato;Varenr;Antall;Beløp eks. mva\n")
        for customer, lines in groups.items():
            out.write(f"Kunde: {customer} Firma {customer};;;;\n")
            out.writelines(f"{i};{d:%d.%m.%Y};{p};{q};{comma(a)}\n" for i, d, _, p, q, a in lines)
            out.write(f"Sum kunde {customer};;;;{comma(sum(line[5] for line in lines))}\n;;;;\n")
    facts, left, rows, controls = read(tmp_path / "omsetning.csv")
    assert (len(facts), left, rows) == (len(sales), 0, len(sales))
    assert by_customer((row["customer_id"], row["revenue"]) for row in facts) == by_customer((line[2], line[5]) for line in sales)
    assert [control.stated for control in controls if control.own] == [sum(line[5] for line in sales)]


@pytest.mark.parametrize("way", ["years", "months", "year and month", "sums"])
def test_sums_of_periods_add_up_to_the_same(sales, tmp_path, way):
    key = {
        "years": lambda d: f"{d:%Y}",
        "months": lambda d: f"{d:%m/%Y}",
        "year and month": lambda d: f"{d:%Y;%m}",
        "sums": lambda _: "Omsetning",
    }[way]
    cells = defaultdict(Decimal)
    for _, day, customer, _, _, amount in sales:
        cells[customer, key(day)] += amount
    periods = sorted({period for _, period in cells})
    customers = sorted({customer for customer, _ in cells})
    path = tmp_path / "salg.csv"
    with path.open("w", encoding="utf-8") as out:
        if way == "year and month":
            out.write("Kundenr;År;Måned;Netto\n")
            out.writelines(f"{customer};{period};{comma(amount)}\n" for (customer, period), amount in cells.items())
        else:
            out.write("Salg 01.12.2009 - 31.12.2010\n" if way == "sums" else "")
            out.write(";".join(["Kundenr", "Kundenavn", *periods]) + "\n")
            out.writelines(
                ";".join([c, f"Firma {c}", *(comma(cells[c, p]) if (c, p) in cells else "" for p in periods)]) + "\n" for c in customers
            )
    facts, _, _, _ = read(path)
    assert by_customer((row["customer_id"], row["revenue"]) for row in facts) == by_customer((line[2], line[5]) for line in sales)
    assert {row["date"].year for row in facts} <= {2009, 2010}


def test_how_real_files_are_read_can_be_described(data):
    found = {one.label: one for one in describe_mapping([data / "adventureworks" / "FactResellerSales.csv.gz"])}
    sales = found["FactResellerSales.csv.gz"]
    assert sales.table == "invoice_lines"
    assert {"date", "customer_id", "product_id", "seller_id", "quantity", "revenue"} <= sales.columns.keys()
    assert sales.ignored
    assert all(sales.samples[name] for name in sales.columns.values())
