"""What follows from all that was said, in the order it was said? Who said no, and who agreed to what, when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rung.permission.compute.known import CONSENT_SORTS, Known, sorted_hashes
from rung.permission.compute.rules.rule import CHANNELS, Channel

_Hashes = dict[int, str]  # hash -> its sort


def fold(records: Sequence[Mapping[str, Any]], key: bytes) -> Known:
    """The state after all records. A withdrawal takes away every consent that shares a hash with the party; a lifting see `_same`."""
    refused: list[tuple[_Hashes, tuple[Channel, ...]]] = []
    agreed: dict[Channel, list[tuple[_Hashes, date]]] = {channel: [] for channel in CHANNELS}
    for record in records:
        channels, day = tuple(record["channels"]), date.fromisoformat(record["at"][:10])
        for one in record["parties"]:
            mine: _Hashes = {value: sort for sort, value in one["hashes"]}
            match record["what"]:
                case "suppression":
                    refused.append((mine, channels))
                case "lifting":
                    refused = [entry for entry in refused if not _same(entry[0], mine)]
                case "consent":
                    for channel in channels:
                        agreed[channel].append((mine, day))
                case "withdrawal":
                    for channel in channels or CHANNELS:
                        agreed[channel] = [entry for entry in agreed[channel] if not entry[0].keys() & mine.keys()]
    return Known(key=key, suppressed=_suppressed(refused), consents=_consents(agreed))


def _same(refused: _Hashes, party: _Hashes) -> bool:
    """Whether a no is this party's to take back. Colleagues share a phone, so a phone alone is not enough when more is known."""
    shared = refused.keys() & party.keys()
    return any(refused[one] != "phone" for one in shared) or (bool(shared) and set(refused.values()) == {"phone"})


def _suppressed(refused: Sequence[tuple[_Hashes, tuple[Channel, ...]]]) -> dict[str, Any]:
    found: dict[str, set[int]] = {}
    for mine, channels in refused:
        for channel in channels or ("",):
            found.setdefault(channel, set()).update(mine)
    return {channel: sorted_hashes(hashes) for channel, hashes in found.items()}


def _consents(agreed: Mapping[Channel, Sequence[tuple[_Hashes, date]]]) -> dict[Channel, dict[int, date]]:
    """The latest day for each hash that a channel's consent goes by."""
    found: dict[Channel, dict[int, date]] = {}
    for channel, entries in agreed.items():
        days: dict[int, date] = {}
        for mine, day in entries:
            for value, sort in mine.items():
                if sort in CONSENT_SORTS[channel]:
                    days[value] = max(day, days.get(value, day))
        found[channel] = days
    return found
