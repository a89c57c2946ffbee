"""No damage crashes it, and no row is lost, whatever the invoices are."""

import random
import zipfile
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.importers.archive import Piece, open_archive

AMOUNTS = st.decimals(Decimal("-99999.99"), Decimal("99999.99"), places=2)
PARTS = st.lists(st.decimals(Decimal(-500), Decimal(500), places=2).filter(bool), max_size=3)


@pytest.fixture(scope="session")
def read_contents(tmp_path_factory, ubl):
    """Read bytes as files, without a fresh folder for each of many tries."""
    folder, numbers = tmp_path_factory.mktemp("fuzz"), count()

    def run(*contents):
        paths = [folder / f"{next(numbers) % 40}.xml" for _ in contents]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return ubl.read_pieces([Piece(path) for path in paths])

    return run


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_lines_of_any_invoice_add_up_to_its_total(read_contents, ubl, data):
    invoices = []
    for number in range(data.draw(st.integers(1, 4))):
        lines = tuple(ubl.Line(amount, data.draw(st.integers(-9, 9))) for amount in data.draw(st.lists(AMOUNTS, min_size=1, max_size=6)))
        kind = data.draw(st.sampled_from(["Invoice", "CreditNote"]))
        parts = tuple(map(str, data.draw(PARTS)))
        invoices.append(ubl.Invoice(number=str(number), lines=lines, parts=parts, kind=kind, oioubl=data.draw(st.booleans()), code=None))
    found = read_contents(*(invoice.xml for invoice in invoices))
    assert not found.problems
    for invoice in invoices:
        ours = [line for line in found.lines if line["invoice_id"] == invoice.number]
        sign = 1 if invoice.kind == "Invoice" else -1
        assert sum(line["revenue"] for line in ours) == sign * invoice.total
        for line, said in zip(ours, invoice.lines, strict=True):
            share = sum(map(Decimal, invoice.parts), Decimal(0))
            assert abs(sign * line["revenue"] - said.amount) <= abs(share) + Decimal("0.01")
            assert line["quantity"] == sign * said.quantity
    assert found.revenue == found.controls[-1].stated


SLOTS = st.fixed_dictionaries(
    {
        "number": st.sampled_from(["1", "2", "3", None]),
        "issued": st.sampled_from(["2025-01-02", "2025-02-03", "x", None]),
        "currency": st.sampled_from(["NOK", "NOK", "EUR", "øre", None]),
        "code": st.sampled_from(["380", "381", "325", "386", None]),
        "kind": st.sampled_from(["Invoice", "CreditNote"]),
        "parts": st.sampled_from([(), ("5",), ("-7.77", "1")]),
        "net": st.sampled_from([None, "1", "x"]),
        "oioubl": st.booleans(),
    }
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(SLOTS, st.lists(st.sampled_from(["10", "-3.5", "x", ""]), max_size=4), st.integers(0, 2)), min_size=1, max_size=8)
)
def test_every_row_of_any_mixture_comes_back_once(read_contents, ubl, drawn):
    parties = [ubl.seller, ubl.buyer, ubl.Party("Tredje AS", "889640782")]
    contents = [
        ubl.Invoice(lines=tuple(map(ubl.Line, amounts)), seller=parties[seller], buyer=parties[(seller + 1) % 3], **said).xml
        for said, amounts, seller in drawn
    ]
    found = read_contents(*contents)
    if found.end is None:
        return
    copies = {problem.code: problem for problem in found.problems}.get("ubl-copies")
    rows = sum(max(1, len(amounts)) for _, amounts, _ in drawn)
    assert found.end.rows == rows if copies is None else found.end.rows < rows


def damaged(content, chance):
    """The bytes with one thing wrong with them."""
    at, to = sorted(chance.randrange(len(content)) for _ in range(2))
    return chance.choice(
        [
            content[:at],
            content[at:],
            content[:at] + content[to:],
            content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :],
            content[:at] + content[at:to] + content[at:],
            content[:at] + bytes(chance.randrange(256) for _ in range(8)) + content[at:],
            content.replace(b"cbc:", b"", chance.randrange(40)),
            content.replace(b"0", chance.choice([b"", b"-", b"\xd9\xa1", b"1e9", b"&#0;", b"<![CDATA[7]]>"]), chance.randrange(9)),
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_damage_never_crashes(read_contents, ubl, seed):
    chance = random.Random(seed)  # noqa: S311  chance for a test
    whole = ubl.Invoice(
        lines=tuple(ubl.Line(amount, item=f"V{amount}") for amount in ("10.00", "-20.50", "300")),
        parts=("-10.00", "5"),
        buyer=ubl.Party(contact=("1", "Kari Nordmann", "2", "k@k.no")),
    ).xml
    for _ in range(150):
        found = read_contents(*(damaged(whole, chance) for _ in range(2)), ubl.Invoice(number="good").xml)
        assert found.end is None or found.end.rows >= 1


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all(read_contents, content):
    assert read_contents(content).end is None
    assert read_contents(b'<?xml version="1.0"?>' + content).end is None


@pytest.mark.parametrize("seed", range(2))
def test_damaged_zips_never_crash(tmp_path, ubl, seed):
    chance = random.Random(seed)  # noqa: S311  chance for a test
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for number in range(6):
            pack.writestr(f"{number}.xml", ubl.Invoice(number=str(number)).xml)
    whole = path.read_bytes()
    for _ in range(150):
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([chance.randrange(256)]) + whole[at + 1 :])
        members = open_archive(path)
        if isinstance(members, tuple):
            found = ubl.read_pieces([Piece(path, member) for member in members])
            assert found.end.rows == len(members)
