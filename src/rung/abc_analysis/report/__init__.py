"""How is an ABC analysis told? The sentence first, then the figures, then what to do; every figure opens to its invoice lines."""

from rung.abc_analysis.report import words
from rung.abc_analysis.report.classes import classes, customers
from rung.abc_analysis.report.movement import movement
from rung.abc_analysis.report.one import customer
from rung.abc_analysis.report.rest import apart, months, nameless
from rung.abc_analysis.report.weighing import weighing
from rung.abc_analysis.report.words import how_classed
from rung.abc_analysis.service import WARN_UNATTRIBUTED, AbcResult, concentration_sentence, largest_few, the_whole
from rung.base import Share, Text, text, texts
from rung.kit.report import Figure, Section

__all__ = ["customer", "figures", "how_classed", "lead", "sections", "weighing"]


def lead(result: AbcResult) -> Text:
    """The one sentence to remember."""
    return concentration_sentence(result)


def figures(result: AbcResult, currency: str) -> list[Figure]:
    """The key figures: the total, the customers, class A, the largest customers, and how much names a customer."""
    found, attributed = result.concentration, result.attributed_share
    none_positive = None if found else text("No customer has a positive sum.")
    return [
        Figure(
            label=words.MEASURE_NAMES[result.measure],
            value=words.amount(result, result.total_minor, currency),
            how=words.how_measured(result),
            opens="" if result.measure == "growth" else "all",  # growth is also made of lines outside the period
        ),
        Figure(
            label=text("Customers"),
            value=result.customers.num_rows,
            how=text("Everyone with at least one line in the period, also those whose lines sum to zero or less."),
            opens="#customers" if found else "",
        ),
        Figure(
            label=text("A customers"),
            value=result.classes["A"].customers,
            how=words.how_classed(result),
            note=text("{share} of the customers", share=Share(result.classes["A"].customers / found.customers)) if found else none_positive,
            opens="#abc" if result.customers.num_rows else "",
        ),
        _largest(result),
        Figure(
            label=text("Tied to a customer"),
            value=None if attributed is None else Share(attributed),
            how=text("The value on lines that name a customer, of the value of all lines."),
            note=text("The total is not positive, so it has no parts.") if attributed is None else None,
            tone="warn" if attributed is not None and 1 - attributed > WARN_UNATTRIBUTED else "",
            opens="#nameless" if result.unattributed_lines else "",
        ),
    ]


def _largest(result: AbcResult) -> Figure:
    few, share = largest_few(result)
    return Figure(
        label=texts("Your largest customer", "Your {count} largest customers", count=few),
        value=share if result.concentration else None,
        how=text("Of the total of the customers with a positive value."),
        note=text("of {what}", what=the_whole(result)) if result.concentration else text("No customer has a positive sum."),
        opens="#customers" if result.concentration else "",
    )


def sections(result: AbcResult, currency: str) -> list[Section]:
    """The whole analysis: classes and curve, customers, movement, months, those at zero or below, and what names no customer."""
    made = [
        classes(result) if result.customers.num_rows else None,
        customers(result),
        movement(result),
        months(result, currency),
        apart(result, currency),
        nameless(result, currency),
    ]
    return [section for section in made if section is not None]
