"""Whatever happens to a file, it is read or refused, and no row is lost: a walk of damage, and random small changes to the text of it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rung.importers.archive import Piece
from rung.importers.saft import saft_inputs

NO, DK = "urn:StandardAuditFile-Taxation-Financial:NO", "urn:StandardAuditFile-Taxation-Financial:DK"


@pytest.fixture
def norwegian(saft, parts):
    return saft(
        [("1", "2025-01-05", parts.sale(1000, "1001")), ("2", "2025-12-31", [parts.line(3000, 1000), parts.line(8800, -1000)])]
    ).text()


@pytest.fixture
def danish(saft, parts):
    flat = [parts.line(5600, 125, customer="1001"), parts.line(1010, -100), parts.line(6900, -25)]
    flat = [line.replace("<Amount>", "").replace("</Amount>", "") for line in flat]
    account = parts.tags(AccountID="1010", AccountDescription="Salg", StandardAccountID="1010", AccountType="Sale")
    made = saft([("1", "2025-01-05", flat)], accounts=[parts.tag("Account", account)], namespace=f' xmlns="{DK}"')
    made.header = parts.tags(AuditFileVersion="2.1", AuditFileCountry="DK") + parts.tag("Company", parts.tags(CVR="29 14 36 25"))
    return made.text().replace("</TransactionDate>", "</TransactionDate><Lines>").replace("</Transaction>", "</Lines></Transaction>")


@pytest.fixture
def invoices(saft, parts):
    worth = parts.tags(Amount="100.00", CurrencyCode="EUR", CurrencyAmount="9.05", ExchangeRate="11.05")
    line = (
        parts.tags(LineNumber=1, ProductCode="P1", Quantity=2)
        + parts.tag("InvoiceLineAmount", worth)
        + parts.tags(DebitCreditIndicator="C")
    )
    total = parts.tag("DocumentTotals", parts.tags(NetTotal="100.00", GrossTotal="125.00"))
    head = parts.tags(InvoiceNo="F1", CustomerID="1001", InvoiceDate="2025-03-05", InvoiceType="Invoice")
    invoice = parts.tag("Invoice", head, parts.tag("Line", line), total)
    sales = parts.tag("SalesInvoices", parts.tags(NumberOfEntries=1, TotalDebit=0, TotalCredit="100.00"), invoice)
    product = parts.tag("Products", parts.tag("Product", parts.tags(ProductCode="P1", ProductGroup="G", Description="Skrue")))
    return saft(after=parts.tag("SourceDocuments", sales), analysis=product).text()


def one_end_or_one_refusal(found):
    refused = [problem for problem in found.problems if problem.refused]
    assert len(refused) + len(found.ends) == 1


@pytest.mark.parametrize("step", [53, pytest.param(5, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", ["norwegian", "danish", "invoices"])
def test_whatever_happens_to_a_file_it_is_read_or_refused(kind, step, request, tmp_path, parts):
    """A deterministic walk of damage: a byte of a small file changed, some cut out, some doubled."""
    content = request.getfixturevalue(kind).encode()
    path = tmp_path / "skadet.xml"
    for place in range(0, len(content), step):
        for damaged in (
            content[:place] + b"\xe6" + content[place + 1 :],
            content[:place] + content[place + 7 :],
            content[:place] + content[place - 40 :],
        ):
            path.write_bytes(damaged)
            one_end_or_one_refusal(parts.read_path(path))


# What is well made and makes no sense: other values, elements gone, doubled or renamed.
VALUES = st.sampled_from(
    ["", "x", "-1", "1e400", "NaN", "99999999999999999999", "0.00001", "2025-02-30", "13", "D", "\t", "Ω", "15076500050"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(data=st.data(), kind=st.sampled_from(["norwegian", "danish", "invoices"]), newline=st.sampled_from(["\n", ""]))
def test_what_makes_no_sense_is_a_problem_and_never_a_crash(request, tmp_path, parts, kind, data, newline):
    lines = request.getfixturevalue(kind).split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(2, len(lines) - 3))
        tag, _, rest = lines[place].partition(">")
        if rest.endswith(f"</{tag[1:]}>"):
            change = data.draw(st.sampled_from(["value", "gone", "twice"]))
            value = f"{tag}>{data.draw(VALUES)}</{tag[1:]}>"
            lines[place] = {"value": value, "gone": "", "twice": lines[place] * 2}[change]
    path = tmp_path / "rart.xml"
    path.write_text(newline.join(lines), encoding="utf-8")
    one_end_or_one_refusal(parts.read_path(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=8)
@given(cuts=st.lists(st.integers(0, 3_000), min_size=2, max_size=4), names=st.permutations(["a_1_3", "a_2_3", "a_3_3", "b"]))
def test_broken_files_given_together_are_each_read_or_refused(norwegian, danish, tmp_path, parts, cuts, names):
    pieces = []
    for name, cut, text in zip(names, cuts, (norwegian, danish, norwegian, danish), strict=False):
        path = tmp_path / f"{name}.xml"
        path.write_text(text if cut % 2 else text[:cut])
        pieces.append(Piece(path))
    found = saft_inputs(pieces)
    assert sorted(path for one in found for path in one.files) == sorted(piece.path for piece in pieces)
    for one in found:
        one_end_or_one_refusal(parts.read_input(one))
