"""Nothing points at a person."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mittaristo import access
from mittaristo.access import role
from mittaristo.figures import House, compute
from mittaristo.privacy import (
    CHECK_CHARACTERS,
    PUBLIC_KEY,
    Key,
    KeyMissing,
    UnprotectedFigure,
    load_key,
    make_key,
    personal_data_in,
    release,
)
from mittaristo.registers import empty
from tests.builders import STARTS_ON
from tests.test_changes import a_project

DAYS = st.dates().map(lambda day: day.strftime("%d%m%y"))


@given(
    day=DAYS,
    separator=st.sampled_from("+-YXWVUABCDEF"),
    individual=st.integers(900, 999),
    around=st.sampled_from(["{}", "kurssi {} ok", "({})", "{}.", "hetu:{}"]),
)
def test_identity_codes_are_found_in_every_form(
    day: str, separator: str, individual: int, around: str
) -> None:
    check = CHECK_CHARACTERS[int(f"{day}{individual}") % 31]
    written = f"{day}{separator}{individual}{check}"
    assert personal_data_in(around.format(written), phones=False) == "a Finnish identity code"
    assert personal_data_in(around.format(written.lower()), phones=False)


@given(day=DAYS, individual=st.integers(900, 999), shift=st.integers(1, 30))
def test_a_wrong_check_character_is_no_identity_code(day: str, individual: int, shift: int) -> None:
    wrong = CHECK_CHARACTERS[(int(f"{day}{individual}") + shift) % 31]
    assert personal_data_in(f"{day}-{individual}{wrong}", phones=False) is None


@pytest.mark.parametrize(
    "harmless",
    [
        "Työturvallisuuskortti 27.3.2026",
        "2026-04-30",
        "T0401234567",
        "120–150 €",
        "100 000",
        "2024–2026",
        "klo 09.00–15.30",
        "",
    ],
)
def test_ordinary_titles_are_left_alone(harmless: str) -> None:
    assert personal_data_in(harmless, phones=True) is None


def test_pseudonyms_differ_by_key_and_by_entity_and_repeat_otherwise() -> None:
    other = Key(b"x" * 32)
    assert PUBLIC_KEY.pseudonym("client", "1") == PUBLIC_KEY.pseudonym("client", "1")
    assert PUBLIC_KEY.pseudonym("client", "1") != PUBLIC_KEY.pseudonym("employer", "1")
    assert PUBLIC_KEY.pseudonym("client", "1") != other.pseudonym("client", "1")
    assert PUBLIC_KEY.id != other.id


def test_a_figure_by_attributes_of_persons_is_refused_until_it_is_protected() -> None:
    figure = pl.DataFrame({"gender": ["woman"], "persons": [3]})
    with pytest.raises(UnprotectedFigure):
        release(figure, protects=("gender",))


def test_a_key_is_made_once_readable_by_its_owner_only(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("keys") / "deep" / "koe.key"
    assert make_key(path)
    first = load_key(path)
    assert not make_key(path)
    assert load_key(path) == first
    assert path.stat().st_mode & 0o077 == 0


def test_without_a_key_nothing_is_guessed(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("keys")
    with pytest.raises(KeyMissing):
        load_key(folder / "none.key")
    (folder / "empty.key").write_text("")
    with pytest.raises(KeyMissing):
        load_key(folder / "empty.key")


TEAM = {"MITTARISTO_ROLE": "team"}
ROLES = [
    ("127.0.0.1", TEAM, "team"),
    ("::1", TEAM, "team"),
    ("localhost", TEAM, "team"),
    ("0.0.0.0", TEAM, "everyone"),
    ("", TEAM, "everyone"),
    (None, TEAM, "everyone"),
    ("192.0.2.1", TEAM, "everyone"),
    ("127.0.0.1", {}, "everyone"),
    ("127.0.0.1", {"MITTARISTO_ROLE": "TEAM "}, "everyone"),
    ("example.org", TEAM, "everyone"),
]


@pytest.mark.parametrize(("address", "environ", "expected"), ROLES)
def test_the_team_sits_at_the_machine_itself(
    address: str | None, environ: dict[str, str], expected: str
) -> None:
    assert role(address, environ, synthetic=False) == expected
    assert role(address, environ, synthetic=True) == "team"


@pytest.mark.parametrize(
    "hidden",
    [
        "maija@example.fi",
        "maija @ example.fi",
        "040 123 4567",
        "040.123.4567",
        "040/1234567",
        "(09) 123 4567",
        "+358 40 1234567",
        "+358 (0)40 1234567",
        "00358401234567",
        "+46 70 123 45 67",
        "０４０１２３４５６７",
        "010190–999W",
        "010190 - 999W",
    ],
)
def test_addresses_numbers_and_codes_are_found_however_they_are_written(hidden: str) -> None:
    assert personal_data_in(f"Kysy lisää: {hidden}.", phones=True)


@pytest.mark.parametrize(
    ("address", "may"), [(None, False), ("0.0.0.0", False), ("127.0.0.1", True), ("::1", True)]
)
def test_a_page_publishes_only_for_the_team_at_the_machine(address: str | None, may: bool) -> None:
    assert access.may_publish(address, {"MITTARISTO_ROLE": "team"}) == may
    assert not access.may_publish(address, {})


def test_a_measure_by_attributes_of_persons_is_refused_like_any_figure(tmp_path: Path) -> None:
    house = House.load()
    joined = replace(house.measures["clients_joined"], protects=("gender",))
    by_gender = replace(house, measures={**house.measures, "clients_joined": joined})
    registers = {"clients": empty("clients")}
    as_of = STARTS_ON
    assert compute(registers, a_project(tmp_path), as_of, house=house).tables
    with pytest.raises(UnprotectedFigure):
        compute(registers, a_project(tmp_path), as_of, house=by_gender)


def test_a_figure_over_a_shared_view_by_attributes_is_refused_too(tmp_path: Path) -> None:
    house = House.load()
    view = replace(house.shared["held_attendances"], protects=("gender",))
    by_gender = replace(house, shared={"held_attendances": view})
    registers = {name: empty(name) for name in ("trainings", "attendances")}
    with pytest.raises(UnprotectedFigure):
        compute(registers, a_project(tmp_path), STARTS_ON, house=by_gender)
