"""Identity codes, addresses, accounts and telephone numbers within texts that would be stored.

Every form that is looked for is bounded, so that a text of any length takes time in proportion to
its length."""

import re
import unicodedata

from stdnum import iban, numdb
from stdnum.fi import hetu, ytunnus

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
        str(unicodedata.decimal(one, one))
        for one in text
        if unicodedata.category(one) != "Cf"
        and one not in FILLERS
        and not "\ufe00" <= one <= "\ufe0f"
    )


CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
"""By the sign in the middle of an identity code."""


def year_of_birth(code: str) -> int | None:
    """The year that an identity code tells; None where a text is none, or a slip of the pen."""
    plain = plain_signs(code).replace(" ", "").upper()
    if plain[6:7] not in CENTURIES or not hetu.is_valid(plain, allow_temporary=True):
        return None
    return CENTURIES[plain[6]] + int(plain[4:6])


IDENTITY_CODE = re.compile(
    r"(?<!\d)(?=(\d\d)[\s.]{0,2}(\d\d)[\s.]{0,2}(?:19|20)?(\d\d)"
    rf"\s{{0,3}}([_/.,:*=~{re.escape(''.join(CENTURIES))}]?)\s{{0,3}}(\d\d\d)(\s?)([0-9A-Y]))",
    re.IGNORECASE,
)


def _is_identity_code(found: re.Match[str], text: str) -> bool:
    """Whether day and check character are right, and what follows does not belong to it."""
    day, month, year, separator, individual, space, check = found.groups()
    after = text[found.end(7) : found.end(7) + 1]
    if not hetu.is_valid(f"{day}{month}{year}A{individual}{check}", allow_temporary=True):
        return False  # of those of this century: every day of another is among its days
    if separator and not space:
        return not (check.isdigit() and after.isdigit())
    return not after.isalnum() and (bool(separator) or not (space or check.isdigit()))


EMAIL = re.compile(
    r"[\w.+-]\s{0,3}(?:@|\(at\)|\[at\]|\(ät\)|\[ät\])\s{0,3}[\w-]{1,255}\.\w", re.IGNORECASE
)


ACCOUNT = re.compile(r"(?=([A-Z]{2}[\s-]{0,3}\d[\s-]?\d(?:[\s-]{0,3}[0-9A-Z]){11,29}))")


BETWEEN = re.compile(r"[\s-]")


ACCOUNTS = numdb.get("iban")
"""What account numbers of each country are made of."""


FEWEST_DIGITS = 8
"""Of an account number: a sentence has fewer."""


def _is_account(written: str) -> bool:
    """Whether the country has account numbers of this form, and the check digits are right."""
    plain = BETWEEN.sub("", written)
    form = ACCOUNTS.info(plain[:2])[0][1].get("bban", "")
    number = plain[: 4 + sum(map(int, re.findall(r"\d+", form)))]
    enough = sum(map(str.isdigit, number)) >= FEWEST_DIGITS
    return enough and iban.is_valid(number, check_country=False)


DAYS_AND_TIMES = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.(?:\s?(?:19|20)\d\d|\d\d)?(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-[0-3]\d(?!\d)"
    r"|(?<!\d)(?:0?[1-9]|1[0-2])[/.](?:19|20)\d\d(?!\d)"
    r"|(?<!\d)[0-3]\d[01]\d{3}-[0-3]\d[01]\d{3}(?!\d)"
    r"|(?<![0-9.])(?:[01]?\d|2[0-3])[.:][0-5]\d(?![0-9.])"
)


BUSINESS_ID = re.compile(r"(?<!\d)\d{7}-\d(?!\d)")


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
    return "|" if ytunnus.is_valid(found[0]) else found[0]
