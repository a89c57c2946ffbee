"""The commands around data: try files, take them in, list, take out, and get everything back as sheets."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from rung.app import clock
from rung.app.faces import (
    chosen_currency,
    chosen_language,
    data_folder,
    faces_the_user,
    input_files,
    kept_folder,
    map_file,
    memory_limit,
    names_file,
)
from rung.app.output import write_safely
from rung.app.settings import existing
from rung.app.taking_in import Sources, take_in, try_in
from rung.app.writings import written_about
from rung.base import Text, text, texts
from rung.engine import EngineSettings, FactStore
from rung.importers import suggested_names
from rung.intake import report as intake_report
from rung.intake.service import (
    Imported,
    Trial,
    company_currency,
    describe_import,
    export,
    named,
    take_out,
    write_corrections,
    write_names,
    write_rejected,
)
from rung.kit.console import print_section, print_whole, progress
from rung.kit.language import language
from rung.kit.report import Report


@contextmanager
def store_in(folder: Path | None, memory: str) -> Iterator[FactStore]:
    """The store in the user's data folder, or one that is gone afterwards."""
    settings = EngineSettings(memory_limit=memory)
    if folder is not None:
        with FactStore(folder, settings) as store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="rung-") as passing, FactStore(Path(passing), settings) as store:
        yield store


@click.command("import")
@input_files
@data_folder
@click.option("--preview", is_flag=True, help="Only show what the files hold and what they would change.")
@chosen_currency
@map_file
@names_file
@chosen_language
@memory_limit
@faces_the_user
def import_command(files: tuple[Path, ...], data: Path | None, code: str, memory: str, **options: Any) -> None:
    """Take FILES (or whole folders) into the data folder; the same file again changes nothing."""
    if data is None and not options["preview"]:
        raise click.UsageError("Name the --data folder that shall keep them, or look first with --preview.")
    spoken = language(code)
    sources = Sources(files=files, **{name: options[name] for name in ("map_file", "names_file", "currency")})
    with store_in(data, memory) as store:
        if options["preview"]:
            print_whole(_tried(try_in(store, sources, at=clock.now(), progress=progress(spoken))), spoken, Console())
            return
        for one in take_in(store, sources, at=clock.now(), progress=progress(spoken)):
            for said in _told(one):
                click.echo(spoken.render(said))


def _told(one: Imported) -> list[Text]:
    """What came of one import: how much, whether the totals agree, what it corrected, what was left out and how to get it."""
    record, result = one.record, one.reconciliation
    if not one.new:
        return [text("{name}: already here as import {id}; nothing was done.", name=one.name, id=record.id)]
    said = [
        texts(
            "{name}: {count} row taken in as import {id}.",
            "{name}: {count} rows taken in as import {id}.",
            count=result.rows_facts,
            name=one.name,
            id=record.id,
        ),
        text("  {sentence}", sentence=intake_report.sentence([one])),
    ]
    if record.replaced:
        said.append(
            texts(
                "  {count} line says something else than before: rung corrections {id} lists it.",
                "  {count} lines say something else than before: rung corrections {id} lists them.",
                count=record.replaced,
                id=record.id,
            )
        )
    remarks = sum(1 for problem in one.problems if not problem.rows)
    if remarks:
        said.append(
            texts(
                "  {count} thing to look at: rung imports {id}",
                "  {count} things to look at: rung imports {id}",
                count=remarks,
                id=record.id,
            )
        )
    if result.rows_problems:
        said.append(text("  Every row that was left out, with the reason: rung rejected {id}", id=record.id))
    return said


def _tried(trials: Sequence[Trial]) -> Report:
    """What files would bring, before they do."""
    imported = [trial.imported for trial in trials]
    currency = next((head.currency for one in imported for head in one.record.heads if head.currency), "")
    return Report(
        title=text("What the files would bring"),
        subtitle=text("A preview; nothing was taken in."),
        lead=intake_report.sentence(imported),
        currency=currency,
        figures=[],
        sections=[*(intake_report.preview(trial) for trial in trials), *intake_report.sections(imported, [])],
    )


@click.command("imports")
@click.argument("import_id", default="")
@kept_folder
@chosen_language
@faces_the_user
def imports_command(import_id: str, data: Path, code: str) -> None:
    """List what the data folder holds; with an IMPORT_ID, its totals and everything worth a look."""
    spoken = language(code)
    with store_in(existing(data), "1GB") as store:
        if import_id:
            one = describe_import(store=store, batch=import_id.zfill(6))
            for section in intake_report.sections([one], []):
                print_section(section, company_currency(store), spoken, Console())
            return
        for record in store.batches():
            said = texts(
                "{id}  {day}  {count} row  {names}",
                "{id}  {day}  {count} rows  {names}",
                count=record.rows_read,
                id=record.id,
                day=record.at.date(),
                names=named([mark.name for mark in record.files]),
            )
            click.echo(spoken.render(said))


