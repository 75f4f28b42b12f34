"""What everyone may see of indicators: by hand, and against someone who reckons."""

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from mittaristo.figures.computation import for_the_team
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.team import released
from mittaristo.privacy import indicators as privacy
from mittaristo.project import Project
from mittaristo.snapshots import reading
from tests.lib import indicators as plain
from tests.lib.builders import Tables, client, publish_rows
from tests.lib.recount import frames
from tests.lib.store import tamper

DEFINITIONS = Definitions.load()
DAYS = (dt.date(2024, 6, 30), dt.date(2024, 10, 31), dt.date(2025, 2, 28))


def numbers(**counts: int) -> dict[str, int]:
    """All numbers of a project with a hundred participants, 45 of whom have left."""
    first = (100, 60, 30, 25, 15, 0, 20, 10, 20, 50, 30)
    results = ((6, 20), (7, 35), (10, 45), (8, 40), (0, 0))
    found = {f"EECO{nth:02}": count for nth, count in enumerate(first, start=1)} | {"EECO13": 80}
    for nth, (count, of_all) in enumerate(results, start=1):
        found |= {f"EECR{nth:02}": count, f"EECR{nth:02}/of": of_all}
    found |= counts
    outputs = [code for code in found if code.startswith("EECO")]
    return {**found, **{f"{code}/of": found["EECO01"] for code in outputs}}


def test_what_is_large_enough_is_shown() -> None:
    exact = numbers()
    assert privacy.shown(exact) == exact


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"EECO13": 3}, {"EECO13"}),
        ({"EECO13": 97}, {"EECO13"}),
        ({"EECO03": 58}, {"EECO03"}),  # two would be unemployed for a shorter time
        ({"EECO08": 4}, {"EECO08"}),
        ({"EECO10": 76, "EECO11": 4}, {"EECO11", "EECO09"}),  # a second one of the sum, too
        ({"EECR03": 44}, {"EECR03"}),
        ({"EECR04": 3}, {"EECR04", "EECR01", "EECR02"}),
    ],
)
def test_what_is_small_is_hidden_and_what_would_give_it_away(
    counts: Mapping[str, int], hidden: set[str]
) -> None:
    exact = numbers(**counts)
    missing = {name.removesuffix("/of") for name in exact.keys() - privacy.shown(exact).keys()}
    assert missing == hidden


def test_leavers_are_not_told_apart_where_few_of_a_status_are_still_inside() -> None:
    exact = numbers(EECO05=7, EECO02=68)  # five have left of seven in work at the start
    shown = privacy.shown(exact)
    assert {"EECR04", "EECR04/of", "EECR01/of", "EECR05/of"}.isdisjoint(shown)
    assert {"EECR03", "EECR03/of", "EECO05"} <= shown.keys()


def test_a_block_that_has_moved_by_a_few_stays_what_it_was() -> None:
    before = privacy.renewed(numbers(), DAYS[0], [])
    moved = numbers(EECO01=110, EECO07=22, EECO08=12, EECO09=30, EECO13=90, EECO02=70)
    now = privacy.renewed(moved, DAYS[1], [before])
    assert now["EECO01"] == (110, 110, DAYS[1])
    assert now["EECO09"] == (30, 110, DAYS[1])
    assert now["EECO07"] == before["EECO07"] == (20, 100, DAYS[0])
    later = privacy.renewed(numbers(EECO07=25), DAYS[2], [before, now, None])
    assert later["EECO09"] == now["EECO09"]  # what cannot be read might have shown anything


def test_it_stays_also_where_what_was_shown_before_cannot_be_read(
    project: Project,
) -> None:
    def participants(many: int, third_country: int) -> Tables:
        rows = [client(f"C{n}", citizenship="fi") for n in range(many)]
        rows[:third_country] = [client(f"C{n}") for n in range(third_country)]
        period = {"status_at_start": "unemployed", "start_form": "accepted", "end_form": "none"}
        return {
            "clients": rows,
            "participations": [
                {
                    **period,
                    "participation_id": f"P{n}",
                    "client_id": f"C{n}",
                    "started_on": "2024-02-01",
                }
                for n in range(many)
            ],
        }

    def shown() -> tuple[Any, Any]:
        figures = reading.open_snapshot(project.folder, reading.numbers(project.folder)[-1]).figures
        [row] = [row for row in figures.rows("indicators") if row["code"] == "EECO13"]
        return row["total"], row["counted_on"]

    publish_rows(project, participants(30, 10), "2024-03-31")
    first = shown()
    publish_rows(project, participants(32, 12), "2024-06-30")
    assert first == shown() == (10, dt.date(2024, 3, 31))
    tamper(reading.folder_of(project.folder, 2) / "figures" / "indicators.parquet", b"?")
    publish_rows(project, participants(60, 30), "2024-12-31")
    assert shown() == first


