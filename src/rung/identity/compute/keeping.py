"""Which of several numbers of one customer is the one to go on with, and why?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rung.base import Text, text
from rung.identity.compute.profile import Profiles


class Worth:
    """What customers are worth keeping for. revenue: minor units per customer_id; last_bought: the day of the last purchase."""

    def __init__(self, known: Profiles, revenue: Mapping[str, int], last_bought: Mapping[str, date]) -> None:
        self._known, self._revenue, self._last = known, revenue, last_bought

    def ordered(self, places: Iterable[int]) -> list[int]:
        """The one to keep first: with a valid organisation number, then the most revenue, then the last purchase, then by id."""
        return sorted(places, key=lambda place: (not self._known[place].org, *self._less(place)))

    def headed(self, places: Iterable[int], name: str) -> list[int]:
        """The top of a group first: who has no name but the group's, then the most revenue."""
        return sorted(places, key=lambda place: (self._known[place].run != name.casefold(), *self._less(place)))

    def revenue(self, places: Iterable[int]) -> int:
        """What they bought for in all, minor units."""
        return sum(self._of(place) for place in places)

    def why(self, ordered: Sequence[int], *, number: bool = True) -> Text:
        """Why the first of them is the one to keep. number: whether an organisation number counts."""
        keep, rest = ordered[0], ordered[1:]
        if number and self._known[keep].org and not all(self._known[place].org for place in rest):
            return text("It has an organisation number.")
        if self._of(keep) > max(map(self._of, rest)):
            return text("It has bought the most.")
        days = [self._day(place) for place in ordered]
        return text("It has bought last.") if days[0] > max(days[1:]) else text("It comes first in the list.")

    def why_top(self, ordered: Sequence[int], name: str) -> Text:
        """Why the first of them stands at the top of the group."""
        if self._known[ordered[0]].run == name.casefold():
            return text("It has the name of the group.")
        return self.why(ordered, number=False)

    def _less(self, place: int) -> tuple[int, int, str]:
        return -self._of(place), -self._day(place).toordinal(), self._known[place].customer_id

    def _of(self, place: int) -> int:
        return self._revenue.get(self._known[place].customer_id, 0)

    def _day(self, place: int) -> date:
        return self._last.get(self._known[place].customer_id, date.min)
