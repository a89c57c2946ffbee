"""Headers as systems and public data sets really have them."""

from decimal import Decimal

import pytest

SUPERSTORE = (
    "Row ID,Order ID,Order Date,Ship Date,Customer ID,Customer Name,Segment,Country,City,Postal Code,Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit\n"
    "1,CA-2016-152156,11/8/2016,11/11/2016,CG-12520,Claire Gute,Consumer,United States,Henderson,42420,FUR-1,Furniture,Bookcases,Bush,261.96,2,0,41.9136\n"
    "2,CA-2016-152157,11/18/2016,11/21/2016,CG-12520,Claire Gute,Consumer,United States,Henderson,42420,FUR-2,Furniture,Chairs,Hon,731.94,3,0,219.582\n"
)
ADVENTUREWORKS = (
    "ProductKey,OrderDateKey,ResellerKey,EmployeeKey,CurrencyKey,SalesOrderNumber,SalesOrderLineNumber,OrderQuantity,UnitPrice,UnitPriceDiscountPct,"
    "ProductStandardCost,TotalProductCost,SalesAmount,TaxAmt,OrderDate\n349,20101229,676,285,100,SO43659,1,3,2024.9940,0.0,1898.0944,5694.2832,6074.9820,161.9995,2010-12-29\n"
)
OFFICE24 = (
    "OrderId,InvoiceId,CustomerId,CustomerName,CustomerOrgNo,TotalWithTax,TotalWithoutTax,TotalTax,TotalCost,CurrencyId,CurrencyRate,InvoiceDate\n"
    "1,100,7,Fjord AS,987654321,125.00,100.00,25.00,60.00,NOK,100,2024-01-31\n"
)
TRIPLETEX = (
    "INVOICE NO;INVOICE DATE;CUSTOMER NO;ORGANIZATION NO;CUSTOMER NAME;ORDER LINE - DESCRIPTION;ORDER LINE - UNIT PRICE;ORDER LINE - COUNT\n"
    "1;2024-01-31;10001;987654321;Fjord;Konsulent;1200,00;2\n"
)
CONTOSO = "OrderKey,LineNumber,OrderDate,CustomerKey,ProductKey,Quantity,UnitPrice,NetPrice,UnitCost,CurrencyCode\n100,0,2015-01-01,5,2,3,100.5,90.5,50.25,USD\n"
WIDE_WORLD = (
    "Sale Key,Customer Key,Stock Item Key,Invoice Date Key,Salesperson Key,WWI Invoice ID,Description,Quantity,Unit Price,Tax Rate,Total Excluding Tax,Tax Amount,Profit,Total Including Tax\n"
    "1,3,5,2013-01-01,7,1,USB,10,230.00,15.000,2300.00,345.00,850.00,2645.00\n"
)
KAGGLE = (
    "ORDERNUMBER,QUANTITYORDERED,PRICEEACH,ORDERLINENUMBER,SALES,ORDERDATE,PRODUCTLINE,PRODUCTCODE,CUSTOMERNAME,CITY,COUNTRY\n"
    "10107,30,95.7,2,2871,2/24/2003 0:00,Motorcycles,S10_1678,Land of Toys Inc.,NYC,USA\n"
)
FORTNOX = "Fakturanummer;Fakturadatum;Förfallodatum;Kundnummer;Kundnamn;Netto;Moms;Total;Valuta\n1001;2024-01-31;2024-03-01;55;Björk AB;1 000,00;250,00;1 250,00;SEK\n"
ECONOMIC = (
    "Fakturanr.;Fakturadato;Forfaldsdato;Kundenr.;Kundenavn;Varenr.;Beskrivelse;Antal;Enhedspris;Rabat %;Beløb ekskl. moms;Kostpris;DB\n"
    "1;31-01-2024;01-03-2024;55;Bager ApS;1;Rugbrød;2,00;25,00;0,00;50,00;30,00;20,00\n"
)
BUSINESS_CENTRAL = (
    "Document No.,Line No.,Sell-to Customer No.,Type,Description,Posting Date,Quantity,Unit Price,Amount,Amount Including VAT,Unit Cost (LCY)\n"
    "103001,10000,10000,Item,ATHENS,2024-01-25,2,1500.00,3000.00,3750.00,1100.00\n"
)
DEMO = "Fakturanr;Linjenr;Fakturadato;Kundenr;Kundenavn;Varenr;Varenavn;Varegruppe;Antall;Netto;Kostpris;Selger\n1;1;02.01.2024;7;Fjord;9;Skrue;Feste;2;10,00;6,00;Kari\n"


