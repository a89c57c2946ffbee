def test_customers_come_along_with_their_lines(read_text):
    text = (
        "Dato;Kundenr;Kundenavn;Orgnr;Land;Postnr;Poststed;Kundegruppe;Netto;Selger\n"
        "01.02.2025;1;;;;;;;10;Kari\n02.02.2025;1;Fjord AS;NO 987 654 321 MVA;no;0150;Oslo;Bygg;20;Ola\n"
        "03.02.2025;1;Fjord Gruppen AS;999;SE;0151;Bergen;;20;Ola\n04.02.2025;2;Vik;;Norge;5003;Bergen;Anlegg;5;\n05.02.2025;;Kontant;;;;;;5;\n"
    )
    said = read_text(text)
    first, second = said.rows("customers")
    assert (first["customer_id"], first["name"], first["org_number"], first["country"]) == ("1", "Fjord AS", "987654321", "NO")
    assert (first["postal_code"], first["city"], first["customer_group"], first["row"]) == ("0150", "Oslo", "Bygg", 2)
    assert first["seller_id"] is None
    assert (second["customer_id"], second["name"], second["country"]) == ("2", "Vik", "Norge")
    assert len(said.rows()) == 5


def test_products_and_sellers_come_along(read_text):
    text = "Dato;Kundenr;Varenr;Varenavn;Varegruppe;Selgernr;Selgernavn;Netto\n01.02.2025;1;0012;Skrue;Festemidler;7;Kari;10\n02.02.2025;1;0013;Mutter;;7;;20\n"
    said = read_text(text)
    assert said.column("name", "products") == ["Skrue", "Mutter"]
    assert said.column("product_group", "products") == ["Festemidler", None]
    assert said.column("name", "sellers") == ["Kari"]


def test_no_list_is_made_of_numbers_alone(read_text):
    assert set(read_text("Dato;Kundenr;Varenr;Selger;Netto\n01.02.2025;1;2;3;10\n").tables) == {"invoice_lines"}


def test_a_customer_list(read_text):
    text = (
        "Kundenr;Kundenavn;Orgnr;Postnr;Poststed;Land;Bransje;Ansatte;Selger\n007;Fjord;987654321;0150;Oslo;no;46.690;1 200;Kari\n"
        "008;Vik;;;;;;mange;\n007;Fjord igjen;;;;;;;Ola\n;Uten nummer;;;;;;;\n009;;;;;;;;\n"
    )
    said = read_text(text)
    rows = said.rows("customers")
    assert [row["customer_id"] for row in rows] == ["007", "008", "009"]
    assert (rows[0]["employees"], rows[0]["industry"], rows[0]["seller_id"], rows[0]["postal_code"]) == (1200, "46.690", "Kari", "0150")
    assert rows[1]["employees"] is None
    assert said.codes == {"sheet-listed-twice": 1, "sheet-no-number": 1}
    assert said.ends[0].rows == 5


def test_a_seller_list_with_two_names(read_text):
    said = read_text("EmployeeID,LastName,FirstName,City\n1,Davolio,Nancy,Seattle\n2,Fuller,,Tacoma\n")
    assert said.column("name", "sellers") == ["Nancy Davolio", "Fuller"]
