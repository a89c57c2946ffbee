"""Is the whole answer right from tables to shares, and told with its range and its reason?"""

import json
from datetime import date
from decimal import Decimal

import pytest

from rung.base import FileRefused, Period, Text
from rung.kit.report import Note, Table
from rung.market import analyse, parse, read_assumptions, report, to_json

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
TODAY = date(2026, 1, 10)
STATED = """
[[segment]]
name = "Wholesale"
industry = "46"
spend_per_unit = 1000
low = 800
high = 2000
source = "Trade association"
year = 2024

[[segment]]
name = "Fish farms"
industry = "03"
total = 90000
source = "Bureau of statistics"
year = 2023
"""


@pytest.fixture(scope="module")
def given(facts):
    """40 wholesalers in the register, twelve of them customers at 500.00; 20 builders, eleven of them customers; one nobody knows."""
    register = [{"party_id": f"w{n}", "org_number": f"8{n:02}", "industry": "46.7", "region": "Oslo"} for n in range(40)]
    register += [{"party_id": f"b{n}", "org_number": f"9{n:02}", "industry": "41", "region": "Oslo", "employees": 5} for n in range(20)]
    customers = [{"customer_id": f"W{n}", "org_number": f"8{n:02}"} for n in range(12)]
    customers += [{"customer_id": f"B{n}", "org_number": f"9{n:02}"} for n in range(11)]
    lines = [{"customer_id": row["customer_id"], "revenue": Decimal(500)} for row in customers]
    lines += [{"customer_id": "nobody", "revenue": Decimal(250)}, {"customer_id": "W0", "revenue": Decimal(0), "date": date(2025, 1, 2)}]
    lines.append({"customer_id": "W1", "revenue": Decimal(0), "date": date(2025, 12, 30)})
    return {name: facts(name, rows) for name, rows in (("market", register), ("customers", customers), ("invoice_lines", lines))}


@pytest.fixture(scope="module")
def ask(given, run):
    def ask(**changed):
        tables = {"lines": given["invoice_lines"], "customers": given["customers"], "market": given["market"]}
        return analyse(**{**tables, "run": run, "period": YEAR, "today": TODAY, **changed})

    return ask


def test_a_stated_size_and_our_share_with_its_range(ask):
    found = ask(assumptions=parse(STATED))
    wholesale = next(one for one in found.segments if one.said and one.said.name == "Wholesale")
    assert (wholesale.units, wholesale.customers, wholesale.revenue_minor) == (40, 12, 600_000)
    assert (wholesale.size.minor, wholesale.share, wholesale.open_minor) == (4_000_000, 0.15, 3_400_000)
    assert (wholesale.share_low, wholesale.share_high) == (0.075, pytest.approx(0.1875))
    assert set(wholesale.customer_ids) == {f"W{n}" for n in range(12)}
    fish = next(one for one in found.segments if one.said and one.said.name == "Fish farms")
    assert (fish.size.minor, fish.share, fish.customers) == (9_000_000, 0.0, 0)
    assert [one.said.name for one in found.sized] == ["Fish farms", "Wholesale"]  # most to win first


def test_without_a_figure_what_customers_buy_is_the_least(ask):
    found = ask()
    builders = next(one for one in found.segments if one.industry == "41")
    assert builders.size.at_least
    assert (builders.size.minor, builders.employees) == (20 * 50_000, 100)
    assert builders.share == pytest.approx(11 / 20)  # at most: the part of the firms that are customers
    assert builders.share_low is builders.share_high is None
    assert found.unplaced_minor == 25_000
    unknown = next(one for one in found.segments if one.industry is None)
    assert unknown.size is None
    assert "Fewer than ten customers" in str(unknown.no_size)
    assert sum(one.revenue_minor for one in found.segments) == found.revenue_minor == 1_175_000


