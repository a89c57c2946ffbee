"""What are the people, firms, places and goods of the demo company called? All invented; places and postal codes are real."""

from typing import NamedTuple

COMPANY = "Bryggen & Sønn Engros AS (demo)"
# 800 0.. and 900 0.. carry a right check digit but are not handed out by the register: nobody's numbers.
COMPANY_ORG_NUMBER = "900000006"


class Industry(NamedTuple):
    """How customers of one industry look: weight among customers, size against the others, taste for each product group."""

    nace: str
    group: str
    weight: float
    size: float
    taste: tuple[float, ...]
    endings: tuple[str, ...]


class Place(NamedTuple):
    """A postal code; team is the index in TEAMS of the sellers who work there."""

    postal_code: str
    city: str
    team: int
    country: str = "NO"


class Good(NamedTuple):
    """A product: list price in øre, cost as a share of the list price, how often it is bought within its group."""

    name: str
    price: int
    cost_share: float
    weight: float


TEAMS = ("Team Øst", "Team Vest")
SELLERS = (
    ("S11", "Anne Berg", 0),
    ("S12", "Jonas Lie Dahl", 0),
    ("S13", "Kari Solheim", 0),
    ("S21", "Ole Martin Hauge", 1),
    ("S22", "Ingrid Nygård", 1),
    ("S23", "Per Kåre Myhre", 1),
)

STEMS = (
    *("Brattli", "Lyngås", "Skarvik", "Nordhavn", "Granholt", "Furulund", "Storhaug", "Vestbrygga", "Elvely", "Tindvik"),
    *("Åsheim", "Bjørkmo", "Fjordly", "Haugvoll", "Kvernbekk", "Myrvang", "Rognli", "Sandnesset", "Solbakk", "Steinsvik"),
    *("Sørvåg", "Trollheim", "Ulvsund", "Varden", "Østmark", "Øyrabakken", "Klokkerhaug", "Lillevik", "Mostranda", "Neslia"),
    *("Oterholmen", "Ramsdalen", "Seljeset", "Torshov", "Urdal", "Viksund", "Breivang", "Dalsrud", "Eikeland", "Fagerhus"),
)

# Taste follows the order of GOODS.
INDUSTRIES = (
    Industry("41.200", "Bygg og anlegg", 0.17, 1.5, (5, 3, 2, 1, 1, 1, 2, 1), ("Bygg AS", "Entreprenør AS", "Hus AS", "Byggmester AS")),
    Industry("42.110", "Bygg og anlegg", 0.05, 2.0, (3, 2, 3, 3, 0.5, 1, 1, 1), ("Anlegg AS", "Maskinentreprenør AS", "Vei og Grunn AS")),
    Industry("43.210", "Håndverk", 0.12, 0.7, (2, 3, 2, 0.5, 8, 0.2, 0.5, 1), ("Elektro AS", "Installasjon AS", "El-service AS")),
    Industry("43.221", "Håndverk", 0.12, 0.8, (2, 3, 1, 1, 0.3, 8, 0.6, 0.5), ("Rør AS", "VVS AS", "Rør og Varme AS", "Bad AS")),
    Industry("43.320", "Håndverk", 0.10, 0.5, (6, 3, 1, 0.5, 0.3, 0.1, 3, 0.5), ("Snekkeri AS", "Tømrer AS", "Trelast og Montasje AS")),
    Industry("25.620", "Industri", 0.10, 1.4, (2, 4, 2, 4, 0.5, 0.2, 6, 2), ("Mek. Verksted AS", "Maskinering AS", "Sveis AS")),
    Industry("03.211", "Havbruk", 0.05, 2.4, (2, 1, 5, 3, 1, 2, 0.5, 4), ("Laks AS", "Havbruk AS", "Sjømat AS")),
    Industry("45.200", "Industri", 0.09, 0.6, (2, 4, 2, 5, 1, 0, 3, 1), ("Bilverksted AS", "Auto AS", "Bil og Karosseri AS")),
    Industry("47.523", "Forhandler", 0.08, 1.6, (5, 5, 2, 2, 1, 1, 2, 1), ("Jernvare AS", "Byggvare AS", "Maskin og Utstyr AS")),
    Industry("68.320", "Eiendom", 0.06, 0.5, (2, 1, 1, 1, 2, 2, 0.5, 1), ("Eiendom AS", "Eiendomsdrift AS", "Vaktmesterservice AS")),
    Industry("84.110", "Offentlig", 0.06, 1.3, (1, 2, 6, 1, 1, 1, 0.5, 2), ("kommune", "interkommunale vannverk IKS", "fylkesveikontor")),
)

