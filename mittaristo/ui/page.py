"""A page: its blocks made once for what is shown, and sent at each run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import streamlit as st

from mittaristo.panels.parts.panel import Maker, ThreePlaces, blocks
from mittaristo.panels.parts.view import View
from mittaristo.reports.origin import Origin
from mittaristo.ui import choices, session
from mittaristo.ui.components.blocks import Send, ready
from mittaristo.ui.components.sheet import Sheet
from mittaristo.ui.session import Shown

Places = Callable[[View], Mapping[str, str]]
"""Places that a page may be about: code → name."""


def show(
    *page: Maker | ThreePlaces, measure: str = "", row: str = "", places: Places | None = None
) -> None:
    """Show what these make of the figures that the reader has chosen, in order.

    measure: the figure that the page is about, where it is about one; row: which rows of it.
    places: those of which the reader chooses one, below the page's first block.
    """
    if places is None:
        _show(page, measure, row=row)
        return
    above = st.container()
    place = choices.choose_place(places)
    with above:
        _show(page[:1], measure, place)
    _show(page[1:], measure, place)


def _show(
    page: tuple[Maker | ThreePlaces, ...], measure: str, place: str = "", row: str = ""
) -> None:
    shown = session.current()
    shown = replace(shown, view=replace(shown.view, measure=measure, place=place, row=row))
    sends, sheet = iter(_made(_Asked(page, shown.key, shown))), Sheet()
    for part in page:
        if isinstance(part, ThreePlaces):
            sheet.send()
            with st.container(key="three-places"):  # laid out by the style sheet
                three = (st.container(), st.container(), st.container())
            for one in three:
                with one:
                    _write(next(sends), sheet)
                    sheet.send()
        else:
            _write(next(sends), sheet)
    sheet.send()


def _write(send: Send | None, sheet: Sheet) -> None:
    if send is not None:
        send(sheet)


AT_MOST_KEPT = 120
"""Pages that are kept ready, of all readers together. The one not asked for longest gives way."""


@dataclass(frozen=True)
class _Asked:
    """What is asked for: told from others by the makers, and by what everything depends on."""

    page: tuple[Maker | ThreePlaces, ...]
    key: tuple[object, ...]
    shown: Shown = field(compare=False)


@lru_cache(maxsize=AT_MOST_KEPT)
def _made(asked: _Asked) -> list[Send | None]:
    """What the makers give, ready to be sent; None where one has nothing."""
    view = asked.shown.view
    origin = Origin.of(asked.shown.snapshot, view)
    return [
        None if block is None else ready(*block, view.wording, origin)
        for block in blocks(view, asked.page)
    ]
