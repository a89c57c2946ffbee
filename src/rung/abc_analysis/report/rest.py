"""What stands beside the classes: the months, customers at zero or below, and what names no customer?"""

from collections.abc import Callable, Mapping

from rung.abc_analysis.compute import Measure
from rung.abc_analysis.report import words
from rung.abc_analysis.service import THE_MEASURE, AbcResult, unattributed_sentence
from rung.base import Money, Share, Text, Value, text, texts
from rung.kit.report import Bars, Figure, Note, Part, Section, Series, Table


def months(result: AbcResult, currency: str) -> Section:
    """Revenue month by month, beside the period before when the data go back to it."""
    now, then = result.revenue_minor, [month.before_minor for month in result.months]
    series = [Series(name=text("This period"), values=[month.revenue_minor for month in result.months])]
    sentence = text("Revenue was {amount}.", amount=Money(now, currency))
    if None not in then:
        series.append(Series(name=text("The period before"), values=then, earlier=True))
        before = sum(value or 0 for value in then)
        change = Share(abs(now - before) / before if before > 0 else 0, 1)
        if before > 0 and now >= before:
            sentence = text("Revenue was {amount}, {share} more than in the period before.", amount=Money(now, currency), share=change)
        elif before > 0:
            sentence = text("Revenue was {amount}, {share} less than in the period before.", amount=Money(now, currency), share=change)
    bars = Bars(
        key="months",
        title=text("Revenue per month"),
        labels=[month.month for month in result.months],
        series=series,
        opens=[f"month={month.month:%Y-%m}" for month in result.months],
    )
    how = text("All invoice lines by the month of their date, also those without a customer; credit notes count negative.")
    return Section(key="months", title=text("How did the period go?"), sentence=sentence, how=how, parts=[bars])


def apart(result: AbcResult, currency: str) -> Section | None:
    """Customers at zero or below, worst first; None when there are none. Zero is neither a credit nor a loss, so it is told by itself."""
    shown = [row for row in result.customers.to_pylist() if row["value_minor"] <= 0]
    if not shown:
        return None
    shown.sort(key=lambda row: (row["value_minor"], row["customer_id"]))
    below = [row for row in shown if row["value_minor"] < 0]
    zeros = len(shown) - len(below)
    at_zero = texts("{count} customer comes to exactly zero.", "{count} customers come to exactly zero.", count=zeros)
    parts: list[Part] = [Note(sentence=at_zero)] if below and zeros else []
    title, sentence = text("Customers at zero"), at_zero
    if below:
        title, sentence, step = _APART[result.measure](
            len(below), words.amount(result, -sum(row["value_minor"] for row in below), currency)
        )
        parts.append(Note(sentence=step))
    table = Table(
        key="apart",
        columns=[*words.who(), words.value_column(result, "value", words.MEASURE_NAMES[result.measure])],
        rows=[[*words.named(row), words.cell(result, row["value_minor"])] for row in shown],
        opens=words.opens(shown),
        first_rows=10,
    )
    how = text("They count as C. They are left out of the total that shares are taken of, for a share of a total cannot be negative.")
    return Section(key="apart", title=title, sentence=sentence, how=how, parts=[table, *parts])


def _net_credit(count: int, below: Value) -> tuple[Text, Text, Text]:
    return (
        text("Credited more than they bought"),
        texts(
            "{count} customer was credited more than it bought: {below}.",
            "{count} customers were credited more than they bought: {below} together.",
            count=count,
            below=below,
        ),
        text("Find out why: returns, a wrong invoice, or a cancelled order from an earlier period?"),
    )


def _returned(count: int, below: Value) -> tuple[Text, Text, Text]:
    return (
        text("Returned more than they bought"),
        texts(
            "{count} customer returned more units than it bought: {below}.",
            "{count} customers returned more units than they bought: {below} together.",
            count=count,
            below=below,
        ),
        text("Find out why they send the goods back."),
    )


def _unprofitable(count: int, below: Value) -> tuple[Text, Text, Text]:
    return (
        text("Customers with a negative margin"),
        texts(
            "{count} customer has a negative contribution margin: {below} below zero.",
            "{count} customers have a negative contribution margin: {below} below zero together.",
            count=count,
            below=below,
        ),
        text("Look at prices, discounts and returns before you spend more time on them."),
    )


def _no_growth(count: int, below: Value) -> tuple[Text, Text, Text]:
    return (
        text("Customers that bought less"),
        texts(
            "{count} customer bought less than in the period before: {below} less.",
            "{count} customers bought less than in the period before: {below} less together.",
            count=count,
            below=below,
        ),
        text("Call the largest of them, and ask what has changed."),
    )


_APART: Mapping[Measure, Callable[[int, Value], tuple[Text, Text, Text]]] = {
    "revenue": _net_credit,
    "margin": _unprofitable,
    "profit": _unprofitable,
    "units": _returned,
    "growth": _no_growth,
}


def nameless(result: AbcResult, currency: str) -> Section | None:
    """What could not be given to any customer, with a warning when it is much; None when every line names a customer."""
    count, share = result.unattributed_lines, result.attributed_share
    if not count:
        return None
    how = text("Cash sales, postings without a customer, and invoices whose customer the file does not give.")
    amount = words.amount(result, result.unattributed_minor, currency)
    sentence = texts("{count} line names no customer.", "{count} lines name no customer.", count=count)
    if share is not None:
        sentence = texts(
            "{count} line names no customer: {share} of {what}.",
            "{count} lines name no customer: {share} of {what}.",
            count=count,
            share=Share(1 - share, 1),
            what=THE_MEASURE[result.measure],
        )
    warning = unattributed_sentence(result)
    return Section(
        key="nameless",
        title=text("Sales without a customer"),
        sentence=sentence,
        how=how,
        parts=[Note(sentence=warning, tone="warn")] if warning else [],
        figures=[Figure(label=text("Without a customer"), value=amount, how=how, opens="customer_id=")],
    )
