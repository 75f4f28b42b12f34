"""Names of known persons within texts that would be stored or shown as they are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from mittaristo.i18n.normalisation import LOOK_ALIKES
from mittaristo.privacy.personal_data import plain_signs

WORD = re.compile(r"[^\W\d_]+|\d+")


SHORTEST_NAME = 4
"""Letters. Shorter ones are found in any text."""


SHORTEST_AS_ONE = 8
"""Letters of a name that is found however it is parted: Li Na is not found in Lina."""


LONGEST_NAME = 80


STAYS_SHORT = 4
"""Letters of a name that only grows when it is inflected: Aino, Ainon."""


@dataclass(frozen=True)
class KnownNames:
    """Names and codes of persons, in either order of first and last name."""

    parted: frozenset[tuple[str, ...]]
    as_one: frozenset[str]
    longest: int
    stems: Mapping[tuple[str, str], frozenset[tuple[str, str]]]
    """Stems of two words of a name, by the first letters of both."""

    @classmethod
    def of(cls, names: Iterable[str]) -> "KnownNames":
        """The names that are long enough to tell someone."""
        orders = {
            order
            for name in names
            if (words := _words(name)) and SHORTEST_NAME <= sum(map(len, words)) <= LONGEST_NAME
            for order in (words, (*words[1:], words[0]), (words[-1], *words[:-1]))
        }
        joined = {"".join(order) for order in orders}
        stems: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for order in orders:
            if len(order) > 1 and all(map(str.isalpha, order[:2])):
                pair = (_stem(order[0]), _stem(order[1]))
                stems.setdefault(_begin(pair), set()).add(pair)
        return cls(
            frozenset(orders),
            frozenset(one for one in joined if len(one) >= SHORTEST_AS_ONE),
            max(map(len, joined), default=0),
            {begin: frozenset(pairs) for begin, pairs in stems.items()},
        )

    def stand_in(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        words = _words(text) if self.longest else ()
        return any(
            "".join(run) in self.as_one or run in self.parted
            for at in range(len(words))
            for run in self._runs(words, at)
        )

    def may_be_inflected_in(self, text: str) -> bool:
        """Whether two words beside each other may be a name: Matti Meikäläinen, Matin Meikäläisen.

        By their beginnings only, so it may be something else.
        """
        return any(
            one.startswith(first) and other.startswith(second)
            for one, other in pairwise(_words(text) if self.stems else ())
            for first, second in self.stems.get(_begin((one, other)), ())
        )

    def _runs(self, words: tuple[str, ...], at: int) -> Iterator[tuple[str, ...]]:
        """The words from one on that are together no longer than the longest name."""
        length = 0
        for end in range(at, len(words)):
            length += len(words[end])
            if length > self.longest:
                return
            yield words[at : end + 1]


def _stem(word: str) -> str:
    """What Finnish cases leave of a name: Virtanen, Virtasen → virta; Pekka, Pekan → pek."""
    if word.endswith("nen"):
        return word[:-3]
    return word[:-2] if len(word) > STAYS_SHORT else word


def _begin(pair: tuple[str, str]) -> tuple[str, str]:
    return (pair[0][:2], pair[1][:2])


def _words(text: str) -> tuple[str, ...]:
    """Words and numbers; a capital within a word begins another."""
    plain = plain_signs(text).translate(LOOK_ALIKES)
    parted = "".join(
        f" {one}" if one.isupper() and before.islower() else one
        for before, one in zip(" " + plain, plain, strict=False)
    )
    return tuple(WORD.findall(parted.casefold()))
