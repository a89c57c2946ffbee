"""Names of customers in texts: found, suggested, and used when the user says so."""

from decimal import Decimal

import pytest

from rung.importers.archive import Piece
from rung.importers.sie import suggestions
from rung.importers.sie.names import name_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kundfakt. 0333, ICA Supermarket Solna", "ICA Supermarket Solna"),
        ("Faktnr: 891, Namn: Karl Svensson", "Karl Svensson"),
        ("Faktura Grossisten HB", "Grossisten HB"),
        ("Faktura nr 12 - Grossisten HB", "Grossisten HB"),
        ("Faktura 2025/17: Grossisten HB", "Grossisten HB"),
        ("Kundfaktura 12 Möbler & Sånt, Växjö", "Möbler & Sånt, Växjö"),
        ("Kreditfaktura 90000, Decko AB", "Decko AB"),
        ("Kundnr: 17, Kund: Decko AB, Ref: Anna", "Decko AB"),
        ("[2446] AGA AB", "AGA AB"),
        ("237    Kund med omvänd s", "Kund med omvänd s"),
        ("30083 Svenska Mässan i Göteborg, 12", "Svenska Mässan i Göteborg"),
        ("Petterssons HB", "Petterssons HB"),
        ("  Faktura   Karl  \t Svensson ", "Karl Svensson"),
        ("Faktura 12, Karl 811218-9876", "Karl 811218-••••"),
        ("Fakturajournal nr 68", None),
        ("Kundfakt", None),
        ("Kundfakt 12 - 15", None),
        ("Faktura nr 12", None),
        ("Fakturor januari", None),
        ("Faktura januari 2025", None),
        ("Faktura enligt specifikation", None),
        ("Inbetalningsjournal nr 4", None),
        ("Dagskassa 14 januari", None),
        ("Försäljning", None),
        ("Momsrapport AB", None),
        ("12  -", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_names(text, name):
    assert name_in(text) == name


@pytest.fixture
def named(sie):
    def voucher(n, net, *texts, head=""):
        return sie.ver(
            "K", n, "20250114", *(sie.trans(3041, -net, text=text) for text in texts), sie.trans(1510, net * len(texts)), text=head
        )

    return sie.file(
        [
            voucher(1, 100, "Kundfakt. 1, Alfa", "Kundfakt. 1, Alfa"),
            voucher(2, 50, "", head="Faktura Beta"),
            voucher(3, 300, "Kundfakt. 3, Alfa"),
            voucher(4, 7, "", head="Fakturajournal nr 4"),
            sie.ver("K", 5, "20250114", sie.trans(3041, -20), sie.trans(1510, 20, text="Faktnr: 5, Namn: Beta")),
        ]
    )


def test_suggestions_are_told_and_not_used(read, named, tmp_path):
    found = read(named)
    assert {line["customer_id"] for line in found.lines} == {None}
    assert (
        str(found.problem("sie-names-found").found) == "2 customer names were found in the texts of vouchers, with 570.00 SEK of revenue."
    )
    first, second = suggestions([Piece(tmp_path / "bok.se")])
    assert (first.name, first.example, first.vouchers, first.revenue) == ("Alfa", "Kundfakt. 1, Alfa", 2, Decimal(500))
    assert str(first.place) == "bok.se, line 17 (voucher K 1)"
    assert (second.name, second.example, second.vouchers, second.revenue) == ("Beta", "Faktura Beta", 2, Decimal(70))


def test_confirmed_names_are_customers_by_estimate(read, named):
    found = read(named, names={"Alfa": "1001", "Beta": "Beta"})
    assert [(line["customer_id"], line["estimated"]) for line in found.lines] == [
        ("1001", True),
        ("1001", True),
        ("Beta", True),
        ("1001", True),
        (None, False),
        ("Beta", True),
    ]
    assert [(one["customer_id"], one["name"]) for one in found.customers] == [("1001", "Alfa"), ("Beta", "Beta")]
    assert "sie-names-found" not in found.codes


def test_a_name_that_the_user_says_is_none(read, named):
    found = read(named, names={"Alfa": "", "Beta": ""})
    assert found.customers == []
    assert "sie-names-found" not in found.codes


def test_suggestions_of_several_files_are_one_list(read, named, tmp_path):
    read(named)
    read(named, name="igen.se.gz")
    (tmp_path / "fel.se").write_text("<html>", encoding="utf-8")
    found = suggestions([Piece(tmp_path / name) for name in ("bok.se", "igen.se.gz", "fel.se")])
    assert [(one.name, one.vouchers, one.revenue) for one in found] == [("Alfa", 4, Decimal(1000)), ("Beta", 4, Decimal(140))]


def test_a_customer_in_the_objects_needs_no_name(read, sie):
    found = read(sie.file([sie.ver("A", 1, "20250114", *sie.sale(100, objects="8 7", text="Kundfakt. 1, Alfa"))]))
    assert [line["customer_id"] for line in found.lines] == ["7"]
    assert found.problems == []
