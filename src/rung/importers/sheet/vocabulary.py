"""Which of our words does a file mean? What people write for yes, woman, visit or won, in four languages, and the word of the facts for it.

Words are looked up without case, spaces, dots and accents (headers.normal). What is not here stays as the file says it.
"""

import re
from collections.abc import Mapping

from rung.importers.sheet.headers import normal


def _words(**said: str) -> dict[str, str]:
    """Normal spelling -> the word of the facts."""
    return {normal(one): word for word, listed in said.items() for one in listed.split("|")}


YES = frozenset(map(normal, ("ja", "j", "jo", "yes", "y", "true", "t", "sann", "sant", "sand", "1", "1.0", "x", "reservert", "reserveret",
                             "reserverad", "beskyttet", "reklamebeskyttet", "spärrad", "protected")))  # fmt: skip
NO = frozenset(map(normal, ("nei", "nej", "n", "no", "false", "f", "usann", "usant", "falsk", "falskt", "0", "0.0", "ikke reservert",
                            "ikke reklamebeskyttet", "ikke beskyttet", "ej reserverad")))  # fmt: skip

SEXES = _words(
    woman="woman|female|f|w|kvinne|kvinde|kvinna|k|dame|pige|jente|flicka|fru",
    man="man|male|m|mann|mand|herre|gutt|dreng|pojke|herr",
)

KINDS = _words(
    company="company|business|firm|organisation|organization|b2b|corporate|bedrift|bedriftskunde|firma|foretak|selskap|næring|næringsliv"
    "|virksomhed|erhverv|erhvervskunde|selskab|företag|företagskund|bolag|organisasjon",
    person="person|private|private person|individual|consumer|household|b2c|privat|privatperson|privatkunde|forbruker|husholdning|forbruger"
    "|privatkund|konsument|hushåll",
)

CHANNELS = _words(
    visit="visit|site visit|customer visit|field visit|besøk|kundebesøk|besøk hos kunde|besøg|kundebesøg|besøg hos kunde|besök|kundbesök"
    "|besök hos kund|drop-in|oppmøte",
    meeting="meeting|online meeting|video meeting|teams|teams meeting|møte|kundemøte|salgsmøte|nettmøte|teams-møte|videomøte|onlinemøde"
    "|møde|kundemøde|salgsmøde|teamsmøde|möte|kundmöte|säljmöte|teamsmöte|videomöte|webbmöte|demo|demonstrasjon|demonstration|lunsj|lunch|messe"
    "|messemøte",
    phone="phone|phone call|telephone|call|cold call|tel|telefon|telefonsamtale|tlf|tlf.|oppringning|samtale|ringt|ring|mobil|telefonmøte"
    "|opkald|telefonopkald|opringning|telefonmøde|telefonsamtal|samtal|ringt upp|påringning",
    email="email|e-mail|mail|e-post|epost|sendt e-post|sendt mail|mejl|e-postmelding|nyhetsbrev|nyhedsbrev|newsletter",
    letter="letter|post|direct mail|brev|reklamebrev|direktereklame|dm|adresserad reklam|brevpost",
    web="web|website|web form|webshop|online|chat|nett|nettside|nettskjema|nettbutikk|skjema|hjemmeside|netbutik|webbplats|webb|hemsida"
    "|webbformulär|internet|internett",
)

RESULTS = _words(
    request="request|enquiry|inquiry|asked for offer|lead|forespørsel|henvendelse|ba om tilbud|ønsker tilbud|interessert|forespørgsel"
    "|bad om tilbud|ønsker tilbud|interesseret|förfrågan|bad om offert|önskar offert|intresserad|interested",
    offer="offer|quote|quotation|proposal|offer sent|quote sent|proposal sent|tilbud|tilbud sendt|tilbud gitt|tilbud avgitt|sendt tilbud"
    "|tilbud givet|tilbud afgivet|offert|offert skickad|offert lämnad|anbud",
    meeting="meeting|meeting booked|meeting agreed|appointment|møte|møte avtalt|avtalt møte|nytt møte|møde|møde aftalt|aftalt møde|nyt møde"
    "|möte|möte bokat|bokat möte|nytt möte",
    won="won|closed won|sale|sold|order|ordered|vunnet|salg|solgt|ordre|bestilling|kjøpt|kjøp|vundet|bestilt|købt|køb|vunnen|vunnet affär"
    "|vunnen affär|försäljning|sålt|såld|beställning|köpt|köp|avslut",
    lost="lost|closed lost|tapt|tapt til konkurrent|mistet|tabt|tabt til konkurrent|förlorad|förlorat|förlorad affär|förlust|tappad",
    declined="declined|rejected|not interested|no thanks|no interest|turned down|avslått|avslag|nei takk|takket nei|ikke interessert|nei"
    "|ønsker ikke|afslået|afslag|nej tak|takkede nej|ikke interesseret|nej|avböjt|avböjde|tackat nej|nej tack|inte intresserad"
    "|ej intresserad",
)

