"""Where a measure is heading: counted by hand, by simulation, and as an invariant."""

import datetime as dt

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from mittaristo.figures.forecasts import MONTHS, forecast
from mittaristo.privacy.disclosure import SafeFrame, release
from tests.lib.builders import STARTS_ON, day

AS_OF = day("2024-12-31")


def months_of(events: list[int], measure: str = "encounters") -> SafeFrame:
    """The figure `months` of one measure: a month after the other from the project's first."""
    firsts = pl.date_range(
        STARTS_ON, STARTS_ON + dt.timedelta(days=31 * len(events)), "1mo", eager=True
    )
    table = pl.DataFrame(
        {
            "measure": [measure] * len(events),
            "month": firsts[: len(events)],
            "events": [float(count) for count in events],
            "total": [float(sum(events[: place + 1])) for place in range(len(events))],
        }
    )
    return release(table, protects=())


def test_without_an_event_in_half_a_year_few_or_none_are_expected() -> None:
    coming = forecast(
        months_of([5] * 6 + [0] * 6), "encounters", STARTS_ON, AS_OF, day("2025-06-30")
    )
    assert coming is not None
    assert (coming.low, coming.months) == (30, MONTHS)
    assert 30 <= coming.high <= 32


def test_the_range_is_that_of_a_simulation() -> None:
    """Ten a month for six months, half a year ahead: draw a rate, then the events."""
    coming = forecast(months_of([10] * 12), "encounters", STARTS_ON, AS_OF, day("2025-07-01"))
    assert coming is not None
    draw = np.random.default_rng(1)
    ahead = (day("2025-07-01") - AS_OF).days / (365.25 / 12)
    events = draw.poisson(draw.gamma(60.5, 1 / 6, 200_000) * ahead)
    assert abs(coming.low - (120 + np.quantile(events, 0.05))) <= 1
    assert abs(coming.high - (120 + np.quantile(events, 0.95))) <= 1


def test_a_month_that_has_only_begun_does_not_slow_the_pace() -> None:
    full = forecast(months_of([4] * 11), "encounters", STARTS_ON, day("2024-11-30"), AS_OF)
    begun = forecast(months_of([4] * 11 + [0]), "encounters", STARTS_ON, day("2024-12-01"), AS_OF)
    assert full is not None
    assert begun is not None
    assert abs(full.high - begun.high) <= 1


def test_on_the_day_itself_it_is_what_it_is() -> None:
    coming = forecast(months_of([4] * 12), "encounters", STARTS_ON, AS_OF, AS_OF)
    assert coming is not None
    assert (coming.low, coming.high) == (48, 48)


def test_from_two_months_nothing_is_said() -> None:
    two = months_of([4, 4])
    assert forecast(two, "encounters", STARTS_ON, day("2024-02-29"), AS_OF) is None
    assert forecast(two, "employments", STARTS_ON, day("2024-02-29"), AS_OF) is None


@given(
    st.lists(st.integers(0, 5_000), min_size=12, max_size=12),
    st.integers(1, 800),
    st.integers(1, 800),
)
def test_the_range_lies_above_today_holds_its_middle_and_widens_with_time(
    events: list[int], sooner: int, later: int
) -> None:
    near, far = sorted((sooner, later))
    months = months_of(events)
    first, second = (
        forecast(months, "encounters", STARTS_ON, AS_OF, AS_OF + dt.timedelta(days=days))
        for days in (near, far)
    )
    assert first is not None
    assert second is not None
    assert sum(events) <= first.low <= first.high
    assert first.low <= second.low
    assert first.high <= second.high
    mean = sum(events) + (sum(events[-6:]) + 0.5) / 6 * near / (365.25 / 12)
    assert first.low <= mean + 1
    assert first.high >= mean - 1
