"""How are segments told? Whether there are any first; then each in words, its figures, its rule, what to do, and whether it beats ABC."""

from collections.abc import Sequence

from rung.base import Share, Text, Value, text, texts
from rung.clusters.compute.explaining import Comparison
from rung.clusters.compute.grouping import STABLE, Trial
from rung.clusters.report import words
from rung.clusters.service import ClustersResult
from rung.clusters.service.strategy import feature
from rung.kit.report import Cell, Column, Figure, Note, Part, Section, Table

__all__ = ["figures", "sections"]

_MOST_ROWS = 500


def figures(result: ClustersResult | Text) -> list[Figure]:
    """How many segments there are; none when there are no clear ones."""
    if isinstance(result, Text):
        return []
    return [
        Figure(
            label=text("Segments"),
            value=len(result.segments) or None,
            how=text("Groups of customers that come out the same on other samples of them, are large enough, and have a gap between them."),
            note=None if result.segments else text("There are no clear segments."),
            opens="#segments",
        )
    ]


def sections(result: ClustersResult | Text, currency: str) -> list[Section]:
    """One section: the segments, or why there are none."""
    if isinstance(result, Text):
        return [Section(key="segments", title=_title(), sentence=result, how=_how())]
    parts: list[Part] = []
    if result.segments:
        parts += [_segments(result), _differences(result, currency), _rules(result, currency), _compared(result)]
    else:
        parts.append(Note(sentence=text("Go on with ABC classes and the customer ladder: they need no gaps between customers.")))
    parts += [_trials(result.trials)]
    if result.left_out:
        parts.append(Note(sentence=_left_out(result)))
    parts += [_customers(result)] if result.segments else []
    return [Section(key="segments", title=_title(), sentence=_sentence(result), how=_how(), parts=parts)]


def _title() -> Text:
    return text("Which groups are there among your customers?")


def _how() -> Text:
    return text(
        "Customers are grouped by how much, how often, how broadly and how lately they buy, by margin and growth, and by industry, "
        "size and place where these are known. It is done twenty times on other samples of the same customers. Groups count only when "
        "they come out the same, have at least 5 % of the customers and ten of them, and have a gap between them."
    )


def _sentence(result: ClustersResult) -> Text:
    if not result.segments:
        return text("There are no clear segments: your customers differ by degree, with no gap between them, or not the same way twice.")
    largest = result.segments[0]
    said = texts("Your customers fall into {count} segment.", "Your customers fall into {count} segments.", count=len(result.segments))
    if largest.revenue_share is None:
        return said
    most = text(
        "“{name}” is {customers} customers with {share} of the revenue.",
        name=largest.name,
        customers=largest.customers,
        share=Share(largest.revenue_share),
    )
    return text("{this} {next}", this=said, next=most)


def _segments(result: ClustersResult) -> Table:
    rows: list[list[Cell]] = [
        [one.key, one.name, one.customers, one.revenue_minor, one.revenue_share, one.margin_minor, one.margin_share, one.strategy]
        for one in result.segments
    ]
    return Table(
        key="segments",
        columns=[
            Column(key="key", label=text("No."), kind="id"),
            Column(key="name", label=text("Segment"), how=text("A first name, by what sets it apart. Give it your own."), leading=True),
            Column(key="customers", label=text("Customers"), kind="count"),
            Column(key="revenue", label=text("Revenue"), kind="money"),
            Column(key="revenue_share", label=text("Share of the revenue"), kind="share"),
            Column(key="margin", label=text("Contribution margin"), kind="money"),
            Column(key="margin_share", label=text("Share of the margin"), kind="share"),
            Column(key="strategy", label=text("What to do")),
        ],
        rows=rows,
    )


def _differences(result: ClustersResult, currency: str) -> Table:
    rows: list[list[Cell]] = [
        [segment.name, words.what(one), words.value(one, one.here, currency), words.value(one, one.others, currency), one.size]
        for segment in result.segments
        for one in segment.differences
    ]
    return Table(
        key="segment_differences",
        title=text("What sets each segment apart"),
        columns=[
            Column(key="segment", label=text("Segment")),
            Column(key="feature", label=text("What")),
            Column(key="here", label=text("Here"), how=text("The customer in the middle; of a word, the share that has it.")),
            Column(key="others", label=text("The others")),
            Column(key="size", label=text("How different"), kind="number", how=text("In standard deviations; above 0.8 is much.")),
        ],
        rows=rows,
    )


