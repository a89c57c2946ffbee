"""What did the customer pay, and what did it cost? From the columns a file has to net revenue and cost, exactly, by stated rules."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.sheet.block import Block
from rung.importers.sheet.cells import Cells, Mask
from rung.importers.sheet.numbers import FACTOR, MONEY, Sign, parse, rounded

Revenue = Literal["net", "price", "price_by_rate", "gross_less_vat", "gross_by_rate", "gross_unknown"]
Discount = Literal["none", "share", "percent", "amount"]
Cost = Literal["none", "total", "each", "margin", "share"]

# FACTOR with room above it: a product of two takes 49 digits, of three 64, and Arrow has 76.
_WIDE = pa.decimal256(24, 10)
_SHARE = pa.decimal256(14, 10)
_HUNDRED = pa.scalar(Decimal(100), pa.decimal256(3, 0))
_CREDIT = re.compile(
    r"(kredit|credit)[ -]?(nota|note|faktura|invoice|memo)"
    r"|^(kredit|credit|kreditert|krediteret|krediterad|kreditering|kn|cn|retur|return|refund)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rules:
    """How revenue and cost are worked out for a sheet.

    net: the role of the net amount ("revenue", "amount", or the price where there is no quantity); gross: that of the amount with VAT;
    price: the role of the price; percent: whether the contribution margin is written as 35 rather than 0.35; vat: per cent in the
    amounts, None when they are without; flips: whether lines of a credit document are written with a plus and must be turned round.
    """

    revenue: Revenue
    net: str = "revenue"
    gross: str = "gross"
    price: str = "unit_price"
    discount: Discount = "none"
    cost: Cost = "none"
    cost_role: str = "cost"
    percent: bool = True
    vat: Decimal | None = None
    flips: bool = False


@dataclass(frozen=True)
class Typed:
    """The numbers of a block, each column read once. signs: role -> decimal sign."""

    block: Block
    taken: Mapping[str, int]
    signs: Mapping[str, Sign]
    _read: dict[tuple[str, Any], Any] = field(default_factory=dict)

    def cells(self, role: str) -> Cells:
        """The texts of a role; all empty when the sheet does not have it."""
        return self.block.cells(self.taken.get(role))

    def per_value(self, role: str, kind: pa.DataType = MONEY) -> Any:
        """The numbers behind the distinct texts of a role."""
        if (role, kind) not in self._read:
            self._read[role, kind] = parse(self.cells(role).values, self.signs.get(role, "."), kind)
        return self._read[role, kind]

    def number(self, role: str, kind: pa.DataType = MONEY) -> Any:
        """The numbers of a role, one per row; null where there is none."""
        return self.cells(role).spread(self.per_value(role, kind))

    def factor(self, role: str) -> Any:
        """The same with ten decimals and room to multiply."""
        return self.number(role, FACTOR).cast(_WIDE)


def revenue(typed: Typed, rules: Rules) -> Any:
    """Net revenue per row as DECIMAL(18,4), rounded half away from zero once, at the end; null where it cannot be read."""
    ways: dict[Revenue, Callable[[], Any]] = {
        "net": lambda: typed.number(rules.net) if rules.vat is None else typed.factor(rules.net),
        "price": lambda: _by_price(typed, rules),
        "price_by_rate": lambda: _without_vat(_narrow(_by_price(typed, rules)), _rates(typed)),
        "gross_less_vat": lambda: pc.subtract(typed.number(rules.gross), pc.fill_null(typed.number("vat_amount"), Decimal(0))),
        "gross_by_rate": lambda: _without_vat(typed.factor(rules.gross), _rates(typed)),
        "gross_unknown": lambda: typed.factor(rules.gross),
    }
    amount = ways[rules.revenue]()
    if rules.vat is not None and rules.revenue in ("net", "price", "gross_unknown"):  # the others have taken it off already
        amount = _without_vat(_narrow(amount), pa.scalar(rules.vat, _SHARE))
    net = amount if amount.type == MONEY else rounded(amount)
    return pc.if_else(pa.array(credited(typed)), pc.negate(pc.abs(net)), net) if rules.flips else net


def _narrow(amount: Any) -> Any:
    """A product with decimals enough, and room to divide."""
    return pc.round(amount, min(amount.type.scale, 14), "half_towards_infinity").cast(pa.decimal256(32, 14))


def cost(typed: Typed, rules: Rules, net: Any) -> Any:
    """Cost per row as DECIMAL(18,4); null where the file does not say. net: the revenue of the same rows."""
    if rules.cost == "none":
        return pa.nulls(len(typed.block), MONEY)
    if rules.cost == "margin":
        return rounded(pc.subtract(net, _turned(typed.number("margin"), typed, rules)))
    if rules.cost == "share":
        share = _fitting(typed.factor("margin_share"))
        kept = pc.subtract(_HUNDRED if rules.percent else pa.scalar(Decimal(1), _SHARE), share)
        whole = pc.multiply(net.cast(_WIDE), kept)
        return rounded(pc.divide(whole, _HUNDRED) if rules.percent else whole)
    if rules.cost == "each":
        return _turned(rounded(pc.multiply(typed.factor(rules.cost_role), typed.factor("quantity"))), typed, rules)
    return _turned(typed.number(rules.cost_role), typed, rules)


def quantity(typed: Typed, rules: Rules) -> Any:
    """Units per row; negative on credit notes."""
    return _turned(typed.number("quantity"), typed, rules)


def _turned(numbers: Any, typed: Typed, rules: Rules) -> Any:
    return pc.if_else(pa.array(credited(typed)), pc.negate(pc.abs(numbers)), numbers) if rules.flips else numbers


def credited(typed: Typed) -> Mask:
    """Which rows are of a credit document, by the column that says the type."""
    cells = typed.cells("document_type")
    return cells.where(np.array([bool(_CREDIT.search(value)) for value in cells.values.to_pylist()], dtype=bool))


def _by_price(typed: Typed, rules: Rules) -> Any:
    whole = pc.multiply(typed.factor("quantity"), typed.factor(rules.price))
    if rules.discount == "none":
        return whole
    off = pc.fill_null(typed.factor("discount" if "discount" in typed.taken else "discount_amount"), Decimal(0))
    if rules.discount == "amount":
        return pc.subtract(whole, off)
    share = off if rules.discount == "share" else pc.divide(off, _HUNDRED)
    return pc.multiply(whole, pc.subtract(pa.scalar(Decimal(1), _SHARE), _fitting(share)))


def _fitting(share: Any) -> Any:
    """A share or a rate with ten decimals; null when it is so large that it cannot be one."""
    small = pc.less(pc.abs(share), pa.scalar(Decimal(1000)).cast(share.type))
    return pc.round(pc.if_else(small, share, None), 10, "half_towards_infinity").cast(_SHARE)


def _rates(typed: Typed) -> Any:
    """VAT in per cent: 25, "25 %" and 0,25 are the same."""
    rate = typed.factor("vat_rate")
    share = pc.less(pc.abs(rate), pa.scalar(Decimal(1)).cast(rate.type))
    return pc.fill_null(_fitting(pc.if_else(share, pc.multiply(rate, _HUNDRED), rate.cast(pa.decimal256(28, 10)))), Decimal(0))


def _without_vat(gross: Any, rate: Any) -> Any:
    """Gross x 100 / (100 + rate)."""
    return pc.divide(pc.multiply(gross, _HUNDRED), pc.add(rate, _HUNDRED))