PLACES = (
    *(Place("0191", "OSLO", 0), Place("0581", "OSLO", 0), Place("0976", "OSLO", 0), Place("1337", "SANDVIKA", 0)),
    *(Place("1400", "SKI", 0), Place("1519", "MOSS", 0), Place("1604", "FREDRIKSTAD", 0), Place("1706", "SARPSBORG", 0)),
    *(Place("2004", "LILLESTRØM", 0), Place("2066", "JESSHEIM", 0), Place("2317", "HAMAR", 0), Place("2615", "LILLEHAMMER", 0)),
    *(Place("2815", "GJØVIK", 0), Place("3015", "DRAMMEN", 0), Place("3117", "TØNSBERG", 0), Place("3210", "SANDEFJORD", 0)),
    *(Place("3510", "HØNEFOSS", 0), Place("3611", "KONGSBERG", 0), Place("3717", "SKIEN", 0), Place("7030", "TRONDHEIM", 0)),
    *(Place("4006", "STAVANGER", 1), Place("4313", "SANDNES", 1), Place("4370", "EGERSUND", 1), Place("4612", "KRISTIANSAND S", 1)),
    *(Place("5011", "BERGEN", 1), Place("5097", "BERGEN", 1), Place("5411", "STORD", 1), Place("5528", "HAUGESUND", 1)),
    *(Place("5700", "VOSS", 1), Place("6002", "ÅLESUND", 1), Place("6413", "MOLDE", 1), Place("6509", "KRISTIANSUND N", 1)),
    *(Place("6800", "FØRDE", 1), Place("6905", "FLORØ", 1)),
)
ABROAD = (
    *(Place("411 04", "GÖTEBORG", 0, "SE"), Place("451 30", "UDDEVALLA", 0, "SE"), Place("452 30", "STRÖMSTAD", 0, "SE")),
    *(Place("9900", "FREDERIKSHAVN", 1, "DK"), Place("7700", "THISTED", 1, "DK")),
)
ABROAD_ENDINGS = {"SE": ("Industri AB", "Bygg AB"), "DK": ("Industri A/S", "Maskinfabrik ApS")}

STREETS = (
    *("Industriveien", "Havnegata", "Verkstedveien", "Storgata", "Sjøgata", "Stasjonsveien", "Jernbaneveien", "Kaiveien"),
    *("Næringsveien", "Smedveien", "Lagerveien", "Møllegata", "Fabrikkveien", "Brygga", "Dampskipskaia", "Teglverksveien"),
)

