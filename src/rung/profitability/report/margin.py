"""How is profitability told? What is left, on whom, on what; who costs money; and for how much of the revenue it is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from rung.base import Money, Share, Text, text
from rung.kit.report import Cell, Column, Figure, Note, Part, Section, Table
from rung.profitability.service.margin import MarginResult, credited_sentence, known_sentence, loss_sentence, part_of, sentence, share_left

Row = Mapping[str, Any]
_FREE_WORTH_A_WORD = 0.01


def figures(result: MarginResult, currency: str) -> list[Figure]:
    """The key figures: what is left, as money and as a share of the revenue."""
    left = result.margin_share
    missing = text("No line has a cost.") if result.margin_minor is None else None
    losing = result.margin_minor is not None and result.margin_minor < 0
    return [
        Figure(
            label=text("Contribution margin"),
            value=None if result.margin_minor is None else Money(result.margin_minor, currency),
            how=_how(result),
            note=missing or (loss_sentence(result, currency) if losing and result.loss_makers else known_sentence(result)),
            tone="bad" if losing else "",
            opens="#margin",
        ),
        Figure(
            label=text("Margin ratio"),
            value=None if left is None else Share(left, 1),
            how=text("Contribution margin divided by the revenue it is of."),
            note=missing or (text("Nothing was sold where the cost is known.") if left is None else None),
            opens="#margin",
        ),
    ]


def sections(result: MarginResult, currency: str) -> list[Section]:
    """Margin per customer, customers that cost money, product groups; or what is missing, and how to give it."""
    if result.margin_minor is None:
        return [_missing(result)]
    made = [_customers(result, currency), _losses(result, currency), _groups(result)]
    return [section for section in made if section is not None]


def _how(result: MarginResult) -> Text:
    return text(
        "Revenue less the cost of the goods sold, line by line, from {start} to {end}. Where the cost is unknown, the margin you gave for "
        "the product group is used and called estimated; without one the line is left out, never counted as pure profit.",
        start=result.period.start,
        end=result.period.last,
    )


def _missing(result: MarginResult) -> Section:
    """No answer, and the way to one: the groups are listed by the names that the margins must be given for."""
    groups = sorted(result.groups.to_pylist(), key=lambda row: (-row["revenue_minor"], row["product_group"] or ""))
    rows: list[list[Cell]] = [[_group(row), row["revenue_minor"], part_of(row["revenue_minor"], result.revenue_minor)] for row in groups]
    table = Table(
        key="groups_without_margin",
        title=text("Revenue per product group"),
        columns=[
            Column(key="product_group", label=text("Product group")),
            Column(key="revenue", label=text("Revenue"), kind="money"),
            Column(key="share", label=text("Share of the revenue"), kind="share"),
        ],
        rows=rows,
        opens=[_opens_group(row) for row in groups],
        first_rows=12,
    )
    step = text("Bring in a file with the cost of the goods on each line, or give the margin of each product group: --margin GROUP=PERCENT")
    return Section(
        key="margin",
        title=text("What do you earn on your customers?"),
        sentence=text("Nobody can say what you earn: no line has a cost."),
        how=_how(result),
        parts=[Note(sentence=step), *([table] if any(row["product_group"] for row in groups) else [])],
    )


def _customers(result: MarginResult, currency: str) -> Section:
    rows = result.customers.to_pylist()
    parts: list[Part] = [Note(sentence=said) for said in [known_sentence(result)] if said]
    free = part_of(result.free_minor, result.revenue_minor)
    if free is not None and free >= _FREE_WORTH_A_WORD:
        warning = text("On {share} of the revenue the cost is given as exactly 0. Check that it is not simply missing.", share=Share(free))
        parts.append(Note(sentence=warning, tone="warn"))
    if not result.loss_makers:
        parts.append(Note(sentence=loss_sentence(result, currency), tone="good"))
        parts += [Note(sentence=said) for said in [credited_sentence(result, currency)] if said]
    if rows:
        parts.append(_customer_table(result, "margin_per_customer", rows, first_rows=25))
    return Section(
        key="margin",
        title=text("What do you earn on your customers?"),
        sentence=sentence(result, currency),
        how=_how(result),
        parts=parts,
    )


def _losses(result: MarginResult, currency: str) -> Section | None:
    if not result.loss_makers:
        return None
    step = text("Start at the top: is it the price, the discount, or the goods they choose?")
    return Section(
        key="losses",
        title=text("Who costs you money?"),
        sentence=loss_sentence(result, currency),
        how=text(
            "Customers whose goods cost more than they paid, counted only where the cost is known or estimated. "
            "Customers credited for as much as they bought, or more, are not among them."
        ),
        parts=[
            Note(sentence=step),
            _customer_table(result, "loss_makers", result.loss_makers, first_rows=10),
            *(Note(sentence=said) for said in [credited_sentence(result, currency)] if said),
        ],
    )


def _groups(result: MarginResult) -> Section | None:
    rows = result.groups.to_pylist()
    if not any(row["product_group"] for row in rows):
        return None
    best = rows[0]
    share = share_left(best["margin_minor"], best["known_minor"] + best["estimated_minor"])
    said = text("You earn on none of your product groups.")
    if share is not None and share > 0:
        said = text(
            "You earn most on {group}: {share} of its revenue is left when the goods are paid.", group=_group(best), share=Share(share)
        )
    table = Table(
        key="margin_per_group",
        columns=[Column(key="product_group", label=text("Product group")), *_columns(result)],
        rows=[[_group(row), *_cells(result, row)] for row in rows],
        opens=[_opens_group(row) for row in rows],
        total=[text("In all"), *_cells(result, _total(result))],
    )
    return Section(key="groups", title=text("What do you earn it on?"), sentence=said, how=_how(result), parts=[table])


def _customer_table(result: MarginResult, key: str, rows: Sequence[Row], *, first_rows: int) -> Table:
    who = [Column(key="customer_id", label=text("Customer no."), kind="id"), Column(key="name", label=text("Name"))]
    return Table(
        key=key,
        columns=[*who, *_columns(result)],
        rows=[[row["customer_id"], row["name"], *_cells(result, row)] for row in rows],
        opens=[f"customer_id={row['customer_id']}" for row in rows],
        first_rows=first_rows,
    )


def _columns(result: MarginResult) -> list[Column]:
    columns = [
        Column(key="revenue", label=text("Revenue"), kind="money"),
        Column(key="margin", label=text("Contribution margin"), kind="money", how=_how(result), leading=True),
        Column(key="left", label=text("Margin ratio"), kind="share", how=text("Contribution margin divided by the revenue it is of.")),
        Column(key="known", label=text("Cost known"), kind="share", how=text("The part of the revenue whose cost is known.")),
    ]
    if result.estimated_minor:
        how = text("The part of the revenue whose margin is that of its product group.")
        columns.append(Column(key="estimated", label=text("Estimated"), kind="share", how=how))
    return columns


def _cells(result: MarginResult, row: Row) -> list[Cell]:
    revenue, known, estimated, margin = (row[f"{name}_minor"] for name in ("revenue", "known", "estimated", "margin"))
    cells: list[Cell] = [revenue, margin, share_left(margin, known + estimated), part_of(known, revenue)]
    return [*cells, part_of(estimated, revenue)] if result.estimated_minor else cells


def _total(result: MarginResult) -> Row:
    return {
        "revenue_minor": result.revenue_minor,
        "known_minor": result.known_minor,
        "estimated_minor": result.estimated_minor,
        "margin_minor": result.margin_minor,
    }


def _group(row: Row) -> Text | str:
    return row["product_group"] or text("Without a product group")


def _opens_group(row: Row) -> str:
    return f"product_group={row['product_group'] or ''}"
