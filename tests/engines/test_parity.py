"""Does Spark say what DuckDB says? Every expression of every capability, on facts with all that engines are known to differ on."""

import importlib
import inspect
import json
import os
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

import rung
from rung.abc_analysis import compute as abc
from rung.base import Period
from rung.clusters.compute import features
from rung.facts import columns
from rung.intake import compute as intake
from rung.ladder.compute import groups, occasions, parties, rulebook
from rung.loyalty.compute import cohorts, purchases, rfm, split
from rung.market.compute import assumptions, firms
from rung.permission.compute.relation import relations
from rung.potential.compute import grouping, spend
from rung.profitability.compute import margin, serving
from rung.profitability.compute.rates import CostRates
from rung.template.compute import cases, known

YEAR, BASE = Period(date(2025, 1, 1), date(2026, 1, 1)), Period(date(2024, 1, 1), date(2025, 1, 1))
TODAY = date(2026, 1, 2)
RATES = CostRates(
    source="test", date=TODAY, seller_minute=Decimal("12.3456"), order=Decimal(85), line=Decimal("6.5"),
    interest=Decimal("0.0725"), credit_days=45, order_minutes=Decimal(10), visit_minutes=Decimal(60),
)  # fmt: skip
TARGETS = rulebook.parse("""
[[group]]
name = "Building firms near Bergen"
industry = ["43", "bygg"]
employees = ["4-99", "250-"]
postal_code = ["50", "0100-0199"]
legal_form = ["AS", "ENK"]
turnover = "0-"
[[group]]
name = "Buyers"
function = ["innkjøp", "leder"]
country = "NO"
region = "Vestland"
[[group]]
name = "Women of 40 in the towns"
city = ["Bergen", "Ålesund"]
age = "40-80"
sex = "woman"
income = "-500000"
[[group]]
name = "Firms"
kind = "company"
""")

SEGMENTS = assumptions.parse("""
[[segment]]
name = "Building"
industry = "43"
region = "Vestland"
spend_per_unit = 1000
source = "guess"
year = 2025
[[segment]]
name = "Building by its name"
industry = "Bygg og anlegg"
total = 50000
source = "guess"
year = 2025
""")


def _running(lines: ir.Table) -> ir.Column:
    return lines.revenue.sum().over(ibis.window(order_by=lines.line_key.asc(), rows=(None, 0))).cast("decimal(18, 4)")


def _classes(f: Any, period: Period) -> ir.Table:
    return abc.classify(abc.value_by_customer(f.lines, period, "revenue"))


def _parties(f: Any) -> ir.Table:
    return parties.parties(f.lines.filter(f.lines.customer_id.notnull()), f.customers, f.market)


def _placed(f: Any, segments: Sequence[assumptions.Assumption]) -> ir.Table:
    return firms.placed(firms.firms(f.market, f.customers, f.lines, YEAR), segments)


