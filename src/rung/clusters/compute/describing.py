"""How does a group differ from the other customers, and by which short rule is a new customer placed?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from rung.clusters.compute.grouping import Ints
from rung.clusters.compute.matrix import OTHERS, Floats, Matrix

DEEPEST, MOST_LEAVES = 4, 8
_FOLDS = 5
_AS_GOOD = 0.01
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way a group differs from all others.

    size: the standardised difference (Cohen's d on the scale they were grouped by; for a word the difference of the shares by its spread).
    here, others: the median number, or the share (0-1) that has the word.
    """

    feature: str
    word: str | None
    size: float
    here: float
    others: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a rule: a number at least and below, or a word that it is (or is not)."""

    feature: str
    at_least: float | None = None
    below: float | None = None
    word: str | None = None
    has: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One rule: who meets all conditions is placed in the group. customers: who does; right: the part of them that belongs there."""

    group: int
    conditions: tuple[Condition, ...]
    customers: int
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of all groups. accuracy: the part of customers placed right by rules learned without them; blind: by naming the largest."""

    leaves: tuple[Leaf, ...]
    accuracy: float
    blind: float


def differences(matrix: Matrix, inside: npt.NDArray[np.bool_]) -> list[Difference]:
    """How the customers inside differ from the others, one entry per feature, the largest difference first, ties by name."""
    found = [_of_number(matrix, name, inside) for name in matrix.scaled] + [_of_word(matrix, name, inside) for name in matrix.words]
    return sorted(found, key=lambda one: (-abs(one.size), one.feature))


def _of_number(matrix: Matrix, name: str, inside: npt.NDArray[np.bool_]) -> Difference:
    here, others = matrix.scaled[name][inside], matrix.scaled[name][~inside]
    spread = np.sqrt((here.var() + others.var()) / 2)
    raw = matrix.numbers[name]
    return Difference(
        feature=name,
        word=None,
        size=float((here.mean() - others.mean()) / max(spread, 1e-9)),
        here=float(np.median(raw[inside])),
        others=float(np.median(raw[~inside])),
    )


def _of_word(matrix: Matrix, name: str, inside: npt.NDArray[np.bool_]) -> Difference:
    values, found = matrix.words[name], []
    for word in sorted(set(values) - {OTHERS}):
        has = values == word
        here, others = float(has[inside].mean()), float(has[~inside].mean())
        spread = np.sqrt((here * (1 - here) + others * (1 - others)) / 2)
        found.append(Difference(feature=name, word=word, size=(here - others) / max(float(spread), 0.1), here=here, others=others))
    nothing = Difference(feature=name, word=None, size=0.0, here=0.0, others=0.0)
    # What a group has is said before what it lacks, unless that is much more.
    return max(found, key=lambda one: one.size if one.size > 0 else -one.size / 2, default=nothing)


def rules(matrix: Matrix, labels: Ints, *, seed: int = 0) -> Rules:
    """The shortest tree of rules that places customers about as well as the best of them: at most four questions, at most eight answers."""
    tree, choosing = import_module("sklearn.tree"), import_module("sklearn.model_selection")
    names, places = _columns(matrix)
    rows = np.sort(np.random.default_rng(seed).permutation(len(labels))[:_MOST_ROWS])
    folds = choosing.StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    groups = int(labels.max()) + 1

    def grown(leaves: int) -> Any:
        smallest = max(5, len(rows) // 50)
        return tree.DecisionTreeClassifier(max_depth=DEEPEST, max_leaf_nodes=leaves, min_samples_leaf=smallest, random_state=seed)

    scores = {
        leaves: float(choosing.cross_val_score(grown(leaves), places[rows], labels[rows], cv=folds).mean())
        for leaves in range(groups, MOST_LEAVES + 1)
    }
    best = max(scores.values())
    chosen = next(leaves for leaves, score in scores.items() if score >= best - _AS_GOOD)
    model = grown(chosen).fit(places[rows], labels[rows])
    return Rules(
        leaves=_leaves(model, names, places, labels),
        accuracy=scores[chosen],
        blind=float(np.bincount(labels).max() / len(labels)),
    )


def _columns(matrix: Matrix) -> tuple[Sequence[tuple[str, str | None]], Floats]:
    """Numbers as people read them, and one column of 0 and 1 for each word."""
    columns: dict[tuple[str, str | None], Floats] = {(name, None): values for name, values in matrix.numbers.items()}
    for name, values in matrix.words.items():
        columns |= {(name, word): (values == word).astype(np.float64) for word in sorted(set(values) - {OTHERS})}
    return list(columns), np.column_stack(list(columns.values()))


def _leaves(model: Any, names: Sequence[tuple[str, str | None]], places: Floats, labels: Ints) -> tuple[Leaf, ...]:
    tree, ends = model.tree_, model.apply(places)
    found = []
    for end, steps in _paths(tree):
        here = labels[ends == end]
        group = int(np.argmax(tree.value[end][0]))
        right = float((here == group).mean()) if here.size else 0.0
        found.append(Leaf(group=group, conditions=_merged(steps, names), customers=int(here.size), right=right))
    return tuple(sorted(found, key=lambda leaf: (leaf.group, -leaf.customers)))


def _paths(tree: Any) -> list[tuple[int, list[tuple[int, float, bool]]]]:
    """Each end of the tree with its steps: column, threshold, whether above it."""
    found, waiting = [], [(0, [])]  # type: ignore[var-annotated]  # steps of the return type
    while waiting:
        node, steps = waiting.pop()
        if tree.children_left[node] < 0:
            found.append((node, steps))
            continue
        column, threshold = int(tree.feature[node]), float(tree.threshold[node])
        waiting.append((int(tree.children_left[node]), [*steps, (column, threshold, False)]))
        waiting.append((int(tree.children_right[node]), [*steps, (column, threshold, True)]))
    return found


def _merged(steps: Sequence[tuple[int, float, bool]], names: Sequence[tuple[str, str | None]]) -> tuple[Condition, ...]:
    """Steps on one number are one condition; what a word is says all that it is not."""
    bounds: dict[str, tuple[float | None, float | None]] = {}
    words: dict[str, list[tuple[str, bool]]] = {}
    for column, threshold, above in steps:
        name, word = names[column]
        if word is None:
            low, high = bounds.get(name, (None, None))
            bounds[name] = (threshold, high) if above else (low, threshold)
        else:
            words.setdefault(name, []).append((word, above))
    conditions = [Condition(feature=name, at_least=low, below=high) for name, (low, high) in bounds.items()]
    for name, said in words.items():
        told = [one for one in said if one[1]] or said
        conditions += [Condition(feature=name, word=word, has=has) for word, has in told]
    return tuple(conditions)


def place(rules_: Rules, customer: Mapping[str, float | str | None]) -> int | None:
    """The group of a new customer by the rules; None when something that the rules ask is not known of it."""
    for leaf in rules_.leaves:
        if all(customer.get(one.feature) is not None and _meets(one, customer[one.feature]) for one in leaf.conditions):
            return leaf.group
    return None


def _meets(condition: Condition, value: Any) -> bool:
    if condition.word is not None:
        return bool((value == condition.word) == condition.has)
    return (condition.at_least is None or value > condition.at_least) and (condition.below is None or value <= condition.below)
