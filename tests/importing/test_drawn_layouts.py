"""Lists drawn by lot in the layouts that people have: as many rows as were put in are read."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mittaristo.project import Project
from tests.lib.foreign import MAPPED_CLIENTS, listed, told

JOBS = 3
SERVICES = ("CV-työpaja", "Uravalmennus", "Koulutus")
BETWEEN = (";", ", ", " ; ", ";;", " ,")
TOTALS = (
    ["Yht.", "", "7"],
    ["", "Yhteensä 3 kpl"],
    ["SUMMA", "", "", "2"],
    ["Σ"],
    ["", "", "", "5"],
)
MONTHS = (["Tammikuu 2025"], ["", "helmikuu"], ["March 2025:"], ["vko 7"])
DRAWN = (["", "", "", "", "", "", "", "FALSE"], ["", "", "", "", "", "", "0", "EPÄTOSI"])
MAPPING = (
    MAPPED_CLIENTS
    + """
[employments]
sheet = "Asiakkaat"
each = [{ started_on = "1. työ" }, { started_on = "2. työ" }, { started_on = "3. työ" }]
[employments.columns]
employment_id = { number_by = ["Nro"] }
client_id = "Nro"
support = { always = "direct" }
contract = { always = "unknown" }
via_staffing_firm = { from = "Vuokra", codes = { "" = "false" } }

[services]
sheet = "Asiakkaat"
where = { "Palvelut" = { filled = true } }
[services.columns]
service_id = { number_by = ["Nro", "Palvelut"] }
client_id = "Nro"
service = { from = "Palvelut", split = ";," }
given_on = "Aloitti"
"""
)
HEAD = ["Nro", "Aloitti", "Sukupuoli", "1. työ", "2. työ", "3. työ", "Palvelut", "Vuokra"]


def drawn(lot: random.Random) -> tuple[list[list[Any]], int, int, int]:
    """The rows of a sheet, and how many clients, jobs and services they tell of."""
    rows: list[list[Any]] = [HEAD]
    jobs = services = 0
    clients = lot.randint(2, 12)
    for at in range(clients):
        months = lot.sample(range(3, 13), JOBS)  # two jobs of one day would be told
        days = [lot.choice(["", f"{lot.randint(1, 28)}.{month}.2024"]) for month in months]
        given_ = lot.sample(SERVICES, lot.randint(0 if at else 1, 3))
        jobs += sum(map(bool, days))
        services += len(given_)
        cell = lot.choice(BETWEEN).join(given_) + lot.choice(["", ";"]) * bool(given_)
        rent = lot.choice(["", "x", "TOSI", "EPÄTOSI", "1", "0", "ei"])
        rows.append([f"A{at}", "1.2.2024", lot.choice("NM"), *days, cell, rent])
        for more in (TOTALS, MONTHS):
            if lot.random() < 0.2:
                rows.append(list(lot.choice(more)))
    rows += [list(lot.choice(DRAWN))] * lot.randint(0, 30)
    return rows, clients, jobs, services


def is_read(project: Project, folder: Path, seed: int) -> None:
    rows, *expected = drawn(random.Random(seed))
    found = listed(project, folder, {"Asiakkaat": rows}, MAPPING)
    assert told(found.errors) == told(found.warnings) == []
    read = [found.typed[name].height for name in ("clients", "employments", "services")]
    assert read == expected


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 10**9))
def test_as_many_rows_are_read_as_were_put_in(project: Project, tmp_path: Path, seed: int) -> None:
    is_read(project, tmp_path, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(300))
def test_hundreds_of_drawn_lists_are_read_whole(
    project: Project, tmp_path: Path, seed: int
) -> None:
    is_read(project, tmp_path, seed)
