"""A chart with its story, and what else stands on a page: plain data for screen and paper."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.figures.noting import noted
from mittaristo.i18n.table import Table, row_of
from mittaristo.i18n.translation import Language
from mittaristo.panels.parts import period
from mittaristo.panels.parts.attention import Matter
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import tables


@dataclass(frozen=True, kw_only=True)
class Block:
    """What stands on a page. `registers`: those that it is made from.

    `origins`: the figures that were read when it was made, but those that it explains itself.
    """

    registers: frozenset[str] = frozenset()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading(Block):
    """The page's subject, and a line of what it is."""

    title: str
    lead: str = ""


@dataclass(frozen=True)
class Card:
    """One number that matters. `change` and `aim` may set words in bold by <b>.

    `measure`: the id of what it is a value of, see Table.
    """

    name: str
    value: str
    change: tuple[str, ...]
    aim: str
    measure: str = ""


@dataclass(frozen=True)
class Cards(Block):
    """Numbers that matter, side by side. `since`: what their changes are compared with."""

    cards: tuple[Card, ...]
    since: str = ""


@dataclass(frozen=True)
class Explanation:
    """What a figure counts, and where it comes from. Without words only its query is told.

    `sha256`: of the query's text. `measure`: its id, of a measure or another figure.
    """

    label: str
    definition: str
    source: str
    caveat: str
    as_of: str
    file: str
    unit: str = ""
    sha256: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Folded:
    """A table that is opened when it is wanted; `title` says what it is, `brief` in a word."""

    title: str
    table: Table
    brief: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a bar: what it is, in words, and where it begins and ends, as shares of one."""

    kind: str
    said: str
    start: float
    end: float


@dataclass(frozen=True)
class Cell:
    """A cell of a matrix: its number, a line below it, and its share of the largest, for a bar.

    `parts`: of a bar that goes to both sides of `zero`, a share of its whole width. `mark`: where a
    line crosses the bar of a share, for what it is held against.
    """

    value: str = ""
    below: str = ""
    share: float = 0
    parts: tuple[Part, ...] = ()
    zero: float = 0
    mark: float = 0

    @property
    def said(self) -> str:
        """All that it says: 115 (−5 from what was expected)."""
        below = ", ".join(filter(None, (self.below, *(part.said for part in self.parts))))
        return f"{self.value} ({below})" if self.value and below else self.value or below


@dataclass(frozen=True)
class Matrix:
    """A table that is a chart: rows and columns with their totals in the last ones.

    `corner` says what the rows are; `columns` are headings with a line below each. `totals`:
    whether the last ones are totals. `alike`: whether its columns are alike, so that a narrow
    screen shows the last one as the others. `signs`: whether cells hold a sign or a short number,
    so that the columns may be narrow. `measures`: of the rows, see Table.
    """

    corner: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    totals: bool = True
    alike: bool = False
    signs: bool = False
    measures: tuple[str, ...] = ()

    @property
    def in_words(self) -> tuple[tuple[str, str], ...]:
        """The name of each row, and its cells below their headings; empty ones are left out."""
        headings = [name for name, _below in self.columns]
        return tuple(
            (
                name,
                "; ".join(
                    f"{h}: {cell.said}"
                    for h, cell in zip(headings, cells, strict=True)
                    if cell.said
                ),
            )
            for name, cells in self.rows
        )


@dataclass(frozen=True)
class Panel(Block):
    """A chart under its message, with its text, its table, its definition and its source.

    `note`: how to read it, where that is not plain. `texts`: paragraphs below it, in Markdown.
    `chart` is None for a table by itself, or where a `matrix` takes its place; `alt` says what
    either shows. `caption`: of the table, where that is not the title. `folded`: further tables.
    `pages`: those that show more of it. `closed`: on a screen it is opened when it is wanted.
    """

    id: str
    title: str
    table: Table
    chart: Specification | None = None
    matrix: Matrix | None = None
    alt: str = ""
    note: str = ""
    texts: tuple[str, ...] = ()
    caption: str = ""
    folded: tuple[Folded, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    pages: tuple[str, ...] = ()
    closed: bool = False


@dataclass(frozen=True)
class Entry:
    """One figure of a list: cells below the list's headings, and what explains it.

    A cell is a line, and perhaps one below it that is smaller.
    """

    name: str
    cells: tuple[tuple[str, str], ...]
    explanation: Explanation


Answer = tuple[str, bool, tuple[str, ...], tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Listing(Block):
    """Many figures in groups, each group below its title, to be searched by what they are called.

    `headings`: of the name and of the cells. `note`: what it does not hold. `numbers`: whether the
    cells hold numbers. `answer`: takes a question, gives what is told of it, whether that is a
    figure, the names of the entries that it is about, and rows of figures as `Table.measures` has
    them, each with its name.
    """

    headings: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    note: str = ""
    answer: Callable[[str], Answer] | None = field(default=None, compare=False)
    numbers: bool = True


@dataclass(frozen=True)
class Notes(Block):
    """What the project has written down: kind and day, and the text."""

    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sentence(Block):
    """A sentence to be taken whole, below its title."""

    title: str
    text: str


@dataclass(frozen=True)
class Code(Block):
    """A query as text, below its title; `note` says where it stands."""

    title: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Citation(Block):
    """What may be cited of a measure in each language: a sentence, its source is added to it."""

    title: str
    measure: str
    said: Mapping[Language, str]


@dataclass(frozen=True)
class Notice(Block):
    """Said where there is nothing else to show."""

    text: str


@dataclass(frozen=True)
class Points(Block):
    """Things to go through one by one, each linked to the page that shows more of it.

    `nothing`: what is said where there are none. `answer`: what is written down of each in a
    document, as the names of empty lines.
    """

    id: str
    title: str
    points: tuple[Matter, ...]
    nothing: str = ""
    answer: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blank(Block):
    """Lines of a document that are left empty, by their names."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Draft(Block):
    """A document that is made when it is asked for, of what its makers give."""

    id: str
    title: str
    text: str
    makers: "tuple[Maker, ...]"


