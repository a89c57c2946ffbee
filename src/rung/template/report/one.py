"""Is one customer like the best, and why?"""

from rung.base import Share, Text, text
from rung.kit.report import Cell, Column, Section, Table
from rung.template.compute.template import Template
from rung.template.report.words import NEXT, VERDICT, method
from rung.template.service import Placed, TemplateResult
from rung.template.service.words import reasons


def customer(result: TemplateResult, customer_id: str) -> Section | None:
    """Its verdict with the reasons; None for who is not known, or when there is no template."""
    template, placed = result.template, result.customers
    if template is None or placed is None:
        return None
    ids = placed.scores["party_id"].to_pylist()
    if customer_id not in ids:
        return None
    place = ids.index(customer_id)
    best = result.choice is not None and customer_id in [one.customer_id for one in result.choice.best]
    return Section(
        key="like",
        title=text("Is it like your best customers?"),
        sentence=text("It is one of your best customers.") if best else _sentence(template, placed, place),
        how=method(),
        parts=[] if best or not template.separates else _why(template, placed, place),
    )


def _sentence(template: Template, placed: Placed, place: int) -> Text:
    row = placed.scores.slice(place, 1).to_pylist()[0]
    if not template.separates:
        return text("The template does not separate yet, so nobody can say.")
    if row["verdict"] is None:
        return text("Too little is known of it to say: find out more first.")
    return text(
        "{verdict}: it is more like your best than {share} of all customers. {next}",
        verdict=VERDICT[row["verdict"]],
        share=Share(row["rank"]),
        next=NEXT[row["verdict"]],
    )


def _why(template: Template, placed: Placed, place: int) -> list[Table]:
    rows: list[list[Cell]] = [
        [text("Speaks for") if good else text("Speaks against"), said] for said, good in reasons(template, placed.codes[place])
    ]
    columns = [Column(key="which", label=text("Which way")), Column(key="why", label=text("Why"))]
    return [Table(key="like", columns=columns, rows=rows)] if rows else []
