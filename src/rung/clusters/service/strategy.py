"""What is a group called, and what is there to do with it? Names and strategies as data, chosen by how the group differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rung.base import Text, text
from rung.clusters.compute.describing import Difference

CLEAR = 0.5  # a standardised difference people can see

_FEATURES: Mapping[str, Text] = {
    "revenue": text("Revenue"),
    "margin": text("Margin share"),
    "orders": text("Days with a purchase"),
    "spread": text("Product groups"),
    "recency": text("Days since the last purchase"),
    "growth": text("Growth"),
    "industry": text("Industry"),
    "size": text("Employees"),
    "place": text("Part of the country"),
}
# What the group is called for each feature: when it has more, and when it has less.
_ADJECTIVES: Mapping[str, tuple[Text, Text]] = {
    "revenue": (text("Large"), text("Small")),
    "margin": (text("Good margin"), text("Thin margin")),
    "orders": (text("Buy often"), text("Buy seldom")),
    "spread": (text("Buy broadly"), text("Buy few groups")),
    "recency": (text("Long silent"), text("Bought lately")),
    "growth": (text("Growing"), text("Shrinking")),
}


@dataclass(frozen=True, slots=True)
class _Strategy:
    """What to do when the group has more (+1) or less (-1) of each of these."""

    when: Mapping[str, int]
    words: Text


# The first that fits; the last always does.
_STRATEGIES: Sequence[_Strategy] = (
    _Strategy({"revenue": 1, "growth": -1}, text("Call each of them yourself and hear why they buy less: there is most to lose here.")),
    _Strategy({"revenue": 1, "recency": 1}, text("Call each of them before they are gone: they are large and have been silent.")),
    _Strategy({"recency": 1}, text("Try once to win them back, cheaply; then put the time elsewhere.")),
    _Strategy({"growth": -1}, text("Find out what they buy elsewhere now, the largest first.")),
    _Strategy({"revenue": 1, "spread": -1}, text("Offer them more product groups: they are large but buy few.")),
    _Strategy({"revenue": 1, "margin": -1}, text("Go through prices and discounts: they are large, but little is left of each krone.")),
    _Strategy({"revenue": 1}, text("Keep them: a fixed contact, visits, and an agreement on the year ahead.")),
    _Strategy({"growth": 1}, text("Follow them closely now that they grow, and agree on the next step.")),
    _Strategy({"revenue": -1, "orders": 1}, text("Make them cheaper to serve: fewer and larger orders.")),
    _Strategy({"margin": -1}, text("Go through prices and discounts.")),
    _Strategy({"revenue": -1}, text("Serve them by web and e-mail; call only those with untapped potential.")),
    _Strategy({"orders": -1}, text("Make them come more often: a reminder when they use to run out.")),
    _Strategy({}, text("Talk to three of them about what they have in common, and decide then.")),
)


def feature(name: str) -> Text:
    """The name of a feature; a column of the user's own is called what it is called there."""
    return _FEATURES.get(name) or text("{name}", name=name)


def name_of(found: Sequence[Difference]) -> Text:
    """A first name for a group, of the two things in which it differs most; the user may change it."""
    said = [one for one in map(_word, found) if one is not None][:2]
    if not said:
        return text("Like the others")
    return said[0] if len(said) == 1 else text("{this}, {next}", this=said[0], next=said[1])


def strategy_of(found: Sequence[Difference]) -> Text:
    """What to do with a group, by where it clearly has more or less than the others."""
    signs = {one.feature: (one.size > 0) - (one.size < 0) for one in found if abs(one.size) >= CLEAR}
    fitting = (one for one in _STRATEGIES if all(signs.get(feature) == sign for feature, sign in one.when.items()))
    return next(fitting).words


def _word(one: Difference) -> Text | None:
    if abs(one.size) < CLEAR:
        return None
    if one.feature in _ADJECTIVES:
        return _ADJECTIVES[one.feature][one.size < 0]
    if one.word is None:
        return text("Much {feature}", feature=one.feature) if one.size > 0 else text("Little {feature}", feature=one.feature)
    # A number says nothing alone: industry 41, employees 5–19.
    has = text("{feature} {word}", feature=feature(one.feature), word=one.word) if one.word[:1].isdigit() else text("{word}", word=one.word)
    return has if one.size > 0 else text("Not {word}", word=has)
