"""What a project says of itself: ``data/<project>/project.toml``."""

import datetime as dt
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Self, TypeVar
from urllib.parse import urlsplit

from mittaristo.i18n.translation import LANGUAGES, N_, Language
from mittaristo.messages.refusals import Refusal

CoFunding = Literal["esf_plus", "none"]
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")

THRESHOLD = 5
"""A group of fewer persons, but at least one, is not told by what became of them."""


def refusal(place: str, rule: str) -> Refusal:
    """That a project cannot be read or made: where, and which rule is broken."""
    return Refusal(rule, place=place, usage=True)


@dataclass(frozen=True)
class ReportingPeriod:
    """A period for which the project reports, for instance a payment period; days are inclusive.

    `name` is empty in a language in which it has none.
    """

    starts_on: dt.date
    ends_on: dt.date
    name: Mapping[Language, str]

    @classmethod
    def recorded(cls, entry: Mapping[str, Any]) -> Self:
        """From what a snapshot keeps of it."""
        days = [dt.date.fromisoformat(entry[name]) for name in ("starts_on", "ends_on")]
        return cls(days[0], days[1], entry["name"])

    def as_recorded(self) -> dict[str, Any]:
        """What a snapshot keeps of it."""
        days = {name: getattr(self, name).isoformat() for name in ("starts_on", "ends_on")}
        return {**days, "name": dict(self.name)}


FLOOR = 3
"""The least threshold that a project may set."""


@dataclass(frozen=True)
class Releases:
    """When figures of persons by their attributes are renewed, and how few persons are too few.

    `days`: month and day, of every year. `groups`: attribute → labels of categories that may be
    merged, the codes of each joined by +.
    """

    days: tuple[tuple[int, int], ...] = ((6, 30), (12, 31))
    threshold: int = THRESHOLD
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Contact:
    """Who answers for the project's data, and until when rows of persons are kept; empty if untold.

    It is no figure, so that no snapshot keeps it: what is mended is shown at once.
    """

    controller: str = ""
    email: str = ""
    registers_kept_until: dt.date | None = None


@dataclass(frozen=True)
class Fact:
    """Something that is known of a project: its fund, its staff, an office. Names and texts."""

    name: Mapping[Language, str]
    text: Mapping[Language, str]


@dataclass(frozen=True)
class Project:
    """One project; `id` is the name of its folder, dates are inclusive.

    `meetings`: as-of day → what its snapshot is called. Names are no figures, so that no snapshot
    keeps them: a name given or mended later is shown at once. `licence`: under which everyone may
    use the open figures, by its short name or address; empty where none is stated. `address`: where
    the dashboard answers, for links and QR codes; empty where it is not told.
    `expected_in_work`: months since joining, and the share of one that is expected to have found
    work by then, in order. `drafts_from`: the hour from which everyone sees what was a draft until
    a day; None where snapshots are no drafts first.
    """

    id: str
    folder: Path
    name: str
    starts_on: dt.date
    ends_on: dt.date
    synthetic: bool
    co_funding: CoFunding
    about: dict[Language, str]
    reporting_periods: tuple[ReportingPeriod, ...] = ()
    meetings: Mapping[dt.date, Mapping[Language, str]] = field(default_factory=dict)
    contact: Contact = Contact()
    licence: str = ""
    address: str = ""
    expected_in_work: tuple[tuple[int, float], ...] = ()
    releases: Releases = Releases()
    drafts_from: dt.time | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def threshold(self) -> int:
        """The least persons of a group that is told by what became of them."""
        return self.releases.threshold

    def as_recorded(self) -> dict[str, object]:
        """What a snapshot keeps of the project, so that it can be read without this file."""
        return {
            "id": self.id,
            "name": self.name,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "co_funding": self.co_funding,
            "about": dict(self.about),
            "reporting_periods": [one.as_recorded() for one in self.reporting_periods],
            "expected_in_work": [list(one) for one in self.expected_in_work],
            "threshold": self.threshold,
            "facts": [asdict(fact) for fact in self.facts],
        }


