"""A search for personal data in texts that would be stored or shown as they are.

Every form that is looked for is bounded, so that a text of any length takes time in proportion to
its length.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from mittaristo.spelling import LOOK_ALIKES, compatible
from mittaristo.texts import N_


def personal_data_in(text: str, *, phones: bool) -> str | None:
    """What kind of personal data a text seems to hold, as a sentence of the catalogue.

    Running numbers used as ids look like telephone numbers: `phones` tells whether to mind those
    that are written in one piece.
    """
    text = _plain(text)
    if any(_is_identity_code(found, text) for found in IDENTITY_CODE.finditer(text)):
        return N_("a Finnish identity code")
    if EMAIL.search(text):
        return N_("an e-mail address")
    if any(_is_account(found[1]) for found in ACCOUNT.finditer(text.upper())):
        return N_("a bank account number")
    without = BUSINESS_ID.sub(_business_id_hidden, DAYS_AND_TIMES.sub("|", text))
    if MOBILE_IN_GROUPS.search(without) or PHONE_ABROAD.search(without):
        return N_("a telephone number")
    if phones and (PHONE.search(without) or MOBILE_WITHOUT_PLUS.search(without)):
        return N_("a telephone number")
    return None


DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
FILLERS = "\u034f\u115f\u1160\u3164"
"""Characters that are not seen, but that Unicode does not count among those of format."""


def _plain(text: str) -> str:
    """The text in plain digits, letters, spaces and hyphens, without what is not seen in it."""
    if text.isascii():
        return text
    text = compatible(text).translate(DASHES)
    return "".join(
        one
        for one in text
        if unicodedata.category(one) != "Cf"
        and one not in FILLERS
        and not "\ufe00" <= one <= "\ufe0f"
    )


# --- Identity codes ---------------------------------------------------------------------------

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
IDENTITY_CODE = re.compile(
    r"(?<!\d)(?=(\d\d)[\s.]{0,2}(\d\d)[\s.]{0,2}(?:19|20)?(\d\d)"
    r"\s{0,3}([-+_/.,:*=~YXWVUABCDEF]?)\s{0,3}(\d\d\d)(\s?)([0-9A-Y]))",
    re.IGNORECASE,
)


def _is_identity_code(found: re.Match[str], text: str) -> bool:
    """Whether day, month and check character are right, and what follows does not belong to it."""
    day, month, year, separator, individual, space, check = found.groups()
    after = text[found.end(7) : found.end(7) + 1]
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return False
    if CHECK_CHARACTERS[int(day + month + year + individual) % 31] != check.upper():
        return False
    if separator and not space:
        return not (check.isdigit() and after.isdigit())
    return not after.isalnum() and (bool(separator) or not (space or check.isdigit()))


# --- Addresses and account numbers ------------------------------------------------------------

EMAIL = re.compile(
    r"[\w.+-]\s{0,3}(?:@|\(at\)|\[at\]|\(ät\)|\[ät\])\s{0,3}[\w-]{1,255}\.\w", re.IGNORECASE
)
ACCOUNT = re.compile(r"(?=([A-Z]{2}[\s-]{0,3}\d[\s-]?\d(?:[\s-]{0,3}[0-9A-Z]){11,29}))")
BETWEEN = re.compile(r"[\s-]")
ACCOUNT_LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        r"(\w\w)(\d\d)",
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BY28 CH21 CY28 CZ24 DE22 DK18 EE20 EG29 ES24 FI18"
        " FO18 FR27 GB22 GE22 GI23 GL18 GR27 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28"
        " LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MT31 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24"
        " RS22 RU33 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20",
    )
}
FEWEST_DIGITS = 8
"""Of an account number: a sentence has fewer."""


def _is_account(written: str) -> bool:
    """Whether the country has account numbers of this length, and the check digits are right."""
    plain = BETWEEN.sub("", written)
    length = ACCOUNT_LENGTHS.get(plain[:2], len(plain) + 1)
    plain = plain[:length]
    if len(plain) < length or sum(map(str.isdigit, plain)) < FEWEST_DIGITS:
        return False
    return int("".join(str(int(one, 36)) for one in plain[4:] + plain[:4])) % 97 == 1


# --- Telephone numbers ------------------------------------------------------------------------

DAYS_AND_TIMES = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.(?:\s?(?:19|20)\d\d|\d\d)?(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-[0-3]\d(?!\d)"
    r"|(?<!\d)(?:0?[1-9]|1[0-2])[/.](?:19|20)\d\d(?!\d)"
    r"|(?<!\d)[0-3]\d[01]\d{3}-[0-3]\d[01]\d{3}(?!\d)"
    r"|(?<![0-9.])(?:[01]?\d|2[0-3])[.:][0-5]\d(?![0-9.])"
)
BUSINESS_ID = re.compile(r"(?<!\d)(\d{7})-(\d)(?!\d)")
BEGINS = r"(?:(?<![0-9A-Za-z])(?<![0-9][.,])|(?<=[^\W\d_]{3}))"
"""Not within a number or an id such as T0401234567, but also right behind a word."""
PHONE_ABROAD = re.compile(
    r"(?:\+|(?<![0-9A-Za-z])00)\s?\d{1,3}[ ./()-]{0,4}(?:\d[ ./()-]{0,3}){6,12}"
)
PHONE = re.compile(BEGINS + r"\(?0[1-9]\d{0,2}\)?[ ./-]{0,3}(?:\d[ ./-]{0,2}){5,8}\d(?!\d)")
MOBILE_WITHOUT_PLUS = re.compile(
    BEGINS + r"358[ ./()-]{0,3}(?:0[ ./()-]{0,2})?(?:4\d|50)(?:[ ./-]{0,2}\d){5,8}(?!\d)"
)
MOBILE_IN_GROUPS = re.compile(
    r"(?<![0-9A-Za-z])(?:0|358[ -])(?:4\d|50)\d?[ -]\d{3,4}[ -]?\d{3,4}(?!\d)"
)


def _business_id_hidden(found: re.Match[str]) -> str:
    """Nothing of a Finnish business id, so that it is not taken for a telephone number."""
    weighed = sum(
        int(digit) * weight for digit, weight in zip(found[1], (7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    return "|" if (-weighed) % 11 == int(found[2]) else found[0]


# --- Names of persons -------------------------------------------------------------------------

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
    plain = _plain(text).translate(LOOK_ALIKES)
    parted = "".join(
        f" {one}" if one.isupper() and before.islower() else one
        for before, one in zip(" " + plain, plain, strict=False)
    )
    return tuple(WORD.findall(parted.casefold()))
