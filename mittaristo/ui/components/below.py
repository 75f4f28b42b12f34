"""The quiet line below a panel: table, events, definition, download and link.

What it opens stands in the page itself and is there without another run; a file is made only when
somebody asks for it, and never by a run.
"""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mittaristo.i18n.translation import N_
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.panel import Draft, Explanation, Folded, Maker, Panel
from mittaristo.reports import docx_file, markdown_file
from mittaristo.reports.catalogue import every_measure
from mittaristo.reports.csv_file import panel_csv
from mittaristo.reports.origin import Origin, cited
from mittaristo.reports.picture import panel_png, panel_svg
from mittaristo.reports.xlsx import panel_workbook
from mittaristo.ui import session
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


@dataclass(frozen=True)
class Taking:
    """What the files of a panel are made from when one is asked for: in light, as on paper."""

    maker: Maker
    origin: Origin

    def file(self, write: Write, address: str) -> bytes | str:
        """Make the panel and the file of it."""
        panel = self.maker(self.origin.view)
        assert isinstance(panel, Panel)
        return write(panel, self.origin.at(address))


@dataclass(frozen=True)
class Offered:
    """A file that can be asked for."""

    label: str
    name: str
    kind: str
    taking: Taking

    def send(self, place: DeltaGenerator, address: str, key: str) -> None:
        """A button that makes the file when it is pressed."""
        _label, mime, write = FILES[self.kind]
        make = partial(self.taking.file, write, address)
        handing.give(
            place, self.label, make, self.name, mime, key=f"{key}-{self.name}", type="tertiary"
        )


def _offered(panel: Panel, taking: Taking, _: Wording) -> list[Offered]:
    """The files of a panel, and all figures in one workbook."""
    origin = taking.origin
    kinds = [kind for kind in FILES if panel.chart or kind not in PICTURES]
    return [
        *(
            Offered(_(FILES[kind][0]), origin.file_name(panel.id, kind), kind, taking)
            for kind in kinds
        ),
        everything(taking, _),
    ]


def everything(taking: Taking, _: Wording) -> Offered:
    """All figures in one workbook."""
    origin = taking.origin
    name, label = origin.file_name("all-figures", "xlsx"), _("All figures of the project (Excel)")
    return Offered(label, name, "xlsx", Taking(every_measure, origin))


def line(panel: Panel, taking: Taking, _: Wording) -> Callable[[], None]:
    """Make the line ready; what it gives sends it."""
    drawn = panel.chart is not None or panel.matrix is not None
    folds = [
        *([(_("As a table"), table.written(panel.title, panel.table))] if drawn else []),
        *((one.brief or one.title, _folded(panel, one, heading=not drawn)) for one in panel.folded),
        *([(_("Definition"), _explained(panel, taking.origin, _))] if panel.explanations else []),
    ]
    opened = "".join(_fold(label, panel.title, inside) for label, inside in folds)
    download = _("Download")
    offered = _offered(panel, taking, _)

    @lru_cache(maxsize=8)
    def linked(address: str) -> str:
        return _fold(_("Link"), panel.title, _link(panel, taking.origin.at(address), _))

    def send() -> None:
        address = session.address()
        with st.container(key=f"below-{panel.id}", horizontal=True, gap=None):
            st.html(opened + linked(address))
            place = st.expander(
                download, type="compact", key=f"files-{panel.id}", on_change="rerun"
            )
            if place.open:
                for one in offered:
                    one.send(place, address, f"file-of-{panel.id}")

    return send


def documents(draft: Draft, taking: Taking, _: Wording) -> Callable[[], None]:
    """The buttons of a document, each of which makes it when it is pressed."""
    origin = taking.origin
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


def _folded(panel: Panel, one: Folded, *, heading: bool) -> str:
    """A further table of a panel, told from those of other panels."""
    region = f"{one.title}: {panel.title}"
    return table.written(one.title, one.table, heading=heading, region=region)


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
    return link_to(origin.of_figure(one.measure), said, one.label) if one.measure else ""


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
