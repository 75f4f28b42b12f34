"""Days to come: trainings, events, ends of reporting periods, and meetings that have a name."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mittaristo.figures.model import Texts
from mittaristo.panels.parts.view import View


@dataclass(frozen=True)
class Coming:
    """Something that is planned; days are inclusive.

    `key` stays what it is when its days or its title change, so that it is known again.
    """

    key: str
    first: dt.date
    last: dt.date
    title: str
    text: str = ""


def coming(view: View, meetings: Mapping[dt.date, Texts]) -> list[Coming]:
    """What comes after the as-of day, the next one first. `meetings`: day → its name.

    Of nothing here is told who takes part.
    """
    found = [
        *_trainings(view),
        *_milestones(view),
        *_reporting_periods(view),
        *_meetings(view, meetings),
    ]
    return sorted(found, key=lambda one: (one.first, one.key))


def _trainings(view: View) -> Iterator[Coming]:
    """Each by its id in the register; by what it is where the snapshot does not hold that yet."""
    _ = view.wording
    for row in view.figures.rows("coming_trainings"):
        what = (row["title"], row["language"], row["starts_on"].isoformat())
        known_by = row.get("training_id") or hashlib.sha256("|".join(what).encode()).hexdigest()
        yield Coming(
            f"training:{known_by}",
            row["starts_on"],
            row.get("ends_on") or row["starts_on"],
            row["title"],
            _("Training, {language}. Seats: {count}").format(
                language=_.language_name(row["language"]), count=_.number(row["seats"])
            ),
        )


def _milestones(view: View) -> Iterator[Coming]:
    for row in view.figures.rows("milestones"):
        if row["on"] > view.as_of:
            title = row[f"title_{view.language}"]
            key = f"milestone:{row['milestone_id']}"
            yield Coming(key, row["on"], row["on"], title)


def _reporting_periods(view: View) -> Iterator[Coming]:
    _ = view.wording
    for period in view.figures.project.reporting_periods:
        if period.ends_on > view.as_of:
            name = period.name[view.language] or _("Reporting period")
            yield Coming(
                f"reporting:{period.starts_on.isoformat()}",
                period.ends_on,
                period.ends_on,
                _("{period}: the last day").format(period=name),
                _("The report is made from a snapshot as of this day."),
            )


def _meetings(view: View, meetings: Mapping[dt.date, Texts]) -> Iterator[Coming]:
    _ = view.wording
    for day, name in meetings.items():
        if day > view.as_of:
            title = _("{meeting}: day of its figures").format(meeting=name[view.language])
            yield Coming(f"meeting:{day.isoformat()}", day, day, title)
