"""The quiet line below a panel: table, events, definition, download and link.

What it opens stands in the page itself and is there without another run; a file is made only when
somebody asks for its address, and never by a run.
"""

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial

import streamlit as st

from mittaristo.i18n.translation import N_
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.panel import Draft, Explanation, Folded, Panel, makers
from mittaristo.panels.parts.view import View
from mittaristo.reports import docx_file, markdown_file
from mittaristo.reports.catalogue import every_measure
from mittaristo.reports.csv_file import panel_csv
from mittaristo.reports.origin import Origin, cited
from mittaristo.reports.picture import panel_png, panel_svg
from mittaristo.reports.xlsx import panel_workbook
from mittaristo.ui import listed, session
from mittaristo.ui.components import handing, table

Write = Callable[[Panel, Origin], bytes | str]

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FILES: Mapping[str, tuple[str, str, Write]] = {
    "xlsx": (N_("Excel (XLSX)"), WORKBOOK, panel_workbook),
    "csv": (N_("Table (CSV)"), "text/csv", panel_csv),
    "png": (N_("Picture (PNG)"), "image/png", panel_png),
    "svg": (N_("Picture (SVG)"), "image/svg+xml", panel_svg),
}
"""Kind of file → what it is called, its type, and what writes it."""

PICTURES = ("png", "svg")

WRITTEN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

DOCUMENTS: Mapping[str, tuple[str, str, Callable[[Draft, Origin], bytes | str]]] = {
    "docx": (N_("Word (DOCX)"), WRITTEN, docx_file.document_docx),
    "md": (N_("Text (Markdown)"), "text/markdown", markdown_file.document_markdown),
}
"""The same of documents."""


EVERYTHING = "all-figures"
"""What a file of all figures is called in an address."""


def line(panel: Panel, origin: Origin, _: Wording) -> Callable[[], str]:
    """Make the line ready; what it gives writes it for the page where the reader is."""
    drawn = panel.chart is not None or panel.matrix is not None
    whole = table.written(panel.title, panel.table, leads=origin.of_row) if drawn else ""
    folds = [
        *([(_("As a table"), whole)] if drawn else []),
        *(
            (one.brief or one.title, _folded(panel, one, origin, heading=not drawn))
            for one in panel.folded
        ),
        *([(_("Definition"), _explained(panel, origin, _))] if panel.explanations else []),
    ]
    opened = "".join(_fold(label, panel.title, inside) for label, inside in folds)

    @lru_cache(maxsize=8)
    def written(address: str, page: str) -> str:
        here = origin.at(address)
        given = _fold(_("Download"), panel.title, _files(panel, here, page, _)) if page else ""
        link = _fold(_("Link"), panel.title, _link(panel, here, _))
        return f'<div class="below">{opened}{given}{link}{_leads(panel, here, _)}</div>'

    def for_this_run() -> str:
        return written(session.address(), "" if session.current().sealed else session.page())

    return for_this_run


MOST_LED = 8
"""So many figures of a panel are named below it; of more, each row of its table leads to one."""


def _leads(panel: Panel, origin: Origin, _: Wording) -> str:
    """Links to where the panel's figures come from: those it explains, then what else was read."""
    explained = [one.measure for one in panel.explanations]
    if len(explained) > MOST_LED:
        explained = []
    led = origins((*explained, *panel.origins), origin, _)
    return f'<span class="origin">{led}</span>' if led else ""


def origins(figures: Iterable[str], origin: Origin, _: Wording) -> str:
    """Links to where figures come from: to one by what it is, to several by name."""
    view, said = origin.view, _("Origin of the figure")
    names = {**view.labels_of_figures, **view.labels}
    places = {name: origin.of_row(name) for name in figures if name in names}
    links = {name: place for name, place in places.items() if place}
    if len(links) == 1:
        [(name, place)] = links.items()
        return link_to(place, said, names[name])
    given = " · ".join(link_to(place, names[name]) for name, place in links.items())
    return f"{html.escape(said)}: {given}" if given else ""


def hand_over(panel: Panel | None, origin: Origin, _: Wording) -> None:
    """Buttons for the files, where they may lie at no address; of all figures without a panel."""
    if not session.current().sealed:
        return
    page, name = session.page(), panel.id if panel else EVERYTHING
    place = st.expander(_("Download"), key=f"files-{name}", on_change="rerun", type="compact")
    if place.open:
        here = origin.at(session.address())
        for one, kind, label in [*(_offered(panel, _) if panel else ()), _of_everything(_)]:
            make = partial(_made, page, one, kind, here)
            file, mime = origin.file_name(one, kind), FILES[kind][1]
            handing.give(place, label, make, file, mime, key=f"{name}-{file}", type="tertiary")


def _made(page: str, name: str, kind: str, origin: Origin) -> bytes | str:
    found = panel_of(page, name, origin.view)
    assert found is not None
    return FILES[kind][2](found, origin)


