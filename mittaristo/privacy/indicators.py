"""Which numbers of the ESF+ indicators everyone may see, so that none of 1–4 persons follows.

Numbers by their names: `EECO02` is an indicator, `EECO02/of` those whom it may concern. The
reasoning is in docs/decisions/023-indicators.md.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

THRESHOLD = 5
"""A count of fewer persons, but of some, is shown to nobody."""

LARGE = 4 * THRESHOLD
"""With fewer participants nothing but their number is shown."""

Numbers = Mapping[str, int]
Release = Mapping[str, tuple[int | None, int | None, dt.date]]
"""Code → its number, of how many, and of which day, as they were shown; None was withheld."""

ALL, LONG = "EECO01", "EECO03"
STATUS = ("EECO02", "EECO04", "EECO05")
GROUPS = (
    STATUS,
    ("EECO07", "EECO08", "EECO06"),
    ("EECO10", "EECO11", "EECO09"),
    ("EECO13",),
)
"""Indicators that share the participants among them, in the order in which they are tried."""

AT_LEAVING = ("EECR01", "EECR02", "EECR04")

INSIDE = (
    "EECO02 - EECR04/of + EECR01/of",
    "EECO04 - EECR01/of",
    "EECO05 - EECR03/of + EECR04/of",
)
"""Who have not left, by their status at the start."""

LEFT = (
    "EECR03/of - EECR04/of",
    "EECR03/of - EECR02/of",
    "EECR04/of - EECR01/of",
    "EECR01/of + EECR02/of - EECR03/of",
)
"""Who have left: employed, students, unemployed and otherwise inactive at the start."""


def fine(*counts: int) -> bool:
    """Whether each is nobody, or at least the threshold."""
    return all(count == 0 or count >= THRESHOLD for count in counts)


def value(expression: str, numbers: Numbers) -> int | None:
    """A sum of numbers, written with + and -; None where one of them is not known."""
    total, sign = 0, 1
    for word in expression.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        elif word not in numbers:
            return None
        else:
            total += sign * numbers[word]
    return total


def shown(exact: Numbers) -> dict[str, int]:
    """Those of the numbers that may be shown together. `exact`: all that registers give."""
    names = {ALL, f"{ALL}/of"}
    whole = exact[ALL]
    if whole >= LARGE:
        for group in GROUPS:
            names |= {part for code in _of_group(group, exact) for part in (code, f"{code}/of")}
        if "EECO02" in names and fine(exact[LONG], exact["EECO02"] - exact[LONG]):
            names |= {LONG, f"{LONG}/of"}
        if fine(exact["EECR03/of"], whole - exact["EECR03/of"]):
            names |= _of_results(exact, names)
    return {name: exact[name] for name in exact if name in names}


def _of_group(group: Sequence[str], exact: Numbers) -> list[str]:
    """One is shown if it and what then remains unshown are fine; never nothing but zeros."""
    remaining, found = exact[ALL], []
    for code in group:
        if fine(exact[code], remaining - exact[code]):
            remaining -= exact[code]
            found.append(code)
    only_zeros = len(found) < len(group) and not any(exact[code] for code in found)
    return [] if only_zeros else found


def _of_results(exact: Numbers, names: set[str]) -> set[str]:
    """Results: those by status only where each status at the start is shown."""

    def rest(code: str) -> bool:
        return fine(exact[code], exact[f"{code}/of"] - exact[code])

    found = {"EECR03/of"} | ({"EECR03"} if rest("EECR03") else set())
    by_status = [value(cell, exact) or 0 for cell in (*LEFT, *INSIDE)]
    if not (names >= set(STATUS) and fine(*by_status)):
        return found
    found |= {f"{code}/of" for code in AT_LEAVING}
    if rest("EECR04"):
        found.add("EECR04")
        if rest("EECR01") and rest("EECR02"):
            found |= {"EECR01", "EECR02"}
    if fine(exact["EECR05/of"], exact["EECR04/of"] - exact["EECR05/of"]):
        found |= {"EECR05/of"} | ({"EECR05"} if rest("EECR05") else set())
    return found


# What is shown again stays what it was, or has moved by enough


def _cells(codes: Sequence[str], numbers: Numbers) -> dict[str, int]:
    """All that follows from some indicators and is a count of persons: sums and remainders."""
    expressions = [*codes, *(f"{code}/of - {code}" for code in codes)]
    for group in GROUPS:
        if set(group) <= set(codes):
            sums = [part for size in (2, 3) for part in combinations(group, size)]
            expressions += [" + ".join(part) for part in sums]
            expressions += [f"{part[0]}/of - {' - '.join(part)}" for part in sums]
    if LONG in codes:
        expressions.append(f"EECO02 - {LONG}")
    if "EECR04" in codes:
        of = [f"{code}/of" for code in codes]
        expressions += [*of, *LEFT, *INSIDE, "EECR04/of - EECR05/of"]
    found = {one: value(one, numbers) for one in expressions}
    return {one: count for one, count in found.items() if count is not None}


BLOCKS: tuple[tuple[str, ...], ...] = (
    (*STATUS, LONG),
    *GROUPS[1:],
    (*AT_LEAVING, "EECR03", "EECR05"),
)
"""Indicators that are renewed together."""


ATTRIBUTES: Mapping[tuple[str, ...], str] = {
    BLOCKS[1]: "age",
    BLOCKS[2]: "education",
    BLOCKS[3]: "citizenship",
}
"""Block → the attribute by which releases may count the same persons."""

Fits = Callable[[str, Release], bool]
"""Whether what a day shows of indicators gives nothing away beside releases of an attribute."""


def _alone(attribute: str, release: Release) -> bool:
    """There are no releases."""
    del attribute, release
    return True


def renewed(
    exact: Numbers, on: dt.date, earlier: Sequence[Release | None], fits: Fits = _alone
) -> Release:
    """What everyone may see on a day: each block as it is now, or as it was shown last.

    It is as it is now if no count that follows from it has moved by 1–4 since any earlier release,
    and it fits what releases by attributes have shown.
    `earlier`: all of them, the oldest first; None is one that cannot be read, and then nothing is
    renewed. The number of all participants always is.
    """
    now = shown(exact)
    known = [one for one in earlier if one is not None]
    last = known[-1] if known else {}
    found: dict[str, tuple[int | None, int | None, dt.date]] = {
        ALL: (now[ALL], now[ALL], on),
    }
    for codes in BLOCKS:
        as_now = {code: (now.get(code), now.get(f"{code}/of"), on) for code in codes}
        as_shown = numbers_of({**found, **as_now})
        moved = (apart(_cells(codes, as_shown), _cells(codes, numbers_of(one))) for one in known)
        if (
            len(known) == len(earlier)
            and all(moved)
            and (codes not in ATTRIBUTES or fits(ATTRIBUTES[codes], {**found, **as_now}))
        ):
            found |= as_now
        else:
            found |= {code: last.get(code, (None, None, on)) for code in codes}
    return found


def numbers_of(release: Release) -> dict[str, int]:
    """The numbers of a release by their names, without those that were withheld."""
    pairs = ((name, one) for code, row in release.items() for name, one in _named(code, row))
    return {name: one for name, one in pairs if one is not None}


def _named(
    code: str, row: tuple[int | None, int | None, dt.date]
) -> Iterator[tuple[str, int | None]]:
    yield code, row[0]
    yield f"{code}/of", row[1]


def apart(now: Numbers, then: Numbers) -> bool:
    """Whether everything that both hold is the same in both, or has moved by enough."""
    return all(fine(abs(now[name] - then[name])) for name in now.keys() & then.keys())


Steps = Mapping[frozenset[str], int]
"""Steps by their names, those that are told together as one → what they add or take off."""


@dataclass(frozen=True)
class Whole:
    """An indicator within which some steps lie: it comes to so many persons, at least and at most.

    Both are the same where it is of the same day as the steps.
    """

    of: frozenset[str]
    least: int
    most: int

    def tells(self, alone: Mapping[str, int]) -> bool:
        """Whether what it leaves, but for the steps that are told alone, is a few persons."""
        inside = [abs(alone[name]) for name in self.of & alone.keys()]
        least, most = max(0, self.least - sum(inside)), self.most - sum(inside)
        few = least < THRESHOLD and most > 0
        return bool(inside) and few and most - least < THRESHOLD - 2


def folded(
    steps: Numbers, order: Sequence[str], earlier: Sequence[Steps], wholes: Sequence[Whole] = ()
) -> Steps | None:
    """Each step by itself, but together those of 1–4 persons or that have moved by 1–4.

    So are those that leave 1–4 of a whole. Those together are two at least, and twice the threshold
    of persons; None where they never are. order: in which further steps are taken in for that.
    earlier: what was shown before.
    """
    together = [
        name
        for name, count in steps.items()
        if not (fine(abs(count)) and _rests(frozenset({name}), count, earlier))
    ]

    def telling() -> list[Whole]:
        alone = {name: count for name, count in steps.items() if name not in together}
        return [whole for whole in wholes if whole.tells(alone)]

    for whole in telling():
        large = {name for name in whole.of if steps.get(name) and name not in together}
        together += sorted(large, key=lambda name: (abs(steps[name]), name))[:1]
    for name in order:
        if not telling() and (not together or _enough(together, steps, earlier)):
            break
        if steps[name] and name not in together:
            together.append(name)
    if telling() or (together and not _enough(together, steps, earlier)):
        return None
    found = {frozenset({name}): count for name, count in steps.items() if name not in together}
    if together:
        found[frozenset(together)] = sum(steps[name] for name in together)
    return found


def _enough(together: Sequence[str], steps: Numbers, earlier: Sequence[Steps]) -> bool:
    """Whether steps that are told together are many enough, and their sum may be shown."""
    counts = [steps[name] for name in together]
    many = len(counts) > 1 and sum(map(abs, counts)) >= 2 * THRESHOLD
    return many and _rests(frozenset(together), sum(counts), earlier)


def _rests(names: frozenset[str], count: int, earlier: Sequence[Steps]) -> bool:
    """Whether what some steps come to is what it was shown to be, or has moved by enough."""
    for then in earlier:
        inside = [part for part in then if part <= names]
        known = frozenset().union(*inside) == names
        if known and not fine(abs(count - sum(then[part] for part in inside))):
            return False
    return True
