"""What shall be sold? Rows of quotas and budgets: whose goal, for which days, how much."""

import re
from datetime import date, timedelta

import pyarrow as pa

from rung.facts import QUOTAS
from rung.importers.sheet.block import Block
from rung.importers.sheet.cells import ids, words
from rung.importers.sheet.keys import joined
from rung.importers.sheet.periods import Span, span_of
from rung.importers.sheet.persons import party
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.recipe import About, Listed, Recipe, every, first_of, in_words, no_amount, no_date, of_either
from rung.importers.sheet.tidying import coded, tidied

_DAYS = ("date", "first", "period", "year")
_WHOSE = ("seller_id", "team", "product_group", "customer_id", "first")
# A column of quarters may say 1, one of months 12: its header says which it is.
_COUNTED = ((re.compile(r"kvartal|quarter"), "Q"), (re.compile(r"halv[åa]r|half"), "H"), (re.compile(r"tertial"), "T"))
_MONTH = re.compile(r"m[åa]ned|m[åa]nad|month")


class Quotas(Recipe):
    """Goals, each by whose it is, what it is for and its first day."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        header = plan.headers.get("period", "").lower()
        letter = next((letter for pattern, letter in _COUNTED if pattern.search(header)), "")
        self.counted = "{year}-{n:02}" if _MONTH.search(header) else f"{{year}} {letter}{{n}}"

    def read(self, block: Block) -> Listed:
        """What the list says of each goal; the same goal twice is the same goal."""
        about = self._about(block)
        keys = joined([in_words(about[name]) if name == "first" else about[name] for name in _WHOSE])
        undated = no_date(block, self.plan, _DAYS, about["first"].missing)
        return Listed(about, keys, every(block), [*undated, *no_amount(block.cells(self.plan.taken["quota"]), about["amount"].missing)])

    def _about(self, block: Block) -> About:
        column = next(c for c in QUOTAS.columns if c.name == "amount")
        spans = self._spans(block)
        return {
            "first": coded(pa.array([first for first, _ in spans], pa.date32())),
            "until": coded(pa.array([until for _, until in spans], pa.date32())),
            "amount": tidied(column, "quota", block, self.plan),
            "seller_id": ids(of_either(block, self.plan, "seller_id", "seller_name")),
            "team": words(block.cells(self.plan.taken.get("team"))),
            "customer_id": party(block, self.plan),
            "product_group": words(block.cells(self.plan.taken.get("product_group"))),
        }

    def _spans(self, block: Block) -> list[tuple[date | None, date | None]]:
        """The first day and the day after the last of each row. A mere day says where a goal begins: it ends where the next one does."""
        column = next(c for c in QUOTAS.columns if c.name == "first")
        days = {role: tidied(column, role, block, self.plan) for role in ("date", "first", "last") if role in self.plan.taken}
        begins = first_of(*(days[role].texts for role in ("date", "first") if role in days), pa.nulls(len(block), pa.date32()))
        ends = days["last"].texts.to_pylist() if "last" in days else [None] * len(block)
        by_month = self.plan.formats.get("date" if "date" in days else "first") == "month"
        told = (ids(block.cells(self.plan.taken.get(role))).texts.to_pylist() for role in ("period", "year"))
        rows = zip(begins.texts.to_pylist(), ends, *told, strict=True)
        return [self._span(first, last, period, year, by_month=by_month) for first, last, period, year in rows]

    def _span(
        self, first: date | None, last: date | None, period: str | None, year: str | None, *, by_month: bool
    ) -> tuple[date | None, date | None]:
        span = span_of(f"{first:%Y-%m}") if first and by_month else None if first else self._period(period, year)
        if span:
            return span
        return first, last + timedelta(days=1) if first and last and last >= first and last < date(2199, 12, 31) else None

    def _period(self, period: str | None, year: str | None) -> Span | None:
        whole = span_of(year or "")
        if not period or not whole:
            return span_of(period) if period else whole
        if period.isdigit() and len(period) <= 2:
            return span_of(self.counted.format(year=whole.first.year, n=int(period)))
        return span_of(period, whole.first.year)