BUYING_ROLES = _words(
    **{
        "decides": "decides|decider|decision maker|decision-maker|economic buyer|beslutter|beslutningstaker|tar beslutningen|bestemmer"
        "|beslutningstager|fatter beslutning|beslutsfattare|bestämmer",
        "influences": "influences|influencer|recommender|champion|påvirker|anbefaler|fagansvarlig|rådgiver|påverkare|påverkar|rekommenderar"
        "|rådgivare",
        "uses": "uses|user|end user|bruker|sluttbruker|bruger|slutbruger|användare|slutanvändare",
        "pays": "pays|buys|buyer|purchaser|procurement|innkjøper|innkjøp|betaler|kjøper|indkøber|indkøb|køber|inköpare|inköp|betalar"
        "|köpare",
        "opens doors": "opens doors|gatekeeper|door opener|portvakt|portvokter|dørvokter|døråpner|døråbner|grindvakt|dörröppnare",
    }
)

# What a stage or a status says of an opportunity; open is said by most stages, so only the plain words for it are here.
_OUTCOMES = _words(
    won="won|closed won|deal won|win|signed|ordered|order|order received|vunnet|solgt|ordre|signert|kontrakt signert|avtale inngått|vundet"
    "|solgt|underskrevet|aftale indgået|vunnen|vunnit|vann|sålt|såld|signerad|avtal tecknat|vunnet salg|vunnen affär|ja|yes|true|1",
    lost="lost|closed lost|deal lost|loss|abandoned|dropped|cancelled|canceled|disqualified|declined|rejected|no decision|tapt|tapt salg"
    "|avslått|kansellert|avbrutt|skrinlagt|diskvalifisert|ikke aktuell|tabt|afvist|annulleret|afbrudt|opgivet|diskvalificeret|ikke aktuel"
    "|förlorad|förlorat|förlorad affär|avböjd|avbruten|avbruten affär|annullerad|nedlagd|diskvalificerad|ej aktuell|inte aktuell",
)
_STAGE_PARTS = re.compile(r"\s[-\u2013:]\s|[:(/,]|^\d+ ?[.)-]|\d+ ?%")

_DIRECTIONS = _words(
    incoming="incoming|inbound|in|inn|inngående|innkommende|fra kunde|fra kunden|kunde|kunden|ind|indgående|indkommende|in|ingående"
    "|inkommande|från kund|från kunden|kund|kunden|from customer|customer|innringt|indkald",
    outgoing="outgoing|outbound|out|ut|utgående|til kunde|til kunden|selger|ud|udgående|sælger|till kund|till kunden|säljare|to customer|us"
    "|seller|vi|oss|utringt",
)
_INWARD = re.compile(r"innkommende|inngaende|indgaende|indkommende|inkommande|ingaende|incoming|inbound")
_OUTWARD = re.compile(r"utgaende|udgaende|outgoing|outbound")

_ENDED = re.compile(
    r"konkurs|bankrupt|opphort|ophort|upphort|slettet|opplost|oplost|avregistrer|likvid|liquidat|dissolved|avvikl|afvikl|tvangs"
)
_SALUTATIONS = frozenset(map(normal, ("mr", "mrs", "ms", "miss", "dr", "prof", "sr", "sra", "hr", "fr", "fru", "herr", "frk", "frøken")))


def flag(value: str) -> bool | None:
    """Yes or no; None when the value is neither."""
    plain = normal(value)
    return True if plain in YES else False if plain in NO else None


def happened(value: str) -> bool:
    """Whether a column such as "Konkurs" or "Slettedato" says that it is so: anything but a no does, a date too."""
    return flag(value) is not False


def has_ended(status: str) -> bool:
    """Whether a firm with this status can no longer buy."""
    return bool(_ENDED.search(normal(status)))


def word_of(value: str, vocabulary: Mapping[str, str]) -> str | None:
    """The word of the facts, None when the value is not in the vocabulary."""
    return vocabulary.get(normal(value))


def channel(value: str) -> str:
    """The channel of an activity, whichever way it went; as written when it is none we know."""
    plain = normal(value)
    return CHANNELS.get(plain) or CHANNELS.get(_OUTWARD.sub("", _INWARD.sub("", plain))) or value


def outcome(stage: str) -> str | None:
    """Whether an opportunity was won or lost, by its stage or status ("6. Vunnet", "Closed Lost", "Tapt: pris"); None while it is open."""
    if whole := _OUTCOMES.get(normal(stage)):
        return whole
    parts = [part for part in _STAGE_PARTS.split(stage) if part.strip()]
    return next((_OUTCOMES[plain] for part in parts if (plain := normal(part)) in _OUTCOMES and not plain.isdigit()), None)


def direction(value: str) -> bool | None:
    """Whether the party came to us, by a column for it or by the channel itself ("inngående samtale"); None when nothing says."""
    plain = normal(value)
    if (said := flag(value)) is not None:
        return said
    if plain in _DIRECTIONS:
        return _DIRECTIONS[plain] == "incoming"
    return True if _INWARD.search(plain) else False if _OUTWARD.search(plain) else None


def is_salutation(title: str) -> bool:
    """Whether a title is only "Mr." or "fru", and no job."""
    return normal(title) in _SALUTATIONS
