"""Whatever happens to a file: no crash, and each firm comes back once."""

import gzip
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rung.importers.archive import Piece
from rung.importers.register import claims

NORWAY = (
    b'"organisasjonsnummer","navn","organisasjonsform.kode","organisasjonsform.beskrivelse","naeringskode1.kode","harRegistrertAntallAnsatte",'
    b'"antallAnsatte","forretningsadresse.postnummer","stiftelsesdato","konkurs"\n'
    b'"900000006","A ""B""\nAS","AS","Aksje","43.210","true","12","5011","2001-02-31","false"\n'
    b'"900000014","C AS","AS","Aksje","43.210","true","x","","2001-02-03","true"\n"900000022","D AS","AS","","","","","","",""\n'
)
UNIT = {
    "organisasjonsnummer": "900000006", "navn": "A æ", "organisasjonsform": {"kode": "AS"}, "antallAnsatte": 5, "konkurs": False,
    "forretningsadresse": {"adresse": ["b", "c"], "postnummer": "5011"}, "stiftelsesdato": "2001-02-03",
}  # fmt: skip
FIRM = {
    "cvrNummer": 13585628,
    "navne": [{"navn": "A", "periode": {"gyldigFra": "2001-01-01", "gyldigTil": None}}],
    "beliggenhedsadresse": [{"vejnavn": "B", "husnummerFra": 1, "postnummer": 800, "periode": {"gyldigTil": None}}],
    "erstMaanedsbeskaeftigelse": [{"aar": 2025, "maaned": 1, "antalAnsatte": 3}],
    "virksomhedMetadata": {"sammensatStatus": "NORMAL"},
}
SWEDEN = (
    b"organisationsidentitet;organisationsnamn;organisationsform;avregistreringsdatum;registreringsdatum;postadress\n"
    b'"5560360793$ORGNR-IDORG";"A$B$C";"AB-ORGFO";"";"2020-01-02";"Box$$ORT$11122$SE-LAND"\n'
    b'"8803200016$PERSON-IDORG";"Bo$B$C";"E-ORGFO";"";"2020-01-02";"Box$$ORT$11122$SE-LAND"\n'
)
FILES = [
    NORWAY,
    json.dumps([UNIT, UNIT | {"organisasjonsnummer": "900000014"}], ensure_ascii=False).encode(),
    json.dumps({"_embedded": {"enheter": [UNIT]}}, indent=1).encode(),
    json.dumps({"hits": {"hits": [{"_source": {"Vrvirksomhed": FIRM}}]}}).encode(),
    SWEDEN,
    b"PeOrgNr\tNamn\tFtgStat\tJurForm\tNg1\tReklamsparrtyp\tRegDatKtid\r\n165560360793\tA\t1\t49\t62010\t1\t20200102\r\n",
]
PIECES = st.binary(max_size=4) | st.sampled_from(
    [b'"', b"\n", b"\\", b"{", b"}", b"]", b",", b"null", b"\\ud800", b"\xff", b"\0", b"9" * 30]
)


@st.composite
def damaged(draw, whole):
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(whole)))
        end = draw(st.integers(start, min(start + draw(st.sampled_from([0, 1, 5, 1000])), len(whole))))
        whole = whole[:start] + draw(PIECES) + whole[end:]
    return whole


@pytest.mark.parametrize("whole", FILES, ids=["units", "json", "page", "cvr", "bolagsverket", "scb"])
def test_the_files_are_right_before_they_are_damaged(read, whole):
    assert read(whole).rows()


@pytest.mark.parametrize("whole", FILES, ids=["units", "json", "page", "cvr", "bolagsverket", "scb"])
@given(data=st.data())
def test_damage(read_piece, whole, data):
    content = data.draw(damaged(whole))
    packed = data.draw(st.booleans())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register"
        path.write_bytes(gzip.compress(content) if packed else content)
        said = read_piece(Piece(path))
    assert bool(said.refused) or claims(content)
    told = said.column("content", "rejected") + [str(row) for row in said.rows()]
    assert not any(re.search(r"(?<![\w.,])8803200016(?![\w.,])", one) for one in told)


@given(st.binary(max_size=300))
def test_anything(content):
    claims(content)


KEYS = st.sampled_from([*UNIT, *FIRM, "postnummer", "adresse"])
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("danish", [True, False])
@given(values=st.lists(ODD, min_size=len(UNIT), max_size=len(UNIT)))
def test_values_of_any_kind(read_piece, values, danish):
    odd = dict(zip(FIRM if danish else UNIT, values, strict=False))
    rows = [{"Vrvirksomhed": FIRM | odd}, {"Vrvirksomhed": FIRM}] if danish else [UNIT, UNIT | odd]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register"
        path.write_bytes(json.dumps(rows).encode())
        said = read_piece(Piece(path))
    assert said.ends[0].rows == 2
