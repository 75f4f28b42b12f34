"""What a report holds, whatever its format: a first page, then a theme each, and definitions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mittaristo.charts.specification import Specification
from mittaristo.i18n.table import Table
from mittaristo.panels.meeting import summary
from mittaristo.panels.parts.panel import (
    Block,
    Draft,
    Explanation,
    Heading,
    Listing,
    Matters,
    Page,
    Panel,
    blocks,
    is_content,
)
from mittaristo.panels.themes import THEMES
from mittaristo.reports.origin import Origin, sources
from mittaristo.reports.whole.sections import Section, Titled, section
from mittaristo.snapshots.reading import Snapshot

FIRST = "overview"
"""The page that the first page of a report stands for."""

USUAL = tuple(name for name in THEMES if name != FIRST)
"""The themes of a report that names none: the first page has told the overview already. Those that
have nothing to show of what a project keeps are left out."""


@dataclass(frozen=True)
class Chapter:
    """A page of a report. `name`: of the page with the live figures.

    `blocks`: each with what is told of rows that it lacks. `sections`: the same as they are read.
    """

    name: str
    heading: Heading
    blocks: tuple[tuple[Block, str], ...]
    sections: tuple[Section, ...]

    @property
    def panels(self) -> list[Panel]:
        return [block for block, _left_out in self.blocks if isinstance(block, Panel)]


@dataclass(frozen=True)
class Contents:
    """The chapters of a report in order, and where their figures come from.

    `published_at`: when the snapshot was, the only time that a report knows.
    """

    origin: Origin
    published_at: dt.datetime
    chapters: tuple[Chapter, ...]

    def title(self) -> str:
        """The project and the day, and of a weekly snapshot that it is the team's."""
        view, _ = self.origin.view, self.origin.view.wording
        day = _("as of {day}").format(day=_.day(view.as_of))
        return f"{view.figures.project.name}, {day}{self.origin.for_whom}"

    def charts(self) -> list[Specification]:
        """The charts of all panels."""
        return [one.chart for chapter in self.chapters for one in chapter.panels if one.chart]

    def definitions(self) -> list[Explanation]:
        """What explains the figures of all panels, each once; what a list tells is left out."""
        listed = {
            entry.explanation.label
            for chapter in self.chapters
            for block, _left_out in chapter.blocks
            if isinstance(block, Listing)
            for _title, entries in block.groups
            for entry in entries
        }
        found = {
            one.label: one
            for chapter in self.chapters
            for panel in chapter.panels
            for one in panel.explanations
            if one.label and one.label not in listed
        }
        return list(found.values())

    def behind(self) -> Titled:
        """The tables behind the charts, and those that a page folds, each once."""
        found: dict[Table, str] = {}
        for chapter in self.chapters:
            for one in chapter.sections:
                for title, table in one.behind:
                    found.setdefault(table, title)
        return tuple((title, table) for table, title in found.items())

    def rules(self) -> str:
        """How what is worth taking up is chosen, in Markdown; empty where no page looks for it."""
        told = (
            block.rules
            for chapter in self.chapters
            for block, _left_out in chapter.blocks
            if isinstance(block, Matters)
        )
        return next(told, "")

    def live(self, page: str = "") -> str:
        """Where the same figures are live: their link, or the command that shows them."""
        origin = self.origin
        if origin.address:
            return origin.at(f"{origin.address}/{page}").link
        command = f"python -m mittaristo figures --project {origin.project}"
        return f"{command} --snapshot {origin.number}"

    def origin_of(self, measure: str) -> str:
        """Where a measure's value comes from; empty for none, and where no address is known."""
        address = self.origin.address
        return self.origin.at(f"{address}/").of_row(measure) if measure and address else ""

    def origins_of(self, table: Table) -> list[str]:
        """The same of each row of a table."""
        return list(map(self.origin_of, table.measures or [""] * len(table.rows)))

    def origin_of_panel(self, panel: Panel | None) -> str:
        """The same of a panel about one measure; empty for all others."""
        told = panel.explanations if panel else ()
        return self.origin_of(told[0].measure) if len(told) == 1 else ""

    def about(self) -> list[tuple[str, str]]:
        """What the figures are and where they come from: name and text; a name alone is a title."""
        _ = self.origin.view.wording
        return [*sources(self.origin), (_("Live figures"), self.live())]

    def short_digest(self) -> str:
        """The beginning of the snapshot's digest, enough to tell it from any other."""
        return dict(self.origin.digests)["manifest"][:12]


def contents(snapshot: Snapshot, origin: Origin, themes: Sequence[str] | None = None) -> Contents:
    """Make everything of a report. A block of the first page does not stand in a theme again.

    themes: None for the usual ones that have something to show.
    """
    first = _chapter(origin, FIRST, _made(origin, summary.PAGE))
    said = [block for block, _left_out in first.blocks]
    pages = {name: _made(origin, THEMES[name]) for name in (USUAL if themes is None else themes)}
    chapters = [
        _chapter(origin, name, made, said)
        for name, made in pages.items()
        if themes is not None or any(is_content(block) for block, _left_out in made)
    ]
    return Contents(
        origin,
        dt.datetime.fromisoformat(snapshot.manifest.written["published_at"]),
        (first, *chapters),
    )


def of_one_page(snapshot: Snapshot, origin: Origin, name: str) -> Contents:
    """A report that is one page by itself: of a municipality, for instance."""
    published_at = dt.datetime.fromisoformat(snapshot.manifest.written["published_at"])
    return Contents(origin, published_at, (_chapter(origin, name, _made(origin, THEMES[name])),))


def _made(origin: Origin, page: Page) -> list[tuple[Block, str]]:
    return [one for one in blocks(origin.view, page) if one is not None]


def _chapter(
    origin: Origin, name: str, made: Sequence[tuple[Block, str]], said: Sequence[Block] = ()
) -> Chapter:
    [heading] = [block for block, _left_out in made if isinstance(block, Heading)]
    others = tuple(
        (block, left_out)
        for block, left_out in made
        if not (isinstance(block, Draft) or _stands_in(block, [heading, *said]))
    )
    sections = (section(*one, origin.view.wording) for one in others)
    return Chapter(name, heading, others, tuple(sections))


def _stands_in(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a block is among others; charts are compared by the panel's name and title."""
    if isinstance(block, Panel):
        panels = (one for one in blocks if isinstance(one, Panel))
        return any((one.id, one.title) == (block.id, block.title) for one in panels)
    return any(one == block for one in blocks if not isinstance(one, Panel))
