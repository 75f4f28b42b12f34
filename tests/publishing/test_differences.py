"""What publishing would change, with rows that one can count on fingers."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.refusals import GROUPS
from mittaristo.figures.ledger.row_changes import Rows, rows
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from mittaristo.publishing import differences, publish
from mittaristo.publishing.differences import Move
from mittaristo.registers.schemas import Registers, empty, stored_schema
from mittaristo.snapshots.reading import numbers, open_snapshot
from tests.lib.builders import (
    GOOD,
    Tables,
    as_stored,
    attendance,
    client,
    day,
    published,
    training,
    write,
)

TODAY = day("2024-07-01")


def stored(project: Project, tables: Tables) -> Registers:
    """These rows as a snapshot holds them."""
    source = write(project.folder.parent.parent / "rows", tables)
    checked = publish.check(source, project)
    assert not checked.errors, [problem.sentence("en") for problem in checked.errors]
    return as_stored(checked)


def compared(project: Project, then: Tables, now: Tables) -> dict[str, Rows]:
    found = rows(stored(project, then), stored(project, now))
    return {table.table: table for table in found}


def test_rows_are_told_apart_by_their_key(project: Project) -> None:
    then = [client("A"), client("B"), client("C")]
    now = [client("B"), client("C", municipality="091"), client("D"), client("E")]
    found = compared(project, {"clients": then}, {"clients": now})
    assert found == {
        "clients": Rows("clients", before=3, now=4, added=2, changed=1, removed=1, same=1)
    }


def test_a_key_of_two_columns_counts_as_one(project: Project) -> None:
    others = {"clients": [client("A"), client("B")], "trainings": [training("T", "2024-03-01")]}
    found = compared(
        project,
        {**others, "attendances": [attendance("T", "A"), attendance("T", "B")]},
        {**others, "attendances": [attendance("T", "A", "failed")]},
    )
    assert found["attendances"] == Rows(
        "attendances", before=2, now=1, added=0, changed=1, removed=1, same=0
    )
    assert found["clients"].same == 2


def test_in_a_table_without_a_key_a_changed_row_is_one_removed_and_one_added(
    project: Project,
) -> None:
    same = published("employments", 3, "2024-06-30")
    found = compared(
        project,
        {"published": [same, same, published("employments", 4, "2024-06-30")]},
        {"published": [same, published("employments", 5, "2024-06-30")]},
    )
    assert found["published"] == Rows(
        "published", before=3, now=2, added=1, changed=0, removed=2, same=1
    )


def test_a_value_that_was_empty_and_is_filled_in_is_a_change(project: Project) -> None:
    found = compared(
        project,
        {"clients": [client("A"), client("B")]},
        {"clients": [client("A", closed_on="2024-05-01"), client("B")]},
    )
    assert (found["clients"].changed, found["clients"].same) == (1, 1)


def test_a_column_that_an_earlier_snapshot_did_not_have_was_empty_there(project: Project) -> None:
    now = stored(project, {"clients": [client("A"), client("B", closed_on="2024-05-01")]})
    then = {"clients": now["clients"].drop("closed_on")}
    [found] = rows(then, now)
    assert (found.changed, found.same) == (1, 1)


def test_a_table_that_is_not_given_any_more_is_suspicious(project: Project) -> None:
    trainings: Tables = {"trainings": [training("T", "2024-03-01")]}
    found = compared(project, {**trainings, "clients": [client("A")]}, {"clients": [client("A")]})
    assert found["trainings"] == Rows("trainings", 1, 0, 0, 0, 1, 0, given=False)
    [doubt] = differences.doubts(list(found.values()), [], TODAY, None, TODAY)
    assert doubt.sentence("en", {}) == (
        "Trainings: this table is in the newest snapshot (rows: 1), and not given now."
    )


@pytest.mark.parametrize(("removed", "suspicious"), [(1, False), (2, True)])
def test_more_than_a_tenth_of_the_rows_gone_is_suspicious(
    removed: int, *, suspicious: bool
) -> None:
    table = Rows("clients", 10, 10 - removed, 0, 0, removed, 10 - removed)
    found = differences.doubts([table], [], TODAY, None, TODAY)
    assert [doubt.rule for doubt in found] == ["shrinks"] * suspicious


@pytest.mark.parametrize(
    ("as_of", "rules"),
    [
        ("2024-06-29", ["older_day"]),
        ("2024-06-30", ["same_day"]),
        ("2024-07-31", []),
        ("2024-08-02", ["far_day"]),
    ],
)
def test_a_date_that_goes_back_repeats_or_runs_ahead_is_suspicious(
    as_of: str, rules: list[str]
) -> None:
    found = differences.doubts([], [], day(as_of), day("2024-06-30"), TODAY)
    assert [doubt.rule for doubt in found] == rules


def test_only_measures_that_move_are_named_and_one_that_falls_is_suspicious() -> None:
    then = {"a": 3.0, "b": 5.0, "c": 1.0, "gone": 2.0}
    moved = differences.moves(then, {"a": 3.0, "b": 4.0, "c": 2.0, "new": 7.0})
    assert moved == [
        Move("b", 5.0, 4.0),
        Move("c", 1.0, 2.0),
        Move("new", None, 7.0),
        Move("gone", 2.0, None),
    ]
    [doubt] = differences.doubts([], moved, TODAY, None, TODAY)
    assert doubt.sentence("fi", {"b": "Työllistyneet"}) == "Työllistyneet: luku laskee, 5 → 4."


@pytest.mark.parametrize(
    ("as_of", "doubted"),
    [("2024-05-20", False), ("2024-05-21", True), ("2026-04-09", True)],
)
def test_an_as_of_date_long_after_the_last_event_is_doubted(
    project: Project, as_of: str, doubted: bool
) -> None:
    """The last is of 10.2.2024; 101 days later is 21.5.; a coming training is no event."""
    tables: Tables = {
        "clients": [client("A", "2024-02-10"), client("B", "2024-01-10")],
        "trainings": [training("T1", "2024-05-01")],
    }
    found = differences.doubts_of_silence(stored(project, tables), day(as_of), project.ends_on)
    assert [doubt.rule for doubt in found] == (["quiet"] if doubted else [])
    if as_of == "2024-05-21":
        said = found[0].sentence("fi", {})
        assert said.startswith("Rekisterien viimeinen tapahtuma on 10.2.2024, 101 päivää ennen")


def test_after_the_end_of_a_project_silence_is_counted_to_its_end(project: Project) -> None:
    tables: Tables = {"clients": [client("A", "2025-12-01")]}
    day_after = day("2026-06-30")
    assert differences.doubts_of_silence(stored(project, tables), day_after, project.ends_on) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_doubt_is_a_sentence_in_both_languages(language: Language) -> None:
    details: Mapping[str, dt.date | float | str] = {
        "before": 5,
        "now": 4,
        "removed": 1,
        "changed": 1,
        "added": 2,
        "share": 0.2,
        "count": 40,
        "day": TODAY,
        "newest": TODAY,
        "last": TODAY,
        "number": "7",
    }
    [doubts] = [group.rules for group in GROUPS if group.title["en"] == "Before publishing"]
    for rule in doubts:
        doubt = differences.Doubt(rule, "clients", details)
        assert "{" not in doubt.sentence(language, {"clients": "x"})


def test_for_the_reader_tables_hold_words_and_bars_go_both_ways() -> None:
    changes = [Rows("clients", 3, 4, 2, 1, 1, 1), Rows("trainings", 1, 1, 0, 0, 0, 1)]
    assert differences.rows_in_words(changes, "en").rows == (
        ("Clients", "3", "4", "2", "1", "1"),
        ("Trainings", "1", "1", "0", "0", "0"),
    )
    moved = [Move("a", 5.0, 4.0), Move("b", None, 1.0)]
    assert differences.moves_in_words(moved, {"a": "A"}, "en").rows == (
        ("A", "5", "4", "−1"),
        ("b", "–", "1", "–"),
    )
    bars = differences.bars(changes, "en").select("kind", "start", "end").rows()
    assert bars == [("Removed", -1, 0), ("Added", 0, 2), ("Changed", 2, 3)]


KEYS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(2000, 2003))


@given(then=KEYS, now=KEYS)
def test_added_changed_removed_and_same_add_up(then: dict[str, int], now: dict[str, int]) -> None:
    def clients(years: dict[str, int]) -> Registers:
        schema: Any = stored_schema("clients")
        found = pl.DataFrame({"client_id": list(years), "birth_year": list(years.values())})
        found = found.cast({name: schema[name] for name in found.columns})
        return {"clients": pl.concat([empty("clients"), found], how="diagonal")}

    [found] = rows(clients(then), clients(now))
    assert found.before == len(then) == found.removed + found.changed + found.same
    assert found.now == len(now) == found.added + found.changed + found.same
    assert found.changed == sum(now[key] != then[key] for key in now if key in then)


def test_what_was_prepared_is_what_is_published_or_nothing(project: Project) -> None:
    rows: Tables = {"clients": [client("A")]}
    source = write(project.folder.parent.parent / "rows", rows)
    draft = publish.prepare(source, project, day("2024-06-30")).draft
    assert draft
    assert numbers(project.folder) == []
    write(source, {"clients": [client("A"), client("B")]})
    assert publish.commit(draft, "meeting").number == 1
    there = open_snapshot(project.folder, 1).registers()
    assert there["clients"].equals(draft.registers["clients"])
    with pytest.raises(Refusal, match="no longer what was checked"):
        publish.commit(draft, "meeting")
    assert publish.commit(publish.compared_anew(draft), "meeting").number == 2
    assert set(open_snapshot(project.folder, 2).figures["changes"]["since_snapshot"]) == {1}


def test_a_draft_that_waits_gives_the_same_snapshot(project: Project) -> None:
    source = write(project.folder.parent.parent / "rows", GOOD)
    draft = publish.prepare(source, project, day("2024-06-30")).draft
    assert draft
    waiting = draft.packed()
    assert list(waiting.registers) == list(draft.registers)
    first = publish.commit(draft, "meeting").manifest.digests
    second = publish.commit(publish.compared_anew(waiting), "meeting").manifest.digests
    assert first["registers"] == second["registers"]
