"""Which words say what firms do, where they are or what people are called, and so never name a chain?"""

from rung.identity.compute.names import folded


def _folded(said: str) -> frozenset[str]:
    return frozenset(folded(word) for word in said.split())


# What firms do and how they call themselves. "Hansen Bygg" and "Hansen Rør" are two families, not a chain of two shops.
TRADE = _folded(
    "bygg byg bygge bygningsservice bygningsartikler entreprenør entreprenad entreprise maskin maskiner maskinentreprenør maskinstasjon "
    "rør rørlegger rørservice vvs sanitær varme el elektro elektriker elektriske installasjon installation teknikk teknik teknisk "
    "mekanisk mekaniske verksted værksted verkstad verkstäder smie bil biler bilar auto dekk transport spedisjon frakt logistikk shipping "
    "rederi eiendom ejendomme eiendommer fastighet fastigheter fastigheds bolig invest investment holding kapital consult consulting "
    "konsult rådgivning rådgivende ingeniør ingeniører arkitekter arkitekt regnskap revisjon revision redovisning advokat advokater data "
    "it software system systemer systems solutions design foto grafisk trykkeri tryckeri reklame media mat mad livs kjøtt kød fisk fish "
    "seafood laks havbruk oppdrett gård gard gaard gartneri planteskole hage have trädgård kafe café restaurant bakeri bageri konditori "
    "frisør frisör salong salon klinikk klinik tannlege tandläkare lege helse hälsa trening sport handel handels handelshus import eksport "
    "export engros grossist agentur butikk butik butikker kiosk service tjenester services drift vedlikehold renhold rengøring städ vask "
    "maling maler måleri maleri snekker snickeri tømrer tømmer trelast trä tre treindustri industri industrier industries produkter "
    "produkt products prosjekt projekt group gruppen gruppe koncern konsern international nordic norge danmark sverige scandinavia "
    "sønner søn sønn sons son brødrene brødr bröderna brdr familie store shop shops market bikes bike bicycle cycle sports supply supplies "
    "company parts equipment sales trading hotel hotell camping kommune kommun fylkeskommune region skole skola barnehage forening klubb "
    "energi energy kraft oil olje gas marine maritim mek stål metal metall glass fasade tak stillas asfalt anlegg anlæg graving kran rør"
)
# How many names begin, for no reason that they share.
OPENINGS = _folded(
    "norsk norske nordisk nordiske nordic norges dansk danske danmarks svensk svenska svenske sveriges scandinavian skandinavisk "
    "nord nordre syd søndre sør øst østre vest vestre midt midtre store lille gamle nye ny den det de the la le les el los las das der die "
    "a an and st sankt fru herr dr first best super city sentrum centrum international global general advokat advokatfirmaet restaurant "
    "kunde kunder kund kunden debitor konto customer client account diverse kontant kontantsalg "
    "hotel hotell kafe café frisør salong stiftelsen foreningen sameiet borettslaget brf bostadsrättsföreningen andelsboligforeningen"
)
FIRST_NAMES = _folded(
    "anders andreas anna anne arne arild atle bent bente berit birger bjarne bjørn bo britt carl christian dag daniel david einar eirik "
    "elin elisabeth else emil emma erik espen eva finn fredrik frode geir gerd gunnar gustav hanne hans harald heidi helge henrik hege "
    "henning inge inger ingrid ivar jakob jan jens jesper joakim johan johannes john jon jonas jørgen jørn karen kari karin karl kasper "
    "kim kirsten kjell kjetil knud knut kristian kristin kåre lars lasse leif lena line lise liv magnus maria marianne marit martin mats "
    "mette michael mikael mikkel mogens mona morten nils niels nina odd ola olav ole oskar ove palle patrik per peter petter pål ragnar "
    "randi reidar roar robert roger rolf rune sara sigurd silje siv stefan stein steen sten stian stig svein sven søren terje thomas thor "
    "tom tommy tone tor tore torben tove trond tron trygve ulf ulla unni vidar wenche øyvind åse"
)