MEASURES = ("revenue", "margin", "units", "growth")
Tables = Mapping[str, ir.Table] | ir.Table
# The function, by module -> what to ask of it on the facts `f`: one table, or several by name.
EXPRESSIONS: dict[str, Callable[[Any], Tables]] = {
    "facts.columns.minor": lambda f: f.lines.select("line_key", revenue=columns.minor(f.lines.revenue), cost=columns.minor(f.lines.cost)),
    "facts.columns.minor_step": lambda f: f.lines.select("line_key", step=columns.minor_step(_running(f.lines), f.lines.revenue)),
    "facts.columns.tidy": lambda f: f.market.select("party_id", name=columns.tidy(f.market.name), region=columns.tidy(f.market.region)),
    "abc_analysis.compute.measured_lines": lambda f: {one: abc.measured_lines(f.priced, YEAR, one) for one in MEASURES},
    "abc_analysis.compute.value_by_customer": lambda f: {one: abc.value_by_customer(f.priced, YEAR, one) for one in MEASURES},
    "abc_analysis.compute.overview": lambda f: {one: abc.overview(f.priced, YEAR, one) for one in MEASURES},
    "abc_analysis.compute.classify": lambda f: {
        "revenue by share": _classes(f, YEAR),
        "margin by count": abc.classify(abc.value_by_customer(f.priced, YEAR, "margin"), measure="margin", rule="count"),
        "growth, cuts at a third": abc.classify(
            abc.value_by_customer(f.lines, YEAR, "growth"), measure="growth", a_share=Fraction(1, 3), b_share=Decimal("0.999")
        ),
    },
    "abc_analysis.compute.weighted_rank": lambda f: abc.weighted_rank(
        [(abc.value_by_customer(f.priced, YEAR, "revenue"), Decimal("1.5")), (abc.value_by_customer(f.priced, YEAR, "margin"), 2)]
    ),
    "abc_analysis.compute.compare": lambda f: abc.compare(_classes(f, BASE), _classes(f, YEAR)),
    "abc_analysis.compute.revenue_by_month": lambda f: abc.revenue_by_month(f.lines, YEAR),
    "intake.compute.reconciling.month_sums": lambda f: intake.month_sums(f.lines),
    "intake.compute.reconciling.row_count": lambda f: intake.row_count(f.lines).as_table(),
    "intake.compute.reconciling.sources_by_month": lambda f: intake.sources_by_month(f.lines, f.lines.filter(f.lines.date < YEAR.start)),
    "loyalty.compute.purchases.days": lambda f: purchases.days(f.priced, YEAR.end),
    "loyalty.compute.purchases.purchases": lambda f: purchases.purchases(f.priced, YEAR.end),
    "loyalty.compute.purchases.rhythm": lambda f: purchases.rhythm(f.lines, YEAR.end),
    "loyalty.compute.purchases.bought_in": lambda f: purchases.bought_in(f.lines, YEAR),
    "loyalty.compute.cohorts.cohorts": lambda f: cohorts.cohorts(f.lines, YEAR.end),
    "loyalty.compute.rfm.rfm": lambda f: rfm.rfm(f.lines, YEAR),
    "loyalty.compute.rfm.fair_score": lambda f: f.lines.select("line_key", score=rfm.fair_score(f.lines.revenue)),
    "loyalty.compute.split.customer_sums": lambda f: split.customer_sums(f.lines, BASE, YEAR),
    "loyalty.compute.split.bridge": lambda f: split.bridge(split.customer_sums(f.lines, BASE, YEAR)),
    "loyalty.compute.split.split": lambda f: split.split(f.lines, BASE, YEAR),
    "loyalty.compute.split.split_by": lambda f: {
        "groups": split.split_by(split.split(f.lines, BASE, YEAR), ["product_group"]),
        "all": split.split_by(split.split(f.lines, BASE, YEAR)),
    },
    "loyalty.compute.split.overview": lambda f: split.overview(f.lines, YEAR),
    "profitability.compute.margin.with_margin": lambda f: f.priced,
    "profitability.compute.margin.margin_by": lambda f: {
        key: margin.margin_by(f.priced, YEAR, key) for key in ("customer_id", "product_group", "product_id", "seller_id")
    },
    "profitability.compute.margin.overview": lambda f: margin.overview(f.priced, YEAR),
    "profitability.compute.serving.sells": lambda f: f.lines.select("line_key", sells=serving.sells(f.lines)),
    "profitability.compute.serving.work_by": lambda f: {
        key: serving.work_by(f.lines.filter(f.lines.customer_id.notnull()), YEAR, key) for key in ("customer_id", "seller_id")
    },
    "profitability.compute.serving.with_time": lambda f: serving.with_time(f.activities, YEAR, RATES),
    "profitability.compute.serving.time_known": lambda f: serving.time_known(f.activities, YEAR, RATES),
    "profitability.compute.serving.served": lambda f: {
        "customers": serving.served(f.priced, YEAR, RATES, activities=f.activities),
        "sellers": serving.served(f.priced, YEAR, RATES, key="seller_id", activities=f.activities),
        "orders": serving.served(f.priced, YEAR, RATES, activities=None),
    },
    "profitability.compute.serving.profit_values": lambda f: serving.profit_values(serving.served(f.priced, YEAR, RATES, activities=None)),
    "ladder.compute.occasions.occasions": lambda f: occasions.occasions(f.lines, YEAR.end),
    "ladder.compute.occasions.climbs": lambda f: {"margin": occasions.climbs(f.priced, YEAR), "none": occasions.climbs(f.lines, YEAR)},
    "ladder.compute.occasions.months": lambda f: occasions.months(f.priced, YEAR),
    "ladder.compute.occasions.unattributed": lambda f: occasions.unattributed(f.lines, YEAR),
    "ladder.compute.parties.nobody": lambda f: parties.nobody(rung.facts.ACTIVITIES),
    "ladder.compute.parties.parties": _parties,
    "ladder.compute.parties.aliases": lambda f: parties.aliases(_parties(f), f.market),
    "ladder.compute.parties.responses": lambda f: parties.responses(f.activities, parties.aliases(_parties(f), f.market), TODAY),
    "ladder.compute.parties.placed": lambda f: {
        "groups": parties.placed(_parties(f), TARGETS, f.contacts, parties.aliases(_parties(f), f.market), TODAY),
        "none": parties.placed(_parties(f), (), f.contacts, parties.aliases(_parties(f), f.market), TODAY),
    },
    "ladder.compute.groups.matches": lambda f: f.market.select(
        "party_id", **{f"g{n}": groups.matches(one, f.market, TODAY, ibis.null("boolean")) for n, one in enumerate(TARGETS)}
    ),
    "ladder.compute.groups.title_matches": lambda f: f.contacts.select("contact_id", met=groups.title_matches(TARGETS[1], f.contacts.title)),
    "ladder.compute.groups.in_any": lambda f: f.market.select(
        "party_id", met=groups.in_any([groups.matches(one, f.market, TODAY) for one in TARGETS])
    ),
    "permission.compute.relation.relations": lambda f: relations(f.lines, TODAY),
    "potential.compute.grouping.with_groups": lambda f: grouping.with_groups(f.lines, f.products),
    "potential.compute.grouping.products_sold": lambda f: grouping.products_sold(f.lines, YEAR),
    "potential.compute.grouping.regroup": lambda f: {
        kind: grouping.regroup(f.lines, grouping.Grouping(kind, 2)) for kind in ("groups", "products", "prefix")
    },
    "potential.compute.spend.spend": lambda f: spend.spend(f.lines, YEAR),
    "potential.compute.spend.sold_by": lambda f: spend.sold_by(f.lines, YEAR),
    "market.compute.firms.firms": lambda f: {
        "all": firms.firms(f.market, f.customers, f.lines, YEAR), "lines": firms.firms(None, None, f.lines, YEAR)
    },
    "market.compute.firms.customers_of": lambda f: firms.customers_of(f.customers, f.lines, YEAR),
    "market.compute.firms.placed": lambda f: {"rules": _placed(f, SEGMENTS), "none": _placed(f, ())},
    "market.compute.firms.segments": lambda f: {"rules": firms.segments(_placed(f, SEGMENTS)), "none": firms.segments(_placed(f, ()))},
    "market.compute.firms.buyers": lambda f: firms.buyers(_placed(f, SEGMENTS)),
    "clusters.compute.features.habits": lambda f: {"margin": features.habits(f.priced, YEAR), "none": features.habits(f.lines, YEAR)},
    "clusters.compute.features.firms": lambda f: features.firms(f.customers),
    "template.compute.known.worth": lambda f: {"margin": known.worth(f.priced, YEAR), "cost": known.worth(f.lines, YEAR)},
    "template.compute.cases.cases": lambda f: cases.cases(f.activities, f.customers, f.market),
    "template.compute.known.biggest": lambda f: known.biggest(f.lines, YEAR),
    "template.compute.known.entry": lambda f: known.entry(f.lines, YEAR.end),
    "template.compute.known.parties": lambda f: {
        "all": known.parties(f.lines, f.customers, YEAR.end), "lines": known.parties(f.lines, None, YEAR.end)
    },
    "template.compute.known.not_customers": lambda f: known.not_customers(f.market, f.lines, f.customers),
}  # fmt: skip


