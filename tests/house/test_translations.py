"""Does every user read every sentence in the user's own language?"""

import re
from pathlib import Path

import pytest
from babel.messages import extract, pofile

SOURCE = Path(__file__).parents[2] / "src" / "rung"
KEYWORDS = {"text": (1,), "texts": (1, 2)}
Key = tuple[str, ...]


def said_in_code(room: Path) -> dict[Key, str]:
    """Every template of a room's own code, with one place where it is said."""
    found: dict[Key, str] = {}
    for path in sorted(room.rglob("*.py")):
        if "tests" in path.parts or owner(path) != room:
            continue
        with path.open("rb") as stream:
            for line, message, _, _ in extract.extract("python", stream, keywords=KEYWORDS):
                key = message if isinstance(message, tuple) else (message,)
                found[key] = f"{path.relative_to(SOURCE)}:{line}"
    return found


def owner(path: Path) -> Path | None:
    """The nearest folder above a file that has a locale folder."""
    return next((folder for folder in path.parents if (folder / "locale").is_dir() and SOURCE in (folder, *folder.parents)), None)


def rooms() -> list[Path]:
    return sorted(path.parent for path in SOURCE.rglob("locale") if path.is_dir())


def translated(room: Path, language: str) -> dict[Key, tuple[str, ...]]:
    with (room / "locale" / f"{language}.po").open("rb") as stream:
        catalogue = pofile.read_po(stream, locale=language)
    found = {}
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, tuple) else (message.id,)
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            assert not message.fuzzy, f"{room.name}/{language}: fuzzy: {key}"
            found[key] = said
    return found


def test_every_room_that_speaks_has_a_locale_folder():
    mute = []
    for path in SOURCE.rglob("*.py"):
        if "tests" not in path.parts and owner(path) is None and path.parts[-2:] != ("base", "text.py"):
            with path.open("rb") as stream:
                mute += [f"{path.relative_to(SOURCE)}: {message[1]}" for message in extract.extract("python", stream, keywords=KEYWORDS)]
    assert not mute


@pytest.mark.parametrize("language", ["nb", "da", "sv"])
@pytest.mark.parametrize("room", rooms(), ids=lambda room: str(room.relative_to(SOURCE)))
def test_every_sentence_of_a_room_is_translated(room, language):
    said, known = said_in_code(room), translated(room, language)
    missing = {key: place for key, place in said.items() if not all(known.get(key, ("",)))}
    assert not missing
    assert not set(known) - set(said), "translations of sentences nobody says any more"


@pytest.mark.parametrize("language", ["nb", "da", "sv"])
@pytest.mark.parametrize("room", rooms(), ids=lambda room: str(room.relative_to(SOURCE)))
def test_translations_keep_the_named_places(room, language):
    def places(template: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", template))

    for key, said in translated(room, language).items():
        wanted = set().union(*map(places, key))
        assert all(places(one) <= wanted for one in said), key
        assert set().union(*map(places, said)) == wanted, key


@pytest.mark.parametrize("language", ["nb", "da", "sv"])
def test_one_sentence_has_one_translation_wherever_it_is_said(language):
    """The catalogues of all rooms are one when a sentence is said, so two rooms must not disagree."""
    said: dict[Key, dict[tuple[str, ...], list[str]]] = {}
    for room in rooms():
        for key, words in translated(room, language).items():
            said.setdefault(key, {}).setdefault(words, []).append(room.name)
    assert not {key: found for key, found in said.items() if len(found) > 1}
