"""Who stayed, who left, and what is the revenue made of? The bridge and the split, ready for every face."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import Money, Period, Share, Text, text, texts
from rung.loyalty.compute import split
from rung.loyalty.compute.split import KINDS, STEPS, Kind, Step
from rung.loyalty.service.asking import Row, Run, part_of, with_names


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSum:
    """The customers that took one step of the bridge, and their revenue before and now (int minor units)."""

    customers: int
    base_minor: int
    current_minor: int

    @property
    def change_minor(self) -> int:
        """What the step adds to the revenue (negative for lost customers)."""
        return self.current_minor - self.base_minor


@dataclass(frozen=True, kw_only=True)
class Stay:
    """Two periods held against each other. Amounts are int minor units; lines without a customer are in none of them.

    steps: every step of the bridge, with nought customers where nobody took it; opening + all changes = closing, to the oere. kinds:
    the revenue of the period by kind; they add up to closing_minor. customers: an Arrow table, largest of both periods first, with
    customer_id, name, step, base_minor, revenue_minor and new_buy_minor ... returns_minor; groups: the same sums per product_group.
    """

    base: Period
    period: Period
    steps: Mapping[Step, StepSum]
    kinds: Mapping[Kind, int]
    customers: pa.Table
    groups: pa.Table

    @property
    def opening_minor(self) -> int:
        """The revenue of the base period."""
        return sum(one.base_minor for one in self.steps.values())

    @property
    def closing_minor(self) -> int:
        """The revenue of the current period."""
        return sum(one.current_minor for one in self.steps.values())

    @property
    def gross_retention(self) -> float | None:
        """(opening - contraction - lost) / opening; None when the opening is not positive."""
        lasting = self.opening_minor + self.steps["contracted"].change_minor + self.steps["lost"].change_minor
        return part_of(lasting, self.opening_minor)

    @property
    def net_retention(self) -> float | None:
        """As gross_retention, with the expansion of the customers that stayed: above 1 the old customers grow by themselves."""
        changes = sum(self.steps[step].change_minor for step in ("contracted", "lost", "expanded"))
        return part_of(self.opening_minor + changes, self.opening_minor)

    @property
    def stayed(self) -> int:
        """How many customers bought in both periods."""
        return sum(self.steps[step].customers for step in ("expanded", "contracted", "flat"))

    @property
    def customer_retention(self) -> float | None:
        """The part of the customers of the base period that bought in this period too; None when there were none."""
        return part_of(self.stayed, self.stayed + self.steps["lost"].customers)

    def took(self, *steps: Step) -> list[Row]:
        """The customers that took one of the steps, the one who changed most first, ties by customer number."""
        rows: list[Row] = [row for row in self.customers.to_pylist() if row["step"] in steps]
        return sorted(rows, key=lambda row: (-abs(row["revenue_minor"] - row["base_minor"]), row["customer_id"]))


def compare(*, lines: ir.Table, customers: ir.Table | None, run: Run, period: Period, first: date | None) -> Stay | Text:
    """Hold a period against the one of equal length just before; or say why that cannot be. first: the date of the first line there is."""
    base = period.before()
    if not base.told_from(first):
        return text("The data do not go back over a whole period before this one, so nobody can say who stayed.")
    splits, sums = split.split(lines, base, period), split.customer_sums(lines, base, period)
    by_customer = split.split_by(splits, ["customer_id"]).rename(_split_id="customer_id")
    both = sums.select("customer_id", "step").join(by_customer, sums.customer_id == by_customer["_split_id"]).drop("_split_id")
    found = run(with_names(both, customers))
    if found.num_rows == 0:
        return text("No line in the two periods names a customer, so nobody can say who stayed.")
    order = [("revenue_minor", "descending"), ("base_minor", "descending"), ("customer_id", "ascending")]
    groups = run(split.split_by(splits, ["product_group"]))
    return Stay(
        base=base,
        period=period,
        steps=_steps(found),
        kinds={kind: sum(found[f"{kind}_minor"].to_pylist()) for kind in KINDS},
        customers=found.sort_by(order),
        groups=groups.sort_by([("revenue_minor", "descending"), ("base_minor", "descending"), ("product_group", "ascending")]),
    )


def _steps(found: pa.Table) -> dict[Step, StepSum]:
    grouped = found.group_by("step").aggregate([("step", "count"), ("base_minor", "sum"), ("revenue_minor", "sum")]).to_pylist()
    sums = {
        row["step"]: StepSum(customers=row["step_count"], base_minor=row["base_minor_sum"], current_minor=row["revenue_minor_sum"])
        for row in grouped
    }
    return {step: sums.get(step, StepSum(customers=0, base_minor=0, current_minor=0)) for step in STEPS}


def stay_sentence(stay: Stay, currency: str) -> Text:
    """How much of the revenue stayed, and what went and came with how many customers."""
    lost, new, back = (stay.steps[step] for step in ("lost", "new", "won_back"))
    gross = stay.gross_retention
    if gross is None or stay.stayed + lost.customers == 0:
        return text("You had no revenue in the period before, so there was none to keep.")
    kept = text("{share} of the revenue of the period before stayed with you.", share=Share(max(gross, 0.0)))
    left = texts(
        "{count} customer left and took {amount}.",
        "{count} customers left and took {amount}.",
        count=lost.customers,
        amount=Money(-lost.change_minor, currency),
    )
    came = texts(
        "{count} came, new or back again, with {amount}.",
        "{count} came, new or back again, with {amount}.",
        count=new.customers + back.customers,
        amount=Money(new.change_minor + back.change_minor, currency),
    )
    return text("{kept} {left} {came}", kept=kept, left=left, came=came)


def split_sentence(stay: Stay) -> Text:
    """What the revenue is made of, to be read in one breath."""
    sold = sum(amount for kind, amount in stay.kinds.items() if kind != "returns")
    again = part_of(stay.kinds["rebuy"], sold)
    if again is None:
        return text("Nothing was sold to named customers in the period.")
    return text(
        "{again} of what you sold was bought again by those who bought it before; {more} came from selling them more, {new} from customers "
        "who were new or back again.",
        again=Share(again),
        more=Share((stay.kinds["buy_more"] + stay.kinds["add_on"]) / sold),
        new=Share((stay.kinds["new_buy"] + stay.kinds["won_back"]) / sold),
    )
