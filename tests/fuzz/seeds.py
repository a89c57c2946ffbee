"""Small, whole files of each kind, from which the fuzzer starts."""

import gzip

SAFT = """<?xml version="1.0" encoding="UTF-8"?>
<AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:NO"><Header><AuditFileVersion>1.30</AuditFileVersion>
<AuditFileCountry>NO</AuditFileCountry><Company><RegistrationNumber>974760673</RegistrationNumber><Name>Nord AS</Name></Company>
<DefaultCurrencyCode>NOK</DefaultCurrencyCode></Header>
<MasterFiles><GeneralLedgerAccounts><Account><AccountID>3000</AccountID><GroupingCategory>salgsinntekt</GroupingCategory></Account>
</GeneralLedgerAccounts><Customers><Customer><RegistrationNumber>974760673</RegistrationNumber><Name>Alfa AS</Name>
<CustomerID>1001</CustomerID></Customer></Customers></MasterFiles>
<GeneralLedgerEntries><NumberOfEntries>1</NumberOfEntries><TotalDebit>125</TotalDebit><TotalCredit>125</TotalCredit>
<Journal><JournalID>1</JournalID><Transaction><TransactionID>7</TransactionID><Period>1</Period><PeriodYear>2025</PeriodYear>
<TransactionDate>2025-01-15</TransactionDate>
<Line><RecordID>1</RecordID><AccountID>1500</AccountID><CustomerID>1001</CustomerID><DebitAmount><Amount>125</Amount></DebitAmount></Line>
<Line><RecordID>2</RecordID><AccountID>3000</AccountID><CreditAmount><Amount>125</Amount></CreditAmount></Line>
</Transaction></Journal></GeneralLedgerEntries></AuditFile>
"""
DANISH = (
    SAFT.replace(":NO", ":DK")
    .replace(">NO<", ">DK<")
    .replace("NOK", "DKK")
    .replace("<GroupingCategory>salgsinntekt</GroupingCategory>", "<AccountType>Sale</AccountType>")
)
INVOICES = SAFT.replace(
    "</AuditFile>",
    """<SourceDocuments><SalesInvoices><NumberOfEntries>1</NumberOfEntries><TotalDebit>0</TotalDebit><TotalCredit>100</TotalCredit>
<Invoice><InvoiceNo>1</InvoiceNo><CustomerInfo><CustomerID>1001</CustomerID></CustomerInfo><InvoiceDate>2025-01-15</InvoiceDate>
<Line><LineNumber>1</LineNumber><ProductCode>A1</ProductCode><ProductDescription>Ting</ProductDescription><Quantity>2</Quantity>
<UnitPrice>50</UnitPrice><InvoiceLineAmount><Amount>100</Amount></InvoiceLineAmount><DebitCreditIndicator>C</DebitCreditIndicator></Line>
<DocumentTotals><NetTotal>100</NetTotal><GrossTotal>125</GrossTotal></DocumentTotals></Invoice></SalesInvoices></SourceDocuments></AuditFile>""",
)
SIE = """#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#PROGRAM "Test" 1
#GEN 20250131
#ORGNR 556036-0793
#FNAMN "Övning AB"
#RAR 0 20250101 20251231
#VALUTA SEK
#DIM 8 "Kund"
#OBJEKT 8 "1001" "Alfa AB"
#KONTO 1510 "Kundfordringar"
#KONTO 3051 "Försäljning"
#RES 0 3051 -100.00
#VER "B" "1" 20250115 "Faktura 1, Alfa AB"
{
#TRANS 1510 {"8" "1001"} 125.00
#RTRANS 3051 {} -100.00
#TRANS 3051 {} -100.00
#BTRANS 3051 {} -1.00
#TRANS 2611 {} -25.00
}
"""
SIE5 = """<?xml version="1.0" encoding="utf-8"?>
<Sie xmlns="http://www.sie.se/sie5"><FileInfo><SoftwareProduct name="T" version="1"/><FileCreation time="2025-01-31T10:00:00" by="x"/>
<Company organizationId="556036-0793" name="Övning AB"/><FiscalYears><FiscalYear start="2025-01" end="2025-12" primary="true"/></FiscalYears>
<AccountingCurrency currency="SEK"/></FileInfo>
<Accounts><Account id="1510" name="Kundfordringar" type="asset"/><Account id="3051" name="Försäljning" type="income"/></Accounts>
<CustomerInvoices id="1" name="Kundfakturor" primaryAccountId="1510"><CustomerInvoice id="1" customerId="1001" invoiceNumber="1"/></CustomerInvoices>
<Customers><Customer id="1001" name="Alfa AB"/></Customers>
<Journal id="B" name="Fakturor"><JournalEntry id="1" journalDate="2025-01-15" text="Faktura"><EntryInfo date="2025-01-15" by="x"/>
<LedgerEntry accountId="1510" amount="100"><SubdividedAccountObjectReference objectId="1"/></LedgerEntry>
<LedgerEntry accountId="3051" amount="-100"/></JournalEntry></Journal></Sie>
"""
UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>1</cbc:ID><cbc:IssueDate>2025-01-15</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>NOK</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Nord AS</cbc:RegistrationName>
<cbc:CompanyID schemeID="0192">974760673</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Alfa AS</cbc:RegistrationName>
<cbc:CompanyID schemeID="0192">923609016</cbc:CompanyID></cac:PartyLegalEntity><cac:Contact><cbc:Name>Kari</cbc:Name></cac:Contact>
</cac:Party></cac:AccountingCustomerParty>
<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="NOK">10</cbc:Amount></cac:AllowanceCharge>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="NOK">100</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="NOK">90</cbc:TaxExclusiveAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="EA">2</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="NOK">100</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Ting</cbc:Name><cac:SellersItemIdentification><cbc:ID>A1</cbc:ID></cac:SellersItemIdentification></cac:Item>
</cac:InvoiceLine></Invoice>
"""
LINES = "Fakturanr;Linjenr;Fakturadato;Kundenr;Kundenavn;Valuta;Netto\n1;1;15.01.2025;10;Ås Rør;NOK;1 000,00\n2;1;;20;B;EUR;(100,00)\n"
CUSTOMERS = "Kundenr;Navn;Organisasjonsnr;Postnr;Sted;Ansatte\n0010;Bjørk Bygg AS;974 760 673;0150;Oslo;25\n;;;;;\n0010;Bjørk;;;;\n"
DEALS = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\nA1,Kari,X,Alfa,Won,2025-01-01,2025-02-01,100\n"
BRREG = """organisasjonsnummer,navn,organisasjonsform.kode,naeringskode1.kode,antallAnsatte,forretningsadresse.kommune,konkurs,underAvvikling
974760673,Nord AS,AS,41.200,25,OSLO,false,false
1,Feil,AS,,,,false,false
"""
BRREG_JSON = """[{"organisasjonsnummer":"974760673","navn":"Nord AS","organisasjonsform":{"kode":"AS"},"naeringskode1":{"kode":"41.200"},
"antallAnsatte":25,"harRegistrertAntallAnsatte":true,"forretningsadresse":{"poststed":"OSLO","postnummer":"0150"},"konkurs":false}]"""

SEEDS = {
    "saft": [SAFT.encode(), DANISH.encode(), INVOICES.encode(), gzip.compress(SAFT.encode())],
    "sie": [SIE.encode("cp437"), SIE.encode(), SIE.encode("cp1252"), SIE5.encode()],
    "ubl": [
        UBL.encode(),
        UBL.replace("Invoice-2", "CreditNote-2").replace("<Invoice", "<CreditNote").replace("Invoice>", "CreditNote>").encode(),
    ],
    "sheet": [LINES.encode("cp1252"), LINES.encode("utf-16"), CUSTOMERS.encode(), DEALS.encode()],
    "register": [BRREG.encode(), BRREG_JSON.encode()],
}
