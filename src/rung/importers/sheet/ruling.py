"""Is the discount a share or a per cent, the cost each or in all, the credit note written with a minus? The values decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.importers.sheet.amounts import Discount, Rules, Typed, credited, revenue
from rung.importers.sheet.cells import Cells, filled
from rung.importers.sheet.mapping import rate_of

Line = tuple[Text, Text]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules for a sheet, said in words (how).

    doubt: a column of amounts that does not say whether VAT is in them; repeated: one that may be the sum of the invoice, once more on
    each of its lines.
    """

    rules: Rules
    how: tuple[Line, ...]
    doubt: str = ""
    repeated: str = ""


def rule(typed: Typed, headers: Mapping[str, str], mapping: Mapping[str, str]) -> Ruling:
    """Decide by a sample how revenue and cost are worked out. headers: role -> header of the columns taken."""
    taken = typed.taken
    vat = rate_of(mapping)
    rules = replace(_revenue_way(typed, stated=bool(vat)), vat=Decimal(vat) if vat else None)
    rules, repeated = _of_lines(typed, rules)
    kind, net = rules.revenue, rules.net
    how: list[Line] = []
    if kind in ("price", "price_by_rate") and rules.price != "net_price" and ({"discount", "discount_amount"} & taken.keys()):
        rules = replace(rules, discount=_discount(typed, mapping))
        how.append((text("Discount is"), _DISCOUNTS[rules.discount]))
    rules = replace(rules, flips=_flips(typed, rules))
    if rules.flips:
        how.append((text("Credit notes"), text("turned to minus by the document type")))
    rules = _cost(typed, rules)
    if repeated and kind == "price":
        how.append((text("Not used"), text("{column}, the sum of the invoice on each of its lines", column=headers[repeated])))
    how = [(text("Revenue is"), _ways(rules, headers)), *how, *_cost_in_words(rules, headers)]
    doubt = headers[net] if kind == "net" and net != "revenue" and not vat and _holds_vat(typed) is None else ""
    return Ruling(rules, tuple(how), doubt, headers[repeated] if repeated and kind != "price" else "")


# A column with these words in it is about documents, so credit notes may follow further down.
_SALE = r"(?i)faktura|invoice|regning|salg|sale"

_DISCOUNTS: dict[Discount, Text] = {
    "none": text("none"),
    "share": text("a share (0.05 is 5 %)"),
    "percent": text("a per cent (5 is 5 %)"),
    "amount": text("an amount"),
}


def _revenue_way(typed: Typed, *, stated: bool) -> Rules:
    """The best column there is: net; gross with its VAT; an amount that does not say; quantity x price; gross alone."""
    taken = typed.taken
    price = "net_price" if "net_price" in taken else "unit_price"
    priced = "quantity" in taken and price in taken
    dear = "quantity" in taken and "gross_price" in taken and not priced
    ways: tuple[tuple[Callable[[], bool | None], Rules], ...] = (
        (lambda: "revenue" in taken, Rules("net")),
        (lambda: "gross" in taken and "vat_amount" in taken, Rules("gross_less_vat")),
        (lambda: "gross" in taken and "vat_rate" in taken, Rules("gross_by_rate")),
        (lambda: "gross" in taken and stated, Rules("gross_unknown")),
        (lambda: "amount" in taken and not stated and _holds_vat(typed), Rules("gross_less_vat", gross="amount")),
        (lambda: "amount" in taken, Rules("net", net="amount")),
        (lambda: priced and not ("gross" in taken and _prices_hold_vat(typed)), Rules("price")),
        (lambda: dear and "vat_rate" in taken, Rules("price_by_rate", price="gross_price")),
        (lambda: dear and stated, Rules("price", price="gross_price")),
        (lambda: dear, Rules("gross_unknown", gross="gross_price")),
        (lambda: "gross" not in taken and "quantity" not in taken, Rules("net", net=price)),
        (lambda: True, Rules("gross_unknown")),
    )
    found = next(rules for fits, rules in ways if fits())
    return found if found.price == "gross_price" else replace(found, price=price)


