"""Where does each party stand by the template, and why? The many as a table, the first with reasons in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rung.base import Text
from rung.template.compute.likeness import nearest
from rung.template.compute.template import VERDICTS, Scores, Template, Verdict, score
from rung.template.service import words
from rung.template.service.best import Best

FIRST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One party with its reasons. rank: percentile rank among all known parties, 0-1. reasons: a sentence, and whether it speaks for."""

    party_id: str
    name: str | None
    rank: float
    verdict: Verdict | None
    disagree: bool
    reasons: tuple[tuple[Text, bool], ...]
    like: Text | None


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Many parties placed by a template.

    scores: an Arrow table with party_id, rank (null when nothing is known), verdict (null when the template does not separate or too
    little is known of the party), disagree and known_share, in the order of the parties. codes: what each party has of each
    characteristic, for the reasons in words. verdicts: how many of the chosen ones have each. first: the chosen ones most like the best,
    at most 50, ties by number; none when the template does not separate.
    """

    scores: pa.Table
    codes: npt.NDArray[np.int8]
    verdicts: dict[Verdict, int]
    unplaced: int
    first: tuple[Party, ...]


def place(parties: pa.Table, key: str, template: Template, best: Sequence[Best], *, only: pa.Array | None = None) -> Placed:
    """Place all parties; the verdicts are counted and the first taken of the chosen ones only (all when None)."""
    scores = score(parties, template)
    chosen = np.ones(parties.num_rows, dtype=np.bool_) if only is None else only.to_numpy(zero_copy_only=False)
    counts = np.bincount(scores.verdict[chosen] + 1, minlength=len(VERDICTS) + 1)
    return Placed(
        scores=as_table(parties[key], scores),
        codes=scores.codes,
        verdicts={verdict: int(count) for verdict, count in zip(VERDICTS, counts[1:], strict=True)},
        unplaced=int(counts[0]),
        first=tuple(_first(parties, key, template, best, scores, chosen)),
    )


def as_table(ids: pa.ChunkedArray, scores: Scores) -> pa.Table:
    """The scores as Placed.scores."""
    verdicts = pa.array([*VERDICTS], pa.string()).take(pa.array(scores.verdict, mask=scores.verdict < 0))
    columns = {
        "party_id": ids,
        "rank": pa.array(scores.rank, mask=np.isnan(scores.rank)),
        "verdict": verdicts,
        "disagree": pa.array(scores.disagree),
        "known_share": pa.array(scores.known),
    }
    return pa.table(columns)


def _first(
    parties: pa.Table,
    key: str,
    template: Template,
    best: Sequence[Best],
    scores: Scores,
    chosen: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> list[Party]:
    """The chosen ones with a verdict, best rank first, ties by number."""
    rows = np.flatnonzero(chosen & (scores.verdict == 0))
    if len(rows) > FIRST:
        least = np.partition(scores.rank[rows], len(rows) - FIRST)[len(rows) - FIRST]
        rows = rows[scores.rank[rows] >= least]
    ids = dict(zip(rows.tolist(), parties[key].take(pa.array(rows)).to_pylist(), strict=True))
    rows = np.array(sorted(ids, key=lambda row: (-scores.rank[row], ids[row]))[:FIRST], dtype=np.int64)
    names = parties["name"].take(pa.array(rows)).to_pylist() if "name" in parties.column_names else [None] * len(rows)
    known = template.best
    near = nearest(scores.codes[rows], known, template.characteristics)
    order = template.best_ids
    called = {one.customer_id: one.name or one.customer_id for one in best}
    return [
        Party(
            party_id=ids[row],
            name=name,
            rank=float(scores.rank[row]),
            verdict=VERDICTS[scores.verdict[row]],
            disagree=bool(scores.disagree[row]),
            reasons=tuple(words.reasons(template, scores.codes[row])),
            like=None if to < 0 else words.likeness(template, called[order[to]], scores.codes[row], known[to]),
        )
        for row, name, to in zip(rows.tolist(), names, near.tolist(), strict=True)
    ]
