"""How is the market told? Its size and our share first, with the range, then segment by segment, and what would make it surer."""

from rung.base import Money, Share, Text, text, texts
from rung.kit.report import Cell, Column, Customers, Figure, Note, Part, Section, Table
from rung.market.report.words import basis, name
from rung.market.service import MarketResult, Segment

__all__ = ["figures", "lead", "sections"]

_MOST_SEGMENTS = 300


def lead(result: MarketResult | Text, currency: str) -> Text | None:
    """The one sentence to remember; None when there is no answer."""
    return None if isinstance(result, Text) else _sentence(result, currency)


def figures(result: MarketResult | Text, currency: str) -> list[Figure]:
    """The size of the market and our share of it, where figures are stated."""
    if isinstance(result, Text) or not result.sized:
        return []
    size, ours = _sums(result.sized)
    return [
        Figure(label=text("Your market"), value=Money(size, currency), how=_how(result), note=text("a year"), opens="#market"),
        Figure(
            label=text("Your share of the market"),
            value=Share(ours / size, 1),
            how=text("Your revenue in the segments whose size is stated, as a part of that size."),
            note=_range(result.sized),
            opens="#market",
        ),
    ]


def sections(result: MarketResult | Text, currency: str) -> list[Section]:
    """One section: the sentence, the segments, and what the figures do not tell; or why there is no answer."""
    title = text("How large is your market, and what is your share?")
    if isinstance(result, Text):
        how = text("It takes a register of the firms that could buy, or a figure with its source, and a year of lines that name customers.")
        return [Section(key="market", title=title, sentence=result, how=how)]
    return [
        Section(
            key="market",
            title=title,
            sentence=_sentence(result, currency),
            how=_how(result),
            parts=[_table(result, currency), *_notes(result)],
            figures=figures(result, currency),
            customers={_key(place): _behind(one) for place, one in enumerate(result.segments[:_MOST_SEGMENTS]) if one.customer_ids},
        )
    ]


def _sums(segments: list[Segment]) -> tuple[int, int]:
    """The sizes, and our revenue in them."""
    return sum(one.size.minor for one in segments if one.size), sum(one.revenue_minor for one in segments)


def _sentence(result: MarketResult, currency: str) -> Text:
    if result.sized:
        size, ours = _sums(result.sized)
        return texts(
            "The segment with a stated size buys for {size} a year, and you have {share} of it.",
            "The {count} segments with a stated size buy for {size} a year, and you have {share} of it.",
            count=len(result.sized),
            size=Money(size, currency),
            share=Share(ours / size, 1),
        )
    if result.floors:
        size, ours = _sums(result.floors)
        return text(
            "If the others need as much as your customers buy from you, the market is at least {size} a year, and you have at most "
            "{share} of it.",
            size=Money(size, currency),
            share=Share(ours / size, 1),
        )
    return text("Nobody can say yet how large your market is: give a figure with its source for one segment.")


def _range(segments: list[Segment]) -> Text | None:
    """The share when all sizes are at the ends of their ranges; None unless every one has a range."""
    lows, highs = ([getattr(one.size, end) for one in segments] for end in ("low_minor", "high_minor"))
    if None in lows or None in highs:
        return text("not every source says how sure it is")
    ours = sum(one.revenue_minor for one in segments)
    return text("between {low} and {high}", low=Share(ours / sum(highs), 1), high=Share(ours / sum(lows), 1))


def _how(result: MarketResult) -> Text:
    return text(
        "From {start} to {end}. A segment is what your market file says, else industry (two digits) and place. Its size is the stated "
        "total, or firms or employees times what each buys by the source; the share is your revenue there as a part of it. Firms are those "
        "of the register and your customers, one for each organisation number.",
        start=result.period.start,
        end=result.period.last,
    )


def _table(result: MarketResult, currency: str) -> Table:
    shown = result.segments[:_MOST_SEGMENTS]
    title = text("Segment by segment")
    if len(shown) < len(result.segments):
        title = text("{title}: the first {shown} of {all}", title=title, shown=len(shown), all=len(result.segments))
    return Table(
        key="market_segments",
        title=title,
        columns=_columns(),
        rows=[_cells(one, currency) for one in shown],
        opens=[f"customers={_key(place)}" if one.customer_ids else "" for place, one in enumerate(shown)],
        first_rows=15,
    )


def _columns() -> list[Column]:
    return [
        Column(key="segment", label=text("Segment")),
        Column(key="units", label=text("Firms"), kind="count", how=text("In the register, and your customers that are not in it.")),
        Column(key="customers", label=text("Your customers"), kind="count", how=text("Firms that bought from you in the twelve months.")),
        Column(key="revenue", label=text("Your revenue"), kind="money"),
        Column(key="size", label=text("The segment buys"), kind="money", leading=True),
        Column(key="low", label=text("At the lowest"), kind="money"),
        Column(key="high", label=text("At the highest"), kind="money"),
        Column(key="share", label=text("Your share"), kind="share", leading=True),
        Column(key="open", label=text("Bought elsewhere"), kind="money"),
        Column(key="basis", label=text("Where the size is from")),
    ]


def _cells(one: Segment, currency: str) -> list[Cell]:
    size = one.size
    sizes: list[Cell] = [size.minor, size.low_minor, size.high_minor] if size else [None, None, None]
    return [name(one), one.units, one.customers, one.revenue_minor, *sizes, one.share, one.open_minor, basis(one, currency)]


def _key(place: int) -> str:
    return f"market_segment_{place}"


def _behind(one: Segment) -> Customers:
    return Customers(title=name(one), ids=one.customer_ids)


def _notes(result: MarketResult) -> list[Part]:
    """What the figures do not tell, and what would make them surer."""
    notes: list[Part] = []
    over = [one for one in result.segments if one.share is not None and one.share > 1]
    if over:
        said = texts(
            "In {count} segment you sell for more than it is said to buy: check the figure and its year.",
            "In {count} segments you sell for more than they are said to buy: check the figures and their years.",
            count=len(over),
        )
        notes.append(Note(sentence=said, tone="warn"))
    if result.floors:
        said = text(
            "“At least” takes the others in the segment to be like your customers. Those buy from others too, so the market is larger; but "
            "some in the register may not need what you sell, and then it is smaller. The range says how much customers differ, not that."
        )
        notes.append(Note(sentence=said))
        step = text("Write what you know of a segment in a market file: a figure, where it is from and of which year.")
        notes.append(Note(sentence=step))
    if result.unplaced_minor > 0 and result.revenue_minor > 0:
        missing = text(
            "{share} of your revenue is from customers whose industry and place nobody knows. Give their organisation numbers, or both.",
            share=Share(result.unplaced_minor / result.revenue_minor),
        )
        notes.append(Note(sentence=missing))
    return notes
