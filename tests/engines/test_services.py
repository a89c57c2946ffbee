"""Does a whole analysis say the same on both engines, to the last figure? Every service, as a report asks it."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest

from rung import abc_analysis, clusters, identity, ladder, loyalty, market, permission, potential, profitability, template
from rung.app import lines
from rung.base import Period, Text
from rung.permission import Known
from rung.profitability.compute.rates import CostRates

pytestmark = pytest.mark.spark

YEAR, TODAY = Period(date(2025, 1, 1), date(2026, 1, 1)), date(2026, 1, 2)


def asked(facts: Any, **more: Any) -> dict[str, Any]:
    return {"lines": facts.priced, "customers": facts.customers, "run": facts.run, "period": YEAR, **more}


def people(facts: Any) -> dict[str, Any]:
    return {"customers": facts.customers, "contacts": facts.contacts, "lines": facts.lines, "run": facts.run}


def lines_of(facts: Any) -> Any:
    classes = abc_analysis.classes(facts.lines, period=YEAR, measure="revenue", rule="share")
    return lines.behind(facts.engine, facts.lines, YEAR, YEAR.before(), classes), lines.names_of(facts.engine)


RATES = CostRates(source="test", date=TODAY, seller_minute=Decimal("9.5"), order=Decimal(80), interest=Decimal("0.07"), credit_days=30)
# The service, and the facts that it has an answer for.
SERVICES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "abc_analysis": ("nasty", lambda f: abc_analysis.analyse(**asked(f), measure="margin")),
    "abc_analysis weighed": ("nasty", lambda f: abc_analysis.weigh(**asked(f), weights={"revenue": Decimal(2), "margin": Decimal(1)})),
    "profitability": ("nasty", lambda f: profitability.analyse(**asked(f))),
    "profitability served": ("nasty", lambda f: profitability.serve(**asked(f, activities=f.activities, sellers=f.sellers, rates=RATES))),
    "loyalty": ("demo", lambda f: loyalty.analyse(**asked(f, today=TODAY))),
    "ladder": ("nasty", lambda f: ladder.analyse(**asked(f, today=TODAY, market=f.market, activities=f.activities, contacts=f.contacts))),
    "permission": ("nasty", lambda f: permission.analyse(**people(f), state=Known(home="NO"), today=TODAY)),
    "potential": ("demo", lambda f: potential.analyse(**asked(f, today=TODAY, products=f.products))),
    "clusters": ("demo", lambda f: clusters.analyse(**asked(f))),
    "template": ("demo", lambda f: template.analyse(**asked(f, today=TODAY))),
    "market": ("nasty", lambda f: market.analyse(**asked(f, today=TODAY, market=f.market))),
    "identity": ("nasty", lambda f: identity.find(customers=f.customers, lines=f.lines, run=f.run, period=YEAR)),
    "the lines behind a report": ("nasty", lines_of),
}


def said(value: Any) -> Any:
    """A result as plain values, whole: what a dataclass, a table or an array holds. What could still be asked is not said yet."""
    if isinstance(value, ir.Expr) or callable(value):
        return None
    if is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, pa.Table | pa.Array | pa.ChunkedArray | np.ndarray):
        value = value.tolist() if isinstance(value, np.ndarray) else value.to_pylist()
    if isinstance(value, Mapping):
        return {key: said(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [said(one) for one in value]
    return "nan" if value != value else value  # noqa: PLR0124  NaN is the one value that is not itself


@pytest.mark.parametrize("name", SERVICES)
def test_a_whole_analysis_is_the_same(name, on_duckdb, on_spark):
    data, analyse = SERVICES[name]
    here, there = (said(analyse(engine[data])) for engine in (on_duckdb, on_spark))
    assert not isinstance(here, Text), "this is no analysis"
    assert there == here
