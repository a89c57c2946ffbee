"""What do all commands share? Their options, and how they say what cannot be done."""

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from rung.app.settings import CannotBeUsed, memory_of
from rung.base import RungError, text
from rung.kit.language import LANGUAGES, Language, from_locale, language

input_files = click.argument("files", nargs=-1, type=click.Path(path_type=Path), required=True)
chosen_language = click.option(
    "--language",
    "code",
    type=click.Choice(LANGUAGES),
    default=lambda: from_locale(os.environ),
    help="Language of the report [your locale].",
)
chosen_period = click.option(
    "--period", default="last-12-months", show_default=True, help="last-12-months, all, or 2025-01-01..2025-12-31."
)
map_file = click.option("--map", "map_file", type=click.Path(path_type=Path), help="A TOML file that says which column holds what.")
chosen_currency = click.option(
    "--currency", default="", metavar="CODE", help="Your company's currency, such as NOK; lines in another are converted."
)
names_file = click.option(
    "--names", "names_file", type=click.Path(path_type=Path), help="A list of names in voucher texts, from rung names."
)
data_folder = click.option("--data", type=click.Path(path_type=Path), help="Folder that keeps what you import.")
kept_folder = click.option("--data", type=click.Path(path_type=Path), required=True, help="Folder that keeps what you import.")
memory_limit = click.option(
    "--memory",
    default="2GB",
    show_default=True,
    callback=lambda *given: memory_of(given[2]),
    help="Memory for queries; the rest goes to disk.",
)


def faces_the_user(command: Callable[..., Any]) -> Callable[..., Any]:
    """Say what cannot be done in one line with a remedy, in the user's language, and end with its exit code."""

    @functools.wraps(command)
    def wrapped(*arguments: object, **options: object) -> object:
        spoken = language(str(options.get("code") or from_locale(os.environ)))
        try:
            return command(*arguments, **options)
        except RungError as refused:
            _refuse(refused, spoken)
        except OSError as failed:
            _refuse(CannotBeUsed(failed), spoken)
        except KeyboardInterrupt:
            click.echo(spoken.render(text("Stopped. Everything is as it was before.")), err=True)
            sys.exit(130)

    return wrapped


def _refuse(refused: RungError, spoken: Language) -> NoReturn:
    click.echo(f"{spoken.render(refused.sentence)} {spoken.render(refused.remedy)}", err=True)
    sys.exit(refused.exit_code)
