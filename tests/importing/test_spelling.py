"""Days, numbers, ids and letters as people write them."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mittaristo.i18n import normalisation
from mittaristo.importing.parsing import days, numbers
from mittaristo.importing.readers import encodings

DAY = dt.date(2026, 4, 1)
DAYS = [
    ("2026-04-01", None, DAY, None),
    ("2026-04-01 00:00:00", None, DAY, None),
    ("1.4.2026", None, DAY, "finnish_days"),
    ("01.04.2026", None, DAY, "finnish_days"),
    ("1. 4. 2026", None, DAY, "finnish_days"),
    ("1.4.2026 0:00", None, DAY, "finnish_days"),
    ("01.04.26", None, DAY, "short_years"),
    ("20260401", None, DAY, "days_together"),
    ("46113", "excel 1900", DAY, "excel_days"),
    ("44651", "excel 1904", DAY, "excel_days"),
    ("46113.0", "excel 1900", DAY, "excel_days"),
    ("46113", None, None, "day_as_number"),
    ("1/4/2026", None, None, "day_or_month_first"),
    ("1/4/2026", "d/m/yyyy", DAY, None),
    ("4/1/2026", "m/d/yyyy", DAY, None),
    ("31.2.2026", None, None, "no_such_day"),
    ("2026-02-31", None, None, "no_such_day"),
    ("1.4.", None, None, None),
    ("huhtikuu", None, None, None),
    ("2026-04-01 12:30:00", None, DAY, "days_with_time"),
    ("2026-04-01 12:30:00.500", None, DAY, "days_with_time"),
    ("2026-04-01T09:32", None, DAY, "days_with_time"),
    ("2026-04-01T09:32:00", None, DAY, "days_with_time"),
    ("2026-04-01T09:32:05.123", None, DAY, "days_with_time"),
    ("2026-03-31T22:30:00Z", None, DAY, "days_with_time"),
    ("2026-04-01T23:30:00+02:00", None, dt.date(2026, 4, 2), "days_with_time"),
    ("2026-04-01 00:00", None, DAY, None),
    ("1. 4.26", None, DAY, "short_years"),
    ("1.4.2026 9:32", None, DAY, "days_with_time"),
    ("1.4.2026 9.32.05", None, DAY, "days_with_time"),
    ("1.4.2026 klo 9.32", None, DAY, "days_with_time"),
    ("1.4.2026, 09:32", None, DAY, "days_with_time"),
    ("1.4.26 9:32", None, DAY, "short_years"),
    ("4/1/2026 9:32:05 AM", "m/d/yyyy", DAY, "days_with_time"),
    ("4/1/2026 9:32", None, None, "day_or_month_first"),
    ("46113.397", "excel 1900", DAY, "days_with_time"),
    ("46113.397", None, None, "day_as_number"),
    ("1.4.2026 24:32", None, None, None),
    ("1.4.2026 9:61", None, None, None),
    ("31.2.2026 9:32", None, None, "no_such_day"),
    ("25/01/2026", None, dt.date(2026, 1, 25), "one_reading"),
    ("01/25/2026", None, dt.date(2026, 1, 25), "one_reading"),
    ("4/4/2026", None, dt.date(2026, 4, 4), "one_reading"),
    ("32/13/2026", None, None, "no_such_day"),
    ("ke 1.4.2026", None, DAY, "finnish_days"),
    ("Keskiviikko 1.4.2026 klo 9.00", None, DAY, "days_with_time"),
    ("Wed, 2026-04-01", None, DAY, None),
    ("ke 2.4.2026", None, None, "other_weekday"),
    ("kesä 1.4.2026", None, None, None),
    ("9:32", None, None, None),
    ("2026-04-01T12:00:00+99:99", None, None, None),
    ("2026-04-01T10:00+24:00", None, None, None),
    ("2026-04-01T10:00-12:30", None, None, None),
    ("2026-04-01T10:00+14:00", None, dt.date(2026, 3, 31), "days_with_time"),
    ("2026-04-01T10:00+05:45", None, DAY, "days_with_time"),
    ("2026-03-31 11:30 PMZ", None, DAY, "days_with_time"),
    ("31.12.9999 23:59Z", None, None, "no_such_day"),
    ("1.1.0001 00:30+02:00", None, None, "no_such_day"),
    ("31.12.9999", None, None, "no_such_day"),
    ("29.2.2025", None, None, "no_such_day"),
    ("29.2.2024", None, dt.date(2024, 2, 29), "finnish_days"),
    ("20260431", None, None, "no_such_day"),
    ("04/01/26", "m/d/yyyy", DAY, "short_years"),
    ("1/4/26", "d/m/yyyy", DAY, "short_years"),
    ("4/1/26 9:32", "m/d/yyyy", DAY, "short_years"),
    ("04/01/26", None, None, "day_or_month_first"),
    ("16/05/2026", "m/d/yyyy", None, "day_or_month_first"),
    ("2/30/2026", "m/d/yyyy", None, "no_such_day"),
    ("1.4.2026 9:32 soitto", None, None, None),
    ("0001-01-01", None, None, None),
    ("12", "excel 1900", None, None),
]


@pytest.mark.parametrize(("written", "form", "value", "told"), DAYS)
def test_a_day_is_understood_told_or_refused(
    written: str, form: str | None, value: dt.date | None, told: str | None
) -> None:
    found = days.days(pl.Series([None, written]), form=form)
    assert found.values.to_list() == [None, value]
    assert [*found.normalised, *found.ambiguous] == ([told] if told else [])


def test_a_birth_date_with_a_short_year_is_in_doubt() -> None:
    assert days.days(pl.Series(["01.04.26"]), birth=True).ambiguous == {"day_without_century": [0]}


@given(st.dates(dt.date(1901, 1, 1), dt.date(2149, 12, 31)))
def test_a_day_written_in_any_full_way_is_the_same_day(day: dt.date) -> None:
    ways = [
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y%m%d}",
    ]
    assert days.days(pl.Series(ways)).values.to_list() == [day] * 4


NUMBERS = [
    ("12", 12.0, None),
    ("12.5", 12.5, None),
    ("-3", -3.0, None),
    ("12,5", 12.5, "finnish_numbers"),
    ("1 234,50", 1234.5, "finnish_numbers"),
    ("1 234 567", 1234567.0, "finnish_numbers"),
    ("1.234,50", 1234.5, "finnish_numbers"),
    ("1,234.50", 1234.5, "finnish_numbers"),
    ("\N{MINUS SIGN}3,5", -3.5, "finnish_numbers"),
    ("0,125", 0.125, "finnish_numbers"),
    ("1,234", None, "thousand_or_decimal"),
    ("1.234", None, "thousand_or_decimal"),
    ("12.500", None, "thousand_or_decimal"),
    ("-12.500", None, "thousand_or_decimal"),
    ("\N{MINUS SIGN}1.234", None, "thousand_or_decimal"),
    ("1.234.567", None, "thousand_or_decimal"),
    ("1,234,567", None, "thousand_or_decimal"),
    ("0.125", 0.125, None),
    ("1234.567", 1234.567, None),
    ("1.2340", 1.234, None),
    ("1,2340", 1.234, "finnish_numbers"),
    ("0.30000000000000004", 0.30000000000000004, None),
    ("120.33333333333333", 120.33333333333333, None),
    ("12 34", None, None),
    ("12 €", None, None),
    ("12 %", None, None),
    ("1e3", None, None),
    ("nan", None, None),
    ("1,2,3", None, None),
]


@pytest.mark.parametrize(("written", "value", "told"), NUMBERS)
def test_a_number_is_understood_told_or_refused(
    written: str, value: float | None, told: str | None
) -> None:
    found = numbers.numbers(pl.Series([written, None]))
    assert found.values.to_list() == [value, None]
    assert [*found.normalised, *found.ambiguous] == ([told] if told else [])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("1 990", 1990),
        ("12.0", 12),
        ("12,5", None),
        ("1.5", None),
        ("2.000", None),
        ("2,000", None),
    ],
)
def test_a_whole_number_has_no_parts(written: str, value: int | None) -> None:
    assert numbers.numbers(pl.Series([written]), whole=True).values.to_list() == [value]


COLUMNS = [
    (["1.234", "120.50"], [1.234, 120.5]),
    (["1.234", "1,234.50"], [1.234, 1234.5]),
    (["1.234", "0.5"], [1.234, 0.5]),
    (["1,234", "12,5"], [1.234, 12.5]),
    (["1,234", "1 234,50"], [1.234, 1234.5]),
    (["1.234", "12,5"], [None, 12.5]),
    (["1.234", "1.234,50"], [None, 1234.5]),
    (["1,234", "120.50"], [None, 120.5]),
    (["1.234", "12,5", "12.5"], [None, 12.5, 12.5]),
    (["1.234", "12", "1.500"], [None, 12, None]),
    (["1.234.567", "12.5"], [None, 12.5]),
    (["234.567", "12.5"], [234.567, 12.5]),
]


@pytest.mark.parametrize(("written", "values"), COLUMNS)
def test_other_cells_of_a_column_show_which_mark_stands_before_decimals(
    written: list[str], values: list[float | None]
) -> None:
    found = numbers.numbers(pl.Series(written))
    assert found.values.to_list() == values
    doubted = [at for at, value in enumerate(values) if value is None]
    assert found.ambiguous == ({"thousand_or_decimal": doubted} if doubted else {})


@pytest.mark.parametrize("written", [["12.500", "120.50"], ["12,500", "120,50"], ["1.234"]])
def test_money_has_no_three_decimals_whatever_stands_beside_it(written: list[str]) -> None:
    found = numbers.numbers(pl.Series(written), money=True)
    assert found.values.to_list()[0] is None
    assert found.ambiguous == {"thousand_or_decimal": [0]}


@given(st.integers(-(10**9), 10**9))
def test_money_as_our_own_files_write_it_is_never_in_doubt(cents: int) -> None:
    written = pl.Series([str(cents / 100), f"{cents / 100:.2f}", str(cents // 100)])
    found = numbers.numbers(written, money=True)
    assert found.values.to_list() == [cents / 100, cents / 100, cents // 100]
    assert not found.normalised
    assert not found.ambiguous


@given(st.integers(-(10**12), 10**12), st.integers(0, 99))
def test_a_finnish_amount_means_what_it_says(euros: int, cents: int) -> None:
    written = f"{euros:,}".replace(",", " ") + f",{cents:02}"
    sign = -1 if written.startswith("-") else 1
    found = numbers.numbers(pl.Series([written]))
    assert found.values[0] == pytest.approx(sign * (abs(euros) + cents / 100))


@pytest.mark.parametrize(
    "written", ["C12", "c12", "C 12", " C12", "C\u00a012", "С12", "с12", "C\u200b12", "\uff2312"]
)
def test_one_id_in_many_spellings_is_one_id(written: str) -> None:
    assert normalisation.same_id(written) == "C12"


@pytest.mark.parametrize(
    "written", ["Oma kieli", " OMA\u00a0 KIELI ", "oma\nkieli", "oma\u3000kieli"]
)
def test_capitals_and_further_spaces_make_no_other_name(written: str) -> None:
    assert normalisation.folded(written) == "oma kieli"
    assert normalisation.folded("omakieli") != "oma kieli"


def test_a_space_tells_names_apart_and_no_ids_with_digits() -> None:
    assert normalisation.same_id("Li Na") != normalisation.same_id("Lina")
    assert normalisation.same_id(" li\u00a0 NA ") == normalisation.same_id("Li Na")
    assert normalisation.same_id("Li Na/2024-01-10") != normalisation.same_id("Lina/2024-01-10")
    assert normalisation.same_id("A 1 / B") == normalisation.same_id("a1/b")


def test_ids_in_cyrillic_stay_apart_where_letters_do_not_look_alike() -> None:
    assert normalisation.same_id("Ж1") != normalisation.same_id("Ш1")


FINNISH = "Töihin Äänekoskelle, pääsiäinen – ylä- ja alamäki"
RUSSIAN = "Обучение на русском языке"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (FINNISH.encode(), None),
        (FINNISH.encode("utf-8-sig"), None),
        (FINNISH.encode("utf-16"), "UTF-16"),
        (FINNISH.encode("cp1252"), "Windows-1252"),
        (b"plain", None),
        (b"", None),
    ],
)
def test_finnish_letters_are_read_in_every_encoding(content: bytes, encoding: str | None) -> None:
    text, found = encodings.decoded(content)
    assert found == encoding
    assert text in (FINNISH, "plain", "")


def test_russian_letters_are_told_from_finnish_ones() -> None:
    assert encodings.decoded(RUSSIAN.encode("cp1251")) == (RUSSIAN, "Windows-1251")
    mixed = "Nimike Tulityö".encode("cp1252") + b";" + RUSSIAN.encode("cp1251")
    assert encodings.decoded(mixed) == (None, None)


@given(st.binary(max_size=200))
def test_no_bytes_raise(content: bytes) -> None:
    text, encoding = encodings.decoded(content)
    assert text is not None or encoding is None


CSVS = [
    ("a,b\n1,2\n", ","),
    ("a;b\n1;2\n", ";"),
    ("a\tb\n1\t2\n", "\t"),
    ("Otsikko\na;b\n1;2\n", ";"),
    ("Otsikko, jossa on, pilkkuja\n\na;b\n", ";"),
    ("a;b\n1,5;2,5\n3;4\n", ";"),
    ("a;b;c\n1,5;2,5;3\n1,5;2,5;3\n", ";"),
    ('a,b\n"x;y;z",2\n"x;y;z",2\n', ","),
    ('a;b\n"x,\ny";2\n', ";"),
    ("a,b\nliian,monta\nsolua,on,tässä\n", ","),
    ("vain\n", ","),
    ("", ","),
    ('a;"b', ";"),
]


@pytest.mark.parametrize(("text", "mark"), CSVS)
def test_cells_of_a_csv_are_told_apart_by_most_of_its_first_lines(text: str, mark: str) -> None:
    assert encodings.separator(text) == mark
