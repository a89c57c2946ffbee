"""In which characters is a SIE file written? What is in it decides, for what it declares is often wrong.

The standard says CP437, declared as PC8, and most files are. Newer programs write UTF-8 or Windows-1252 and still declare PC8. The three
write the Swedish letters in bytes that hardly occur in the others, so counting those tells. (CP850 has them where CP437 has.)
"""

import re
from typing import Final

ASCII: Final = "ascii"
_MARK = b"\xef\xbb\xbf"
_LETTERS = "åäöÅÄÖéÉüÜæøÆØ"
_UTF_8 = re.compile(b"|".join(re.escape(letter.encode()) for letter in _LETTERS + "–’”•€"))
# UTF-8 writes them all as C3 and one byte more, which must not count as a letter of the others.
_OTHERS = {name: re.compile(b"(?<![\xc2\xc3])[" + _LETTERS.encode(name, "ignore") + b"]") for name in ("cp437", "cp1252")}
_NAMES = {"cp437": "CP437", "cp1252": "Windows-1252", "utf-8": "UTF-8", ASCII: "ASCII"}


def encoding_of(written: bytes) -> str:
    """Python's name of the encoding: "utf-8", "cp437" or "cp1252"; "ascii" when there are no letters beyond those.

    In a tie, or when bytes are there that are Swedish in none, it is what the standard says.
    """
    if written.startswith(_MARK):
        return "utf-8"
    if written.isascii():
        return ASCII
    found = {"cp437": 0, "utf-8": len(_UTF_8.findall(written))}
    found.update({name: len(shape.findall(written)) for name, shape in _OTHERS.items()})
    return max(found, key=lambda name: found[name])


def shown(encoding: str) -> str:
    """The encoding as people call it."""
    return _NAMES[encoding]


def as_utf_8(written: bytes, encoding: str) -> bytes:
    """The same text in UTF-8, without a byte order mark; what is no character there becomes the sign for that."""
    if written.isascii():
        return written
    return written.removeprefix(_MARK).decode("utf-8" if encoding == ASCII else encoding, "replace").encode()
