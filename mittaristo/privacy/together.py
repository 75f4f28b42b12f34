"""Releases by attributes and indicators of the same attributes, as one thing to be audited.

Participants are among those who joined. An indicator tells how many of them are of a citizenship or
a level of education; or of an age at their start, which is that at joining or a few years more.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mittaristo.privacy import audit
from mittaristo.privacy.audit import Shown
from mittaristo.privacy.grouping import REST, UNKNOWN
from mittaristo.privacy.indicators import ALL, LARGE, THRESHOLD, Release

JOINED, PARTICIPANTS = "clients_joined", "participants"

COUNTED: Mapping[str, Mapping[str, str]] = {
    "age": {"EECO06": "0-17", "EECO07": "18-29", "EECO08": "55-"},
    "education": {"EECO09": "0-2", "EECO10": "3-4", "EECO11": "5-8"},
    "citizenship": {"EECO13": "third_country"},
}
"""Attribute → its indicators, and the category of each."""

AT_START: Mapping[str, tuple[str, ...]] = {
    "0-24": ("0-17", "18-29"),
    "25-34": ("18-29", "30-54"),
    "35-44": ("30-54",),
    "45-54": ("30-54", "55-"),
    "55-": ("55-",),
}
"""Age at joining → age at the start of a EURA period, which comes at most five years later."""


@dataclass(frozen=True)
class Set:
    """Persons of a measure beside participants: how many, and how many participants are not
    among them, at least and at most as far as everyone is told.
    """

    persons: int
    least: int
    most: int


@dataclass(frozen=True)
class Day:
    """What a snapshot showed: how many had joined, and the indicators with the day of each.

    sets: measure → its persons, where it is told how they lie beside participants.
    """

    on: dt.date
    joined: int
    indicators: Release
    sets: Mapping[str, Set] = field(default_factory=dict)

    def renewed(self, attribute: str) -> bool:
        """Whether its indicators were looked at for this snapshot, and not kept from before."""
        return any(self.indicators[code][2] == self.on for code in COUNTED[attribute])


def can_be_inferred(
    attribute: str, known: Shown, released: Sequence[dt.date], days: Sequence[Day], threshold: int
) -> bool:
    """Whether few persons of an attribute follow from its releases and its indicators together.

    known: what releases have shown, by number of the release. released: their days. days: all
    snapshots that had indicators, the oldest first.
    """
    if attribute not in COUNTED or not days:
        return False
    shown = together(attribute, known, released, days)
    return audit.can_be_inferred(shown, min(threshold, THRESHOLD))


def together(
    attribute: str, known: Shown, released: Sequence[dt.date], days: Sequence[Day]
) -> Shown:
    """One thing to audit of both, numbered by day; see `can_be_inferred`."""
    of_release = [(on, known.totals[JOINED][at]) for at, on in enumerate(released)]
    kept = [
        one
        for before, one in zip([None, *days], days, strict=False)
        if one != before and (one.renewed(attribute) or (one.on, one.joined) in of_release)
    ]
    of_day = {(one.on, one.joined, nth): one for nth, one in enumerate(kept)}
    newest = {key[:2]: key for key in of_day}
    releases = [newest.get(key, (*key, -1)) for key in of_release]
    number = {key: nth for nth, key in enumerate(sorted({*releases, *of_day}))}
    at = [number[key] for key in releases]
    totals = {
        measure: {at[then]: persons for then, persons in counts.items()}
        for measure, counts in known.totals.items()
    }
    cells: dict[tuple[str, int], Mapping[str, int]] = {
        (measure, at[then]): {_finer(attribute, label): n for label, n in cells_.items()}
        for (measure, then), cells_ in known.cells.items()
    }
    withheld = {(measure, at[then]) for measure, then in known.withheld}
    beside = {(JOINED, nth) for nth in number.values() if nth not in at}
    totals[JOINED] |= {nth: key[1] for key, nth in number.items()}
    totals[PARTICIPANTS] = {}
    unions, least = dict[str, tuple[str, str]](), dict[tuple[str, int], int]()
    for key, one in of_day.items():
        for measure, of_set in one.sets.items():
            union, nth = f"{measure} or {PARTICIPANTS}", number[key]
            unions[union] = (measure, PARTICIPANTS)
            totals.setdefault(union, {})[nth] = of_set.persons + of_set.most
            least[union, nth] = of_set.persons + of_set.least
            beside.add((union, nth))
            if nth not in at:
                totals.setdefault(measure, {})[nth] = of_set.persons
                beside.add((measure, nth))
        participants = one.indicators[ALL][0] or 0
        place = (PARTICIPANTS, number[key])
        totals[PARTICIPANTS][number[key]] = participants
        told = _told(attribute, one.indicators) if one.renewed(attribute) else {}
        cells[place] = _cells(attribute, told, participants)
        if not one.renewed(attribute):
            beside.add(place)
        elif not told and participants >= LARGE:
            withheld.add(place)
    considered = tuple(tuple(_finer(attribute, label) for label in one) for one in known.considered)
    empty = (UNKNOWN, REST)
    return Shown(totals, cells, considered, withheld, beside, empty, unions, least)


def _told(attribute: str, indicators: Release) -> Mapping[str, int]:
    """The categories that indicators tell of."""
    told = {label: indicators[code][0] for code, label in COUNTED[attribute].items()}
    return {label: persons for label, persons in told.items() if persons is not None}


def _cells(attribute: str, told: Mapping[str, int], participants: int) -> Mapping[str, int]:
    """Participants by an attribute, those of whom nothing is told together.

    Age and education of every participant are known to the project.
    """
    rest = participants - sum(told.values())
    found = {_of_participants(attribute, label): persons for label, persons in told.items()}
    if attribute == "citizenship":
        return {**found, REST: rest}
    hidden = [label for label in COUNTED[attribute].values() if label not in told]
    hidden += ["30-54"] if attribute == "age" else []
    if hidden:
        codes = (_of_participants(attribute, label).split("+") for label in hidden)
        found["+".join(dict.fromkeys(code for some in codes for code in some))] = rest
    return {**found, REST: 0}


def _of_participants(attribute: str, label: str) -> str:
    """A category of participants as the codes that it may have been at joining."""
    if attribute != "age":
        return label
    return "+".join(f"{then}/{label}" for then, later in AT_START.items() if label in later)


def _finer(attribute: str, label: str) -> str:
    """A label of a release as the codes that participants are told apart by, too."""
    if attribute != "age" or label == REST:
        return label
    return "+".join(
        part
        for code in label.split("+")
        for part in (
            [f"{code}/{later}" for later in AT_START[code]] if code in AT_START else [code]
        )
    )