def load(folder: Path) -> Project:
    """Read `folder`/project.toml. Raises Refusal with what is wrong and how to mend it."""
    path = folder / "project.toml"
    if not path.is_file():
        raise refusal(
            folder.name, N_("there is no such project. Make one with: python -m mittaristo new")
        )
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refusal(
            f"{folder.name}/project.toml",
            N_("the file is not valid TOML. Compare it with a file made by: mittaristo new"),
        ) from error

    place = f"{folder.name}/project.toml"
    starts_on = _field(written, "starts_on", dt.date, place)
    ends_on = _field(written, "ends_on", dt.date, place)
    if ends_on < starts_on:
        raise refusal(f"{place}, ends_on", N_("the project ends before it starts."))
    co_funding = _field(written, "co_funding", str, place)
    if co_funding not in ("esf_plus", "none"):
        raise refusal(
            f"{place}, co_funding", N_("either esf_plus or none is needed, in quotation marks.")
        )
    about = _field(written, "about", dict, place)
    return Project(
        id=folder.name,
        folder=folder,
        name=_field(written, "name", str, place),
        starts_on=starts_on,
        ends_on=ends_on,
        synthetic=_field(written, "synthetic", bool, place),
        co_funding="esf_plus" if co_funding == "esf_plus" else "none",
        about={"fi": str(about.get("fi", "")), "en": str(about.get("en", ""))},
        reporting_periods=_reporting_periods(written, starts_on, ends_on, place),
        meetings=_meetings(written, place),
        contact=_contact(written, f"{place}, contact"),
        licence=_licence(written, place),
        address=_address(written, place),
        expected_in_work=_expected_in_work(written, place),
        releases=_releases(written, f"{place}, releases"),
        drafts_from=_drafts_from(written, f"{place}, drafts"),
        facts=_facts(written, place),
    )


def _contact(written: Mapping[str, object], place: str) -> Contact:
    """What the file tells of it. Raises Refusal."""
    entry = written.get("contact", {})
    known = {"controller", "email", "registers_kept_until"}
    if not isinstance(entry, dict) or entry.keys() - known:
        raise refusal(
            place, N_("a table with controller, email and registers_kept_until is needed.")
        )
    return Contact(
        _field({"controller": "", **entry}, "controller", str, place),
        _field({"email": "", **entry}, "email", str, place),
        _field(entry, "registers_kept_until", dt.date, place)
        if "registers_kept_until" in entry
        else None,
    )


LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*|https://\S+")


def _licence(written: Mapping[str, object], place: str) -> str:
    """The licence of the open figures; empty where none is stated. Raises Refusal."""
    licence = _field({"licence": "", **written}, "licence", str, place)
    if licence and not LICENCE.fullmatch(licence):
        raise refusal(
            f"{place}, licence", N_("a short name is needed, as CC-BY-4.0, or an https address.")
        )
    return licence


def _expected_in_work(written: Mapping[str, object], place: str) -> tuple[tuple[int, float], ...]:
    """How many of a hundred are expected to have found work, by months. Raises Refusal."""
    listed = written.get("expected_in_work", [])
    if not (isinstance(listed, list) and all(isinstance(entry, dict) for entry in listed)):
        raise refusal(
            f"{place}, expected_in_work",
            N_("each expectation begins with a line [[expected_in_work]]."),
        )
    found: dict[int, float] = {}
    for nth, entry in enumerate(listed, start=1):
        where = f"{place}, expected_in_work {nth}"
        months, of_a_hundred = entry.get("months"), entry.get("of_a_hundred")
        wanted = {"months", "of_a_hundred"} == entry.keys()
        if not (wanted and type(months) is int and type(of_a_hundred) in (int, float)):
            raise refusal(where, N_("an expectation has two numbers: months and of_a_hundred."))
        if not (1 <= months <= 120 and 0 <= of_a_hundred <= 100):
            raise refusal(where, N_("months are from 1 to 120, of_a_hundred from 0 to 100."))
        if months in found:
            raise refusal(where, N_("an expectation above has the same months."))
        found[months] = of_a_hundred / 100
    return tuple(sorted(found.items()))


def _address(written: Mapping[str, object], place: str) -> str:
    """Where the dashboard answers, without a slash at its end. Raises Refusal."""
    address = _field({"address": "", **written}, "address", str, place)
    parts = urlsplit(address)
    known = parts.scheme in ("http", "https") and parts.netloc and address.isprintable()
    if address and (not known or parts.query or parts.fragment):
        raise refusal(
            f"{place}, address",
            N_("an address begins with https:// or http:// and has neither ? nor #."),
        )
    return address.rstrip("/")


