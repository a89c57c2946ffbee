"""One customer whole: what it is worth, where it stands, whether it stays, what more it could buy, and how to contact it."""

from rung.abc_analysis import report as abc_report
from rung.app.lines import of_customer
from rung.app.results import Results
from rung.base import RungError, Text, text
from rung.engine import Snapshot
from rung.identity import report as identity_report
from rung.kit.report import Report, Section
from rung.ladder import report as ladder_report
from rung.loyalty import report as loyalty_report
from rung.permission import report as permission_report
from rung.potential import report as potential_report
from rung.template import report as template_report


class NobodyByThatNumber(RungError):
    """A number that neither a customer list nor a line has."""

    exit_code = 2

    def __init__(self, customer_id: str) -> None:
        super().__init__(
            text("Nobody has the number {customer}.", customer=customer_id),
            remedy=text("Look it up in the list of customers: rung analyse FILE."),
        )


def customer_report(snapshot: Snapshot, results: Results, customer_id: str) -> Report:
    """Everything every capability knows of one customer. Raises NobodyByThatNumber."""
    sections = _sections(results, customer_id)
    lines = of_customer(snapshot, results.lines, results.period, customer_id)
    if not sections and not lines.total:
        raise NobodyByThatNumber(customer_id)
    customers = snapshot.table("customers")
    row: dict[str, object] = next(iter(snapshot.run(customers.filter(customers.customer_id == customer_id)).to_pylist()), {})
    return Report(
        title=text("{name}", name=str(row.get("name") or customer_id)),
        subtitle=_subtitle(results, customer_id, row),
        lead=sections[0].sentence if sections else text("It has invoice lines, and nothing else is known of it."),
        currency=results.currency,
        figures=[figure for section in sections for figure in section.figures][:6],
        sections=sections,
        lines=lines,
    )


def _sections(results: Results, customer_id: str) -> list[Section]:
    currency = results.currency
    found = [
        abc_report.customer(results.abc, customer_id, currency),
        ladder_report.customer(results.ladder, customer_id),
        loyalty_report.customer(results.loyalty, customer_id, currency),
        potential_report.customer(results.potential, customer_id, currency),
        template_report.customer(results.template, customer_id),
        permission_report.customer(results.permission, customer_id),
        identity_report.customer(results.identity, customer_id, currency),
    ]
    return [section for section in found if section is not None]


def _subtitle(results: Results, customer_id: str, row: dict[str, object]) -> Text:
    """The number, and what the customer list says of it."""
    said = text("{customer}, {start} to {end}", customer=customer_id, start=results.period.start, end=results.period.last)
    for fact in ("org_number", "industry", "city"):
        if row.get(fact):
            said = text("{said}, {fact}", said=said, fact=str(row[fact]))
    return said
