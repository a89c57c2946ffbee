"""What is wrong in one file is said, and stops no other."""

import gzip
import zipfile
from decimal import Decimal

import pytest

from rung.importers.archive import Piece, open_archive
from rung.importers.ubl import refusal


def broken(ubl):
    whole = ubl.Invoice(number="77").xml
    bomb = b'<!DOCTYPE r [<!ENTITY a "aaaa">]>' + ubl.Invoice().element.encode()
    return {
        "xml-empty": b"",
        "xml-damaged": whole.replace(b"</cbc:ID>", b"</cbc:DI>", 1),
        "xml-truncated": whole[:-300],
        "xml-doctype": bomb,
        "xml-web-page": b"<!DOCTYPE html><html></html>",
        "xml-not-xml": b"Faktura 77: 100 kr",
        "xml-characters": whole.replace("Kjøper".encode(), b"Kj\xf8per"),
        "ubl-no-invoice": b"<Order><ID>1</ID></Order>",
    }


KINDS = [
    *("xml-empty", "xml-damaged", "xml-truncated", "xml-doctype", "xml-web-page", "xml-not-xml", "xml-characters", "ubl-no-invoice"),
]


@pytest.mark.parametrize("code", KINDS)
def test_a_broken_file_among_others_is_one_problem(read, ubl, code):
    found = read(ubl.Invoice(), broken(ubl)[code], ubl.Invoice(number="2"))
    assert found.revenue == 200
    problem = found.problem(code)
    assert (str(problem.where), problem.rows, problem.refused) == ("2.xml", 1, False)
    (row,) = found.rows["rejected"]
    assert (row["code"], row["rows"], row["file"], row["row"]) == (code, 1, "2.xml", 1)


@pytest.mark.parametrize("code", KINDS)
def test_a_broken_file_alone_is_refused_for_what_it_is(refused, ubl, code):
    assert refused(broken(ubl)[code])[0] == code


def test_only_broken_files_are_refused_together(refused, ubl):
    assert refused(*broken(ubl).values()) == ("ubl-nothing-read", "Not one of the 8 files has an invoice that can be used.")


def test_no_files_at_all_are_refused(refused):
    assert refused()[0] == "ubl-nothing-read"


def test_an_invoice_of_another_format_says_so(refused, ubl):
    code, found = refused(ubl.Invoice(namespace="urn:sfti:documents:Basic"))
    assert code == "ubl-no-invoice"
    assert "Svefaktura" in found


def test_an_envelope_around_something_else_holds_no_invoice(refused):
    assert refused(b"<StandardBusinessDocument><Order/></StandardBusinessDocument>")[0] == "ubl-no-invoice"


def test_damaged_packing_is_a_problem_of_that_file(read, tmp_path, ubl):
    packed = gzip.compress(ubl.Invoice(number="2").xml)
    found = read(ubl.Invoice(), packed[:-20], names=["1.xml", "2.xml.gz"])
    assert found.codes == ["xml-packed-damaged"]
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as pack:
        for number in range(3):
            pack.writestr(f"{number}.xml", ubl.Invoice(number=str(number)).xml)
    at = path.read_bytes().index(b"Kj", path.read_bytes().index(b"1.xml"))
    path.write_bytes(path.read_bytes()[:at] + b"XX" + path.read_bytes()[at + 2 :])
    found = ubl.read_pieces([Piece(path, member) for member in open_archive(path)])
    assert (found.codes, found.revenue) == (["xml-packed-damaged"], Decimal(200))
    assert str(found.problems[0].where) == "a.zip#1.xml"


def test_a_zip_that_is_gone_bad_since_it_was_opened(tmp_path, ubl):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("1.xml", ubl.Invoice().xml)
    pieces = [Piece(path, member) for member in open_archive(path)]
    path.write_bytes(b"PK\x03\x04")
    (problem,) = ubl.read_pieces(pieces).problems
    assert (problem.code, problem.refused) == ("xml-packed-damaged", True)


def test_what_is_too_large_is_not_read(refused, ubl, monkeypatch):
    monkeypatch.setattr("rung.importers.ubl.opening._LARGEST", 100)
    assert refused(ubl.Invoice())[0] == "xml-too-big"
    monkeypatch.setattr("rung.importers.ubl.opening._LARGEST", 10**9)
    monkeypatch.setattr("rung.importers.ubl.opening._LARGEST_WITHOUT", 100)
    assert refused(ubl.Invoice())[0] == "xml-too-big"
    assert str(refusal.too_large(32).found) == "The file is larger than 32 MB, which no invoice is."


def test_a_gz_that_grows_too_large_is_not_read(tmp_path, ubl, monkeypatch):
    monkeypatch.setattr("rung.importers.ubl.opening._LARGEST", 2_000)
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(ubl.Invoice(extra=" " * 100_000).xml))
    assert ubl.read_pieces([Piece(path)]).problems[0].code == "xml-too-big"


