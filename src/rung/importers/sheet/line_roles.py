"""What is a column of sales called: dates, numbers of invoices and products, quantities and amounts?"""

from rung.base import text
from rung.importers.sheet.role import role

WHEN_AND_WHICH = (
    role(
        "date",
        "date",
        text("Date"),
        "Fakturadato|Invoice date|Fakturadatum|Fakt.dato|Date of invoice|Billing date|Bilagsdato|Voucher date|Bogføringsdato"
        "|Bokføringsdato|Bokföringsdatum|Posteringsdato|Posting date|Verifikationsdatum|Ver.datum|Document date|Dokumentdato"
        "|Dokumentdatum|Transaksjonsdato|Transaction date|Transaktionsdato|Transaktionsdatum|Salgsdato|Sales date|Sale date"
        "|Försäljningsdatum|Order date|Ordredato|Orderdatum|Order purchase timestamp|Dato|Datum|Date|Dag|Period|Periode|Måned|Månad|Month"
        "|Leveringsdato|Delivery date|Leveransdatum|Timestamp|Created at|Invoice date key|Order date key|Date key",
    ),
    role(
        "invoice_id",
        "id",
        text("Invoice number"),
        "Fakturanr|Fakturanummer|Fakt.nr|Faktura nr|Invoice no|Invoice number|Invoice|Invoice id|Invoice #|Faktura|Bilagsnr|Bilagsnummer"
        "|Bilag nr|Bilag|Voucher no|Voucher number|Voucher|Verifikationsnr|Verifikationsnummer|Vernr|Löpnr|Document no|Document number"
        "|Dokumentnr|Dokumentnummer|WWI Invoice ID|Sales order number|Sales order id|Sales order no|Order number|Order no|Order id"
        "|Ordrenr|Ordrenummer|Ordre-ID|Ordre|Ordernr|Ordernummer|Order key|Order|Receipt no|Receipt number|Kvitteringsnr|Kvittonr|Bong"
        "|Bongnr|Basket id|Transaction id",
    ),
    role(
        "line_number",
        "id",
        text("Line number"),
        "Linjenr|Linjenummer|Linje nr|Linje|Line|Rad|Fakturalinje|Fakturalinjenr|Ordrelinje|Radnr|Radnummer|Rad nr|Fakturarad|Line no"
        "|Line number|Line #|Invoice line|Invoice line no|Invoice line number|Invoice line id|Sales order line number|Order line number"
        "|Order line|Order item id|Sales order detail id|Posisjon|Position|Pos",
    ),
    role(
        "document_type",
        "text",
        text("Document type"),
        "Bilagstype|Bilagsart|Dokumenttype|Dokumenttyp|Fakturatype|Fakturatyp|Document type|Invoice type|Voucher type|Transaction type"
        "|Transaksjonstype|Transaktionstype|Transaktionstyp|Verifikationstyp|Debet/kredit|Debit/credit|Debit/kredit|Kreditnota|Type|Typ",
    ),
)

PRODUCT = (
    role(
        "product_id",
        "id",
        text("Product number"),
        "Varenr|Varenummer|Vare nr|Varekode|Vare-ID|Produktnr|Produktnummer|Produktkode|Produktkod|Produkt-ID|Artikkelnr|Artikkelnummer"
        "|Artikelnr|Artikelnummer|Artikel nr|Artnr|Art.nr|Item no|Item number|Item code|Item id|Product no|Product number|Product code"
        "|Product id|Product key|Stock code|SKU|Stock item key|Stock item id|Part no|Part number|Track id|EAN|GTIN|Vare|Produkt|Product"
        "|Artikel|Artikkel|Item|Stock item",
    ),
    role(
        "product_name",
        "text",
        text("Product name"),
        "Varenavn|Vare navn|Varebeskrivelse|Varetekst|Varebetegnelse|Produktnavn|Produktnamn|Produktbeskrivelse|Artikkelnavn"
        "|Artikkelbeskrivelse|Artikelnavn|Benämning|Artikelbenämning|Artikelnamn|Artikelbeskrivning|Produktbeskrivning|Item name"
        "|Item description|Product name|Stock item name|Product description|Benevnelse|Betegnelse|Beskrivelse|Beskrivning|Description"
        "|Linjetekst|Linjebeskrivelse|Radtext|Tekst|Text|Vare|Produkt|Product|Artikel|Artikkel|Item|Stock item",
    ),
    role(
        "product_group",
        "text",
        text("Product group"),
        "Varegruppe|Varegruppenavn|Varegr|Produktgruppe|Produktgruppenavn|Artikelgrupp|Varugrupp|Produktgrupp|Artikelgruppe"
        "|Artikkelgruppe|Vareområde|Product group|Product category|Product category name|Product line|Item group|Item category"
        "|Category name|Category|Produktkategori|Varekategori|Kategori|Hovedgruppe|Huvudgrupp|Series|Item category code"
        "|Product group code|Product subcategory|Sub-category|Subcategory|Varegruppenr|Varegruppekode|Produktgruppenr"
        "|Product subcategory key|Product category key|Category id|Category key|Product group id",
    ),
    role(
        "group_id",
        "id",
        text("Product group number"),
        "Varegruppenr|Varegruppekode|Produktgruppenr|Product subcategory key|Product category key|Category id|Category key"
        "|Product group id|Product group code|Product category id|Product subcategory id",
    ),
    role(
        "group_name",
        "text",
        text("Product group name"),
        "Varegruppenavn|Produktgruppenavn|Product subcategory name|Product category name|Category name|Product group name",
    ),
)

