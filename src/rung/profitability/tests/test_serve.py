"""What a sales leader is told about the cost to serve: with everything known, with little, with nothing."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import ibis
import pyarrow as pa
import pytest
from rich.console import Console

from rung.base import Money, Number, Period, Text, text
from rung.kit.console import print_report
from rung.kit.html import write_html
from rung.kit.language import language
from rung.kit.report import Note, Report, Table
from rung.kit.workbook import write_workbook
from rung.profitability import CostRates, serve, to_json, with_margin
from rung.profitability.report import serve_figures, serve_sections

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
START = date(2025, 1, 7)
RATES = CostRates(
    source="Accounts 2025",
    date=date(2026, 1, 1),
    seller_minute=Decimal("12.50"),
    order=Decimal(85),
    line=Decimal(6),
    interest=Decimal("0.07"),
    credit_days=30,
)
LINES = [
    {"customer_id": "1", "invoice_id": "1001", "revenue": Decimal(10_000), "cost": Decimal(6_000), "seller_id": "ann"},
    {"customer_id": "1", "invoice_id": "1001", "revenue": Decimal(5_000), "cost": Decimal(3_000), "seller_id": "ann"},
    {"customer_id": "1", "invoice_id": "1002", "revenue": Decimal(5_000), "cost": Decimal(3_500), "seller_id": "ann"},
    {"customer_id": "1", "invoice_id": "1003", "revenue": Decimal(-2_000), "cost": Decimal(-1_200), "seller_id": "ann"},
    *({"customer_id": "2", "invoice_id": n, "revenue": Decimal(400), "cost": Decimal(300)} for n in ("1004", "1005", "1006")),
    {"customer_id": "3", "invoice_id": "1007", "revenue": Decimal(500), "product_group": "g"},
]
ACTIVITIES = [
    {"party_id": "1", "channel": "visit", "minutes": Decimal(90), "seller_id": "ann", "date": START},
    {"party_id": "1", "channel": "phone", "minutes": Decimal("12.5"), "seller_id": "ann"},
    {"party_id": "2", "channel": "visit", "minutes": Decimal(60)},
    {"party_id": "9", "channel": "phone", "minutes": Decimal(20), "seller_id": "bo"},
]
NAMES = ibis.memtable(pa.table({"customer_id": ["1", "2", "9"], "name": ["Anne AS", "Bo ApS", "Nobody"], "seller_id": [None, "bo", None]}))
SELLERS = ibis.memtable(pa.table({"seller_id": ["ann", "bo"], "name": ["Ann Ås", "Bo Dal"]}))


@pytest.fixture(scope="module")
def told(run, arrow_lines, activities):
    def tell(rows=LINES, rates=RATES, spent=ACTIVITIES, margins=None, names=NAMES):
        lines = with_margin(ibis.memtable(arrow_lines(rows)), margins or {})
        timed = None if spent is None else activities(spent)
        return serve(lines=lines, activities=timed, customers=names, sellers=SELLERS, run=run, period=YEAR, rates=rates)

    return tell


@pytest.fixture(scope="module")
def whole(told):
    """Everything is known."""
    return told()


@pytest.fixture(scope="module")
def estimated(told):
    """As `whole`, with an estimate, and a customer whose goods cost more than it pays."""
    return told([*LINES, {"customer_id": "4", "revenue": Decimal(10), "cost": Decimal(20)}], margins={"g": Decimal("0.2")})


def said(section):
    return [str(section.sentence), *(str(part.sentence) for part in section.parts if isinstance(part, Note))]


def table(section, key):
    return next(part for part in section.parts if isinstance(part, Table) and part.key == key)


class TestEverythingIsKnown:
    def test_who_earns(self, whole):
        assert [row["customer_id"] for row in whole.customers.to_pylist()] == ["1", "2", "3"]
        served = serve_sections(whole, "NOK")[0]
        assert said(served) == [
            "When the goods and serving are paid, 4,385.78 NOK is left. 1 customer costs 729.90 NOK more than it brings.",
            "No file says when an invoice was paid: each is taken to be paid after 30 days, as the rates say.",
            "1 customer has no profit here, for the cost of what it bought is not known.",
            "1 customer or prospect who bought nothing in the period took seller time for 250.00 NOK, which is in no cost here.",
        ]
        assert table(served, "serve_customers").rows[:2] == [
            ["1", "Anne AS", 1_800_000, 670_000, 128_125, 17_000, 1_800, 11_507, 511_568, pytest.approx(4.992726, abs=1e-6)],
            ["2", "Bo ApS", 120_000, 30_000, 75_000, 25_500, 1_800, 690, -72_990, pytest.approx(0.0268)],
        ]
        assert table(served, "serve_customers").opens == ["customer_id=1", "customer_id=2", "customer_id=3"]

    def test_what_it_is_made_of_adds_up_and_says_the_rates(self, whole):
        parts = table(serve_sections(whole, "NOK")[0], "serve_parts")
        assert [[str(cell) if isinstance(cell, Text) else cell for cell in row] for row in parts.rows] == [
            ["Contribution margin", None, None, 700_000],
            ["Seller time", "162.5 minutes", "12.50 NOK a minute", -203_125],
            ["Orders", "5 orders", "85.00 NOK an order", -42_500],
            ["Order lines", "6 lines", "6.00 NOK a line", -3_600],
            ["Credit", "paid after 30 days", "7% a year", -12_197],
        ]
        assert parts.total[3] == sum(row[3] for row in parts.rows) == 438_578
        assert str(parts.title) == "From contribution margin to profit. Rates: Accounts 2025, 2026-01-01"

    def test_who_is_below_break_even_and_what_to_do(self, whole):
        below = serve_sections(whole, "NOK")[1]
        [row] = table(below, "serve_below").rows
        assert row[:5] == ["2", "Bo ApS", 120_000, 411_960, -72_990]
        assert (str(row[5]), row[6], str(row[7])) == ("Seller time", pytest.approx(0.60825), "Call instead of visiting.")
        assert table(below, "serve_below").opens == ["customer_id=2"]

    def test_each_seller(self, whole):
        section = serve_sections(whole, "NOK")[2]
        assert said(section)[0] == "Each salary krone brings in 2.8 before it is paid: from 0.0 (Bo Dal) to 5.0 (Ann Ås)."
        rows = table(section, "serve_sellers").rows
        assert [row[:2] for row in rows] == [["ann", "Ann Ås"], ["bo", "Bo Dal"], [text("Without a seller"), None]]
        assert [row[2] for row in rows] == [Decimal("102.5"), Decimal(80), Decimal(0)]
        assert table(section, "serve_sellers").opens == [
            "customers=serve-seller-ann",
            "customers=serve-seller-bo",
            "customers=serve-seller-",
        ]
        assert section.customers["serve-seller-bo"].ids == ["2"]

    def test_the_figures(self, whole):
        profit, krone = serve_figures(whole, "NOK")
        assert (profit.value, krone.value) == (Money(438_578, "NOK"), Number((438_578 + 203_125) / 203_125, 1))
        assert str(profit.note) == "1 customer costs 729.90 NOK more than it brings."

    def test_for_the_ladder(self, whole):
        assert whole.profit.to_pylist() == [
            {"customer_id": "1", "profit_minor": 511_568},
            {"customer_id": "2", "profit_minor": -72_990},
            {"customer_id": "3", "profit_minor": None},
        ]

    def test_json(self, whole):
        found = json.loads(json.dumps(to_json(whole)))
        assert found["rates"]["interest"] == "0.07"
        assert found["counted"] == ["seller", "orders", "lines", "credit"]
        first, _, last = found["customers"]
        assert (first["customer_id"], first["profit_minor"], first["break_even_minor"], first["minutes"]) == ("1", 511_568, 425_639, 102.5)
        assert (last["profit_minor"], last["no_break_even"]) == (None, "The cost of the goods is not known for enough of what it bought.")
        assert found["idle"][0]["customer_id"] == "9"
        assert [row["seller_id"] for row in found["sellers"]] == ["ann", "bo", ""]

    @pytest.mark.parametrize("code", ["en", "nb", "da", "sv"])
    def test_every_face_shows_it(self, estimated, tmp_path, code):
        sections, figures = serve_sections(estimated, "NOK"), serve_figures(estimated, "NOK")
        report = Report(
            title=text("In all"), subtitle=text("In all"), lead=text("In all"), currency="NOK", figures=figures, sections=sections
        )
        write_html(report, tmp_path / "report.html", language(code))
        write_workbook(report, tmp_path / "report.xlsx", language(code))
        written = StringIO()
        print_report(report, language(code), Console(file=written, width=120))
        assert "Anne AS" in (tmp_path / "report.html").read_text(encoding="utf-8")
        assert "Bo ApS" in written.getvalue()


class TestSomeIsNotKnown:
    def test_no_activities(self, told):
        result = told(spent=None)
        served = serve_sections(result, "")[0]
        sentence, not_counted, *_ = said(served)
        assert sentence == "When the goods and what is known of serving are paid, 6,417.03 is left. No customer costs more than it brings."
        assert not_counted.startswith("Seller time is not counted: no activity says how long it took. Bring in a list of activities")
        assert [section.key for section in serve_sections(result, "")] == ["serve"]
        profit, krone = serve_figures(result, "")
        assert (profit.value, krone.value) == (Money(641_703), None)
        assert str(krone.note) == "What a seller's time costs is not known, so nobody can say what each salary krone gives."

    def test_activities_without_time_are_no_time(self, told):
        assert told(spent=[{"party_id": "1", "channel": "visit"}]).time_from is None

    def test_minutes_of_an_order(self, told):
        rates = CostRates(source="s", date=START, seller_minute=Decimal(10), order_minutes=Decimal(15))
        result = told(rates=rates, spent=None)
        assert (result.time_from, result.parts, result.total("seller")) == ("orders", ("seller",), 75_000)
        assert [str(one) for one in result.assumed] == [
            "No activity says how long it took: each order is taken to cost 15 minutes of a seller's time, as the rates say."
        ]
        [below] = table(serve_sections(result, "")[1], "serve_below").rows
        assert str(below[-1]) == "Agree on fewer and larger orders."

    def test_what_the_activities_do_not_say(self, told):
        rates = CostRates(source="s", date=START, seller_minute=Decimal(10), visit_minutes=Decimal("22.5"))
        result = told(rates=rates, spent=[{"party_id": "1", "channel": "visit"}, {"party_id": "1", "channel": "phone"}])
        assert str(result.left_out[-1]) == "1 activity does not say how long it took, and counts for nothing."
        assert [str(one) for one in result.assumed] == [
            "1 visit or meeting without a time is taken to last 22.5 minutes, as the rates say.",
            "The activities begin on 2025-06-02: seller time before that is in no cost.",
        ]

    def test_each_rate_that_is_missing_is_said(self, told):
        result = told(rates=CostRates(source="s", date=START, line=Decimal("6.1255"), interest=Decimal("0.0725")))
        assert [str(one) for one in result.left_out] == [
            "Seller time is not counted: the rates do not say what a minute costs (seller_minute).",
            "Orders are not counted: the rates do not say what one costs (order).",
            "Credit is not counted: the rates do not say credit_days.",
        ]
        assert str(table(serve_sections(result, "")[0], "serve_parts").rows[1][2]) == "6.1255 a line"

    def test_accounts_and_lines_without_numbers(self, told):
        row = {"customer_id": "1", "source": "ledger", "revenue": Decimal(10), "cost": Decimal(2)}
        result = told([row], rates=CostRates(source="s", date=START, order=Decimal(1)), spent=None)
        assert [str(one) for one in result.assumed] == [
            "Accounts hold postings, not order lines: each voucher counts as one order, each posting as one line.",
            "Where lines have no invoice number, all that a customer bought in a day counts as one order.",
        ]

    def test_nobody_is_named_as_seller(self, told):
        rows = [{**row, "seller_id": None} for row in LINES]
        result = told(rows, spent=[{**one, "seller_id": None} for one in ACTIVITIES], names=None)
        assert result.sellers is None
        assert str(result.no_sellers) == "No line, customer or activity says who the seller is, so nobody can say what each seller gives."

    def test_an_unknown_cost_that_could_be_pure_profit_accuses_nobody(self, told):
        known = {"customer_id": "1", "revenue": Decimal(95), "cost": Decimal(93)}
        rates = CostRates(source="s", date=START, order=Decimal(3))
        assert told([{**known, "invoice_id": "1"}, {"customer_id": "1", "invoice_id": "1", "revenue": Decimal(5)}], rates, None).below == []
        assert len(told([{**known, "invoice_id": "1"}], rates, None).below) == 1

    def test_net_credit_is_not_below_break_even(self, told):
        result = told([*LINES, {"customer_id": "5", "invoice_id": "1009", "revenue": Decimal(-10), "cost": Decimal(-4)}])
        assert [row["customer_id"] for row in result.below] == ["2"]

    def test_nothing_left_of_the_goods_is_never_enough(self, told):
        result = told([{"customer_id": "1", "revenue": Decimal(10), "cost": Decimal(20)}])
        assert str(table(serve_sections(result, "")[1], "serve_below").rows[0][3]) == "never"
        [row] = to_json(result)["customers"]
        assert row["no_break_even"] == "Nothing is left of what it pays for the goods, so no revenue is enough."

    def test_lines_without_a_customer(self, told):
        result = told([*LINES, {"revenue": Decimal(70), "cost": Decimal(10)}])
        assert said(serve_sections(result, "")[0])[-1] == "70.00 of the revenue is on lines without a customer, and in no profit here."


class TestWhatToDo:
    @pytest.mark.parametrize(
        ("line", "spent", "step"),
        [
            ({"revenue": Decimal(100), "cost": Decimal(120)}, [], "Raise the price or take back the discount"),
            ({"revenue": Decimal(10_000), "cost": Decimal(9_900)}, [], "Raise prices by 0.5%, and it pays for itself."),
            ({"revenue": Decimal(100), "cost": Decimal(90)}, [], "Agree on fewer and larger orders."),
            ({"revenue": Decimal(100), "cost": Decimal(90)}, [{"channel": "phone"}], "Keep contacts short, and sell more each time."),
            ({"revenue": Decimal(100), "cost": Decimal(90)}, [{"channel": "visit"}], "Call instead of visiting."),
        ],
    )
    def test_by_the_largest_cost(self, told, line, spent, step):
        spent = [{"party_id": "1", "minutes": Decimal(60), **one} for one in spent] or [{"party_id": "9", "minutes": Decimal(1)}]
        result = told([{"customer_id": "1", "invoice_id": "1", **line}], spent=spent)
        [row] = table(serve_sections(result, "")[1], "serve_below").rows
        assert step in str(row[-1])

    def test_credit(self, told):
        rates = CostRates(source="s", date=START, interest=Decimal(1), credit_days=365)
        result = told([{"customer_id": "1", "revenue": Decimal(100), "cost": Decimal(90)}], rates, None)
        assert str(table(serve_sections(result, "")[1], "serve_below").rows[0][-1]) == "Agree on shorter credit."


class TestNoAnswer:
    def test_no_rates(self, told):
        reason = told(rates=None)
        assert str(reason).startswith("Nobody has said what it costs to serve a customer")
        [section] = serve_sections(reason, "NOK")
        assert "rates.toml" in said(section)[1]
        assert serve_figures(reason, "NOK") == []

    def test_no_cost_of_goods(self, told):
        assert str(told([{"customer_id": "1", "revenue": Decimal(10)}])) == "Nobody can say what you earn: no line has a cost."

    def test_no_customers(self, told):
        reason = told([{"revenue": Decimal(10), "cost": Decimal(1)}])
        assert str(reason) == "No line in the period names a customer, so nobody can say what serving them costs."

    def test_no_rate_that_can_be_used(self, told):
        reason = told(rates=CostRates(source="s", date=START, seller_minute=Decimal(10)), spent=None)
        assert str(reason).startswith("None of the cost rates can be counted with. Seller time is not counted: no activity says")

    def test_the_cost_of_goods_is_known_for_nobody_in_full(self, told):
        rows = [{"customer_id": "1", "revenue": Decimal(10), "cost": Decimal(1)}, {"customer_id": "1", "revenue": Decimal(10)}]
        result = told(rows)
        served = serve_sections(result, "")[0]
        assert said(served)[0].startswith("Nobody can say who earns")
        assert [figure.value for figure in serve_figures(result, "")] == [None, None]

    def test_lines_without_margin_are_a_mistake(self, run, arrow_lines):
        with pytest.raises(ValueError, match="lines must have a column margin"):
            serve(lines=ibis.memtable(arrow_lines(LINES)), run=run, period=YEAR, rates=RATES)
