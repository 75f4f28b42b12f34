"""What is coming as a calendar (.ics): a new file updates its entries and doubles none."""

import datetime as dt
import uuid
from collections.abc import Iterable

from icalendar import Calendar, Event
from icalendar.enums import TRANSP

from mittaristo.panels.meeting.dates import Coming
from mittaristo.reports.origin import Origin

OURS = uuid.UUID("6f1c2f0a-5c63-5d7e-9a39-0d3d6a8f5b11")
"""The space of names that entries are numbered in."""


PRODUCT = "-//Mittaristo//EN"
"""What calendars of ours say that they were made by."""


def is_ours(content: bytes) -> bool:
    """Whether a file is a calendar that was made here."""
    return f"PRODID:{PRODUCT}".encode() in content


def calendar(coming: Iterable[Coming], origin: Origin) -> bytes:
    """The file's bytes: the same for the same snapshot and plans.

    An entry's UID comes from its project and key alone, its SEQUENCE from the snapshot, its
    DTSTAMP from when that was published. Entries take whole days and no one's time.
    """
    _, project = origin.view.wording, origin.view.figures.project
    made = Calendar.new(
        name=f"{_invented(origin)}{project.name}",
        description=_about(origin),
        language=origin.view.language,
        prodid=PRODUCT,
        uid=_uid(origin, ""),
    )
    for one in coming:
        made.add_component(_entry(one, origin))
    return bytes(made.to_ical())


def _entry(one: Coming, origin: Origin) -> Event:
    texts = [one.text, origin.view.figures.project.name, _about(origin)]
    return Event.new(
        uid=_uid(origin, one.key),
        stamp=origin.published_at,
        sequence=origin.number,
        start=one.first,
        end=one.last + dt.timedelta(days=1),
        summary=f"{_invented(origin)}{one.title}",
        description="\n".join(filter(None, texts)),
        transparency=TRANSP.TRANSPARENT,
    )


def _uid(origin: Origin, key: str) -> str:
    return f"{uuid.uuid5(OURS, f'{origin.project}/{key}')}@mittaristo"


def _invented(origin: Origin) -> str:
    _ = origin.view.wording
    said = _("invented example data")
    return f"[{said}] " if origin.view.figures.synthetic else ""


def _about(origin: Origin) -> str:
    """Of which day and snapshot, and co-funding."""
    _, figures = origin.view.wording, origin.view.figures
    day = _("as of {day}, snapshot {number}").format(
        day=_.day(origin.view.as_of), number=origin.number
    )
    funded = figures.project.co_funding == "esf_plus"
    return " · ".join([day, *([_("Co-funded by the European Union")] if funded else [])])
