"""What is a drawing made of? An SVG of one width, its axis, and text that is escaped whatever a customer is called."""

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rung.base import Money
from rung.kit.language import Language
from rung.kit.report import CellKind

LETTER = 6.2  # average width of a letter at 11 px
Opener = Callable[[str], Markup]  # turns "month=2025-03" into the attributes of a thing that opens, or nothing


@dataclass(frozen=True, slots=True)
class Drawing:
    """One SVG. width: the width in px it is drawn for; the page shows it where that fits."""

    width: int
    svg: Markup


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from zero (or below) to the nearest round number. Values are as in the chart: money in minor units."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    unit: str

    def at(self, value: float, start: float, length: float) -> float:
        """Where a value lies on `length` pixels from `start`; a negative length goes up."""
        return start + (value - self.low) / (self.high - self.low) * length


def axis(values: Sequence[float], kind: CellKind, currency: str, language: Language, *, steps: int = 5) -> Axis:
    """An axis that holds zero and all the values, with round ticks in the language's numbers."""
    low, high = min(0.0, *values), max(0.0, *values)
    divisor, unit = language.scale(round(max(abs(low), high)), currency) if kind == "money" else (1, "")
    step = _round_step((high - low) / divisor / steps or 1.0, whole=kind == "count")
    first, last = math.floor(low / divisor / step + 1e-9), math.ceil(high / divisor / step - 1e-9)
    last = max(last, first + 1)
    ticks = [(index * step * divisor, _tick(index * step, step, kind, language)) for index in range(first, last + 1)]
    return Axis(first * step * divisor, last * step * divisor, ticks, unit)


def written(value: float | None, kind: CellKind, currency: str, language: Language) -> str:
    """A value of a chart in words, short: "1,7 mill. kr" only where people would write it so."""
    if value is not None and kind == "money":
        return language.short_money(Money(round(value), currency))
    return language.cell(value, kind)


def svg(width: int, height: int, attributes: Markup, inside: Sequence[Markup]) -> Drawing:
    """The SVG itself, in a class by its width."""
    frame = Markup('<svg class="w{}" viewBox="0 0 {} {}" {}>{}</svg>')
    return Drawing(width, frame.format(width, width, height, attributes, Markup("").join(inside)))


def label(x: float, y: float, words: str, kind: str) -> Markup:
    """Text at a point; kind: its class."""
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}">{}</text>').format(x, y, kind, words)


def lines_of(x: float, y: float, lines: Sequence[str], kind: str) -> Markup:
    """Text in several lines around a middle height."""
    first = y - 7 * (len(lines) - 1)
    parts = [Markup('<tspan x="{:.1f}" y="{:.1f}">{}</tspan>').format(x, first + 14 * nth, words) for nth, words in enumerate(lines)]
    return Markup('<text class="{}">{}</text>').format(kind, Markup("").join(parts))


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A line; kind: its class."""
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>').format(x1, y1, x2, y2, kind)


def box(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    """A rectangle; kind: its class."""
    shape = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>')
    return shape.format(x, y, max(width, 0), max(height, 0), kind)


def shortened(words: str, letters: int, lines: int = 1) -> list[str]:
    """Words in at most so many lines of so many letters, … where something is left out; the table behind the chart has them whole."""
    return textwrap.wrap(words, max(letters, 8), max_lines=lines, placeholder="…", break_on_hyphens=False) or [""]


def _tick(value: float, step: float, kind: CellKind, language: Language) -> str:
    if kind == "share":
        return language.share(round(value, 6), 1 if step < 0.0099 else 0)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if step * 10**decimals % 1 > 1e-9:  # a step of 2.5 or 0.25
        decimals += 1
    return language.decimal(round(value, 9), decimals)


def _round_step(rough: float, *, whole: bool) -> float:
    size = float(10 ** math.floor(math.log10(rough)))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough - 1e-12)
    return max(1.0, float(math.ceil(step))) if whole else step
