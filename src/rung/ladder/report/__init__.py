"""How is the ladder told? Where everyone stands first, then who climbed, who slips, what the top is worth, and the target groups."""

from rung.base import Share, Text, text
from rung.kit.report import Figure, Section
from rung.ladder.report import flags, moves, steps, target
from rung.ladder.report.one import customer
from rung.ladder.service import LadderResult

__all__ = ["customer", "figures", "lead", "sections"]


def lead(result: LadderResult, currency: str) -> Text | None:  # noqa: ARG001  the same in every capability
    """The one sentence to remember: how many stand on the two top steps; None when nobody bought."""
    return steps.sentence(result) if result.top.customers or result.steps["buyer"].parties else None


def figures(result: LadderResult, currency: str) -> list[Figure]:  # noqa: ARG001  the same in every capability
    """The key figures: how many of the top step are profitable, and how many buyers came back."""
    again = next(one for one in result.conversions if one.step == "buyer")
    nobody = text("Nobody had bought exactly once when the period began.")
    return [
        flags.profitable_figure(result),
        Figure(
            label=text("Buyers who came back"),
            value=None if again.rate is None else Share(again.rate),
            how=text("Of those who had bought exactly once when the period began, how many had bought again when it ended."),
            note=nobody if again.rate is None else moves.likely(again),
            opens="#ladder_moves",
        ),
    ]


def sections(result: LadderResult, currency: str) -> list[Section]:
    """The steps, who climbed, who slips, what the top is worth, and the target groups."""
    made = [
        steps.section(result),
        moves.section(result),
        flags.slipping(result, currency),
        flags.top(result),
        target.section(result),
    ]
    return [section for section in made if section is not None]
