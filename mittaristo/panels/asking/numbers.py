"""Numbers of a text, with the words that say how exact they are."""

import re
from dataclasses import dataclass
from typing import Literal

Qualifier = Literal["exact", "about", "below", "above", "least", "other"]
"""about: near it. below: almost so many. above: somewhat more. least: so many or somewhat more.
other: another bound, or a range."""

NUMBER = re.compile(
    r"(?<![\w.,/:–-])[−-]?(?P<digits>\d{1,3}(?:[   .,]\d{3})+(?!\d)|\d+)(?P<part>,\d{1,2}(?!\d))?"
    r"(?P<case>:[a-zåäö]+)?(?P<after>\s?[–-]\s?\d+|[./:]\d+)?(?!\w|-[^\W\d])"
)

BEFORE: dict[Qualifier, str] = {
    "about": r"noin|n\.|suunnilleen|about|approximately|around|roughly|some|ca\.?",
    "below": r"lähes|miltei|melkein|vajaat?|vajaan|almost|nearly|just under",
    "above": r"yli|runsaa?s?t?|reilut?|reilun|over|more than|just over",
    "least": r"vähintään|ainakin|at least",
    "other": r"alle|enintään|korkeintaan|jopa|up to|at most|under|less than|fewer than|max\.?",
}
_BEFORE = {
    kind: re.compile(rf"(?:\b|^)(?:{words})\s*$", re.IGNORECASE) for kind, words in BEFORE.items()
}

NO_QUANTITY = re.compile(
    r"(?:\b(?:sivu\w*|s|ss|kuva|kuvio|taulukko|liite|luku|kohta|nro|numero|page|figure|table|no|annex|"
    r"puh|tel|klo|at|version?|versio|snapshot|tietopoiminta)\b\.?|§|\+|#|https?\S*)\s*$",
    re.IGNORECASE,
)

MULTIPLES = re.compile(
    r"\s*(?:milj|mrd|tuhat|tuhatta|miljoona|thousand|million|k\b)", re.IGNORECASE
)
SHARE = re.compile(r"\s*(?:%|prosent|per cent|percent)", re.IGNORECASE)

BESIDE = 40
"""Letters before and after a number among which the words that tell its kind are looked for."""

NEAR = 0.05
"""How far a number called about may be from the value at most, as a share of it.

No farther than it is rounded, either: about 290 is not 282."""

WITHIN = 0.1
"""How far one called almost or over may be from it, on its side."""


@dataclass(frozen=True)
class Number:
    """A number that counts something: its value, how exact, and where it stands, with that word."""

    value: float
    qualifier: Qualifier
    start: int
    end: int
    is_share: bool = False

    @property
    def rounded_to(self) -> float:
        """1, 5, 10, 50, 100 …: the largest that it is a multiple of."""
        steps = [step * 10**power for power in range(9) for step in (1, 5)]
        return max((step for step in steps if self.value % step == 0), default=1)

    def agrees(self, value: float) -> bool:
        """Whether a value is what this says."""
        if self.qualifier == "exact":
            return abs(self.value - value) < 0.005
        if self.qualifier == "about":
            return abs(self.value - value) <= min(NEAR * self.value, self.rounded_to / 2)
        if self.qualifier == "below":
            return (1 - WITHIN) * self.value <= value < self.value
        if self.qualifier == "above":
            return self.value < value <= (1 + WITHIN) * self.value
        if self.qualifier == "least":
            return self.value <= value <= (1 + WITHIN) * self.value
        return False


def numbers_in(text: str) -> list[Number]:
    """The numbers of a sentence from which its times are taken; not those of pages and lists."""
    found = []
    for match in NUMBER.finditer(text):
        begins = max(0, match.start() - BESIDE)
        before, after = text[begins : match.start()], text[match.end() : match.end() + BESIDE]
        ordinal = re.match(r"\.\s+[a-zåäö]", after) or (
            not begins and not before.strip() and re.match(r"[.)]\s*$|[.)]\s", after)
        )
        if ordinal or NO_QUANTITY.search(before) or match["digits"].startswith("0"):
            continue
        digits = re.sub(r"\D", "", match["digits"])
        value = float(digits + (match["part"] or "").replace(",", "."))
        qualifier, start = _qualified(before)
        if match["after"] or MULTIPLES.match(after) or match.group()[0] in "−-":
            qualifier = "other"
        share = SHARE.match(after) is not None
        found.append(Number(value, qualifier, begins + start, match.end(), share))
    return found


def _qualified(before: str) -> tuple[Qualifier, int]:
    """How exact a number is by the words before it, and where they begin."""
    for kind, pattern in _BEFORE.items():
        if match := pattern.search(before):
            return kind, match.start()
    return "exact", len(before)
