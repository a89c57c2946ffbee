"""Who is the customer, and who is the person?"""

import pytest

GLN = "7080000000005"


@pytest.fixture
def customer(read, ubl):
    """The customer of one invoice to a party."""

    def run(**party):
        found = read(ubl.Invoice(buyer=ubl.Party(**party)))
        (row,) = found.rows.get("customers", [None])
        return row

    return run


def nameless(**more):
    return {"org": None, "org_scheme": None} | more


@pytest.mark.parametrize(
    ("party", "number", "org_number"),
    [
        ({}, "974760673", "974760673"),
        ({"org": "974 760 673", "org_scheme": None}, "974760673", "974760673"),
        ({"org": "NO 974 760 673 MVA", "org_scheme": None}, "974760673", "974760673"),
        (nameless(vat="NO974760673MVA"), "974760673", "974760673"),
        (nameless(endpoint=("974760673", "0192")), "974760673", "974760673"),
        (nameless(endpoint=("NO974760673MVA", "9908")), "974760673", "974760673"),
        (nameless(identification=("974760673", "NO:ORGNR")), "974760673", "974760673"),
        ({"org": "DK13585628", "org_scheme": "DK:CVR", "country": "DK"}, "13585628", "13585628"),
        (nameless(endpoint=("13585628", "0184"), country="DK"), "13585628", "13585628"),
        (nameless(endpoint=("DK13585628", "9902"), country=None), "13585628", "13585628"),
        ({"org": "5560125790", "org_scheme": "0007", "country": "SE"}, "5560125790", "5560125790"),
        (nameless(vat="SE556012579001", country="SE"), "5560125790", "5560125790"),
        # The right number has the say over one that cannot be right.
        ({"org": "123456789", "vat": "NO974760673MVA"}, "974760673", "974760673"),
        # The seller's own number for the customer, beside the party or among its numbers.
        ({"account": "10042"}, "10042", "974760673"),
        ({"identification": ("K-77", None)}, "K-77", "974760673"),
        ({"identification": ("974760673", None)}, "974760673", "974760673"),
        ({"account": "n/a"}, "974760673", "974760673"),
        # The number the customer has given itself says nothing.
        ({"customers_account": "4711"}, "974760673", "974760673"),
        # A place, where there is no organisation number.
        (nameless(endpoint=(GLN, "0088")), GLN, None),
        (nameless(endpoint=(GLN, "GLN"), country="DK"), GLN, None),
        ({"org": GLN, "org_scheme": "ZZZ", "endpoint": (GLN, "GLN"), "country": "DK"}, GLN, None),
        # The name and where it is, when there is no number at all.
        (nameless(name="Ola  Nordmann"), "ola nordmann, 0155", None),
        (nameless(name="Ola Nordmann", postal_code=None), "ola nordmann", None),
        (nameless(name=None, trading_name="Kiosken"), "kiosken, 0155", None),
        # Numbers of people are not kept.
        (nameless(name="Ola Nordmann", endpoint=("01010112345", "NO:FNR")), "ola nordmann, 0155", None),
        (nameless(name="Ole Hansen", endpoint=("0707614285", "9901"), country="DK"), "ole hansen, 0155", None),
        ({"name": "Svens Bygg", "org": "811228-9874", "org_scheme": "0007", "country": "SE"}, "svens bygg, 0155", None),
    ],
)
def test_what_tells_a_customer(customer, party, number, org_number):
    row = customer(**party)
    assert (row["customer_id"], row["org_number"]) == (number, org_number)


def test_a_party_that_says_nothing_of_itself_is_no_customer(read, ubl):
    nobody = ubl.Party(name=None, org=None, org_scheme=None, street=None, city=None, postal_code=None, country=None)
    found = read(ubl.Invoice(buyer=nobody))
    assert found.lines[0]["customer_id"] is None
    assert "customers" not in found.rows


def test_personal_numbers_in_texts_are_masked(customer):
    row = customer(name="Ola Nordmann 811228-9874", street="Att. 811228-9874")
    assert "9874" not in str(row)


