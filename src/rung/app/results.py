"""What does each capability find in the same facts? Each is asked once, when somebody first wants to know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.types as ir

from rung import abc_analysis, clusters, identity, ladder, loyalty, market, permission, potential, profitability, template
from rung.abc_analysis import AbcResult, Weighing
from rung.app.settings import Request
from rung.base import Period, Text
from rung.clusters import ClustersResult
from rung.engine import Snapshot
from rung.identity import IdentityBook, IdentityResult
from rung.ladder import LadderResult
from rung.loyalty import LoyaltyResult
from rung.market import MarketResult
from rung.permission import PermissionBook, PermissionResult
from rung.potential import PotentialResult
from rung.profitability import MarginResult, ServeResult
from rung.template import TemplateResult
from rung.template.service.outcomes import Outcomes, learn_from

# The country of a company, by the currency of its files.
HOME = {"NOK": "NO", "DKK": "DK", "SEK": "SE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What people wrote, beside the facts: who said yes and no to being contacted, and which customers are one."""

    permission: PermissionBook
    identity: IdentityBook


class Results:
    """One company's results in one period. lines: with the groups of the product list, and what the user knows of margins.

    snapshot: with customers that are one read as one; apart: with every customer apart. books: what people wrote.
    A capability that has no answer raises its own error when it is the main one (ABC), and else says why in its result.
    """

    def __init__(self, snapshot: Snapshot, apart: Snapshot, request: Request, period: Period, *, books: Books, today: date) -> None:
        self.period, self.today = period, today
        named = potential.with_groups(snapshot.table("invoice_lines"), snapshot.table("products"))
        self.lines = profitability.with_margin(named, request.group_margins)
        self.currency = next((head.currency for one in snapshot.batches for head in one.heads if head.currency), request.currency)
        self._snapshot, self._apart, self._request, self._books = snapshot, apart, request, books

    @cached_property
    def abc(self) -> AbcResult:
        """Whom to spend time on."""
        return abc_analysis.analyse(**self._known, **self._how)

    @cached_property
    def classes(self) -> ir.Table:
        """The query behind the classes."""
        return abc_analysis.classes(self.lines, period=self.period, **self._how)

    @cached_property
    def weighing(self) -> Weighing | None:
        """Who is worth most when several criteria count; None when the user asks for one."""
        criteria, rule = self._request.criteria, self._request.rule
        return abc_analysis.weigh(**self._known, weights=criteria, rule=rule, profit=self._profit) if criteria else None

    @cached_property
    def margin(self) -> MarginResult:
        """What each customer earns."""
        return profitability.analyse(**self._known)

    @cached_property
    def serving(self) -> ServeResult | Text:
        """What is left when the serving is paid, or why nobody can say."""
        return profitability.serve(
            **self._known, activities=self._table("activities"), sellers=self._table("sellers"), rates=self._request.rates
        )

    @cached_property
    def loyalty(self) -> LoyaltyResult:
        """Who stays, and what to expect."""
        return loyalty.analyse(**self._known, today=self.today)

    @cached_property
    def ladder(self) -> LadderResult:
        """Where everyone stands."""
        outlook = self.loyalty.outlook
        alive = outlook.customers.select(["customer_id", "alive"]) if outlook and not outlook.refused else None
        return ladder.analyse(
            **self._known,
            market=self._table("market"),
            activities=self._table("activities"),
            contacts=self._table("contacts"),
            groups=self._request.groups,
            today=self.today,
            alive=alive,
            profit=None if isinstance(self.serving, Text) else self.serving.customers.select(["customer_id", "profit_minor"]),
        )

    @cached_property
    def template(self) -> TemplateResult:
        """What the best have in common."""
        return template.analyse(
            **self._known,
            today=self.today,
            market=self._table("market"),
            chosen=self._request.best or None,
            excluded=self._request.not_best,
            answers=self._request.answers or None,
        )

    @cached_property
    def outcomes(self) -> Outcomes | None:
        """What won and lost leads teach; None when no file tells of any activity or opportunity."""
        if self._table("activities") is None and self._table("opportunities") is None:
            return None
        parties = {name: self._snapshot.table(name) for name in ("customers", "market")}
        return learn_from(activities=self._leads, **parties, run=self._snapshot.run)

    @property
    def _leads(self) -> ir.Table:
        """Everything that was won or lost: activities with a result, and opportunities with an outcome."""
        activities, opportunities = (self._snapshot.table(name) for name in ("activities", "opportunities"))
        decided = opportunities.filter(opportunities.outcome.notnull())
        told = {
            "activity_id": decided.opportunity_id,
            "party_id": decided.party_id,
            "result": decided.outcome,
            "seller_id": decided.seller_id,
        }
        unknown = {"channel": ibis.null("string"), "incoming": ibis.null("boolean")}
        return activities.select(*told, *unknown).union(decided.select(**told, **unknown))

    @cached_property
    def potential(self) -> PotentialResult | Text:
        """What more they could buy, or why nobody can say."""
        return potential.analyse(**self._known, today=self.today, products=self._table("products"))

    @cached_property
    def clusters(self) -> ClustersResult | Text:
        """Which groups the customers fall into, or why nobody can say. Held against the plain classes as they stood a period ago."""
        before = abc_analysis.classes(self.lines, period=self.period.before(), measure="revenue", rule=self._request.rule)
        stood = self.ladder.parties.select(["party_id", "before"]).rename_columns(["customer_id", "step"])
        plain = clusters.Plain(abc=self._snapshot.run(before.select("customer_id", "abc")), ladder=stood)
        return clusters.analyse(**self._known, plain=plain)

    @cached_property
    def market(self) -> MarketResult | Text:
        """How large the market is, and our share of it, or why nobody can say."""
        return market.analyse(**self._known, market=self._table("market"), today=self.today, assumptions=self._request.assumptions)

    @cached_property
    def permission(self) -> PermissionResult:
        """Whom we may contact how."""
        customers = self._snapshot.table("customers")
        state = self._books.permission.state(permission.checks(self._books.permission), home=HOME.get(self.currency, ""))
        return permission.analyse(
            customers=customers,
            contacts=self._table("contacts"),
            lines=self.lines,
            run=self._snapshot.run,
            state=state,
            today=self.today,
        )

    @cached_property
    def identity(self) -> IdentityResult:
        """Which customers may be one, and which belong together."""
        apart = self._apart
        decided = self._books.identity.state()
        lines = apart.table("invoice_lines")
        return identity.find(customers=apart.table("customers"), lines=lines, run=apart.run, period=self.period, decided=decided)

    @property
    def _known(self) -> dict[str, Any]:
        return {"lines": self.lines, "customers": self._snapshot.table("customers"), "run": self._snapshot.run, "period": self.period}

    @property
    def _how(self) -> dict[str, Any]:
        return {"measure": self._request.measure, "rule": self._request.rule, "profit": self._profit}

    @property
    def _profit(self) -> Callable[[Period], ir.Table] | None:
        """What each customer leaves in a period when the serving is paid; None when nobody knows what it costs."""
        rates, serving = self._request.rates, self.serving
        if rates is None or isinstance(serving, Text):
            return None
        timed = self._table("activities") if serving.time_from == "activities" else None
        return lambda period: profitability.profit_values(profitability.served(self.lines, period, rates, activities=timed))

    def _table(self, name: str) -> ir.Table | None:
        """A table of facts; None when no file brought any of it."""
        table = self._snapshot.table(name)
        return table if self._snapshot.run(table.limit(1)).num_rows else None
