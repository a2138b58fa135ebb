"""Results that are kept from one reading of a publication to the next, so that only what changed is made again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, TypeVarTuple

_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")
_Found = TypeVar("_Found")


class Kept:
    """The last result of pure functions at each place, with what it was made from.

    Law: what is returned is equal to what the function would make now. Arguments are compared by value, which costs
    little: those that were kept themselves are the same object.
    """

    def __init__(self) -> None:
        self._results: dict[Hashable, tuple[tuple[Any, ...], Any]] = {}
        self._readings: dict[Hashable, tuple[tuple[Any, ...], dict[str, Any], Any]] = {}

    def make(self, place: Hashable, function: Callable[[*_Arguments], _Result], *args: *_Arguments) -> _Result:
        """What the function makes of the arguments: known from last time where they are the same."""
        known = self._results.get(place)
        if known is None or known[0] != args:
            known = self._results[place] = (args, function(*args))
        result: _Result = known[1]
        return result

    def read(
        self,
        place: Hashable,
        function: Callable[[Callable[[str], _Found]], _Result],
        look: Callable[[str], _Found],
        *args: Hashable,
    ) -> _Result:
        """The same for a function that asks for more by name: it is called again where an answer would differ.

        `args` are what it depends on besides.
        """
        known = self._readings.get(place)
        if known is None or known[0] != args or any(look(name) != answer for name, answer in known[1].items()):
            answers: dict[str, _Found] = {}

            def looked(name: str) -> _Found:
                answers[name] = look(name)
                return answers[name]

            known = self._readings[place] = (args, answers, function(looked))
        result: _Result = known[2]
        return result
