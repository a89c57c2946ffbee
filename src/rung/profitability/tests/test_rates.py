"""What a user may write in the file of cost rates, and what is said when it cannot be counted with."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rung.base import FileRefused
from rung.profitability import CostRates, RatesNotUnderstood, read_rates
from rung.profitability.compute.rates import parse

WHOLE = """
[rates]
seller_minute = 12.50
order = 85
line = 6
interest = "7%"
credit_days = 30
order_minutes = 7.5
visit_minutes = 60
source = "Accounts 2025"
date = 2026-01-01
"""
FROM = 'source = "Accounts 2025"\ndate = 2026-01-01\n'


def written(lines):
    return f"[rates]\n{lines}\n{FROM}"


def test_every_rate():
    assert parse(WHOLE) == CostRates(
        source="Accounts 2025",
        date=date(2026, 1, 1),
        seller_minute=Decimal("12.50"),
        order=Decimal(85),
        line=Decimal(6),
        interest=Decimal("0.07"),
        credit_days=30,
        order_minutes=Decimal("7.5"),
        visit_minutes=Decimal(60),
    )


def test_what_is_not_said_is_not_known():
    found = parse(written("order = 85"))
    assert (found.order, found.line, found.interest, found.credit_days) == (Decimal(85), None, None, None)


@pytest.mark.parametrize(
    ("said", "interest"), [('"7,25 %"', "0.0725"), ("0.07", "0.07"), ('"0,07"', "0.07"), ("0", "0"), ('"100%"', "1"), ("1", "1")]
)
def test_interest_as_people_write_it(said, interest):
    assert parse(written(f"interest = {said}")).interest == Decimal(interest)


def test_amounts_and_days_as_text():
    found = parse('[rates]\norder = "1 085,50"\ncredit_days = "30"\nsource = " x "\ndate = "2026-01-01"')
    assert (found.order, found.credit_days, found.source, found.date) == (Decimal("1085.50"), 30, "x", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("said", "sentence", "remedy"),
    [
        ("[rates", "The file of cost rates cannot be read", "Begin with a line that says [rates]"),
        ("order = 85", "must hold rates and nothing else", "[rates]"),
        (WHOLE + "[other]\nx = 1", "must hold rates and nothing else", "[rates]"),
        ("rates = 1", "must hold rates and nothing else", "[rates]"),
        (written("oder = 85"), "“oder” is not a cost rate.", "seller_minute, order, line, interest, credit_days"),
        (written(""), "holds no rate", "at least one of seller_minute"),
        ("[rates]\norder = 85\ndate = 2026-01-01", "does not say where they come from", 'source = "Accounts 2025"'),
        ('[rates]\norder = 85\nsource = " "\ndate = 2026-01-01', "does not say where they come from", "source"),
        ('[rates]\norder = 85\nsource = "x"', "from which day", "date = 2026-01-01"),
        ('[rates]\norder = 85\nsource = "x"\ndate = "soon"', "from which day", "date = 2026-01-01"),
        ('[rates]\norder = 85\nsource = "x"\ndate = 2026-01-01T10:00:00', "from which day", "date = 2026-01-01"),
        (written("interest = 7"), "interest = 7 is not a cost rate.", 'Write the interest of a year as "7%" or 0.07.'),
        (written('interest = "7.12345%"'), "is not a cost rate", "7%"),
        (written("order = -1"), "order = -1 is not a cost rate.", "from 0 up"),
        (written('order = "much"'), "order = much is not a cost rate.", "from 0 up"),
        (written("order = 0.00001"), "is not a cost rate", "at most four decimals"),
        (written("order = true"), "is not a cost rate", "from 0 up"),
        (written("order = nan"), "is not a cost rate", "from 0 up"),
        (written("order = inf"), "is not a cost rate", "from 0 up"),
        (written("order = 1e30"), "is not a cost rate", "from 0 up"),
        (written("order = []"), "is not a cost rate", "from 0 up"),
        (written("credit_days = 30.5"), "credit_days = 30.5 is not a cost rate.", "Write whole days"),
        (written("credit_days = 4000"), "is not a cost rate", "Write whole days"),
        (written("visit_minutes = -5"), "is not a cost rate", "in minutes"),
    ],
)
def test_what_cannot_be_counted_with_is_said_with_a_remedy(said, sentence, remedy):
    with pytest.raises(RatesNotUnderstood) as refused:
        parse(said)
    assert sentence in str(refused.value.sentence)
    assert remedy in str(refused.value.remedy)
    assert refused.value.exit_code == 2


def test_a_programmer_is_told_the_same():
    with pytest.raises(ValueError, match="interest=7 must be from 0 to 1 with at most 4 decimals"):
        CostRates(source="x", date=date(2026, 1, 1), interest=Decimal(7))


def test_from_a_file(tmp_path):
    file = tmp_path / "rates.toml"
    file.write_text(WHOLE, encoding="utf-8-sig")
    assert read_rates(file) == parse(WHOLE)
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(FileRefused, match="cannot be read"):
        read_rates(file)
    with pytest.raises(FileRefused, match="cannot be read"):
        read_rates(tmp_path / "not there.toml")


@pytest.mark.parametrize("language", ["en", "nb", "da", "sv"])
def test_the_guides_show_a_file_that_works(language):
    page = (Path(__file__).parents[1] / "guide" / f"{language}.md").read_text(encoding="utf-8")
    found = parse(page.split("```toml")[1].split("```")[0])
    assert (found.seller_minute, found.interest, found.visit_minutes) == (Decimal("12.50"), Decimal("0.07"), Decimal(60))
