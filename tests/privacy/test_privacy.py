"""Nothing points at a person."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mittaristo import access
from mittaristo.access import role
from mittaristo.figures.computation import compute
from mittaristo.figures.definitions import Definitions
from mittaristo.messages.refusals import Refusal
from mittaristo.privacy.disclosure import UnprotectedFigure, release
from mittaristo.privacy.keys import load_key, make_key
from mittaristo.privacy.person_names import KnownNames
from mittaristo.privacy.personal_data import personal_data_in
from mittaristo.privacy.pseudonyms import PUBLIC_KEY, Key
from mittaristo.registers.schemas import empty
from tests.lib.builders import STARTS_ON, a_project, check_character, identity_code

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
    written = identity_code(day, separator, individual)
    assert personal_data_in(around.format(written), phones=False) == "a Finnish identity code"
    assert personal_data_in(around.format(written.lower()), phones=False)


@given(day=DAYS, individual=st.integers(900, 999), shift=st.integers(1, 30))
def test_a_wrong_check_character_is_no_identity_code(day: str, individual: int, shift: int) -> None:
    wrong = check_character(str(int(f"{day}{individual}") + shift))
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
        "Kurssi 01.02.2024–03.04.2024",
        "Kurssi 01.02.24, klo 12.30",
        "Kurssi 010224-120324",
        "1.-5.3.2024",
        "01/2024–02/2024",
        "2024-01-02 – 2024-03-04",
        "00100 Helsinki, 87100 Kajaani ja 04130 Sipoo",
        "Kajaanin kaupunki, 0214958-9",
        "Yritys Oy (1234567-1)",
        "Tilaus 1234567-8",
        "320190-999W",
        "200199-9000",
        "31.12.2024 100 €",
        "31.12.2024: 120 h, 12 paikkaa",
        "311224 100 kpl",
        "12,5–13,75 %",
        "1 250 000,00 €",
        "0,0401234567",
        "Tavataan klo 9 @ kirjasto",
        "FI2024 KAINUU JA KAJAANI",
        "SE 10 tunnin kurssi alkaa 12.3.2024 klo 12.30",
        "IT 20 tuntia: perusteet ja tekstinkäsittely 2024",
        "EECO14 ja EECR03",
        "TK0401234567",
        "ISBN 978-952-000-000-0",
        "Hankekoodi S30123, R-01456",
        "EURA2021/358719/09 02 01 01/2024/ELY",
        "Dnro 10386/35.86.56/2022",
        "FI03 1234 5600 ABC7 85",
    ],
)
def test_ordinary_titles_are_left_alone(harmless: str) -> None:
    assert personal_data_in(harmless, phones=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * 100_000, None),
        ("AB12" * 25_000, None),
        ("a@" * 50_000, None),
        ("+1-" * 33_000, None),
        ("FI21 " * 20_000, None),
        ("+1" + "-" * 100_000, None),
        ("a" + "\u0300\u0327" * 50_000, None),
        ("x" * 100_000 + " 010190-999W", "a Finnish identity code"),
        ("AB12" * 25_000 + " FI2112345600000785", "a bank account number"),
        ("+1-" * 33_000 + " maija@example.fi", "an e-mail address"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_long_text_is_searched_to_its_end(text: str, expected: str | None) -> None:
    """A search that looked again from each letter would not come back from here."""
    assert personal_data_in(text, phones=True) == expected
    assert not KnownNames.of(["Aino Kanarialintu"]).stand_in(text)


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
    with pytest.raises(Refusal):
        load_key(folder / "none.key")
    (folder / "empty.key").write_text("")
    with pytest.raises(Refusal):
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
        "010190_999W",
        "010190   -   999W",
        "010190/999W",
        "010190:999W",
        "01 01 90-999W",
        "01.01.90-999W",
        "01011990-999W",
        "01.01.1990 -999W",
        "010190 999W",
        "010190999W",
        "010190\N{SOFT HYPHEN}999W",
        "hetu010190-999w",
        "hetu010190-9090",
        "010190-999Wkurssi",
        "01\N{ZERO WIDTH SPACE}01\N{ZERO WIDTH JOINER}90\N{WORD JOINER}-9\ufeff99W",
        "010190-\N{COMBINING GRAPHEME JOINER}999W",
        "010190-999 W",
        "1.1.2024, 010190-999W",
        "maija(at)example.fi",
        "maija  @  example.fi",
        "Puh.0401234567",
        "puh0401234567",
        "Puh:040 123 4567",
        "358401234567",
        "358 40 123 4567",
        "puh.358401234567",
        "Puh.09 123 4567",
        "040\N{ZERO WIDTH SPACE}1234567",
        "FI 21 1234 5600 0007 85",
        "FI2 1 1234 5600 0007 85",
        "FI21-1234-5600-0007-85",
        "FI21  123456  00000785",
        "tiliFI2112345600000785",
        "fi21 1234 5600 0007 85",
        "EE38 2200 2210 2014 5685",
        "LV80BANK0000435195001",
        "NL91 ABNA 0417 1643 00",
        "BR15 0000 0000 0000 1093 2840 814P 2",
        "٠١٠١٩٠-٩٩٩W",
        "٠٤٠ ١٢٣ ٤٥٦٧",
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
    house = Definitions.load()
    joined = replace(house.measures["clients_joined"], protects=("gender",))
    by_gender = replace(house, measures={**house.measures, "clients_joined": joined})
    registers = {"clients": empty("clients")}
    as_of = STARTS_ON
    assert compute(registers, a_project(tmp_path), as_of, definitions=house).tables
    with pytest.raises(UnprotectedFigure):
        compute(registers, a_project(tmp_path), as_of, definitions=by_gender)


def test_a_figure_over_a_shared_view_by_attributes_is_refused_too(tmp_path: Path) -> None:
    house = Definitions.load()
    view = replace(house.shared["held_attendances"], protects=("gender",))
    by_gender = replace(house, shared={"held_attendances": view})
    registers = {name: empty(name) for name in ("trainings", "attendances")}
    with pytest.raises(UnprotectedFigure):
        compute(registers, a_project(tmp_path), STARTS_ON, definitions=by_gender)