def _of_lines(typed: Typed, rules: Rules) -> tuple[Rules, str]:
    """The rules for an amount of each line; and the role of the amount, when it is the same on all lines of every invoice.

    Where quantity x price differs between the lines of an invoice and the amount does not, the amount is of the invoice.
    """
    role = rules.net if rules.revenue == "net" else rules.gross
    if rules.revenue not in ("net", "gross_less_vat", "gross_by_rate") or "invoice_id" not in typed.taken or role not in typed.taken:
        return rules, ""
    invoices, paid = typed.cells("invoice_id"), _floats(typed.number(role))
    several = _differences(invoices, paid)
    if len(several) < _FEWEST or (several < _CENT).mean() < _NEARLY_ALL or len(np.unique(paid[np.isfinite(paid)])) < _FEWEST:
        return rules, ""
    price = "net_price" if "net_price" in typed.taken else "unit_price"
    if not {"quantity", price} <= typed.taken.keys():
        return rules, role
    by_price = Rules("price", price=price)
    unlike = _differences(invoices, _floats(revenue(typed, by_price))) >= _CENT
    return (by_price, role) if unlike.mean() >= 0.5 else (rules, "")


def _differences(groups: Cells, amounts: Any) -> Any:
    """Largest less smallest amount of each group with more than one row."""
    there = ~groups.missing & np.isfinite(amounts)
    if not there.any():
        return np.zeros(0)
    codes, values = filled(groups.codes)[there], amounts[there]
    order = np.lexsort((values, codes))
    codes, values = codes[order], values[order]
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    ends = np.append(starts[1:], len(codes)) - 1
    return (values[ends] - values[starts])[ends > starts]


def _holds_vat(typed: Typed) -> bool | None:
    """Whether an amount that does not say holds the VAT beside it: 25 of 125 is a known rate of the rest, 25 of 100 of the whole."""
    if not {"amount", "vat_amount"} <= typed.taken.keys():
        return None
    paid, tax = _floats(typed.number("amount")), _floats(typed.number("vat_amount"))
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = (tax / paid, tax / (paid - tax))
    without, within = (sum(int((np.abs(share - rate) < _SLACK).sum()) for rate in _VAT) for share in shares)
    return None if without == within else within > without


def _prices_hold_vat(typed: Typed) -> bool:
    """Whether quantity x price comes to the gross amount on most rows: then the prices include VAT as well."""
    by_price = revenue(typed, Rules("price", price="net_price" if "net_price" in typed.taken else "unit_price"))
    same = pc.equal(pc.round(by_price, 0), pc.round(typed.number("gross"), 0))
    return bool((pc.mean(same.cast(pa.int8())).as_py() or 0) > 0.5)


# The rates of VAT in the Nordic countries now and of late, as shares.
_VAT = (0.25, 0.255, 0.24, 0.15, 0.14, 0.135, 0.12, 0.1, 0.06)
_SLACK = 0.001
# When an amount is taken to be repeated: on nearly all of a few invoices that have several lines, and not the same on all invoices.
_FEWEST, _NEARLY_ALL, _CENT = 4, 0.95, 0.005


def _discount(typed: Typed, mapping: Mapping[str, str]) -> Discount:
    stated = mapping.get("discount_as", "")
    if stated in ("share", "percent", "amount"):
        return stated  # type: ignore[return-value]  # one of the three, as just seen
    if "discount" not in typed.taken:
        return "amount"
    cells = typed.cells("discount")
    numbers = [abs(n) for n in typed.per_value("discount").to_pylist() if n]
    if any("%" in value for value in cells.values.to_pylist()) or not numbers:
        return "percent"
    if max(numbers) > 100:
        return "amount"
    whole = all(n == int(n) for n in numbers)
    return "share" if max(numbers) < 1 or (max(numbers) == 1 and not whole) else "percent"


def _flips(typed: Typed, rules: Rules) -> bool:
    """Lines of credit documents are turned when the file writes them with a plus; when most have a minus already, nothing is touched."""
    of_credit = credited(typed)
    kinds = typed.cells("document_type").values
    if not of_credit.any() and not pc.any(pc.match_substring_regex(kinds, _SALE)).as_py():
        return False
    net = revenue(typed, rules).filter(pa.array(of_credit))
    minus = int(pc.sum(pc.less(net, Decimal(0))).as_py() or 0)
    plus = int(pc.sum(pc.greater(net, Decimal(0))).as_py() or 0)
    return plus >= minus


def loses_decimals(typed: Typed, rules: Rules) -> bool:
    """Whether quantity x price is the amount on some lines, and 10, 100 or 1,000 times more or less on others.

    That is the trace of a decimal sign that a spreadsheet took for a thousands separator. Lines with a discount do not count.
    """
    price = next((role for role in ("net_price", "unit_price") if role in typed.taken), "")
    if rules.revenue != "net" or rules.net == price or not price or "quantity" not in typed.taken:
        return False
    paid, each, units = (_floats(column) for column in (typed.number(rules.net), typed.number(price), typed.number("quantity")))
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.log10(np.abs(each * units / paid))
    for role in ("discount", "discount_amount"):
        power = np.where(np.nan_to_num(_floats(typed.number(role))) == 0, power, np.nan)
    power = power[np.isfinite(power)]
    near = np.round(power[np.abs(power - np.round(power)) < 1e-4]).astype(int)
    lines = np.unique(near, return_counts=True)[1]
    return int((lines >= max(2, 0.05 * len(power))).sum()) > 1


