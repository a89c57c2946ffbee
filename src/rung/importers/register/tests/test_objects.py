"""Firms are cut out of JSON of any arrangement, wherever the blocks end; and what came before is known."""

import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.register.objects import MOST, Objects, TooLarge, depth_at
from rung.importers.register.seen import Seen

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from('ab{}[]",\\\n é'), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.sampled_from('k"{\\'), max_size=3), inner, max_size=3),
    max_leaves=8,
)
FIRMS = st.lists(VALUES.map(lambda value: {"id": value}), max_size=6)
WRAPPED = {
    "array": (json.dumps, 2),
    "pretty": (lambda firms: json.dumps(firms, indent=2, ensure_ascii=False), 2),
    "page": (lambda firms: json.dumps({"a": {"x": [1, {"b": "{"}]}, "e": {"firms": firms}, "z": {"y": {}}}), 4),
    "lines": (lambda firms: "\n".join(map(json.dumps, firms)), 1),
}


@pytest.mark.parametrize(("wrap", "depth"), WRAPPED.values(), ids=WRAPPED)
@given(firms=FIRMS, size=st.integers(1, 40))
def test_the_same_firms_wherever_the_blocks_end(wrap, depth, firms, size):
    data, cutting, found = wrap(firms).encode(), Objects(depth), []
    for start in range(0, len(data), size):
        found += cutting.feed(data[start : start + size])
    assert [one for one in map(json.loads, found) if "id" in one] == firms
    assert cutting.ended


def test_how_deep_the_first_firm_is():
    head = b'{"took": "{[", "hits": {"hits": [{"_source": {"Vrvirksomhed": {'
    assert depth_at(head, head.index(b'"Vr')) == 5


def test_a_text_that_never_ends_is_not_kept():
    cutting = Objects(2)
    cutting.feed(b'[{"a": "')
    for _ in range(MOST // (1 << 20) - 1):
        cutting.feed(b"x" * (1 << 20))
    with pytest.raises(TooLarge):
        cutting.feed(b"x" * (1 << 20))


@given(
    st.lists(st.lists(st.integers(0, 30).map(lambda n: str(n + 900_000_000) if n < 20 else f"Bo|{n}"), max_size=12), max_size=6), st.data()
)
def test_what_has_come_before(blocks, data):
    seen, before = Seen(), set()
    for block in blocks:
        which = data.draw(st.lists(st.booleans(), min_size=len(block), max_size=len(block)))
        expected = []
        for key, wanted in zip(block, which, strict=True):
            expected.append(wanted and key in before)
            before |= {key} if wanted else set()
        assert seen.again(pa.array(block, pa.string()), np.array(which, dtype=bool)).tolist() == expected