def _drafts_from(written: Mapping[str, object], place: str) -> dt.time | None:
    """The hour of a release; None where there are no drafts. Raises Refusal."""
    if "drafts" not in written:
        return None
    entry = written["drafts"]
    try:
        if not isinstance(entry, dict) or entry.keys() - {"hour"}:
            raise ValueError
        return dt.datetime.strptime(str(entry.get("hour", "09:00")), "%H:%M").time()  # noqa: DTZ007
    except ValueError:
        raise refusal(place, N_('a table with an hour is needed: hour = "09:00".')) from None


GROUPED = ("first_language", "municipality")
"""Attributes of which a project may have groups of its own."""


def _releases(written: Mapping[str, object], place: str) -> Releases:
    """How figures of persons by their attributes are released; as usual where nothing is said.

    Raises Refusal.
    """
    entry, usual = written.get("releases", {}), Releases()
    if not isinstance(entry, dict) or entry.keys() - {"days", "threshold", "groups"}:
        raise refusal(place, N_("a table with days, threshold and groups is needed."))
    threshold = _field({"threshold": usual.threshold, **entry}, "threshold", int, place)
    if threshold < FLOOR:
        raise refusal(f"{place}, threshold", N_("the threshold may not be less than 3 persons."))
    listed = entry.get("days", [f"{month:02}-{day:02}" for month, day in usual.days])
    try:
        days = [dt.date.fromisoformat(f"2023-{day}") for day in listed]
    except (TypeError, ValueError):
        days = []
    if not days:
        raise refusal(
            f"{place}, days", N_('days of every year are needed, such as ["06-30", "12-31"].')
        )
    groups = entry.get("groups", {})
    if not (isinstance(groups, dict) and groups.keys() <= set(GROUPED)):
        raise refusal(
            f"{place}, groups", N_("only first_language and municipality may have groups.")
        )
    return Releases(
        tuple((day.month, day.day) for day in days),
        threshold,
        {name: _groups(labels, f"{place}, groups, {name}") for name, labels in groups.items()},
    )


def _groups(labels: object, place: str) -> tuple[str, ...]:
    """Labels of an attribute, none of which shares a code with another. Raises Refusal."""
    texts = labels if isinstance(labels, list) else [None]
    codes = [code for label in texts for code in (label.split("+") if type(label) is str else [""])]
    if not all(codes) or len(set(codes)) < len(codes):
        raise refusal(place, N_('codes joined by + are needed, each once: ["105+290", "205+765"].'))
    return tuple(texts)


def _facts(written: Mapping[str, object], place: str) -> tuple[Fact, ...]:
    """What the file tells of the project, in order. Raises Refusal."""
    listed = written.get("facts", [])
    if not (isinstance(listed, list) and all(isinstance(entry, dict) for entry in listed)):
        raise refusal(f"{place}, facts", N_("each fact begins with a line [[facts]]."))
    found = []
    for nth, entry in enumerate(listed, start=1):
        where = f"{place}, facts {nth}"
        unknown = sorted(entry.keys() - {"name_fi", "name_en", "text_fi", "text_en"})
        if unknown:
            raise refusal(
                f"{where}, {unknown[0]}",
                N_("a fact has name_fi, name_en, text_fi and text_en only."),
            )
        languages: tuple[Language, ...] = ("fi", "en")
        name, text = (
            {language: _named(entry, f"{of}_{language}", where) for language in languages}
            for of in ("name", "text")
        )
        found.append(Fact(name, text))
    return tuple(found)


def _meetings(written: Mapping[str, object], place: str) -> dict[dt.date, Mapping[Language, str]]:
    """The names of the days that have one. Raises Refusal."""
    listed = written.get("meetings", [])
    if not (isinstance(listed, list) and all(isinstance(entry, dict) for entry in listed)):
        raise refusal(f"{place}, meetings", N_("each meeting begins with a line [[meetings]]."))
    found: dict[dt.date, Mapping[Language, str]] = {}
    for nth, entry in enumerate(listed, start=1):
        where = f"{place}, meetings {nth}"
        unknown = sorted(entry.keys() - {"on", "name_fi", "name_en"})
        if unknown:
            raise refusal(
                f"{where}, {unknown[0]}", N_("a meeting has on, name_fi and name_en only.")
            )
        on = _field(entry, "on", dt.date, where)
        if on in found:
            raise refusal(f"{where}, on", N_("a meeting above has the same day."))
        found[on] = {"fi": _named(entry, "name_fi", where), "en": _named(entry, "name_en", where)}
    return found