def asked(name: str, facts: Any) -> dict[str, ir.Table]:
    """The tables to ask for an expression, by name."""
    found = EXPRESSIONS[name](facts)
    return dict(found) if isinstance(found, Mapping) else {"": found}


def test_every_expression_of_the_project_is_held_against_spark():
    """A public function that gives an Ibis expression is in the list; services are run whole in test_services.py."""
    missing = sorted(set(public_expressions()) - set(EXPRESSIONS))
    gone = sorted(set(EXPRESSIONS) - set(public_expressions()))
    assert not missing, "add them to EXPRESSIONS, with the cases that matter"
    assert not gone, "they are no longer there"


def public_expressions() -> Iterable[str]:
    for module in pkgutil.walk_packages(rung.__path__, "rung."):
        parts = module.name.split(".")
        if "tests" in parts or not ("compute" in parts or module.name.startswith("rung.facts.")):
            continue
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == module.name and not name.startswith("_")
            if own and "ibis." in str(inspect.signature(function).return_annotation):
                yield f"{module.name}.{name}".removeprefix("rung.")


GOLDEN = Path(__file__).parent / "golden.json"
# What reports rest on: made by us, the same for every engine and every version of one.
MAIN = (
    "abc_analysis.compute.overview", "abc_analysis.compute.classify", "abc_analysis.compute.revenue_by_month",
    "loyalty.compute.rfm.rfm", "loyalty.compute.purchases.purchases", "loyalty.compute.purchases.rhythm",
    "loyalty.compute.split.customer_sums", "loyalty.compute.split.bridge", "loyalty.compute.split.split_by",
    "profitability.compute.margin.margin_by", "profitability.compute.serving.served", "ladder.compute.occasions.climbs",
    "ladder.compute.occasions.months", "ladder.compute.parties.placed", "potential.compute.spend.sold_by",
    "permission.compute.relation.relations", "market.compute.firms.segments", "clusters.compute.features.firms",
    "template.compute.known.entry",
)  # fmt: skip


