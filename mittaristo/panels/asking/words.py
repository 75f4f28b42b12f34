"""Which measures the words of a question or a text mean.

A lookup and nothing else: a word means what `measure_words.toml` says, in any inflection. A
measure is meant only where all concepts of one of its sets are there and no other that it does not
allow."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import snowballstemmer

from mittaristo.figures.model import Measure
from mittaristo.i18n import terms
from mittaristo.i18n.normalisation import UNSEEN, compatible

WORDS = Path(terms.__file__).parent / "measure_words.toml"

TOKEN = re.compile(r"[^\W\d_]+|€")

ENDINGS = 2
"""How many letters more than a listed beginning a word may have once its endings are taken away.

One only where the beginning is short: there two more letters make another word."""

LONGEST = 60
"""Letters of a word that may be known."""

DID = frozenset({"get", "attend"})
"""Concepts of what someone did with a thing, which is then not what is counted."""

SHORT = 5
"""Letters of a beginning that is short."""

Role = Literal[
    "means", "counting", "ignored", "asking", "narrowing", "lacking", "share", "change", "unknown"
]

NARROWING: tuple[Role, ...] = ("narrowing", "lacking", "share", "change")
"""Words that tell a part of what a figure counts; the last three of its target or its change."""


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, what it means, and its part."""

    text: str
    start: int
    concepts: frozenset[str]
    role: Role


@dataclass(frozen=True)
class _Meant:
    """How a measure is said: sets of concepts, and those that may stand beside them."""

    sets: tuple[frozenset[str], ...]
    may: frozenset[str]


def plain(text: str) -> str:
    """Small letters without dots: työllistynyt and Tyollistynyt are one word."""
    small = UNSEEN.sub("", compatible(text)).casefold()
    return small.translate(str.maketrans("äöå", "aoa"))


@cache
def _listed() -> tuple[Mapping[str, tuple[Role, frozenset[str]]], Mapping[str, _Meant]]:
    """Beginning of a word → its part and concepts; measure → how it is said."""
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    beginnings: dict[str, tuple[Role, frozenset[str]]] = {}
    for role in ("counting", "ignored", "asking", *NARROWING):
        beginnings |= {word: (role, frozenset[str]()) for word in written[role].split()}
    for concepts, words in written["words"].items():
        beginnings |= {word: ("means", frozenset(concepts.split())) for word in words.split()}
    measures = {
        name: _Meant(
            tuple(frozenset(one.split()) for one in entry["means"]), frozenset(entry["may"].split())
        )
        for name, entry in written["measures"].items()
    }
    return beginnings, measures


@cache
def units() -> Mapping[str, frozenset[str]]:
    """Unit of a measure → the concepts that say it beside a number."""
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {unit: frozenset(said.split()) for unit, said in written["units"].items()}


CASE = re.compile(r"^mone(?P<ending>lle|lta|lla|ssa|sta)")


def counted(said: Iterable[Word]) -> frozenset[str]:
    """The units that are asked for: what comes soon after a word that counts.

    Of English nouns in a row those that end in no s may only tell what kind the last one is of:
    employer encounters. Where none is said, persons are: how many got jobs, kuinka monelle on
    annettu; but courses, how many held. Empty where nothing is counted: koulutuksia, montako.
    """
    words = list(said)
    begins = next((at for at, word in enumerate(words) if word.role == "counting"), None)
    if begins is None or begins == len(words) - 1:
        return frozenset()
    counting = plain(words[begins].text)
    means = [word for word in words[begins:] if word.role == "means"][:3]
    case = CASE.search(counting)
    if case:  # kuinka monelle: what is counted stands in the same case
        means = [word for word in means if plain(word.text).endswith(case["ending"])]
    nouns_in_row = counting in ("many", "number")
    told = [(not nouns_in_row or word.text[-1:] in "asä", units_of(word)) for word in means]
    if not means or told[0][1] or not means[0].concepts & DID:
        for (whole, units_said), (_last, next_ones) in pairwise([*told, (True, frozenset[str]())]):
            if units_said:
                return units_said if whole else units_said | next_ones
    before = [units_of(word) for word in words[:begins] if word.role == "means"]
    if counting == "number" or (before and before[-1] and not case):
        return before[-1] if before else frozenset()
    return frozenset({"persons"})


def units_of(word: Word) -> frozenset[str]:
    """The units that a word says."""
    return frozenset(unit for unit, said in units().items() if said & word.concepts)


def apart(said: Iterable[str], units: Collection[str]) -> tuple[str, ...]:
    """The figures that tell measures of these units apart by such words: women, Kajaani."""
    listed = tomllib.loads(WORDS.read_text(encoding="utf-8"))["apart"]
    parts = {_listed_as(word) for word in said}
    return tuple(
        name
        for name, one in listed.items()
        if parts & set(one["words"].split()) and {*units} & set(one["units"].split())
    )


