"""What is shown of persons by their attributes, and what whoever knows all of it could infer."""

import random
from collections import defaultdict

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mittaristo.figures.breakdowns import share_named
from mittaristo.privacy.protection import FAULT, SCHEMA, Rules, Withheld, protected
from tests.lib.attacker import Attacker, Target, targets, true
from tests.lib.projects import DAYS, WEIGHTS, Counts, as_query_gives, counted, draw

FEW = range(1, 5)
NOTHING = pl.DataFrame(schema=SCHEMA)


def released(counts: Counts) -> pl.DataFrame:
    """Everything that four releases have shown."""
    shown = NOTHING
    for at in range(len(DAYS)):
        shown, _withheld = protected(as_query_gives(counts, at), shown, Rules())
    return shown


def attack(seed: int, clients: int, most: int) -> tuple[int, int]:
    """Attack some targets of a project; how many, and of how many 1 to 4 may all be so."""
    counts, die = counted(draw(seed, clients)), random.Random(seed)
    shown = released(counts)
    wanted: list[tuple[str, Target, Target]] = [
        (attribute, target, whole)
        for attribute, codes in WEIGHTS.items()
        for target, whole in targets(codes).items()
        if true(target, attribute, counts) in FEW
    ]
    attackers: dict[str, Attacker] = {}
    chosen = die.sample(wanted, min(most, len(wanted)))
    open_to_all = 0
    for attribute, target, whole in chosen:
        attacker = attackers.setdefault(attribute, Attacker(shown, attribute, counts))
        low, high = attacker.between(target)
        possible = true(whole, attribute, counts) + 1
        assert low <= true(target, attribute, counts) <= high
        assert high - low + 1 >= min(len(FEW), possible), (seed, attribute, target, low, high)
        open_to_all += low <= min(FEW) and high >= min(max(FEW), possible - 1)
    return len(chosen), open_to_all


@pytest.mark.parametrize("seed", range(5))
def test_no_count_or_step_of_a_few_persons_can_be_told_more_exactly(seed: int) -> None:
    tried, _all = attack(seed, (20, 45, 90, 160, 300)[seed], 10)
    assert tried


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_no_count_or_step_can_be_told_in_two_hundred_projects(block: int) -> None:
    tried, open_to_all = 0, 0
    for seed in range(block * 20, (block + 1) * 20):
        clients = 20 + (480 * (seed % 50)) // 49
        more = attack(seed, clients, 40)
        tried, open_to_all = tried + more[0], open_to_all + more[1]
    print(f"targets {tried}, of which 1 to 4 may all be so {open_to_all}")


# --- Whoever also knows the rules ---------------------------------------------------------------

CODES = ("woman", "man", "unknown")


def of_three(at: int, persons: tuple[int, ...]) -> pl.DataFrame:
    rows = [(DAYS[at], "clients_joined", "all", "all", sum(persons))]
    rows += [
        (DAYS[at], "clients_joined", "gender", code, number)
        for code, number in zip(CODES, persons, strict=True)
        if number
    ]
    return pl.DataFrame(rows, list(SCHEMA), orient="row")


def parted(persons: int) -> list[tuple[int, ...]]:
    """All ways to part persons into three groups."""
    return [
        (first, second, persons - first - second)
        for first in range(persons + 1)
        for second in range(persons + 1 - first)
    ]


def every_world(first: int, step: int) -> None:
    """Two releases of so many persons, in every way that they may be parted into three groups.

    Worlds of which the same is shown cannot be told apart, whatever is known of the rules.
    """
    alike: dict[tuple[object, ...], list[tuple[tuple[int, ...], ...]]] = defaultdict(list)
    for then in parted(first):
        shown, _withheld = protected(of_three(0, then), NOTHING, Rules())
        for more in parted(step):
            now = tuple(a + b for a, b in zip(then, more, strict=True))
            both, _withheld = protected(of_three(1, now), shown, Rules())
            alike[tuple(both.rows())].append((then, more, now))
    wholes = (first, step, first + step)
    for worlds in alike.values():
        for kind, whole in enumerate(wholes):
            for group in range(len(CODES)):
                possible = {world[kind][group] for world in worlds}
                if possible & set(FEW):
                    assert len(possible) >= min(len(FEW), whole + 1), worlds


@pytest.mark.parametrize(("first", "step"), [(12, 0), (9, 3)])
def test_whoever_knows_the_rules_cannot_tell_more(first: int, step: int) -> None:
    every_world(first, step)


@pytest.mark.long
@pytest.mark.parametrize(("first", "step"), [(12, 6), (14, 9), (18, 11), (22, 5)])
def test_whoever_knows_the_rules_cannot_tell_more_in_larger_worlds(first: int, step: int) -> None:
    every_world(first, step)


# --- What is shown -----------------------------------------------------------------------------


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 200))
def test_what_is_shown_is_true_large_enough_and_always_the_same(seed: int, clients: int) -> None:
    persons = draw(seed, clients)
    counts = counted(persons)
    shown = released(counts)
    assert released(counted(persons[::-1])).equals(shown)
    totals = shown.filter(pl.col("attribute") == "all")
    assert {
        (measure, at): persons
        for at, day in enumerate(DAYS)
        for measure, persons in totals.filter(released_on=day)
        .select("measure", "persons")
        .iter_rows()
    } == {(key[0], key[3]): persons for key, persons in counts.items() if key[1] == "all"}
    tables = shown.filter(pl.col("attribute") != "all")
    assert tables.filter(pl.col("persons").is_between(1, 4)).is_empty()
    for (day, measure, attribute), cells in tables.group_by("released_on", "measure", "attribute"):
        at = DAYS.index(day)
        assert cells["persons"].sum() == counts[str(measure), "all", "all", at]
        for label, number in cells.select("category", "persons").iter_rows():
            if label != "other":
                within = (counts.get((measure, attribute, one, at), 0) for one in label.split("+"))
                assert number == sum(within)


@pytest.mark.long
def test_most_persons_stay_in_named_groups() -> None:
    said = {}
    for clients in (20, 50, 100, 200, 300, 400, 500, 1000):
        shares = []
        for seed in range(10):
            shown = released(counted(draw(seed, clients)))
            newest = newest_of_each(shown)
            shares.append(share_named(newest, DAYS[-1]) or 0)
        said[clients] = sum(shares) / len(shares)
    print({clients: f"{share:.0%}" for clients, share in said.items()})
    large = [share for clients, share in said.items() if clients >= 200]
    assert sum(large) / len(large) >= 0.75
    assert min(large) >= 0.7


def newest_of_each(shown: pl.DataFrame) -> pl.DataFrame:
    """What a page shows after the last release: the newest table of each measure and attribute."""
    newest = pl.col("released_on") == pl.col("released_on").max().over("measure", "attribute")
    return shown.filter(newest).with_columns(released_on=pl.lit(DAYS[-1]))


def test_where_anything_goes_wrong_only_totals_are_shown() -> None:
    counts = counted(draw(1, 300))
    odd = {
        (measure, attribute, "odd" if code == "woman" else code, at): persons
        for (measure, attribute, code, at), persons in counts.items()
    }
    shown, withheld = protected(as_query_gives(odd, 0), NOTHING, Rules())
    assert set(shown["attribute"]) == {"all"}
    assert withheld == (Withheld("all", "all", (FAULT,)),)
