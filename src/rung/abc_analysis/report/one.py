"""What is one customer worth, and where does it stand among the others?"""

from rung.abc_analysis.compute import NO_CLASS
from rung.abc_analysis.report import words
from rung.abc_analysis.service import THE_MEASURE, AbcResult
from rung.base import Share, Text, text
from rung.kit.report import Figure, Section


def customer(result: AbcResult, customer_id: str, currency: str) -> Section | None:
    """The customer's value, class and place; None for who has no value in the period or the one before."""
    rows = [*result.customers.to_pylist(), *result.gone.to_pylist()]
    row = next((row for row in rows if row["customer_id"] == customer_id), None)
    if row is None:
        return None
    return Section(
        key="worth",
        title=text("What is it worth?"),
        sentence=_sentence(result, row),
        how=words.how_classed(result),
        figures=_figures(result, row, currency),
    )


def _sentence(result: AbcResult, row: words.Row) -> Text:
    if row["abc"] == NO_CLASS:
        return text("It was {before} in the period before, and has bought nothing in this one.", before=row["before_abc"])
    said = text(
        "It is {abc}: number {rank} of {all} by {what}.",
        abc=row["abc"],
        rank=row["rank"],
        all=result.customers.num_rows,
        what=THE_MEASURE[result.measure],
    )
    if row["before_abc"] is None:
        return said
    if row["before_abc"] == NO_CLASS:
        return text("{said} It was not there in the period before.", said=said)
    return text("{said} In the period before it was {before}.", said=said, before=row["before_abc"])


def _figures(result: AbcResult, row: words.Row, currency: str) -> list[Figure]:
    now, before, how = row["value_minor"] or 0, row["before_minor"], words.how_measured(result)
    found = [Figure(label=words.MEASURE_NAMES[result.measure], value=words.amount(result, now, currency), how=how, opens="all")]
    if before is not None:
        found.append(Figure(label=text("The period before"), value=words.amount(result, before, currency), how=how))
    if result.positive_minor > 0 and now > 0:
        of_all = text("Of the total of the customers with a positive value.")
        share = now / result.positive_minor
        found.append(Figure(label=text("Share of the total"), value=Share(share, 1 if share < 0.1 else 0), how=of_all))
    return found
