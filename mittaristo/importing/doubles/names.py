"""Names of persons and firms in the few forms that different writings of one name share."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from anyascii import anyascii

from mittaristo.i18n.normalisation import UNSEEN, compatible

SIGNS = re.compile("[\u0591-\u05c7\u0640\u064b-\u065f\u0670]")
"""Vowel signs of Arabic and Hebrew, and the stroke that only makes an Arabic word longer."""

ALIKE = str.maketrans("أإآٱىئیؤةۀە", "اااايييوههه")
"""Arabic and Persian letters that are written for one another."""

IN_ARABIC = re.compile("[\u0600-\u06ff]")

WORD = re.compile("[a-z]+")

ROMANISED = (
    *(("shch", "sc"), ("tsh", "c"), ("ch", "c"), ("ts", "c"), ("sh", "s"), ("zh", "z")),
    *(("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k")),
    *(("x", "ks"), ("q", "k"), ("w", "v"), ("j", "i"), ("y", "i")),
    *(("ie", "e"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("e", "a"), ("o", "u")),
)
"""Ways of writing foreign letters in Latin ones, in the order in which they are made alike:
Štšerbakov and Shcherbakov, Jelena and Yelena, Mohamed and Muhammad."""

TWICE = re.compile(r"(.)\1+")

UNWRITTEN = str.maketrans("zg", "dk", "aiuv")
"""What Arabic letters do not tell: vowels, and how z and d, g and k are said."""

LEAST, MOST = 4, 5
"""Letters of a name without vowels that still tell it; words of a name that are looked at."""


def marks(name: str) -> tuple[tuple[str, str], ...]:
    """What a person's name has in common with other writings of it: `form, side` pairs.

    Two names are one where they share a form and lie on sides that may meet (see `meet`). Order,
    hyphens, accents and script make no difference, nor whether a middle name is written.
    """
    found: dict[str, str] = {}
    for form, side in _marks(name):
        found.setdefault(form, side)
    return tuple(found.items())


def _marks(name: str) -> Iterator[tuple[str, str]]:
    text = SIGNS.sub("", compatible(UNSEEN.sub("", name))).translate(ALIKE)
    words = [_romanised(word) for word in WORD.findall(_latin(text).replace("'", ""))]
    if not words:
        return
    yield _form(words), WHOLE
    if len(words) <= MOST:
        for at in range(len(words) - 1):
            yield _form([*words[:at], words[at] + words[at + 1], *words[at + 2 :]]), JOINED
        for count in range(2, len(words)):
            for some in combinations(words, count):
                yield _form(some), PART
    bare = "".join(sorted("".join(_bare(word) for word in words)))
    if len(bare) >= LEAST:
        yield f"/{bare}", ARABIC if IN_ARABIC.search(text) else LATIN


def _form(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


WHOLE, JOINED, PART, ARABIC, LATIN = "whole", "joined", "part", "arabic", "latin"


def meet(one: str, other: str) -> bool:
    """Whether names on these sides are one: of two parts of names nothing follows."""
    sides = {one, other}
    return (WHOLE in sides and len(sides) <= 2) or sides == {ARABIC, LATIN}


def _latin(text: str) -> str:
    return anyascii(text).lower()


def _romanised(word: str) -> str:
    for written, alike in ROMANISED:
        word = word.replace(written, alike)
    return TWICE.sub(r"\1", word)


def _bare(word: str) -> str:
    return word.translate(UNWRITTEN).removesuffix("h")


# --- Firms ------------------------------------------------------------------------------------

FORM = re.compile(
    "oyj?|abp?|ky|kb|tmi|ay|osk|r[yfs]|sr|ltd|limited|inc|llc|plc|gmbh|ag|ou|as|sia|uab|ooo|bv"
    "|osakeyhtio|aktiebolag|toiminimi|osuuskunta|kommandiittiyhtio|ja|och|and|the"
)
"""Company forms, and words that join others."""

OF_A_FIRM = re.compile("[a-z0-9]+")
LETTERS = 3
"""So many together make an id a name; other ids are only what they are."""


def firm_marks(name: str) -> tuple[str, ...]:
    """What a firm's name has in common with other writings of it; nothing where it is no name.

    Company form, punctuation and case make no difference, and the order of words makes none where
    they hold no digits.
    """
    plain = _latin(compatible(UNSEEN.sub("", name))).replace("t:mi", "tmi").replace("'", "")
    words = [word for word in OF_A_FIRM.findall(plain) if not FORM.fullmatch(word)]
    if not any(len(word) >= LETTERS and word.isalpha() for word in words):
        return ()
    if any(map(str.isdigit, plain)):
        return (re.sub("(?<![0-9]) | (?![0-9])", "", " ".join(words)),)
    return ("".join(words), " ".join(sorted(words)))
