"""A page: its blocks made once for what is shown, and sent at each run."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import streamlit as st

from mittaristo.panels.panel import Maker, left_out_once
from mittaristo.reports.origin import Origin
from mittaristo.ui import session
from mittaristo.ui.components.below import Taking
from mittaristo.ui.components.blocks import Send, ready
from mittaristo.ui.session import Shown


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
    makers = tuple(maker for part in parts for maker in _makers(part))
    sends = iter(_made(_Asked(makers, shown.key, shown)))
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


@dataclass(frozen=True)
class _Asked:
    """What is asked for: told from others by the makers, and by what everything depends on."""

    makers: tuple[Maker, ...]
    key: tuple[object, ...]
    shown: Shown = field(compare=False)


@lru_cache(maxsize=AT_MOST_KEPT)
def _made(asked: _Asked) -> list[Send | None]:
    """What the makers give, ready to be sent; None where one has nothing."""
    view = asked.shown.view
    origin = Origin.of(asked.shown.snapshot, view)
    blocks = [maker(view) for maker in asked.makers]
    told = iter(left_out_once(view, [block for block in blocks if block is not None]))
    return [
        None if block is None else ready(*next(told), view.wording, Taking(maker, origin))
        for maker, block in zip(asked.makers, blocks, strict=True)
    ]
