"""How do figures become a picture? Bars and curves as SVG text, drawn once for each width they are read at.

A picture that is scaled to a phone has letters nobody can read, so every chart is drawn at a few widths, and the page shows the one
that fits. Colours are classes, never attributes, so that light, dark and print share one drawing and the page needs no inline style.
"""

from rung.kit.charts.bars import draw_bars
from rung.kit.charts.curve import draw_curve
from rung.kit.charts.drawing import Drawing, Opener

__all__ = ["Drawing", "Opener", "draw_bars", "draw_curve"]
