"""Indicators and releases by attributes together: whoever knows both can tell of no few persons."""

import random
from collections import Counter
from collections.abc import Iterable

import polars as pl
import pytest

from mittaristo.project import Project
from mittaristo.snapshots import reading
from tests.lib.attacker import Everything, few
from tests.lib.builders import Tables, client, publish_rows
from tests.lib.projects import WEIGHTS
from tests.lib.shown import CODES, draw, publish, share_named

FEW = range(1, 5)


def attack(
    project: Project,
    seed: int,
    clients: int,
    most: int,
    attributes: Iterable[str] = CODES,
    *,
    corrected: bool = False,
) -> Counter[str]:
    """Attack some counts, steps and rests of a project of some attributes.

    corrected: rows are taken away and changed between snapshots.
    """
    persons, die = draw(seed, clients, corrected=corrected), random.Random(seed)
    shown = publish(persons, project)
    found: Counter[str] = Counter()
    for attribute in attributes:
        attacker = Everything(shown, attribute, persons, corrected=corrected)
        targets = [one for one in few(attacker, shown, persons) if one.true in FEW]
        die.shuffle(targets)
        targets.sort(key=lambda one: " not " not in one.name)
        for one in targets[:most]:
            low, high = attacker.between(one.target)
            assert low <= one.true <= high, (seed, attribute, one.name, low, high)
            enough = min(len(FEW), one.most + 1)
            assert high - low + 1 >= enough, (
                seed,
                clients,
                attribute,
                one.name,
                one.true,
                low,
                high,
            )
            found["targets"] += 1
            found["all of 1 to 4"] += low <= min(FEW) and high >= min(max(FEW), one.most)
    tables = [
        table.filter(basis="registers")["total"].drop_nulls().len() for table in shown.indicators
    ]
    found["indicators"] = tables[-1]
    found["named"] = round(100 * share_named(shown))
    return found


ISCED = {"0-2": 1, "3-4": 3, "5-8": 6}


def of_education(joined: int, taking_part: dict[str, int]) -> Tables:
    """So many joined of each level, and so many of these take part."""
    clients, periods = [], []
    for level, isced in ISCED.items():
        for nth in range(joined):
            who = f"{isced}-{nth}"
            clients.append(client(who, education_isced=isced))
            if nth < taking_part[level]:
                period = {"status_at_start": "unemployed", "end_form": "none"}
                mine = {"participation_id": who, "client_id": who, "started_on": "2024-02-01"}
                periods.append({**period, **mine, "start_form": "accepted"})
    return {"clients": clients, "participations": periods}


def of_levels(project: Project) -> tuple[set[str], set[str], str]:
    """Which labels of education are shown of who joined, which indicators; and what is hidden."""
    number = reading.numbers(project.folder)[-1]
    snapshot = reading.open_snapshot(project.folder, number)
    told = snapshot.figures.rows("breakdowns")
    labels = {
        row["category"]
        for row in told
        if (row["measure"], row["attribute"]) == ("clients_joined", "education")
    }
    shown = {
        row["code"]
        for row in (
            snapshot.figures.rows("indicators") if snapshot.figures.keeps("indicators") else ()
        )
        if row["code"] in CODES["education"] and row["total"] is not None
    }
    hidden = snapshot.folder / "registers" / "withheld.parquet"
    return labels, shown, str(pl.read_parquet(hidden).rows()) if hidden.exists() else ""


def test_a_release_is_withheld_where_indicators_would_give_away_a_few_who_do_not_take_part(
    project: Project,
) -> None:
    rows = of_education(40, {"0-2": 40, "3-4": 30, "5-8": 37})
    publish_rows(project, rows, "2024-05-31")
    assert of_levels(project)[:2] == (set(), set(CODES["education"]))
    publish_rows(project, {"clients": rows["clients"]}, "2024-06-30")  # it keeps no periods now
    labels, _shown, hidden = of_levels(project)
    assert not labels  # 40 joined, and 37 took part: three did not
    assert "('clients_joined', 'education'" in hidden
    assert "could be inferred" in hidden


def test_indicators_stay_unshown_where_a_release_would_give_them_away(project: Project) -> None:
    publish_rows(project, of_education(40, {"0-2": 0, "3-4": 0, "5-8": 0}), "2024-06-30")
    assert of_levels(project)[:2] == ({*ISCED, "unknown"}, set())
    publish_rows(project, of_education(40, {"0-2": 40, "3-4": 30, "5-8": 37}), "2024-08-31")
    labels, shown, hidden = of_levels(project)
    assert labels
    assert not shown
    assert "('indicators', 'education', 'a number below the threshold could be inferred')" in hidden


@pytest.mark.parametrize(
    ("seed", "clients", "corrected"), [(1, 88, False), (16, 176, False), (2, 39, True)]
)
def test_no_few_persons_follow_from_both(
    project: Project, seed: int, clients: int, corrected: bool
) -> None:
    assert attack(project, seed, clients, 4, ("education",), corrected=corrected)["targets"]


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_no_few_persons_follow_from_everything_in_two_hundred_projects(
    project: Project, block: int
) -> None:
    """In every second project rows are taken away and changed between snapshots."""
    found: Counter[str] = Counter()
    named = []
    for seed in range(block * 20, (block + 1) * 20):
        clients = 20 + (480 * (seed % 50)) // 49
        if seed % 2:
            one = attack(project, seed, clients, 4, WEIGHTS, corrected=True)
        else:
            one = attack(project, seed, clients, 12)
        named += [one.pop("named")] if clients >= 200 else []
        found += one
    print(dict(found), f"named at 200 clients and more: {sum(named) / len(named):.0f} %")
