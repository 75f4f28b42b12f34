"""Many figures in groups, each a table, and a field that finds among them."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.panel import Entry, Listing
from mittaristo.reports.origin import Origin
from mittaristo.ui.components.below import link_to, linked
from mittaristo.ui.streamlit_fixes import wording

FIND = "find"
"""What the reader looks for, as it is called in the link."""

TABLE = """
<h2>{title}</h2>
<div class="wide" tabindex="0" role="region" aria-label="{title}">
<table class="figures listing{words}" role="table"><caption class="heard">{title}</caption>
<thead role="rowgroup"><tr role="row">{head}</tr></thead>
<tbody role="rowgroup">{rows}</tbody></table></div>
"""
"""Roles are said, because on a phone the style sheet lays out rows otherwise than a table's."""

ROW = """
<tr role="row"><th scope="row" role="rowheader">{name}</th>{cells}
<td class="words" role="cell">{definition} {origin}
<details><summary>{source_and_query}</summary>{details}</details></td></tr>
"""


@dataclass(frozen=True)
class _Row:
    """A row that is written. It is found by parts of its name, and by words of its texts."""

    written: str
    called: str
    name: str
    texts: str

    def has(self, word: str) -> bool:
        """Whether this is in its name, or begins a word of its texts."""
        return word in self.name or re.search(rf"\b{re.escape(word)}", self.texts) is not None


def ready(listing: Listing, origin: Origin, _: Wording) -> Callable[[], None]:
    """Write every row once. What is sent at a run is those that are looked for."""
    groups = [
        (title, [_row(title, entry, listing.headings, origin, _) for entry in entries])
        for title, entries in listing.groups
    ]
    head = "".join(
        f'<th scope="col" role="columnheader">{html.escape(name)}</th>' for name in listing.headings
    )
    words = "" if listing.numbers else " in-words"
    note = f'<p class="not-kept">{html.escape(listing.note)}</p>' if listing.note else ""
    count = sum(len(rows) for _title, rows in groups)

    def send() -> None:
        wanted = _looked_for_figure(_, ask=listing.answer is not None) if count else ""
        found = [(title, _among(rows, wanted)) for title, rows in groups]
        told = _how_many(wanted, sum(len(rows) for _title, rows in found), count, _)
        if wanted and listing.answer is not None:
            said, is_figure, names, leads = listing.answer(wanted)
            by_words = any(rows for _title, rows in found)
            if not by_words:
                found = [(title, _called(rows, names)) for title, rows in groups]
            if is_figure or ((names or leads) and not by_words):
                links = "".join(f"<br>{link_to(origin.of_row(row), name)}" for name, row in leads)
                told = f'<p class="found" role="status">{html.escape(said)}{links}</p>'
        st.html(told)
        listed = "".join(_group(title, head, rows, words) for title, rows in found if rows) + note
        if listed:
            st.html(listed)

    return send


def _row(group: str, entry: Entry, headings: Sequence[str], origin: Origin, _: Wording) -> _Row:
    told = entry.explanation
    cells = "".join(
        f'<td role="cell" data-heading="{html.escape(heading)}">{html.escape(line)}'
        + (f"<small>{html.escape(below)}</small>" if below else "")
        + "</td>"
        for heading, (line, below) in zip(headings[1:-1], entry.cells, strict=True)
    )
    details = _("Source: {source}. Note: {caveat} Query: {file}").format(
        source=told.source, caveat=told.caveat, file=told.file
    )
    written = ROW.format(
        name=html.escape(entry.name),
        cells=cells,
        definition=html.escape(told.definition),
        source_and_query=_("Source and query"),
        details=html.escape(details),
        origin=linked(told, origin, _("Origin of the figure")),
    )
    texts = (told.definition, told.source, told.caveat, *(line for line, _below in entry.cells))
    return _Row(written, entry.name, f"{group} {entry.name}".casefold(), " ".join(texts).casefold())


def _looked_for_figure(_: Wording, *, ask: bool) -> str:
    if ask:
        label, example = _("Find a figure or ask for one"), _("for example: persons employed 2025")
    else:
        label, example = _("Find a figure"), _("for example: EURA")
    return looked_for(label, example, _)


def looked_for(label: str, example: str, _: Wording) -> str:
    """The field, and what stands in it; it is kept in the link."""
    wording.say(_.language)
    if FIND not in st.session_state:
        st.session_state[FIND] = st.query_params.get(FIND, "")
    wanted = st.text_input(
        label, key=FIND, type="search", live=True, placeholder=example, width=480
    ).strip()
    if wanted:
        st.query_params[FIND] = wanted
    elif FIND in st.query_params:
        del st.query_params[FIND]
    return wanted


def _among(rows: Sequence[_Row], wanted: str) -> list[str]:
    """Those that hold every word that is looked for."""
    words = wanted.casefold().split()
    return [row.written for row in rows if all(row.has(word) for word in words)]


def _called(rows: Sequence[_Row], names: Sequence[str]) -> list[str]:
    """Those that have one of these names."""
    return [row.written for row in rows if row.called in names]


def _how_many(wanted: str, found: int, count: int, _: Wording) -> str:
    """How many are found, which a screen reader says by itself; nothing where all are shown."""
    if not wanted:
        said = ""
    elif found:
        said = _("Found: {found} of {count} figures.").format(found=found, count=count)
    else:
        said = _("No figure has these words: {words}").format(words=wanted)
    return f'<p class="found" role="status">{html.escape(said)}</p>'


def _group(title: str, head: str, rows: Sequence[str], words: str) -> str:
    return TABLE.format(title=html.escape(title), head=head, rows="".join(rows), words=words)
