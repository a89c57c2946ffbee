"""What is a column about what is to come called: opportunities, quotas and budgets; and of what a currency is worth?"""

from rung.base import text
from rung.importers.sheet.role import role

OPPORTUNITY = (
    role(
        "opportunity_id",
        "id",
        text("Number of the opportunity"),
        "Opportunity id|Opportunity no|Opportunity number|Opportunity key|Deal id|Deal no|Deal number|Salgsmulighet-ID|Salgsmulighetsnr"
        "|Salgsmulighet nr|Mulighet-ID|Mulighetsnr|Salgs-ID|Salgsmulighed-ID|Salgsmulighedsnr|Mulighed-ID|Affärs-ID|Affärsnr|Affärsnummer"
        "|Säljmöjlighet-ID|Affärsmöjlighet-ID|Pipeline-ID",
    ),
    role(
        "opportunity_name",
        "text",
        text("Name of the opportunity"),
        "Opportunity name|Opportunity|Deal name|Deal title|Deal|Salgsmulighet|Salgsmulighetsnavn|Mulighet|Salgsnavn|Salgsmulighed|Mulighed"
        "|Affär|Affärsnamn|Affärsmöjlighet|Säljmöjlighet|Subject|Topic|Emne|Ämne|Tittel|Titel|Title",
    ),
    role(
        "stage",
        "text",
        text("Stage"),
        "Deal stage|Stage|Stage name|Opportunity stage|Sales stage|Pipeline stage|Salgsfase|Salgstrinn|Salgstrin|Salgsstadium|Fase|Trinn"
        "|Trin|Stadium|Säljfas|Säljsteg|Affärsfas|Fas|Steg|Status|Deal status|Salgsstatus|Affärsstatus",
    ),
    role(
        "outcome",
        "text",
        text("Won or lost"),
        "Outcome|Won/lost|Win/loss|Vunnet/tapt|Vundet/tabt|Vunnen/förlorad|Utfall|Udfald|Resultat|Result|Is won|Deal status|Salgsstatus"
        "|Affärsstatus|Status|Tilstand",
    ),
    role(
        "expected",
        "day",
        text("Expected closing date"),
        "Expected close|Expected close date|Expected closing date|Expected date|Est. close date|Estimated close date|Forecast close"
        "|Planned close date|Forventet lukkedato|Forventet avslutning|Forventet avsluttet|Forventet salgsdato|Forventet dato"
        "|Forventet signering|Forventet ordre|Estimert lukkedato|Forventet lukket|Forventet afslutning|Forventet ordredato"
        "|Forventet lukning|Förväntat avslut|Förväntat avslutsdatum|Förväntad order|Beräknat avslut|Beräknat avslutsdatum",
    ),
    role(
        "value",
        "number",
        text("Value"),
        "Close value|Deal value|Deal amount|Deal size|Opportunity value|Opportunity amount|Expected revenue|Expected value|Estimated value"
        "|Est. revenue|Estimated revenue|Pipeline value|Total contract value|TCV|ACV|Estimert verdi|Estimert beløp|Forventet verdi"
        "|Forventet beløp|Forventet omsetning|Tilbudssum|Tilbudsbeløp|Tilbudsverdi|Salgsverdi|Forventet værdi|Forventet omsætning"
        "|Tilbudsbeløb|Salgsværdi|Affärsvärde|Ordervärde|Offertbelopp|Offertvärde|Förväntat värde|Förväntad omsättning",
    ),
    role(
        "probability",
        "number",
        text("Probability"),
        "Probability|Probability %|Win probability|Likelihood|Chance|Sannsynlighet|Sannsynlighet %|Sandsynlighed|Sandsynlighed %"
        "|Sannolikhet|Sannolikhet %|Sjanse|Chans",
    ),
)

QUOTA = (
    role(
        "quota",
        "number",
        text("Revenue to reach"),
        "Quota|Sales quota|Sales amount quota|Quota amount|Target|Sales target|Revenue target|Target amount|Goal|Sales goal|Budget"
        "|Budget amount|Sales budget|Revenue budget|Kvote|Salgskvote|Budsjett|Budsjettbeløp|Salgsbudsjett|Omsetningsmål|Salgsmål|Mål"
        "|Måltall|Budgetbeløb|Salgsbudget|Omsætningsmål|Måltal|Kvot|Säljkvot|Säljbudget|Försäljningsbudget|Säljmål|Försäljningsmål"
        "|Budgetbelopp|Omsättningsmål",
    ),
    role(
        "period",
        "text",
        text("Period"),
        "Budget period|Budsjettperiode|Budgetperiode|Budgetperiod|Calendar quarter|Fiscal quarter|Quarter|Kvartal|Tertial|Halvår|Periode"
        "|Period|Tidsrom|Måned|Månad|Month|Calendar month|Fiscal month",
    ),
    role(
        "year",
        "id",
        text("Year"),
        "År|Year|Calendar year|Fiscal year|Budsjettår|Budgetår|Kalenderår|Regnskapsår|Regnskabsår|Räkenskapsår",
    ),
    role(
        "first",
        "day",
        text("From"),
        "Fra|Fra dato|Fra og med|Gjelder fra|Startdato|Fra den|Gælder fra|Från|Från datum|Från och med|Gäller från|Startdatum|From"
        "|From date|Start date|Valid from|Effective from|Quota date",
    ),
    role(
        "last",
        "day",
        text("Until and including"),
        "Til|Til dato|Til og med|Gjelder til|Sluttdato|Gælder til|Slutdato|Till|Till datum|Till och med|Gäller till|Slutdatum|To|To date"
        "|End date|Valid to|Effective to",
    ),
)

RATE = (
    role(
        "foreign",
        "id",
        text("Foreign currency"),
        "Currency pair|Valutapar|BASE_CUR|Fra valuta|Från valuta|From currency|Foreign currency|Fremmed valuta|Utenlandsk valuta"
        "|Udenlandsk valuta|Valuta|Valutakode|Valutakod|Currency|Currency code|ISO-kode|ISO-kod|ISO code|Serie|Series",
    ),
    role(
        "against",
        "id",
        text("Company currency"),
        "QUOTE_CUR|Quote currency|Mot valuta|Mod valuta|Til valuta|Till valuta|To currency|Kvoteringsvaluta|Against|Company currency",
    ),
    role(
        "rate",
        "number",
        text("Exchange rate"),
        "Exchange rate|Valutakurs|Vekselkurs|Växelkurs|Kurs|Midtkurs|Middelkurs|Mittkurs|Mittpris|Kursverdi|Omregningskurs|Snittkurs"
        "|Gennemsnitskurs|Genomsnittskurs|OBS_VALUE|INDHOLD|Rate|Average rate|End of day rate|Closing rate|Spot rate|FX rate|Currency rate",
    ),
    role(
        "rate_units",
        "number",
        text("Units the rate is for"),
        "Enhet|Enheter|Enhed|Enheder|Antall enheter|Antal enheder|Antal enheter|Per|Pr|Unit|Units|Per units|Number of units|Factor|Faktor",
    ),
    role("rate_power", "number", text("Power of ten of the units"), "UNIT_MULT"),
    role("rate_date", "text", text("Date of the rate"), "TIME_PERIOD|TID|Kursdato|Kursdatum|Noteringsdag|Rate date|Observation date"),
)
