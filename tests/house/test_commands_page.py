"""Is every command documented, word for word as it explains itself? `RUNG_WRITE=1 python3 run.py test tests/house` writes the page anew."""

import os
from pathlib import Path

import click

from rung.app.command import main

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
INTRODUCTION = """# Commands
What `rung --help` says, command by command. From a clone, write `python3 run.py rung` for `rung` (`run.py demo` and `run.py analyse` for short).

Exit codes: 0 done; 1 a question that has no answer; 2 something on the command line is not understood; 3 a file cannot be used, and nothing was written;
4 another import is running;
130 stopped with Ctrl-C, and everything is as it was.

`--map FILE` is described in [the guide to sheets](../src/rung/importers/sheet/guide/en.md).
"""


def written() -> str:
    parts = [INTRODUCTION, section("rung", main)]
    return "\n".join([*parts, *(section(name, command) for name, command in every(main, "rung"))])


def every(group: click.Group, called: str):
    """The commands of a group with their whole names, those of groups inside it too."""
    for name, command in sorted(group.commands.items()):
        yield f"{called} {name}", command
        if isinstance(command, click.Group):
            yield from every(command, f"{called} {name}")


def section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
    return f"## {name}\n```\n{command.get_help(context)}\n```\n"


def test_the_page_says_what_the_commands_say():
    if os.environ.get("RUNG_WRITE"):
        PAGE.write_text(written(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written()


def test_every_command_and_option_explains_itself():
    for name, command in every(main, "rung"):
        assert command.help, f"rung {name} has no help"
        mute = [one.name for one in command.params if isinstance(one, click.Option) and not one.help]
        assert not mute, f"rung {name}: no help for {mute}"