# group: (revenue account, products). Accounts of sales abroad (no VAT) are 100 higher.
GOODS: dict[str, tuple[str, tuple[Good, ...]]] = {
    "Festemidler": (
        "3010",
        (
            Good("Treskrue 5x90 A2, 200 stk", 28900, 0.58, 9),
            Good("Gipsskrue båndet 3,9x35, 1000 stk", 21900, 0.60, 7),
            Good("Ekspansjonsbolt M12x110, 25 stk", 46500, 0.55, 5),
            Good("Kjemisk anker 410 ml", 31900, 0.62, 4),
            Good("Spiker 2,8x75 rundbåndet, 2100 stk", 54900, 0.66, 6),
            Good('Gjengestang M10 A4, 1 m (3/8")', 9900, 0.57, 4),
            Good("Beslag sortiment, 120 deler", 112000, 0.54, 2),
            Good("Låsemutter M8 FZB, 100 stk", 7900, 0.50, 4),
        ),
    ),
    "Verktøy": (
        "3020",
        (
            Good("Slagskrutrekker 18 V", 249000, 0.76, 5),
            Good("Vinkelsliper 125 mm", 189000, 0.77, 4),
            Good("Borhammer SDS-plus 26 mm", 429000, 0.78, 3),
            Good("Sirkelsag 190 mm", 319000, 0.77, 2),
            Good("Bits- og pipesett, 62 deler", 69900, 0.60, 6),
            Good("Meterstokk 2 m", 9900, 0.52, 7),
            Good("Krysslaser grønn", 389000, 0.74, 2),
            Good("Batteri 18 V 5,0 Ah", 149000, 0.72, 5),
        ),
    ),
    "Verneutstyr": (
        "3030",
        (
            Good("Arbeidshanske str. 10, 12 par", 35900, 0.55, 9),
            Good("Vernebrille klar, 10 stk", 44900, 0.53, 5),
            Good("Vernesko S3", 129000, 0.64, 5),
            Good("Hørselvern m/Bluetooth", 219000, 0.70, 3),
            Good("Støvmaske FFP3, 20 stk", 39900, 0.58, 6),
            Good("Fallsikringssett", 349000, 0.66, 1),
            Good("Refleksvest kl. 3, 10 stk", 89000, 0.52, 3),
        ),
    ),
    "Kjemi og smøring": (
        "3040",
        (
            Good("Multispray 400 ml, 12 stk", 79900, 0.60, 8),
            Good("Bremserens 500 ml, 24 stk", 95900, 0.61, 6),
            Good("Fugemasse byggsilikon, 12 stk", 88900, 0.63, 6),
            Good("Hydraulikkolje 20 l", 119000, 0.69, 3),
            Good("Universalfett 400 g, 12 stk", 71900, 0.60, 4),
            Good("Avfetting konsentrat 10 l", 64900, 0.55, 4),
            Good("Fugeskum pistol 750 ml, 12 stk", 109000, 0.64, 5),
        ),
    ),
    "Elektro": (
        "3050",
        (
            Good("Installasjonskabel PFXP 3G2,5, 100 m", 189000, 0.80, 8),
            Good("Jordfeilautomat 16 A C", 57900, 0.72, 7),
            Good("LED-downlight 8 W, 10 stk", 249000, 0.68, 5),
            Good("Koblingsklemmer sett, 500 stk", 79900, 0.58, 5),
            Good("Skjøteledning 25 m", 69900, 0.65, 3),
            Good("Veggboks dobbel, 50 stk", 64900, 0.60, 4),
            Good("Ladestasjon 22 kW", 1090000, 0.79, 1),
        ),
    ),
    "VVS": (
        "3060",
        (
            Good("Rør-i-rør 16 mm, 50 m", 149000, 0.74, 7),
            Good("Presskobling 22 mm, 20 stk", 119000, 0.66, 6),
            Good("Kuleventil DN20, 10 stk", 99000, 0.64, 5),
            Good("Blandebatteri servant", 159000, 0.70, 3),
            Good("Sluk rustfri 75 mm", 84900, 0.68, 3),
            Good("Avløpsrør 110 mm, 6 m", 38900, 0.70, 5),
            Good("Varmepumpe luft-vann 8 kW", 4950000, 0.82, 0.5),
        ),
    ),
    "Slipemidler": (
        "3070",
        (
            Good("Kappeskive 125x1,0, 50 stk", 64900, 0.52, 9),
            Good("Lamellskive 125 K60, 10 stk", 59900, 0.54, 7),
            Good("Sliperondell 150 mm K120, 100 stk", 74900, 0.55, 5),
            Good("Diamantskive 230 mm", 119000, 0.58, 3),
            Good("Slipebånd 75x533, 10 stk", 34900, 0.53, 3),
            Good("Stålbørste kopp 65 mm, 10 stk", 69900, 0.56, 2),
        ),
    ),
    "Lager og emballasje": (
        "3080",
        (
            Good("Strekkfilm 500 mm, 6 ruller", 74900, 0.66, 7),
            Good("Plukkboks blå, 24 stk", 109000, 0.60, 4),
            Good("Pallereol tilleggsseksjon", 289000, 0.73, 1),
            Good("Lastestropp 10 m 5 t, 4 stk", 99000, 0.62, 4),
            Good("Stablekasse 54 l, 10 stk", 159000, 0.65, 3),
            Good("Pakkteip brun, 36 ruller", 64900, 0.61, 5),
            Good("Jekketralle 2500 kg", 489000, 0.77, 1),
        ),
    ),
}
