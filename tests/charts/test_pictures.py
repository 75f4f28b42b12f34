"""Parts of charts drawn with data as they should never be: no text is cut or lies on another.

Drawn by vl-convert at the widths of a phone and a page.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

import altair as alt
import polars as pl
import pytest

from mittaristo.charts.course import course_over_time
from mittaristo.charts.months import stacked_months
from mittaristo.charts.specification import Specification, specified
from mittaristo.charts.targets import bullets
from mittaristo.charts.theme import Setting
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.i18n.wording import Wording, wording
from mittaristo.privacy.disclosure import SafeFrame, release
from mittaristo.transforms import course as courses
from mittaristo.transforms import months as shapes
from mittaristo.transforms import targets as aims
from mittaristo.transforms.timeline import milestone_lane
from tests.lib.builders import day
from tests.lib.pictures import Picture, pictured

FIRST, LAST = day("2023-10-02"), day("2026-12-31")
WIDTHS, PROJECTOR = (340, 884), 500
AS_OF = {"young": day("2024-04-30"), "late": day("2026-04-30"), "end": LAST}
LONG = "Työnantajayhteistyökoordinaattorikokouksiin osallistuneet organisaatiot"
AT_ONCE = 1_234_567

pytestmark = pytest.mark.parametrize(
    "language",
    [LANGUAGES[0], *(pytest.param(one, marks=pytest.mark.long) for one in LANGUAGES[1:])],
)


def setting(language: Language, as_of: dt.date) -> Setting:
    return Setting(language, False, as_of, FIRST, LAST, synthetic=True)


def table(rows: Sequence[dict[str, object]], **types: type[pl.DataType]) -> SafeFrame:
    return release(pl.DataFrame(rows, schema=types), protects=())


def assert_reads(chart: Specification, widths: Sequence[int] = WIDTHS) -> list[Picture]:
    """Nothing is cut and nothing overlaps, at any width."""
    pictures = [pictured(chart, width) for width in widths]
    for picture in pictures:
        assert picture.cut == [], picture.width
        assert picture.overlapping == [], picture.width
    return pictures


def months_until(as_of: dt.date) -> list[dt.date]:
    begun = pl.date_range(FIRST.replace(day=1), as_of, "1mo", eager=True)
    return begun.to_list()


def no_events() -> SafeFrame:
    return lane([], wording("fi"))


def lane(told: Sequence[tuple[dt.date, str]], _: Wording) -> SafeFrame:
    """Milestones of these days and titles, laid out."""
    rows = [
        {
            "milestone_id": str(at),
            "on": on,
            "kind": "event",
            "title_fi": title,
            "title_en": title,
            "done": True,
        }
        for at, (on, title) in enumerate(told)
    ]
    texts = dict.fromkeys(("milestone_id", "kind", "title_fi", "title_en"), pl.String)
    return milestone_lane(table(rows, on=pl.Date, done=pl.Boolean, **texts), FIRST, LAST, _)


# --- Bars over months -------------------------------------------------------------------------

MONTHLY = {
    "none": [],
    "zeros": [0],
    "one": [1],
    "huge": [AT_ONCE, 3],
    "six": [4, 5, 6, 7, 8, 9],
}
"""What each month brings, of as many categories."""

LANGUAGES_SPOKEN = (
    *("ru", "en", "fi", "uk", "ar", "so", "fa", "zh", "vi", "th"),
    *("et", "sv", "ku", "tr", "es", "fr", "de", "pl", "ro", "hi"),
)


@pytest.mark.parametrize("as_of", AS_OF.values(), ids=AS_OF)
@pytest.mark.parametrize("brought", MONTHLY.values(), ids=MONTHLY)
def test_bars_over_months(brought: list[int], as_of: dt.date, language: Language) -> None:
    _, names = wording(language), [f"m{at}" for at in range(len(brought))]
    rows: list[dict[str, object]] = [
        {"measure": name, "month": month, "events": count}
        for name, count in zip(names, brought, strict=True)
        for month in months_until(as_of)
    ]
    counted = table(rows, measure=pl.String, month=pl.Date, events=pl.Int64)
    labels = {name: f"{LONG[: 12 * (at + 1)]} {at}" for at, name in enumerate(names)}
    growing_from = (as_of - dt.timedelta(days=60)).replace(day=1)
    bars = shapes.by_measure(counted, labels, growing_from, _)
    usual, words = float(sum(brought) or 1) / 2, _("may still grow")
    said = _("usually {count} a month").format(count=_.number(usual))
    place = setting(language, as_of)
    drawn = stacked_months(bars, no_events(), place, usual=(usual, said), growing=words)
    for picture in assert_reads(drawn):
        assert (words in picture.texts) == bool(brought)
        assert said in picture.texts


@pytest.mark.parametrize("seats", [[], [10], [12, 12, 12, 12], [AT_ONCE, 3]], ids=len)
def test_months_of_twenty_categories_and_what_is_planned(
    seats: list[int], language: Language
) -> None:
    _, as_of = wording(language), AS_OF["late"]
    rows: list[dict[str, object]] = [
        {"language": code, "month": month, "attendances": at + 1}
        for at, code in enumerate(LANGUAGES_SPOKEN)
        for month in months_until(as_of)
    ]
    counted = table(rows, language=pl.String, month=pl.Date, attendances=pl.Int64)
    bars = shapes.by_month(counted, "language", "attendances", _)
    plans: list[dict[str, object]] = [
        {"starts_on": day(f"2026-0{5 + at}-15"), "seats": count} for at, count in enumerate(seats)
    ]
    coming = table(plans, starts_on=pl.Date, seats=pl.Int64)
    planned = shapes.planned(coming, _("{count} coming"), _)
    drawn = stacked_months(bars, no_events(), setting(language, as_of), planned=planned)
    for picture in assert_reads(drawn):
        legend = bars["category"].unique().to_list()
        assert set(legend) <= set(picture.texts)
        assert len(legend) == shapes.AT_MOST_APART


# --- Where measures stood ---------------------------------------------------------------------

STOOD = {
    "zeros": [0.0, 0.0],
    "one": [1.0],
    "alike": [7.0, 7.0, 7.0, 7.0],
    "huge": [float(AT_ONCE), 2.0],
}


@pytest.mark.parametrize("as_of", AS_OF.values(), ids=AS_OF)
@pytest.mark.parametrize("stood", STOOD.values(), ids=STOOD)
def test_where_measures_stood(stood: list[float], as_of: dt.date, language: Language) -> None:
    _, names = wording(language), [f"m{at}" for at in range(len(stood))]
    months = months_until(as_of)
    rows: list[dict[str, object]] = [
        {"measure": name, "month": month, "total": total * (at + 1) / len(months)}
        for name, total in zip(names, stood, strict=True)
        for at, month in enumerate(months)
    ]
    counted = table(rows, measure=pl.String, month=pl.Date, total=pl.Float64)
    labels = {name: f"{LONG[: 24 * (at + 1)]} {at}" for at, name in enumerate(names)}
    course = courses.course_of_measures(counted, names, labels, FIRST, as_of, _)
    known: list[dict[str, object]] = [
        {
            "measure": name,
            "since": month,
            "since_snapshot": 1,
            "before": float(round(total * (at + 1) / len(months))),
        }
        for name, total in zip(names, stood, strict=True)
        for at, month in list(enumerate(months[:-1]))[2::4]
    ]
    kinds = {"since_snapshot": pl.Int64, "before": pl.Float64}
    changes = table(known, measure=pl.String, since=pl.Date, **kinds)
    meetings = courses.at_meetings(changes, names, labels, _)
    high = max(stood)
    said = f"{_.number(high)}–{_.number(high * 2)}"
    fan = courses.fan(course, names[0], LAST, high, high * 2, said) if as_of < LAST else None
    due: list[dict[str, object]] = [
        {"measure": name, "target": max(high, 1.0), "target_due_on": on}
        for name, on in zip(names, (LAST, FIRST), strict=False)
    ]
    aimed = table(due, measure=pl.String, target=pl.Float64, target_due_on=pl.Date)
    targets = courses.targets_due(aimed, names, _("target {target}"), _)
    place = setting(language, as_of)
    assert_reads(course_over_time(course, meetings, no_events(), place, fan=fan, targets=targets))


# --- Bullets ----------------------------------------------------------------------------------

REACHED = {
    "none reached": [(0.0, 10.0)],
    "all alike": [(5.0, 10.0)] * 20,
    "far over": [(float(AT_ONCE), 1.0), (0.0, float(AT_ONCE))],
    "huge": [(float(AT_ONCE), 2.0 * AT_ONCE)] * 4,
}


@pytest.mark.parametrize("as_of", AS_OF.values(), ids=AS_OF)
@pytest.mark.parametrize("reached", REACHED.values(), ids=REACHED)
def test_bullets(reached: list[tuple[float, float]], as_of: dt.date, language: Language) -> None:
    _ = wording(language)
    rows: list[dict[str, object]] = [
        {
            "measure": f"m{at}",
            "value": value,
            "target": target,
            "target_due_on": LAST,
            "period_from": FIRST,
            "period_to": as_of,
        }
        for at, (value, target) in enumerate(reached)
    ]
    days = dict.fromkeys(("target_due_on", "period_from", "period_to"), pl.Date)
    values = table(rows, measure=pl.String, value=pl.Float64, target=pl.Float64, **days)
    labels = {f"m{at}": f"{LONG[: 6 * (at + 1)]} {at}" for at in range(len(reached))}
    aimed = aims.with_targets(aims.beside_targets(values, list(labels), labels, _))
    for picture in assert_reads(bullets(aimed, setting(language, as_of))):
        assert set(aimed["value_of_target_text"]) <= set(picture.texts)


# --- The lane of milestones -------------------------------------------------------------------


def events(apart: int, titles: Sequence[str]) -> list[tuple[dt.date, str]]:
    return [(FIRST + dt.timedelta(days=apart * at), title) for at, title in enumerate(titles)]


TITLES = {
    "none": [],
    "one long": events(1, [LONG]),
    "on one day": events(0, ["Tilaisuus", "Kokous", "Messut"]),
    "twenty": events(60, ["Työnantajatilaisuus"] * 20),
    "capitals": events(150, ["TYÖMARKKINATORI MMW"] * 8),
}


@pytest.mark.parametrize("told", TITLES.values(), ids=TITLES)
def test_the_lane_of_milestones(told: list[tuple[dt.date, str]], language: Language) -> None:
    _ = wording(language)
    bars = shapes.by_measure(
        table([], measure=pl.String, month=pl.Date, events=pl.Int64), {}, FIRST, _
    )
    drawn = stacked_months(bars, lane(told, _), setting(language, AS_OF["late"]))
    phone, projector, page = assert_reads(drawn, (340, PROJECTOR, 884))
    titles = {title for _on, title in told if title != LONG}
    assert not titles & {*phone.texts}
    assert bool(titles) == bool(titles & {*projector.texts}) == bool(titles & {*page.texts})


# --- The picture's own faults are found -------------------------------------------------------


def layers_of_texts(*places: tuple[float, str]) -> Iterator[alt.Chart]:
    for at, text in places:
        rows = pl.DataFrame({"text": [text]})
        yield (
            alt.Chart(rows).mark_text(fontSize=14).encode(x=alt.XValue(at), text=alt.Text("text:N"))
        )


@pytest.mark.parametrize(
    ("places", "cut", "overlapping"),
    [
        ([(100, "one"), (200, "other")], 0, 0),
        ([(100, "one"), (105, "other")], 0, 1),
        ([(0, LONG)], 1, 0),
    ],
    ids=["good", "overlapping", "cut"],
)
def test_a_fault_of_a_picture_is_found(
    places: list[tuple[float, str]], cut: int, overlapping: int, language: Language
) -> None:
    del language
    picture = pictured(specified(layers_of_texts(*places), config=alt.Config()), 340)
    assert len(picture.cut) == cut
    assert len(picture.overlapping) == overlapping
