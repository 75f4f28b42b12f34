"""How the codes of a figure's columns are said in a question, in any inflection.

A code is said by its label in either language, as the house's terms, CLDR and the figures
themselves have it; `row_words.toml` only tells what these do not."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from mittaristo.i18n import terms
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.i18n.wording import wording
from mittaristo.panels.asking.words import WORDS, plain
from mittaristo.panels.parts import breakdown

LANGUAGE_COLUMNS = ("language", "first_language")


@cache
def written() -> Mapping[str, Any]:
    """row_words.toml."""
    return tomllib.loads(WORDS.with_name("row_words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Said:
    """A code that a text says, and where."""

    column: str
    code: str
    start: int
    end: int


# Inflection

ENDING = (
    r"[aeiou]{0,3}(?:n|t|ta|tta|ja|den|ten|jen|ien|tten|ssa|sta|lla|lta|lle|na|ksi|hin|seen|hen)?"
    r"(?:kin|ko)?"
)
"""Endings of Finnish cases, without dots."""

CHANGES = dict(
    one.split()
    for one in (
        *("nk n[kg]", "ng n[kg]", "nt n[nt]", "nn n[nt]", "lt l[lt]", "ll l[lt]", "rt r[rt]"),
        *("rr r[rt]", "mp m[mp]", "kk kk?", "pp pp?", "tt tt?", "t (?:tt?|d)", "p (?:pp?|v)"),
        *("k kk?", "d [dt]", "v [vp]"),
    )
)
"""Consonants before the last vowel → what they may be by the case; the longest counts."""

LIKE = (
    ("nen", "(?:nen|s{e})"),
    ("set", "(?:nen|s{e})"),
    ("aneet", r"(?:anut|ane[ei]{e}|i(?:vat)?)"),
    ("neet", r"(?:nut|ne[ei]{e})"),
    ("ttomat", "(?:to|tto[mn]){e}"),
    ("ton", "(?:to|tto[mn]){e}"),
    ("kset", "(?:s|ks|t){e}"),
    ("us", "u(?:s|ks|t|d){e}"),
    ("os", "o(?:s|ks|t|d){e}"),
    ("ys", "y(?:s|ks|t|d){e}"),
)
"""End of a word → how it goes on in its cases."""


@lru_cache(maxsize=4096)
def inflected(word: str, ending: str = ENDING) -> str:
    """A pattern for a Finnish word in any case, or before another part of it; without dots."""
    for end, forms in LIKE:
        if word.endswith(end) and len(word) > len(end) + 1:
            return re.escape(word.removesuffix(end)) + forms.replace("{e}", ending)
    root = re.sub(r"[aeiouy]{1,2}$", "", re.sub(r"(?<=[aeiouy])t$", "", word))
    if len(root) < 3 or not root.isalpha():
        return re.escape(word)
    end = next((root[-length:] for length in (2, 1) if root[-length:] in CHANGES), "")
    forms = CHANGES.get(end, "")
    return re.escape(root.removesuffix(end)) + forms + ending.replace("aeiou", "aeiouy")


def _words(label: str) -> list[str]:
    """The words and numbers of a label without what stands in brackets."""
    return re.findall(r"\d+|[^\W\d_]+", plain(re.sub(r"\(.*?\)", "", label)))


def _english(word: str) -> str:
    """One of them or several, or what is theirs."""
    return rf"{word.removesuffix('s')}(?:'?s)?'?" if len(word) > 3 else rf"{word}(?:'?s)?"


def of_label(label: str, language: str) -> str:
    """A pattern for a label of several words, each of them inflected."""
    said = [inflected(one) if language == "fi" else _english(one) for one in _words(label)]
    return r"[\s/:–-]+".join(said)


# Codes


def said_in(
    text: str, codes: Mapping[str, Iterable[str]], rows: Sequence[Mapping[str, Any]]
) -> list[Said]:
    """Codes of columns that a text says, the longest first; none lies within another.

    text: plain, as `folded` gives it. codes: column → those that the figure has. rows: of it.
    """
    found = list[Said]()
    for column, known in codes.items():
        for code in known:
            for pattern in _patterns(column, code):
                found += [Said(column, code, *one.span()) for one in pattern.finditer(text)]
        if column == "code":
            found += _by_names(text, rows)
    chosen = list[Said]()
    for one in sorted(dict.fromkeys(found), key=lambda one: one.start - one.end):
        if all(one.end <= other.start or other.end <= one.start for other in chosen) or any(
            (one.start, one.end) == (other.start, other.end) and one.column == other.column
            for other in chosen
        ):
            chosen.append(one)
    return chosen


@lru_cache(maxsize=1024)
def _patterns(column: str, code: str) -> tuple[re.Pattern[str], ...]:
    """How a code is said: by its labels, and by what the list tells besides."""
    instead = written()["instead"].get(column, {}).get(code)
    said = list(_by_label(column, code)) if instead is None else list(instead)
    said += written()["also"].get(column, {}).get(code, ())
    after = r"(?=\W|$|koulutu|kurss)" if column in ("card", "language") else r"(?!\w)"
    return tuple(re.compile(rf"(?<!\w)(?:{one}){after}") for one in dict.fromkeys(said) if one)


def _by_label(column: str, code: str) -> Iterator[str]:
    if column == "code":
        yield rf"{code[:4].lower()}[\s-]?{code[4:]}(?::\w+)?"
        return
    for language in LANGUAGES:
        label = label_of(column, code, language)
        if column in LANGUAGE_COLUMNS:
            yield from _of_language(label, language, persons=column == "first_language")
        elif column != "age":
            yield of_label(label, language)
        if column == "municipality" and language == "fi":
            root = re.sub(r"[aeiouy]+$", "", plain(label))
            yield rf"{re.escape(root)}[aeiou]{{0,2}}la(?:inen|is{ENDING})"


def _of_language(label: str, language: str, *, persons: bool) -> Iterator[str]:
    """A language by its name, and what is in it, or whose it is: venäjänkieliset, Russian speakers.

    Trainings for those who speak it need not be in it.
    """
    [name, *_rest] = plain(label).split()
    theirs = r"(?!\w*(?:sille|silla|silta)\b)(?!\w*sten\b(?! \w*(?:koulutust|kurss)))"
    if language == "fi":
        yield inflected(name)
        kieli = "kieli" if persons else f"kieli{theirs}"
        yield inflected(name, rf"[aeiouy]{{0,2}}n?[\s-]?{kieli}\w*")
    else:
        after = r"(?:[\s-]speak\w+|[\s-]language)?"
        yield name + (after if persons else r"(?:[\s-]language)?")


def label_of(column: str, code: str, language: Language) -> str:
    """What a code is called: see `panels.parts.breakdown` and terms.toml."""
    _ = wording(language)
    if column in LANGUAGE_COLUMNS:
        return _.language_name(code)
    if column == "municipality":
        return _.term("municipalities", code)
    if column in ("education", "gender", "age", "citizenship") and code != "all":
        return breakdown.label_in_words(column, code, _)
    if column == "field" and code in terms.words()["columns"]:
        return _.term("columns", code)
    if code in terms.words()["figure_codes"] and code not in terms.words()["codes"]:
        return _.term("figure_codes", code)
    return _.code(code)


def _by_names(text: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Said]:
    """Indicators by their names, also with the last word first: saanut tutkinnon."""
    for row in rows:
        for language in LANGUAGES:
            words = _content(row[f"name_{language}"])
            yield from _by_name(text, row["code"], words, language)
            yield from _by_name(text, row["code"], [*words[-1:], *words[:-1]], language)


def _by_name(
    text: str, code: str, words: Sequence[tuple[str, bool]], language: str
) -> Iterator[Said]:
    """Where more than half of the words of a name stand, one after the other."""
    whole = sum(says for _one, says in words)
    if sum(says and one[:3] in text for one, says in words) * 2 <= whole:
        return
    kinds = [inflected(one) if language == "fi" else _english(one) for one, _says in words]
    for one in re.finditer("".join(rf"(?:(?<!\w)({kind})(?!\w)\W*)?" for kind in kinds), text):
        there = sum(
            says and bool(part) for (_word, says), part in zip(words, one.groups(), strict=True)
        )
        if there * 2 > whole:
            yield Said("code", code, one.start(), len(text[: one.end()].rstrip(" -–,.?!:;")))


LITTLE = ("tai", "ja", "or", "and", "in", "on", "of", "the", "a", "with", "from", "at")


@lru_cache(maxsize=256)
def _content(name: str) -> list[tuple[str, bool]]:
    """The words of a name, and whether each says something by itself."""
    return [(one, one not in LITTLE) for one in _words(name)]


# Ages

_AGES = (
    (r"(?:alle|under|below|younger than)\s(?P<below>\d\d)(?:[\s-]*v\w*)?", "below"),
    (r"(?P<low>\d\d)\s?[-–]\s?(?P<high>\d\d)[\s-]?(?:v\w*|years?(?: old)?)?", "range"),
    (r"(?:vahintaan\s)?(?P<low>\d\d)\s(?:vuotta\s)?tayttan\w+", "over"),
    (r"tayttan\w+\s(?P<low>\d\d)\svuotta", "over"),
    (r"vahintaan\s(?P<low>\d\d)-?\s?v\w+", "over"),
    (r"(?:aged\s)?(?P<low>\d\d)\s(?:years\s)?(?:and|or)\s(?:over|older)", "over"),
)


def age_in(text: str) -> tuple[int, int, int, int] | None:
    """An age that a text names: from, to (0 where it is open), and where it stands."""
    for pattern, kind in _AGES:
        for one in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
            if kind == "below":
                return 0, int(one["below"]) - 1, *one.span()
            return int(one["low"]), int(one["high"]) if kind == "range" else 0, *one.span()
    return None


def folded(text: str) -> str:
    """Small letters without dots, each in its place."""
    return "".join(small if len(small := plain(one)) == 1 else one for one in text)
