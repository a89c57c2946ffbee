"""Which words is a name made of, however it is written? "Ås & Sønn A/S, avd. Bergen" and "AAS OG SOENN BERGEN" must meet.

Case, accents, punctuation, company forms, "and" and words for a branch are no part of it; å and aa, ø and oe, ä and ae are one.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

Words = tuple[str, ...]

_LETTERS = str.maketrans({"æ": "a", "ä": "a", "å": "a", "ø": "o", "ö": "o", "ü": "u", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})
_PAIRS = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
# No part of a name wherever they stand; ås is not among them, for accents are taken off afterwards.
_NOISE_WORDS = (
    "og och and und et as asa aps ab enk ivs publ gmbh ltd aktiebolag aktiebolaget aksjeselskap aktieselskab anpartsselskab "
    "enkeltpersonforetak enkeltmannsforetak handelsbolag kommanditbolag"
)
_NOISE = frozenset(_NOISE_WORDS.split())
# Company forms that could be words as well, so only at the end.
_ENDING_WORDS = (
    "ans da nuf sa ba sf kf iks bbl ks amba fmba smba pmba hb kb oy oyj inc incorporated limited llc llp plc co company corp corporation "
    "mbh ag kg bv nv srl spa sarl ltda"
)
_ENDINGS = frozenset(_ENDING_WORDS.split())
# What the forms that make a difference are called, however they are written.
_FORMS = "as asa aps ab enk ivs ans da nuf sa sf ks hb kb amba gmbh ltd"
_FORM = {name: name for name in _FORMS.split()} | {
    "aktiebolag": "ab",
    "aktiebolaget": "ab",
    "aksjeselskap": "as",
    "aktieselskab": "as",
    "anpartsselskab": "aps",
    "enkeltpersonforetak": "enk",
    "enkeltmannsforetak": "enk",
    "handelsbolag": "hb",
    "kommanditbolag": "kb",
}
_BRANCH = re.compile(r"(?<=\w)\W+(?:avd|avdeling|avdelning|afd|afdeling|filial)\b\.?(.*)", re.DOTALL)
_STROKE = re.compile(r"\b([aikp])/s\b")  # a/s is a form; "is" without its stroke may be ice
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_CARE_OF = re.compile(r"\b(?:v/|c/o\b|att[.:]).*", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")


def folded(written: str) -> str:
    """Small letters without accents; one letter for each of å, ø, æ and the two letters they are also written as."""
    bare = unicodedata.normalize("NFKD", written.casefold().translate(_LETTERS))
    plain = bare if bare.isascii() else "".join(letter for letter in bare if not unicodedata.combining(letter))
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return plain


@lru_cache(maxsize=4096)
def place_words(city: str) -> frozenset[str]:
    """The words of a place without the numbers and letters of its districts: "København K" is kobenhavn."""
    return frozenset(word for word in _WORD.findall(folded(city)) if len(word) > 1 and not word.isdigit())


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. words: what tells it from others, in the order they stand, folded. form: its company form, "as"; "" for none.

    branch: what comes after "avd." and the like, folded.
    """

    words: Words
    form: str = ""
    branch: str = ""


def parsed(name: str) -> Name:
    """The parts of a name. One of nothing but noise keeps its words; one without a letter or a digit has none.

    Letters that stand alone side by side are one word: "H & M" is hm.
    """
    low = name.casefold().replace("’", "").replace("'", "")
    before = _CARE_OF.sub("", low)
    low = before if _WORD.search(before) else low
    branch = _BRANCH.search(low)
    low = low[: branch.start()] if branch else low
    stroke = _STROKE.search(low)
    spelt = _DOTTED.sub(lambda dotted: dotted.group().replace(".", "") + " ", _STROKE.sub(" ", low))
    found = _WORD.findall(spelt)
    kept = [word for word in found if word not in _NOISE]
    while len(kept) > 1 and kept[-1] in _ENDINGS:
        kept.pop()
    return Name(
        words=_joined([folded(word) for word in kept or found]),
        form=stroke.group(1) + "s" if stroke else next((_FORM[word] for word in reversed(found) if word in _FORM), ""),
        branch="".join(_WORD.findall(folded(branch.group(1)))) if branch else "",
    )


def _joined(found: list[str]) -> Words:
    made: list[str] = []
    open_ended = False
    for word in found:
        alone = len(word) == 1 and word.isalpha()
        if alone and open_ended:
            made[-1] += word
        else:
            made.append(word)
        open_ended = alone
    return tuple(made)
