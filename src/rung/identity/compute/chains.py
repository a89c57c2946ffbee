"""Who may belong to one group? Shops of a chain, firms at one e-mail domain, and one name under two organisation numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rung.base import Text, text
from rung.identity.compute.judging import Strength
from rung.identity.compute.profile import MOST_SHARING, Profile, Profiles
from rung.identity.compute.vocabulary import FIRST_NAMES, OPENINGS, TRADE

_LARGEST = 200  # customers in one family; a word or a domain of more is no group
_MOSTLY = 0.8  # of those whose name begins alike, so many go on with a place or the like, or it is no chain
_ENOUGH = 3  # customers that names alone make a chain of; two must have more in common
_COMMON = 200  # a word that more than one customer in so many has says what they do, not where they are


@dataclass(frozen=True, slots=True)
class Family:
    """Customers that may belong to one group. members: places in the profiles. name: what they have in common."""

    name: str
    members: tuple[int, ...]
    strength: Strength
    reasons: tuple[Text, ...]


def families(known: Profiles, one_of: Mapping[int, int]) -> list[Family]:
    """Every family, chains first; one whose members are all in an earlier one is left out.

    one_of: place -> the place of the customer that it surely or likely is, so that two numbers of one customer are no family.
    """
    found: list[Family] = []
    inside: dict[int, set[int]] = defaultdict(set)
    for family in (*_chains(known, one_of), *_domains(known, one_of), *_namesakes(known, one_of)):
        if not set.intersection(*(inside[place] for place in family.members)):
            for place in family.members:
                inside[place].add(len(found))
            found.append(family)
    return found


def _by(known: Profiles, one_of: Mapping[int, int], key: Callable[[Profile], str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each key that several customers have, with them: each once, however many numbers it has."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(known):
        if key(one) and place not in one_of:
            found[key(one)].append(place)
    return ((value, tuple(places)) for value, places in found.items() if 2 <= len(places) <= _LARGEST)


def _chains(known: Profiles, one_of: Mapping[int, int]) -> Iterator[Family]:
    places = {word for one in known for word in one.place_words}
    no_brand = places | OPENINGS | FIRST_NAMES | TRADE

    def brand(one: Profile) -> str:
        begins = one.words[0] if len(one.words) > 1 and not one.person else ""
        return "" if begins in no_brand or len(begins) < 3 or begins.isdigit() else begins

    for name, members in _by(known, one_of, brand):
        branches = [place for place in members if _is_branch(known, known[place], places)]
        if len(branches) < max(2, _MOSTLY * len(members)):
            continue
        ones = [known[place] for place in members]
        tied = _shares_a_domain(ones) or 2 * sum(set(one.words[1:]) <= one.place_words for one in ones) >= len(ones)
        if tied or len(members) >= _ENOUGH or _firms(ones) == len(ones):
            why = text("The names begin with {name} and go on with a place or the like.", name=name.capitalize())
            yield Family(name.capitalize(), members, "likely" if tied else "possible", (why, *_ties(ones)))


def _is_branch(known: Profiles, one: Profile, places: set[str]) -> bool:
    """Whether what follows the brand may be a place or a number, and not what the firm does."""
    few = max(5, len(known) // _COMMON)
    return all(word in places or (word not in TRADE and known.seen[word] <= few) for word in one.words[1:])


def _domains(known: Profiles, one_of: Mapping[int, int]) -> Iterator[Family]:
    for domain, members in _by(known, one_of, lambda one: one.domain):
        ones = [known[place] for place in members]
        called = sum(any(len(word) > 2 and word in domain for word in one.words) for one in ones)
        if len(members) <= MOST_SHARING or called == len(ones):
            why = text("E-mail addresses at the same firm, {domain}.", domain=domain)
            yield Family(domain, members, "likely" if called == len(ones) else "possible", (why,))


def _namesakes(known: Profiles, one_of: Mapping[int, int]) -> Iterator[Family]:
    """Firms of one name and several organisation numbers. A name of words that many have is just a common one."""
    for _, members in _by(known, one_of, lambda one: one.key if one.org and not one.person else ""):
        ones = [known[place] for place in members]
        if len(members) <= _ENOUGH and _firms(ones) > 1:
            tied = _shares_a_domain(ones) or len({one.where or one.customer_id for one in ones}) == 1
            if not tied and not any(known.seen[word] <= known.few for word in ones[0].words):
                continue
            why = text("The same name under different organisation numbers.")
            yield Family(ones[0].name, members, "likely" if tied else "possible", (why, *_ties(ones)))


def _firms(ones: Sequence[Profile]) -> int:
    """How many organisation numbers there are among them."""
    return len({one.org for one in ones} - {""})


def _shares_a_domain(ones: Sequence[Profile]) -> bool:
    return len({one.domain for one in ones}) == 1 and bool(ones[0].domain)


def _ties(ones: Sequence[Profile]) -> tuple[Text, ...]:
    return (text("E-mail addresses at the same firm, {domain}.", domain=ones[0].domain),) if _shares_a_domain(ones) else ()
