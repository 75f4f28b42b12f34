"""What is worth taking up now: a few rules over a snapshot, each a small function.

A rule looks at one thing and finds at most one matter. How bad a matter is, is told on one scale
for all: which share of what ought to be there is missing.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from mittaristo.figures.consistency import sums_that_do_not_add_up
from mittaristo.figures.noting import noted
from mittaristo.i18n.translation import N_
from mittaristo.panels.parts.view import View
from mittaristo.transforms.timeline import DELIVERABLE

AT_MOST = 3
"""How many matters are said at once."""

GOING_ON = ("employments", "training_attendances", "encounters")
"""What a project is expected to bring about month after month."""

OVERVIEW = "overview"

LOOKED_AT = ("served_without_start_data", "end_data_to_record", "budget")
"""Figures that only the rules look at."""


@dataclass(frozen=True)
class Matter:
    """One thing worth taking up: in words, with the page that shows more of it, if any does.

    `amiss`: which share of what ought to be there is missing. A duty that is overdue comes before
    everything else, and what is only planned after it. `origins`: the figures that were read.
    """

    headline: str
    detail: str
    page: str
    amiss: float = 0
    rank: int = 1
    origins: tuple[str, ...] = ()


OVERDUE, PLANNED = 0, 2
"""Ranks beside the ordinary one."""


def matters(now: View) -> list[Matter]:
    """All matters: overdue duties, then the worst first, then plans. AT_MOST are said at once."""
    found = [matter for rule in RULES for matter in [_with_origins(rule, now)] if matter]
    return sorted(found, key=lambda matter: (matter.rank, -matter.amiss))


def _with_origins(rule: Callable[[View], Matter | None], now: View) -> Matter | None:
    """What a rule finds, with the figures that it read for it."""
    with noted() as read:
        found = rule(now)
    return None if found is None else replace(found, origins=tuple(read))


def _worst(found: Iterator[Matter]) -> Matter | None:
    return max(found, key=lambda matter: matter.amiss, default=None)


# --- The rules --------------------------------------------------------------------------------


def target_out_of_reach(now: View) -> Matter | None:
    """A target that even the upper end of the forecast does not reach."""
    _ = now.wording

    def found() -> Iterator[Matter]:
        for measure, row in now.figures.pace.items():
            status, target = row["status"], row["target"]
            if status == "missed":
                headline = _("{measure}: the target was not reached")
                detail = _("Now {value} / {target}. The target was due on {due}.")
            elif status == "short":
                headline = _("{measure}: falling short of the target")
                detail = _(
                    "Now {value} / {target}. At the pace of the last {months} months,"
                    " {low}–{high} by {due}."
                )
            else:
                continue
            high = row["value"] if row["high"] is None else row["high"]
            said = {
                "value": _.number(row["value"]),
                "target": _.number(target),
                "months": row["pace_months"],
                "low": _.number(row["low"]),
                "high": _.number(high),
                "due": _.day(row["target_due_on"]),
            }
            yield Matter(
                headline.format(measure=now.labels[measure]),
                detail.format(**said),
                now.figures.measures[measure].page,
                1 - high / target,
            )

    return _worst(found())


def slowing_down(now: View) -> Matter | None:
    """The last two full months are under half of what two months of the last year usually bring.

    Not where they would reach it with what is usually still to be recorded of two such months.
    Nothing is said where two months usually bring fewer than four, or once the project has ended.
    """
    _ = now.wording
    if now.as_of >= now.ends_on:
        return None

    def found() -> Iterator[Matter]:
        for measure in GOING_ON:
            row = now.figures.pace.get(measure)
            if row is None or row["usually"] is None:
                continue
            last, usual = row["lately"], row["usually"]
            if usual < 4 or last + row["lately_to_be_recorded"] >= usual / 2:
                continue
            full = (pl.col("measure") == measure) & (pl.col("month").dt.month_end() <= now.as_of)
            months = now.figures["months"].filter(full).sort("month")["month"]
            first_month, last_month = months[-2], months[-1]
            detail = _("{first}–{last}: {count}. Two months of the year usually bring {usual}.")
            yield Matter(
                _("{measure}: slowing down").format(measure=now.labels[measure]),
                detail.format(
                    first=_.month(first_month),
                    last=_.month(last_month),
                    count=_.number(last),
                    usual=_.number(usual),
                ),
                now.figures.measures[measure].page,
                1 - last / usual,
            )

    return _worst(found())


def _of_records(now: View) -> str:
    """The page that tells most of what is not recorded: the team's lists, or how the sets fit."""
    return "quality" if now.role == "team" else "clients"