def test_the_main_figures_are_those_of_the_golden_file(on_duckdb, in_order):
    """Run it with GOLDEN=write to write the file anew, and read what changed in it before you commit it."""
    facts = on_duckdb["nasty"]
    found = {f"{name} {case}".strip(): written(in_order(facts.run(one))) for name in MAIN for case, one in asked(name, facts).items()}
    if os.environ.get("GOLDEN") == "write":
        tables = ",\n".join(f"{dumped(name)}: [\n" + ",\n".join(map(dumped, rows)) + "\n]" for name, rows in found.items())
        GOLDEN.write_text(f"{{\n{tables}\n}}\n", encoding="utf-8")
    assert found == golden()


def written(table: pa.Table) -> list[Any]:
    """The types of the columns, their names, and the rows: exact figures and dates as text."""
    rows = [[str(field.type) for field in table.schema], table.column_names, *(list(row.values()) for row in table.to_pylist())]
    return json.loads(json.dumps(rows, default=str))


def dumped(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False)


def golden() -> dict[str, list[Any]]:
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.spark
@pytest.mark.parametrize("data", ["nasty", "demo", "nothing"])
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_spark_says_what_duckdb_says(name, data, on_duckdb, on_spark, in_order):
    duckdb, spark = on_duckdb[data], on_spark[data]
    theirs = asked(name, spark)
    for case, expression in asked(name, duckdb).items():
        here, there = in_order(duckdb.run(expression)), in_order(spark.run(theirs[case]))
        assert there.schema == here.schema, case
        assert there.equals(here), f"{name} {case}: {first_difference(here, there)}"
        if data == "nasty" and name in MAIN:
            assert written(there) == golden()[f"{name} {case}".strip()]


def first_difference(here: pa.Table, there: pa.Table) -> str:
    if here.num_rows != there.num_rows:
        return f"{here.num_rows} rows on DuckDB, {there.num_rows} on Spark"
    rows = zip(here.to_pylist(), there.to_pylist(), strict=True)
    one, other = next((one, other) for one, other in rows if one != other)
    return f"DuckDB { {k: v for k, v in one.items() if v != other[k]} }, Spark { {k: v for k, v in other.items() if v != one[k]} } in {one}"
