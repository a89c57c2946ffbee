"""What is in a report? Sentences, figures, charts and tables, before anyone decides on HTML, Excel or a terminal.

Capabilities build `Section`s; `rung.kit.html`, `rung.kit.workbook` and `rung.kit.console` each write the same `Report`.
Money in cells is int minor units of the report's currency; shares are floats 0-1; a cell with no answer is None.
"opens" says which invoice lines are behind a thing: "customer_id=1001", "month=2025-03", "product_group=3000" (columns of `Lines`),
"all" for every line, "customers=KEY" for those of several customers (`Section.customers`), or "#key" for another section; "" when there
is nothing to open. "customer_id=" is the lines without a customer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, Union

import pyarrow as pa

from rung.base import Text, Value

Tone = Literal["", "good", "bad", "warn"]
CellKind = Literal["text", "id", "class", "money", "quantity", "count", "share", "number", "date", "month"]
Cell = Union[str, int, float, Decimal, date, Text, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One key figure. value None means it cannot be computed, and note says why. how: how it was computed."""

    label: Text
    value: Value | None
    how: Text
    note: Text | None = None
    tone: Tone = ""
    opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table. how: how its figures were computed, where the label does not say it all. exact: money with its oere.

    leading: stays where there is not room for all columns, as what the table is there to tell.
    """

    key: str
    label: Text
    kind: CellKind = "text"
    how: Text | None = None
    exact: bool = False
    leading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; total is a last row that stays last when sorted; opens has one entry per row, or is empty.

    first_rows: how many rows a page or a terminal shows before "show all".
    """

    key: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    title: Text | None = None
    total: Sequence[Cell] | None = None
    opens: Sequence[str] = ()
    first_rows: int = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One set of bars; values in the kind of the chart, None where there is no answer. earlier: on a time axis it stands left."""

    name: Text
    values: Sequence[int | float | None]
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars from zero over labels (months as dates, else words)."""

    key: str
    title: Text
    labels: Sequence[Cell]
    series: Sequence[Series]
    kind: CellKind = "money"
    note: Text | None = None
    opens: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point on a curve with words beside it."""

    x: float
    y: float
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve in the unit square (a Lorenz curve) against the diagonal of equal shares."""

    key: str
    title: Text
    x_label: Text
    y_label: Text
    points: Sequence[tuple[float, float]]
    marks: Sequence[Mark] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Counts in a grid: from (rows) to (columns); opens is a grid of the same form, or empty."""

    key: str
    title: Text
    row_title: Text
    column_title: Text
    row_labels: Sequence[Cell]
    column_labels: Sequence[Cell]
    cells: Sequence[Sequence[int]]
    note: Text | None = None
    opens: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence that stands alone: a warning, a reason, a next step."""

    sentence: Text
    tone: Tone = ""


Part = Union[Table, Bars, Curve, Matrix, Note]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """The customers behind a count, opened by "customers=KEY": their lines of this period and of the one it is compared with."""

    title: Text
    ids: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question and its answer: the sentence first, then the parts. how: how it was computed, in plain words.

    customers: KEY -> the customers that "customers=KEY" opens; a key is used once in a report. chapter: what the section is a part of;
    sections of one chapter stand together.
    """

    key: str
    title: Text
    sentence: Text
    how: Text
    parts: Sequence[Part] = ()
    figures: Sequence[Figure] = ()
    customers: Mapping[str, Customers] = field(default_factory=dict)
    chapter: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The invoice lines that figures open to, largest customers first; all or none of a customer's, so that a customer's sum is whole.

    rows: an Arrow table with customer_id, date, month ("2025-03"), invoice_id, product_id, product_group, quantity, revenue_minor,
    cost_minor, estimated, file, row. total: how many lines the report is built on; complete when all of them are in rows.
    where_else: what to do to see the rest. earlier, earlier_total: the same of the period that this one is compared with, for those
    who have moved or gone; None when there is none.
    """

    rows: pa.Table
    total: int
    where_else: Text
    earlier: pa.Table | None = None
    earlier_total: int = 0

    @property
    def complete(self) -> bool:
        """Whether every line the report is built on is here."""
        return bool(self.rows.num_rows == self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report. lead: the one sentence to remember. figures: at most six. about: "label, value" on where it comes from.

    names: what ids in the lines are called, {"1001": "Kystverk Bygg AS"} or, where numbers clash, {"product_id=3000": "Bolt M8"}.
    """

    title: Text
    subtitle: Text
    lead: Text
    currency: str
    figures: Sequence[Figure]
    sections: Sequence[Section]
    lines: Lines | None = None
    about: Sequence[tuple[Text, Text]] = ()
    names: Mapping[str, str] = field(default_factory=dict)
