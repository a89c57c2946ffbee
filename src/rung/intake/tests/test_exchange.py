"""Foreign money is converted by a stated rate, the last before the day; without one the line is left out and said, never taken 1:1."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rung.base import text
from rung.facts import EXCHANGE_RATES, INVOICE_LINES, Chunk, Control, FileEnd, FileHead, Problem
from rung.intake.compute import CONVERTED, NO_RATE, Rates, converted


def rates(*known):
    rows = [
        dict.fromkeys(EXCHANGE_RATES.read_schema.names)
        | {"rate_id": str(n), "currency": c, "date": date.fromisoformat(d), "rate": Decimal(r), "against": against, "file": "k", "row": n}
        for n, (c, d, r, *more) in enumerate(known)
        for against in (more or [None])
    ]
    return pa.Table.from_pylist(rows, EXCHANGE_RATES.read_schema)


def line(row, amount=None, currency=None, revenue=None, day="2025-03-10", cost=None, file="f.csv"):
    decimal = lambda value: None if value is None else Decimal(value)  # noqa: E731  shorter here
    return dict.fromkeys(INVOICE_LINES.read_schema.names) | {
        "line_key": str(row),
        "source": "lines",
        "date": date.fromisoformat(day),
        "revenue": decimal(revenue),
        "original_amount": decimal(amount),
        "currency": currency,
        "cost": decimal(cost),
        "estimated": False,
        "file": file,
        "row": row,
    }


def events(*lines, head="NOK", controls=()):
    chunk = Chunk("invoice_lines", pa.Table.from_pylist(list(lines), pa.schema([f.with_nullable(True) for f in INVOICE_LINES.read_schema])))
    return [FileHead("test", currency=head), chunk, *controls, FileEnd(len({one["row"] for one in lines}))]


def run(given_events, known=(), company="NOK"):
    found = list(converted(given_events, Rates.of(rates(*known), company), company))
    facts = [row for one in found if isinstance(one, Chunk) and one.table == "invoice_lines" for row in one.rows.to_pylist()]
    rejected = [row for one in found if isinstance(one, Chunk) and one.table == "rejected" for row in one.rows.to_pylist()]
    return facts, rejected, [one for one in found if isinstance(one, Problem)], found


def test_the_last_rate_before_the_day_is_used_and_told():
    known = [("EUR", "2025-01-01", "11.5"), ("EUR", "2025-03-01", "11.7501"), ("EUR", "2025-03-11", "12")]
    facts, rejected, problems, _ = run(events(line(1, "100", "EUR", cost="60"), line(2, revenue="5")), known)
    assert [(row["revenue"], row["cost"], row["original_amount"]) for row in facts] == [
        (Decimal("1175.01"), Decimal("705.006"), Decimal(100)),
        (Decimal(5), None, None),
    ]
    assert not rejected
    (told,) = problems
    assert (told.code, told.rows) == (CONVERTED, 0)
    assert "1 line in EUR" in str(told.found)
    assert "11.7501" in str(told.remedy)


@pytest.mark.parametrize(
    "known",
    [[], [("USD", "2025-01-01", "10")], [("EUR", "2025-03-11", "11")], [("EUR", "2024-03-08", "11")], [("EUR", "2025-01-01", "11", "DKK")]],
)
def test_without_a_rate_of_its_day_a_line_is_left_out_and_said(known):
    facts, rejected, problems, found = run(events(line(1, "100", "EUR"), line(2, revenue="5"), line(3, "7", "EUR")), known)
    assert [row["row"] for row in facts] == [2]
    assert [(row["code"], row["row"], row["amount"]) for row in rejected] == [(NO_RATE, 1, Decimal(100)), (NO_RATE, 3, Decimal(7))]
    (problem,) = problems
    assert (problem.code, problem.rows) == (NO_RATE, 2)
    assert isinstance(found[-1], FileEnd)
    assert found[-1].rows == len(facts) + problem.rows


def test_a_line_in_the_companys_own_currency_needs_no_rate():
    facts, _, problems, _ = run(events(line(1, "100", "NOK"), head=""))
    assert facts[0]["revenue"] == 100
    assert not problems


def test_a_whole_file_in_another_currency_is_converted_and_held_against_its_own_totals():
    controls = [
        Control(text("Sum"), Decimal(30)),
        Control(text("Sum"), Decimal(10), month=date(2025, 3, 1)),
        Control(text("Rows"), Decimal(2), measured=Decimal(2), money=False),
    ]
    lines = [line(1, revenue="10"), line(2, revenue="20", day="2025-04-01"), line(3, "70", "NOK")]
    facts, _, _, found = run(events(*lines, head="EUR", controls=controls), [("EUR", "2025-01-01", "10")])
    assert [row["revenue"] for row in facts] == [100, 200, 70]
    assert [row["currency"] for row in facts] == ["EUR", "EUR", "NOK"]
    head = found[0]
    assert head.currency == "NOK"
    assert "EUR, converted to NOK" in str(head.how[-1][1])
    told = [one for one in found if isinstance(one, Control)]
    assert [(one.stated, one.measured) for one in told] == [(30, 30), (10, 10), (2, 2)]


def test_the_first_head_says_the_companys_currency_when_nobody_else_does():
    facts, _, _, _ = run(events(line(1, revenue="10"), head="SEK"), company="")
    assert facts[0]["revenue"] == 10


def test_rates_that_come_with_the_lines_are_used():
    came = [FileHead("rates"), Chunk("exchange_rates", rates(("EUR", "2025-01-01", "11"))), *events(line(1, "2", "EUR"))]
    assert run(came)[0][0]["revenue"] == 22


def test_a_row_split_between_customers_is_lost_only_when_all_of_it_is():
    lines = [line(1, "2", "EUR"), line(1, revenue="5"), line(2, "2", "EUR"), line(2, "3", "EUR")]
    facts, rejected, problems, _ = run(events(*lines))
    assert len(facts) == 1
    assert [row["row"] for row in rejected] == [2]
    assert sum(problem.rows for problem in problems) == 1


def test_an_amount_beyond_all_ledgers_is_left_out():
    facts, rejected, _, _ = run(events(line(1, "99999999999999", "EUR")), [("EUR", "2025-01-01", "1000")])
    assert not facts
    assert len(rejected) == 1


def test_another_rate_is_another_mark():
    one, other = (Rates.of(rates(("EUR", "2025-01-01", rate)), "NOK").mark for rate in ("11", "11.00000001"))
    assert one != other
    assert Rates().mark == ""
    assert one == Rates.of(rates(("EUR", "2025-01-01", "11.0")), "NOK").mark


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
amounts = st.decimals(-100_000, 100_000, places=2)


@settings(deadline=None)
@given(
    known=st.dictionaries(st.tuples(st.sampled_from(["EUR", "USD"]), days), st.decimals("0.0001", 20, places=6), max_size=6),
    lines=st.lists(st.tuples(st.sampled_from(["EUR", "USD", "NOK"]), days, amounts), min_size=1, max_size=8),
)
def test_it_is_what_one_would_do_with_a_list_and_a_pencil(known, lines):
    facts, rejected, problems, found = run(
        events(*(line(n, str(amount), currency, day=day.isoformat()) for n, (currency, day, amount) in enumerate(lines, 1))),
        [(currency, day.isoformat(), str(rate)) for (currency, day), rate in known.items()],
    )
    expected = {}
    for n, (currency, day, amount) in enumerate(lines, 1):
        if currency == "NOK":
            expected[n] = amount
            continue
        holding = [(start, rate) for (of, start), rate in known.items() if of == currency and day - timedelta(days=366) <= start <= day]
        if holding:
            expected[n] = (amount * max(holding)[1]).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    assert {row["row"]: row["revenue"] for row in facts} == expected
    assert {row["row"] for row in rejected} == set(range(1, len(lines) + 1)) - set(expected)
    assert found[-1].rows == len(facts) + sum(problem.rows for problem in problems)
