"""Tables of any content, written in any dialect, come back as the same facts."""

import csv
import io
import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADERS = {
    "nb": {
        "date": "Fakturadato",
        "invoice_id": "Fakturanr",
        "customer_id": "Kundenr",
        "name": "Kundenavn",
        "product_id": "Varenr",
        "revenue": "Beløp eks. mva",
        "quantity": "Antall",
    },
    "da": {
        "date": "Fakturadato",
        "invoice_id": "Fakturanr.",
        "customer_id": "Debitornr.",
        "name": "Debitornavn",
        "product_id": "Varenr.",
        "revenue": "Beløb ekskl. moms",
        "quantity": "Antal",
    },
    "sv": {
        "date": "Fakturadatum",
        "invoice_id": "Fakturanummer",
        "customer_id": "Kundnr",
        "name": "Kundnamn",
        "product_id": "Artikelnr",
        "revenue": "Belopp exkl. moms",
        "quantity": "Antal",
    },
    "en": {
        "date": "InvoiceDate",
        "invoice_id": "Invoice No",
        "customer_id": "Customer ID",
        "name": "Customer name",
        "product_id": "Item number",
        "revenue": "Net amount",
        "quantity": "Qty",
    },
}
DATES = {
    "dd.mm.yyyy": "{0.day:02}.{0.month:02}.{0.year}",
    "d.m.yy": "{0.day}.{0.month}.{1:02}",
    "yyyy-mm-dd": "{0.year}-{0.month:02}-{0.day:02}",
    "yyyymmdd": "{0.year}{0.month:02}{0.day:02}",
    "dd/mm-yy": "{0.day:02}/{0.month:02}-{1:02}",
}
TITLES = [[], [["Fakturajournal"]], [["Rapport: salg"], ["Periode 2024"], []]]
TOTALS = [None, "Sum", "Totalt", "I alt", "Summa"]

names = st.text(alphabet=st.sampled_from("abcdefgABCDEF æøåäöÆØÅÄÖéü&-.;,\"'|\t\n"), min_size=1, max_size=15).map(
    lambda s: f"K{s.strip()}x"
)
ids = st.text(alphabet="0123456789ABCÆ-", min_size=1, max_size=6).filter(lambda s: s.strip("-") and not s.lower().startswith("e"))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.dates(date(2019, 1, 1), date(2031, 12, 31)),
            "invoice_id": st.one_of(st.none(), ids),
            "customer_id": st.one_of(st.none(), ids),
            "name": st.one_of(st.none(), names),
            "product_id": st.one_of(st.none(), ids),
            "revenue": st.decimals(-10_000_000, 10_000_000, places=2),
            "quantity": st.integers(-10_000, 10_000),
        }
    ),
    min_size=1,
    max_size=25,
)
dialects = st.fixed_dictionaries(
    {
        "language": st.sampled_from(sorted(HEADERS)),
        "order": st.permutations(list(HEADERS["nb"])),
        "date": st.sampled_from(sorted(DATES)),
        "sign": st.sampled_from(",."),
        "groups": st.sampled_from(["", " ", "\u00a0", "other"]),
        "minus": st.sampled_from(["-1", "1-", "(1)", "−1"]),
        "delimiter": st.sampled_from([";", ",", "\t", "|"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        "end": st.sampled_from(["\r\n", "\n"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
        "titles": st.sampled_from(TITLES),
        "total": st.sampled_from(TOTALS),
        "empty_column": st.booleans(),
        "blank_after": st.integers(0, 30),
        "nothing": st.sampled_from(["", "NULL", "nan"]),
    }
)


def number(value, way):
    mark = {"other": "." if way["sign"] == "," else ","}.get(way["groups"], way["groups"])
    digits = f"{abs(value):,}".replace(",", "G").replace(".", way["sign"]).replace("G", mark)
    if way["minus"] == "−1" and way["encoding"] == "cp1252":
        return f"-{digits}" if value < 0 else digits
    return way["minus"].replace("1", digits) if value < 0 else digits


def cell(role, value, way):
    if value is None:
        return way["nothing"]
    if role == "date":
        return DATES[way["date"]].format(value, value.year % 100)
    if role in ("revenue", "quantity"):
        return number(value, way)
    return value


def write(table, way):
    columns = list(way["order"])
    lines = [list(title) for title in way["titles"]]
    lines.append([HEADERS[way["language"]][role] for role in columns] + [""] * way["empty_column"])
    for n, row in enumerate(table):
        lines.append([cell(role, row[role], way) for role in columns] + [""] * way["empty_column"])
        if n == way["blank_after"]:
            lines.append([""] * len(columns))
    if way["total"]:
        # Totals stand under their column, and their word under the first that is no amount.
        total = {"revenue": number(sum(row["revenue"] for row in table), way)}
        total[next(role for role in columns if role not in ("revenue", "quantity", "date"))] = way["total"]
        lines.append([total.get(role, "") for role in columns])
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=way["delimiter"], quoting=way["quoting"], lineterminator=way["end"]).writerows(lines)
    return out.getvalue().encode(way["encoding"], errors="replace")


def tidy(text):
    kept = None if text is None else text.strip()
    return None if kept is None or kept.lower() in ("", "nan", "null", "-") else kept


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, dialects)
def test_what_was_written_is_what_is_read(read_text, table, way):
    # When every date reads as well with the year first, no reader can know; the map says it then, as a user would.
    mapping = {"date_format": "dd.mm.yyyy"} if way["date"] in ("d.m.yy", "dd/mm-yy") else {}
    # Random letters are no language, so nothing tells Windows from DOS.
    mapping |= {"encoding": "cp1252"} if way["encoding"] == "cp1252" else {}
    said = read_text(write(table, way), mapping=mapping)
    assert not said.refused, said.refused
    found = said.rows()
    assert len(found) == len(table)
    assert [row["date"] for row in found] == [row["date"] for row in table]
    assert [row["revenue"] for row in found] == [row["revenue"] for row in table]
    assert [row["quantity"] for row in found] == [row["quantity"] for row in table]
    for role in ("invoice_id", "customer_id", "product_id"):
        assert [row[role] for row in found] == [tidy(row[role]) for row in table]
    own = [control for control in said.controls if "own" in str(control.name)]
    assert [control.stated for control in own] == ([sum(row["revenue"] for row in table)] if way["total"] else [])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.decimals(0, 1000, places=3), st.integers(-50, 50), st.integers(0, 60)), min_size=2, max_size=30))
