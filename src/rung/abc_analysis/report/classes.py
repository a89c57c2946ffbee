"""Which class has each customer, and how few give how much?"""

from rung.abc_analysis.compute import CLASSES
from rung.abc_analysis.report import words
from rung.abc_analysis.service import AbcResult, concentration_sentence, largest_few, the_whole, unanswered_sentence
from rung.base import Number, Share, text, texts
from rung.kit.report import Cell, Column, Curve, Mark, Note, Part, Section, Table

_MOST_POINTS = 200


def classes(result: AbcResult) -> Section:
    """The classes and how much each gives, the curve, and what ABC does not tell."""
    parts: list[Part] = [_class_table(result)]
    if result.concentration:
        parts.append(_curve(result))
    if unanswered := unanswered_sentence(result):
        parts.append(Note(sentence=unanswered, tone="warn"))
    warning = text("ABC tells you where to look first. It does not tell who needs what, and a small customer may be the next large one.")
    parts.append(Note(sentence=warning))
    title = text("Whom should you spend your time on?")
    return Section(key="abc", title=title, sentence=concentration_sentence(result), how=words.how_classed(result), parts=parts)


def _class_table(result: AbcResult) -> Table:
    """The classes of customers above zero, whose shares fill the whole, and then what else it takes to come to the total of the lines."""
    everyone, whole = result.customers.num_rows, result.positive_minor
    positive = {abc: (one.customers, one.value_minor) for abc, one in result.classes.items()}
    below = [value for value in result.values if value <= 0]
    positive["C"] = (positive["C"][0] - len(below), positive["C"][1] - sum(below))
    of_positive = text("Of the total of the customers with a positive value, A, B and C together; the others have no share.")
    rows: list[list[Cell]] = [
        [abc, count, _part(count, everyone), words.cell(result, value), _part(value, whole)] for abc, (count, value) in positive.items()
    ]
    opens = [f"class={abc}" for abc in positive]
    if below:
        share = _part(len(below), everyone)
        opens.append("class=≤ 0")
        rows.append([text("C, zero or below"), len(below), share, words.cell(result, sum(below)), None])
    if result.unattributed_lines:
        opens.append("customer_id=")
        rows.append([text("Without a customer"), None, None, words.cell(result, result.unattributed_minor), None])
    whole_share = _part(whole, whole) if len(rows) == len(CLASSES) else None  # else the total is not what the shares are of
    return Table(
        key="classes",
        columns=[
            Column(key="class", label=text("Class"), kind="class"),
            Column(key="customers", label=text("Customers"), kind="count"),
            Column(key="customer_share", label=text("Share of customers"), kind="share"),
            words.value_column(result, "value", words.MEASURE_NAMES[result.measure]),
            Column(key="value_share", label=text("Share of the total"), kind="share", how=of_positive),
        ],
        rows=rows,
        opens=opens,
        total=[text("In all"), everyone, _part(everyone, everyone), words.cell(result, result.total_minor), whole_share],
    )


def _part(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _curve(result: AbcResult) -> Curve:
    """The Lorenz curve read from the largest customer: flat at the end where customers have nothing, or less."""
    everyone, whole, what = result.customers.num_rows, result.positive_minor, the_whole(result)
    running, points = 0, [(0.0, 0.0)]
    for place, value in enumerate(result.values, start=1):
        running += max(value, 0)
        points.append((place / everyone, running / whole))
    ends = {"A": result.classes["A"].customers, "B": result.classes["A"].customers + result.classes["B"].customers}
    kept = {round(step * everyone / _MOST_POINTS) for step in range(_MOST_POINTS + 1)} | set(ends.values())
    labels = {"A": text("A: {share} of {what}", share=Share(points[ends["A"]][1]), what=what)}
    labels["B"] = text("A and B: {share} of {what}", share=Share(points[ends["B"]][1]), what=what)
    return Curve(
        key="lorenz",
        title=text("Few customers, much of the sales"),
        x_label=text("Share of customers, largest first"),
        y_label=text("Share of {what}", what=what),
        points=[points[place] for place in sorted(kept)],
        marks=[Mark(x=points[n][0], y=points[n][1], label=labels[abc]) for abc, n in ends.items() if result.classes[abc].customers],
        note=text(
            "The Lorenz curve, read from the largest customer. The straight line is how it would look if all were equally large. "
            "As one number (Gini) it is {gini}: 0 when all are equally large, close to 1 when one of them has nearly everything.",
            gini=Number(result.gini or 0, 2),
        ),
    )


def customers(result: AbcResult) -> Section | None:
    """Every customer with a positive value, in rank order; None when there is none."""
    shown = [row for row in result.customers.to_pylist() if row["value_minor"] > 0]
    if not shown:
        return None
    columns = [
        *words.who(),
        Column(key="class", label=text("Class"), kind="class", how=words.how_classed(result)),
        words.value_column(result, "value", words.MEASURE_NAMES[result.measure]),
        Column(key="share", label=text("Share"), kind="share", how=text("Of the total of the customers with a positive value.")),
        Column(key="cum_share", label=text("Share so far"), kind="share", how=text("This customer and all before it together.")),
    ]
    rows = [
        [*words.named(row), row["abc"], words.cell(result, row["value_minor"]), row["cum_share"] - row["start_share"], row["cum_share"]]
        for row in shown
    ]
    total: list[Cell] = [text("In all"), None, None, words.cell(result, result.positive_minor), 1.0, None]
    if result.before:
        columns += [Column(key="before_class", label=text("Class before"), kind="class"), words.change_column(result)]
        rows = [[*cells, words.class_cell(row["before_abc"]), words.change(result, row)] for cells, row in zip(rows, shown, strict=True)]
        total += [None, None]
    few, largest = largest_few(result)
    return Section(
        key="customers",
        title=text("Your customers, largest first"),
        sentence=texts(
            "Your largest customer brings in {share} of {what}. Open a customer to see the invoice lines.",
            "Your {count} largest customers bring in {share} of {what}. Open a customer to see the invoice lines.",
            count=few,
            share=largest,
            what=the_whole(result),
        ),
        how=words.how_classed(result),
        parts=[Table(key="customers", columns=columns, rows=rows, opens=words.opens(shown), total=total)],
    )
