"""Where what a reader takes along comes from: snapshot, project, link, and a sentence to cite."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self
from unicodedata import category
from urllib.parse import urlencode, urljoin

from mittaristo.figures.provenance.chain import Edition
from mittaristo.i18n.table import row_of
from mittaristo.panels.parts import period
from mittaristo.panels.parts.panel import Explanation, Panel, as_of, left_out_once
from mittaristo.panels.parts.view import View
from mittaristo.snapshots.editions import editions_of
from mittaristo.snapshots.reading import Snapshot

FIGURE = "figure"
"""The page that tells where a figure comes from, by its name in an address."""

ACTUALS = "published_actuals"
"""The figure that tells what others published, also of measures that are not computed here."""


@dataclass(frozen=True)
class Origin:
    """The figures that something was taken from, as one reader sees them.

    `digests`: of the manifest, the figures and the registers. `address`: of the page, without its
    query; empty where it is not known. `editions`: of the snapshot. `weekly`: it is the team's.
    """

    view: View
    project: str
    number: int
    published_at: dt.datetime
    digests: tuple[tuple[str, str], ...]
    address: str = ""
    editions: tuple[Edition, ...] = ()
    weekly: bool = False

    @classmethod
    def of(cls, snapshot: Snapshot, view: View) -> Self:
        """On paper everything is light, and the age of the figures does not matter."""
        manifest = snapshot.manifest
        return cls(
            replace(view, dark=False, today=None),
            snapshot.folder.parent.parent.name,
            manifest.number,
            dt.datetime.fromisoformat(manifest.written["published_at"]),
            tuple((part, manifest.digests[part]) for part in ("manifest", "figures", "registers")),
            editions=editions_of(snapshot.folder.parent.parent, manifest.number),
            weekly=manifest.purpose == "weekly",
        )

    @property
    def for_whom(self) -> str:
        """Of a weekly snapshot that it is the team's, as a title goes on."""
        _ = self.view.wording
        return " (" + _("weekly, team only") + ")" if self.weekly else ""

    @property
    def as_of(self) -> str:
        """As of which day, as a sentence begins, and for whom."""
        return f"{as_of(self.view)}{self.for_whom}"

    @property
    def published_on(self) -> dt.date:
        return self.published_at.date()

    def at(self, address: str) -> Self:
        """The same on a page of this address."""
        return replace(self, address=address)

    @property
    def link(self) -> str:
        """The address that leads to exactly these figures for good."""
        chosen = {"project": self.project, "snapshot": str(self.number)}
        return f"{self.address}?{urlencode({'lang': self.view.language, **chosen, **self._asked})}"

    def file(self, page: str, panel: str, kind: str) -> str:
        """The address of a file of a panel of a page, as the server gives it for good."""
        asked = urlencode({"lang": self.view.language, **self._asked})
        path = f"files/{self.project}/{self.number}/{page}/{panel}.{kind}"
        return f"{urljoin(self.address, path)}?{asked}"

    @property
    def _asked(self) -> dict[str, str]:
        """What is chosen of a snapshot, as a link says it."""
        chosen: dict[str, str] = {}
        if self.view.since is not None:
            chosen["since"] = self.view.since.isoformat()
        if (period := self.view.period) is not None:
            chosen["period"] = period.code
            if period.kind == "since":
                chosen["since"] = (period.first - dt.timedelta(days=1)).isoformat()
        if self.view.measure:
            chosen["measure"] = self.view.measure
        if self.view.row:
            chosen["row"] = self.view.row
        if self.view.place:
            chosen["municipality"] = self.view.place
        return chosen

    def on_page(self, page: str) -> Self:
        """The same on another page of the dashboard, by its name in an address."""
        return self.at(urljoin(self.address, page))

    def of_figure(self, figure: str) -> str:
        """The address of the page that tells where a figure comes from.

        figure: the id of a measure, or of another figure and its rows as `row_of` names them.
        """
        since = self.view.since if self.view.period and self.view.period.kind == "since" else None
        name, _row, row = figure.partition("/")
        view = replace(self.view, measure=name, row=row, since=since, place="")
        return replace(self, view=view).on_page(FIGURE).link

    def of_row(self, figure: str) -> str:
        """The same for a row of a table; empty where it is about none, or one that is not kept."""
        figures, name = self.view.figures, figure.partition("/")[0]
        if not figures.has(name) and any(row["measure"] == name for row in figures.rows(ACTUALS)):
            return self.of_figure(row_of(ACTUALS, [("measure", name)]))
        return self.of_figure(figure) if figures.has(name) else ""

    def file_name(self, what: str, kind: str) -> str:
        """A name that tells project, panel, day and snapshot."""
        period = f"-{self.view.period.code}" if self.view.period else ""
        place = f"-{self.view.place}" if self.view.place else ""
        day = self.view.as_of.isoformat()
        return f"{self.project}-{what}{period}{place}-{day}-{self.number}.{kind}"


