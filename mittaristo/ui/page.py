"""A page: its blocks made once for what is shown, and sent at each run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from mittaristo.panels.panel import Maker, left_out_once
from mittaristo.panels.view import View
from mittaristo.ui import session
from mittaristo.ui.components.blocks import Send, ready


@dataclass(frozen=True)
class ThreePlaces:
    """A wide place, a narrow one beside it, and a third below the wide one.

    On a phone they come one after the other in this order. The style sheet lays them out.
    """

    wide: Maker
    beside: Maker
    below: Maker


def show(*parts: Maker | ThreePlaces) -> None:
    """Show what these make of the figures that the reader has chosen, in order."""
    shown = session.current()
    makers = [maker for part in parts for maker in _makers(part)]
    names = tuple(f"{maker.__module__}.{maker.__qualname__}" for maker in makers)
    sends = iter(_made(names, shown.key, makers, shown.view))
    for part in parts:
        if isinstance(part, ThreePlaces):
            with st.container(key="three-places"):
                for place, send in zip(_places(), (next(sends) for _ in range(3)), strict=True):
                    with place:
                        _send(send)
        else:
            _send(next(sends))


def _makers(part: Maker | ThreePlaces) -> tuple[Maker, ...]:
    return (part.wide, part.beside, part.below) if isinstance(part, ThreePlaces) else (part,)


def _places() -> tuple[Any, Any, Any]:
    return st.container(), st.container(), st.container()


def _send(send: Send | None) -> None:
    if send is not None:
        send()


AT_MOST_KEPT = 120
"""Pages that are kept ready, of all readers together. The one not asked for longest gives way."""


@st.cache_resource(max_entries=AT_MOST_KEPT, show_spinner=False)
def _made(
    names: tuple[str, ...], key: tuple[object, ...], _makers: Sequence[Maker], _view: View
) -> list[Send | None]:
    """What the makers give, ready to be sent; None where one has nothing."""
    del names, key
    blocks = [maker(_view) for maker in _makers]
    told = iter(left_out_once(_view, [block for block in blocks if block is not None]))
    return [None if block is None else ready(*next(told), _view.wording) for block in blocks]