@dataclass(frozen=True)
class Matters(Block):
    """What is worth taking up now: worst first, and how it is chosen."""

    title: str
    first: tuple[Matter, ...]
    rest: tuple[Matter, ...]
    rules: str


Maker = Callable[[View], Block | None]
"""Makes a block of a page, or nothing where the project keeps nothing for it."""


@dataclass(frozen=True)
class ThreePlaces:
    """A wide place, a narrow one beside it, and a third below the wide one.

    On a phone, on paper and for a screen reader they come one after the other in this order.
    """

    wide: Maker
    beside: Maker
    below: Maker


Page = tuple[Maker | ThreePlaces, ...]
"""What a page shows, in order."""


def makers(page: Page) -> tuple[Maker, ...]:
    """The makers of a page one by one."""
    return tuple(
        maker
        for part in page
        for maker in (
            (part.wide, part.beside, part.below) if isinstance(part, ThreePlaces) else (part,)
        )
    )


def blocks(view: View, page: Page) -> list[tuple[Block, str] | None]:
    """What each maker of a page gives, and what is told of rows that were left out of it.

    None where one has nothing. For a screen and for reports alike.
    """
    made = [_with_origins(view, maker) for maker in makers(page)]
    told = iter(left_out_once(view, [block for block in made if block is not None]))
    return [None if block is None else next(told) for block in made]


LINKED_BY_ITSELF = Cards | Listing
"""Blocks of which each number is a link already."""


MOST_NAMED, ALL_VALUES = 8, "values"
"""So many measures are named as the origin of a block; of more than these, the figure of all."""


def _with_origins(view: View, maker: Maker) -> Block | None:
    """What a maker gives, with the figures that it read: no number is without its origin."""
    with noted() as found:
        block = maker(view)
    listed = (*block.first, *block.rest) if isinstance(block, Matters) else ()
    read = dict.fromkeys((*found, *(one for matter in listed for one in matter.origins)))
    if block is None or isinstance(block, LINKED_BY_ITSELF):
        return block
    told = {one.measure for one in block.explanations} if isinstance(block, Panel) else set()
    measures = [one for one in read if one in view.labels and one not in told]
    figures = [one for one in read if one in view.labels_of_figures and one not in told]
    if len(measures) > MOST_NAMED:  # they are looked through: the figure that has them all
        measures, figures = [], figures or [ALL_VALUES]
    return replace(block, origins=(*measures, *figures))


