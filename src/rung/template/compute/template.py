"""The best-customer template itself: made from the best customers and the background, and used to rank any party.

Source: docs/methods.md#best-customer-template. A rank is never a probability: how many good customers there are cannot be known from the
best alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pyarrow as pa

from rung.template.compute import evidence, honesty, logistic
from rung.template.compute.characteristics import Characteristic
from rung.template.compute.honesty import Check
from rung.template.compute.layout import Codes, Flags, Floats, Ints, Layout, ranks

Scorer = Literal["evidence", "logistic"]
Verdict = Literal["prioritise", "look_closer", "deprioritise"]

VERDICTS: tuple[Verdict, ...] = ("prioritise", "look_closer", "deprioritise")
CUT_OFFS = (0.80, 0.50)
DISAGREE = 0.25  # the two scorers place a party so far apart that a person should look
_LEAST_KNOWN = 1 / 3
_ASSOCIATION_ROWS = 5_000


@dataclass(frozen=True, kw_only=True)
class Template:
    """What the best have in common against all known parties of the same kind.

    characteristics, and layout of their levels; counted (how many of the best have each level), known (of how many of the best it is
    known) and shares (of the background), flat rows. weights: one flat row per scorer that could be made. checks: how each did on best
    customers it had not seen. groups: characteristics that tell one fact; speakers: the member of each that stands for it in words.
    background and best: codes; best_ids: who the best are, in that order. today: ages are as of this day. cut_offs: the rank from which
    a party is to be prioritised, and looked at.
    """

    characteristics: tuple[Characteristic, ...]
    layout: Layout
    counted: Floats
    known: Floats
    shares: Floats
    weights: Mapping[Scorer, Floats]
    checks: Mapping[Scorer, Check]
    groups: tuple[tuple[int, ...], ...]
    speakers: tuple[int, ...]
    background: Codes
    best: Codes
    best_ids: tuple[str, ...]
    today: date
    cut_offs: tuple[float, float] = CUT_OFFS

    @property
    def scorer(self) -> Scorer:
        """The scorer that found left-out best customers best; the default when they are equal."""
        return max(self.checks, key=lambda one: (round(self.checks[one].auc, 9), one == "evidence"))

    @property
    def check(self) -> Check:
        """How the chosen scorer did."""
        return self.checks[self.scorer]

    @property
    def separates(self) -> bool:
        """Whether the best are more alike than random customers are; else nobody should be prioritised by it."""
        return self.checks["evidence"].separates

    def encode(self, parties: pa.Table) -> Codes:
        """The codes of a table of parties, one column per characteristic; what the table does not have is unknown."""
        made = np.empty((parties.num_rows, len(self.characteristics)), dtype=np.int8, order="F")
        for place, one in enumerate(self.characteristics):
            made[:, place] = one.encode(parties, self.today)
        return made


def fit(
    characteristics: Sequence[Characteristic], background: Codes, best: Mapping[str, int], pool: Ints, *, today: date, seed: int = 0
) -> Template:
    """Make a template and check it.

    background: codes of all known parties of the same kind, the best among them. best: the row of each best customer. pool: the rows
    random customers are drawn from (those who bought something). ValueError for fewer than 3 best, no characteristics or a pool smaller
    than the best.
    """
    if len(best) < 3 or not characteristics or len(pool) < len(best):
        raise ValueError(f"{len(best)} best, {len(characteristics)} characteristics, pool of {len(pool)}: too few to make a template of")
    layout = Layout(tuple(len(one.levels) for one in characteristics))
    ids = sorted(best, key=lambda one: best[one])
    rows: Ints = np.array([best[one] for one in ids], dtype=np.int64)
    shares, counted = layout.shares(background), layout.counts(background[rows])
    association = evidence.associations(background[_some(len(background), _ASSOCIATION_ROWS, seed)], layout)
    groups = evidence.groups_of(association)
    parts = evidence.parts_of(groups, layout)
    weights, checks = _scorers(layout, background, rows, pool, (shares, parts), seed)
    return Template(
        characteristics=tuple(characteristics),
        layout=layout,
        counted=counted,
        known=layout.known(counted),
        shares=shares,
        weights=weights,
        checks=checks,
        groups=tuple(tuple(group) for group in groups),
        speakers=tuple(evidence.speaker_of(group, association, layout, [one.ordered for one in characteristics]) for group in groups),
        background=background,
        best=background[rows],
        best_ids=tuple(ids),
        today=today,
    )


def _scorers(
    layout: Layout, background: Codes, best: Ints, pool: Ints, given: tuple[Floats, Floats], seed: int
) -> tuple[dict[Scorer, Floats], dict[Scorer, Check]]:
    """The weights of each scorer that can be made, and how it did on the best it had not seen."""
    shares, parts = given
    rows = honesty.sample(len(background), np.union1d(best, pool[_some(len(pool), honesty.SAMPLE, seed)]), seed=seed)
    hot, mine = layout.hot(background[rows]), np.searchsorted(rows, best)
    drawn_from = np.flatnonzero(np.isin(rows, pool))

    def by_evidence(counted: Floats, _: Ints) -> Floats:
        return evidence.weights(counted, shares, layout, parts)

    found = honesty.left_out(hot, mine, by_evidence)
    p_value = honesty.chance(hot, len(best), drawn_from, by_evidence, reached=float(found.mean()), seed=seed)
    weights: dict[Scorer, Floats] = {"evidence": by_evidence(layout.counts(background[best]), best)}
    checks: dict[Scorer, Check] = {"evidence": Check(ranks=tuple(map(float, found)), p_value=p_value)}
    others = np.setdiff1d(np.arange(len(rows)), mine)
    if logistic.available() and len(others):

        def by_logistic(_: Floats, best: Ints) -> Floats:
            fits = [logistic.weights(hot, np.delete(best, place), others, layout, seed=seed) for place in range(len(best))]
            return np.stack(fits)

        weights["logistic"] = logistic.weights(hot, mine, others, layout, seed=seed)
        checks["logistic"] = Check(ranks=tuple(map(float, honesty.left_out(hot, mine, by_logistic))), p_value=None)
    return weights, checks


def _some(count: int, most: int, seed: int) -> Ints:
    """The places of `most` random ones, in order; all of them when there are not more."""
    if count <= most:
        return np.arange(count)
    drawn: Ints = np.sort(np.random.default_rng(seed).choice(count, most, replace=False))
    return drawn


@dataclass(frozen=True, slots=True)
class Scores:
    """What the template says of each party, in their order.

    rank: percentile rank 0-1 in the background, by the characteristics that the table of parties has at all; NaN where none is known.
    verdict: place in VERDICTS, or -1: the template does not separate, or less than a third is known of the party. disagree: the scorers
    place the party a quarter of all parties apart. known: the share of the template's characteristics that is known.
    """

    codes: Codes
    rank: Floats
    verdict: Ints
    disagree: Flags
    known: Floats


def score(parties: pa.Table, template: Template) -> Scores:
    """Rank parties by the template.

    parties: an Arrow table with the columns the characteristics need, in any order; columns it lacks (or that are null throughout) are
    left out for the background too, so that a prospect is not ranked low for having no purchases yet. Equal parties have equal ranks.
    """
    codes = template.encode(parties)
    shared = [place for place in range(codes.shape[1]) if (codes[:, place] >= 0).any()]
    known = (codes[:, shared] >= 0).mean(axis=1) if shared else np.zeros(len(codes))
    placed = {name: _ranked(template, codes, weights, shared) for name, weights in template.weights.items()}
    rank = np.where(known > 0, placed[template.scorer], np.nan)
    apart = np.ptp(np.stack(list(placed.values())), axis=0) if len(placed) > 1 else np.zeros(len(codes))
    high, low = template.cut_offs
    verdict = np.select([rank >= high, rank >= low], [0, 1], 2)
    told = (known >= _LEAST_KNOWN) & template.separates
    return Scores(codes, rank, np.where(told, verdict, -1), (apart > DISAGREE) & (known > 0), known)


def _ranked(template: Template, codes: Codes, weights: Floats, shared: Sequence[int]) -> Floats:
    background = template.layout.points(template.background, weights, shared)
    return ranks(template.layout.points(codes, weights, shared), background)
