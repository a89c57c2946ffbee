"""Who slips away, who has lapsed, and how many at the top are profitable?"""

from rung.base import Money, Text, text, texts
from rung.kit.report import Cell, Column, Figure, Part, Section, Table
from rung.ladder.report import words
from rung.ladder.service import LadderResult


def slipping(result: LadderResult, currency: str) -> Section | None:
    """Buyers and customers who are silent for longer than they use to be, and those who are gone; None when nobody bought."""
    if not result.top.customers and not result.steps["buyer"].parties:
        return None
    largest_first = result.parties.sort_by([("net_minor", "descending"), ("party_id", "ascending")])
    slips = words.chosen(largest_first, slipping=True, lapsed=False).to_pylist()
    lapsed = words.chosen(largest_first, lapsed=True).to_pylist()
    found = (
        _list("ladder_slipping", text("Slipping: call these, from the top"), slips),
        _list("ladder_lapsed", text("Lapsed: write to these, and call only the largest"), lapsed),
    )
    parts: list[Part] = [one for one in found if one]
    return Section(
        key="ladder_slipping",
        title=text("Who slips from the ladder?"),
        sentence=_sentence(slips, lapsed, currency),
        how=text(
            "Slipping: more likely gone than not, where the habits of your customers tell; else silent for more than three times the usual "
            "time between its purchases (the median), from three purchases on. Lapsed: no purchase for {months} months. Both stay on their "
            "step.",
            months=result.lapsed_months,
        ),
        parts=parts,
    )


def _sentence(slips: list[words.Row], lapsed: list[words.Row], currency: str) -> Text:
    if not slips and not lapsed:
        return text("Nobody slips: no customer is silent for much longer than usual.")
    away = texts(
        "{count} is slipping and has bought for {amount}.",
        "{count} are slipping and have bought for {amount}.",
        count=len(slips),
        amount=Money(sum(row["net_minor"] for row in slips), currency),
    )
    gone = texts("{count} has lapsed.", "{count} have lapsed.", count=len(lapsed))
    return text("{away} {gone}", away=away, gone=gone)


def _list(key: str, title: Text, found: list[words.Row]) -> Table | None:
    rows, title = words.first_of(found, title)
    cells: list[list[Cell]] = [[*words.named(row), words.STEP[row["step"]], row["net_minor"], row["last"], _why(row)] for row in rows]
    columns = [
        *words.who(),
        Column(key="step", label=text("Step")),
        Column(key="bought", label=text("Bought so far"), kind="money", how=text("All its revenue in the data, credit notes deducted.")),
        Column(key="last", label=text("Last purchase"), kind="date"),
        Column(key="why", label=text("Why it is here")),
    ]
    return Table(key=key, title=title, columns=columns, rows=cells, opens=words.opens(rows), first_rows=10) if rows else None


def _why(row: words.Row) -> Text:
    silent, usual = row["silent_days"], row["usual_gap_days"]
    if row["occasions"] == 1:
        return text("Bought once, {silent} days ago.", silent=silent)
    if usual is None:
        return text("Bought twice; silent for {silent} days.", silent=silent)
    return texts(
        "Silent for {silent} days, usually buys every day.",
        "Silent for {silent} days, usually buys every {count} days.",
        silent=silent,
        count=max(round(usual), 1),
    )


def profitable_figure(result: LadderResult) -> Figure:
    """How many on the top step are profitable; no answer while no cost is known."""
    top = result.top
    known = top.profitable + top.unprofitable
    note = text("of {customers} on the top step", customers=top.customers)
    if not top.customers:
        note = text("Nobody has bought twice.")
    elif not known:
        note = text("No cost is known for them.")
    return Figure(
        label=text("Profitable customers at the top"),
        value=top.profitable if known else None,
        how=text("Customers who have bought twice or more, and from whom something was left in the period when the goods were paid."),
        note=note,
        opens="#ladder_top" if top.customers else "",
    )


def top(result: LadderResult) -> Section | None:
    """What the top step is worth; None when nobody stands there."""
    if not result.top.customers:
        return None
    losing = words.chosen(result.parties, step="customer", profitable=False).to_pylist()
    losing.sort(key=lambda row: (row["margin_minor"] or 0, row["party_id"]))
    listed = _losing(losing)
    return Section(
        key="ladder_top",
        title=text("How many at the top are profitable?"),
        sentence=_top_sentence(result),
        how=text(
            "Of customers who have bought twice or more: what was left in the period when the goods were paid, or the profit after cost to "
            "serve where it is known. A customer of whom no cost is known is not counted as profitable."
        ),
        parts=[_worth(result), *([listed] if listed else [])],
    )


def _worth(result: LadderResult) -> Table:
    top = result.top
    rows: list[list[Cell]] = [
        [text("Profitable"), top.profitable, text("Keep them, and find more like them.")],
        [text("Not profitable"), top.unprofitable, text("Look at prices, discounts and what they cost you.")],
        [text("Cost not known"), top.unknown, text("Bring in what the goods cost you.")],
        [text("Bought nothing in the period"), top.idle, text("Ask what it would take to buy again.")],
    ]
    return Table(
        key="ladder_top",
        columns=[
            Column(key="kind", label=text("On the top step")),
            Column(key="customers", label=text("Customers"), kind="count"),
            Column(key="next", label=text("Next step")),
        ],
        rows=[row for row in rows if row[1]],
        total=[text("In all"), top.customers, None],
    )


def _top_sentence(result: LadderResult) -> Text:
    top = result.top
    if not top.profitable + top.unprofitable:
        return text("Nobody can say which customers are profitable while no cost of what they bought is known.")
    return texts(
        "{profitable} of the {count} customer on the top step is profitable.",
        "{profitable} of the {count} customers on the top step are profitable.",
        profitable=top.profitable,
        count=top.customers,
    )


def _losing(found: list[words.Row]) -> Table | None:
    rows, title = words.first_of(found, text("On the top step, but not profitable"))
    columns = [
        *words.who(),
        Column(key="revenue", label=text("Revenue"), kind="money"),
        Column(key="margin", label=text("Contribution margin"), kind="money"),
    ]
    cells: list[list[Cell]] = [[*words.named(row), row["revenue_minor"], row["margin_minor"]] for row in rows]
    return Table(key="ladder_losing", title=title, columns=columns, rows=cells, opens=words.opens(rows), first_rows=10) if rows else None
