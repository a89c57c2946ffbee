"""How unevenly is it shared? A curve in the unit square against the diagonal of equal shares, with its marks in words."""

import math
from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from rung.kit.charts.drawing import LETTER, Drawing, label, line, lines_of, shortened, svg
from rung.kit.language import Language
from rung.kit.report import Curve, Mark

WIDTHS = (480, 330)
_SEEN = 0.006  # of the side: two or three pixels


def draw_curve(curve: Curve, language: Language, equal: str, alternative: str) -> list[Drawing]:
    """The curve at every width it is read at. equal: what to write on the diagonal; alternative: the curve in words."""
    return [_draw(curve, language, equal, alternative, width) for width in WIDTHS] if curve.points else []


def height_at(points: Sequence[tuple[float, float]], x: float) -> float:
    """The curve's y at x, straight between its points; the first and last y outside them."""
    for (x1, y1), (x2, y2) in pairwise(points):
        if x1 <= x <= x2:
            return y2 if x2 == x1 else y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return points[0][1] if x < points[0][0] else points[-1][1]


def _draw(curve: Curve, language: Language, equal: str, alternative: str, width: int) -> Drawing:
    left, top, right = 42.0, 24.0, width - 12.0
    side = right - left
    tall = side * (0.75 if width > 400 else 1)
    bottom = top + tall

    def x_at(x: float) -> float:
        return left + x * side

    def y_at(y: float) -> float:
        return bottom - y * tall

    low = min(0.0, *(y for _, y in curve.points))
    inside = _axes(curve, language, (left, right, top, bottom))
    path = " ".join(f"{x_at(x):.1f},{y_at(max(y, low)):.1f}" for x, y in _thinned(curve.points))
    inside.append(Markup('<polygon points="{:.1f},{:.1f} {} {:.1f},{:.1f}" class="between"/>').format(left, bottom, path, right, top))
    inside.append(line(left, bottom, right, top, "equal"))
    above = height_at(curve.points, 0.5) > 0.5
    turn = Markup('<text transform="translate({:.1f} {:.1f}) rotate({:.1f})" class="tick x">{}</text>')
    slope = -math.degrees(math.atan2(tall, side))
    nudge = 14 if above else -7
    inside.append(turn.format(x_at(0.5) + nudge * 0.62, y_at(0.5) + nudge * 0.78, slope, equal))
    inside.append(Markup('<polyline points="{}" class="curve"/>').format(path))
    inside += _marks(curve.marks, language, (left, right, top, bottom), above=above)
    return svg(width, round(bottom + 40), Markup('role="img" aria-label="{}"').format(alternative), inside)


def _axes(curve: Curve, language: Language, frame: tuple[float, float, float, float]) -> list[Markup]:
    left, right, top, bottom = frame
    letters = int((right - left) / LETTER)
    drawn = [label(0, 11, shortened(language.render(curve.y_label), letters)[0], "unit start")]
    drawn.append(label(right, bottom + 33, shortened(language.render(curve.x_label), letters)[0], "unit"))
    for part in (0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = left + part * (right - left), bottom - part * (bottom - top)
        drawn += [line(left, y, right, y, "grid" if part else "zero"), label(left - 6, y + 4, language.share(part), "tick y")]
        drawn.append(label(x, bottom + 16, language.share(part), "tick x"))
    return drawn


def _marks(marks: Sequence[Mark], language: Language, frame: tuple[float, float, float, float], *, above: bool) -> list[Markup]:
    """Each mark as a point with lines to the axes and its words on the side of the curve where there is room."""
    left, right, top, bottom = frame
    drawn: list[Markup] = []
    free = top
    for mark in sorted(marks, key=lambda one: -one.y):
        x, y = left + mark.x * (right - left), bottom - mark.y * (bottom - top)
        drawn += [line(x, y, x, bottom, "drop"), line(left, y, x, y, "drop")]
        drawn.append(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="4" class="mark"/>').format(x, y))
        room = right - x - 10 if above else x - left - 10
        words = shortened(language.render(mark.label), int(room / LETTER / 1.08), 3)
        half = 7 * (len(words) - 1)
        middle = max(y + 16 + half if above else y - 10 - half, free + 12 + half)
        free = middle + half
        drawn.append(lines_of(x + 8 if above else x - 8, middle, words, "value" if above else "value minus"))
    return drawn


def _thinned(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """The points without those too near the one before to be seen; first and last are kept."""
    kept = [points[0]]
    for x, y in points[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _SEEN:
            kept.append((x, y))
    return [*kept, points[-1]]
