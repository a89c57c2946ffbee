"""Who stayed, who left, whom to call, and what is the revenue made of?"""

from collections.abc import Mapping, Sequence

from rung.base import Share, Text, text
from rung.kit.report import Bars, Cell, Column, Figure, Note, Part, Section, Series, Table
from rung.loyalty.compute.split import KINDS, STEPS, Kind, Step
from rung.loyalty.report import words
from rung.loyalty.service.asking import part_of
from rung.loyalty.service.stay import Stay, split_sentence, stay_sentence

_STEP_WORDS: Mapping[Step, tuple[Text, Text]] = {
    "new": (text("New"), text("Welcome them, and ask what else they need.")),
    "won_back": (text("Won back"), text("Thank them, and hear what brought them back.")),
    "expanded": (text("Bought more"), text("Thank them, and agree on the year ahead.")),
    "contracted": (text("Bought less"), text("Find out what they buy elsewhere now.")),
    "lost": (text("Lost"), text("Call the largest, and hear why.")),
    "flat": (text("Bought exactly as much"), text("Ask what more they need.")),
    "other": (text("Credits on both sides"), text("Look through the credit notes.")),
}
_KIND_WORDS: Mapping[Kind, tuple[Text, Text]] = {
    "new_buy": (text("New purchase"), text("From customers who never bought from you before.")),
    "add_on": (text("Add-on purchase"), text("From old customers, in a product group they never bought before.")),
    "rebuy": (text("Re-purchase"), text("Up to what the customer bought of the product group in the period before.")),
    "buy_more": (text("Buying more"), text("Beyond what the customer bought of the product group in the period before.")),
    "won_back": (text("Won back"), text("From customers who bought long ago, and nothing in the period before.")),
    "returns": (text("Returns"), text("Product groups in which a customer was credited more than it bought.")),
}


def figures(stay: Stay) -> list[Figure]:
    """How much of the revenue stayed, with and without growth."""
    gross, net = stay.gross_retention, stay.net_retention
    nothing = text("There was no revenue in the period before.") if gross is None or net is None else None
    return [
        Figure(
            label=text("Revenue that stayed"),
            value=None if gross is None else Share(gross),
            how=text("The revenue of the period before, less what lost customers took and what others bought less, as a part of it."),
            note=nothing or text("of the period before"),
            opens="#loyalty",
        ),
        Figure(
            label=text("Stayed, with growth"),
            value=None if net is None else Share(net),
            how=text("As revenue that stayed, with what customers who stayed bought more. Over the whole, they grow by themselves."),
            note=nothing or text("of the period before"),
            opens="#loyalty",
        ),
    ]


def bridge(stay: Stay, currency: str) -> Section:
    """From the revenue of the period before to that of this one, step by step, and whom to call."""
    parts: list[Part] = [_bars(stay), _steps(stay)]
    lists = (
        _customers(stay, "lost_customers", text("Lost: call these first"), "lost"),
        _customers(stay, "bought_less", text("Bought less: find out why"), "contracted"),
        _customers(stay, "came", text("Came, new or back again: make them stay"), "new", "won_back"),
    )
    parts += [one for one in lists if one]
    return Section(
        key="loyalty",
        title=text("Who stayed, and who left?"),
        sentence=stay_sentence(stay, currency),
        how=text(
            "Each customer's revenue from {start} to {end} against the period of equal length just before, from {before} on. Lost: bought "
            "then, and nothing or less now. Won back: bought earlier, but nothing in the period before.",
            start=stay.period.start,
            end=stay.period.last,
            before=stay.base.start,
        ),
        parts=parts,
        figures=[_customers_stayed(stay)],
        customers={f"bridge-{step}": words.those(_STEP_WORDS[step][0], stay.took(step)) for step in STEPS},
    )


def _customers_stayed(stay: Stay) -> Figure:
    kept = stay.customer_retention
    return Figure(
        label=text("Customers that stayed"),
        value=None if kept is None else Share(kept),
        how=text("Customers who bought in both periods, of those who bought in the period before."),
        note=text("Nobody bought in the period before.") if kept is None else None,
    )


def _bars(stay: Stay) -> Bars:
    shown = [step for step, one in stay.steps.items() if one.change_minor]
    amounts = [stay.opening_minor, *(stay.steps[step].change_minor for step in shown), stay.closing_minor]
    return Bars(
        key="bridge",
        title=text("From the period before to this one"),
        labels=[text("The period before"), *(_STEP_WORDS[step][0] for step in shown), text("This period")],
        series=[Series(name=text("Revenue"), values=amounts)],
        note=text("The first bar and all the changes add up to the last."),
        opens=["", *(f"customers=bridge-{step}" for step in shown), "all"],
    )


