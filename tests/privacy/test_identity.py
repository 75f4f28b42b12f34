"""Nothing of who someone is gets into what is stored, printed or logged."""

import contextlib
import io
import logging
import random

import dataframely as dy
import pytest

from mittaristo.cli import main as command_line
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.privacy.personal_data import personal_data_in, year_of_birth
from mittaristo.project import Project
from mittaristo.registers.schemas import IDENTIFYING, TABLES, columns
from tests.lib.builders import (
    GOOD,
    Tables,
    check_character,
    client,
    identity_code,
    publish_rows,
    training,
    write,
)
from tests.lib.canaries import CANARY, stored_texts

FREE = [
    (table, column)
    for table in TABLES
    for column, kind in columns(table).items()
    if isinstance(kind, dy.String)
]
SEPARATORS = "+-YXWVUABCDEF_–/"


def any_identity_code(draw: random.Random) -> str:
    """One with an individual number that nobody has, in one of the forms people write."""
    day = f"{draw.randint(1, 28):02}{draw.randint(1, 12):02}{draw.randint(0, 99):02}"
    individual = f"{draw.randint(900, 999)}"
    check = check_character(day + individual)
    before, after = ("".join(draw.choices(["", " "], k=3)) for _ in range(2))
    pairs = draw.choice(["", "", " ", "."]).join([day[:2], day[2:4], day[4:]])
    code = f"{pairs}{before}{draw.choice(SEPARATORS)}{after}{individual}{check}"
    if draw.random() < 0.2:
        at = draw.randrange(len(code))
        code = code[:at] + draw.choice("\u200b\u200d\u2060\ufeff\u00ad") + code[at:]
    forms = ["{}", "hetu {}", "({})", "Kurssi {}, klo 9", "{}.", "a:{};", "\n{}\n", "hetu{}"]
    around = draw.choice(forms)
    return around.format(draw.choice([code, code.lower()]))


def test_ten_thousand_identity_codes_are_found_in_all_their_forms() -> None:
    draw = random.Random(7)
    codes = [any_identity_code(draw) for _ in range(10_000)]
    assert {personal_data_in(code, phones=False) for code in codes} == {"a Finnish identity code"}


@pytest.mark.parametrize(
    ("signs", "year"),
    [("+", 1804), ("-YXWVU", 1904), ("ABCDEF", 2004), ("_/:GZ\N{ARMENIAN HYPHEN}", None)],
)
def test_what_gives_a_year_of_birth_is_kept_from_texts(signs: str, year: int | None) -> None:
    for sign in signs:
        code = identity_code("290204", sign, 999)
        assert year_of_birth(code) == year
        assert year is None or personal_data_in(code, phones=False)
    assert year_of_birth(identity_code("310204", "A", 999)) is None


def test_a_day_that_is_none_begins_no_identity_code() -> None:
    assert personal_data_in(identity_code("310290", "-", 999), phones=False) is None


@pytest.mark.parametrize(
    "written", ["FI2112345600000785", "FI21 1234 5600 0007 85", "(fi2112345600000785)"]
)
def test_account_numbers_are_found(written: str) -> None:
    assert personal_data_in(written, phones=False) == "a bank account number"


@pytest.mark.parametrize("written", ["FI2212345600000785", "EECR04", "TK2026 ABCD 0002 0003"])
def test_what_only_looks_like_an_account_number_is_left_alone(written: str) -> None:
    assert personal_data_in(written, phones=False) is None


