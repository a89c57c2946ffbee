"""The main job: files in, a customer analysis out, with everything it rests on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import ibis.expr.types as ir

from rung.app.identities import as_decided
from rung.app.lines import behind, names_of, of_customer
from rung.app.one_customer import customer_report
from rung.app.report import Ground, assemble
from rung.app.results import Books, Results
from rung.app.settings import Request, UnknownGroup
from rung.app.taking_in import ProgressOf, take_in
from rung.base import Period, RungError, text
from rung.engine import FactStore, Snapshot
from rung.identity import IdentityBook
from rung.intake.service import Imported, company_currency, compare_sources, describe
from rung.kit.report import Lines, Report
from rung.permission import PermissionBook

_FAR = timedelta(days=366)


class NoLines(RungError):
    """Files that were read, but hold no sales."""

    exit_code = 3

    def __init__(self, names: str) -> None:
        super().__init__(
            text("{names}: there are no sales in the files, so there is nothing to analyse.", names=names),
            remedy=text("Bring in an accounting file or a file of invoice lines as well."),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything a face needs: the results, what they rest on, and the report of both. sql: the query behind the classes."""

    results: Results
    imported: tuple[Imported, ...]
    report: Report
    sql: str


class NoSuchCustomer(RungError):
    """A customer number that no line of the period has."""

    exit_code = 2

    def __init__(self, customer_id: str) -> None:
        super().__init__(
            text("Customer {customer} has no invoice lines in the period.", customer=customer_id),
            remedy=text("Check the number, or ask for a longer period with --period all."),
        )


def analyse(store: FactStore, request: Request, *, at: datetime, progress: ProgressOf) -> Analysis:
    """Import the request's files and analyse the customers of everything in the store.

    Raises FileRefused, PeriodNotUnderstood, NoLines, or an error of a capability that has no answer, each with its remedy.
    """
    imported = tuple(take_in(store, request.sources, at=at, progress=progress))
    if not request.files:
        imported = tuple(describe(store=store, record=record) for record in store.batches())
    with as_decided(store, roll_up=request.roll_up) as (snapshot, apart):
        results = _results(store, snapshot, apart, request, at)
        behind_it = Ground(
            imported=imported,
            sources=compare_sources(snapshot),
            lines=behind(snapshot, results.lines, results.period, results.abc.before, results.classes),
            names=names_of(snapshot),
        )
        report = assemble(results, behind_it)
        return Analysis(results=results, imported=imported, report=report, sql=snapshot.sql(results.classes))


def _results(store: FactStore, snapshot: Snapshot, apart: Snapshot, request: Request, at: datetime) -> Results:
    _check_groups(snapshot, request)
    period = _period(snapshot, snapshot.table("invoice_lines"), request)
    books = Books(permission=PermissionBook(store.folder), identity=IdentityBook(store.folder))
    return Results(snapshot, apart, request, period, books=books, today=at.date())


def open_customer(store: FactStore, request: Request, customer_id: str, *, at: datetime, progress: ProgressOf) -> Report:
    """Everything that is known of one customer. Raises as analyse, and NobodyByThatNumber."""
    take_in(store, request.sources, at=at, progress=progress)
    with as_decided(store, roll_up=request.roll_up) as (snapshot, apart):
        found = snapshot.same.get(customer_id, customer_id)
        return customer_report(snapshot, _results(store, snapshot, apart, request, at), found)


def open_lines(store: FactStore, request: Request, customer_id: str, *, at: datetime, progress: ProgressOf) -> tuple[Lines, str]:
    """The lines of one customer ("" for those without one) in the request's period, and their currency."""
    take_in(store, request.sources, at=at, progress=progress)
    with as_decided(store) as (snapshot, _):
        lines = snapshot.table("invoice_lines")
        customer_id = snapshot.same.get(customer_id, customer_id)
        found = of_customer(snapshot, lines, _period(snapshot, lines, request), customer_id)
        if customer_id and not found.total:
            raise NoSuchCustomer(customer_id)
        return found, company_currency(store) or request.currency


def _period(snapshot: Snapshot, lines: ir.Table, request: Request) -> Period:
    first, last = snapshot.run(lines.aggregate(first=lines.date.min(), last=lines.date.max())).to_pylist()[0].values()
    if first is None:
        raise NoLines(" + ".join(path.name for path in request.files))
    asked = Period.parse(request.period, first=first, last=last)
    # A period far outside the data is the data: centuries of empty months help nobody.
    start = first if first - asked.start > _FAR else asked.start
    end = last + timedelta(days=1) if asked.end - last > _FAR else asked.end
    return Period(start, end) if start < end else asked


def _check_groups(snapshot: Snapshot, request: Request) -> None:
    """A margin for a group that is not there would change nothing and say nothing."""
    if request.group_margins:
        lines = snapshot.table("invoice_lines")
        known = snapshot.run(lines.filter(lines.product_group.notnull()).select("product_group").distinct()).column(0).to_pylist()
        for group in request.group_margins:
            if group not in known:
                raise UnknownGroup(group, sorted(known))
