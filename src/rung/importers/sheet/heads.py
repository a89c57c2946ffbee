"""What does one file know that another needs? Lines get the date and the customer of their order, products the name of their group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import text, texts
from rung.facts import Problem
from rung.importers.sheet.block import Block, at
from rung.importers.sheet.cells import Cells, ids
from rung.importers.sheet.headers import normal
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.rows import SetApart, data_rows

# What a line may borrow from its order, when its own file does not say.
_BORROWED = (
    "date", "customer_id", "customer_name", "org_number", "country", "region", "city", "postal_code", "address", "phone", "email",
    "customer_group", "seller_id", "seller_name", "document_type", "currency",
)  # fmt: skip


def partner(plan: Plan, others: Sequence[Plan]) -> tuple[Plan, Plan] | None:
    """The sheet that says what this one lacks: the orders of lines without dates, the names of a product list's groups.

    Given as it is in others, and once more with the column that ties the two together as its number.
    """
    for other in others:
        if _names_groups(plan, other):
            return other, other
        if plan.table == "bare_lines" and other.table in ("heads", "invoice_lines"):
            for tied in _tied(plan, other):
                if _belongs(plan, tied):
                    return other, tied
    return None


def _tied(lines: Plan, heads: Plan) -> list[Plan]:
    """The orders by the column that is called as in the lines, and by the number they have taken themselves."""
    wanted = normal(lines.headers["invoice_id"])
    alike = [n for n, name in enumerate(heads.header.names) if name and normal(name) == wanted]
    own = [heads.taken["invoice_id"]] if "invoice_id" in heads.taken else []
    return [replace(heads, taken={**heads.taken, "invoice_id": n}) for n in dict.fromkeys([*alike, *own])]


def _names_groups(products: Plan, groups: Plan) -> bool:
    """Whether the group of a product is a number that the other sheet has names for, under the same header."""
    if products.table != "products" or groups.table != "groups" or "product_group" not in products.taken:
        return False
    return normal(products.headers["product_group"]) == normal(groups.headers["group_id"])


def group_names(groups: Plan) -> dict[str, str]:
    """Number -> name of product groups."""
    names: dict[str, str] = {}
    columns = [groups.taken["group_id"], groups.taken["group_name"]]
    for block in groups.sheet.blocks(set(columns), groups.header.place, lambda _done, _total: None):
        numbers, called = (ids(block.cells(column)).texts.to_pylist() for column in columns)
        names |= {number: name for number, name in zip(numbers, called, strict=True) if number and name and number not in names}
    return names


def _belongs(lines: Plan, heads: Plan) -> bool:
    """Whether lines without dates find most of their orders in a file of heads. Looks at the first lines and at all heads."""
    wanted = _some_ids(lines)
    known = Heads.read(heads).ids
    return bool(len(wanted)) and bool(pc.mean(pc.is_in(wanted, value_set=known).cast(pa.int8())).as_py() >= 0.5)


def _some_ids(plan: Plan) -> Any:
    """The order numbers of the first block of lines."""
    column = plan.taken["invoice_id"]
    for block in plan.sheet.blocks({column}, plan.header.place, lambda _done, _total: None):
        found = ids(block.cells(column).compact()).values
        if len(found):
            return found
    return pa.array([], pa.string())


@dataclass(slots=True)
class Heads:
    """All orders of a file in memory. ids: order numbers, each once; columns: role -> texts, in the same order."""

    plan: Plan
    ids: Any
    columns: dict[str, Any]
    twice: int = 0
    seen: Any = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @classmethod
    def read(cls, plan: Plan) -> "Heads":
        """Read every order; of two with the same number the first one counts."""
        roles = [role for role in ("invoice_id", *_BORROWED) if role in plan.taken]
        pieces: dict[str, list[Any]] = {role: [] for role in roles}
        for block in plan.sheet.blocks({plan.taken[role] for role in roles}, plan.header.place, lambda _done, _total: None):
            rows = data_rows(block, plan, SetApart())
            for role in roles:
                cells = rows.cells(plan.taken[role])
                pieces[role].append(ids(cells).texts if role.endswith("_id") else cells.texts)
        whole = {role: pa.chunked_array(found, pa.string()).combine_chunks() for role, found in pieces.items()}
        numbers = whole.pop("invoice_id")
        places = pa.array(np.arange(len(numbers)))
        once = pa.table({"id": numbers, "place": places}).group_by("id", use_threads=False).aggregate([("place", "min")])
        first = pc.drop_null(pc.if_else(pc.is_valid(once["id"]), once["place_min"], None)).combine_chunks()
        columns = {role: column.take(first) for role, column in whole.items()}
        twice = len(numbers) - numbers.null_count - len(first)
        return cls(plan, numbers.take(first), columns, twice, np.zeros(len(first), dtype=bool))

    def joined(self, lines: Plan) -> Plan:
        """The plan of the lines, with what their orders say as further columns, numbered -1, -2 ..."""
        wanted = [role for role in self.columns if role not in lines.taken]
        taken = {**lines.taken, **{role: -1 - n for n, role in enumerate(self.columns) if role in wanted}}
        how = [*self.plan.how, *lines.how]
        remarks = [*self.plan.remarks, *lines.remarks]
        return replace(lines, table="invoice_lines", taken=taken, dates=self.plan.dates, how=how, remarks=remarks)

    def lend(self, block: Block, plan: Plan) -> Block:
        """A block of lines with the columns of their orders beside their own."""
        own = ids(block.cells(plan.taken["invoice_id"]))
        found = pc.index_in(own.values, value_set=self.ids)
        self.seen[np.asarray(pc.drop_null(found))] = True
        borrowed = {}
        for number, role in enumerate(self.columns, 1):
            per_order = self.columns[role].take(found)
            codes = pc.if_else(
                pc.fill_null(pc.is_valid(per_order).take(own.codes), fill_value=False), own.codes, pa.scalar(None, pa.int32())
            )
            borrowed[-number] = Cells(pc.fill_null(per_order, ""), codes)
        return Block({**block.columns, **borrowed}, block.places, block.torn, block.damaged)

    def end(self) -> Iterator[Problem]:
        """Orders without lines, and order numbers that stand twice."""
        alone = int((~self.seen).sum())
        if alone:
            found = texts("{count} order has no lines.", "{count} orders have no lines.", count=alone)
            remedy = text("Let it be if nothing was delivered; else export lines for the same period.")
            yield Problem(code="sheet-order-without-lines", where=at(self.plan.sheet.label), found=found, remedy=remedy)
        if self.twice:
            found = texts("{count} order number stands twice.", "{count} order numbers stand twice.", count=self.twice)
            remedy = text("The first of them was used. Check that each order is listed once.")
            yield Problem(code="sheet-order-twice", where=at(self.plan.sheet.label), found=found, remedy=remedy)
