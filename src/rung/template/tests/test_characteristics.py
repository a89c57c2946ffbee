"""Which levels there are, which characteristics are refused, and what the names of columns say."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from rung.template.compute import refusals
from rung.template.compute.characteristics import of_any, of_words, standard
from rung.template.compute.naming import bought_word, known_afterwards, words_of

TODAY = date(2026, 1, 1)


def levels(one, table):
    return [None if code < 0 else str(one.levels[code]) for code in one.encode(table, TODAY)]


class TestLevels:
    def test_industry_at_two_digits_however_it_is_written(self):
        table = pa.table(
            {"industry": ["46.739", "46739", "G46.7", " 46 ", "03.211", "0321", "03", None, "Wholesale", "wholesale", "Wholesale"]}
        )
        [industry] = standard(table)
        assert levels(industry, table) == ["46"] * 4 + ["03"] * 3 + [None] + ["Wholesale"] * 3

    def test_employees_in_fixed_bands(self):
        table = pa.table({"employees": [0, 1, 4, 5, 9, 10, 49, 50, 249, 250, None]})
        [employees] = standard(table)
        said = ["below 1", "1 to 4", "1 to 4", "5 to 9", "5 to 9", "10 to 19", "20 to 49", "50 to 99", "100 to 249", "250 or more", None]
        assert levels(employees, table) == said

    def test_age_of_the_firm_as_of_the_day_of_the_analysis(self):
        table = pa.table({"founded": pa.array([date(2025, 1, 1), date(2021, 1, 2), date(1950, 1, 1), None])})
        [age] = standard(table)
        assert levels(age, table) == ["below 2", "2 to 4", "50 or more", None]

    def test_place_by_region_or_by_the_postal_code_of_more(self):
        table = pa.table(
            {"region": ["Oslo", "OSLO", "Oslo", "Agder", "Agder", "Agder"], "postal_code": ["0150", "0250", None, None, None, None]}
        )
        [place] = standard(table)
        assert place.key == "region"
        assert levels(place, table) == ["Oslo"] * 3 + ["Agder"] * 3
        by_code = pa.table({"region": pa.nulls(6, pa.string()), "postal_code": ["0150", "0250", "0198", "0255", "0101", "0299"]})
        [postal] = standard(by_code)
        assert levels(postal, by_code) == ["01", "02", "01", "02", "01", "02"]

    def test_rare_words_are_one_level_and_new_words_are_that_level(self):
        table = pa.table({"kind_of": ["shop"] * 5 + ["farm"] * 3 + ["mine", "zoo"]})
        one = of_words("kind_of", "kind_of", "kind_of", table)
        assert [str(level) for level in one.levels] == ["shop", "farm", "something else"]
        assert levels(one, pa.table({"kind_of": ["Farm", "circus", None, " "]})) == ["farm", "something else", None, None]

    def test_numbers_we_do_not_know_by_fifths_or_as_they_are(self):
        few = of_any("stars", pa.table({"stars": [1, 2, 3, 3, 2, None]}), TODAY)
        assert levels(few, pa.table({"stars": [1, 3, None]})) == ["1", "3", None]
        many = of_any("fleet", pa.table({"fleet": list(range(100))}), TODAY)
        assert np.bincount(many.encode(pa.table({"fleet": list(range(100))}), TODAY)).tolist() == [20] * 5

    def test_text_that_is_numbers_is_numbers(self):
        one = of_any("fleet", pa.table({"fleet": [str(n) for n in range(100)]}), TODAY)
        assert one.ordered

    def test_a_year_is_an_age(self):
        one = of_any("YearOpened", pa.table({"YearOpened": [1974, 1990, 2020, 2025]}), TODAY)
        assert levels(one, pa.table({"YearOpened": [2025, 1974]})) == ["below 2", "50 or more"]

    def test_a_column_that_is_not_there_is_unknown(self):
        [employees] = standard(pa.table({"employees": [1, 2]}))
        assert employees.encode(pa.table({"name": ["a", "b", "c"]}), TODAY).tolist() == [-1, -1, -1]


class TestNames:
    @pytest.mark.parametrize("name", ["NumberOfOrders", "number_of_orders", "NUMBER OF ORDERS", "Number-of orders"])
    def test_one_name_however_it_is_written(self, name):
        assert words_of(name) == ["number", "of", "orders"]

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("Revenue", "revenue"),
            ("totalomsetning", "revenue"),
            ("Omsætning 2024", "revenue"),
            ("SalesAmount", "revenue"),
            ("contribution_margin", "margin"),
            ("Dekningsbidrag", "margin"),
            ("TB", "margin"),
            ("OrderQuantity", "quantity"),
            ("avg order value", "orders"),
            ("Ordreverdi", "orders"),
            ("LastOrderYear", "when"),
            ("kunde siden", "when"),
            ("ABC", "class"),
        ],
    )
    def test_what_was_bought(self, name, kind):
        assert bought_word(name) == kind

    @pytest.mark.parametrize(
        "name",
        ["AnnualSales", "AnnualRevenue", "årsomsetning", "BusinessType", "NumberEmployees", "BankName", "ProductLine", "OrderFrequency"],
    )
    def test_what_is_no_consequence(self, name):
        assert bought_word(name) is None

    @pytest.mark.parametrize(
        "name", ["duration", "call_duration", "Varighet", "samtalevarighet", "close_date", "CloseValue", "Sluttdato", "outcome", "End date"]
    )
    def test_known_afterwards(self, name):
        assert known_afterwards(name)

    @pytest.mark.parametrize(
        "name", ["poutcome", "previous_outcome", "engage_date", "month", "campaign", "closest_city", "contact", "age", "region"]
    )
    def test_known_beforehand(self, name):
        assert not known_afterwards(name)


class TestRefused:
    bought = np.arange(100.0)

    def why(self, name, values):
        found, refused = refusals.choose(pa.table({name: values}), self.bought, TODAY, [name])
        assert len(found) + len(refused) == 1
        return refused[0].why if refused else None

    def test_each_with_its_reason(self):
        assert self.why("Revenue", list(range(100))) == "bought"
        assert self.why("x", [float(n) * 7 + 3.5 for n in range(100)]) == "follows"
        assert self.why("x", [f"AW{n:05}" for n in range(100)]) == "own"
        assert self.why("row_id", list(range(100, 0, -1))) == "own"
        assert self.why("group", ["A", "B", "C", "A"] * 25) == "grade"
        assert self.why("x", ["same"] * 100) == "one"
        assert self.why("x", [None] * 100) == "unknown"
        reason = refusals.Refused("Revenue", "bought").reason
        assert "consequence of being a good customer" in str(reason)

    def test_honest_columns_pass(self):
        random = np.random.default_rng(1)
        assert self.why("BusinessType", ["shop", "farm"] * 50) is None
        assert self.why("fleet", random.integers(0, 1000, 100).tolist()) is None
        assert self.why("opened", [date(2000 + n % 20, 1, 1) for n in range(100)]) is None
        assert self.why("certified", [n % 3 == 0 for n in range(100)]) is None

    def test_known_enough(self):
        codes = np.full((50, 3), -1, dtype=np.int8)
        codes[:, 0] = np.arange(50) % 2  # known of all
        codes[:30, 1] = 1  # the same for all
        codes[:5, 2] = [0, 1, 0, 1, 0]  # only the best were asked
        assert refusals.known_enough(codes, np.arange(5)).tolist() == [True, False, False]
