"""How is the cost to serve told? Who earns when all is paid, who is below break-even and what to do, and what a salary krone gives."""

from collections.abc import Sequence
from decimal import Decimal

from rung.base import Money, Number, Share, Text, Value, text, texts, to_minor
from rung.kit.report import Cell, Column, Figure, Note, Part, Section, Table
from rung.profitability.compute import serving
from rung.profitability.report import below, sellers, words
from rung.profitability.report.words import Row
from rung.profitability.service.asked import minutes, part_words
from rung.profitability.service.serving import ServeResult

_UNKNOWN = text("The cost of the goods is not known for enough of what any customer bought.")


def serve_figures(result: ServeResult | Text, currency: str) -> list[Figure]:
    """The key figures: what is left when all is paid, and what each salary krone gives."""
    if isinstance(result, Text):
        return []
    profit, krone = result.profit_minor, result.per_krone
    return [
        Figure(
            label=text("Profit after cost to serve"),
            value=None if profit is None else Money(profit, currency),
            how=words.how(result),
            note=_UNKNOWN if profit is None else below.sentence(result, currency),
            tone="bad" if profit is not None and profit < 0 else "",
            opens="#serve",
        ),
        Figure(
            label=text("Profit per salary krone"),
            value=None if krone is None else Number(krone, 1),
            how=words.how_krone(),
            note=None if krone is not None else _no_krone(result),
            opens="#serve" if result.sellers is None else "#serve_sellers",
        ),
    ]


def serve_sections(result: ServeResult | Text, currency: str) -> list[Section]:
    """Who earns when serving is paid, who is below break-even, what each seller's pay gives; or what is missing, and how to give it."""
    if isinstance(result, Text):
        return [_missing(result)]
    made = [_served(result, currency), below.below(result, currency), sellers.sellers(result)]
    return [section for section in made if section is not None]


def _no_krone(result: ServeResult) -> Text | None:
    if result.profit_minor is None:
        return _UNKNOWN
    return result.no_sellers if "seller" not in result.parts else text("No seller spent time on those who bought.")


def _missing(reason: Text) -> Section:
    step = text(
        "Write what serving costs in a file such as rates.toml, and add --rates rates.toml: a line [rates], then what you know of "
        "seller_minute, order, line, interest and credit_days, with source and date."
    )
    return Section(
        key="serve",
        title=text("Who earns you money when serving is paid too?"),
        sentence=reason,
        how=text("Profit is the contribution margin less what it costs to serve: seller time, orders, order lines and credit."),
        parts=[Note(sentence=step)],
    )


def _served(result: ServeResult, currency: str) -> Section:
    left_out = [Note(sentence=said, tone="warn") for said in result.left_out]
    notes = [Note(sentence=said) for said in (*result.assumed, *_aside(result, currency))]
    return Section(
        key="serve",
        title=text("Who earns you money when serving is paid too?"),
        sentence=_sentence(result, currency),
        how=words.how(result),
        parts=[_parts(result, currency), *left_out, *notes, *_customers(result)],
    )


def _sentence(result: ServeResult, currency: str) -> Text:
    if result.profit_minor is None:
        return text("Nobody can say who earns: the cost of the goods is not known for enough of what any customer bought.")
    profit, losing = Money(result.profit_minor, currency), below.sentence(result, currency)
    if result.left_out:
        return text("When the goods and what is known of serving are paid, {profit} is left. {below}", profit=profit, below=losing)
    return text("When the goods and serving are paid, {profit} is left. {below}", profit=profit, below=losing)


