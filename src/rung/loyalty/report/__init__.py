"""How is loyalty told? Who stayed and who left first, then what the revenue is made of, who is likely gone, and what to expect."""

from rung.base import Text, text
from rung.kit.report import Figure, Section
from rung.loyalty.report import habits, outlook, stay
from rung.loyalty.report.one import customer
from rung.loyalty.service import LoyaltyResult
from rung.loyalty.service.outlook import slipping_sentence
from rung.loyalty.service.stay import stay_sentence

__all__ = ["customer", "figures", "lead", "sections"]


def lead(result: LoyaltyResult, currency: str) -> Text | None:
    """The one sentence to remember: who stayed and left; else who is likely gone; None when nobody bought."""
    if result.stay:
        return stay_sentence(result.stay, currency)
    return slipping_sentence(result.outlook, currency) if result.outlook else None


def figures(result: LoyaltyResult, currency: str) -> list[Figure]:
    """The key figures: how much of the revenue stayed, and what to expect."""
    made = stay.figures(result.stay) if result.stay else []
    return made + (outlook.figures(result.outlook, currency) if result.outlook else [])


def sections(result: LoyaltyResult, currency: str) -> list[Section]:
    """Who stayed, the kinds of purchase, who is likely gone, what to expect, who buys lately and often, and whether new ones come back."""
    made: list[Section | None] = [_no_stay(result.no_stay)] if result.no_stay else []
    if result.stay:
        made += [stay.bridge(result.stay, currency), stay.kinds(result.stay)]
    if result.outlook:
        made += [outlook.slipping(result.outlook, currency, result.today), outlook.expected(result.outlook, currency)]
    made += [habits.rfm(result), habits.cohorts(result)]
    return [section for section in made if section is not None]


def _no_stay(reason: Text) -> Section:
    return Section(
        key="loyalty",
        title=text("Who stayed, and who left?"),
        sentence=reason,
        how=text("It takes two periods of equal length, and lines that name a customer: bring in the period before as well."),
    )
