"""Who bought lately, often and for much, and do those who came together stay together?"""

from collections.abc import Sequence
from datetime import date

from rung.base import Share, Text, text, texts
from rung.kit.report import Cell, Column, Customers, Matrix, Section, Table
from rung.loyalty.compute.rfm import QUINTILES
from rung.loyalty.report import words
from rung.loyalty.service import LoyaltyResult

_HIGH, _LOW = 4, 2
_MONTHS_SHOWN = (1, 3, 6, 12)
_MOST_COHORTS = 24


def rfm(result: LoyaltyResult) -> Section | None:
    """Customers by when and how often they bought, and what to do with each kind; None when nobody bought."""
    rows = result.rfm.to_pylist()
    if not rows:
        return None
    best = sum(_kind(row) == "best" for row in rows)
    scores = list(range(1, QUINTILES + 1))
    grid = Matrix(
        key="rfm",
        title=text("Customers by how lately and how often they bought"),
        row_title=text("Lately"),
        column_title=text("Often"),
        row_labels=[str(score) for score in reversed(scores)],
        column_labels=[str(score) for score in scores],
        cells=[[len(_scored(rows, r, f)) for f in scores] for r in reversed(scores)],
        opens=[[f"customers=rfm-{r}-{f}" for f in scores] for r in reversed(scores)],
        note=text("5 is the best fifth of the customers, 1 the last. Customers who are equal always have the same score."),
    )
    return Section(
        key="rfm",
        title=text("Who buys lately, often and for much?"),
        sentence=texts(
            "{count} of your {all} customers bought both lately and often: keep them.",
            "{count} of your {all} customers bought both lately and often: keep them.",
            count=best,
            all=len(rows),
        ),
        how=text(
            "From {start} to {end}: days since the last purchase, number of purchases (days with more bought than credited), and revenue. "
            "Each is scored by the fifth of the customers it stands in; equal customers share the middle of their places.",
            start=result.period.start,
            end=result.period.last,
        ),
        parts=[grid, _kinds(rows), _scores(rows)],
        customers=_behind(rows),
    )


def _scored(rows: Sequence[words.Row], r: int, f: int) -> list[words.Row]:
    return [row for row in rows if row["r"] == r and row["f"] == f]


def _behind(rows: Sequence[words.Row]) -> dict[str, Customers]:
    """The customers behind each cell of the grid, and behind each kind."""
    scores = range(1, QUINTILES + 1)
    found = {
        f"rfm-{r}-{f}": words.those(text("Lately {lately}, often {often}", lately=r, often=f), _scored(rows, r, f))
        for r in scores
        for f in scores
    }
    kinds = {f"rfm-{kind}": words.those(label, [row for row in rows if _kind(row) == kind]) for kind, (label, _) in _KINDS.items()}
    return found | kinds


_KINDS: dict[str, tuple[Text, Text]] = {
    "best": (text("Bought lately and often"), text("Keep them: agree on the year ahead.")),
    "new": (text("Bought lately, but seldom"), text("Make them come again: ask what else they need.")),
    "silent": (text("Bought often, but not lately"), text("Call them before they are gone.")),
    "asleep": (text("Bought seldom, and long ago"), text("Write to them; call only the largest.")),
    "middle": (text("In between"), text("Ask what it would take to buy more often.")),
}


def _kind(row: words.Row) -> str:
    if row["r"] >= _HIGH:
        return "best" if row["f"] >= _HIGH else "new" if row["f"] <= _LOW else "middle"
    if row["r"] <= _LOW:
        return "silent" if row["f"] >= _HIGH else "asleep" if row["f"] <= _LOW else "middle"
    return "middle"


