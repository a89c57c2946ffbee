"""Where to start: the pairs of customer and product group with the most in them, each with its argument."""

from rung.base import Money, Text, text, texts
from rung.kit.report import Cell, Column, Figure, Note, Part, Section, Table
from rung.potential.report import words
from rung.potential.service import PotentialResult


def sentence(result: PotentialResult, currency: str) -> Text:
    """What all customers could buy more for."""
    careful, expected, bold = result.levels
    if not expected:
        return text("Your customers buy as much as good ones among those like them: Rung finds nothing more.")
    return text(
        "If your customers bought as good ones among those like them, you would sell for {expected} more a year. "
        "The careful figure is {careful}, the bold one {bold}.",
        expected=Money(expected, currency),
        careful=Money(careful, currency),
        bold=Money(bold, currency),
    )


def figures(result: PotentialResult, currency: str) -> list[Figure]:
    """The potential at three levels."""
    labels = (text("Untapped potential, careful"), text("Untapped potential"), text("Untapped potential, bold"))
    return [
        Figure(label=label, value=Money(amount, currency), how=words.reached(quantile), note=text("a year"), opens="#potential")
        for label, amount, quantile in zip(labels, result.levels, result.quantiles, strict=True)
    ]


def how(result: PotentialResult) -> Text:
    """How it is computed."""
    return text(
        "From {start} to {end}. For each customer and product group: what those like it who buy the group spend on it, per krone of all "
        "they buy or, where it is known, per employee, made as large as the customer is, less what it buys already. Where it buys nothing "
        "of the group, multiplied by the share of those like it that buy it. Fewer than three buyers give no figure.",
        start=result.period.start,
        end=result.period.last,
    )


def section(result: PotentialResult, currency: str) -> Section:
    """The answer, and the list to work from."""
    parts: list[Part] = [Note(sentence=said) for said in [_groups(result)] if said]
    if result.pairs.num_rows:
        parts.append(_pairs(result, currency))
    if result.pairs.num_rows:
        parts.append(
            Note(
                sentence=text(
                    "Nobody sells all of this: each product group is judged by itself, and who buys more of one may buy less of another. "
                    "Go by the order of the list, not by the sum."
                )
            )
        )
    parts.append(Note(sentence=text("It is not a forecast: it says where to ask, not what they will answer.")))
    return Section(
        key="potential",
        title=text("What more could your customers buy?"),
        sentence=sentence(result, currency),
        how=how(result),
        parts=parts,
        figures=figures(result, currency),
    )


def _groups(result: PotentialResult) -> Text | None:
    """What stands for product groups, where the file names none."""
    match result.grouping.kind:
        case "groups":
            return None
        case "products":
            return text("Your lines name no product groups, so each product stands for itself.")
        case "prefix":
            return texts(
                "Your lines name no product groups, so products whose numbers begin with the same character stand in for one. "
                "Bring in a product list with groups, and the list speaks your language.",
                "Your lines name no product groups, so products whose numbers begin with the same {count} characters stand in for one. "
                "Bring in a product list with groups, and the list speaks your language.",
                count=result.grouping.length,
            )


def _pairs(result: PotentialResult, currency: str) -> Table:
    listed = result.pairs.slice(0, words.MOST_ROWS).to_pylist()
    rows, title = words.first_of(listed, result.pairs.num_rows, text("Start here"))
    cells: list[list[Cell]] = [
        [*words.named(row), words.group(result, row["product_group"]), *words.amount_cells(row), argument(result, row, currency)]
        for row in rows
    ]
    return Table(
        key="potential_pairs",
        title=title,
        columns=[
            *words.who(),
            Column(key="product_group", label=text("Product group"), leading=True),
            *words.amounts(result),
            Column(key="why", label=text("Why")),
        ],
        rows=cells,
        opens=[f"customer_id={row['customer_id']}" for row in rows],
        first_rows=15,
    )


def argument(result: PotentialResult, row: words.Row, currency: str) -> Text:
    """Why a customer could buy more of a group, with counts."""
    said = {
        "buyers": row["buyers"],
        "peers": row["peers"],
        "group": words.group(result, row["product_group"]),
        "typical": Money(row["typical_minor"], currency),
    }
    if row["bought_minor"] <= 0:
        return text(
            "{buyers} of {peers} customers like it buy {group}; good ones its size for {typical} a year. You sell it none.",
            **said,
        )
    return text(
        "{buyers} of {peers} customers like it buy {group}; good ones its size for {typical} a year. It buys for {bought}.",
        bought=Money(row["bought_minor"], currency),
        **said,
    )
