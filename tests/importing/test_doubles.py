"""Rows that may be one although they are written otherwise, and rows that are two."""

import random
import unicodedata
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mittaristo.importing.ingest import Checked
from mittaristo.privacy.keys import key_path
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from tests.lib.builders import (
    Row,
    Tables,
    attendance,
    client,
    employer,
    employment,
    encounter,
    identity_code,
    make_project,
    training,
    write,
)
from tests.lib.people import NAMES, drawn

Pair = tuple[dict[str, Any], dict[str, Any], bool]
"""What is told of two rows, and whether they may be one."""


def check(project: Project, tables: Tables) -> Checked:
    found = road.check(write(project.folder.parent.parent / "rows", tables), project)
    assert not found.errors, [one.sentence("en") for one in found.errors]
    return found


def suspected(found: Checked, rule: str = "") -> set[tuple[int | None, str]]:
    """Row and the row before it that it may be the same as, of warnings of that kind."""
    return {
        (one.problem.row, str(one.problem.details["first"]))
        for one in found.suspected
        if one.problem.rule.startswith(rule)
    }


def expected(pairs: Sequence[Pair]) -> set[tuple[int | None, str]]:
    """Rows stand two by two, from row 2 on."""
    return {(2 * at + 3, str(2 * at + 2)) for at, pair in enumerate(pairs) if pair[2]}


def person(name: str | None, born: str | None = None, code: str | None = None) -> dict[str, Any]:
    return {"name": name, "birth_date": born, "identity_code": code}


CODE = identity_code("010190", "-", 911)

PERSONS: list[Pair] = [
    (person("Maija Esimerkki", "1.1.1990"), person("Maija Esimerkki", "01.01.1990"), True),
    (person("Ivan Esimerkki", "2.3.1988"), person("Ivan Esimerkki", "1988-03-02"), True),
    (person("Olga Esimerkki", "4.5.1979"), person("Esimerkki Olga", "4.5.1979"), True),
    (person("Nina Esimerkki", "6.7.1992"), person("ESIMERKKI,  Nina", "6.7.1992"), True),
    (person("Päivi Mäki", "8.9.1985"), person("Pa\u0308ivi Ma\u0308ki", "8.9.1985"), True),
    (person("Päivi Mäki", "8.10.1985"), person("Paivi Maki", "8.10.1985"), True),
    (person("Anna-Maija Aho", "9.9.1985"), person("Aho, Annamaija", "9.9.1985"), True),
    (person("Anna-Maija Aho", "9.8.1985"), person("Anna Maija Aho", "9.8.1985"), True),
    (person("Olga Petrovna Kim", "9.7.1985"), person("Kim Olga", "9.7.1985"), True),
    (person("Сергей Щербаков", "1.2.1981"), person("Sergei Štšerbakov", "1.2.1981"), True),
    (person("Юлия Чехова", "1.3.1981"), person("Tšehova Julia", "1.3.1981"), True),
    (person("Елена Жукова", "1.4.1981"), person("Yelena Zhukova", "1.4.1981"), True),
    (person("محمد كريم", "1.5.1981"), person("مُحَمَّد کریم", "1.5.1981"), True),
    (person("محمد رضایی", "1.6.1981"), person("Mohammad Rezaei", "1.6.1981"), True),
    (person("Mohamed Ali", "1.7.1981"), person("Muhammad Ali", "1.7.1981"), True),
    (person("Nguyễn Thị Hoà", "1.8.1981"), person("Nguyen Thi Hoa", "1.8.1981"), True),
    (person(None, None, CODE), person(None, None, CODE.replace("-", " – ").lower()), True),
    (person("Aino Koe", "5.6.1970"), person("Koe Aino", None, "050670-912X"), True),
    # twins, namesakes, a father and a son, and who has a code of her own
    (person("Mari Virta", "2.2.1990"), person("Mira Virta", "2.2.1990"), False),
    (person("Nguyen Thi Lan", "2.4.1990"), person("Nguyen Thi Hoa", "2.4.1990"), False),
    (person("Ahmed Ali Hassan", "1.1.1985"), person("Ahmed Ali Omar", "1.1.1985"), False),
    (person("Ali Hassan", "2.5.1990"), person("Ali Hassan", "3.5.1990"), False),
    (person("Toni Esimerkki"), person("Toni Esimerkki"), False),
    (
        person("Anna Laine", None, identity_code("030385", "-", 901)),
        person("Anna Laine", None, identity_code("030385", "-", 902)),
        False,
    ),
]


