"""A real table: a caption, headed columns and rows; words to the left, numbers to the right."""

import html
from collections.abc import Callable

import streamlit as st

from mittaristo.i18n.table import Table


def show_table(caption: str, table: Table, *, heading: bool = False) -> None:
    """Show it. heading: the caption stands above as a heading already, and is only heard."""
    st.html(written(caption, table, heading=heading))


def written(
    caption: str,
    table: Table,
    *,
    heading: bool = False,
    region: str = "",
    leads: Callable[[str], str] = lambda _measure: "",
) -> str:
    """Its HTML. region: how it is told from others on the page, where the caption is not enough.

    leads: takes a measure, gives the address that the name of its row leads to, or nothing.
    """
    aligned = ["" if numeric else ' class="words"' for numeric in table.numeric]
    headings = [html.escape(name) for name in table.headings]
    many = " many" if len(headings) > 4 else ""
    head = "".join(
        f'<th scope="col"{align}>{name}</th>' for name, align in zip(headings, aligned, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{linked(str(cell), leads(measure))}</th>'
            if place == 0
            else f'<td{aligned[place]} data-heading="{headings[place]}">'
            f"{html.escape(str(cell))}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row, measure in zip(table.rows, table.measures or [""] * len(table.rows), strict=True)
    )
    said, only_heard = html.escape(caption), ' class="heard"' if heading else ""
    named = html.escape(region or caption)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{named}">'
        f'<table class="figures{many}"><caption{only_heard}>{said}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def linked(name: str, address: str) -> str:
    """A name that leads to an address within the dashboard, where there is one."""
    said = html.escape(name)
    return f'<a href="{html.escape(address)}" target="_self">{said}</a>' if address else said
