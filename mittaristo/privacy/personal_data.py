"""Identity codes, addresses, accounts and telephone numbers within texts that would be stored.

Every form that is looked for is bounded, so that a text of any length takes time in proportion to
its length."""

import re
import unicodedata

from mittaristo.i18n.normalisation import compatible
from mittaristo.i18n.translation import N_


def personal_data_in(text: str, *, phones: bool) -> str | None:
    """What kind of personal data a text seems to hold, as a sentence of the catalogue.

    Running numbers used as ids look like telephone numbers: `phones` tells whether to mind those
    that are written in one piece.
    """
    text = plain_signs(text)
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


def plain_signs(text: str) -> str:
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