def test_a_total_needs_no_register(ask):
    found = ask(market=None, customers=None, assumptions=parse('[[segment]]\nname = "All"\ntotal = 117500\nsource = "x"\nyear = 2024'))
    [only] = found.segments
    assert (only.units, only.share) == (None, pytest.approx(0.1))
    per_firm = ask(market=None, assumptions=parse('[[segment]]\nname = "All"\nspend_per_unit = 10\nsource = "x"\nyear = 2024'))
    assert "Nobody says how many firms" in str(per_firm.segments[0].no_size)
    counted = ask(market=None, assumptions=parse('[[segment]]\nname = "All"\nspend_per_unit = 10\nunits = 7\nsource = "x"\nyear = 2024'))
    assert counted.segments[0].size.minor == 7_000


def test_a_reason_where_there_is_no_answer(ask, facts):
    assert "register" in str(ask(market=None))
    assert "no invoice lines" in str(ask(lines=facts("invoice_lines", [])))
    late = facts("invoice_lines", [{"customer_id": "1", "revenue": Decimal(1), "date": date(2025, 12, 30)}])
    short = ask(lines=late)
    assert isinstance(short, Text)
    assert "less than a year" in str(short)
    assert to_json(short) == {"no_answer": str(short)}


def test_plain_json(ask):
    said = json.loads(json.dumps(to_json(ask(assumptions=parse(STATED)))))
    assert said["revenue_minor"] == 1_175_000
    wholesale = next(one for one in said["segments"] if one["said"] and one["said"]["name"] == "Wholesale")
    assert (wholesale["share"], wholesale["said"]["source"], wholesale["size"]["minor"]) == (0.15, "Trade association", 4_000_000)


def test_a_file_of_assumptions(tmp_path):
    (tmp_path / "market.toml").write_text(STATED, encoding="utf-8-sig")
    assert [one.name for one in read_assumptions(tmp_path / "market.toml")] == ["Wholesale", "Fish farms"]
    with pytest.raises(FileRefused, match="cannot be read"):
        read_assumptions(tmp_path / "absent.toml")


def rows(section):
    return {str(row[0]): row for part in section.parts if isinstance(part, Table) for row in part.rows}


def notes(section):
    return " ".join(str(part.sentence) for part in section.parts if isinstance(part, Note))


def test_the_report_of_stated_sizes(ask):
    found = ask(assumptions=parse(STATED))
    [section] = report.sections(found, "NOK")
    assert str(section.sentence) == "The 2 segments with a stated size buy for 130,000.00 NOK a year, and you have 4.6% of it."
    assert str(rows(section)["Wholesale"][-1]) == "1,000.00 NOK for each firm. Trade association, 2024"
    assert str(rows(section)["Fish farms"][-1]) == "Stated. Bureau of statistics, 2023; no range given"
    assert str(rows(section)["Industry 41, Oslo"][-1]).startswith("At least: what your customers there buy from you per employee")
    assert "2% of your revenue is from customers whose industry and place nobody knows" in notes(section)
    assert [str(figure.note) for figure in report.figures(found, "NOK")] == ["a year", "not every source says how sure it is"]
    for opens, row in zip(section.parts[0].opens, section.parts[0].rows, strict=True):
        assert bool(opens) == bool(row[2])
        assert not opens or opens.removeprefix("customers=") in section.customers


def test_the_report_of_what_customers_buy(ask):
    [section] = report.sections(ask(), "NOK")
    assert str(section.sentence).startswith("If the others need as much as your customers buy from you, the market is at least ")
    assert "some in the register may not need what you sell" in notes(section)
    assert report.figures(ask(), "NOK") == []


def test_the_range_of_all_is_said_when_every_source_has_one(ask):
    found = ask(assumptions=parse(STATED)[:1])
    assert str(report.figures(found, "NOK")[1].note) == "between 7.5% and 18.8%"


def test_selling_more_than_the_market_is_doubted(ask):
    found = ask(assumptions=parse('[[segment]]\nname = "All"\ntotal = 5\nsource = "x"\nyear = 2024'))
    [section] = report.sections(found, "NOK")
    assert "you sell for more than it is said to buy" in notes(section)


def test_no_answer_is_one_section_with_the_reason(ask):
    [section] = report.sections(ask(market=None), "NOK")
    assert "Bring in a register" in str(section.sentence)
    assert report.lead(ask(market=None), "NOK") is None