def test_small_steps_are_told_together_until_they_are_enough() -> None:
    steps = {"a": -3, "b": -20, "c": 0, "d": -2, "e": -30}
    found = privacy.folded(steps, "abcde", [])
    assert found == {frozenset("abd"): -25, frozenset("c"): 0, frozenset("e"): -30}
    assert privacy.folded({"a": -3, "b": 0}, "ab", []) is None
    before = [{frozenset({name}): count for name, count in {**steps, "e": -28}.items()}]
    again = privacy.folded({**steps, "a": -10, "d": -10}, "abcde", before)
    assert again is not None
    assert frozenset("e") not in again  # by itself it would show that two came


def test_a_step_is_told_together_with_others_where_it_would_leave_a_few_of_an_indicator() -> None:
    steps = {"at work": -28, "inside": -20, "late": -10}
    at_work = privacy.Whole(frozenset({"at work"}), 30, 30)
    found = privacy.folded(steps, "", [], [at_work])
    assert found is None  # two who were at work have no employment, and nothing is to be added to
    found = privacy.folded(steps, ("late",), [], [at_work])
    assert found == {frozenset({"inside"}): -20, frozenset({"at work", "late"}): -38}
    earlier = privacy.Whole(frozenset({"at work"}), 27, 33)  # of an earlier day: none to five
    assert privacy.folded(steps, ("late",), [], [earlier]) == {
        frozenset({name}): count for name, count in steps.items()
    }


def test_an_estimate_that_has_moved_by_a_few_stays_what_it_was() -> None:
    tables = plain.draw(7, 200)
    before: list[released.Earlier] = []
    told = []
    for day, woman in zip(DAYS, (10, 12, 16), strict=True):
        guess = {"indicator": "EECO12", "woman": woman, "man": 0, "non_binary": 0}
        tables["estimates"] = [{**guess, "method": "guess", "estimated_on": day}]
        shown = released.tables(for_the_team(frames(tables), day, DEFINITIONS), day, before)
        before.append({released.INDICATORS: shown["shown_indicators"]})
        [row] = shown["shown_indicators"].filter(code="EECO12").rows(named=True)
        told.append((row["total"], row["counted_on"]))
    assert told == [(10, DAYS[0]), (10, DAYS[0]), (16, DAYS[2])]


Day = tuple[dict[str, int], privacy.Release, pl.DataFrame]
"""Exact numbers, what is shown of them, and the steps that are shown."""


def releases(seed: int, clients: int) -> list[Day]:
    """Three days of a drawn project."""
    tables = plain.draw(seed, clients)
    found: list[Day] = []
    before: list[released.Earlier] = []
    for day in DAYS:
        exact = for_the_team(frames(tables), day, DEFINITIONS)
        shown = released.tables(exact, day, before)
        before.append(
            {
                released.INDICATORS: shown["shown_indicators"],
                released.STEPS: shown["shown_steps_to_indicator"],
            }
        )
        counted = {
            name: count
            for code, row in plain.counted(tables, day).items()
            for name, count in ((code, row["total"]), (f"{code}/of", row["of_all"]))
        }
        rows = shown["shown_indicators"].rows(named=True)
        release = {row["code"]: (row["total"], row["of_all"], row["counted_on"]) for row in rows}
        found.append((counted, release, shown["shown_steps_to_indicator"]))
    return found


def nothing_small(seed: int, clients: int) -> None:
    """No number that is shown is small, nor has one moved by a few; and each is true of its day."""
    found = releases(seed, clients)
    exact = {day: numbers for day, (numbers, _release, _steps) in zip(DAYS, found, strict=True)}
    for place, (_numbers, release, steps) in enumerate(found):
        known = {code: row for code, row in release.items() if row[0] is not None}
        for code, (total, of_all, day) in known.items():
            assert exact[day][code] == total, (seed, code)
            if code == "EECO01":
                continue
            assert exact[day][f"{code}/of"] == of_all
            for count in (total, of_all - total):
                assert count not in (1, 2, 3, 4), (seed, code)
            for _exact, earlier, _earlier_steps in found[:place]:
                before = earlier[code][0]
                assert before is None or abs(total - before) not in (1, 2, 3, 4), (seed, code)
        for step, persons in steps.select("step", "persons").rows():
            public = (*released.PUBLIC, released.TOGETHER)
            assert step in public or abs(persons) not in (1, 2, 3, 4), (seed, step)
        if steps.height and release["EECO05"][2] == DAYS[place] == release["EECR04"][2]:
            for step, whole in (("employed_at_start", "EECO05"), ("without_employment", "EECR04")):
                persons = steps.filter(step=step)["persons"].to_list()
                rest = (release[whole][0] or 0) - abs(sum(persons))
                assert not persons or rest not in (1, 2, 3, 4), (seed, step)
        if steps.height:
            by_name = dict(steps.select("step", "persons").rows())
            assert sum(steps["persons"][2:-1]) == by_name["EECR04"], seed


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_everyone_sees_is_small_or_moves_by_a_few(seed: int) -> None:
    nothing_small(seed, random.Random(seed).randint(20, 300))


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_nothing_that_everyone_sees_is_small_or_moves_by_a_few_two_hundred_times(
    block: int,
) -> None:
    for seed in range(2000 + block * 20, 2000 + (block + 1) * 20):
        nothing_small(seed, random.Random(seed).randint(20, 500))


