"""What did the user ask for? One analysis, as the command line or a caller gives it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import get_args

import click

from rung.abc_analysis import Measure, Rule
from rung.app.taking_in import Sources
from rung.base import FileRefused, RungError, text
from rung.ladder import TargetGroup
from rung.market import Assumption
from rung.profitability import CostRates
from rung.template import read_answers

_HEAVIEST = 1000  # beyond this a weight is a slip of the pen


class MarginNotUnderstood(RungError):
    """A --margin that is not GROUP=PERCENT."""

    exit_code = 2

    def __init__(self, written: str) -> None:
        super().__init__(
            text("“{written}” is not a product group and its margin.", written=written),
            remedy=text("Write the group, an equals sign and a per cent between 0 and 100: --margin Tools=32,5%"),
        )


class CriterionNotUnderstood(RungError):
    """A --criterion that is not MEASURE=WEIGHT."""

    exit_code = 2

    def __init__(self, written: str) -> None:
        super().__init__(
            text("“{written}” is not a criterion and its weight.", written=written),
            remedy=text("Write what counts, an equals sign and a weight above 0: --criterion revenue=2 --criterion margin=1"),
        )


class CannotBeUsed(RungError):
    """A file or folder that the system will not let us use: no right to write, a file where a folder should be, a full disk."""

    def __init__(self, failed: OSError) -> None:
        where = str(failed.filename2 or failed.filename or "")
        super().__init__(
            text("“{path}” cannot be used: {reason}.", path=where, reason=failed.strerror or str(failed)),
            remedy=text("Choose another place; nothing there was changed."),
        )


class NoSuchFolder(RungError):
    """A --data folder that is not there; making it would hide a misspelt name."""

    exit_code = 2

    def __init__(self, folder: Path) -> None:
        super().__init__(
            text("There is no folder “{folder}”.", folder=str(folder)),
            remedy=text("Check the name; rung import makes it the first time."),
        )


def existing(folder: Path) -> Path:
    """The folder, or NoSuchFolder."""
    if not folder.is_dir():
        raise NoSuchFolder(folder)
    return folder


def memory_of(written: str) -> str:
    """An amount of memory as the engine reads it, or click's usage error."""
    if not re.fullmatch(r"\d+(\.\d+)?\s*[KMGT]i?B", written.strip(), re.IGNORECASE):
        raise click.BadParameter("write an amount such as 500MB or 4GB")
    return written.strip()


class UnknownGroup(RungError):
    """A --margin for a product group that no line has."""

    exit_code = 2

    def __init__(self, group: str, known: Sequence[str]) -> None:
        super().__init__(
            text("No line has the product group “{group}”.", group=group),
            remedy=text("The groups in your files: {known}.", known="; ".join(known[:30]))
            if known
            else text("Your files name no product groups."),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which analysis: period as the user wrote it; group_margins are shares 0-1 by product group; currency: the company's, "" not said.

    criteria: what customers are also ranked by when several things count, with weights; empty when only `measure` does. groups: target
    groups. rates: what it costs to serve. assumptions: on the size of the market. best: the user's own best customers by number, () to let
    Rung propose them; not_best: never among them. answers: of the question sheet, by customer. roll_up: groups of companies as one
    customer. names_file: which names in the texts of vouchers are customers.
    """

    files: tuple[Path, ...]
    period: str = "last-12-months"
    measure: Measure = "revenue"
    rule: Rule = "share"
    map_file: Path | None = None
    currency: str = ""
    group_margins: Mapping[str, Decimal] = field(default_factory=dict)
    criteria: Mapping[Measure, Decimal] = field(default_factory=dict)
    groups: tuple[TargetGroup, ...] = ()
    rates: CostRates | None = None
    assumptions: tuple[Assumption, ...] = ()
    best: tuple[str, ...] = ()
    not_best: tuple[str, ...] = ()
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    roll_up: bool = False
    names_file: Path | None = None

    @property
    def sources(self) -> Sources:
        """What to read before the analysis."""
        return Sources(files=self.files, map_file=self.map_file, names_file=self.names_file, currency=self.currency)


def answers_in(path: Path) -> dict[str, dict[str, str]]:
    """The answers of the question sheet: a JSON file of customer number -> question -> answer. Raises FileRefused, AnswerNotUnderstood."""
    try:
        return read_answers(json.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError) as bad:
        raise FileRefused(
            text("{path} cannot be read.", path=str(path)),
            remedy=text("Write one line for each customer: {example}", example='{"10001": {"found_us": "recommended"}}'),
        ) from bad


def criteria_of(written: tuple[str, ...]) -> dict[Measure, Decimal]:
    """{"revenue": Decimal(2)} from ("revenue=2",). Raises CriterionNotUnderstood."""
    criteria: dict[Measure, Decimal] = {}
    for one in written:
        name, _, weight = one.partition("=")
        try:
            value = Decimal(weight.strip().replace(",", "."))
        except InvalidOperation as bad:
            raise CriterionNotUnderstood(one) from bad
        measure = next((known for known in get_args(Measure) if known == name.strip()), None)
        if measure is None or not value.is_finite() or not 0 < value <= _HEAVIEST:
            raise CriterionNotUnderstood(one)
        criteria[measure] = value
    return criteria


def margins_of(written: tuple[str, ...]) -> dict[str, Decimal]:
    """{"Tools": Decimal("0.325")} from ("Tools=32,5%",). Raises MarginNotUnderstood."""
    margins = {}
    for one in written:
        group, sign, per_cent = one.rpartition("=")
        try:
            share = Decimal(per_cent.strip().removesuffix("%").strip().replace(",", ".")) / 100
        except InvalidOperation as bad:
            raise MarginNotUnderstood(one) from bad
        if not sign or not group.strip() or not 0 <= share <= 1:
            raise MarginNotUnderstood(one)
        margins[group.strip()] = share
    return margins
