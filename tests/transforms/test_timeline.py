"""The lane of events above a chart: every title that has a place touches nothing."""

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from mittaristo.example.facts import EVENTS
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.i18n.wording import wording
from mittaristo.panels.parts.timeline import ALWAYS
from mittaristo.privacy.disclosure import SafeFrame, release
from mittaristo.transforms.timeline import CHARACTERS_ACROSS, CHARACTERS_NEAR, milestone_lane
from tests.lib.builders import day

FIRST, LAST = day("2023-10-02"), day("2026-12-31")
SPAN = (LAST - FIRST).days


def events(*told: tuple[int, str, str]) -> SafeFrame:
    """Milestones by day of the project, kind and title."""
    rows = [
        {
            "milestone_id": str(place),
            "on": FIRST + dt.timedelta(days=at),
            "kind": kind,
            "title_fi": title,
            "title_en": title,
            "done": True,
        }
        for place, (at, kind, title) in enumerate(told)
    ]
    return release(pl.DataFrame(rows), protects=())


def test_what_concerns_everything_has_its_title() -> None:
    for language in LANGUAGES:
        kept = [event for event in EVENTS if FIRST <= event.on <= LAST and event.kind in ALWAYS]
        written = [
            ((event.on - FIRST).days, event.kind, getattr(event, f"title_{language}"))
            for event in kept
        ]
        placed = milestone_lane(events(*written), FIRST, LAST, wording(language))
        assert placed["lane"].null_count() == 0


def test_titles_stand_on_two_lines_at_most() -> None:
    crowded = [(place * 20, "event", "Työnantajatilaisuus") for place in range(12)]
    placed = milestone_lane(events(*crowded), FIRST, LAST, wording("fi"))
    assert placed.height == 12
    assert set(placed["lane"].drop_nulls()) == {0, 1}


@given(
    st.lists(
        st.tuples(
            st.integers(0, SPAN),
            st.sampled_from(["event", "project"]),
            st.text("abc", min_size=1, max_size=40),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_title_crosses_another_or_a_leader(told: list[tuple[int, str, str]]) -> None:
    placed = milestone_lane(events(*told), FIRST, LAST, wording("fi"))
    assert placed.height == len(told)
    assert_apart(placed.select("on", "title", "lane", "side"), CHARACTERS_ACROSS)
    assert_apart(placed.select("on", "title", "lane_near", "side_near"), CHARACTERS_NEAR)


def assert_apart(placed: pl.DataFrame, across: int) -> None:
    boxes = []
    for on, title, lane, side in placed.iter_rows():
        if lane is not None:
            at, width = (on - FIRST).days / SPAN, len(title) / across
            begins, ends = (at, at + width) if side == "right" else (at - width, at)
            assert begins >= 0
            assert ends <= 1
            boxes.append((lane, begins, ends, at))
    for place, (lane, begins, ends, _) in enumerate(boxes):
        for other, (above, left, right, at) in enumerate(boxes):
            if other != place and above == lane:
                assert ends <= left or right <= begins
            if other != place and above > lane:
                assert not begins < at < ends