def _aside(result: ServeResult, currency: str) -> list[Text]:
    """What is in no customer's profit."""
    said = []
    unknown = len(result.customers) - len(result.answered)
    if unknown:
        said.append(
            texts(
                "{count} customer has no profit here, for the cost of what it bought is not known.",
                "{count} customers have no profit here, for the cost of what they bought is not known.",
                count=unknown,
            )
        )
    took = sum(result.idle["seller_minor"].drop_null().to_pylist())
    if took:
        said.append(
            texts(
                "{count} customer or prospect who bought nothing in the period took seller time for {amount}, which is in no cost here.",
                "{count} customers and prospects who bought nothing in the period took seller time for {amount}, which is in no cost here.",
                count=len(result.idle),
                amount=Money(took, currency),
            )
        )
    if result.unattributed_minor:
        amount = Money(result.unattributed_minor, currency)
        said.append(text("{amount} of the revenue is on lines without a customer, and in no profit here.", amount=amount))
    return said


def _parts(result: ServeResult, currency: str) -> Table:
    """From contribution margin to profit, with what was counted, at which rate, from where."""
    names, kind = part_words(), _kinds(result, currency)
    known = [(part, *kind[part]) for part in result.parts]
    rows: list[list[Cell]] = [[text("Contribution margin"), None, None, result.total("margin")]]
    rows += [[names[part], counted, rate, -result.total(part)] for part, counted, rate in known]
    title = text("From contribution margin to profit. Rates: {source}, {date}", source=result.rates.source, date=result.rates.date)
    return Table(
        key="serve_parts",
        title=title,
        columns=[
            Column(key="part", label=text("What")),
            Column(key="counted", label=text("How much")),
            Column(key="rate", label=text("At")),
            Column(key="amount", label=text("Amount"), kind="money", leading=True, exact=True),
        ],
        rows=rows,
        total=[text("Profit after cost to serve"), None, None, result.total("profit")],
    )


def _kinds(result: ServeResult, currency: str) -> dict[serving.Part, tuple[Text, Text]]:
    """What was counted of each part, and at which rate."""
    rates, rows = result.rates, result.answered
    spent = sum((row["minutes"] or Decimal(0) for row in rows), start=Decimal(0))
    return {
        "seller": (
            text("{minutes} minutes", minutes=minutes(spent)),
            text("{amount} a minute", amount=_amount(rates.seller_minute, currency)),
        ),
        "orders": (_count(rows, "orders"), text("{amount} an order", amount=_amount(rates.order, currency))),
        "lines": (_count(rows, "lines"), text("{amount} a line", amount=_amount(rates.line, currency))),
        "credit": (
            texts("paid after {count} day", "paid after {count} days", count=rates.credit_days or 0),
            text("{share} a year", share=_share(rates.interest or Decimal(0))),
        ),
    }


def _count(rows: Sequence[Row], name: str) -> Text:
    count = sum(row[name] for row in rows)
    if name == "orders":
        return texts("{count} order", "{count} orders", count=count)
    return texts("{count} line", "{count} lines", count=count)


def _amount(rate: Decimal | None, currency: str) -> Value:
    """A rate as money; with the decimals it has when oere are too coarse for it."""
    exact = rate or Decimal(0)
    return Money(to_minor(exact), currency, exact=True) if exact == round(exact, 2) else Number(float(exact), 4)


def _share(rate: Decimal) -> Share:
    return Share(float(rate), next(n for n in range(3) if n == 2 or rate == round(rate, n + 2)))


def _customers(result: ServeResult) -> list[Part]:
    rows, title = words.first_of(result.customers.to_pylist(), text("Per customer"))
    if not rows:
        return []
    estimated = any(row["estimated_minor"] for row in rows)
    columns = [*words.who(), *words.money_columns(result), *words.krone_column(result)]
    if estimated:
        how = text("The part of the revenue whose margin is that of its product group.")
        columns.append(Column(key="estimated", label=text("Estimated"), kind="share", how=how))
    cells = [
        [row["customer_id"], row["name"], *words.money(result, row), *words.krone(result, row), *([_estimated(row)] if estimated else [])]
        for row in rows
    ]
    return [Table(key="serve_customers", title=title, columns=columns, rows=cells, opens=words.opens(rows))]


def _estimated(row: Row) -> float | None:
    return row["estimated_minor"] / row["revenue_minor"] if row["revenue_minor"] > 0 else None
