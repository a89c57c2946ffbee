"""`rung permission`: write down who said no and who said yes, take in a reservation register, and ask."""

import getpass
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from rung.app import clock
from rung.app.faces import chosen_language, faces_the_user, kept_folder
from rung.app.one_customer import NobodyByThatNumber
from rung.app.results import HOME
from rung.app.settings import existing
from rung.app.writings import WHAT
from rung.base import text, texts
from rung.engine import FactStore
from rung.kit.console import print_section
from rung.kit.language import language
from rung.permission import CHANNELS, COUNTRIES, PermissionBook, analyse, checks, wash
from rung.permission.compute.rules.rule import Channel
from rung.permission.report import customer as told_of_customer

_CHANNEL = click.option("--channel", "channels", multiple=True, type=click.Choice(CHANNELS), help="Which channel; may be repeated.")
_WORDS = click.option("--words", default="", help="What they said, in their own words.")
_BY = click.option("--by", default=getpass.getuser, show_default="you", help="Who writes it down.")


@click.group("permission")
def permission() -> None:
    """Whom you may contact: those who said no or yes, and the reservation registers."""


def _party(data: Path, customer_id: str) -> dict[str, Any]:
    """What the customer list says of a customer. Raises NobodyByThatNumber."""
    with FactStore(existing(data)) as store, store.snapshot() as snapshot:
        customers = snapshot.table("customers")
        rows = snapshot.run(customers.filter(customers.customer_id == customer_id)).to_pylist()
    if not rows:
        raise NobodyByThatNumber(customer_id)
    return dict(rows[0])


def _about_one(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command about one customer of the data folder."""

    def made(function: Callable[..., Any]) -> click.Command:
        for option in (chosen_language, kept_folder, click.argument("customer_id")):
            function = option(function)
        return permission.command(name)(function)

    return made


@_about_one("no")
@_CHANNEL
@_WORDS
@_BY
@faces_the_user
def no(customer_id: str, data: Path, code: str, channels: tuple[Channel, ...], words: str, by: str) -> None:
    """CUSTOMER_ID said no: to everything, or to some channels. It outlives every import."""
    party = _party(data, customer_id)
    PermissionBook(data).suppress([party], by=by, at=clock.now(), words=words, channels=channels)
    click.echo(language(code).render(text("{name} is left in peace from now on.", name=str(party["name"] or customer_id))))


@_about_one("yes")
@_CHANNEL
@_WORDS
@_BY
@faces_the_user
def yes(customer_id: str, data: Path, code: str, channels: tuple[Channel, ...], words: str, by: str) -> None:
    """CUSTOMER_ID agreed to be contacted by a channel; --words says what they agreed to."""
    party = _party(data, customer_id)
    PermissionBook(data).consent([party], channels=channels, by=by, at=clock.now(), words=words)
    click.echo(language(code).render(text("The consent of {name} is written down.", name=str(party["name"] or customer_id))))


@_about_one("forget")
@_BY
@faces_the_user
def forget(customer_id: str, data: Path, code: str, by: str) -> None:
    """Delete what can be read about CUSTOMER_ID; that they said no stays, as a fingerprint."""
    count = PermissionBook(data).erase(_party(data, customer_id), by=by, at=clock.now())
    said = texts("{count} entry is forgotten.", "{count} entries are forgotten.", count=count)
    click.echo(language(code).render(said))


@_about_one("show")
@faces_the_user
def show(customer_id: str, data: Path, code: str) -> None:
    """How CUSTOMER_ID may be contacted, and what was written down."""
    party, spoken, book = _party(data, customer_id), language(code), PermissionBook(data)
    with FactStore(existing(data)) as store, store.snapshot() as snapshot:
        currency = next((head.currency for one in snapshot.batches for head in one.heads if head.currency), "")
        state = book.state(checks(book), home=HOME.get(currency, ""))
        found = analyse(
            customers=snapshot.table("customers"),
            contacts=snapshot.table("contacts"),
            lines=snapshot.table("invoice_lines"),
            run=snapshot.run,
            state=state,
            today=clock.now().date(),
        )
    section = told_of_customer(found, customer_id)
    if section is not None:
        print_section(section, "", spoken, Console())
    for said in book.about(party):
        line = text(
            "{day}: {what} {channels} {words} ({by})",
            day=said.at.date(),
            what=WHAT[said.what],
            channels=" ".join(said.channels),
            words=said.words,
            by=said.by,
        )
        click.echo(" ".join(spoken.render(line).split()))


@permission.command("wash")
@click.argument("file", type=click.Path(path_type=Path))
@kept_folder
@click.option("--country", required=True, type=click.Choice(COUNTRIES), help="Whose register it is.")
@click.option("--channel", required=True, type=click.Choice(CHANNELS), help="What people reserved themselves against.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="When the register made the file [today].")
@chosen_language
@faces_the_user
def wash_command(file: Path, data: Path, country: Any, channel: Any, day: datetime | None, code: str) -> None:
    """Take in FILE from a reservation register; it holds until it is too old."""
    on = (day or clock.now()).date()
    found = wash(PermissionBook(existing(data)), file, country=country, channel=channel, day=on)
    said = texts(
        "{register}: {count} person read, {reserved} reserved.",
        "{register}: {count} people read, {reserved} reserved.",
        count=found.rows,
        register=found.register,
        reserved=found.reserved,
    )
    click.echo(language(code).render(said))
