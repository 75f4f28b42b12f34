"""Slips of the keys: a long word that is one letter away from a single word that is known."""

import re
from collections.abc import Iterator

from mittaristo.panels.asking import words

SHORTEST = 7
"""Letters of a word that may be a slip; a shorter one is near too many others."""

LONG = 12
"""Letters of a word that is near no other, even if it begins as one that is known."""

ENDING = 3
"""Letters at the end that are never mended: they tell a case, and who did or will do it."""

LETTERS = "abcdefghijklmnopqrstuvwyzäö"
VOWELS = frozenset("aeiouyäö")

Read = tuple[tuple[str, str], ...]


def mended(question: str, unknown: tuple[str, ...]) -> Read:
    """Each word that is not known with what it is read as; empty where one of them has no reading.

    A name is left alone: a word with a capital that does not begin the question. So is a word that
    begins as one that is known and is not LONG: what follows makes another one of it.
    """
    found = []
    for word in unknown:
        begins = question.lstrip().startswith(word)
        is_name = word != word.lower() and not begins
        another = len(word) < LONG and words.begins_known(word)
        if len(word) < SHORTEST or not word.isalpha() or is_name or another:
            return ()
        readings = {words.words_of(one)[0].concepts: one for one in _near(word.lower())}
        if len(readings) != 1:
            return ()
        [reading] = readings.values()
        found.append((word, reading))
    return tuple(found)


def with_words(question: str, read: Read) -> str:
    """The question with its words as they are read."""
    for said, meant in read:
        question = re.sub(rf"\b{re.escape(said)}\b", meant, question)
    return question


def _near(word: str) -> Iterator[str]:
    """Words that are known and one slip away: a letter too much or too little, two that changed
    places, or a wrong consonant. Of a vowel for another one other words are made."""
    near = set()
    for at in range(1, len(word) - ENDING):
        begins, here, ends = word[:at], word[at], word[at + 1 :]
        near.add(begins + ends)
        near.add(begins + ends[0] + here + ends[1:])
        near |= {begins + one + here + ends for one in LETTERS}
        if here not in VOWELS:
            near |= {begins + one + ends for one in LETTERS if one not in VOWELS}
    near.discard(word)
    roles = {one: words.words_of(one)[0].role for one in sorted(near)}
    known = {one: role for one, role in roles.items() if role != "unknown"}
    if all(role == "means" for role in known.values()):
        yield from known