def start_data_missing(now: View) -> Matter | None:
    """Clients who have been served without start data in EURA."""
    _ = now.wording
    for row in now.figures.rows("served_without_start_data"):
        if row["without_start_data"]:
            missing, served = row["without_start_data"], row["served"]
            detail = _(
                "Clients served: {served}. Start data: {started}; {other} of them are of clients"
                " who have not been served. Without start data a client is in no ESF+ indicator."
            )
            started = now.figures.value("eura_started")
            return Matter(
                _("EURA start data missing: {count}").format(count=_.number(missing)),
                detail.format(
                    served=_.number(served),
                    started=_.number(started),
                    other=_.number(started - (served - missing)),
                ),
                _of_records(now),
                missing / served,
            )
    return None


def end_data_overdue(now: View) -> Matter | None:
    """Periods that ended more than 28 days ago, without end data in EURA."""
    _ = now.wording
    for row in now.figures.rows("end_data_to_record"):
        if row["state"] == "overdue" and row["periods"]:
            return Matter(
                _("EURA end data overdue: {count}").format(count=_.number(row["periods"])),
                _("The period ended more than 28 days ago, but its end data have not been sent."),
                _of_records(now),
                row["periods"] / row["started"],
                OVERDUE,
            )
    return None


def end_data_to_record(now: View) -> Matter | None:
    """In the project's last year: how much end data is still to come, and how much a week."""
    _ = now.wording
    rows = now.figures.rows("end_data_to_record")
    periods = sum(row["periods"] for row in rows)
    overdue = sum(row["periods"] for row in rows if row["state"] == "overdue")
    left = (now.ends_on - now.as_of).days
    if not periods or not 0 < left <= 365:
        return None
    detail = _(
        "Overdue: {overdue}. When {count} a week are recorded, all are in before the project ends"
        " on {day}."
    )
    week = math.ceil(periods / math.ceil(left / 7))
    return Matter(
        _("EURA end data still to come: {count:period|periods}").format(count=_.number(periods)),
        detail.format(overdue=_.number(overdue), count=_.number(week), day=_.day(now.ends_on)),
        _of_records(now),
        periods / rows[0]["started"],
        PLANNED,
    )


def published_parts_that_do_not_add_up(now: View) -> Matter | None:
    """An exact published figure that is not the sum of its published parts."""
    _ = now.wording

    def found() -> Iterator[Matter]:
        for one in sums_that_do_not_add_up(now.figures):
            numbers = " + ".join(_.number(value) for _part, value in one.parts)
            detail = _("{numbers} = {total}, but {measure}: {published}. The question is open.")
            yield Matter(
                _("Published figures that do not add up"),
                detail.format(
                    numbers=numbers,
                    total=_.number(one.total),
                    measure=now.labels[one.measure],
                    published=_.number(one.published),
                ),
                now.figures.measures[one.measure].page,
                abs(one.total - one.published) / max(one.total, one.published),
            )

    return _worst(found())


