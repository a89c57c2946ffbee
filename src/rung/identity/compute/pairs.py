"""Which pairs are worth a look at all? Those that share something, or stand near each other in some order: thousands, not billions.

Two customers meet when they share a number, an address or a word that few have; when a word begins alike and they are in one place; or
when their names stand side by side, read forwards or backwards. So 100,000 customers take seconds.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rung.identity.compute.profile import Profile, Profiles

Pairs = npt.NDArray[np.int64]  # shape (pairs, 2), the lower place first
_Order = npt.NDArray[np.int64]

_RARE = 25  # customers with a word, for it to bring them together anywhere
_BESIDE = 5  # how far from each other two names may stand in an order of all names
_IN_KEY = 20  # the same, among those that share a key
_ALIKE = 80.0  # likeness of the names, 0-100, below which nobody looks closer
_HOLDING = 90.0  # the same, when the words of one may be among the words of the other


def candidates(known: Profiles) -> Pairs:
    """Every pair worth a look, once: those that share a number or an address, and those whose names are alike enough."""
    forwards = np.argsort(np.array([one.run for one in known], dtype=object), kind="stable")
    backwards = np.argsort(np.array([one.run[::-1] for one in known], dtype=object), kind="stable")
    sure = _unique(_sharing(known, _exact, forwards), len(known))
    named = [_sharing(known, _loosely(known), forwards), _beside(forwards), _beside(backwards)]
    alike = _alike(known, _unique(np.vstack(named), len(known)))
    return _unique(np.vstack([sure, alike]), len(known))


def _exact(one: Profile) -> Iterator[str]:
    """What brings two together whatever they are called."""
    for sort in ("org", "loose", "email", "where"):
        value = getattr(one, sort)
        if value:
            yield f"{sort}:{value}"
    for number in one.phones:
        yield f"phone:{number}"


def _loosely(known: Profiles) -> Callable[[Profile], Iterator[str]]:
    """What brings two together when their names are alike: a rare name or word, a firm's domain, or in one place how any word begins."""
    seen, names = known.seen, Counter(one.run for one in known)

    def keys(one: Profile) -> Iterator[str]:
        if one.domain:
            yield f"domain:{one.domain}"
        if one.run and names[one.run] <= _RARE:  # of a name that more have, those in one place are enough
            yield f"key:{one.key}"
        for word in one.words:
            if 1 < seen[word] <= _RARE:
                yield f"word:{word}"
            for place in {one.postcode, one.city} - {""}:
                yield f"{place}:{word[:4]}"

    return keys


def _sharing(known: Profiles, keys: Callable[[Profile], Iterator[str]], order: _Order) -> Pairs:
    """Pairs with a key in common; of very many with one key, those that stand near each other in the order."""
    owners, found = [], []
    for place in order.tolist():
        for key in keys(known[place]):
            owners.append(place)
            found.append(key)
    codes = pc.dictionary_encode(pa.array(found, pa.string())).indices.to_numpy()
    by_key = np.argsort(codes, kind="stable")  # within a key they stay in the order
    codes, owner = codes[by_key], np.array(owners, np.int64)[by_key]
    pairs = [_none()]
    for step in range(1, min(_IN_KEY, len(codes) - 1) + 1):
        same = codes[step:] == codes[:-step]
        if not same.any():
            break
        pairs.append(np.column_stack([owner[:-step][same], owner[step:][same]]))
    return np.vstack(pairs)


def _beside(order: _Order) -> Pairs:
    steps = range(1, min(_BESIDE, len(order) - 1) + 1)
    return np.vstack([_none(), *(np.column_stack([order[:-step], order[step:]]) for step in steps)])


def _unique(pairs: Pairs, count: int) -> Pairs:
    """Each pair once, the lower place first; nobody with itself."""
    low, high = pairs.min(axis=1, initial=count), pairs.max(axis=1, initial=-1)
    codes = np.unique((low * count + high)[low < high])
    return np.column_stack([codes // max(count, 1), codes % max(count, 1)])


def _alike(known: Profiles, pairs: Pairs) -> Pairs:
    """Those whose names are alike, or of which one name may hold the other."""
    from rapidfuzz import fuzz  # noqa: PLC0415  only who compares waits for it
    from rapidfuzz.process import cpdist  # noqa: PLC0415

    left, right = pairs.T.tolist()

    def at_least(least: float, names: list[str], scorer: Any) -> npt.NDArray[np.bool_]:
        scores = cpdist([names[n] for n in left], [names[n] for n in right], scorer=scorer, score_cutoff=least)
        return np.asarray(scores) >= least

    keys, runs = [one.key for one in known], [one.run for one in known]
    alike = at_least(_ALIKE, keys, fuzz.ratio) | at_least(_ALIKE, runs, fuzz.ratio)
    return pairs[alike | at_least(_HOLDING, keys, fuzz.token_set_ratio)]


def _none() -> Pairs:
    return np.empty((0, 2), np.int64)
