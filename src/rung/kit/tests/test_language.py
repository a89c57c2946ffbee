from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from rung.base import Money, Number, Share, text, texts
from rung.kit.language import LANGUAGES, clean, from_locale, language

LOCALES = {"nb": "nb_NO", "da": "da_DK", "sv": "sv_SE", "en": "en_GB"}


def spaced(written: str) -> str:
    return written.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("code", "whole", "small", "percent", "day", "month", "axis"),
    [
        ("nb", "1_739_200", "−0,5", "17_%", "01.12.2025", "mai_2025", "mai"),
        ("da", "1.739.200", "−0,5", "17_%", "01.12.2025", "maj_2025", "maj"),
        ("sv", "1_739_200", "−0,5", "17_%", "2025-12-01", "maj_2025", "maj"),
        ("en", "1,739,200", "−0.5", "17%", "1_Dec_2025", "May_2025", "May"),
    ],
)
def test_numbers_and_dates(code, whole, small, percent, day, month, axis):
    spoken = language(code)
    assert spaced(spoken.decimal(1_739_200)) == whole
    assert spoken.decimal(-0.5, 1) == small
    assert spaced(spoken.share(0.174)) == percent.replace(" ", "_")
    assert spaced(spoken.day(date(2025, 12, 1))) == day
    assert spaced(spoken.month(date(2025, 5, 1))) == month
    assert spaced(spoken.month("2025-05")) == month
    assert spoken.month("2025-05", axis=True) == axis


@pytest.mark.parametrize(
    ("code", "home", "kroner", "euro", "short", "billion"),
    [
        ("nb", "NOK", "−1_739_200_kr", "1_739_200_EUR", "31,7_mill._kr", "3,2_mrd."),
        ("da", "DKK", "−1.739.200_kr.", "1.739.200_EUR", "31,7_mio._kr.", "3,2_mia."),
        ("sv", "SEK", "−1_739_200_kr", "1_739_200_EUR", "31,7_Mkr", "3,2_md"),
        ("en", "GBP", "−£1,739,200", "€1,739,200", "£31.7m", "3.2bn"),
    ],
)
def test_money(code, home, kroner, euro, short, billion):
    spoken = language(code)
    assert spaced(spoken.money(Money(-173_920_000, home))) == kroner
    assert spaced(spoken.money(Money(173_920_000, "EUR"))) == euro
    assert spaced(spoken.short_money(Money(3_170_000_000, home))) == short
    assert spaced(spoken.short_money(Money(317_000_000_000))) == billion


@pytest.mark.parametrize(("code", "expected"), [("nb", "9_999_999"), ("da", "9.999.999"), ("sv", "9_999_999"), ("en", "9,999,999")])
def test_short_money_is_whole_below_ten_million(code, expected):
    assert spaced(language(code).short_money(Money(999_999_900))) == expected


def test_foreign_currency_is_a_code_and_english_puts_it_first():
    assert spaced(language("nb").money(Money(100, "SEK"))) == "1_SEK"
    assert spaced(language("en").money(Money(-173_920_000, "NOK"))) == "−NOK_1,739,200"
    assert spaced(language("en").short_money(Money(3_170_000_000, "NOK"))) == "NOK_31.7m"
    assert spaced(language("sv").short_money(Money(3_170_000_000, "NOK"))) == "31,7_mn_NOK"


def test_small_uneven_amounts_keep_their_oere_in_sentences():
    assert spaced(language("nb").money(Money(3, "NOK"))) == "0,03_kr"
    assert spaced(language("nb").money(Money(99_950, "NOK"))) == "999,50_kr"
    assert spaced(language("nb").money(Money(100_050, "NOK"))) == "1_001_kr"
    assert spaced(language("nb").money(Money(100_050, "NOK"), 2)) == "1_000,50_kr"