def _steps(stay: Stay) -> Table:
    taken = {step: one for step, one in stay.steps.items() if one.customers}
    rows: list[list[Cell]] = [
        [_STEP_WORDS[step][0], one.customers, one.base_minor, one.current_minor, one.change_minor, _STEP_WORDS[step][1]]
        for step, one in taken.items()
    ]
    everyone = sum(one.customers for one in stay.steps.values())
    change = stay.closing_minor - stay.opening_minor
    return Table(
        key="bridge_steps",
        columns=[
            Column(key="step", label=text("Customers who are")),
            Column(key="customers", label=text("Customers"), kind="count"),
            *_amounts(),
            Column(key="next", label=text("Next step")),
        ],
        rows=rows,
        opens=[f"customers=bridge-{step}" for step in taken],
        total=[text("In all"), everyone, stay.opening_minor, stay.closing_minor, change, None],
    )


def _amounts() -> list[Column]:
    return [
        Column(key="before", label=text("Before"), kind="money"),
        Column(key="now", label=text("Now"), kind="money"),
        Column(key="change", label=text("Change"), kind="money"),
    ]


def _customers(stay: Stay, key: str, title: Text, *steps: Step) -> Table | None:
    rows, title = words.first_of(stay.took(*steps), title)
    cells: list[list[Cell]] = [
        [*words.named(row), row["base_minor"], row["revenue_minor"], row["revenue_minor"] - row["base_minor"]] for row in rows
    ]
    return (
        Table(key=key, title=title, columns=[*words.who(), *_amounts()], rows=cells, opens=words.opens(rows), first_rows=10)
        if rows
        else None
    )


def kinds(stay: Stay) -> Section:
    """The revenue by kind of purchase, per product group and per customer."""
    groups = [row for row in stay.groups.to_pylist() if row["base_minor"] or any(row[f"{kind}_minor"] for kind in KINDS)]
    parts: list[Part] = [_kind_table(stay)]
    if any(row["product_group"] for row in groups):
        parts.append(
            Table(
                key="kinds_per_group",
                title=text("Per product group"),
                columns=[Column(key="product_group", label=text("Product group")), *_kind_columns()],
                rows=[[words.group_of(row), *_kind_cells(row)] for row in groups],
                opens=[words.opens_group(row) for row in groups],
                total=[text("In all"), *_kind_cells(_total(stay))],
                first_rows=12,
            )
        )
    else:
        parts.append(Note(sentence=text("Bring in a file with product groups, and you see who buys which groups, and who does not.")))
    customers, title = words.first_of(stay.customers.to_pylist(), text("Per customer"))
    parts.append(
        Table(
            key="kinds_per_customer",
            title=title,
            columns=[*words.who(), *_kind_columns()],
            rows=[[*words.named(row), *_kind_cells(row)] for row in customers],
            opens=words.opens(customers),
            total=[text("In all"), None, *_kind_cells(_total(stay))],
            first_rows=10,
        )
    )
    return Section(
        key="kinds",
        title=text("What is your revenue made of?"),
        sentence=split_sentence(stay),
        how=text(
            "The revenue of each customer in each product group, held against the same in the period before. The kinds add up to the "
            "revenue on lines that name a customer."
        ),
        parts=parts,
    )


def _kind_table(stay: Stay) -> Table:
    rows: list[list[Cell]] = [
        [_KIND_WORDS[kind][0], amount, part_of(amount, stay.closing_minor), _KIND_WORDS[kind][1]] for kind, amount in stay.kinds.items()
    ]
    return Table(
        key="kinds",
        columns=[
            Column(key="kind", label=text("Kind of purchase")),
            Column(key="revenue", label=text("Revenue"), kind="money"),
            Column(key="share", label=text("Share of the revenue"), kind="share"),
            Column(key="meaning", label=text("What it is")),
        ],
        rows=rows,
        total=[text("In all"), stay.closing_minor, part_of(stay.closing_minor, stay.closing_minor), None],
    )


def step_name(row: words.Row) -> Text:
    """What the step of the bridge is called that a customer took."""
    return _STEP_WORDS[row["step"]][0]


def kinds_of(row: words.Row) -> Table:
    """One customer's revenue by kind of purchase; kinds it has nothing of are left out."""
    cells: list[list[Cell]] = [[_KIND_WORDS[kind][0], row[f"{kind}_minor"], _KIND_WORDS[kind][1]] for kind in KINDS if row[f"{kind}_minor"]]
    return Table(
        key="kinds",
        columns=[
            Column(key="kind", label=text("Kind of purchase")),
            Column(key="revenue", label=text("Revenue"), kind="money"),
            Column(key="meaning", label=text("What it is")),
        ],
        rows=cells,
        total=[text("In all"), row["revenue_minor"], None],
    )


def _kind_columns() -> list[Column]:
    ends = [Column(key="before", label=text("Before"), kind="money"), Column(key="now", label=text("Now"), kind="money")]
    return [*ends, *(Column(key=kind, label=_KIND_WORDS[kind][0], kind="money", how=_KIND_WORDS[kind][1]) for kind in KINDS)]


def _kind_cells(row: words.Row) -> Sequence[Cell]:
    return [row["base_minor"], row["revenue_minor"], *(row[f"{kind}_minor"] for kind in KINDS)]


def _total(stay: Stay) -> words.Row:
    sums = {f"{kind}_minor": amount for kind, amount in stay.kinds.items()}
    return {"base_minor": stay.opening_minor, "revenue_minor": stay.closing_minor, **sums}