def panel_of(page: str, name: str, view: View) -> Panel | None:
    """The panel of that name, made of the figures; None where the page has none."""
    if name == EVERYTHING:
        return every_measure(view)
    for maker in makers(listed.pages(view.role).get(page, ())):
        block = maker(view)
        if isinstance(block, Panel) and block.id == name:
            return block
    return None


def _offered(panel: Panel, _: Wording) -> Iterator[tuple[str, str, str]]:
    """Name, kind and label of each file of a panel."""
    for kind, (label, _mime, _write) in FILES.items():
        if panel.chart or kind not in PICTURES:
            yield panel.id, kind, _(label)


def _of_everything(_: Wording) -> tuple[str, str, str]:
    return EVERYTHING, "xlsx", _("All figures of the project (Excel)")


def _files(panel: Panel, origin: Origin, page: str, _: Wording) -> str:
    """Links to the files of a panel, and to all figures in one workbook."""
    return "".join(_file(one, origin, page) for one in (*_offered(panel, _), _of_everything(_)))


def everything(origin: Origin, _: Wording) -> str:
    """A link to all figures in one workbook; empty where they may lie at no address."""
    if session.current().sealed:
        return ""
    link = _file(_of_everything(_), origin.at(session.address()), session.page())
    return f"<p>{link}</p>"


def _file(one: tuple[str, str, str], origin: Origin, page: str) -> str:
    name, kind, label = one
    address = html.escape(origin.file(page, name, kind))
    return f'<a class="file" href="{address}" target="_self">{html.escape(label)}</a>'


def documents(draft: Draft, origin: Origin, _: Wording) -> Callable[[], None]:
    """The buttons of a document, each of which makes it when it is pressed."""
    offered = [
        (_(label), origin.file_name(draft.id, kind), mime, write)
        for kind, (label, mime, write) in DOCUMENTS.items()
    ]

    def send() -> None:
        here = origin.at(session.address())
        place = st.container(horizontal=True, key=f"documents-{draft.id}")
        with place:
            for label, name, mime, write in offered:
                handing.give(place, label, partial(write, draft, here), name, mime, key=name)

    return send


def _folded(panel: Panel, one: Folded, origin: Origin, *, heading: bool) -> str:
    """A further table of a panel, told from those of other panels."""
    region = f"{one.title}: {panel.title}"
    leads = origin.of_row
    return table.written(one.title, one.table, heading=heading, region=region, leads=leads)


def _fold(label: str, subject: str, inside: str) -> str:
    """What is opened by its label. Who hears it is told of which panel it is."""
    heard = f'<span class="heard">: {html.escape(subject)}</span>'
    return (
        f'<details class="fold"><summary>{html.escape(label)}{heard}</summary>'
        f"<div>{inside}</div></details>"
    )


def _link(panel: Panel, origin: Origin, _: Wording) -> str:
    """The link that lasts and a sentence for minutes, each taken whole by one click."""
    link = html.escape(origin.link)
    rows = {
        _("Permanent link to this view"): f'<a class="whole" href="{link}">{link}</a>',
        _("To cite"): f'<span class="whole">{html.escape(cited(panel, origin))}</span>',
    }
    return _listed(rows)


def _explained(panel: Panel, origin: Origin, _: Wording) -> str:
    """What each figure counts, and where it comes from."""
    return "".join(_one_explained(one, origin, _) for one in panel.explanations)


def _one_explained(one: Explanation, origin: Origin, _: Wording) -> str:
    """Definition, unit, source, caveat and query of a figure; of a table at least the query."""
    lines = {
        _("Unit"): html.escape(one.unit),
        _("Source"): html.escape(one.source),
        _("Note"): html.escape(one.caveat),
        _("As of"): html.escape(one.as_of),
        _("Query"): f"<code>{html.escape(one.file)}</code>",
        _("Origin of the figure"): linked(one, origin, _("Rows, query and earlier values")),
    }
    label = html.escape(one.label or _("This table"))
    definition = html.escape(one.definition)
    return f"<p><b>{label}.</b> {definition}</p>" + _listed(
        {name: text for name, text in lines.items() if text}
    )


def linked(one: Explanation, origin: Origin, said: str) -> str:
    """A link to where a measure's value comes from; empty for what is no measure."""
    address = origin.of_row(one.measure)
    return link_to(address, said, one.label) if address else ""


def link_to(address: str, said: str, subject: str = "") -> str:
    """A link within the dashboard. subject: who only hears it is told what it is about."""
    heard = f'<span class="heard">: {html.escape(subject)}</span>' if subject else ""
    return f'<a href="{html.escape(address)}" target="_self">{html.escape(said)}{heard}</a>'


def _listed(rows: Mapping[str, str]) -> str:
    """Names and what they mean. What is given is HTML already."""
    shown = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{text}</dd></div>" for name, text in rows.items()
    )
    return f'<dl class="facts">{shown}</dl>'