def has_content(view: View, page: Page) -> bool:
    """Whether a page shows anything but its heading, and that there is nothing to show.

    Its makers are asked in order, until one has something.
    """
    made = (maker(view) for maker in makers(page))
    return any(block is not None and is_content(block) for block in made)


def is_content(block: Block) -> bool:
    """Whether a block shows anything of its own."""
    match block:
        case Panel():
            return bool(block.folded) or not block.table.is_empty
        case Listing():
            return bool(block.groups)
        case Points():
            return bool(block.points)
        case Matters():
            return bool(block.first)
        case _:
            return not isinstance(block, Heading | Notice | Draft)


# What panels are made of


def as_of(view: View) -> str:
    """Tilanne 30.4.2026 / As of 30 Apr 2026, as a sentence begins; in a period its days first."""
    _ = view.wording
    said = _("as of {day}").format(day=_.day(view.as_of))
    if view.period is not None:
        return f"{period.days(view.first, view.last, _)}, {said}"
    return f"{said[:1].upper()}{said[1:]}"


def alt_of_measures(view: View, measures: Iterable[str]) -> str:
    """For who cannot see the chart: each measure and its value on the as-of date."""
    return f"{as_of(view)}. {view.numbers(*measures)}."


def alt_of_rows(view: View, rows: Iterable[Sequence[str | None]]) -> str:
    """For who cannot see the chart: each row's texts."""
    return f"{as_of(view)}. {'; '.join(': '.join(filter(None, row)) for row in rows)}."


def explained(
    view: View, measures: Iterable[str], figures: Iterable[str] = ()
) -> tuple[Explanation, ...]:
    """Definition, source, caveat and query of each, as they were published."""
    described = [
        *(view.figures.measures[name] for name in measures),
        *(view.figures.definitions[name] for name in figures),
    ]
    language, day = view.language, view.wording.day(view.as_of)
    return tuple(
        Explanation(
            one.label.get(language, ""),
            one.definition.get(language, ""),
            one.source.get(language, ""),
            one.caveat.get(language, ""),
            day,
            one.file,
            view.wording.unit(one.unit),
            one.sha256,
            one.id,
        )
        for one in described
    )


def charted(
    view: View,
    name: str,
    title: str,
    table: Table,
    draw: Callable[[Setting], Specification],
    *,
    alt_text: str,
    measures: Iterable[str],
    figures: Iterable[str] = (),
    note: str = "",
    texts: tuple[str, ...] = (),
    folded: tuple[Folded, ...] = (),
    closed: bool = False,
) -> Panel:
    """A chart with its story. Where the table is empty, that nothing has been recorded yet."""
    bare = with_table(view, name, title, table, list(measures), list(figures))
    if table.is_empty:
        return bare
    made = replace(
        bare, chart=draw(view.setting), alt=alt_text, note=note, texts=texts, folded=folded
    )
    return replace(made, closed=closed)


def tabled(
    view: View,
    name: str,
    title: str,
    table: Table,
    draw: Callable[[], Matrix],
    *,
    alt_text: str,
    measures: Iterable[str],
    figures: Iterable[str] = (),
    note: str = "",
    folded: tuple[Folded, ...] = (),
) -> Panel:
    """The same with a matrix in the place of the chart."""
    bare = with_table(view, name, title, table, list(measures), list(figures))
    if table.is_empty:
        return bare
    matrix = _led_as(draw(), bare.table)
    return replace(bare, matrix=matrix, alt=alt_text, note=note, folded=folded)


def _led_as(matrix: Matrix, table: Table) -> Matrix:
    """The same, each row leading where the row of the table does that has its name."""
    if matrix.measures or not table.measures:
        return matrix
    leads = dict(zip((row[0] for row in table.rows), table.measures, strict=True))
    figures = {measure.partition("/")[0] for measure in table.measures}
    whole = figures.pop() if len(figures) == 1 else ""
    return replace(matrix, measures=tuple(leads.get(name, whole) for name, _cells in matrix.rows))


def in_rows(
    corner: str, heading: str, listed: SafeFrame, name: str, value: str, below: str = "share_text"
) -> Matrix:
    """A row of a list each, with a bar as long as its share of the largest.

    listed: transforms.shares.shared; name, value, below: its columns of texts.
    """
    rows = (
        (row[name], (Cell(row[value], row[below], row["of_largest"]),))
        for row in listed.iter_rows(named=True)
    )
    return Matrix(corner, ((heading, ""),), tuple(rows), totals=False)


