"""Would the segments have told more of what customers bought next than classes and ladder did? Asked of the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from rung.base import Period, Text, text
from rung.clusters.compute import explaining, features, grouping
from rung.clusters.compute.explaining import Comparison
from rung.clusters.compute.grouping import Method
from rung.clusters.service.asking import Run, covers, known, ready

_FEWEST = 50


@dataclass(frozen=True, kw_only=True)
class Plain:
    """The plain classes to hold segments against, as they stood at the end of the period before the one that is analysed.

    abc: an Arrow table with customer_id and abc. ladder: one with customer_id and step, or None.
    """

    abc: pa.Table
    ladder: pa.Table | None = None


@dataclass(frozen=True, kw_only=True)
class How:
    """How the segments were made: so many groups, by a method, from a seed."""

    groups: int
    method: Method
    seed: int


def look_back(*, lines: ir.Table, customers: ir.Table | None, run: Run, period: Period, plain: Plain | None, how: How) -> Comparison | Text:
    """Segments made as of the end of the period before, and the plain classes of then, by the revenue of the period.

    The segments are made anew from what was known then, as many and in the same way; the outcome is the logarithm of 1 + the revenue in
    minor units of the period, 0 for who bought nothing. A reason when the data do not reach back, or nobody gave the classes.
    """
    before = period.before()
    if plain is None:
        return text("The classes of the period before were not at hand, so nobody can say which tells more.")
    if not covers(lines, run, before):
        return text("The data do not reach back over the whole period before, so nobody can say which tells more.")
    then = known(lines, customers, run, before)
    if then.num_rows < _FEWEST:
        return text("Fewer than {few} customers bought in the period before, so nobody can say which tells more.", few=_FEWEST)
    there = ready(then, before, grows=covers(lines, run, before.before()))
    labels = grouping.group_all(there, how.groups, method=how.method, seed=how.seed)
    came = run(features.habits(lines, period)).select(["customer_id", "revenue_minor"]).to_pydict()
    revenue = dict(zip(came["customer_id"], came["revenue_minor"], strict=True))
    outcome = np.log1p(np.array([float(revenue.get(one, 0)) for one in there.ids]))
    return explaining.compare([str(one) for one in labels], _classes(there.ids, plain), outcome, seed=how.seed)


def _classes(ids: Sequence[str], plain: Plain) -> list[str]:
    abc, steps = _by_customer(plain.abc, "abc"), _by_customer(plain.ladder, "step") if plain.ladder is not None else {}
    return [f"{abc.get(one)} {steps.get(one)}" for one in ids]


def _by_customer(table: pa.Table, column: str) -> Mapping[str, str]:
    if not {"customer_id", column} <= set(table.column_names):
        raise ValueError(f"{column} table has {table.column_names}; it must have customer_id and {column}")
    return dict(zip(table["customer_id"].to_pylist(), table[column].to_pylist(), strict=True))
