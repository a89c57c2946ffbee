"""The smallest words of the product: text, money, shares, periods, errors. Standard library only."""

from rung.base.error import FileRefused, RungError
from rung.base.money import Money, Number, Share, to_minor
from rung.base.period import Period, PeriodNotUnderstood
from rung.base.text import PLAIN, Formats, Text, Value, render, text, texts

__all__ = [
    "PLAIN",
    "FileRefused",
    "Formats",
    "Money",
    "Number",
    "Period",
    "PeriodNotUnderstood",
    "RungError",
    "Share",
    "Text",
    "Value",
    "render",
    "text",
    "texts",
    "to_minor",
]
