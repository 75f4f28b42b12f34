"""A report as Markdown: blocks of figures for a newsletter or a form, each with its length."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

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
        for sign, title, text in _blocks(chapter, contents):
            yield from _headed(f"{sign} {_written(title)}", text, _)
    yield "## " + _("About the figures")
    yield ""
    for name, said in contents.about():
        yield f"- **{name}:** {_written(said)}" if said else f"- **{name}**"
    for one in contents.definitions():
        label = _linked(_written(one.label), contents.origin_of(one.measure))
        yield f"- **{label}:** {_written(one.definition)}"
    yield ""


def _blocks(chapter: Chapter, contents: Contents) -> list[tuple[str, str, str]]:
    """Sign, heading and text of each block: a section without a heading goes on with the last."""
    found = [("##", chapter.heading.title, _written(chapter.heading.lead))]
    for section in chapter.sections:
        text = "\n".join(_section(section, contents)).strip()
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
        count = len(plainly(_without_addresses(text)))
        length = _("Characters: {count}").format(count=_.number(count))
        yield from (f"*{length}*", "", text, "")


def _without_addresses(text: str) -> str:
    return re.sub(r"\[((?:\\.|[^\\\]])*)\]\([^)]*\)", r"\1", text)


def _linked(written: str, address: str) -> str:
    """A text that leads to an address, where there is one."""
    return f"[{written}]({address})" if address else written


def _section(section: Section, contents: Contents) -> Iterator[str]:
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
        yield from _table(table, contents.origins_of(table))
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


def _table(table: Table, origins: Sequence[str]) -> Iterator[str]:
    yield _row(map(_cell, table.headings))
    yield _row("---:" if numeric else "---" for numeric in table.numeric)
    for row, origin in zip(table.rows, origins, strict=True):
        name, *others = map(_cell, row)
        yield _row([_linked(name, origin), *others])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return _written(text.replace("\n", ", ")).replace("|", "\\|")


def _marked(text: str) -> str:
    """A line of Markdown of ours: bold stays bold, and nothing else means anything."""
    return "".join(
        f"**{_written(part)}**" if bold else _written(part) for part, bold in in_parts(text)
    )


def _written(text: str) -> str:
    """A text as Markdown that means nothing else: signs that would are escaped."""
    plain = " ".join(text.split("\n"))
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in plain)
