"""What of all we know can customers be grouped by? Numbers on a fair scale, words with few values, and what was left out, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.object_]
Why = Literal["unknown", "same"]

# A feature that more customers than this lack would group them by what is not known of them.
MOST_UNKNOWN = 0.20
# A word that fewer customers than this have is one of "the others".
RARE = 0.05
OTHERS = ""
_TAIL = 1.0  # per cent cut at each end, so that one giant does not decide
_SKEWED = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """What customers are grouped by, in the order of ids.

    numbers: as people read them (minor units, days, counts, shares), unknown ones as the median. scaled: the same, logarithms where they
    are skewed, mean 0, spread 1, the ends cut. words: a word each, "" for the others and the unknown. left_out: what was not used, and why:
    too many "unknown", or the "same" for all.
    """

    ids: Sequence[str]
    numbers: Mapping[str, Floats]
    scaled: Mapping[str, Floats]
    words: Mapping[str, Words]
    left_out: Mapping[str, Why]

    def of(self, rows: npt.NDArray[np.int64]) -> "Matrix":
        """Some of the rows, in this order; a row may come twice."""
        return Matrix(
            ids=[self.ids[row] for row in rows],
            numbers={name: values[rows] for name, values in self.numbers.items()},
            scaled={name: values[rows] for name, values in self.scaled.items()},
            words={name: values[rows] for name, values in self.words.items()},
            left_out=self.left_out,
        )


def derived(habits: pa.Table, *, end: date, grows: bool) -> dict[str, Sequence[Any]]:
    """The features of `compute.features.habits`: revenue, margin (share), orders, spread, recency (days), and growth when grows.

    growth: (now - before) / (now + before), from -1 to 1: 1 is new, 0 the same. end: the first day after the period.
    """
    rows = habits.to_pydict()
    revenue, before = rows["revenue_minor"], rows["before_minor"]
    margins = zip(rows["margin_minor"], rows["margin_of_minor"], strict=True)
    found: dict[str, Sequence[Any]] = {
        "revenue": revenue,
        "margin": [None if part is None or not of or of < 0 else part / of for part, of in margins],
        "orders": rows["orders"],
        "spread": rows["spread"],
        "recency": [(end - last).days for last in rows["last"]],
    }
    if grows:
        pairs = zip(revenue, before, strict=True)
        found["growth"] = [(now - max(then, 0)) / (now + max(then, 0)) for now, then in pairs]
    return found


def prepare(ids: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> Matrix:
    """Features as they came, made ready. ids: unique, in an order of their own. columns: numbers or words, None where nobody knows.

    Errors: ValueError when ids repeat.
    """
    if len(set(ids)) != len(ids):
        raise ValueError("ids must be unique; give one row per customer")
    numbers: dict[str, Floats] = {}
    scaled: dict[str, Floats] = {}
    words: dict[str, Words] = {}
    left_out: dict[str, Why] = {}
    for name, values in columns.items():
        known = [value for value in values if value is not None]
        if len(known) < (1 - MOST_UNKNOWN) * len(values) or not known:
            left_out[name] = "unknown"
        elif isinstance(known[0], str):
            words[name] = _few(values)
        else:
            numbers[name], scaled[name] = _scaled(values)
    for name in [name for name, values in {**scaled, **words}.items() if (values == values[0]).all()]:
        left_out[name] = "same"
        for there in (numbers, scaled, words):
            there.pop(name, None)
    return Matrix(ids=ids, numbers=numbers, scaled=scaled, words=words, left_out=left_out)


def _scaled(values: Sequence[Any]) -> tuple[Floats, Floats]:
    raw = np.array([np.nan if value is None else float(value) for value in values])
    raw[np.isnan(raw)] = np.nanmedian(raw)
    low, high = np.percentile(raw, [_TAIL, 100 - _TAIL])
    fair = np.log1p(raw) if raw.min() >= 0 and _skew(raw) > _SKEWED else raw
    low, high = np.percentile(fair, [_TAIL, 100 - _TAIL])
    cut = np.clip(fair, low, high)
    spread = cut.std()
    return raw, (cut - cut.mean()) / spread if spread > 0 else np.zeros_like(cut)


def _skew(values: Floats) -> float:
    spread = values.std()
    return float((((values - values.mean()) / spread) ** 3).mean()) if spread > 0 else 0.0


def _few(values: Sequence[str | None]) -> Words:
    counts = pc.value_counts(pa.array(values, pa.string())).to_pylist()
    common = {one["values"] for one in counts if one["values"] is not None and one["counts"] >= RARE * len(values)}
    return np.array([value if value in common else OTHERS for value in values], dtype=object)