def _rules(result: ClustersResult, currency: str) -> Table:
    rows: list[list[Cell]] = [
        [segment.name, words.rule(leaf, currency), leaf.customers, leaf.right] for segment in result.segments for leaf in segment.rules
    ]
    found = result.rules
    title = text("Where a new customer belongs")
    if found:
        title = text(
            "Where a new customer belongs: right for {share}, by guessing {blind}",
            share=Share(found.accuracy),
            blind=Share(found.blind),
        )
    return Table(
        key="segment_rules",
        title=title,
        columns=[
            Column(key="segment", label=text("Segment")),
            Column(key="rule", label=text("Rule")),
            Column(key="customers", label=text("Customers who fit"), kind="count"),
            Column(key="right", label=text("Of them in the segment"), kind="share"),
        ],
        rows=rows,
    )


def _compared(result: ClustersResult) -> Note:
    comparison = result.comparison
    if not isinstance(comparison, Comparison):
        return Note(sentence=comparison or text("There are no clear segments."))
    classes = text("ABC classes and the customer ladder") if result.ladder else text("ABC classes")
    explained: dict[str, Value] = {
        "classes": classes,
        "segments": Share(max(comparison.groups, 0.0)),
        "plain": Share(max(comparison.plain, 0.0)),
    }
    if comparison.low > 0:
        return Note(
            sentence=text(
                "The segments tell more than {classes} of what customers bought a year later: {segments} of the "
                "differences against {plain}, on customers left out.",
                **explained,
            ),
            tone="good",
        )
    if comparison.high < 0:
        return Note(
            sentence=text(
                "{classes} tell more than the segments of what customers bought a year later: {plain} of the "
                "differences against {segments}, on customers left out. Use the segments for how to talk to customers, not for whom to "
                "call.",
                **explained,
            ),
            tone="warn",
        )
    return Note(
        sentence=text(
            "The segments tell about as much as {classes} of what customers bought a year later: {segments} of "
            "the differences against {plain}, on customers left out.",
            **explained,
        )
    )


def _trials(trials: Sequence[Trial]) -> Table:
    rows: list[list[Cell]] = [[one.groups, one.stability, one.silhouette, one.smallest, _verdict(one)] for one in trials]
    return Table(
        key="segment_trials",
        title=text("How many segments? What was tried"),
        columns=[
            Column(key="groups", label=text("Segments"), kind="count"),
            Column(
                key="stability",
                label=text("Stability"),
                kind="number",
                how=text("1 is the same groups on every sample; 0.75 is the least."),
            ),
            Column(key="silhouette", label=text("Silhouette"), kind="number", how=text("How much closer customers are to their own.")),
            Column(key="smallest", label=text("Smallest"), kind="count"),
            Column(key="verdict", label=text("Verdict")),
        ],
        rows=rows,
    )


def _verdict(trial: Trial) -> Text:
    if trial.clear:
        return text("Holds")
    if trial.clear is False:
        return text("No gap between them")
    if trial.stability < STABLE:
        return text("Not the same groups twice")
    return text("A group is too small")


def _left_out(result: ClustersResult) -> Text:
    listed: Text | None = None
    for name in result.left_out:
        word = feature(name)
        listed = text("{these}, {next}", these=listed, next=word) if listed else word
    return text("Not used, because it is unknown for too many or the same for all: {what}.", what=listed or "")


def _customers(result: ClustersResult) -> Table:
    names = {one.key: one.name for one in result.segments}
    rows = result.customers.slice(0, _MOST_ROWS).to_pylist()
    title = text("Customer by customer")
    if result.customers.num_rows > _MOST_ROWS:
        title = text("{title}: the first {shown} of {all}", title=title, shown=_MOST_ROWS, all=result.customers.num_rows)
    return Table(
        key="segment_customers",
        title=title,
        columns=[
            Column(key="customer_id", label=text("Customer no."), kind="id"),
            Column(key="name", label=text("Name")),
            Column(key="segment", label=text("Segment")),
            Column(key="revenue", label=text("Revenue"), kind="money"),
        ],
        rows=[[row["customer_id"], row["name"], names[row["segment"]], row["revenue_minor"]] for row in rows],
        opens=[f"customer_id={row['customer_id']}" for row in rows],
        first_rows=10,
    )