@pytest.mark.parametrize(
    ("code", "changes", "said"),
    [
        ("ubl-no-number", {"number": None}, "The invoice has no number."),
        ("ubl-date-not-read", {"issued": None}, "The invoice has no date of issue."),
        ("ubl-date-not-read", {"issued": "14.03.2025"}, "“14.03.2025” cannot be read as a date."),
        ("ubl-date-not-read", {"issued": "2025-02-30"}, "“2025-02-30” cannot be read as a date."),
        ("ubl-date-not-read", {"issued": "1799-01-01"}, "“1799-01-01” cannot be read as a date."),
        ("ubl-date-not-read", {"issued": "2200-01-01"}, "“2200-01-01” cannot be read as a date."),
    ],
)
def test_an_invoice_that_cannot_be_used_is_left_out_with_all_its_lines(read, ubl, code, changes, said):
    found = read(ubl.Invoice(lines=(ubl.Line("10"), ubl.Line("20")), **{"number": "2"} | changes), ubl.Invoice())
    problem = found.problem(code)
    assert (str(problem.found), problem.rows, problem.amount) == (said, 2, Decimal(30))
    assert found.revenue == 100
    whole = found.controls[-1]
    assert (whole.month, whole.stated) == (None, Decimal(130))  # and the amount of the problem is what is missing


def test_an_invoice_without_lines(read, ubl):
    found = read(ubl.Invoice(number="2", lines=(), net="500"), ubl.Invoice())
    problem = found.problem("ubl-no-lines")
    assert (problem.rows, problem.amount) == (1, Decimal(500))


def test_a_pro_forma_invoice_is_no_sale(read, ubl):
    found = read(ubl.Invoice(number="2", code="325"), ubl.Invoice())
    assert found.problem("ubl-pro-forma").rows == 1
    assert all(control.stated == 100 for control in found.controls)


@pytest.mark.parametrize("amount", ["", "1.250,00", "1,250", "hundre", "NaN", "INF", "1e3", "123456789012345", "--1", "1 000"])
def test_a_line_without_an_amount_is_left_out_alone(read, ubl, amount):
    found = read(ubl.Invoice(lines=(ubl.Line("10"), ubl.Line(amount, name="Rar"), ubl.Line("20")), net="30"))
    assert [(line["revenue"], line["row"]) for line in found.lines] == [(Decimal(10), 1), (Decimal(20), 3)]
    problem = found.problem("ubl-amount-not-read")
    assert (str(problem.where), problem.rows) == ("1.xml, line 2", 1)
    assert found.codes == ["ubl-amount-not-read"]
    (row,) = found.rows["rejected"]
    assert (row["row"], row["content"]) == (2, f"2\t1\t{' '.join(amount.split())}\tRar\t\t")


def test_an_invoice_of_lines_without_amounts_gives_no_facts(read, ubl):
    found = read(ubl.Invoice(number="2", lines=(ubl.Line("x", item="X"), ubl.Line("y")), buyer=ubl.Party(account="2")), ubl.Invoice())
    assert found.codes == ["ubl-amount-not-read"] * 2
    assert found.end.rows == 3
    assert set(found.of("products", "product_id")) == {"vare"}


def test_more_decimals_than_facts_have_are_rounded_and_told(read, ubl):
    found = read(ubl.Invoice(lines=(ubl.Line("10.00005", quantity="0.333333"),), net="10"))
    assert found.lines[0]["revenue"] == Decimal(10)
    assert found.lines[0]["quantity"] == Decimal("0.3333")
    assert found.codes == ["ubl-amount-rounded"]


@pytest.mark.parametrize("quantity", ["", "mange", "1e999"])
def test_a_quantity_that_cannot_be_read_is_unknown(read, ubl, quantity):
    assert read(ubl.Invoice(lines=(ubl.Line(quantity=quantity),))).lines[0]["quantity"] is None


def test_lines_that_do_not_add_up_are_facts_with_a_remark(read, ubl):
    found = read(ubl.Invoice(net="120"))
    problem = found.problem("ubl-total-differs")
    assert str(problem.found) == "The lines of invoice 1001 add up to 100.00 NOK, but its total without VAT is 120.00 NOK."
    assert (problem.rows, found.revenue, found.controls[0].stated) == (0, Decimal(100), Decimal(120))


@pytest.mark.parametrize("indicator_and_amount", [("maybe", "5"), ("true", "five"), ("false", ""), ("true", "9" * 14)])
def test_a_discount_that_cannot_be_read_is_told(read, ubl, indicator_and_amount):
    indicator, amount = indicator_and_amount
    extra = ubl.tag("cac:AllowanceCharge", ubl.leaf("ChargeIndicator", indicator), ubl.leaf("Amount", amount))
    found = read(ubl.Invoice(extra=extra, lines=(ubl.Line("99999999999999"), ubl.Line("1"))))
    assert found.codes == ["ubl-allowance-not-read"]
    assert found.revenue == Decimal(100000000000000)


def test_many_problems_of_a_kind_are_told_together_and_all_rows_come_back(read, ubl, monkeypatch):
    monkeypatch.setattr("rung.importers.ubl.problems._CHUNK", 20)
    found = read(ubl.Invoice(), *(ubl.Invoice(number=str(n), issued=None, lines=(ubl.Line("1"), ubl.Line("2"))) for n in range(60)))
    assert len(found.problems) == 51
    last = found.problems[-1]
    assert str(last.found) == "There are 10 more like this."
    assert (last.rows, last.amount) == (20, Decimal(30))
    assert len(found.rows["rejected"]) == 60
    assert found.controls[-1].stated == 100 + 180


def test_the_separator_of_the_questions_in_a_text_breaks_nothing(read, ubl):
    found = read(ubl.Invoice(lines=(ubl.Line(name="a\ue01fb", item="1"),), buyer=ubl.Party(name="x\ue01fy")))
    assert found.of("products", "product_id")["1"]["name"] == "a\ue01fb"
    assert found.rows["customers"][0]["name"] == "x\ue01fy"