def _named(entry: Mapping[str, object], field_name: str, place: str) -> str:
    """A name of one line. Raises Refusal."""
    name = _field(entry, field_name, str, place).strip()
    if not name:
        raise refusal(f"{place}, {field_name}", N_("a name is needed."))
    if not name.isprintable():
        raise refusal(
            f"{place}, {field_name}", N_("the name holds characters that cannot be written.")
        )
    return name


def _reporting_periods(
    written: Mapping[str, object], first: dt.date, last: dt.date, place: str
) -> tuple[ReportingPeriod, ...]:
    """Those that the file names, in order; none where it names none. Raises Refusal."""
    listed = written.get("reporting_periods", [])
    if not (isinstance(listed, list) and all(isinstance(entry, dict) for entry in listed)):
        raise refusal(
            f"{place}, reporting_periods",
            N_("each reporting period begins with a line [[reporting_periods]]."),
        )
    found: list[ReportingPeriod] = []
    for nth, entry in enumerate(listed, start=1):
        where = f"{place}, reporting_periods {nth}"
        period = _reporting_period(entry, where)
        if period.ends_on < period.starts_on:
            raise refusal(where, N_("the reporting period ends before it starts."))
        if not first <= period.starts_on <= period.ends_on <= last:
            raise refusal(where, N_("the reporting period does not lie within the project."))
        if found and period.starts_on <= found[-1].ends_on:
            raise refusal(
                where,
                N_(
                    "the reporting period starts before the one above it has ended."
                    " Write them in order; none may overlap."
                ),
            )
        begins = period.starts_on == first or period.starts_on.day == 1
        ends = period.ends_on == last or (period.ends_on + dt.timedelta(days=1)).day == 1
        if not (begins and ends):
            raise refusal(
                where,
                N_(
                    "the reporting period does not consist of whole months. It may begin with the"
                    " project and end with it; otherwise it begins on the first day of a month and"
                    " ends on the last day of one."
                ),
            )
        found.append(period)
    return tuple(found)


def _reporting_period(entry: Mapping[str, object], place: str) -> ReportingPeriod:
    """One of them, as far as it can be checked alone. Raises Refusal."""
    unknown = sorted(entry.keys() - {"starts_on", "ends_on", "name_fi", "name_en"})
    if unknown:
        raise refusal(
            f"{place}, {unknown[0]}",
            N_("a reporting period has starts_on, ends_on, name_fi and name_en only."),
        )
    languages: tuple[Language, ...] = ("fi", "en")
    return ReportingPeriod(
        _field(entry, "starts_on", dt.date, place),
        _field(entry, "ends_on", dt.date, place),
        {
            language: _field({f"name_{language}": "", **entry}, f"name_{language}", str, place)
            for language in languages
        },
    )


NEEDED: Mapping[type, str] = {
    int: N_("a whole number is needed, without quotation marks."),
    str: N_("a text is needed, in quotation marks."),
    dt.date: N_("a date is needed, without quotation marks: 2026-12-31."),
    bool: N_("true or false is needed."),
    dict: N_("a table with the keys fi and en is needed."),
}

Value = TypeVar("Value")


def _field(written: Mapping[str, object], name: str, kind: type[Value], place: str) -> Value:
    """A field of exactly this type. Raises Refusal."""
    value = written.get(name)
    if type(value) is not kind:
        raise refusal(f"{place}, {name}", NEEDED[kind])
    return value


def states(data: Path) -> tuple[tuple[str, int, int], ...]:
    """Name of the folder, and size and time of the file, of each project under `data`, in order.

    One look at a store of hundreds: every page of every reader takes it.
    """
    try:
        with os.scandir(data) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError:
        return ()
    found = []
    for name in names:
        try:
            status = os.stat(f"{data}/{name}/project.toml")  # noqa: PTH116 - half a Path's time
        except OSError:
            continue
        found.append((name, status.st_size, status.st_mtime_ns))
    return tuple(found)


def projects(data: Path) -> list[Path]:
    """The folders of the projects under `data`, by name."""
    return [data / name for name, _size, _time in states(data)]


