"""Why, in words: what speaks for a party and against it, with counts, and which best customer it is most like."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from rung.base import Share, Text, text
from rung.template.compute.characteristics import Level
from rung.template.compute.layout import Codes
from rung.template.compute.template import Template

_NOTHING = 0.05
_PATTERN = 2  # one best customer is no pattern
_MOST_LIKE = 4
_BY_CHANCE = 0.05


def listed(items: Sequence[Level]) -> Text:
    """At least one item, with commas between: "one, two, three"."""
    *before, last = items
    return text("{first}, {rest}", first=listed(before), rest=last) if before else text("{low}", low=last)


def has(template: Template, column: int, level: int) -> Text:
    """A characteristic and its level: "Industry: 46"."""
    one = template.characteristics[column]
    return text("{label}: {level}", label=one.label, level=one.levels[level])


def evidence_for(template: Template, column: int, level: int, *, alone: bool = False) -> Text:
    """A level with its counts: "Industry: wholesale (4 of your 9 best, 11 % of all)"; alone: without the characteristic."""
    place = template.layout.starts[column] + level
    counted, known = int(template.counted[place]), int(template.known[place])
    said = template.characteristics[column].levels[level] if alone else has(template, column, level)
    share = Share(float(template.shares[place]))
    if counted == 0:
        return text("{what} (none of your {best} best, {share} of all)", what=said, best=known, share=share)
    return text("{what} ({some} of your {best} best, {share} of all)", what=said, some=counted, best=known, share=share)


def reasons(template: Template, codes: Codes, most: int = 3) -> list[tuple[Text, bool]]:
    """What tells most about one party, strongest first: the sentence, and whether it speaks for (True) or against (False).

    codes: of the party, one per characteristic. One reason per group of characteristics that tell one fact; a level that only one best
    customer has is never said to speak for anybody.
    """
    weights, layout = template.weights[template.scorer], template.layout
    found = []
    for group, speaker in zip(template.groups, template.speakers, strict=True):
        known = [one for one in group if codes[one] >= 0]
        if not known:
            continue
        each = {one: float(weights[layout.starts[one] + codes[one]]) for one in known}
        points = sum(each.values())
        # The one that says it must itself point the way the group does.
        same_way = [one for one in known if each[one] * points > 0]
        says = speaker if speaker in same_way or not same_way else max(same_way, key=lambda one: abs(each[one]))
        counted = template.counted[layout.starts[says] + codes[says]]
        if abs(points) >= _NOTHING and (points < 0 or counted >= _PATTERN):
            found.append((points, evidence_for(template, says, int(codes[says]))))
    found.sort(key=lambda one: -abs(one[0]))
    return [(said, points > 0) for points, said in found[:most]]


def likeness(template: Template, name: str, codes: Codes, best: Codes) -> Text | None:
    """What a party and a best customer have in common, and one thing they have not; None when they have nothing in common."""
    both = [column for column in range(len(codes)) if codes[column] >= 0 and best[column] >= 0]
    speaking = [column for column in template.speakers if column in both]
    alike = [has(template, column, int(codes[column])) for column in speaking if codes[column] == best[column]]
    apart = [has(template, column, int(best[column])) for column in speaking if codes[column] != best[column]]
    if not alike:
        return None
    shown = listed(alike[:_MOST_LIKE])
    if not apart:
        return text("Like {name} in all we know: {alike}.", name=name, alike=shown)
    return text("Like {name}: {alike}. But {name} has {apart}.", name=name, alike=shown, apart=apart[0])


@dataclass(frozen=True, slots=True)
class Trait:
    """A characteristic in which the best stand out: the levels they have, most common first, and those they seldom have, with counts."""

    label: Level
    has: tuple[Text, ...]
    lacks: tuple[Text, ...]


def common(template: Template) -> list[Trait]:
    """The template in words, what chance explains least first: the characteristics in which the best stand out, one per fact.

    The best stand out in a characteristic when as many (or as few) of them with some level come up by chance at most once in twenty
    times. Of its levels are told those that two or more of the best have about as often as others or more, and those that stand out by
    being seldom.
    """
    told = []
    for speaker in template.speakers:
        start, size = template.layout.starts[speaker], template.layout.sizes[speaker]
        places = range(start, start + size)
        odds = {
            place: surprise(int(template.counted[place]), int(template.known[place]), float(template.shares[place])) for place in places
        }
        least = min(odds.values())
        if least > _BY_CHANCE:
            continue
        usual = {place: template.counted[place] >= 0.9 * template.known[place] * template.shares[place] for place in places}
        has_places = sorted((p for p in places if usual[p] and template.counted[p] >= _PATTERN), key=lambda p: -template.counted[p])
        has_levels = tuple(evidence_for(template, speaker, place - start, alone=True) for place in has_places)
        lacks = tuple(
            evidence_for(template, speaker, place - start, alone=True) for place in places if not usual[place] and odds[place] <= _BY_CHANCE
        )
        told.append((least, Trait(template.characteristics[speaker].label, has_levels, lacks)))
    told.sort(key=lambda one: one[0])
    return [trait for _, trait in told if trait.has or trait.lacks]


def surprise(some: int, known: int, share: float) -> float:
    """How often as many of `known` customers drawn at random (or as few, whichever is rarer) have what `share` of all have."""
    odds = [comb(known, one) * share**one * (1 - share) ** (known - one) for one in range(known + 1)]
    return min(sum(odds[some:]), sum(odds[: some + 1]))


def same_fact(template: Template) -> list[Text]:
    """Which characteristics go so closely together that they count as one."""
    told = []
    for group, speaker in zip(template.groups, template.speakers, strict=True):
        others = [template.characteristics[one].label for one in group if one != speaker]
        if others:
            label = template.characteristics[speaker].label
            told.append(text("{others} go together with {label}, and count once with it.", others=listed(others), label=label))
    return told
