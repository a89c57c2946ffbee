"""Whom was the potential learned from, and would the same have been right a year ago?"""

from collections import Counter
from collections.abc import Mapping

from rung.base import Share, Text, text, texts
from rung.kit.report import Cell, Column, Customers, Note, Part, Section, Table
from rung.potential.compute.backtest import Backtest
from rung.potential.compute.peers import REACHES, Reach
from rung.potential.report import words
from rung.potential.service import PotentialResult

_SHOWN = 25
_REACH_WORDS: Mapping[Reach, Text] = {
    "industry_and_group": text("Same industry and customer group"),
    "industry": text("Same industry"),
    "customer_group": text("Same customer group"),
    "everyone": text("All customers"),
}


def peers(result: PotentialResult) -> Section:
    """Who was compared with whom, where they were found, and where Rung had to look wider."""
    customers = result.customers.to_pylist()
    counts = [row["peers"] for row in customers]
    wide = sum(row["widened"] for row in customers)
    parts: list[Part] = [_reaches(customers)]
    if wide:
        said = texts(
            "For {count} customer there were too few of the same kind, so Rung looked among more.",
            "For {count} customers there were too few of the same kind, so Rung looked among more.",
            count=wide,
        )
        parts.insert(0, Note(sentence=said))
    asked = list(dict.fromkeys(result.pairs["customer_id"].slice(0, words.MOST_ROWS).to_pylist()))[:_SHOWN]
    if asked:
        parts.append(_listed(result, asked))
    return Section(
        key="potential_peers",
        title=text("Whom was it learned from?"),
        sentence=_compared(min(counts), max(counts)),
        how=text(
            "Like it: of the same industry and customer group, where that is known, and nearest in size and in what they buy. Where those "
            "are too few, of the same industry, of the same customer group, and last among all. Customers with a known number of employees "
            "are compared with each other."
        ),
        parts=parts,
        customers={f"potential_peers_{one}": _opened(result, one) for one in asked},
    )


def _compared(fewest: int, most: int) -> Text:
    if fewest == most:
        return text("Each customer was compared with {most} others like it.", most=most)
    return text("Each customer was compared with {fewest} to {most} others like it.", fewest=fewest, most=most)


def _reaches(customers: list[words.Row]) -> Table:
    found = Counter((row["reach"], row["per_employee"]) for row in customers)
    return Table(
        key="potential_reach",
        columns=[
            Column(key="reach", label=text("Compared among")),
            Column(key="size", label=text("Size measured by")),
            Column(key="customers", label=text("Customers"), kind="count"),
        ],
        rows=[[_REACH_WORDS[REACHES[reach]], _size(counted), count] for (reach, counted), count in sorted(found.items())],
        total=[text("In all"), None, len(customers)],
    )


def _size(per_employee: bool) -> Text:  # noqa: FBT001  a cell of a table, in words
    return text("Employees") if per_employee else text("All it buys")


def _listed(result: PotentialResult, asked: list[str]) -> Table:
    known = {row["customer_id"]: row for row in result.customers.to_pylist()}
    rows: list[list[Cell]] = []
    for one in asked:
        row = known[one]
        others = ", ".join(peer["name"] or peer["customer_id"] for peer in result.peers_of(one))
        rows.append([*words.named(row), row["peers"], _REACH_WORDS[REACHES[row["reach"]]], others])
    return Table(
        key="potential_peer_lists",
        title=text("Who is like them, nearest first"),
        columns=[
            *words.who(),
            Column(key="peers", label=text("How many"), kind="count"),
            Column(key="reach", label=text("Compared among")),
            Column(key="others", label=text("Customers like it")),
        ],
        rows=rows,
        opens=[f"customers=potential_peers_{one}" for one in asked],
        first_rows=5,
    )


def _opened(result: PotentialResult, one: str) -> Customers:
    title = text("Customers like {customer}", customer=one)
    return Customers(title=title, ids=[peer["customer_id"] for peer in result.peers_of(one)])


def trial(result: PotentialResult) -> Section:
    """The same list made a year ago, held against what came, whatever it says."""
    title, how = text("Would the list have been right?"), _how_tested(result)
    if result.backtest is None or result.tested is None:
        reason = result.no_backtest or text("It could not be tried on an earlier year.")
        return Section(key="potential_test", title=title, sentence=reason, how=how)
    tested = result.backtest
    said = text(
        "Made on {day}, the first tenth of the list held {listed} of what your customers then bought more of. "
        "The biggest customers held {biggest}, and a tenth drawn at random {random}.",
        day=result.tested.start,
        listed=Share(tested.listed),
        biggest=Share(tested.biggest),
        random=Share(tested.random),
    )
    parts: list[Part] = [_verdict(tested), _table(tested)]
    if tested.outside_minor:
        outside = text(
            "{share} of it came in product groups or from customers that no list made then could have held.",
            share=Share(tested.outside_minor / tested.came_minor),
        )
        parts.append(Note(sentence=outside))
    return Section(key="potential_test", title=title, sentence=said, how=how, parts=parts)


def _how_tested(result: PotentialResult) -> Text:
    if result.tested is None:
        return text("The same list, made from the lines before an earlier day alone, is held against what was bought after it.")
    return text(
        "The same list was made from the lines before {start} alone and held against all add-on purchases and buying more from {start} to "
        "{end}. What is known of customers (industry, employees) is as of today. Biggest first: all product groups of the customers who "
        "bought most, until there are as many.",
        start=result.tested.start,
        end=result.tested.last,
    )


def _verdict(tested: Backtest) -> Note:
    if tested.listed <= tested.random_high:
        return Note(sentence=text("That is no more than chance: do not plan by the list."), tone="bad")
    if tested.beats_biggest is None and tested.listed < tested.biggest:
        return Note(
            sentence=text(
                "The list is better than chance. Going to the biggest customers held more here, though that may be chance: visit them "
                "first, and take from the list what to ask about."
            ),
            tone="warn",
        )
    if tested.beats_biggest is None:
        return Note(
            sentence=text("The list is better than chance, but not surely better than going to the biggest customers."), tone="warn"
        )
    if tested.beats_biggest:
        return Note(sentence=text("The list is better than chance, and better than going to the biggest customers."), tone="good")
    return Note(sentence=text("Going to the biggest customers was better than the list: start with them."), tone="bad")


def _table(tested: Backtest) -> Table:
    rows: list[list[Cell]] = [
        [text("The first tenth of the list"), tested.listed, round(tested.listed * tested.came_minor)],
        [text("As many, the biggest customers first"), tested.biggest, round(tested.biggest * tested.came_minor)],
        [
            text("As many, at random ({low} to {high})", low=Share(tested.random_low), high=Share(tested.random_high)),
            tested.random,
            round(tested.random * tested.came_minor),
        ],
    ]
    return Table(
        key="potential_test",
        columns=[
            Column(key="list", label=text("List")),
            Column(key="share", label=text("Share of what came"), kind="share", leading=True),
            Column(key="amount", label=text("Add-on purchases and buying more"), kind="money"),
        ],
        rows=rows,
        total=[text("All that came"), 1.0, tested.came_minor],
    )