def as_clients(pairs: Sequence[Pair]) -> list[Row]:
    told = [row for pair in pairs for row in pair[:2]]
    return [client(f"K{at}", **row) for at, row in enumerate(told)]


def test_one_person_written_in_two_ways_is_suspected_and_two_persons_are_not(
    project: Project,
) -> None:
    found = check(project, {"clients": as_clients(PERSONS)})
    assert suspected(found) == expected(PERSONS)
    names = [word for pair in PERSONS for row in pair[:2] for word in (row["name"] or "").split()]
    for one in found.suspected:
        said = {language: one.problem.sentence(language) for language in ("fi", "en")}
        assert f"ehkä sama henkilö kuin rivillä {one.problem.details['first']}: " in said["fi"]
        assert f"perhaps the same person as on row {one.problem.details['first']}: " in said["en"]
        assert not [name for name in names if name in said["fi"] + said["en"]]


def test_whose_row_it_is_when_one_is_written_three_times(project: Project) -> None:
    rows = ["Olga Kim", "Kim, Olga", "OLGA KIM", "Mari Virta"]
    clients = [client(f"K{at}", **person(name, "4.5.1979")) for at, name in enumerate(rows)]
    assert suspected(check(project, {"clients": clients})) == {(3, "2"), (4, "2")}


EVERYONE = list(NAMES.values())