def test_the_customer_is_one_although_some_invoices_leave_its_number_out(read, ubl):
    found = read(
        ubl.Invoice(buyer=ubl.Party(account="10042")), ubl.Invoice(number="2"), ubl.Invoice(number="3", buyer=ubl.Party(account="10042"))
    )
    assert {line["customer_id"] for line in found.lines} == {"10042"}


def test_a_firm_with_two_numbers_stays_two_customers(read, ubl):
    found = read(*(ubl.Invoice(number=str(n), buyer=ubl.Party(account=own)) for n, own in enumerate(("1", "2", None))))
    assert [line["customer_id"] for line in found.lines] == ["1", "2", ubl.buyer_org]


@pytest.mark.parametrize(
    ("invoice", "contact"),
    [
        ({"contact": (None, "Kari Nordmann", "1", "k@k.no")}, ("974760673|Kari Nordmann", "Kari Nordmann")),
        ({"contact": (None, None, None, "Kari@K.no")}, ("974760673|kari@k.no", None)),
        ({"contact": ("n/a", "n/a", None, None)}, None),
        ({"contact": (None, "Kjøper AS", "1", None)}, None),
        ({"reference": "Kari Nordmann"}, ("974760673|Kari Nordmann", "Kari Nordmann")),
        ({"reference": "KARI NORDMANN"}, None),
        ({"reference": "0150abc"}, None),
        ({"reference": "PO 4711"}, None),
        ({"reference": "Kari Nordmann", "contact": (None, "Ola Olsen", None, None)}, ("974760673|Ola Olsen", "Ola Olsen")),
    ],
)
def test_the_person_at_the_customer(read, ubl, invoice, contact):
    found = read(ubl.Invoice(reference=invoice.get("reference"), buyer=ubl.Party(contact=invoice.get("contact", (None,) * 4))))
    assert [(row["contact_id"], row["name"]) for row in found.rows.get("contacts", [])] == ([contact] if contact else [])


def test_a_buyer_contact_of_its_own_has_the_say(read, ubl):
    other = ubl.tag("cac:BuyerContact", ubl.leaf("Name", "Berit Buyer"), ubl.leaf("Telephone", "33"))
    found = read(ubl.Invoice(buyer=ubl.Party(contact=(None, "Kari Nordmann", "1", None), other_contact=other)))
    (contact,) = found.rows["contacts"]
    assert (contact["name"], contact["phone"]) == ("Berit Buyer", "33")


@pytest.mark.parametrize(
    ("contact", "other", "seller"),
    [
        (("7", "Siv Selger", None, None), "", ("7", "Siv Selger")),
        ((None, "Siv Selger", None, None), "", ("Siv Selger", "Siv Selger")),
        (("n/a", "Siv Selger", None, None), "", ("Siv Selger", "Siv Selger")),
        ((None, "Selger AS", "1", None), "", None),
        ((None, "Siv Selger", None, None), "Stig Salg", ("Stig Salg", "Stig Salg")),
    ],
)
def test_the_seller_is_the_contact_at_the_supplier(read, ubl, contact, other, seller):
    apart = ubl.tag("cac:SellerContact", ubl.leaf("Name", other)) if other else ""
    found = read(ubl.Invoice(seller=ubl.Party("Selger AS", ubl.seller_org, contact=contact, other_contact=apart)))
    assert found.lines[0]["seller_id"] == (seller[0] if seller else None)
    assert [(row["seller_id"], row["name"]) for row in found.rows.get("sellers", [])] == ([seller] if seller else [])


def test_parties_with_the_same_text_in_other_places_are_not_one(read, ubl):
    one, two = ubl.Party(name="Kunde 1", org=None, street="1 gata"), ubl.Party(name="Kunde 11", org=None, street=" gata")
    found = read(ubl.Invoice(buyer=one), ubl.Invoice(number="2", buyer=two))
    assert [line["customer_id"] for line in found.lines] == ["kunde 1, 0155", "kunde 11, 0155"]