@cache
def once(measure: str) -> bool:
    """Whether the units of a measure have one event only, so that each is new in its month."""
    return measure in tomllib.loads(WORDS.read_text(encoding="utf-8"))["once"].split()


_STEMMERS = tuple(snowballstemmer.stemmer(name) for name in ("finnish", "english"))


@lru_cache(maxsize=8192)
def _meaning(word: str) -> tuple[Role, frozenset[str]]:
    """The part and the concepts of a word as it is written."""
    if len(word) > LONGEST:
        return "unknown", frozenset()
    beginnings, _measures = _listed()
    listed = _listed_as(word)
    return beginnings[listed] if listed else _compound(word, plain(word))


@lru_cache(maxsize=8192)
def _listed_as(word: str) -> str:
    """The longest beginning in the lists that a word has with its endings; empty without one.

    A word that narrows may be longer, as it only keeps from an answer: englanninkieliset.
    """
    beginnings, _measures = _listed()
    folded = plain(word)
    if f"{folded}$" in beginnings:
        return f"{folded}$"
    bare = min(len(stemmer.stemWord(word.casefold())) for stemmer in _STEMMERS)
    for length in range(len(folded), 2, -1):
        endings = ENDINGS if length > SHORT else 1
        if folded[:length] in beginnings and bare <= length + endings:
            return folded[:length]
    for length in range(len(folded), PARTS - 1, -1):
        if beginnings.get(folded[:length], ("",))[0] == "narrowing":
            return folded[:length]
    return ""


def begins_known(word: str) -> bool:
    """Whether a word goes on from a listed beginning that is not short."""
    beginnings, _measures = _listed()
    folded = plain(word)
    return any(folded[:size] in beginnings for size in range(SHORT + 1, len(folded)))


PARTS = 4
"""How many letters each part of a compound has at least."""

NUMBER = re.compile(r"(luku)?maar|luku|luvu|kertym")
"""Second parts of compounds that only say that it is a number: osallistumismäärä."""


def _compound(word: str, folded: str) -> tuple[Role, frozenset[str]]:
    """A word of two that are listed: työnantajakartoitusten. What only tells a part stays so.

    Of words that mean nothing only those for a number may be the second part: työllistymisaika is
    no employment.
    """
    beginnings, _measures = _listed()
    for length in range(len(folded) - PARTS, PARTS - 1, -1):
        first = beginnings.get(folded[:length]) or beginnings.get(f"{folded[:length]}$")
        if first is None or first[0] not in ("means", *NARROWING):
            continue
        role, concepts = _meaning(word[length:])
        if role in ("means", *NARROWING) or NUMBER.match(folded[length:]):
            narrowing = next((one for one in NARROWING if one in (first[0], role)), None)
            return narrowing or "means", concepts | first[1]
    return "unknown", frozenset()


def words_of(text: str) -> list[Word]:
    """The words of a text in order; a compound with a hyphen is several."""
    found = []
    for match in TOKEN.finditer(text):
        role, concepts = _meaning(match.group())
        found.append(Word(match.group(), match.start(), concepts, role))
    return found


def concepts_of(words: Iterable[Word]) -> frozenset[str]:
    """All that some words mean together."""
    return frozenset(concept for word in words for concept in word.concepts)


def meant(concepts: Collection[str], measures: Iterable[str]) -> list[str]:
    """The measures that these concepts say: none, one, or several where they leave it open."""
    said, (_beginnings, listed) = frozenset(concepts), _listed()
    return [
        name
        for name in measures
        if name in listed
        and any(one <= said <= one | listed[name].may for one in listed[name].sets)
    ]


def named(text: str, measures: Mapping[str, Measure]) -> list[str]:
    """The measures whose very name in either language a text is."""
    asked = " ".join(plain(text).strip(" ?.!").split())
    return [
        name
        for name, one in measures.items()
        if asked in {" ".join(plain(label).split()) for label in one.label.values()}
    ]


def nearest(concepts: Collection[str], measures: Iterable[str], most: int = 5) -> list[str]:
    """The measures that share most with these concepts, the nearest first; none that share none."""
    said, (_beginnings, listed) = frozenset(concepts), _listed()
    likeness = {
        name: max(
            len(said & one) / len(said | one) + len(said & listed[name].may) / 100
            for one in listed[name].sets
        )
        for name in measures
        if name in listed
    }
    found = sorted((name for name in likeness if likeness[name] > 0), key=lambda n: -likeness[n])
    return found[:most]