@given(st.integers(-(10**15), 10**15), st.integers(0, 3), st.sampled_from(LANGUAGES))
def test_numbers_are_as_babel_writes_them(units, decimals, code):
    value = Decimal(units).scaleb(-decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    assert language(code).decimal(value, decimals) == format_decimal(value, pattern, locale=LOCALES[code]).replace("-", "−")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"), [(0.5, 0, "1"), (2.5, 0, "3"), (-0.04, 1, "0,0"), (1.005, 2, "1,01"), (0.285, 2, "0,29")]
)
def test_halves_go_away_from_zero_and_nothing_is_minus_zero(value, decimals, expected):
    assert language("nb").decimal(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (None, "money", "–"),
        (173_920_049, "money", "1_739_200"),
        (0.1734, "share", "17,3_%"),
        (Decimal("12.500"), "quantity", "12,5"),
        (1200, "quantity", "1_200"),
        (412, "count", "412"),
        (0.69841, "number", "0,70"),
        ("001", "id", "001"),
        ("2025-03", "month", "mars_2025"),
        (date(2025, 3, 1), "month", "mars_2025"),
        (date(2025, 3, 1), "date", "01.03.2025"),
        ("A\u202e<b>", "text", "A\ufffd<b>"),
        (text("{n}", n=1000), "text", "1_000"),
    ],
)
def test_cells(value, kind, expected):
    assert spaced(language("nb").cell(value, kind)) == expected


def test_cell_with_currency_and_oere():
    assert spaced(language("nb").cell(100_050, "money", "NOK", decimals=2)) == "1_000,50_kr"


def test_values_in_a_sentence_follow_the_language():
    said = text(
        "{a} {b} {c} {d} {e}", a=Money(100_000_000, "NOK"), b=Share(0.8), c=Number(0.698), d=date(2025, 1, 31), e=text("{n}", n=5000)
    )
    assert spaced(language("nb").render(said)) == "1_000_000_kr 80_% 0,70 31.01.2025 5_000"
    assert spaced(language("en").render(said)) == "NOK_1,000,000 80% 0.70 31_Jan_2025 5,000"


def test_a_danish_sentence_does_not_end_in_two_full_stops():
    assert spaced(language("da").render(text("It is {sum}.", sum=Money(100_000, "DKK")))) == "It is 1.000_kr."
    assert language("da").render(text("{period}", period="2025-01-01..2025-12-31")) == "2025-01-01..2025-12-31"


@pytest.mark.parametrize(
    ("code", "one", "many"),
    [("nb", "1 linje", "2_000 linjer"), ("da", "1 linje", "2.000 linjer"), ("sv", "1 rad", "2_000 rader"), ("en", "1 line", "2,000 lines")],
)
def test_plurals(code, one, many):
    assert spaced(language(code).render(texts("{count} line", "{count} lines", count=1))) == one
    assert spaced(language(code).render(texts("{count} line", "{count} lines", count=2000))) == many


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_nobody_translated_is_said_in_english(code):
    assert language(code).render(text("Nobody wrote {this}", this="ever")) == "Nobody wrote ever"
    assert language(code).render(texts("{count} gnu", "{count} gnus", count=2)) == "2 gnus"


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "nn_NO.UTF-8"}, "nb"),
        ({"LANG": "no"}, "nb"),
        ({"LANG": "da_DK"}, "da"),
        ({"LANG": "sv-SE"}, "sv"),
        ({"LANG": "sv_FI@euro"}, "sv"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
        ({"LANG": "nb_NO", "LC_ALL": "da_DK.UTF-8"}, "da"),
        ({"LANG": "nb_NO", "LC_MESSAGES": "sv_SE", "LC_ALL": ""}, "sv"),
        ({"LANG": "nb_NO", "LC_ALL": "C"}, "en"),
    ],
)
def test_language_of_a_machine(environ, code):
    assert from_locale(environ) == code


def test_an_unknown_language_is_a_programmers_mistake():
    with pytest.raises(ValueError, match="code='fi' must be one of nb, da, sv, en"):
        language("fi")


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaned_text_can_be_written_and_does_not_turn_or_move_a_cursor(written):
    cleaned = clean(written)
    cleaned.encode()
    assert not set(cleaned) & {"\u202e", "\u202d", "\u2066", "\x1b", "\x00", "\x9b"}
