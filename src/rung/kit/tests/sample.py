"""A report like a real one, made from invoice lines of its own, so that every figure can be held against the lines it opens."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pyarrow as pa

from rung.base import Money, Number, Share, text, texts
from rung.kit.report import Bars, Column, Curve, Figure, Lines, Mark, Matrix, Note, Report, Section, Series, Table

EVIL = (
    "<script>alert(1)</script> AS",
    '"><img src=x onerror=alert(2)>',
    "{{7*7}} {% raw %}",
    "\u202eSA kkirtnaH",
    '=HYPERLINK("http://x")',
    "O'Brien & Sønner ŠĐŽ",
)
_FIRST = (
    "Kystverk",
    "Østlandet",
    "Fjord",
    "Havn",
    "Nordlys",
    "Ås",
    "Løvenskiold",
    "Brønnøy",
    "Tromsø",
    "Sørlandets",
    "Jæren",
    "Mjøsa",
    "Hålogaland",
    "Vestre",
    "Bygdøy",
)
_LAST = (
    "Bygg AS",
    "Rør AS",
    "Gruppen AS",
    "Marine AS",
    "Kontor AB",
    "Mekaniske",
    "Eiendom ApS",
    "Entreprenør",
    "Verktøy AS",
    "Industri",
    "Elektro",
    "Tak og fasade",
)
_GROUPS = ("Festemidler", "Verktøy", "Verneutstyr", "Kjemi", "Serviceavtale")


def lines(customers: int = 140, seed: int = 7) -> pa.Table:
    """Two years of invoice lines; a few large customers, many small, some credit notes, oere in the amounts."""
    chance = random.Random(seed)  # noqa: S311  invented invoices
    rows = defaultdict(list)
    number = 0
    for customer in range(customers):
        size = 2_600_000 / (customer + 1.5) ** 1.05
        for invoice in range(max(2, int(26 - customer / 6))):
            day = date(2024, 1, 1) + timedelta(days=chance.randrange(731))
            for _ in range(chance.randint(1, 3)):
                number += 1
                amount = int(size * chance.uniform(0.3, 1.7) * (1 + 0.3 * (day.month in (3, 6, 10)) - 0.5 * (day.month == 7)))
                amount = -amount // 4 if chance.random() < 0.03 else amount
                product = chance.randrange(12)
                values = (
                    str(1001 + customer),
                    day,
                    f"{day:%Y-%m}",
                    str(50_000 + customer * 40 + invoice),
                    f"{3000 + product}",
                    _GROUPS[product % 5],
                )
                more = (chance.randint(1, 40) / 2, amount, int(amount * chance.uniform(0.55, 0.85)), False, "ordrelinjer.csv", number + 1)
                for name, value in zip(_NAMES, values + more, strict=True):
                    rows[name].append(value)
    return pa.table(rows)


_NAMES = (
    "customer_id",
    "date",
    "month",
    "invoice_id",
    "product_id",
    "product_group",
    "quantity",
    "revenue_minor",
    "cost_minor",
    "estimated",
    "file",
    "row",
)


def sums(table: pa.Table, key: str) -> dict:
    found: dict = defaultdict(int)
    for name, amount in zip(table.column(key).to_pylist(), table.column("revenue_minor").to_pylist(), strict=True):
        found[name] += amount
    return dict(found)


def sample(*, customers: int = 140, left_out: int = 0, currency: str = "NOK") -> Report:
    """The whole report. left_out: how many of the smallest customers' lines are not in it."""
    table = lines(customers)
    values = sorted(sums(table, "customer_id").items(), key=lambda pair: (-pair[1], pair[0]))
    names = {
        str(1001 + n): EVIL[n // 3] if n % 3 == 1 and n // 3 < len(EVIL) else f"{_FIRST[n % 15]} {_LAST[n % 12]}" for n in range(customers)
    }
    names |= {f"product_id={3000 + n}": f"Vare {n + 1}" for n in range(12)}
    total = sum(value for _, value in values)
    gone = {customer for customer, _ in values[len(values) - left_out :]}
    kept = table.filter(pa.array([customer not in gone for customer in table.column("customer_id").to_pylist()]))
    sections = [_abc(values, names, total), _months(table), _groups(table), _moves(), _warnings()]
    return Report(
        title=text("Customer analysis for {company}", company="Nordisk Festeteknikk AS"),
        subtitle=text(
            "{start} to {end}, all amounts in {currency} without VAT", start=date(2024, 1, 1), end=date(2025, 12, 31), currency=currency
        ),
        lead=text(
            "{count} of {all} customers give {share} of the revenue. Three of them have bought less every quarter.",
            count=_a(values, total),
            all=customers,
            share=Share(0.8),
        ),
        currency=currency,
        figures=_figures(table, values, total, currency),
        sections=sections,
        lines=Lines(rows=kept, total=table.num_rows, where_else=text("See them with: rung lines --customer ID FILE")),
        about=[
            (text("File"), text("{name}, {count} rows", name="ordrelinjer.csv", count=table.num_rows)),
            (text("SHA-256"), text("{hash}", hash="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
            (text("Rule"), text("Cumulative share of revenue, cuts at {a} and {b}", a=Share(0.8), b=Share(0.95))),
            (text("Version"), text("Rung 0.1.0")),
        ],
        names=names,
    )


def _a(values, total) -> int:
    running = count = 0
    for _, value in values:
        if running >= 0.8 * total:
            break
        running, count = running + value, count + 1
    return count


def _figures(table, values, total, currency):
    how = text("The sum of all invoice lines in the period, net of VAT and discounts; credit notes count as minus.")
    cost = sum(table.column("cost_minor").to_pylist())
    largest = values[0]
    return [
        Figure(label=text("Revenue"), value=Money(total, currency), how=how, note=text("{change} on the year before", change=Share(-0.036, 1)), tone="bad", opens="all"),
        Figure(label=text("Contribution margin"), value=Money(total - cost, currency), how=text("Revenue less the cost of goods sold."), note=text("{share} of revenue", share=Share((total - cost) / total, 1)), tone="good"),
        Figure(label=text("Customers in class A"), value=text("{count} of {all}", count=_a(values, total), all=len(values)), how=text("Customers that together give the first {share}.", share=Share(0.8)), opens="#abc"),
        Figure(label=text("Largest customer"), value=Money(largest[1], currency), how=text("The customer with the highest revenue."), note=text("{share} of all revenue", share=Share(largest[1] / total)), opens=f"customer_id={largest[0]}"),
        Figure(label=text("Gini"), value=Number(0.6984), how=text("0 when all customers are equal, 1 when one has it all."), note=text("Unevenly shared")),
        Figure(label=text("Customers at a loss"), value=None, how=text("Customers with a contribution margin below zero."), note=text("The file has no cost for {share} of the lines", share=Share(0.12)), tone="warn"),
    ]  # fmt: skip


def _abc(values, names, total):
    rows, points, running, classes = [], [(0.0, 0.0)], 0, defaultdict(lambda: [0, 0])
    for nth, (customer, value) in enumerate(values, 1):
        abc = "A" if running < 0.8 * total else "B" if running < 0.95 * total else "C"
        running += value
        classes[abc][0] += 1
        classes[abc][1] += value
        rows.append([names[customer], customer, abc, value, value / total, running / total])
        points.append((nth / len(values), running / total))
    columns = [
        Column(key="name", label=text("Customer")),
        Column(key="customer_id", label=text("No."), kind="id"),
        Column(
            key="abc", label=text("Class"), kind="class", how=text("A until {a} of the revenue, B until {b}.", a=Share(0.8), b=Share(0.95))
        ),
        Column(key="value", label=text("Revenue"), kind="money"),
        Column(key="share", label=text("Share"), kind="share"),
        Column(key="cum", label=text("Cumulative"), kind="share"),
    ]
    by_class = [[abc, count, count / len(values), value, value / total] for abc, (count, value) in sorted(classes.items())]
    marks = [
        Mark(x=classes["A"][0] / len(values), y=0.8, label=texts("A: {count} customer", "A: {count} customers", count=classes["A"][0]))
    ]
    marks.append(
        Mark(
            x=(classes["A"][0] + classes["B"][0]) / len(values),
            y=0.95,
            label=texts("B: {count} customer more", "B: {count} customers more", count=classes["B"][0]),
        )
    )
    class_columns = [
        Column(key="abc", label=text("Class"), kind="class"),
        Column(key="n", label=text("Customers"), kind="count"),
        Column(key="ns", label=text("Share of customers"), kind="share"),
        Column(key="value", label=text("Revenue"), kind="money"),
        Column(key="vs", label=text("Share of revenue"), kind="share"),
    ]
    return Section(
        key="abc",
        title=text("Who matters most?"),
        sentence=text("Start with the {count} customers in class A: they give {share} of the revenue.", count=classes["A"][0], share=Share(0.8)),
        how=text("Customers are ordered by revenue. Those that together give the first {a} are A, the next up to {b} are B, the rest C. Equal customers are ordered by number.", a=Share(0.8), b=Share(0.95)),
        parts=[
            Curve(key="lorenz", title=text("How evenly is it shared?"), x_label=text("Share of customers, largest first"), y_label=text("Share of revenue"), points=points, marks=marks, note=text("The further from the dashed line, the more depends on a few.")),
            Table(key="classes", title=text("The classes"), columns=class_columns, rows=by_class, total=[text("All"), len(values), 1.0, total, 1.0]),
            Table(key="customers", title=text("Every customer"), columns=columns, rows=rows, total=[text("Sum"), None, None, total, 1.0, None], opens=[f"customer_id={c}" for c, _ in values], first_rows=15),
        ],
    )  # fmt: skip


def _months(table):
    by_month = sums(table, "month")
    keys = [f"2025-{m:02}" for m in range(1, 13)]
    now = [by_month[key] for key in keys]
    before = [by_month[f"2024-{m:02}"] for m in range(1, 13)]
    change = [a - b for a, b in zip(now, before, strict=True)]
    months = [date(2025, m, 1) for m in range(1, 13)]
    return Section(
        key="months",
        title=text("When do they buy?"),
        sentence=text("March, June and October carry the year; July is quiet."),
        how=text("Invoice lines by the month of the invoice date."),
        figures=[
            Figure(label=text("This year"), value=Money(sum(now), "NOK"), how=text("The sum of the months."), note=text("{sum} more than last year", sum=Money(sum(change), "NOK")), tone="good"),
            Figure(label=text("Best month"), value=Money(max(now), "NOK"), how=text("The month with the highest revenue."), opens=f"month={keys[now.index(max(now))]}"),
        ],
        parts=[
            Bars(key="monthly", title=text("Revenue per month"), labels=months, series=[Series(name=text("2025"), values=now), Series(name=text("2024"), values=before)], note=text("Press a month to see its invoice lines."), opens=[f"month={key}" for key in keys]),
            Bars(key="change", title=text("Change from the year before"), labels=months, series=[Series(name=text("Change"), values=[None if n == 6 else c for n, c in enumerate(change)])]),
        ],
    )  # fmt: skip


def _groups(table):
    groups = sorted(sums(table, "product_group").items(), key=lambda pair: -pair[1])
    return Section(
        key="groups",
        title=text("What do they buy?"),
        sentence=text("{group} is the largest product group.", group=groups[0][0]),
        how=text("Invoice lines by product group."),
        parts=[
            Bars(key="groups", title=text("Revenue per product group"), labels=[name for name, _ in groups], series=[Series(name=text("Revenue"), values=[value for _, value in groups])], opens=[f"product_group={name}" for name, _ in groups]),
            Bars(key="bridge", title=text("Why it changed"), labels=[text("Lost customers"), text("Smaller purchases of the customers we kept"), text("Price"), text("Mix"), text("New customers")], series=[Series(name=text("Change"), values=[-93_000_000, -110_500_000, -21_000_000, 6_400_000, 96_700_050])]),
        ],
    )  # fmt: skip


def _moves():
    classes = ["A", "B", "C", text("Did not buy")]
    return Section(
        key="moves",
        title=text("Who moved?"),
        sentence=text("Four A customers fell to B."),
        how=text("The class of each customer in the two years."),
        parts=[
            Matrix(key="moves", title=text("From last year to this year"), row_title=text("Last year"), column_title=text("This year"), row_labels=classes, column_labels=classes, cells=[[22, 4, 0, 1], [3, 31, 6, 2], [0, 5, 52, 8], [0, 1, 5, 0]]),
            Table(key="small", title=text("Differences left"), columns=[Column(key="what", label=text("What")), Column(key="sum", label=text("Difference"), kind="money")], rows=[[text("Rounding"), 3], [text("Duplicate posting"), -45_025], [text("Not known"), None]], total=[text("Sum"), -45_022]),
        ],
    )  # fmt: skip


def _warnings():
    return Section(
        key="warnings",
        title=text("What should you check?"),
        sentence=text("Two things in the file need a look."),
        how=text("Rows that could not be read are listed one by one."),
        parts=[
            Note(sentence=text("Invoice {id} is in the file twice; it is counted once.", id="50123"), tone="warn"),
            Note(sentence=text("Account {id} does not reconcile: {sum} is missing.", id="3000", sum=Money(123_456, "NOK")), tone="bad"),
            Note(sentence=text("All other accounts agree to the oere."), tone="good"),
            Note(sentence=text("Ask for the cost per line to see which customers pay.")),
            Table(key="none", columns=[Column(key="x", label=text("Problem"))], rows=[], title=text("Problems")),
        ],
    )  # fmt: skip