# Someone who reckons with whole numbers


STATUSES, ENDS = (
    ("long", "short", "student", "inactive", "work"),
    ("inside", "job", "study", "none"),
)


def _sums() -> dict[str, set[str]]:
    """Number → the groups of persons that it is the sum of, as someone who reckons sets it up."""
    at = {(status, end): f"{status}/{end}" for status in STATUSES for end in (*ENDS, "seeking")}

    def those(statuses: str, ends: str) -> set[str]:
        return {at[status, end] for status in statuses.split() for end in ends.split()}

    inside, left = "inside job study none seeking", "job study none seeking"
    sums = {
        "EECO01": those(" ".join(STATUSES), inside),
        "EECO02": those("long short", inside),
        "EECO03": those("long", inside),
        "EECO04": those("student inactive", inside),
        "EECO05": those("work", inside),
        "EECR01/of": those("student inactive", left),
        "EECR02/of": those("long short inactive work", left),
        "EECR03/of": those("long short student inactive work", left),
        "EECR04/of": those("long short student inactive", left),
        "EECR01": those("student inactive", "seeking"),
        "EECR02": those("long short inactive work", "study"),
        "EECR04": those("long short student inactive", "job"),
    }
    for codes in (("EECO06", "EECO07", "EECO08"), ("EECO09", "EECO10", "EECO11"), ("EECO13",)):
        sums |= {code: {code} for code in codes}
    return sums


def feasible(shown: Mapping[str, int], target: set[str]) -> tuple[int, int]:
    """Between which numbers a count must lie for all that is shown to be true."""
    optimize = pytest.importorskip("scipy.optimize")
    sums = _sums()
    rests = ({"EECO06", "EECO07", "EECO08", "30-54"}, {"EECO09", "EECO10", "EECO11"})
    groups = sorted(set().union(*sums.values(), *rests, {"EECO13", "others"}))
    lines = [(sums[name], count) for name, count in shown.items() if name in sums]
    lines += [(set(group), shown["EECO01"]) for group in (*rests, {"EECO13", "others"})]
    matrix = [[float(group in inside) for group in groups] for inside, _count in lines]
    counts = [count for _inside, count in lines]
    wanted = [float(group in target) for group in groups]
    ends = []
    for sign in (1, -1):
        found = optimize.milp(
            [sign * one for one in wanted],
            integrality=[1] * len(groups),
            constraints=optimize.LinearConstraint(matrix, counts, counts),
        )
        assert found.success, found.message
        ends.append(round(sign * found.fun))
    return ends[0], ends[1]


def cannot_be_reckoned(seed: int, clients: int) -> int:
    """How many counts of 1–4 were tried: each could be four numbers at least."""
    counted = plain.counted(plain.draw(seed, clients), DAYS[-1])
    exact = {code: row["total"] for code, row in counted.items()}
    exact |= {f"{code}/of": row["of_all"] for code, row in counted.items()}
    shown, sums = privacy.shown(exact), _sums()
    targets = [(name, sums[name], exact[name]) for name in sums]
    targets += [
        (f"{large} - {small}", sums[large] - sums[small], exact[large] - exact[small])
        for large in sums
        for small in sums
        if sums[small] < sums[large]
    ]
    others = exact["EECO01"] - exact["EECO06"] - exact["EECO07"] - exact["EECO08"]
    targets += [
        ("30-54", {"30-54"}, others),
        ("others", {"others"}, exact["EECO01"] - exact["EECO13"]),
    ]
    tried = [(name, inside, true) for name, inside, true in targets if true in (1, 2, 3, 4)]
    for name, inside, true in tried:
        low, high = feasible(shown, inside)
        assert low <= true <= high
        assert high - low >= 3, (seed, name, low, high)
    return len(tried)


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_no_count_of_one_to_four_can_be_reckoned_from_what_is_shown(block: int) -> None:
    tried = sum(
        cannot_be_reckoned(seed, random.Random(seed).randint(20, 150))
        for seed in range(3000 + block * 20, 3000 + (block + 1) * 20)
    )
    assert tried > 5