@pytest.mark.parametrize(
    ("text", "day", "customer", "revenue", "cost", "quantity"),
    [
        (SUPERSTORE, "2016-11-08", "CG-12520", "261.96", "220.0464", 2),
        (ADVENTUREWORKS, "2010-12-29", "676", "6074.982", "5694.2832", 3),
        (OFFICE24, "2024-01-31", "7", "100", "60", None),
        (TRIPLETEX, "2024-01-31", "10001", "2400", None, 2),
        (CONTOSO, "2015-01-01", "5", "271.5", "150.75", 3),
        (WIDE_WORLD, "2013-01-01", "3", "2300", "1450", 10),
        (KAGGLE, "2003-02-24", "Land of Toys Inc.", "2871", None, 30),
        (FORTNOX, "2024-01-31", "55", "1000", None, None),
        (ECONOMIC, "2024-01-31", "55", "50", "30", 2),
        (BUSINESS_CENTRAL, "2024-01-25", "10000", "3000", "2200", 2),
        (DEMO, "2024-01-02", "7", "10", "12", 2),
    ],
    ids=["superstore", "adventureworks", "24so", "tripletex", "contoso", "wwi", "kaggle", "fortnox", "economic", "bc", "demo"],
)
def test_lines_of_known_systems(read_text, text, day, customer, revenue, cost, quantity):
    row = read_text(text).rows()[0]
    assert str(row["date"]) == day
    assert row["customer_id"] == customer
    assert row["revenue"] == Decimal(revenue)
    assert row["cost"] == (None if cost is None else Decimal(cost))
    assert row["quantity"] == quantity


@pytest.mark.parametrize(
    ("heads", "lines", "revenue"),
    [
        (
            "orderNumber,orderDate,requiredDate,status,customerNumber\n10100,2003-01-06,2003-01-13,Shipped,363\n",
            "orderNumber,productCode,quantityOrdered,priceEach,orderLineNumber\n10100,S18_1749,30,136.00,3\n",
            "4080",
        ),
        (
            "order_id,customer_id,order_status,order_purchase_timestamp\nabc,c1,delivered,2017-10-02 10:56:33\n",
            "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\nabc,1,p1,s1,2017-10-06,29.99,8.72\n",
            "29.99",
        ),
        (
            "SalesOrderID,OrderDate,SalesOrderNumber,CustomerID,SalesPersonID,SubTotal,TaxAmt,TotalDue\n43659,2011-05-31 00:00:00.000,SO43659,29825,279,10,2,12\n",
            "SalesOrderID,SalesOrderDetailID,OrderQty,ProductID,UnitPrice,UnitPriceDiscount,LineTotal\n43659,1,1,776,10,0.00,10\n",
            "10",
        ),
    ],
    ids=["classicmodels", "olist", "adventureworks-oltp"],
)
def test_orders_and_lines_of_known_systems(read, tmp_path, heads, lines, revenue):
    (tmp_path / "heads.csv").write_text(heads, encoding="utf-8")
    (tmp_path / "lines.csv").write_text(lines, encoding="utf-8")
    said = read(tmp_path / "heads.csv", tmp_path / "lines.csv")
    assert said.revenue == Decimal(revenue)
    assert len(said.files) == 1


def test_amounts_that_are_a_thousand_times_too_large_here_and_there_are_refused(read_text):
    good = "".join(f"01.02.2025;{n};2;10,50;21,00\n" for n in range(20))
    bad = "".join(f"01.02.2025;{n};2;10,50;2100\n" for n in range(5))
    header = "Dato;Kundenr;Antall;Pris;Netto\n"
    assert read_text(header + good + bad).refused[0].code == "sheet-decimals-lost"
    assert not read_text(header + good).refused
    offers = "".join(f"01.02.2025;{n};2;10,50;2,10;90\n" for n in range(5))
    regular = "".join(f"01.02.2025;{n};2;10,50;21,00;0\n" for n in range(20))
    assert not read_text("Dato;Kundenr;Antall;Pris;Netto;Rabatt %\n" + regular + offers).refused
