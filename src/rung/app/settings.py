"""What did the user ask for? One analysis, as the command line or a caller gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rung.abc_analysis import Measure, Rule
from rung.base import RungError, text


class MarginNotUnderstood(RungError):
    """A --margin that is not GROUP=PERCENT."""

    exit_code = 2

    def __init__(self, written: str) -> None:
        super().__init__(
            text("“{written}” is not a product group and its margin.", written=written),
            remedy=text("Write the group, an equals sign and a per cent between 0 and 100: --margin Tools=32,5%"),
        )


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
    """Which analysis: period as the user wrote it; group_margins are shares 0-1 by product group; currency of files that name none."""

    files: tuple[Path, ...]
    period: str = "last-12-months"
    measure: Measure = "revenue"
    rule: Rule = "share"
    map_file: Path | None = None
    currency: str = ""
    group_margins: Mapping[str, Decimal] = field(default_factory=dict)


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
