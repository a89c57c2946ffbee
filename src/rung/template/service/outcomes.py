"""What do the leads you won and lost teach, and may the answer be used? Columns that cheat are found and left out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Number, Share, Text, text, texts
from rung.template.compute import leaks, logistic, outcomes
from rung.template.compute.cases import cases
from rung.template.compute.layout import Flags, Ints
from rung.template.compute.leaks import Column, Leak
from rung.template.compute.naming import known_afterwards
from rung.template.compute.outcomes import Features, Learned
from rung.template.compute.refusals import is_number_of_a_row
from rung.template.service.asking import Run

FEWEST = 50
_FEWEST_EACH = 10
WON = ("won", "yes", "true", "1", "vunnet", "ja", "vundet", "vunnen", "vunnit", "closed won")
LOST = ("lost", "no", "false", "0", "declined", "tapt", "nei", "tabt", "nej", "förlorad", "förlorat", "closed lost")
_OWN = 0.5

_WHY_LEAK: dict[Leak, Text] = {
    "name": text("Its name says that it is known only when the case is closed."),
    "filled": text("It is filled in only where the outcome is known."),
    "alone": text("It alone nearly tells the outcome, so it was most likely filled in afterwards."),
    "grows": text(
        "Next to nobody was won where it is at one end, and it tells far more than any other column, so it most likely grows with the case."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """What was learned from leads with an outcome.

    won and decided: how many. leaks: columns left out, for they were filled in afterwards; kept: leaks the user wants in all the same.
    used: the columns learned from. learned: how each model did on leads it had not seen; best: the one used; None with a reason in
    no_answer. chances: an Arrow table of the leads without an outcome, with row (place in the table given) and chance, best first; None
    when the leads cannot be ranked.
    """

    won: int
    decided: int
    columns: tuple[Column, ...]
    leaks: tuple[Column, ...]
    kept: tuple[str, ...]
    used: tuple[str, ...]
    learned: tuple[Learned, ...]
    best: Learned | None
    chances: pa.Table | None
    no_answer: Text | None

    @property
    def can_rank(self) -> bool:
        """Whether the leads can be put in order by what is known of them beforehand."""
        return self.best is not None and self.best.ranks


def learn(*, cases: pa.Table, outcome: str, group: str | None = None, keep: Collection[str] = (), seed: int = 0) -> Outcomes:
    """Learn from leads that were won or lost.

    cases: one row per lead that was contacted, an Arrow table. outcome: its column that says won or lost (also yes and no, in four
    languages); anything else, and nothing, is not decided yet. group: the column that says whose case it is, so that one customer is
    never both learned from and tried on. keep: columns to learn from even if they look as if they were filled in afterwards.
    ValueError when outcome, group or keep is not a column.
    """
    for name in [outcome, *([group] if group else []), *keep]:
        if name not in cases.column_names:
            raise ValueError(f"{name!r} is not a column of the cases; choose among {', '.join(cases.column_names)}")
    said = [str(one).strip().casefold() for one in cases[outcome].to_pylist()]
    decided = np.array([one in WON or one in LOST for one in said], dtype=np.bool_)
    won = np.array([one in WON for one in said], dtype=np.bool_)[decided]
    features = cases.drop_columns(outcome)
    features = features.select([name for name in features.column_names if name in keep or not _is_id(name, features[name])])
    refusal = _refusal(won)
    if refusal is not None:
        return _nothing(won, refusal)
    found = leaks.inspect(features, won, decided, seed=seed)
    left_out = tuple(one for one in found if one.leak and one.name not in keep)
    used = [one.name for one in found if one not in left_out]
    if not logistic.available():
        return _nothing(won, _NEEDS, found, left_out)
    return _learned(features.select(used), won, decided, _groups(cases, group, decided), found, left_out, seed)


def learn_from(*, activities: ir.Table, customers: ir.Table, market: ir.Table, run: Run, seed: int = 0) -> Outcomes:
    """Learn from the activities that were won or lost, by what was known of the party beforehand (`compute.cases`)."""
    found = run(cases(activities, customers, market)).sort_by("activity_id").drop_columns("activity_id")
    return learn(cases=found, outcome="result", group="party_id", seed=seed)


_NEEDS = text("Learning from outcomes needs scikit-learn: install rung[scoring].")


def _refusal(won: Flags) -> Text | None:
    if len(won) < FEWEST:
        return text("It takes {least} leads that were won or lost to learn from; there are {found}.", least=FEWEST, found=len(won))
    fewest = min(int(won.sum()), int((~won).sum()))
    if fewest < _FEWEST_EACH:
        return text("It takes {least} leads of each kind, won and lost; of one there are {found}.", least=_FEWEST_EACH, found=fewest)
    return None


def _nothing(won: Flags, why: Text, columns: Sequence[Column] = (), left_out: Sequence[Column] = ()) -> Outcomes:
    return Outcomes(
        won=int(won.sum()),
        decided=len(won),
        columns=tuple(columns),
        leaks=tuple(left_out),
        kept=(),
        used=(),
        learned=(),
        best=None,
        chances=None,
        no_answer=why,
    )


def _learned(
    table: pa.Table, won: Flags, decided: Flags, groups: Ints, found: Sequence[Column], left_out: tuple[Column, ...], seed: int
) -> Outcomes:
    features = Features.of(table, table.column_names)
    if not features.names:
        return _nothing(won, text("Nothing was known of the leads beforehand, so there is nothing to learn from."), found, left_out)
    known = features.rows(decided)
    tried = outcomes.learn(known, won, groups, seed=seed)
    best = max(tried.values(), key=lambda one: (one.auc, one.model == "logistic"))
    chances = None
    if best.ranks and (~decided).any():
        chance = outcomes.expect(best, known, won, features.rows(~decided), seed=seed)
        rows = np.flatnonzero(~decided)
        order = np.lexsort((rows, -chance))
        chances = pa.table({"row": rows[order], "chance": chance[order]})
    names = {one.name for one in left_out}
    return Outcomes(
        won=int(won.sum()),
        decided=len(won),
        columns=tuple(found),
        leaks=left_out,
        kept=tuple(one.name for one in found if one.leak and one.name not in names),
        used=features.names,
        learned=tuple(tried.values()),
        best=best,
        chances=chances,
        no_answer=None,
    )


def _is_id(name: str, column: pa.ChunkedArray) -> bool:
    """Whether a column only says which case it is: nearly every case has a value of its own."""
    values = leaks.as_number(column)
    if values is not None:
        return is_number_of_a_row(name, values[~np.isnan(values)])
    known = column.drop_null()
    return len(known) > 0 and pc.count_distinct(known).as_py() > max(_OWN * len(known), 2) and not known_afterwards(name)


def _groups(cases: pa.Table, group: str | None, decided: Flags) -> Ints:
    """One number per decided case; a case without a group is one of its own."""
    if group is None:
        return np.arange(int(decided.sum()))
    coded = cases[group].cast(pa.string()).combine_chunks().filter(pa.array(decided)).dictionary_encode()
    own = np.arange(len(coded)) + len(coded.dictionary)
    indices = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where(indices < 0, own, indices)


def verdict_sentence(found: Outcomes) -> Text:
    """Whether leads can be ranked by what is known of them beforehand, and how well; or why nobody can say."""
    if found.best is None:
        return found.no_answer or _NEEDS
    if not found.can_rank:
        return text(
            "What is known of these leads beforehand cannot rank them: on leads it has not seen, the best method is as good as drawing "
            "lots (AUC {auc}, where 0.50 is chance). Do not choose whom to contact by it.",
            auc=Number(found.best.auc),
        )
    return text(
        "What is known beforehand can rank your leads: on leads it has not seen, the first tenth was won {lift} times as often as the mean "
        "of {mean} (AUC {auc}, where 0.50 is chance).",
        lift=Number(found.best.lift, 1),
        mean=Share(found.won / found.decided),
        auc=Number(found.best.auc),
    )


def warnings(found: Outcomes) -> list[Text]:
    """The columns that were left out, each with its reason and what to do; and those kept against the advice."""
    said = [text("“{column}” is left out. {why}", column=one.name, why=_WHY_LEAK[one.leak]) for one in found.leaks if one.leak]
    if found.leaks:
        said.append(text("Did you know it before you made contact? Then say so, and it is used."))
    if found.kept:
        kept = ", ".join(found.kept)
        said.append(text("You keep {columns}: if it was filled in afterwards, the figures here promise too much.", columns=kept))
    return said


def counts_sentence(found: Outcomes) -> Text:
    """How many leads were won."""
    return texts(
        "{count} of {all} leads with an outcome was won.",
        "{count} of {all} leads with an outcome were won.",
        count=found.won,
        all=found.decided,
    )


def outcomes_json(found: Outcomes) -> dict[str, Any]:
    """The result as plain JSON values."""
    keys = ("model", "auc", "low", "high", "lift", "brier", "plain_brier")
    return {
        "won": found.won,
        "decided": found.decided,
        "leaks": [{"column": one.name, "why": one.leak, "auc": one.auc} for one in found.leaks],
        "used": list(found.used),
        "models": [{key: getattr(one, key) for key in keys} for one in found.learned],
        "can_rank": found.can_rank,
        "says": str(verdict_sentence(found)),
        "warnings": [str(said) for said in warnings(found)],
        "open": found.chances.to_pylist() if found.chances else None,
    }
