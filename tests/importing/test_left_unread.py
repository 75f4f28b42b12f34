"""Columns that a mapping leaves unread: those like a column that it reads, and those that name the
client where it takes a running number for one. A mapping that cannot be is told how it can."""

from pathlib import Path
from typing import Any

import pytest

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.mapping import schema
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.project import Project
from tests.importing.test_layouts import EACH_JOB, WIDE
from tests.lib.foreign import MAPPED_CLIENTS, listed, mapped_jobs, told, written

DOUBTS = ("column_like_column", "running_client")


def doubted(project: Project, folder: Path, sheets: Any, text: str) -> list[tuple[str, Any, Any]]:
    """Rule, heading and letter of each doubt, and of the columns that nothing reads."""
    found = listed(project, folder, sheets, text)
    assert told(found.errors) == []
    for one in found.warnings:
        assert all(str(one.details["letter"]) in one.sentence(language) for language in LANGUAGES)
    return sorted(
        (one.rule, one.column, one.details.get("letter") or one.details["letters"])
        for one in found.messages
        if one.rule in (*DOUBTS, "columns_not_read")
    )


def one_job(heading: str = "1. työ alkoi") -> str:
    """What can be written without knowing `each`: one column of those that are alike."""
    return mapped_jobs(
        '"Asiakkaat"',
        f"where = {{ '{heading}' = {{ filled = true }} }}",
        employment_id='{ number_by = ["Nro"] }',
        client_id='"Nro"',
        started_on=f"'{heading}'",
    )


@pytest.mark.parametrize(
    ("titles", "cells", "doubt"),
    [
        (["1. työ alkoi", "2. työ alkoi"], ["2.5.2024", "7.1.2025"], "D"),
        (["Työ 2024", "Työ 2025"], ["2.5.2024", "7.1.2025"], "D"),
        (["Alkoi (1)", "Alkoi (12)"], ["2.5.2024", "7.1.2025"], "D"),
        (["1. työ alkoi", "2. työ alkoi"], ["2.5.2024", ""], None),  # nobody has had a second one
        (["1. työ alkoi", "1. työ päättyi"], ["2.5.2024", "7.1.2025"], None),
        (["Alkoi", "Puhelin 2"], ["2.5.2024", "soita"], None),
    ],
)
def test_a_column_like_one_that_is_read_is_a_doubt(
    project: Project, tmp_path: Path, titles: list[str], cells: list[str], doubt: str | None
) -> None:
    """Any other with cells is a note; it is told by its letter, as a heading may name a person."""
    rows = [["Nro", "Aloitti", "Sukupuoli", "", ""], ["A1", "10.1.2024", "N", "", ""]]
    rows[0][3:], rows[1][3:] = reversed(titles), reversed(cells)
    text = MAPPED_CLIENTS + one_job(titles[0])
    note = [("columns_not_read", None, "D")] if cells[1] else []
    expected = [("column_like_column", titles[0], doubt)] if doubt else []
    assert doubted(project, tmp_path, {"Asiakkaat": rows}, text) == [*expected, *note]


def test_a_column_a_job_is_read_whole_by_either_way_that_the_remedies_name(
    project: Project, tmp_path: Path
) -> None:
    """A table twice and a sheet twice are refused; what the refusals say gives all three jobs."""
    jobs = one_job() + one_job("2. työ alkoi")
    one = one_job().replace('"Asiakkaat"', '["Asiakkaat", "Asiakkaat"]')
    for wrong, remedy in ((jobs, "[["), (one, "each")):
        with pytest.raises(Refusal, match="twice") as refused:
            schema.load(written(tmp_path / "wrong.toml", MAPPED_CLIENTS + wrong))
        assert all(remedy in in_words(refused.value, language) for language in LANGUAGES)
    twice = jobs.replace("[employments]", "[[employments]]").replace('["Nro"]', '["Nro", "{}"]')
    twice = twice.replace("{}", "1. työ alkoi", 1).replace("{}", "2. työ alkoi", 1)
    for right in (twice, EACH_JOB):
        found = listed(project, tmp_path, {"Asiakkaat": WIDE}, MAPPED_CLIENTS + right)
        assert told(found.errors) == told(found.warnings) == []
        assert found.typed["employments"].height == 3
        assert found.typed["employments"]["client_id"].n_unique() == 2


@pytest.mark.parametrize(
    ("titles", "rows", "doubt"),
    [
        (["Nro", "Asiakas"], [["1", "3"], ["2", "3"], ["3", "2"]], ("Nro", "B")),
        (["Nro", "Asiakas"], [["1", "3"], ["2", "1"], ["3", "2"]], ("Nro", "B")),
        (["Nro", "Nimi"], [["1", "Bo Ek"], ["2", "Aino Oja"], ["4", "Bo Ek"]], ("Nro", "B")),
        (["Työ", "Asiakasnro"], [["1", "3"], ["2", "3"], ["3", "2"]], ("Työ", "B")),
        (["Nro", "Asiakas"], [["1", "1"], ["2", "2"], ["3", "3"]], None),  # the same
        (["Nro", "Nimi"], [["1", "Bo Ek"], ["2", "Aino Oja"], ["4", "Cleo Oja"]], None),
        (["Nro", "Nimi"], [["4", "Bo Ek"], ["2", "Aino Oja"], ["3", "Bo Ek"]], None),  # namesakes
        (["Nro", "Tunnit"], [["1", "3"], ["2", "3"], ["3", "2"]], None),
        (["Nro", "Asiakas"], [["1", "3"], ["2", "3"], ["2", "3"]], None),  # several rows of one
    ],
)
def test_a_running_number_taken_for_the_client_is_a_doubt(
    project: Project, tmp_path: Path, titles: list[str], rows: list[Any], doubt: Any
) -> None:
    clients = [["Nro", "Aloitti", "Sukupuoli"], *([str(at), "1.2.2024", "N"] for at in range(1, 6))]
    jobs = [[*titles, "Alku"], *([*row, f"{at}.3.2024"] for at, row in enumerate(rows, 1))]
    key = f'{{ number_by = ["{titles[0]}", "Alku"] }}'
    text = mapped_jobs(employment_id=key, client_id=f'"{titles[0]}"')
    found = doubted(project, tmp_path, {"Asiakkaat": clients, "Työt": jobs}, MAPPED_CLIENTS + text)
    expected = [("running_client", *doubt)] if doubt else []
    assert found == [("columns_not_read", None, "B"), *expected]


def test_the_number_of_clients_on_their_own_sheet_is_none(project: Project, tmp_path: Path) -> None:
    rows = [
        ["Nro", "Aloitti", "Sukupuoli", "Nimi", "Työ"],
        *([str(at), "1.2.2024", "N", "Aino Oja", f"{at}.3.2024"] for at in range(1, 5)),
    ]
    found = doubted(project, tmp_path, {"Asiakkaat": rows}, MAPPED_CLIENTS + one_job("Työ"))
    assert found == [("columns_not_read", None, "D")]