def test_quantity_times_price_less_discount_is_what_paper_says(read_text, table):
    lines = "".join(
        f"01.02.2025;1;{quantity};{price};{off}\n".replace(".", ",").replace("01,02,2025", "01.02.2025") for price, quantity, off in table
    )
    said = read_text("Dato;Kundenr;Antall;Pris;Rabatt %\n" + lines, mapping={"discount_as": "percent", "decimal": ","})
    paper = [(price * quantity * (100 - off) / 100).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP) for price, quantity, off in table]
    assert said.column("revenue") == paper


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "1", "12,50", "01.02.2025", "x", '"', '"a;b"', "Sum", "Dato", "-", " ", "\t", "9" * 30, "a\nb"]),
            max_size=6,
        ),
        max_size=20,
    )
)
def test_every_row_comes_back_once_whatever_it_holds(read_text, table):
    good = "01.02.2025;1;10;12,50\n" * 3
    said = read_text("Dato;Kundenr;Antall;Netto\n" + good + "\n".join(";".join(row) for row in table), check=False)
    if not said.refused:
        left_out = sum(problem.rows for problem in said.problems)
        assert said.ends[0].rows == len(said.rows()) + left_out
        assert len(said.rows()) >= 3 or left_out


def test_a_long_table_in_many_blocks_adds_up(read_text):
    chance = random.Random(1)  # noqa: S311  a table to read, not a secret
    table = [(chance.randrange(1, 500), chance.randrange(-99_999, 999_999)) for _ in range(60_000)]
    text = "Dato;Kundenr;Fakturanr;Beskrivelse;Beløp eks. mva\r\n" + "".join(
        f"{n % 28 + 1:02}.{n % 12 + 1:02}.2024;{customer};{n};{'Blåbærsyltetøy ' * 3};{minor // 100 if minor >= 0 else -(-minor // 100)},{abs(minor) % 100:02}\r\n"
        if minor <= -100 or minor >= 0
        else f"{n % 28 + 1:02}.{n % 12 + 1:02}.2024;{customer};{n};{'Blåbærsyltetøy ' * 3};-0,{-minor:02}\r\n"
        for n, (customer, minor) in enumerate(table)
    )
    said = read_text(text, encoding="cp1252")
    assert said.revenue == Decimal(sum(minor for _, minor in table)) / 100
    assert said.column("row") == list(range(2, 60_002))
