"""How is potential told? Where to start and why, who and what holds it, whom it was learned from, and whether it would have been right."""

from rung.base import Text, text
from rung.kit.report import Figure, Section
from rung.potential.report import proof, start, where
from rung.potential.report.one import customer
from rung.potential.service import PotentialResult

__all__ = ["customer", "figures", "lead", "sections"]


def lead(result: PotentialResult | Text, currency: str) -> Text | None:
    """The one sentence to remember; None when there is no answer."""
    return None if isinstance(result, Text) else start.sentence(result, currency)


def figures(result: PotentialResult | Text, currency: str) -> list[Figure]:
    """The key figures: the potential at three levels."""
    return [] if isinstance(result, Text) else start.figures(result, currency)


def sections(result: PotentialResult | Text, currency: str) -> list[Section]:
    """Where to start, who and what holds the potential, the peers, and the same as of a year ago; or why there is no answer."""
    if isinstance(result, Text):
        return [_no_answer(result)]
    return [start.section(result, currency), where.section(result), proof.peers(result), proof.trial(result)]


def _no_answer(reason: Text) -> Section:
    return Section(
        key="potential",
        title=text("What more could your customers buy?"),
        sentence=reason,
        how=text(
            "Each customer is held against others like it, product group by product group. That takes a year of lines that name customers "
            "and products, and more than twenty customers."
        ),
    )