@settings(max_examples=5, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_a_name_is_one_in_any_order_case_and_composition(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    pairs: list[Pair] = []
    for at in range(12):
        given_names, family_names = chance.choice(EVERYONE)
        words = [chance.choice(given_names.split()), chance.choice(family_names.split())]
        turned = [words[1], words[0]] if chance.random() < 0.5 else words
        other = chance.choice([" ", ", ", "  "]).join(turned)
        other = unicodedata.normalize("NFD", other) if chance.random() < 0.5 else other
        born = f"{at + 1}.6.19{chance.randrange(60, 99)}"
        changed = chance.choice([other.upper(), other.lower(), other])
        pairs.append((person(" ".join(words), born), person(changed, born), True))
    project = make_project(tmp_path_factory.mktemp("names") / "data")
    assert expected(pairs) <= suspected(check(project, {"clients": as_clients(pairs)}))


# --- What happened ----------------------------------------------------------------------------


def service(service_id: str, **others: Any) -> Row:
    given_on = others.pop("given_on", "2024-03-01")
    told = {"service": "cv_workshop", "given_on": given_on, "client_id": "A"}
    return {"service_id": service_id, **told, **others}


def period(period_id: str, client_id: str, started_on: str, **others: Any) -> Row:
    told = {"participation_id": period_id, "client_id": client_id, "started_on": started_on}
    return {**told, "start_form": "accepted", "end_form": "none", **others}


def assessment(assessment_id: str, made_on: str, **others: Any) -> Row:
    told = {"assessment_id": assessment_id, "employer_id": "E1", "made_on": made_on}
    return {**told, "profiles_sent": 3, **others}


TWO: Tables = {
    "clients": [client("A"), client("B")],
    "employers": [employer("E1"), employer("E2")],
}
DAY = "2024-03-01"
EVENTS: dict[str, tuple[str, list[Row], set[tuple[int, str]]]] = {
    "employments": (
        "same_job",
        [
            employment("W1", "A", DAY, employer_id="E1"),
            employment("W2", "A", DAY, employer_id="E1", evidence="client"),
            employment("W3", "A", DAY, employer_id="E1", support="other"),
            employment("W4", "B", DAY, employer_id="E1"),
            employment("W5", "B", DAY, employer_id="E2"),
            employment("W6", "B", "2024-04-01", employer_id="E1"),
            employment("W7", "B", "2024-05-01"),
            employment("W8", "B", "2024-05-01", employer_id="E1"),
        ],
        {(3, "2"), (4, "2"), (9, "8")},
    ),
    "services": (
        "same_service",
        [
            service("S1"),
            service("S2"),
            service("S3", given_on="1.3.2024"),
            service("S4", client_id="B"),
            service("S5", service="career_coaching"),
            service("S6", given_on="2024-03-02"),
        ],
        {(3, "2"), (4, "2")},
    ),
    "encounters": (
        "same_encounter",
        [
            encounter("M1", "E1", DAY),
            encounter("M2", "E1", DAY),
            encounter("M3", "E1", DAY, "call"),
            encounter("M4", "E2", DAY),
            encounter("M5", "e1", "1.3.2024"),
        ],
        {(3, "2"), (6, "2")},
    ),
    "assessments": (
        "same_assessment",
        [assessment("K1", DAY), assessment("K2", DAY), assessment("K3", "2024-03-02")],
        {(3, "2")},
    ),
    "participations": (
        "same_period",
        [
            period("P1", "A", DAY, ended_on="2024-04-01"),
            period("P2", "A", DAY, start_form="submitted"),
            period("P3", "B", DAY, ended_on="2024-04-01"),
            period("P4", "B", "2024-05-01"),
        ],
        {(3, "2")},
    ),
    "partners": (
        "same_partner",
        [
            {"partner_id": f"K{at}", "name": name, "sector": "firm", "since": DAY}
            for at, name in enumerate(["Koulu Oy", "Oy Koulu", "KOULU", "Koulutus Oy"])
        ],
        {(3, "2"), (4, "2")},
    ),
}


@pytest.mark.parametrize("table", EVENTS)
def test_what_is_recorded_twice_is_suspected(project: Project, table: str) -> None:
    rule, rows, pairs = EVENTS[table]
    found = check(project, {**TWO, table: rows})
    assert suspected(found, rule) == pairs
    assert {one.problem.rule for one in found.suspected} == {rule}


def test_a_training_is_one_where_the_same_people_came_and_two_where_others_did(
    project: Project,
) -> None:
    named = {"title": "Tulityökortti"}
    rows = [
        training("T1", DAY, **named),
        training("T2", DAY, title="tulityökortti "),
        training("T3", DAY, **named),
        training("T4", DAY, **{**named, "language": "en"}),
        training("T5", "2024-03-08", **named),
        training("T6", "2024-03-08", **named),
    ]
    came = [attendance("T1", "A"), attendance("T3", "B"), attendance("T5", "A")]
    came += [attendance("T6", "A"), attendance("T6", "B")]
    found = check(project, {**TWO, "trainings": rows, "attendances": came})
    assert suspected(found, "same_training") == {(3, "2"), (4, "3"), (7, "6")}


FIRMS: list[tuple[str, str, bool]] = [
    ("Kainuun Rakennus Oy", "Oy Kainuun Rakennus Ab", True),
    ("Kainuun Puu Oy", "KAINUUN PUU", True),
    ("Sähkö-Aho Ky", "Aho, Sähkö", True),
    ("T:mi Virtasen Pesula", "Virtasen pesula tmi.", True),
    ("Kone 2000 Oy", "Kone-2000", True),
    ("Kone 11 Oy", "Kone 1-1 Oy", False),
    ("Metsä Oy", "Metsätyö Oy", False),
    ("1234567-8", "8765432-1", False),
    ("E-1-11", "E-11-1", False),
]


def test_a_firm_in_two_spellings_is_suspected_where_the_name_is_the_id(project: Project) -> None:
    rows = [employer(name) for firm in FIRMS for name in firm[:2]]
    found = check(project, {"employers": rows})
    assert suspected(found) == expected([({}, {}, firm[2]) for firm in FIRMS])
    assert "ehkä sama työnantaja kuin rivillä 2: " in found.suspected[0].problem.sentence("fi")


@pytest.mark.parametrize(("reference", "told"), [("matti a", 0), ("MATTI A", 1), ("Matti  A", 2)])
def test_ids_are_told_as_taken_for_one_only_where_two_spellings_meet(
    project: Project, reference: str, told: int
) -> None:
    tables: Tables = {
        "clients": [client("matti a"), client("liisa b")],
        "services": [service("S1", client_id=reference)],
    }
    notes = [one for one in check(project, tables).infos if one.rule == "alike"]
    assert [one.details["count"] for one in notes] == [1] * told


# --- Not the same -----------------------------------------------------------------------------


def test_what_is_not_the_same_is_remembered_by_digest_and_told_no_more(real: Project) -> None:
    rows = [person("Olga Kim", "4.5.1979"), person("Kim Olga", "4.5.1979")]
    rows += [person("KIM OLGA", "4.5.1979")]
    clients = [client(f"asiakas{at}", **row) for at, row in enumerate(rows)]
    source = write(real.folder.parent.parent / "rows", {"clients": clients}, invented=False)
    found = road.check(source, real)
    assert suspected(found) == {(3, "2"), (4, "2")}
    road.not_the_same(real, found.suspected[:1])
    again = road.check(source, real)
    assert suspected(again) == {(4, "2")}, "the third may still be the first"
    road.not_the_same(real, again.suspected)
    again = road.check(source, real)
    assert suspected(again) == {(4, "3")}, "or the second"
    key = key_path(real.id)
    kept = key.with_name(key.name + ".not-the-same")
    assert kept.stat().st_mode & 0o777 == 0o600
    lines = kept.read_text().split()
    assert len(lines) == 2
    assert all(len(line) == 32 and set(line) <= set("0123456789abcdef") for line in lines)
    key.write_text("another key that is long enough to be one")
    assert suspected(road.check(source, real)) == {(3, "2"), (4, "2")}, "nothing without the key"


# --- Many -------------------------------------------------------------------------------------


def wrong_in(project: Project, persons: int, seed: int) -> tuple[int, int]:
    """How many rows are suspected in a register in which nobody is twice, of how many."""
    chance = random.Random(seed)
    people = drawn(persons, seed)
    services = [
        service(f"S{at}", client_id=row["client_id"], given_on=f"2025-{month:02}-{day:02}")
        for at, row in enumerate(people)
        for month, day in [(chance.randrange(1, 13), chance.randrange(1, 29))]
    ]
    tables: Tables = {"clients": people, "services": services}
    return len(check(project, tables).suspected), 2 * persons


def test_few_are_suspected_where_nobody_is_twice(project: Project) -> None:
    wrong, rows = wrong_in(project, 1000, 1)
    assert wrong <= rows / 1000


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_few_are_suspected_in_larger_registers(project: Project, seed: int) -> None:
    wrong, rows = wrong_in(project, 5000, seed)
    assert wrong <= rows / 1000


@pytest.mark.parametrize(
    ("own", "others", "first", "doubted"),
    [
        ("A1B", {}, {}, True),
        ("a1-2", {"municipality": "765", "education_isced": 5}, {}, True),
        ("A1 (2)", {}, {"closed_on": "2024-06-01"}, True),
        ("A1/b", {"name": "Elena Petrova"}, {"name": "Петрова Елена"}, True),
        ("A1B", {}, {"closed_on": None}, False),  # both are there
        ("A1B", {}, {"closed_on": "2024-06-02"}, False),
        ("A1B", {"birth_year": 1991}, {}, False),  # somebody of the family
        ("A1B", {"gender": "man"}, {}, False),
        ("A1B", {"name": "Elena Petrova"}, {"name": "Olga Petrova"}, False),
        ("A12", {}, {}, False),
        ("B1", {}, {}, False),
    ],
)
def test_who_came_back_under_another_id(
    real: Project, own: str, others: dict[str, Any], first: dict[str, Any], doubted: bool
) -> None:
    """A person keeps the id, and a return is a new EURA period."""
    rows = [
        client("A1", **{"closed_on": "2024-03-01", "name": None, **first}),
        client(own, "2024-06-01", **{"name": None, **others}),
        client("A2"),
    ]
    found = check(real, {"clients": rows})
    assert suspected(found) == ({(3, "2")} if doubted else set())
    for one in found.suspected:
        assert "EURA periods" in one.problem.sentence("en")
        assert "EURA-jaksoihin" in one.problem.sentence("fi")
    road.not_the_same(real, found.suspected)
    assert suspected(check(real, {"clients": rows})) == set()
