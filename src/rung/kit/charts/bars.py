"""How much, when and of what? Months stand as columns on a time axis; words lie as bars with their value at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from rung.kit.charts.drawing import LETTER, Axis, Drawing, Opener, axis, box, label, line, lines_of, shortened, svg, written
from rung.kit.language import NO_ANSWER, Language
from rung.kit.report import Bars

UPRIGHT_WIDTHS = (980, 700, 480, 330)
LYING_WIDTHS = (980, 700, 480, 330)
_THICKEST = 22.0
_ABOVE_BELOW = 400  # narrower than this a lying bar has its words above it, not before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What the drawing functions share. opener: makes a label's bars open their invoice lines."""

    bars: Bars
    language: Language
    currency: str
    opener: Opener
    alternative: str

    @property
    def values(self) -> list[float]:
        """All the values there are."""
        return [value for series in self.bars.series for value in series.values if value is not None]

    def name(self, index: int) -> str:
        """What one label says."""
        bars = self.bars
        return self.language.cell(bars.labels[index], "month" if isinstance(bars.labels[index], date) else "text")

    def said(self, index: int) -> str:
        """One label and its values in words: "mars 2025: 1 739 200 kr", with more series a line for each."""
        values = [written(series.values[index], self.bars.kind, self.currency, self.language) for series in self.bars.series]
        if len(values) == 1:
            return f"{self.name(index)}: {values[0]}"
        named = [f"{self.language.render(series.name)}: {value}" for series, value in zip(self.bars.series, values, strict=True)]
        return "\n".join([self.name(index), *named])

    def group(self, index: int, inside: Sequence[Markup]) -> Markup:
        """The bars of one label, which open when there is something to open."""
        opens = self.opener(self.bars.opens[index]) if self.bars.opens else Markup()
        words = self.said(index)
        if opens:
            frame = Markup('<g class="bar opens" role="button" tabindex="-1" aria-label="{}" data-tip="{}" {}>{}</g>')
            return frame.format(words.replace("\n", ", "), words, opens, Markup("").join(inside))
        return Markup('<g class="bar" data-tip="{}">{}</g>').format(words, Markup("").join(inside))

    @property
    def attributes(self) -> Markup:
        """What a screen reader hears: a group of buttons when bars open, else one picture with its sentence."""
        opens = any(self.opener(one) for one in self.bars.opens)
        return Markup('role="{}" aria-label="{}"').format("group" if opens else "img", self.alternative)


def draw_bars(chart: Chart) -> list[Drawing]:
    """The chart at every width it is read at."""
    if not chart.bars.labels or not chart.values:
        return []
    if all(isinstance(one, date) for one in chart.bars.labels):
        return [_upright(chart, width) for width in UPRIGHT_WIDTHS]
    return [_lying(chart, width) for width in LYING_WIDTHS]


def _upright(chart: Chart, width: int) -> Drawing:
    height = 250 if width > 900 else 215
    scale = axis(chart.values, chart.bars.kind, chart.currency, chart.language)
    left = max(len(words) for _, words in scale.ticks) * LETTER + 10
    top, bottom = 24 if scale.unit else 10, height - 34
    inside = [label(0, 11, scale.unit, "unit start")] if scale.unit else []
    for value, words in scale.ticks:
        y = scale.at(value, bottom, top - bottom)
        inside += [line(left, y, width, y, "zero" if value == 0 else "grid"), label(left - 8, y + 4, words, "tick y")]
    slot = (width - left) / len(chart.bars.labels)
    inside += _months(chart, left, slot, bottom)
    for index in range(len(chart.bars.labels)):
        columns = _columns(chart, index, scale, (left + slot * index, slot, top, bottom))
        inside.append(chart.group(index, columns))
    return svg(width, height, chart.attributes, inside)


