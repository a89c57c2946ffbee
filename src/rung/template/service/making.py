"""How is the template made from what is known? Characteristics chosen, the background put right, templates for customers and prospects."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Text, text
from rung.template.compute import refusals
from rung.template.compute.characteristics import Characteristic, standard
from rung.template.compute.layout import Ints
from rung.template.compute.refusals import Refused
from rung.template.compute.template import Template, fit
from rung.template.service.sheet import Question

_FEWEST_PARTIES = 20


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a template is made of. parties: an Arrow table of all known parties of one kind; best and pool: its rows."""

    parties: pa.Table
    best: Ints
    pool: Ints

    @property
    def rows(self) -> dict[str, int]:
        """The row of each best customer."""
        ids = self.parties["customer_id"].take(pa.array(self.best)).to_pylist()
        return dict(zip(ids, self.best.tolist(), strict=True))


def ground(parties: pa.Table, best: Sequence[str]) -> Ground:
    """The parties of the kind most of the best are (company or person; unknown stays), and which rows are the best and have bought."""
    chosen = pa.array(list(best), pa.string())
    if "kind" in parties.column_names:
        kinds = parties.filter(pc.is_in(parties["customer_id"], chosen))["kind"].to_pylist()
        other = {"company": "person", "person": "company"}.get(max(("company", "person"), key=kinds.count), "")
        fits = pc.fill_null(pc.not_equal(parties["kind"], other), fill_value=True)
        parties = parties.filter(pc.or_(fits, pc.is_in(parties["customer_id"], chosen)))
    mine = pc.is_in(parties["customer_id"], chosen).to_numpy()
    bought = pc.is_valid(parties["bought"]).to_numpy()
    return Ground(parties=parties, best=np.flatnonzero(mine), pool=np.flatnonzero(bought | mine))


def characteristics(on: Ground, today: date, extra: Sequence[str], asked: Sequence[Question]) -> tuple[list[Characteristic], list[Refused]]:
    """What to learn from: what we know beforehand, the extra columns and the answers, as far as enough is known; and what was refused.

    extra: columns of the parties that came from elsewhere; asked: questions whose answers are columns of the parties.
    """
    bought = on.parties["bought"].cast(pa.float64()).to_numpy()
    found, refused = refusals.choose(on.parties, bought, today, extra)
    ours = standard(on.parties)
    refused += [Refused(one.label, "grade") for one in ours if refusals.is_grading(one)]
    every = [*(one for one in ours if not refusals.is_grading(one)), *found, *_answers(on.parties, asked)]
    if not every:
        return [], refused
    codes = np.stack([one.encode(on.parties, today) for one in every], axis=1)
    enough = refusals.known_enough(codes, on.best)
    keys = {question.key for question in asked}
    few = [Refused(one.label, "asked" if one.key in keys else "unknown") for one, ok in zip(every, enough, strict=True) if not ok]
    return [one for one, ok in zip(every, enough, strict=True) if ok], [*refused, *few]


def _answers(parties: pa.Table, asked: Sequence[Question]) -> list[Characteristic]:
    """Every question as a characteristic whose levels are its choices, in the words of the user's language."""
    return [
        Characteristic(
            key=one.key,
            label=one.about,
            column=one.key,
            kind="words",
            levels=tuple(said for _, said in one.choices),
            words={code: place for place, (code, _) in enumerate(one.choices)},
        )
        for one in asked
        if one.key in parties.column_names
    ]


def make(on: Ground, chosen: Sequence[Characteristic], today: date, *, seed: int) -> Template | Text:
    """The template, or why none can be made."""
    if on.parties.num_rows < _FEWEST_PARTIES:
        return text(
            "There are {count} customers in all; it takes {least} to see what is special about the best.",
            count=on.parties.num_rows,
            least=_FEWEST_PARTIES,
        )
    if not chosen:
        return text("Nothing is known of your customers but what they bought. Bring in a customer list with industry, size and place.")
    codes = np.stack([one.encode(on.parties, today) for one in chosen], axis=1)
    return fit(chosen, np.asfortranarray(codes), on.rows, on.pool, today=today, seed=seed)


def for_market(on: Ground, template: Template, market: pa.Table, *, seed: int) -> Template | Text:
    """The template by what is known of prospects too: they have not bought anything yet. Or why there is none."""
    shared = [one for one in template.characteristics if (one.encode(market, template.today) >= 0).any()]
    if not shared:
        return text("Nothing that your best customers have in common is known of the market. Bring in its industry, size and place.")
    if len(shared) == len(template.characteristics):
        return template
    made = make(on, shared, template.today, seed=seed)
    return replace(made, cut_offs=template.cut_offs) if isinstance(made, Template) else made