def left_behind(project: Project, table: str, column: str, canary: str) -> None:
    """Publish with the canary in a column of the first row; nothing of it may be left anywhere."""
    first, *rest = GOOD[table] if GOOD.get(table) else [{}]
    known = client("Z", name="Aino Kanarialintu", identity_code="010190-999W")
    tables: Tables = {**GOOD, "clients": [*GOOD["clients"], known]}
    tables = {**tables, table: [{**first, column: canary}, *rest]}
    if table == "clients":
        tables = {**tables, table: [*tables[table], known]}
    folder = write(project.folder.parent.parent / "canary", tables)
    printed, logged = io.StringIO(), io.StringIO()
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        command_line.main(
            [
                *("publish", str(folder), "--project", project.id, "--as-of", "2024-06-30"),
                *("--data", str(project.folder.parent)),
            ]
        )
    logging.getLogger().removeHandler(handler)
    everything = "\n".join([printed.getvalue(), logged.getvalue(), stored_texts(project)])
    for secret in CANARY:
        assert secret.casefold() not in everything.casefold(), (table, column)


@pytest.mark.parametrize(
    ("table", "column", "canary"),
    [(*free, CANARY[place % len(CANARY)]) for place, free in enumerate(FREE) if place % 2],
)
def test_a_canary_in_any_other_column_is_refused_or_left_behind(
    project: Project, table: str, column: str, canary: str
) -> None:
    left_behind(project, table, column, canary)


@pytest.mark.long
@pytest.mark.parametrize("canary", CANARY)
@pytest.mark.parametrize(("table", "column"), FREE, ids=str)
def test_every_canary_in_every_column_is_refused_or_left_behind(
    project: Project, table: str, column: str, canary: str
) -> None:
    left_behind(project, table, column, canary)


@pytest.mark.parametrize(
    "title",
    [
        "Aino Kanarialinnun kurssi",
        "Kurssi: Kanarialintu Aino",
        "aino kanarialintu, CV",
        "AINOKANARIALINTU/1.3.2024",
        "kurssiAinoKanarialintu",
        "Kanarialintu_Aino-2024",
        "Aino Kanaria lintu",
        "A i n o  K a n a r i a l i n t u",
        "Aino\N{ZERO WIDTH SPACE}Kanarialintu",
        "\N{CYRILLIC CAPITAL LETTER A}ino Kanarialintu",
        "Johaino Kanarialintu",
        "Nana",
    ],
)
def test_the_name_of_a_client_is_not_published_in_a_title(project: Project, title: str) -> None:
    tables: Tables = {
        "clients": [
            client("A", name="Aino Kanarialintu"),
            client("B", name="Li"),
            client("C", name="Na Na"),
        ],
        "trainings": [training("T1", "2024-03-01", title=title)],
    }
    problems = publish_rows(project, tables, "2024-06-30").errors
    others = ("Aino Kanarialinnun kurssi", "Johaino Kanarialintu", "Nana")
    expected = [] if title in others else [("personal", "title")]
    assert [(problem.rule, problem.column) for problem in problems] == expected


@pytest.mark.parametrize(
    ("title", "pointed_out"),
    [
        ("Aino Kanarialinnun kurssi", True),
        ("Kurssi Ainolle Kanarialinnulle", True),
        ("Pekan Virtasen CV", True),
        ("Virtasen Pekan CV", True),
        ("Virtaa ja Pekoni", False),
        ("Kanarialinnun Aino", True),
        ("Kanarialintujen kurssi, Ainolan kartano", False),
        ("Hygieniapassi venäjäksi", False),
    ],
)
def test_an_inflected_name_in_a_title_is_pointed_out_but_may_be_something_else(
    project: Project, title: str, pointed_out: bool
) -> None:
    tables: Tables = {
        "clients": [client("A", name="Aino Kanarialintu"), client("B", name="Virtanen, Pekka")],
        "trainings": [training("T1", "2024-03-01"), training("T2", "2024-03-01", title=title)],
    }
    outcome = publish_rows(project, tables, "2024-06-30")
    assert outcome.published
    found = [(one.rule, one.row, one.column) for one in outcome.warnings]
    assert found == ([("perhaps_named", 3, "title")] if pointed_out else [])
    for language in LANGUAGES:
        assert all(title not in one.sentence(language) for one in outcome.warnings)


def test_identifying_columns_are_never_among_those_that_are_stored() -> None:
    for table, identifying in IDENTIFYING.items():
        assert not set(identifying) & set(columns(table))
