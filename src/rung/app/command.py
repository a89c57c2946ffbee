"""The `rung` command: files in, a report out."""

import json
import re
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import click
from rich.console import Console

from rung import __version__
from rung.abc_analysis import Measure
from rung.app import clock
from rung.app.analysis import Analysis, analyse, open_customer, open_lines
from rung.app.columns_command import columns_command
from rung.app.faces import (
    chosen_currency,
    chosen_language,
    chosen_period,
    data_folder,
    faces_the_user,
    input_files,
    map_file,
    memory_limit,
    names_file,
)
from rung.app.identity_command import identity
from rung.app.import_commands import COMMANDS, store_in
from rung.app.output import as_json, write_report, write_safely
from rung.app.permission_command import permission
from rung.app.settings import Request, answers_in, criteria_of, margins_of
from rung.base import text
from rung.demo_company import DemoFiles, make, write_files, write_lines
from rung.kit.console import print_lines, print_report, print_whole, progress
from rung.kit.html import write_html
from rung.kit.language import Language, language
from rung.ladder import read_groups
from rung.market import read_assumptions
from rung.profitability import read_rates


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rung")
def main() -> None:
    """Rung: fact-based sales planning. Start with `rung analyse FILE`."""


for command in (permission, identity, columns_command, *COMMANDS):
    main.add_command(command)


@main.command("analyse")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@chosen_language
@chosen_period
@click.option(
    "--measure",
    type=click.Choice(get_args(Measure)),
    default="revenue",
    show_default=True,
    help="What customers are ranked by.",
)
@click.option(
    "--rule",
    type=click.Choice(["share", "count"]),
    default="share",
    show_default=True,
    help="A is 80 % of the value, or 20 % of the customers.",
)
@click.option(
    "--margin", "margins", multiple=True, metavar="GROUP=PERCENT", help="Margin of a product group whose cost is unknown; may be repeated."
)
@click.option(
    "--criterion",
    "criteria",
    multiple=True,
    metavar="MEASURE=WEIGHT",
    help="Also rank by several measures at once, such as revenue=2; repeat it for each.",
)
@click.option("--groups", "groups_file", type=click.Path(path_type=Path), help="A TOML file with your target groups.")
@click.option("--rates", "rates_file", type=click.Path(path_type=Path), help="A TOML file with what it costs to serve a customer.")
@click.option("--market-size", "market_file", type=click.Path(path_type=Path), help="A TOML file with how large your market is.")
@click.option("--best", default="", metavar="ID,ID", help="Your 5-15 best customers by number; Rung proposes them otherwise.")
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), help="A JSON file with what you know of your best customers.")
@click.option("--not-best", default="", metavar="ID,ID", help="Customers that shall not be among the best.")
@chosen_currency
@click.option("--roll-up", "roll_up", is_flag=True, help="See each group of companies as one customer.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("rung-report"), show_default=True, help="Folder for report.html and report.xlsx."
)
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path, allow_dash=True), help="Also write the result as JSON; - for standard output."
)
@click.option("--show-sql", is_flag=True, help="Print the query behind the classes, and stop.")
@map_file
@names_file
@data_folder
@memory_limit
@faces_the_user
def analyse_command(files: tuple[Path, ...], code: str, out: Path, json_file: Path | None, **options: Any) -> None:
    """Read FILES and analyse the customers: report.html, report.xlsx and a summary here.

    Without FILES, what the --data folder holds already.
    """
    if not files and not options["data"]:
        raise click.UsageError("Name at least one file, or a --data folder.")
    spoken = language(code)
    with store_in(options["data"], options["memory"]) as store:
        analysis = analyse(store, _request(files, options), at=clock.now(), progress=progress(spoken))
        if options["show_sql"]:
            click.echo(analysis.sql)
            return
        _show(analysis, spoken, out, json_file)


