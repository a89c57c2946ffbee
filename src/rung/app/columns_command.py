"""`rung columns`: see what each column of a sheet is taken for, and keep it as a map file to change."""

from collections.abc import Iterator
from pathlib import Path

import click

from rung.app.faces import chosen_language, faces_the_user, input_files, map_file
from rung.app.output import write_safely
from rung.app.taking_in import Sources
from rung.base import text
from rung.importers import Described, describe_mapping, read_mapping, save_mapping
from rung.kit.language import Language, language


@click.command("columns")
@input_files
@map_file
@click.option("--out", type=click.Path(path_type=Path), help="Also write it as a map file, to change and give with --map.")
@chosen_language
@faces_the_user
def columns_command(files: tuple[Path, ...], map_file: Path | None, out: Path | None, code: str) -> None:
    """Show what each column of the sheets in FILES is taken for."""
    spoken = language(code)
    mapping = read_mapping(map_file) if map_file else None
    found = describe_mapping(list(Sources(files=files, map_file=map_file).existing()), mapping)
    for one in found:
        for line in _told(one, spoken):
            click.echo(line)
    known = next((one.mapping for one in found if one.mapping is not None), None)
    if out is not None and known is not None:
        write_safely(out, lambda path: path.write_text(save_mapping(known), encoding="utf-8"))
        click.echo(spoken.render(text("Change what is wrong in {path}, and give it with --map {path}.", path=str(out))))


def _told(one: Described, spoken: Language) -> Iterator[str]:
    """A sheet, and each of its columns with what it is taken for and a few values, one below the other."""
    yield one.label
    if one.problem is not None:
        yield f"  {spoken.render(one.problem.found)} {spoken.render(one.problem.remedy)}"
        return
    yield "  " + spoken.render(text("It is read as {table}.", table=one.table))
    taken = {header: role for role, header in one.columns.items()}
    widest = [max(map(len, words), default=0) for words in (one.samples, one.columns)]
    for header, values in one.samples.items():
        yield f"  {header:<{widest[0]}}  {taken.get(header, '-'):<{widest[1]}}  {', '.join(values)}"