def much_recorded_late(now: View) -> Matter | None:
    """At least five, and at least two per cent, had happened before the comparison date.

    Only what counts one each: the sum of some euros or profiles is no number of entries.
    """
    _ = now.wording

    def found() -> Iterator[Matter]:
        for measure, change in now.changes.items():
            if now.figures.measures[measure].kind != "count":
                continue
            if change["late"] < max(5, 0.02 * change["after"]):
                continue
            detail = _("They had happened by {since} but were recorded only after it.")
            yield Matter(
                _("{measure}: {count} recorded late").format(
                    measure=now.labels[measure], count=_.number(change["late"])
                ),
                detail.format(since=_.day(change["since"])),
                now.figures.measures[measure].page,
                change["late"] / change["after"],
            )

    return _worst(found())


def money_ahead_of_time(now: View) -> Matter | None:
    """A budget of which more than ten points more has been used than of the project's time."""
    _ = now.wording
    elapsed = now.figures.elapsed

    def found() -> Iterator[Matter]:
        for row in now.figures.rows("budget"):
            if not row["budget_eur"]:
                continue
            used = row["used_eur"] / row["budget_eur"]
            ahead = round(used - elapsed, 9)  # ten points are ten points, whatever the binary says
            if ahead <= 0.1:
                continue
            detail = _("{used} of the budget has been used, and {elapsed} of the time.")
            yield Matter(
                _("{category}: money goes faster than time").format(
                    category=_.code(row["category"])
                ),
                detail.format(used=_.percent(used), elapsed=_.percent(elapsed)),
                OVERVIEW,
                ahead,
            )

    return _worst(found())


def event_not_recorded(now: View) -> Matter | None:
    """A planned event whose day has passed and which is not marked as done."""
    _ = now.wording
    events = [row for row in now.figures.rows("milestones") if row["kind"] != DELIVERABLE]
    past = [row for row in events if row["on"] < now.as_of]
    forgotten = sorted((row["on"], row[f"title_{now.language}"]) for row in past if not row["done"])
    if not forgotten:
        return None
    on, title = forgotten[0]
    detail = _("It was planned for {day}. Past events not marked as done: {count}.")
    return Matter(
        _("Has it been held? {title}").format(title=title),
        detail.format(day=_.day(on), count=_.number(len(forgotten))),
        OVERVIEW,
        len(forgotten) / len(past),
    )


def old_figures(now: View) -> Matter | None:
    """The newest figures are more than thirty days old."""
    _ = now.wording
    age = (now.today - now.as_of).days if now.today and now.as_of < now.ends_on else 0
    if age <= 30:
        return None
    return Matter(
        _("The figures are {count} days old").format(count=_.number(age)),
        _("They are as of {day}. Newer registers have not been published.").format(
            day=_.day(now.as_of)
        ),
        OVERVIEW,
        min((age - 30) / 365, 1),
    )


RULES: Mapping[Callable[[View], Matter | None], str] = {
    target_out_of_reach: N_(
        "A target that would not be reached at the pace of the last six full months, not even by"
        " the upper end of a range that holds nine times of ten."
    ),
    slowing_down: N_(
        "Employments, attendances or encounters of the last two full months that are under half of"
        " what two months of the last year usually bring, also with what is usually still to be"
        " recorded of them."
    ),
    start_data_missing: N_("Clients who have been served without start data in EURA."),
    end_data_overdue: N_("End data not sent to EURA 28 days after a period has ended."),
    end_data_to_record: N_(
        "As a plan, in the project's last year: end data still to be sent to EURA."
    ),
    published_parts_that_do_not_add_up: N_(
        "A published figure that is not the sum of its published parts, all of them exact."
    ),
    much_recorded_late: N_(
        "Entries of before the comparison date that came in after it: at least five, and at least"
        " two per cent."
    ),
    money_ahead_of_time: N_(
        "A budget of which over ten points more has been used than of the project's time."
    ),
    event_not_recorded: N_("A planned event whose day has passed and that is not marked as done."),
    old_figures: N_("Figures that are more than thirty days old."),
}
"""Every rule, and how it is explained to a reader."""
