"""`rung identity`: see which customers may be one, and decide."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from rung.app import clock
from rung.app.faces import chosen_language, faces_the_user, kept_folder
from rung.app.import_commands import store_in
from rung.app.settings import existing
from rung.base import Text, text
from rung.engine import Snapshot
from rung.identity import IdentityBook, IdentityResult, find
from rung.identity import report as identity_report
from rung.intake.service import company_currency
from rung.kit.console import print_section
from rung.kit.language import language

_STEPS = 20  # commands that are written out
_BY = click.option("--by", default=getpass.getuser, show_default="you", help="Who decides.")
_WHY = click.option("--why", default="", help="Why, in your own words.")


@click.group("identity")
def identity() -> None:
    """Which customers are one under several numbers, and which belong to one group."""


@identity.command("show")
@kept_folder
@chosen_language
@faces_the_user
def show(data: Path, code: str) -> None:
    """Propose customers that may be one, with reasons, and list what was decided."""
    spoken = language(code)
    with store_in(existing(data), "2GB") as store:
        with store.snapshot() as snapshot:
            result = who_is_whom(snapshot, IdentityBook(data))
        for section in (sections := identity_report.sections(result, company_currency(store))):
            print_section(section, company_currency(store), spoken, Console())
    if not sections:
        click.echo(spoken.render(text("There are no customers here yet.")))
    if result.same:
        click.echo(spoken.render(text("When you agree:")))
    for proposal in result.same[:_STEPS]:
        click.echo("  " + identity_report.command("merge", proposal.keep, *proposal.others))


def who_is_whom(apart: Snapshot, book: IdentityBook) -> IdentityResult:
    """Who may be whom, by all customers apart and all their lines."""
    return find(customers=apart.table("customers"), lines=apart.table("invoice_lines"), run=apart.run, decided=book.state())


def _deciding(name: str, *arguments: click.Argument) -> Callable[[Callable[..., Text]], click.Command]:
    """A command that writes one decision down and says what it was. The function gets the book, the customers, and by, at and why."""

    def made(decide: Callable[..., Text]) -> click.Command:
        @faces_the_user
        def decided(data: Path, code: str, by: str, why: str, **numbers: Any) -> None:
            book = IdentityBook(existing(data))
            said = decide(book, known=_customers(data), by=by, at=clock.now(), why=why, **numbers)
            click.echo(language(code).render(said))

        command = click.Command(name, callback=decided, params=list(arguments), help=decide.__doc__)
        for option in (_WHY, _BY, chosen_language, kept_folder):
            option(command)
        identity.add_command(command)
        return command

    return made


def _customers(data: Path) -> set[str]:
    """Every number that a customer list or a line has."""
    with store_in(data, "2GB") as store, store.snapshot() as snapshot:
        found = set(snapshot.run(snapshot.table("customers").select("customer_id")).column(0).to_pylist())
        for source in ("lines", "ledger"):
            lines = snapshot.source(source)
            found |= set(snapshot.run(lines.filter(lines.customer_id.notnull()).select("customer_id").distinct()).column(0).to_pylist())
    return found


_ONE, _OTHER, _OTHERS = click.Argument(["one"]), click.Argument(["other"]), click.Argument(["others"], nargs=-1, required=True)


@_deciding("merge", _ONE, _OTHERS)
def merge(book: IdentityBook, *, one: str, others: tuple[str, ...], **said: Any) -> Text:
    """OTHERS are the same customer as ONE, whose number stays."""
    book.merge(others, one, **said)
    return text("{others} counts as {one} from now on. To take it back: rung identity separate.", others=", ".join(others), one=one)


@_deciding("separate", _ONE)
def separate(book: IdentityBook, *, one: str, known: set[str], **said: Any) -> Text:  # noqa: ARG001  a number may be gone and still merged
    """ONE is a customer of its own again; everything is as it was."""
    book.separate(one, **said)
    return text("{one} is a customer of its own again.", one=one)


@_deciding("apart", _ONE, _OTHER)
def apart(book: IdentityBook, *, one: str, other: str, **said: Any) -> Text:
    """ONE and OTHER are two customers; do not ask again."""
    book.keep_apart(one, other, **said)
    return text("{one} and {other} are two. You will not be asked again.", one=one, other=other)


@_deciding("group", _ONE, _OTHERS)
def group(book: IdentityBook, *, one: str, others: tuple[str, ...], **said: Any) -> Text:
    """OTHERS belong under ONE. See groups as one customer with analyse --roll-up."""
    book.put_in_group(others, one, **said)
    return text("{others} belongs under {one} from now on.", others=", ".join(others), one=one)


@_deciding("ungroup", _ONE)
def ungroup(book: IdentityBook, *, one: str, **said: Any) -> Text:
    """ONE belongs under nobody, whatever the customer list says."""
    book.take_out_of_group(one, **said)
    return text("{one} belongs to no group from now on.", one=one)