def _cost(typed: Typed, rules: Rules) -> Rules:
    taken = typed.taken
    if "cost" in taken and not (rules.revenue == "price" and _is_repeated(typed, "cost")):
        return replace(rules, cost="total", cost_role="cost")
    if "unit_cost" in taken and "quantity" in taken:
        return replace(rules, cost="each", cost_role="unit_cost")
    if "cost_price" in taken:
        each = "quantity" in taken and _is_each(typed, rules)
        return replace(rules, cost="each" if each else "total", cost_role="cost_price")
    if "margin" in taken:
        return replace(rules, cost="margin")
    if "margin_share" in taken:
        written = [abs(n) for n in typed.per_value("margin_share").to_pylist() if n is not None]
        signed = any("%" in value for value in typed.cells("margin_share").values.to_pylist())
        return replace(rules, cost="share", cost_role="margin_share", percent=signed or max(written, default=2) > 1)
    return rules


def _is_repeated(typed: Typed, role: str) -> bool:
    """Whether an amount is the same on all lines of nearly every invoice."""
    several = _differences(typed.cells("invoice_id"), _floats(typed.number(role)))
    return len(several) >= _FEWEST and bool((several < _CENT).mean() >= _NEARLY_ALL)


def _is_each(typed: Typed, rules: Rules) -> bool:
    """Whether a "Kostpris" is of one unit or of the line: of the two, the one that follows revenue more closely."""
    paid, price, units = (_floats(column) for column in (revenue(typed, rules), typed.number("cost_price"), typed.number("quantity")))
    good = (paid * price * units != 0) & np.isfinite(paid * price * units) & (np.abs(units) != 1)
    if "margin" in typed.taken:
        wanted = paid - _floats(typed.number("margin"))
        return bool(np.nansum(np.abs(price * units - wanted)) < np.nansum(np.abs(price - wanted)))
    if not good.any():
        return True
    of_line = np.log(np.abs(price[good] / paid[good]))
    of_unit = np.log(np.abs(price[good] * units[good] / paid[good]))
    return float(np.subtract(*np.percentile(of_unit, [75, 25]))) <= float(np.subtract(*np.percentile(of_line, [75, 25])))


def _floats(numbers: Any) -> Any:
    """Near enough to compare spreads; never used for an amount that anyone sees."""
    return np.asarray(numbers.cast(pa.float64()).fill_null(float("nan")))


def _ways(rules: Rules, headers: Mapping[str, str]) -> Text:
    named = {role: headers.get(role, "") for role in ("quantity", "vat_amount", "vat_rate")}
    gross = headers.get(rules.gross, "")
    if rules.revenue in ("price", "price_by_rate"):
        price = headers.get(rules.price, "")
        less = text("{quantity} x {price} less discount", quantity=named["quantity"], price=price)
        said = less if rules.discount != "none" else text("{quantity} x {price}", quantity=named["quantity"], price=price)
    elif rules.revenue == "net":
        said = text("{column}", column=headers.get(rules.net, ""))
    elif rules.revenue == "gross_less_vat":
        said = text("{gross} less {vat}", gross=gross, vat=named["vat_amount"])
    elif rules.revenue == "gross_by_rate":
        said = text("{gross} without the VAT of {rate}", gross=gross, rate=named["vat_rate"])
    else:
        said = text("{column}", column=gross)
    if rules.revenue == "price_by_rate":
        return text("{gross} without the VAT of {rate}", gross=said, rate=named["vat_rate"])
    return said if rules.vat is None else text("{amount}, without {rate} % VAT", amount=said, rate=f"{rules.vat:f}")


def _cost_in_words(rules: Rules, headers: Mapping[str, str]) -> list[Line]:
    if rules.cost == "none":
        return []
    named = headers.get("margin" if rules.cost == "margin" else rules.cost_role, "")
    ways = {
        "total": text("{column}, of the whole line", column=named),
        "each": text("{column} x {quantity}", column=named, quantity=headers.get("quantity", "")),
        "margin": text("revenue less {column}", column=named),
        "share": text("revenue less {column} of it", column=named),
    }
    return [(text("Cost is"), ways[rules.cost])]