def plainly(text: str) -> str:
    """A paragraph of Markdown as a line of text. Spaces that hold a number together stay."""
    return in_a_line(text.replace("**", "").replace("`", ""))


def in_a_line(text: str) -> str:
    """A text of several lines as one."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip(" ")


def writable(text: str) -> str:
    """A text without what no XML may hold. Spaces that hold a number together stay."""
    return "".join(sign for sign in text if not category(sign).startswith("C"))


def cited(panel: Panel, origin: Origin, *, link: bool = True) -> str:
    """A sentence for minutes: project, day, snapshot, what the panel says, and the link.

    Of a panel about one measure the link leads to where that comes from.
    """
    measures = [one.measure for one in panel.explanations]
    if link and len(measures) == 1 and origin.view.figures.kept(measures[0]):
        said = cited_as(panel.title, origin, link=False)
        return f"{said} {origin.of_figure(measures[0])}"
    return cited_as(panel.title, origin, link=link)


def cited_as(title: str, origin: Origin, *, link: bool = True) -> str:
    """The same of anything that is called this."""
    _ = origin.view.wording
    title, figures = plainly(title).rstrip("."), origin.view.figures
    if figures.synthetic:
        title += " (" + _("invented example data") + ")"
    said = _("{project}, as of {day}, snapshot {number}: {title}.").format(
        project=figures.project.name,
        day=_.day(origin.view.as_of),
        number=origin.number,
        title=title,
    )
    return f"{said} {origin.link}" if link else said


def told(panel: Panel, origin: Origin) -> Iterator[tuple[str, str]]:
    """What a file says beside its table: name and text of each thing, a name alone for a title."""
    _ = origin.view.wording
    yield from sources(origin)
    yield _("Permanent link"), origin.link
    yield _("To cite"), cited(panel, origin)
    [(_block, left_out)] = left_out_once(origin.view, [panel])
    for text in (panel.note, *panel.texts, left_out):
        if text:
            yield _("Note"), plainly(text)
    for one in panel.explanations:
        yield from _explained(one, origin)


def sources(origin: Origin) -> Iterator[tuple[str, str]]:
    """The same of the figures themselves: whose they are, of which day, from which snapshot."""
    view, _ = origin.view, origin.view.wording
    figures = view.figures
    if figures.synthetic:
        yield (
            _("invented example data").capitalize(),
            _("The rows were made up: these figures tell nothing of a real project."),
        )
    yield _("Project"), figures.project.name
    if figures.project.co_funding == "esf_plus":
        yield _("Co-funding"), _("Co-funded by the European Union")
    yield origin.as_of, ""
    yield _("Period"), period.days(view.first, view.last, _)
    if view.since is not None:
        yield _("Compared with"), _.day(view.since)
    yield _("Snapshot"), str(origin.number)
    yield _("Published on"), _.day(origin.published_on)
    names = {
        "manifest": _("Digest of the snapshot (SHA-256)"),
        "figures": _("Digest of its figures (SHA-256)"),
        "registers": _("Digest of its registers (SHA-256)"),
    }
    for part, digest in origin.digests:
        yield names[part], digest
    for one in origin.editions:
        yield _("Edition {number}").format(number=one.number), _edition(one, origin)


def _edition(one: Edition, origin: Origin) -> str:
    """When figures were computed anew beside these, and what was different then."""
    view, _ = origin.view, origin.view.wording
    said = _(
        "Computed anew on {day} by later queries: {figures}. The figures here are those that"
        " were published."
    )
    figures = (
        f"{view.labels.get(name, name)} {_.number(then)} → {_.number(now)}"
        for name, (then, now) in one.changed.items()
    )
    told = "; ".join(figures) or _("other figures in some periods")
    return said.format(day=_.day(one.made_on), figures=told)


def _explained(one: Explanation, origin: Origin) -> Iterator[tuple[str, str]]:
    """A figure's definition, unit, source, caveat and query."""
    _ = origin.view.wording
    yield one.label or _("This table"), ""
    lines = {
        _("Definition"): one.definition,
        _("Unit"): one.unit,
        _("Source"): one.source,
        _("Note"): one.caveat,
        _("Query"): one.file,
        _("Digest of the query (SHA-256)"): one.sha256,
        _("Origin of the figure"): origin.of_row(one.measure),
    }
    yield from ((name, text) for name, text in lines.items() if text)
