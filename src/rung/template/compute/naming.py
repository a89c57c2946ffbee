"""What does the name of a column say about it? Words in four languages, however the name is written.

"OrderValue", "order_value" and "ORDER VALUE" are one name; Nordic compounds are understood by how they end ("totalomsetning").
"""

import re
import unicodedata
from collections.abc import Iterable

_LONG = 6  # a word this long is looked for at the end of a compound as well


def words_of(name: str) -> list[str]:
    """The words of a column's name, in small letters."""
    spaced = re.sub(r"(?<=[a-zæøåäö0-9])(?=[A-ZÆØÅÄÖ])", " ", unicodedata.normalize("NFC", name))
    return [word for word in re.split(r"[^a-zæøåäö]+", spaced.lower()) if word]


def says(name: str, phrases: Iterable[str]) -> bool:
    """Whether the name has one of the phrases (words with a space between) in it, as words or at the end of a compound."""
    words = words_of(name)
    return any(_has(words, phrase.split()) for phrase in phrases)


def _has(words: list[str], phrase: list[str]) -> bool:
    places = range(len(words) - len(phrase) + 1)
    if any(words[at : at + len(phrase)] == phrase for at in places):
        return True
    joined = "".join(phrase)
    return len(joined) >= _LONG and any(word.endswith(joined) for word in words)


# What a customer buys is a consequence of being a good customer; whoever asks "who will be good" does not know it yet.
BOUGHT: dict[str, tuple[str, ...]] = {
    "revenue": (
        *("revenue", "sales", "sales amount", "turnover with us", "invoiced", "net amount", "spend", "spent"),
        *("omsetning", "salg", "fakturert", "omsætning", "faktureret", "omsättning", "försäljning", "fakturerat"),
    ),
    "margin": (
        *("margin", "profit", "contribution", "gross profit", "dekningsbidrag", "fortjeneste", "avanse", "resultatbidrag"),
        *("dækningsbidrag", "avance", "täckningsbidrag", "marginal", "vinst", "db", "tb"),
    ),
    "quantity": (
        *("quantity", "qty", "units", "units sold", "order quantity", "volume", "kvantum", "mengde", "antall solgt"),
        *("mængde", "antal solgt", "kvantitet", "sålt antal", "volum", "volym", "volumen"),
    ),
    "orders": (
        *(
            "order value",
            "orders",
            "order count",
            "number of orders",
            "purchases",
            "invoices",
            "number of invoices",
            "basket",
            "basket size",
        ),
        *("ordreverdi", "ordrer", "antall ordrer", "antall kjøp", "ordreværdi", "antal ordrer", "antal køb"),
        *("ordervärde", "order total", "ordrar", "antal ordrar", "antal köp", "snittkjøp", "snitkøb", "snittköp"),
    ),
    "when": (
        *(
            "last order",
            "last purchase",
            "last order year",
            "first order",
            "first order year",
            "first purchase",
            "customer since",
            "recency",
        ),
        *("siste kjøp", "siste ordre", "første kjøp", "første ordre", "kunde siden", "seneste køb", "seneste ordre", "første køb"),
        *("senaste köp", "senaste order", "första köp", "första order", "kund sedan"),
    ),
    "class": (
        *("abc", "rfm", "clv", "ltv", "lifetime value", "customer value", "customer class", "score"),
        *("kundeverdi", "kundeklasse", "livstidsverdi", "kundeværdi", "livstidsværdi", "kundvärde", "kundklass", "livstidsvärde"),
    ),
}
# "Annual sales" of a reseller are its own size, not what it bought from us.
OWN_SIZE = ("annual", "yearly", "årlig", "årlige", "årlig", "års", "own", "egen", "eget", "total company")

# Known only when the case is closed, by its name.
AFTERWARDS: tuple[str, ...] = (
    *("duration", "call length", "talk time", "close date", "close value", "closed", "closed date", "close reason", "closed on"),
    *("end date", "ended", "won date", "lost date", "won value", "lost reason", "loss reason", "signed date", "date signed"),
    *("varighet", "samtaletid", "samtalelengde", "lukket", "lukkedato", "sluttdato", "avsluttet", "tapsårsak", "vunnet dato", "tapt dato"),
    *("varighed", "samtalelængde", "slutdato", "afsluttet", "lukkedato", "tabsårsag", "vundet dato", "tabt dato"),
    *("varaktighet", "samtalslängd", "slutdatum", "avslutad", "stängd", "stängningsdatum", "avslutsdatum", "förlustorsak"),
)
# So only as the whole name: "previous outcome" was known before.
OUTCOMES = (
    ["outcome"],
    ["result"],
    ["signed"],
    ["won"],
    ["lost"],
    ["utfall"],
    ["resultat"],
    ["udfald"],
    ["vunnet"],
    ["vundet"],
    ["vunnen"],
)
IDENTITY = ("id", "key", "nr", "num", "nummer", "guid", "uuid", "phone", "telefon", "email", "e mail", "epost", "row", "rad")


def bought_word(name: str) -> str | None:
    """Which kind of purchase a name tells of ("revenue", "margin" ...); None when it tells of none."""
    words = words_of(name)
    own = any(word in OWN_SIZE or (word.startswith("års") and len(word) > 4) for word in words)
    if own:
        return None
    return next((kind for kind, phrases in BOUGHT.items() if says(name, phrases)), None)


def known_afterwards(name: str) -> bool:
    """Whether the name says that a column is filled in when the case ends."""
    return words_of(name) in OUTCOMES or says(name, AFTERWARDS)
