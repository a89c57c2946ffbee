"""Are two names the same name? Word by word, for a likeness of all letters takes "Hansen Bygg" and "Jensen Bygg" for one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rung.identity.compute.names import Words
from rung.identity.compute.profile import Profile

Names = Literal["same", "near", "holds", "begins", "other", "unknown"]

_TYPED_WRONG = 2  # customers with a word, at most, for it to be another word typed wrong
_MISTAKES = ((10, 2), (4, 1))  # so many letters at least: so many of them may be wrong
_SHORT = 6  # of words shorter than this, nobody gets the first letter wrong
_RUN_ALIKE = 0.92


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """What two names are to each other, and how alike they are, 0-1.

    same: but for spelling. near: a word or two typed otherwise. holds: one has all the words of the other, and more. begins: the first word
    is one, the rest is not (a chain, or two people of one family). telling: some word that they share is one that few customers have.
    """

    names: Names
    share: float
    telling: bool = False


def compare(one: Profile, other: Profile, seen: Mapping[str, int], few: int) -> NameLikeness:
    """What two names are to each other.

    seen: how many customers have each word: one that several have is no mistake for another. few: a word of so many at most is telling.
    """
    if not one.words or not other.words:
        return NameLikeness("unknown", 0.0)
    in_one = _tells(one.words, seen, few) and _tells(other.words, seen, few)
    if one.key == other.key or one.run == other.run:
        return NameLikeness("same", 1.0, in_one)
    share, run_share = _share(one.key, other.key), _share(one.run, other.run)
    mine, yours, telling = _left_over(one.words, other.words, seen, few)
    here = one.place_words | other.place_words
    if not (mine and yours) and here.issuperset((*mine, *yours)):  # nothing but a place, and only in one of them
        bare = [" ".join(sorted(word for word in of.words if word not in (*mine, *yours))) for of in (one, other)]
        return NameLikeness("same" if bare[0] == bare[1] else "near", _share(*bare), telling)
    if _one_run(one, other) and run_share >= _RUN_ALIKE:
        return NameLikeness("near", run_share, in_one)
    if mine and yours:
        return NameLikeness("begins" if one.words[0] == other.words[0] else "other", max(share, run_share), telling)
    return NameLikeness("holds" if telling else "other", share, telling)


def _left_over(mine: Words, yours: Words, seen: Mapping[str, int], few: int) -> tuple[list[str], list[str], bool]:
    """The words of each that the other has not, also not typed wrong; and whether a word they share is telling."""
    left, right = [word for word in mine if word not in yours], [word for word in yours if word not in mine]
    telling = _tells([word for word in mine if word in yours], seen, few)
    for word in list(left):
        found = next((again for again in right if _mistyped(word, again, seen)), None)
        if found is not None:
            left.remove(word)
            right.remove(found)
            telling = telling or max(seen.get(word, 0), seen.get(found, 0)) <= few
    return left, right, telling


def _mistyped(word: str, other: str, seen: Mapping[str, int]) -> bool:
    """Whether one may be the other typed wrong. Words with figures in them are never that: 1 and 2 are two shops."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only who compares waits for it

    if min(seen.get(word, 0), seen.get(other, 0)) > _TYPED_WRONG or not (word.isalpha() and other.isalpha()):
        return False
    longest = max(len(word), len(other))
    allowed = next((mistakes for letters, mistakes in _MISTAKES if longest >= letters), 0)
    if longest < _SHORT and word[0] != other[0]:
        return False
    return bool(allowed and OSA.distance(word, other, score_cutoff=allowed) <= allowed)


def _one_run(one: Profile, other: Profile) -> bool:
    """Whether they may be one but for their spaces, as "Bygg mester Hansn" and "Byggmester Hansen"; figures must be the same."""
    digits = [sorted(letter for letter in run if letter.isdigit()) for run in (one.run, other.run)]
    return len(one.words) != len(other.words) and digits[0] == digits[1]


def _tells(words: Iterable[str], seen: Mapping[str, int], few: int) -> bool:
    """Whether some word is one that few have: "Bygg" is in "Hansen Bygg", and tells nothing."""
    return any(seen.get(word, 0) <= few and len(word) > 1 for word in words)


def _share(one: str, other: str) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415  only who compares waits for it

    return fuzz.ratio(one, other) / 100
