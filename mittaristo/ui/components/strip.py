"""The project's time as a thin strip: how much has passed, earlier meetings, and the period."""

import datetime as dt
import html

from mittaristo.panels.parts import period
from mittaristo.panels.parts.view import View

STRIP = """
<div class="strip" role="img" aria-label="{told}">
  <div class="time"><span class="passed" style="width: {passed:.1f}%"></span>
  <span class="period" style="left: {left:.1f}%; width: {width:.1f}%"></span>{meetings}</div>
  <div class="days"><span>{starts}</span><span>{middle}</span><span>{ends}</span></div>
</div>
"""

MEETING = '<span class="meeting" style="left: {at:.1f}%" title="{said}"></span>'


def written(view: View) -> str:
    """Its HTML. Meetings are the days that the figures may be compared with."""
    _, begins = view.wording, view.starts_on
    ends = max(view.ends_on, view.as_of)
    length = (ends - begins).days + 1

    def at(day: dt.date) -> float:
        return 100 * min(max((day - begins).days, 0), length) / length

    after = dt.timedelta(days=1)
    shared, _weekly = view.figures.comparison_days(view.role)
    meetings = [day for day in reversed(shared) if day <= view.as_of]
    parts = [_("{share} of the time has passed").format(share=_.percent(view.figures.elapsed))]
    if view.period is not None:
        named = period.name(view.period, view.figures, _)
        parts.append(_("period {name}").format(name=named))
    middle = " · ".join(parts)
    told = f"{_.day(begins)}–{_.day(ends)}: {middle}."
    if meetings:
        told += " " + _("Meetings: {days}.").format(days=", ".join(map(_.day, meetings)))
    return STRIP.format(
        told=html.escape(told),
        passed=at(view.as_of + after),
        left=at(view.first),
        width=at(view.last + after) - at(view.first) if view.period else 0,
        meetings="".join(MEETING.format(at=at(day + after), said=_.day(day)) for day in meetings),
        starts=_.day(begins),
        middle=html.escape(middle),
        ends=_.day(ends),
    )