AMOUNTS = (
    role(
        "revenue",
        "number",
        text("Amount excluding VAT"),
        "Beløp eks mva|Beløp ekskl mva|Beløp uten mva|Sum eks mva|Sum ekskl mva|Linjesum eks mva|Total eks mva|Netto|Nettobeløp|Nettosum"
        "|Netto omsetning|Omsetning|Omsetning eks mva|Salg eks mva|Salgsbeløp|Salg|Inntekt|Beløb ekskl moms|Beløb eks moms"
        "|Beløb uden moms|Nettobeløb|Nettoomsætning|Omsætning|Salg ekskl moms|Linjebeløb ekskl moms|I alt ekskl moms|Belopp exkl moms"
        "|Belopp ex moms|Summa exkl moms|Summa ex moms|Nettobelopp|Nettosumma|Nettoomsättning|Omsättning|Försäljning|Försäljningsbelopp"
        "|Försäljning exkl moms|Intäkt|Net amount|Net sales|Net revenue|Net value|Net total|Net|Amount excl VAT|Amount excluding VAT"
        "|Amount ex VAT|Line amount excl VAT|Total excl VAT|Total excluding tax|Total without tax|Amount without tax|Sales amount"
        "|Sales amount actual|Line total|Line amount|Sales value|Sales|Revenue|Turnover|Subtotal|Extended price|Salgsverdi|Salgsværdi"
        "|Salgssum|Salgsbeløb|Salgsinntekt|Försäljningsvärde|Fakturert|Faktureret|Fakturerat",
    ),
    role(
        "amount",
        "number",
        text("Amount"),
        "Beløp|Beløp NOK|Beløb|Belopp|Amount|Fakturert beløp|Faktureret beløb|Fakturerat belopp|Linjesum|Linjebeløp|Linjebeløb|Radsumma"
        "|Radbelopp|Fakturabeløp|Fakturabeløb|Fakturabelopp|Totalpris|Linjetotal|Ordreverdi|Fakturaverdi|Ordervärde|Total price"
        "|Line value|Order value|Purchase amount|Transaction amount|Amount spent|Spent|Spent amt|Invoice amount|Invoice total|Order total"
        "|Sum|Summa|Total|Totalt|I alt|Totalbeløp|Totalbeløb|Totalbelopp|Total amount|Value|Verdi|Værdi|Värde",
    ),
    role(
        "gross",
        "number",
        text("Amount including VAT"),
        "Beløp inkl mva|Beløp ink mva|Beløp med mva|Sum inkl mva|Total inkl mva|Linjesum inkl mva|Beløb inkl moms|Beløb med moms"
        "|Total inkl moms|I alt inkl moms|Belopp inkl moms|Summa inkl moms|Belopp ink moms|Bruttobeløp|Bruttobeløb|Bruttobelopp|Brutto"
        "|Å betale|At betale|Att betala|Gross amount|Gross|Amount incl VAT|Amount including VAT|Line amount incl VAT|Total incl VAT"
        "|Total including tax|Total with tax|Total due",
    ),
    role(
        "vat_amount",
        "number",
        text("VAT amount"),
        "Mva-beløp|Mva|Merverdiavgift|Herav mva|Utgående mva|Momsbeløb|Momsbelopp|Moms|Heraf moms|Varav moms|VAT amount|VAT|Tax amount"
        "|Tax amt|Total tax|Tax",
    ),
    role(
        "vat_rate",
        "number",
        text("VAT rate"),
        "Mva-sats|Mva %|Mva-prosent|Momssats|Moms %|Momsprocent|VAT rate|VAT %|VAT percent|Tax rate|Tax %",
    ),
    role(
        "quantity",
        "number",
        text("Quantity"),
        "Fakturert antall|Faktureret antal|Fakturerat antal|Invoiced quantity|Antall|Antal|Ant|Kvantum|Mengde|Mængde|Kvantitet|Quantity"
        "|Qty|Order quantity|Order qty|Quantity ordered|Sales quantity|Levert antall|Leveret antal|Levererat antal|Delivered quantity"
        "|Units|Units sold|Stk|Count",
    ),
    role(
        "net_price",
        "number",
        text("Price after discount"),
        "Nettopris|Netto pris|Nettopris eks mva|Netto enhetspris|Nettopris ekskl moms|Nettopris exkl moms|Net price|Net unit price",
    ),
    role(
        "unit_price",
        "number",
        text("Unit price"),
        "Enhetspris|Enhedspris|Stykpris|Stykkpris|Styckpris|À-pris|A-pris|Pris eks mva|Pris ekskl mva|Enhetspris eks mva|Pris ekskl moms"
        "|Pris exkl moms|Salgspris|Salgspris eks mva|Försäljningspris|Unit price|Unit price excl VAT|Unit price ex VAT|Price each"
        "|Sales price|Selling price|Price|Pris",
    ),
    role(
        "gross_price",
        "number",
        text("Unit price including VAT"),
        "Pris inkl mva|Pris ink mva|Pris med mva|Enhetspris inkl mva|Salgspris inkl mva|Pris inkl moms|Enhedspris inkl moms"
        "|Stykpris inkl moms|Salgspris inkl moms|Styckpris inkl moms|À-pris inkl moms|Försäljningspris inkl moms|Price incl VAT"
        "|Price including VAT|Unit price incl VAT|Unit price including VAT|Price with tax",
    ),
    role(
        "discount",
        "number",
        text("Discount"),
        "Rabatt %|Rabat %|Rabattprosent|Rabatprocent|Rabattprocent|Rabattsats|Rabatsats|Linjerabatt %|Linjerabat %|Line discount %"
        "|Discount %|Discount pct|Discount percent|Discount percentage|Unit price discount pct|Unit price discount|Linjerabatt|Rabatt"
        "|Rabat|Discount rate|Line discount|Discount",
    ),
    role(
        "discount_amount",
        "number",
        text("Discount amount"),
        "Rabattbeløp|Rabatbeløb|Rabattbelopp|Discount amount|Line discount amount",
    ),
    role(
        "cost",
        "number",
        text("Cost"),
        "Varekost|Varekostnad|Kostbeløp|Kostbeløb|Kostverdi|Kostværdi|Kostnadsbelopp|Total kost|Kost total|Sum kost|Kostpris total"
        "|Kostpris totalt|Total kostpris|Kostpris i alt|Sum kostpris|Vareforbruk|Vareforbrug|Varuförbrukning|Varukostnad|Sum varekost"
        "|Kostnad|Kost|Omkostning|Total cost|Total product cost|Cost amount|Cost amount actual|Cost of goods sold|Cost of sales|COGS"
        "|Line cost|Cost",
    ),
    role(
        "unit_cost",
        "number",
        text("Unit cost"),
        "Enhetskost|Enhetskostnad|Kostpris/stk|Enhedskost|Enhedskostpris|Kostpris per enhet|Kostpris pr enhet|Kostpris pr stk"
        "|Kostpris per stk|Inpris|Innpris|Inköpspris|Innkjøpspris|Indkøbspris|Unit cost|Cost per unit|Cost each|Product standard cost"
        "|Standard cost|Purchase price",
    ),
    role(
        "cost_price", "number", text("Cost price, each or in all"), "Kostpris|Cost price|Selvkost|Selvkostpris|Självkostnad|Självkostpris"
    ),
    role(
        "margin",
        "number",
        text("Contribution margin"),
        "DB|DB kr|DB i kr|DB beløp|DB-beløb|Dekningsbidrag|Dækningsbidrag|Bruttofortjeneste|Bruttoavanse|Fortjeneste|TB|TB kr"
        "|Täckningsbidrag|Bruttovinst|Contribution margin|Contribution|Margin amount|Gross profit|Profit|Margin",
    ),
    role(
        "margin_share",
        "number",
        text("Contribution margin in per cent"),
        "DB %|DB i %|DG|DG %|Dekningsgrad|Dekningsgrad %|Dekningsbidrag %|Dækningsgrad|Dækningsgrad %|Dækningsbidrag %|TB %|TB i %|TG"
        "|TG %|Täckningsgrad|Täckningsgrad %|Täckningsbidrag %|Margin %|Marginal %|Bruttomargin %|Bruttomarginal %|Bruttofortjeneste %"
        "|Contribution margin %|Gross margin %|Gross profit %|Profit %|GM %",
    ),
    role("currency", "id", text("Currency"), "Valuta|Valutakode|Valutakod|Currency|Currency code|Currency id"),
    role(
        "original_amount",
        "number",
        text("Amount in the invoice’s currency"),
        "Valutabeløp|Beløp i valuta|Beløb i valuta|Valutabeløb|Belopp i valuta|Valutabelopp|Amount in currency|Currency amount"
        "|Amount currency|Amount excluding VAT currency|Nettobeløp valuta|Nettobeløb valuta|Nettobelopp valuta",
    ),
)
