"""Which letters are these bytes? Everything becomes UTF-8; bytes of a file in UTF-8 that are not are taken for Windows letters."""

import codecs
from dataclasses import dataclass

_WINDOWS = "rung.windows-letters"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(_WINDOWS, _as_windows)


@dataclass(slots=True)
class Letters:
    """Turns the pieces of a file into UTF-8, one after the other."""

    encoding: str
    _cut: bytes = b""  # the beginning of a letter that ends in the next piece

    def utf8(self, piece: bytes) -> bytes:
        """The next piece, b"" at the end; a letter that is cut comes with the piece that ends it."""
        whole = self._cut + piece
        if self.encoding != "utf-8":
            return whole if whole.isascii() else whole.decode(self.encoding).encode()
        end = _last_whole(whole) if piece else len(whole)
        whole, self._cut = whole[:end], whole[end:]
        try:
            whole.decode()
        except UnicodeDecodeError:
            return decoded(whole, self.encoding).encode()
        return whole


def _last_whole(piece: bytes) -> int:
    """Where the last letter that is whole ends, as far as its first byte tells."""
    for back, sign in enumerate(reversed(piece[-3:]), 1):
        if sign >= 0xC0:
            return len(piece) - back if back < 2 + (sign >= 0xE0) + (sign >= 0xF0) else len(piece)
        if sign < 0x80:
            break
    return len(piece)


def decoded(some: bytes, encoding: str) -> str:
    """Bytes that stand alone."""
    return some.decode(encoding, errors=_WINDOWS)