def _kinds(rows: Sequence[words.Row]) -> Table:
    cells: list[list[Cell]] = []
    opens: list[str] = []
    for kind, (label, step) in _KINDS.items():
        mine = [row for row in rows if _kind(row) == kind]
        if mine:
            cells.append([label, len(mine), sum(row["monetary_minor"] for row in mine), step])
            opens.append(f"customers=rfm-{kind}")
    return Table(
        key="rfm_kinds",
        title=text("How to follow up"),
        columns=[
            Column(key="kind", label=text("Who"), how=text("Lately and often: score 4 or 5. Seldom and long ago: 1 or 2.")),
            Column(key="customers", label=text("Customers"), kind="count"),
            Column(key="revenue", label=text("Revenue"), kind="money"),
            Column(key="step", label=text("Next step")),
        ],
        rows=cells,
        opens=opens,
    )


def _scores(rows: Sequence[words.Row]) -> Table:
    rows, title = words.first_of(rows, text("Per customer"))
    return Table(
        key="rfm_customers",
        title=title,
        columns=[
            *words.who(),
            Column(key="recency", label=text("Days since last purchase"), kind="count"),
            Column(key="frequency", label=text("Purchases"), kind="count"),
            Column(key="monetary", label=text("Revenue"), kind="money"),
            Column(key="r", label=text("Lately"), kind="count"),
            Column(key="f", label=text("Often"), kind="count"),
            Column(key="m", label=text("Much"), kind="count"),
        ],
        rows=[
            [*words.named(row), row["recency_days"], row["frequency"], row["monetary_minor"], row["r"], row["f"], row["m"]] for row in rows
        ],
        opens=words.opens(rows),
        first_rows=10,
    )


def cohorts(result: LoyaltyResult) -> Section | None:
    """Customers by the month they first bought, and how many of them bought again later; None when there are less than two months."""
    cells = {(row["cohort"], row["since"]): row for row in result.cohorts.to_pylist()}
    months = sorted({cohort for cohort, _ in cells})
    if len(months) < 2:
        return None
    last = result.period.last
    now = last.year * 12 + last.month - 1
    return Section(
        key="cohorts",
        title=text("Do new customers come back?"),
        sentence=_cohort_sentence(cells, months, now),
        how=text(
            "Customers are put together by the month of their first purchase in the data, and followed month by month. The first months "
            "hold everyone who was a customer before the data begin."
        ),
        parts=[_cohort_table(cells, months[-_MOST_COHORTS:], now)],
    )


def _cohort_table(cells: dict[tuple[int, int], words.Row], months: Sequence[int], now: int) -> Table:
    rows: list[list[Cell]] = []
    for month in months:
        size = cells[month, 0]["customers"]
        revenue = sum(row["revenue_minor"] for (cohort, _), row in cells.items() if cohort == month)
        shares = [_share(cells.get((month, since)), size) if month + since <= now else None for since in _MONTHS_SHOWN]
        rows.append([date(month // 12, month % 12 + 1, 1), size, *shares, revenue])
    later = [
        Column(
            key=f"after_{since}",
            label=texts("Bought {count} month later", "Bought {count} months later", count=since),
            kind="share",
            how=text("The part of them that bought in that very month."),
        )
        for since in _MONTHS_SHOWN
    ]
    columns = [
        Column(key="cohort", label=text("First bought"), kind="month"),
        Column(key="customers", label=text("Customers"), kind="count"),
        *later,
        Column(key="revenue", label=text("Revenue until now"), kind="money"),
    ]
    return Table(key="cohorts", columns=columns, rows=rows, first_rows=12)


def _share(row: words.Row | None, size: int) -> float:
    return (row["customers"] if row else 0) / size


def _cohort_sentence(cells: dict[tuple[int, int], words.Row], months: Sequence[int], now: int) -> Text:
    """How many of those who came at least half a year ago bought again within half a year; the first month is not of new customers."""
    old = [month for month in months[1:] if month + 6 <= now]
    came = sum(cells[month, 0]["customers"] for month in old)
    if not came:
        return text("It is too early to say: nobody whose first purchase is known came more than six months ago.")
    sixth = sum(cells[month, 6]["customers"] for month in old if (month, 6) in cells)
    return text("Of customers who came more than six months ago, {share} bought in the sixth month after.", share=Share(sixth / came))