def _columns(chart: Chart, index: int, scale: Axis, place: tuple[float, float, float, float]) -> list[Markup]:
    """The columns of one month in their slot (x, width, top, bottom), in front of a wide box that takes the pointer."""
    x, slot, top, bottom = place
    count = len(chart.bars.series)
    thick = min(_THICKEST, slot * 0.72 / count)
    start = x + (slot - thick * count) / 2
    zero = scale.at(0, bottom, top - bottom)
    drawn = [box(x, top, slot, bottom - top, "hit")]
    in_time = sorted(enumerate(chart.bars.series), key=lambda numbered: not numbered[1].earlier)
    for place_in_time, (nth, series) in enumerate(in_time):
        value = series.values[index]
        left, gap = start + thick * place_in_time, 1.0 if count > 1 else 0.0
        if value is None:
            drawn.append(label(left + thick / 2, zero - 4, NO_ANSWER, "tick x"))
            continue
        end = scale.at(value, bottom, top - bottom)
        drawn.append(box(left + gap / 2, min(zero, end), thick - gap, abs(zero - end), f"s{nth % 4}"))
    return drawn


def _months(chart: Chart, left: float, slot: float, bottom: float) -> list[Markup]:
    """Month names where there is room for them, and the year under the first and under each January."""
    step = next(every for every in (1, 2, 3, 4, 6, 12) if slot * every >= 5 * LETTER or every == 12)
    drawn, year = [], 0
    for index, month in enumerate(chart.bars.labels):
        if not isinstance(month, date):
            continue
        middle = left + slot * (index + 0.5)
        if (month.month - 1) % step == 0:
            drawn.append(label(middle, bottom + 15, chart.language.month(month, axis=True), "tick x"))
        if month.year != year and (month.month == 1 or year == 0) and slot * len(chart.bars.labels[index:]) > 5 * LETTER:
            drawn.append(label(middle if month.month == 1 or step == 1 else left, bottom + 29, str(month.year), "tick x year"))
        year = month.year
    return drawn


def _lying(chart: Chart, width: int) -> Drawing:
    above = width < _ABOVE_BELOW
    count, labels = len(chart.bars.series), len(chart.bars.labels)
    thick = 14.0 if count == 1 else 10.0
    row = thick * count + (26 if above else 18)
    names = [chart.name(index) for index in range(labels)]
    before = 0.0 if above else min(width * 0.34, max(len(name) for name in names) * LETTER * 1.1 + 12)
    room = max(len(written(value, chart.bars.kind, chart.currency, chart.language)) for value in chart.values) * LETTER * 1.1 + 10
    scale = axis(chart.values, chart.bars.kind, chart.currency, chart.language)
    low = min(0.0, *chart.values)
    tight = Axis(low, max(*chart.values, 0.0) or 1.0, scale.ticks, scale.unit)
    start = before + (room if low < 0 else 0)
    length = width - start - room
    inside = []
    for index, name in enumerate(names):
        y = row * index + 4
        letters = int(((width if above else before) - 8) / LETTER / 1.04)
        words = lines_of(0, y + (11 if above else row / 2), shortened(name, letters, 1 if above else 2), "name")
        lying = _lying_bars(chart, index, tight, (start, length, y + (17 if above else (row - thick * count) / 2), thick))
        inside.append(chart.group(index, [box(0, y, width, row, "hit"), words, *lying]))
    if low < 0:
        zero = tight.at(0, start, length)
        inside.insert(0, line(zero, 2, zero, row * labels + 4, "zero"))
    return svg(width, round(row * labels + 8), chart.attributes, inside)


def _lying_bars(chart: Chart, index: int, scale: Axis, place: tuple[float, float, float, float]) -> list[Markup]:
    """The bars of one label from (x, length, y) downwards, each with its value at its end."""
    start, length, y, thick = place
    zero = scale.at(0, start, length)
    drawn = []
    for nth, series in enumerate(chart.bars.series):
        value = series.values[index]
        words = written(value, chart.bars.kind, chart.currency, chart.language)
        end = zero if value is None else scale.at(value, start, length)
        top = y + thick * nth
        drawn.append(box(min(zero, end), top, abs(end - zero), thick - 1, f"s{nth % 4}"))
        drawn.append(label(end + (6 if end >= zero else -6), top + thick / 2 + 4, words, "value" if end >= zero else "value minus"))
    return drawn