TEMPLATE = """\
# What Mittaristo knows of this project. Dates are written without quotation marks.

name = {name}

# The first and the last day of the project. Its work (joined, held, met, employed) lies between.
starts_on = {starts_on}
ends_on = {ends_on}

# true only for invented data: every page then says so.
synthetic = false

# "esf_plus" shows the EU emblem on every page; "none" for a project of another programme.
co_funding = "esf_plus"

# Under which licence everyone may use the open figures: a short name or an https address.
# licence = "CC-BY-4.0"
# Where the dashboard answers, for links and QR codes in reports. Take away the number sign.
# address = "https://mittaristo.example"

# What the project does, in one or two sentences. It stands on the front page.
[about]
fi = {about_fi}
en = {about_en}

# Who answers for the data, where to write, and until when rows of persons are kept. It stands on
# the pages about data protection and accessibility: give an address of the organisation, not of a
# person.
[contact]
controller = ""
email = ""
# registers_kept_until = {ends_on}

# What snapshots are called, as it is shown beside the day. Take away the number signs, and repeat
# the lines for each as-of day that has a name.
# [[meetings]]
# on = {starts_on}
# name_fi = "Ohjausryhmä 1/2026"
# name_en = "Steering group 1/2026"

# What else is known of the project: its funding, staff or publications. Take away the number signs,
# and repeat the lines for each.
# [[facts]]
# name_fi = "Toteuttaja"
# name_en = "Run by"
# text_fi = ""
# text_en = ""

# The periods for which the project reports, in order: every measure is counted for each of them.
# Names may be left out. Take away the number signs, and repeat the lines for each period.
# [[reporting_periods]]
# starts_on = {starts_on}
# ends_on = {ends_on}
# name_fi = "Maksatuskausi 1"
# name_en = "Payment period 1"

# How many of a hundred clients are expected to have found work so many months after joining, where
# the plan says so. It is drawn beside what has come about. Take away the number signs, and repeat
# the lines for each number of months.
# [[expected_in_work]]
# months = 12
# of_a_hundred = 30

# Figures of persons by gender, age, language and the like are renewed on these days of every year
# only, so that nobody can tell who came between two of them. Groups of fewer persons than the
# threshold are merged, and what cannot be shown is hidden; less than 3 is not possible.
[releases]
days = ["06-30", "12-31"]
threshold = 5

# With this table a snapshot is published as a draft first, which only those in the list of members
# see: publish --draft 2026-12-01. From this hour of that day everyone does, once it is approved.
# [drafts]
# hour = "09:00"

# Into which groups municipalities or languages may be merged, when too few could be named by
# themselves.
# [releases.groups]
# municipality = ["105+290+620+777", "205+578+697+765"]
"""


def may_be_created(
    data: Path, project_id: str, name: str, starts_on: dt.date, ends_on: dt.date
) -> None:
    """Raises Refusal where `create` would."""
    if not NAME.fullmatch(project_id):
        raise refusal(
            project_id,
            N_("a project's name has lower-case letters a-z, digits and hyphens only."),
        )
    if not name.isprintable():
        raise refusal(project_id, N_("the name holds characters that cannot be written."))
    if ends_on < starts_on:
        raise refusal(project_id, N_("the project ends before it starts."))
    if (data / project_id / "project.toml").exists():
        raise refusal(project_id, N_("there is already a project with this name."))


def create(
    data: Path,
    project_id: str,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    about: Mapping[Language, str] | None = None,
) -> Project:
    """Write a commented project.toml for a new project. Raises Refusal; never overwrites.

    about: what the project does, in the languages in which it is told.
    """
    may_be_created(data, project_id, name, starts_on, ends_on)
    folder = data / project_id
    folder.mkdir(parents=True, exist_ok=True)
    content = TEMPLATE.format(
        name=_quoted(name),
        starts_on=starts_on,
        ends_on=ends_on,
        **{f"about_{one}": _quoted((about or {}).get(one, "")) for one in LANGUAGES},
    )
    unfinished = folder / "project.toml.new"
    unfinished.write_text(content, encoding="utf-8")
    unfinished.rename(folder / "project.toml")
    return load(folder)


def _quoted(text: str) -> str:
    """A JSON string is a TOML string, too."""
    return json.dumps(text, ensure_ascii=False)


def today() -> dt.date:
    """The day where this machine stands."""
    return dt.datetime.now().astimezone().date()