@click.command("undo")
@click.argument("import_id")
@kept_folder
@chosen_language
@memory_limit
@faces_the_user
def undo_command(import_id: str, data: Path, code: str, memory: str) -> None:
    """Take one import out again; everything is as if it had never come."""
    spoken = language(code)
    with store_in(existing(data), memory) as store:
        taken = take_out(store=store, batch=import_id.zfill(6), written_about=written_about(data))
    undone = taken.undone
    said = text(
        "Import {id} is out: {removed} lines removed, {restored} restored.", id=import_id, removed=undone.removed, restored=undone.restored
    )
    click.echo(spoken.render(said))
    if taken.kept:
        click.echo(spoken.render(text("Kept, because a person wrote it:")))
    for kept in taken.kept:
        click.echo(spoken.render(text("  {sentence}", sentence=kept)))


_OUT = click.option("--out", type=click.Path(path_type=Path), help="The file to write, .csv or .xlsx.")


@click.command("rejected")
@click.argument("import_id")
@kept_folder
@_OUT
@chosen_language
@faces_the_user
def rejected_command(import_id: str, data: Path, out: Path | None, code: str) -> None:
    """Write every row of an import that was left out, as its file has it, with the reason."""
    batch = import_id.zfill(6)
    path = out or Path(f"rejected-{batch}.csv")
    with store_in(existing(data), "1GB") as store:
        rows: list[int] = []
        write_safely(path, lambda beside: rows.append(write_rejected(store=store, batch=batch, path=beside)))
    said = texts("{count} row was left out. {path}", "{count} rows were left out. {path}", count=rows[0], path=str(path))
    click.echo(language(code).render(said))


@click.command("corrections")
@click.argument("import_id")
@kept_folder
@_OUT
@chosen_language
@faces_the_user
def corrections_command(import_id: str, data: Path, out: Path | None, code: str) -> None:
    """Write every line that an import corrected, as it was before and as it is now."""
    batch = import_id.zfill(6)
    path = out or Path(f"corrections-{batch}.csv")
    with store_in(existing(data), "1GB") as store:
        rows: list[int] = []
        write_safely(path, lambda beside: rows.append(write_corrections(store=store, batch=batch, path=beside)))
    said = texts("{count} line was corrected. {path}", "{count} lines were corrected. {path}", count=rows[0], path=str(path))
    click.echo(language(code).render(said))


@click.command("export")
@kept_folder
@click.option("--out", type=click.Path(path_type=Path), default=Path("rung-export"), show_default=True, help="Folder for the sheets.")
@click.option("--excel", is_flag=True, help="As Excel workbooks rather than CSV.")
@chosen_language
@memory_limit
@faces_the_user
def export_command(*, data: Path, out: Path, excel: bool, code: str, memory: str) -> None:
    """Write all facts of the data folder as sheets; importing them elsewhere gives the same facts."""
    spoken = language(code)
    out.mkdir(parents=True, exist_ok=True)
    with store_in(existing(data), memory) as store:
        written = export(store=store, folder=out, suffix=".xlsx" if excel else ".csv")
    for path, rows in written.items():
        click.echo(spoken.render(texts("{path}: {count} row", "{path}: {count} rows", count=rows, path=str(path))))


@click.command("names")
@input_files
@click.option("--out", type=click.Path(path_type=Path), default=Path("names.csv"), show_default=True, help="The file to write.")
@chosen_language
@faces_the_user
def names_command(files: tuple[Path, ...], out: Path, code: str) -> None:
    """List the customers' names found in the texts of SIE vouchers, for you to confirm."""
    found = suggested_names(Sources(files=files).existing())
    if found:
        write_safely(out, lambda beside: write_names(beside, found))
    said = texts(
        "{count} name was found. Put yes under use in {path} where it is a customer, and import with --names {path}.",
        "{count} names were found. Put yes under use in {path} where one is a customer, and import with --names {path}.",
        count=len(found),
        path=str(out),
    )
    click.echo(language(code).render(said if found else text("No names of customers were found in the texts of vouchers.")))


COMMANDS = (names_command, import_command, imports_command, undo_command, rejected_command, corrections_command, export_command)
