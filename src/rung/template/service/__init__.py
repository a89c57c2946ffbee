"""What do the best customers have in common, who looks like them, and can the answer be trusted? One answer, ready for every face."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from rung import abc_analysis
from rung.base import Period, Text, text
from rung.template.compute import known
from rung.template.compute.refusals import Refused
from rung.template.compute.template import Template
from rung.template.service import best as choosing
from rung.template.service import making
from rung.template.service.asking import Run, beside
from rung.template.service.best import Best, BestNotUsable, Choice, Measure
from rung.template.service.placing import Party, Placed, place
from rung.template.service.sheet import QUESTIONS, Answers, Question, as_columns, read_answers

__all__ = [
    "QUESTIONS",
    "Answers",
    "Best",
    "BestNotUsable",
    "Choice",
    "Measure",
    "Party",
    "Placed",
    "Question",
    "TemplateResult",
    "analyse",
    "read_answers",
    "to_json",
]


@dataclass(frozen=True, kw_only=True)
class TemplateResult:
    """The best, the template, and who is like them.

    choice: the best customers; None with a reason in no_template. template: None with a reason in no_template. refused: characteristics
    that were not looked at, each with its reason. customers: how all other customers are placed, and those of class C (or without
    purchases in the period) who are most like the best. market_template: by what is known of prospects too; market: how they are
    placed, the most like the best first; both None with a reason in no_market (None when no market was given).
    """

    period: Period
    today: date
    choice: Choice | None
    template: Template | None
    no_template: Text | None
    refused: tuple[Refused, ...] = ()
    customers: Placed | None = None
    market_template: Template | None = None
    market: Placed | None = None
    no_market: Text | None = None


def analyse(  # noqa: PLR0913  the same inputs as every capability, and what the user may say about the best
    *,
    lines: ir.Table,
    customers: ir.Table | None,
    run: Run,
    period: Period,
    today: date,
    market: ir.Table | None = None,
    characteristics: ir.Table | None = None,
    chosen: Sequence[str] | None = None,
    excluded: Collection[str] = (),
    answers: Answers | None = None,
    seed: int = 0,
) -> TemplateResult:
    """Make the best-customer template, check it, and look for others like the best.

    lines: invoice_lines, of all years (with `margin` of `rung.profitability.with_margin` when it should count). customers: the customer
    table or None. period: its end is what "until now" means; class C is of it. market: parties that could buy, or None. characteristics:
    more columns by customer_id (or party_id, for the market too). chosen: the user's own best customers; excluded: never among the best.
    answers: checked by `read_answers`. run: asks the engine. Raises BestNotUsable for a list of best customers that cannot be used.
    """
    first = run(lines.aggregate(first=lines.date.min())).to_pylist()[0]["first"]
    nothing = TemplateResult(period=period, today=today, choice=None, template=None, no_template=text("Nobody has bought anything yet."))
    if first is None or first >= period.end:
        return nothing
    extra, asked = _more(characteristics, answers, run)
    parties, names, twice = _with_more(run(known.parties(lines, customers, period.end)), "customer_id", extra, asked)
    years = choosing.window_of(first, period.end)
    choice = choosing.choose(lines=lines, run=run, window=years, parties=parties, chosen=chosen, excluded=excluded)
    if isinstance(choice, Text):
        return replace(nothing, no_template=choice)
    on = making.ground(parties, [one.customer_id for one in choice.best])
    kept, refused = making.characteristics(on, today, names, asked[1])
    made = making.make(on, kept, today, seed=seed)
    found = replace(nothing, choice=choice, refused=(*twice, *refused), no_template=None)
    if isinstance(made, Text):
        return replace(found, no_template=made)
    placed = place(on.parties, "customer_id", made, choice.best, only=_small(lines, period, run, on))
    found = replace(found, template=made, customers=placed)
    return _with_market(found, on, made, _of_market(market, lines, customers, run, extra, asked), seed)


_More = tuple[pa.Table, str] | None


def _more(characteristics: ir.Table | None, answers: Answers | None, run: Run) -> tuple[_More, tuple[pa.Table, list[Question]]]:
    """The extra table with the name of its key, and the answers that are categories with their questions."""
    asked = as_columns(answers or {})
    if characteristics is None:
        return None, asked
    key = next((name for name in ("customer_id", "party_id") if name in characteristics.columns), None)
    if key is None:
        raise ValueError(f"characteristics has columns {characteristics.columns}, but needs customer_id or party_id to say whose they are")
    return (run(characteristics), key), asked


def _with_more(
    parties: pa.Table, key: str, extra: _More, asked: tuple[pa.Table, list[Question]]
) -> tuple[pa.Table, list[str], list[Refused]]:
    """The parties with extra columns and answers, the names of the extra columns, and those that were there already."""
    names, twice = [], []
    if extra is not None:
        table, extra_key = extra
        every = [name for name in table.column_names if name not in {extra_key, "customer_id", "party_id", "name"}]
        names = [name for name in every if name not in parties.column_names]
        twice = [Refused(name, "twice") for name in every if name in parties.column_names]
        parties = beside(parties, key, table, extra_key)
    return beside(parties, key, asked[0], "party_id"), names, twice


def _of_market(
    market: ir.Table | None, lines: ir.Table, customers: ir.Table | None, run: Run, extra: _More, asked: tuple[pa.Table, list[Question]]
) -> pa.Table | None:
    if market is None:
        return None
    return _with_more(run(known.not_customers(market, lines, customers)), "party_id", extra, asked)[0]


def _with_market(found: TemplateResult, on: making.Ground, template: Template, market: pa.Table | None, seed: int) -> TemplateResult:
    if market is None or found.choice is None:
        return found
    if not market.num_rows:
        return replace(found, no_market=text("Everybody in the market is a customer already."))
    made = making.for_market(on, template, market, seed=seed)
    if isinstance(made, Text):
        return replace(found, no_market=made)
    return replace(found, market_template=made, market=place(market, "party_id", made, found.choice.best))


def _small(lines: ir.Table, period: Period, run: Run, on: making.Ground) -> pa.Array:
    """Which of the parties are neither A nor B in the period, nor among the best."""
    classes = abc_analysis.classes(lines, period=period, measure="revenue", rule="share")
    large = run(classes.filter(classes.abc != "C").select("customer_id"))["customer_id"].combine_chunks()
    ids = on.parties["customer_id"].combine_chunks()
    return pc.invert(pc.or_(pc.is_in(ids, value_set=large), pc.is_in(ids, value_set=ids.take(pa.array(on.best)))))


def to_json(result: TemplateResult) -> dict[str, Any]:
    """The result as plain JSON values: minor units, unrounded ranks (0-1, never chances), a reason beside what has no answer."""
    return {
        "from": result.choice.window.start.isoformat() if result.choice else None,
        "to": result.choice.window.last.isoformat() if result.choice else None,
        "measure": result.choice.measure if result.choice else None,
        "best": [_best_json(one) for one in result.choice.best] if result.choice else [],
        "no_template": str(result.no_template) if result.no_template else None,
        "template": _template_json(result.template) if result.template else None,
        "refused": [{"name": str(one.name), "why": one.why, "reason": str(one.reason)} for one in result.refused],
        "customers": result.customers.scores.to_pylist() if result.customers else None,
        "market_template": _template_json(result.market_template) if result.market_template else None,
        "market": [_party_json(one) for one in result.market.first] if result.market else None,
        "no_market": str(result.no_market) if result.no_market else None,
    }


def _best_json(one: Best) -> dict[str, Any]:
    return {"customer_id": one.customer_id, "value_minor": one.value_minor, "odd": str(one.odd) if one.odd else None}


def _party_json(one: Party) -> dict[str, Any]:
    return {
        "party_id": one.party_id,
        "rank": one.rank,
        "verdict": one.verdict,
        "disagree": one.disagree,
        "reasons": [str(said) for said, _ in one.reasons],
        "like": str(one.like) if one.like else None,
    }


def _template_json(template: Template) -> dict[str, Any]:
    layout, weights = template.layout, template.weights
    levels: list[Mapping[str, Any]] = [
        {
            "characteristic": one.key,
            "level": str(level),
            "best": int(template.counted[place]),
            "of": int(template.known[place]),
            "share": float(template.shares[place]),
            "weights": {name: float(row[place]) for name, row in weights.items()},
        }
        for one, start in zip(template.characteristics, layout.starts, strict=True)
        for place, level in enumerate(one.levels, start)
    ]
    checks = {
        name: {
            "auc": one.auc,
            "median": one.median,
            "top_10": one.within(0.1),
            "top_20": one.within(0.2),
            "lift": one.lift,
            "p": one.p_value,
        }
        for name, one in template.checks.items()
    }
    return {
        "scorer": template.scorer,
        "separates": template.separates,
        "checks": checks,
        "levels": levels,
        "cut_offs": list(template.cut_offs),
    }
