"""What is a segment called, and where is its size from?"""

from rung.base import Money, Share, Text, text
from rung.market.compute.assumptions import Assumption
from rung.market.compute.size import Size
from rung.market.service import Segment


def name(one: Segment) -> Text:
    """The user's own name of a segment, else industry and place."""
    if one.said:
        return text("{name}", name=one.said.name)
    if one.industry is None and one.region is None:
        return text("Industry and place unknown")
    industry = text("industry unknown") if one.industry is None else text("{name}", name=one.industry)
    if one.industry is not None and one.industry[:2].isdigit():
        industry = text("Industry {code}", code=one.industry)
    return text("{industry}, {place}", industry=industry, place=one.region) if one.region else industry


def basis(one: Segment, currency: str) -> Text:
    """What the size was made of, with its source; or why there is none."""
    if one.size is None:
        return one.no_size or text("No figure")
    if one.said is None:
        return _learned(one.size)
    made = text("{what}. {source}, {year}", what=_stated(one.said, currency), source=one.said.source, year=str(one.said.year))
    if one.said.basis == "our_part" or one.size.low_minor is not None:
        return made
    return text("{made}; no range given", made=made)


def _learned(size: Size) -> Text:
    if size.per_employee:
        return text("At least: what your customers there buy from you per employee, times all employees")
    return text("At least: what your customers there buy from you on average, times all firms")


def _stated(said: Assumption, currency: str) -> Text:
    match said.basis:
        case "total":
            return text("Stated")
        case "spend_per_unit":
            return text("{amount} for each firm", amount=Money(round(said.value), currency))
        case "spend_per_employee":
            return text("{amount} for each employee", amount=Money(round(said.value), currency))
        case "our_part":
            return text("What your customers buy from you, taken as {part} of what they buy", part=Share(said.value))