@main.command("customer")
@click.argument("customer_id")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Also write the page customer-ID.html in this folder.")
@chosen_language
@chosen_period
@map_file
@data_folder
@memory_limit
@faces_the_user
def customer_command(customer_id: str, files: tuple[Path, ...], out: Path | None, code: str, **options: Any) -> None:
    """Show one customer whole: worth, step, habit, potential and permission.

    Without FILES, from what the --data folder holds already.
    """
    if not files and not options["data"]:
        raise click.UsageError("Name at least one file, or a --data folder.")
    spoken = language(code)
    with store_in(options["data"], options["memory"]) as store:
        request = Request(files=files, period=options["period"], map_file=options["map_file"])
        report = open_customer(store, request, customer_id, at=clock.now(), progress=progress(spoken))
    print_whole(report, spoken, Console())
    if out is not None:
        page = out / f"customer-{re.sub(r'[^0-9A-Za-z_-]', '_', customer_id)}.html"
        write_safely(page, lambda path: write_html(report, path, spoken))
        click.echo(page)


@main.command("lines")
@input_files
@click.option("--customer", default="", help="Customer number; leave out for the lines without a customer.")
@chosen_language
@chosen_period
@map_file
@memory_limit
@faces_the_user
def lines_command(files: tuple[Path, ...], customer: str, code: str, period: str, map_file: Path | None, memory: str) -> None:
    """Show the invoice lines of one customer in FILES."""
    spoken = language(code)
    with store_in(None, memory) as store:
        request = Request(files=files, period=period, map_file=map_file)
        lines, currency = open_lines(store, request, customer, at=clock.now(), progress=progress(spoken))
    print_lines(lines, currency, spoken, Console())


@main.command("demo")
@chosen_language
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("rung-demo"), show_default=True, help="Folder for the files and the report."
)
@click.option("--seed", default=1, show_default=True, help="Another seed makes another company.")
@click.option(
    "--size",
    type=click.Choice(["small", "1M", "10M", "100M"]),
    default="small",
    show_default=True,
    help="With a size, only writes that many lines as Parquet.",
)
@faces_the_user
def demo_command(code: str, out: Path, seed: int, size: str) -> None:
    """Make the demo company's files and analyse them, as yours would be."""
    spoken = language(code)
    if size != "small":
        write_lines(out, lines=int(size.removesuffix("M")) * 1_000_000, seed=seed)
        click.echo(spoken.render(text("The lines are in {folder}.", folder=str(out))))
        return
    made = _demo_files(seed, out)
    with store_in(None, "2GB") as store:
        request = Request(files=made.all)
        _show(analyse(store, request, at=clock.now(), progress=progress(spoken)), spoken, out, None)


def _demo_files(seed: int, out: Path) -> DemoFiles:
    """The demo company's files, all of them whole in the folder, or none."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=out) as beside:
        made = write_files(make(seed), Path(beside))
        return DemoFiles(**{field.name: (path := getattr(made, field.name)).replace(out / path.name) for field in fields(made)})


def _request(files: tuple[Path, ...], options: dict[str, Any]) -> Request:
    chosen = {name: options[name] for name in ("period", "measure", "rule", "map_file", "currency", "roll_up", "names_file")}
    return Request(
        files=files,
        group_margins=margins_of(options["margins"]),
        criteria=criteria_of(options["criteria"]),
        groups=read_groups(options["groups_file"]) if options["groups_file"] else (),
        rates=read_rates(options["rates_file"]) if options["rates_file"] else None,
        assumptions=tuple(read_assumptions(options["market_file"])) if options["market_file"] else (),
        answers=answers_in(options["answers_file"]) if options["answers_file"] else {},
        best=_listed(options["best"]),
        not_best=_listed(options["not_best"]),
        **chosen,
    )


def _listed(written: str) -> tuple[str, ...]:
    """Numbers with commas between them."""
    return tuple(one.strip() for one in written.split(",") if one.strip())


def _show(analysis: Analysis, spoken: Language, out: Path, json_file: Path | None) -> None:
    """Print the summary and write the files; with JSON on standard output, say the rest on standard error."""
    to_stdout = json_file is not None and str(json_file) == "-"
    written = write_report(analysis.report, out, spoken)
    print_report(analysis.report, spoken, Console(stderr=to_stdout))
    for path in written:
        click.echo(path, err=to_stdout)
    if json_file is not None:
        found = json.dumps(as_json(analysis, spoken), ensure_ascii=False, indent=1)
        if to_stdout:
            click.echo(found)
        else:
            write_safely(json_file, lambda path: path.write_text(found + "\n", encoding="utf-8"))
