"""A report as Markdown: blocks of figures for a newsletter or a form, each with its length."""

from collections.abc import Callable, Iterator

from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.panel import Card
from mittaristo.reports.origin import plainly
from mittaristo.reports.whole.contents import Chapter, Contents
from mittaristo.reports.whole.sections import Section, in_parts


def report_markdown(contents: Contents, told: Callable[[str], None]) -> bytes:
    """The file: UTF-8. Below each heading stands how many characters its text has."""
    return "\n".join(_lines(contents, told)).encode()


def _lines(contents: Contents, told: Callable[[str], None]) -> Iterator[str]:
    _, figures = contents.origin.view.wording, contents.origin.view.figures
    yield f"# {_written(contents.title())}"
    yield ""
    if figures.synthetic:
        yield "**" + _("invented example data").capitalize() + "**"
        yield ""
    if figures.project.co_funding == "esf_plus":
        yield _("Co-funded by the European Union")
        yield ""
    for chapter in contents.chapters:
        told(chapter.heading.title)
        for sign, title, text in _blocks(chapter):
            yield from _headed(f"{sign} {_written(title)}", text, _)
    yield "## " + _("About the figures")
    yield ""
    for name, said in contents.about():
        yield f"- **{name}:** {_written(said)}" if said else f"- **{name}**"
    for one in contents.definitions():
        origin = contents.origin_of(one)
        yield f"- **{_written(one.label)}:** {_written(one.definition)} {origin}".rstrip()
    yield ""


def _blocks(chapter: Chapter) -> list[tuple[str, str, str]]:
    """Sign, heading and text of each block: a section without a heading goes on with the last."""
    found = [("##", chapter.heading.title, _written(chapter.heading.lead))]
    for section in chapter.sections:
        text = "\n".join(_section(section)).strip()
        if section.title:
            found.append(("###", section.title, text))
        else:
            sign, title, before = found[-1]
            found[-1] = (sign, title, "\n\n".join(filter(None, (before, text))))
    return found


def _headed(heading: str, text: str, _: Wording) -> Iterator[str]:
    """A text below its heading, and how long it is."""
    yield heading
    yield ""
    if text:
        length = _("Characters: {count}").format(count=_.number(len(plainly(text))))
        yield from (f"*{length}*", "", text, "")


def _section(section: Section) -> Iterator[str]:
    """Texts, points and tables; of a chart, what is told to those who cannot see it."""
    drawn = section.panel and section.panel.chart
    seen = section.panel.alt if section.panel and drawn else section.note
    for text in (section.left_out, *section.texts, seen):
        if text:
            yield _marked(text)
            yield ""
    points = [
        *map(_marked, section.points),
        *map(_card, section.cards.cards if section.cards else ()),
    ]
    if points:
        yield from (f"- {point}" for point in points)
        yield ""
    for title, table in section.tables:
        if title:
            yield f"**{_written(title)}**"
            yield ""
        yield from _table(table)
        yield ""
    for text in section.remarks:
        yield _marked(text)
        yield ""


def _card(card: Card) -> str:
    """A number that matters, in a line."""
    told = "; ".join(
        plainly("".join(part for part, _bold in in_parts(said)))
        for said in (*card.change, card.aim)
        if said
    )
    return f"{_written(card.name)}: **{card.value}**" + (f" ({_written(told)})" if told else "")


def _table(table: Table) -> Iterator[str]:
    yield _row(table.headings)
    yield _row(["---:" if numeric else "---" for numeric in table.numeric], written=True)
    for row in table.rows:
        yield _row(row)


def _row(cells: tuple[str, ...] | list[str], *, written: bool = False) -> str:
    shown = (
        cells
        if written
        else [_written(cell.replace("\n", ", ")).replace("|", "\\|") for cell in cells]
    )
    return f"| {' | '.join(shown)} |"


def _marked(text: str) -> str:
    """A line of Markdown of ours: bold stays bold, and nothing else means anything."""
    return "".join(
        f"**{_written(part)}**" if bold else _written(part) for part, bold in in_parts(text)
    )


def _written(text: str) -> str:
    """A text as Markdown that means nothing else: signs that would are escaped."""
    plain = " ".join(text.split("\n"))
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in plain)