def with_table(
    view: View,
    name: str,
    title: str,
    table: Table,
    measures: Sequence[str],
    figures: Sequence[str] = (),
) -> Panel:
    """A table with its story, and no chart. Where it is empty, that nothing has been recorded."""
    registers = view.figures.registers_behind(measures, figures)
    if table.is_empty:
        nothing = (_nothing(view),)
        return Panel(name, title, table, texts=nothing, registers=registers)
    told = explained(view, measures, figures)
    one = [("measure", name) for name in measures] if len(measures) == 1 else []
    led = leading(view, table, _told_by(view, table, figures), one)
    return Panel(name, title, led, explanations=told, registers=registers)


MONTHS = "months"
"""The figure that tells of measures by month."""


def _told_by(view: View, table: Table, figures: Sequence[str]) -> str:
    """The figure whose rows a table's are: the first that has a column of what tells them apart.

    Else the first one; the months of measures, where no figure is told beside them.
    """
    keys = {name for name, _code in next(iter(table.keys), ())}
    for figure in (*figures, MONTHS):
        described = view.figures.described(figure)
        if described is not None and keys & {name for name, *_ in described.columns}:
            return figure
    return next(iter(figures), "")


def leading(view: View, table: Table, figure: str, beside: Sequence[tuple[str, str]] = ()) -> Table:
    """The same, each row that is about no measure leading to its rows of the figure.

    beside: columns and codes that all of these rows have.
    """
    described = view.figures.described(figure)
    if described is None:
        return table
    columns = {name for name, *_ in described.columns}
    measures = table.measures or [""] * len(table.rows)
    keys = [dict((*beside, *key)) for key in table.keys or [()] * len(table.rows)]
    leads = (
        measure or row_of(figure, ((one, key[one]) for one in key if one in columns))
        for measure, key in zip(measures, keys, strict=True)
    )
    return replace(table, measures=tuple(leads), keys=())


def _nothing(view: View) -> str:
    """That there is nothing to count yet, or in the period."""
    _ = view.wording
    if view.period is not None:
        return _("Nothing has been recorded for {period}.").format(period=period.shown(view))
    return _("Nothing has been recorded by {day}.").format(day=_.day(view.as_of))


def not_kept(view: View, *names: str) -> Notice:
    """That a project has no registers for a page: which ones it would take."""
    _ = view.wording
    said = _(
        "This page has nothing to show: the project does not keep these registers: {names}."
        " When they are published with the others, their figures will stand here."
    )
    return Notice(said.format(names=", ".join(_.term("tables", name) for name in names)))


def notes_about(
    view: View, measures: Sequence[str] | None, *, but: Sequence[str] = ()
) -> Notes | None:
    """What the project has written down about some measures, or at all; None where nothing is.

    but: kinds of notes that stand elsewhere.
    """
    if not view.figures.keeps("notes"):
        return None
    said = view.figures["notes"]
    return notes_of(view, said if measures is None else tables.among(said, measures), but)


def notes_of(view: View, said: SafeFrame, but: Sequence[str] = ()) -> Notes | None:
    """Some rows of the figure `notes`, as they are read, but of some kinds; None without any."""
    _ = view.wording
    found = tuple(
        (f"{_.code(row['kind'])} {_.day(row['written_on'])}", row[f"text_{view.language}"])
        for row in said.iter_rows(named=True)
        if row["kind"] not in but
    )
    return Notes(found) if found else None


def left_out_once(view: View, blocks: Iterable[Block]) -> list[tuple[Block, str]]:
    """Each block, and how many faulty rows of its registers were left out on purpose.

    A register is told where it counts first, and once.
    """
    _, told = view.wording, set[str]()
    found: list[tuple[Block, str]] = []
    for block in blocks:
        behind = block.registers - told
        left_out = {name: n for name, n in view.figures.left_out.items() if name in behind}
        told.update(left_out)
        rows = ", ".join(f"{_.term('tables', name)} {_.number(n)}" for name, n in left_out.items())
        said = _("Faulty rows of the registers that were left out on purpose: {rows}.")
        found.append((block, said.format(rows=rows) if rows else ""))
    return found
