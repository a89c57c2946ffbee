"""What are features called, and how are their values and rules said?"""

from rung.base import Money, Number, Share, Text, Value, text, texts
from rung.clusters.compute.describing import Condition, Difference, Leaf
from rung.clusters.service.strategy import feature

_SHARES = frozenset({"margin"})
_COUNTS = frozenset({"orders", "spread"})


def what(one: Difference) -> Text:
    """What a difference is about: a number, or having a word."""
    if one.word is None:
        return feature(one.feature)
    return text("{feature}: {word}", feature=feature(one.feature), word=one.word)


def value(one: Difference, amount: float, currency: str) -> Text:
    """A value of a difference."""
    said = Share(amount) if one.word is not None else _said(one.feature, amount, currency)
    return text("{value}", value=said)


def rule(leaf: Leaf, currency: str) -> Text:
    """The conditions of a rule, one after the other."""
    said: Text | None = None
    for condition in leaf.conditions:
        one = _condition(condition, currency)
        said = text("{this}; {next}", this=said, next=one) if said else one
    return said or text("Everybody")


def _condition(one: Condition, currency: str) -> Text:
    name = feature(one.feature)
    if one.word is not None:
        return (
            text("{feature} is {word}", feature=name, word=one.word)
            if one.has
            else text("{feature} is not {word}", feature=name, word=one.word)
        )
    low = None if one.at_least is None else _said(one.feature, one.at_least, currency)
    high = None if one.below is None else _said(one.feature, one.below, currency)
    if low is not None and high is not None:
        return text("{feature} over {low}, at most {high}", feature=name, low=low, high=high)
    return (
        text("{feature} over {low}", feature=name, low=low)
        if low is not None
        else text("{feature} at most {high}", feature=name, high=high or "")
    )


def _said(name: str, amount: float, currency: str) -> Value:
    """A number of a feature as people write it; growth, from -1 to 1, as the change it comes from."""
    if name == "revenue":
        return Money(round(amount), currency)
    if name in _SHARES:
        return Share(amount)
    if name in _COUNTS:
        return Number(amount, 0) if amount == round(amount) else Number(amount, 1)
    if name == "recency":
        return texts("{count} day", "{count} days", count=round(amount))
    if name == "growth":
        return text("new") if amount >= 1 else Share((1 + amount) / (1 - amount) - 1)
    return Number(amount)
